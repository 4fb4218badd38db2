"""Settings under which Russia's loss is computed beside the literature: one thing changed at a time."""

from __future__ import annotations

from dataclasses import dataclass

from multipolar.scenario import Embargo, Scenario, TradeCost

WEST = ("EU", "USA", "GBR", "JPN", "CAN")
ALLIES = (*WEST, "AUS", "NZL", "KOR", "TWN", "NOR", "CHE", "ISL")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes
    ----------
    scenario : name in the library, or the scenario itself.
    elasticity_factor : on the central trade elasticities, all sectors.
    horizon : ``long`` unless said.
    pattern_year : ``2021`` for the world with Russia's goods trade by partner of that year, else empty.
    """

    key: str
    title: str
    scenario: str | Scenario
    elasticity_factor: float = 1.0
    pattern_year: str = ""
    horizon: str = "long"


def _stop(name: str, who: tuple[str, ...], leakage: float, sectors: tuple[str, ...] = ("all",)) -> Scenario:
    excluded = ("ROW",) if who == ("ALL",) else ()
    measure = Embargo(origin=who, destination=("RUS",), sectors=sectors, leakage=leakage, exclude_origin=excluded)
    return Scenario(name=name, instruments=(measure,))


def _dearer(name: str, who: tuple[str, ...], ratio: float, sectors: tuple[str, ...] = ("all",)) -> Scenario:
    measure = TradeCost(origin=who, destination=("RUS",), sectors=sectors, ratio=ratio, both_ways=True)
    return Scenario(name=name, instruments=(measure,))


_AIRTIGHT = _stop("allies-airtight", ALLIES, 0.0)
_DOUBLE = _dearer("allies-costs-double", ALLIES, 2.0)
_DOUBLE_GOODS = _dearer("double-goods", ALLIES, 2.0, ("goods",))

SETTINGS: tuple[Setting, ...] = (
    Setting("measures", "measures-2022, as in the library", "measures-2022"),
    Setting("measures-2021", "measures-2022, from the pattern of 2021", "measures-2022", pattern_year="2021"),
    Setting("tenth", "goods cost a tenth more, EU, G7 and allies", _dearer("tenth", ALLIES, 1.1, ("goods",))),
    Setting("embargo", "EU and G7 stop all trade, a tenth leaks (western-embargo)", "western-embargo"),
    Setting("airtight", "EU and G7 stop all trade, nothing leaks", _stop("airtight", WEST, 0.0)),
    Setting("goods", "EU and G7 stop trade in goods, nothing leaks", _stop("goods", WEST, 0.0, ("goods",))),
    Setting("allies", "EU, G7 and allies stop all trade, nothing leaks", _AIRTIGHT),
    Setting("allies-half", "EU, G7 and allies stop all trade, elasticities x 0.5", _AIRTIGHT, 0.5),
    Setting("allies-quarter", "EU, G7 and allies stop all trade, elasticities x 0.25", _AIRTIGHT, 0.25),
    Setting(
        "allies-2021", "EU, G7 and allies stop all trade, from the pattern of 2021", _AIRTIGHT, pattern_year="2021"
    ),
    Setting("double", "costs double, EU, G7 and allies, all sectors", _DOUBLE),
    Setting("double-goods", "costs double, EU, G7 and allies, goods", _DOUBLE_GOODS),
    Setting("double-half", "costs double, all sectors, elasticities x 0.5", _DOUBLE, 0.5),
    Setting("double-quarter", "costs double, all sectors, elasticities x 0.25", _DOUBLE, 0.25),
    Setting("double-2021", "costs double, all sectors, from the pattern of 2021", _DOUBLE, pattern_year="2021"),
    Setting("double-goods-2021", "costs double, goods, from the pattern of 2021", _DOUBLE_GOODS, pattern_year="2021"),
    Setting("measures-short", "measures-2022, short run", "measures-2022", horizon="short"),
    Setting("allies-short", "EU, G7 and allies stop all trade, nothing leaks, short run", _AIRTIGHT, horizon="short"),
    Setting(
        "allies-medium", "EU, G7 and allies stop all trade, nothing leaks, medium run", _AIRTIGHT, horizon="medium"
    ),
    Setting("world", "all 80 economies stop all trade, a tenth leaks", _stop("world", ("ALL",), 0.1)),
)
