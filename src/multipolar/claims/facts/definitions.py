"""What a claim's measure means in the observatory: which figures, of whom, added how; readings in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from multipolar.claims.claim import Claim

WORLD = "WLD"
MONEY = frozenset({"USD", "EUR", "CNY", "RUB"})
RELATIVE = frozenset({"%", "pp", "x", None})

# Commodity of a text -> raw material of the observatory; its indicator counts tonnes, that with "-value" dollars.
MATERIALS = {
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
    "iron_ore": "iron-ore",
    "aluminium": "aluminium",
    "gold": "gold",
    "graphite": "graphite",
    "germanium": "germanium",
    "uranium": "uranium",
    "platinum": "platinum",
    "palladium": "palladium",
    "titanium": "titanium-ore",
    "tungsten": "tungsten",
}
# Other commodities: unit of the claim -> (indicator, words), the most direct first.
OTHERS: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {
    "cars": {"USD": (("cars-value", "passenger cars, value"),), "vehicle": (("cars", "passenger cars, number"),)},
    "electric_cars": {"USD": (("cars-value", "passenger cars of all kinds, value"),)},
    "semiconductors": {
        "USD": (("semiconductors", "semiconductors"), ("integrated-circuits", "integrated circuits (HS 8542) only"))
    },
}
# Measure of a currency in the world -> beginning of the indicator, words.
WORLD_SHARES = {
    "world_reserves": ("reserves-share", "in allocated official reserves of the world"),
    "swift": ("swift-share", "in world payments through SWIFT"),
}
ISSUERS = {
    "USD": "USA",
    "EUR": "EU",
    "CNY": "CHN",
    "JPY": "JPN",
    "GBP": "GBR",
    "CAD": "CAN",
    "AUD": "AUS",
    "CHF": "CHE",
}
BARRELS_PER_TONNE = 7.33
CUBIC_METRES_PER_TONNE = 1360.0
"""Crude: 7.33 barrels; gas: 1.36 bcm a Mt. As in `codes/energy_products.csv`."""
DAYS = 365.0
FLOWS = frozenset({"trade", "exports", "imports", "sales", "purchases", "turnover", None})


@dataclass(frozen=True, slots=True)
class Definition:
    """One reading of a measure.

    Attributes
    ----------
    words : what is added up, in words.
    parts : (indicator, reporter, partner); a source counts only where it has all of them for a period.
    unit : of the sum after `factor`. factor : from the indicator's unit to this one.
    scope : whose reading it is when several are possible, in words; empty where there is only one.
    within_year : published for months or quarters only, so that a year means any of them.
    """

    words: str
    parts: tuple[tuple[str, str, str], ...]
    unit: str
    factor: float = 1.0
    scope: str = ""
    within_year: bool = False


def definitions_of(claim: Claim) -> tuple[Definition, ...]:
    """The readings of a claim's measure, most direct first; empty where the observatory has nothing of the kind."""
    return tuple(_definitions(claim))


def _definitions(claim: Claim) -> Iterator[Definition]:
    codes = [code for code in claim.codes() if len(code) == 3]
    if claim.measure in WORLD_SHARES:
        yield from _world_share(claim)
    elif claim.measure in {"settlement", "payments"}:
        yield from _settlement(claim)
    elif claim.measure in {"gdp", "economy"} and claim.kind == "level":
        yield from (
            Definition("gross domestic product, current dollars", (("gdp", code, ""),), "USD") for code in codes[:1]
        )
    elif claim.measure == "discount":
        yield Definition("Urals below Brent", (("urals-discount", "RUS", ""),), "USD/bbl")
    elif claim.commodity in OTHERS:
        yield from _other(claim)
    elif claim.commodity in MATERIALS:
        yield from _material(claim)
    elif claim.commodity in {None, "goods"} and claim.measure in FLOWS:
        yield from _goods(claim)


def _goods(claim: Claim) -> Iterator[Definition]:
    pair = ends_of(claim)
    if pair is None or claim.measure is None:
        return
    origin, destination = pair
    if claim.measure in {"trade", "turnover"}:
        first, second = sorted(pair)
        yield Definition("goods both ways", (("trade-total", first, second),), "USD")
        both = (("goods", origin, destination), ("goods", destination, origin))
        yield Definition("goods both ways, the exports of each added", both, "USD")
        return
    yield Definition("goods", (("goods", origin, destination),), "USD")


def _other(claim: Claim) -> Iterator[Definition]:
    ends = ends_of(claim)
    if ends is None:
        return
    units = OTHERS[claim.commodity or ""]
    wanted = (claim.of_unit or "USD") if claim.unit in RELATIVE else claim.unit or ""
    for indicator, words in units.get(wanted, ()):
        yield Definition(words, ((indicator, *ends),), wanted)


def _material(claim: Claim) -> Iterator[Definition]:
    ends = ends_of(claim)
    if ends is None:
        return
    material = MATERIALS[claim.commodity or ""]
    words = (claim.commodity or "").replace("_", " ")
    unit = claim.of_unit if claim.unit in RELATIVE else claim.unit
    if unit in {None, "t"}:
        yield Definition(f"{words}, quantity", ((material, *ends),), "t", scope="by quantity" if unit is None else "")
    if unit in {None, "USD"}:
        scope = "by value" if unit is None else ""
        yield Definition(f"{words}, value", ((f"{material}-value", *ends),), "USD", scope=scope)
    if unit == "bbl/d" and material == "crude":
        yield Definition("crude a day", (("crude-rate", *ends),), "bbl/d")
        yield Definition("crude, tonnes at 7.33 barrels", ((material, *ends),), "bbl/d", BARRELS_PER_TONNE / DAYS)
    if unit == "bbl" and material == "crude":
        yield Definition("crude, tonnes at 7.33 barrels", ((material, *ends),), "bbl", BARRELS_PER_TONNE)
    if unit == "m3" and material in {"gas-pipeline", "lng"}:
        if material == "gas-pipeline":
            yield Definition("gas by pipeline", (("gas-pipeline-volume", *ends),), "m3")
        yield Definition(f"{words}, tonnes at 1.36 bcm a Mt", ((material, *ends),), "m3", CUBIC_METRES_PER_TONNE)


def _settlement(claim: Claim) -> Iterator[Definition]:
    """Shares of currencies; the text rarely says of what, so several scopes may stand."""
    pair = sorted(code for code in claim.codes() if len(code) == 3)
    if len(pair) == 2:
        for name, words in (("yuan-rouble", "yuan and roubles"), ("cny", "yuan"), ("rub", "roubles")):
            parts = ((f"settlement-share-two-way-{name}", pair[0], pair[1]),)
            yield Definition(f"{words} in trade both ways", parts, "%", scope=words)
    elif len(pair) == 1:
        yield Definition("yuan in exports", (("settlement-share-cny", pair[0], WORLD),), "%", scope="of exports")
        yield Definition("yuan in imports", (("settlement-share-cny", WORLD, pair[0]),), "%", scope="of imports")


def _world_share(claim: Claim) -> Iterator[Definition]:
    """The share of a currency in the world's reserves or payments; none where it is that of somebody else's."""
    issuer = ISSUERS.get(claim.commodity or "")
    if issuer is None or claim.unit not in {"%", "pp", "x"}:
        return
    if claim.measure == "swift" and set(claim.codes()) - {issuer}:
        # "The yuan makes up 30 per cent of Russia's payments through SWIFT".
        return
    stem, words = WORLD_SHARES[claim.measure or ""]
    indicator = f"{stem}-{(claim.commodity or '').lower()}"
    yield Definition(f"{claim.commodity} {words}", ((indicator, WORLD, ""),), "%", within_year=True)


def ends_of(claim: Claim) -> tuple[str, str] | None:
    """Origin and destination of a flow; the world where the claim names one side only; None without an economy.

    None also where a side is a bloc: what the EU sells to Armenia is not what the world sells there.
    """
    sides = claim.codes("exporter", "importer", "partner")
    if len(sides) > len(_economies(sides)):
        return None
    exporters, importers = (_economies(claim.codes(role)) for role in ("exporter", "importer"))
    codes = _economies(claim.codes())
    if not codes:
        return None
    if exporters and importers:
        return exporters[0], importers[0]
    buying = claim.measure in {"imports", "purchases"}
    others = [code for code in codes if code not in (*exporters, *importers)]
    if importers and others:
        return others[0], importers[0]
    if exporters and others:
        return exporters[0], others[0]
    if len(codes) >= 2 and not exporters and not importers:
        return codes[0], codes[1]
    return (WORLD, codes[0]) if importers or buying else (codes[0], WORLD)


def _economies(codes: tuple[str, ...]) -> list[str]:
    return [code for code in codes if len(code) == 3 and code not in {"SCO"}]
