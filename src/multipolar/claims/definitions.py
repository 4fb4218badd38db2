"""What a claim's measure means in the observatory: which figures, of whom, added how; readings in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from multipolar.claims.claim import Claim

WORLD = "WLD"
MASS = {"t"}
MONEY = {"USD", "EUR", "CNY", "RUB"}

# Commodity of a text -> indicator of quantities; that of values has "-value" behind it.
QUANTITIES = {
    "crude": "crude",
    "oil": "crude",
    "pipeline_gas": "gas-pipeline",
    "gas": "gas-pipeline",
    "lng": "lng",
    "coal": "coal",
    "rare_earths": "rare-earths",
    "lithium": "lithium",
    "cobalt": "cobalt",
    "nickel": "nickel-ore",
    "copper": "copper-ore",
    "aluminium": "aluminium",
    "gold": "gold",
    "graphite": "graphite",
    "germanium": "germanium",
    "uranium": "uranium",
    "platinum": "platinum",
    "palladium": "palladium",
    "iron_ore": "iron-ore",
}
# Commodities that have a value indicator of their own name.
VALUES = {"cars": "cars", "electric_cars": "cars", "semiconductors": "semiconductors"}
BARRELS_PER_TONNE = 7.33
CUBIC_METRES_PER_TONNE = 1360.0
"""Crude: 7.33 barrels; gas: 1.36 bcm a Mt. As in `codes/energy_products.csv`."""
DAYS = 365.0


@dataclass(frozen=True, slots=True)
class Definition:
    """One reading of a measure.

    Attributes
    ----------
    words : what is added up, in words.
    parts : (indicator, reporter, partner); a source counts only where it has all of them for a period.
    unit : of the sum after `factor`. factor : from the indicator's unit to this one.
    scope : whose reading it is when several are possible, in words; empty where there is only one.
    """

    words: str
    parts: tuple[tuple[str, str, str], ...]
    unit: str
    factor: float = 1.0
    scope: str = ""


def definitions_of(claim: Claim) -> tuple[Definition, ...]:
    """The readings of a claim's measure, most direct first; empty where the observatory has nothing of the kind."""
    return tuple(_definitions(claim))


def _definitions(claim: Claim) -> Iterator[Definition]:
    pair = _pair(claim)
    if claim.measure == "settlement":
        yield from _settlement(claim)
        return
    if claim.measure == "gdp":
        for code in claim.codes()[:1]:
            yield Definition("gross domestic product, current dollars", (("gdp", code, ""),), "USD")
        return
    if claim.measure == "transits":
        return
    if claim.commodity is not None:
        yield from _commodity(claim, pair)
        return
    if claim.measure in {"trade", "exports", "imports", "sales", "purchases", "turnover", None}:
        yield from _goods(claim, pair)


def _goods(claim: Claim, pair: tuple[str, str] | None) -> Iterator[Definition]:
    if claim.measure in {"trade", "turnover"}:
        if pair is None:
            return
        one, other = pair
        first, second = sorted(pair)
        yield Definition("goods both ways, published total", (("goods-trade", first, second),), "USD")
        yield Definition(
            "goods both ways, exports of each added", (("goods", one, other), ("goods", other, one)), "USD"
        )
        return
    if claim.measure is None or pair is None:
        return
    origin, destination = pair
    yield Definition("goods", (("goods", origin, destination),), "USD")


def _commodity(claim: Claim, pair: tuple[str, str] | None) -> Iterator[Definition]:
    name = claim.commodity or ""
    origin, destination = pair if pair is not None else _one_sided(claim)
    if not origin:
        return
    words = name.replace("_", " ")
    unit = claim.unit if claim.kind in {"level", "change"} and claim.unit not in {"%", "pp", "x"} else None
    if unit in MONEY:
        value = VALUES.get(name) or (f"{QUANTITIES[name]}-value" if name in QUANTITIES else None)
        if value is not None:
            yield Definition(f"{words}, value", ((value, origin, destination),), "USD")
        return
    if name in VALUES:
        yield Definition(f"{words}, value", ((VALUES[name], origin, destination),), "USD")
        return
    indicator = QUANTITIES.get(name)
    if indicator is None:
        return
    if unit == "bbl/d" and indicator == "crude":
        factor = BARRELS_PER_TONNE / DAYS
        yield Definition("crude, tonnes at 7.33 barrels", ((indicator, origin, destination),), "bbl/d", factor)
        return
    if unit == "bbl" and indicator == "crude":
        yield Definition("crude, tonnes at 7.33 barrels", ((indicator, origin, destination),), "bbl", BARRELS_PER_TONNE)
        return
    if unit == "m3" and indicator in {"gas-pipeline", "lng"}:
        factor = CUBIC_METRES_PER_TONNE
        yield Definition(f"{words}, tonnes at 1.36 bcm a Mt", ((indicator, origin, destination),), "m3", factor)
        return
    if unit in {None, "t"}:
        yield Definition(f"{words}, quantity", ((indicator, origin, destination),), "t", scope="by quantity")
    if unit is None:
        yield Definition(f"{words}, value", ((f"{indicator}-value", origin, destination),), "USD", scope="by value")


def _settlement(claim: Claim) -> Iterator[Definition]:
    """Shares of currencies in what an economy is paid; the text rarely says of what, so several scopes stand."""
    codes = set(claim.codes())
    if {"CHN", "RUS"} <= codes:
        yield Definition(
            "yuan and roubles in the trade of China and Russia", (("settlement-share-yuan-rouble", "CHN", "RUS"),), "%"
        )
        yield Definition("yuan in the trade of China and Russia", (("settlement-share-cny", "CHN", "RUS"),), "%")


def _pair(claim: Claim) -> tuple[str, str] | None:
    """Origin and destination, or for trade both ways the two partners in order of mention."""
    exporters, importers = claim.codes("exporter"), claim.codes("importer")
    if exporters and importers:
        return exporters[0], importers[0]
    codes = [code for code in claim.codes() if len(code) == 3]
    if claim.measure in {"imports", "purchases"} and importers and len(codes) >= 2:
        return next(code for code in codes if code != importers[0]), importers[0]
    if len(codes) >= 2:
        return codes[0], codes[1]
    return None


def _one_sided(claim: Claim) -> tuple[str, str]:
    """Exports of one economy to the world, or its imports from it."""
    codes = [code for code in claim.codes() if len(code) == 3]
    if not codes:
        return "", ""
    if claim.measure in {"imports", "purchases"} or claim.codes("importer"):
        return WORLD, codes[0]
    return codes[0], WORLD
