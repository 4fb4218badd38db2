"""Under which beliefs the back-test of oil is run: the main setting, and one thing changed at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from multipolar.baseline.baseline import Baseline
from multipolar.model.settings import Assumptions, Closure
from multipolar.simulation.simulate import assumptions_of

MAIN = "model"
HORIZONS = (MAIN, "medium", "long")
"""Names of the settings that differ in the horizon only; the main one is the short run."""
MOBILITY = {MAIN: 1.0, "medium": 3.0, "long": float("inf")}
"""Factor mobility by horizon. With nine tenths of the sector's output value added, factors that cannot move (1) mean a
supply elasticity of crude of a tenth: 0.10 in Caldara, Cavallo and Iacoviello (2019), 0.15 in Baumeister and Hamilton
(2019)."""
SUPPLY_ELASTICITIES = (
    (0.15, "supply of crude: Baumeister and Hamilton (2019)"),
    (0.5, "supply of crude, assumed: some years"),
)
SECTOR = "B06"


CRUDE_ELASTICITIES = (
    (0.76, "crude between origins: Boehm et al. (2023), at once"),
    (2.0, "Boehm et al. (2023), after 7 to 10 years"),
    (3.28, "Fontagné et al. (2022), low end of the band"),
    (5.44, "Fontagné et al. (2022), sector B06: the main one"),
    (9.01, "Fontagné et al. (2022), high end of the band"),
    (17.1, "Broda and Weinstein (2006), crude oil; from memory, unverified"),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to run the back-test.

    Attributes
    ----------
    name, role, note : as in `OilForecast`. pattern : year whose destinations are the start, 2021 or 2022.
    with_cap : whether the price cap is in force. discount : whether the discount is predicted with it as well.
    """

    name: str
    role: Literal["main", "variant"]
    note: str
    assumptions: Assumptions
    closure: Closure
    pattern: str = "2021"
    with_cap: bool = True
    discount: bool = False


def settings(baseline: Baseline) -> tuple[Setting, ...]:
    """All settings; the first is the main one."""
    short = replace(assumptions_of(baseline), factor_mobility=MOBILITY[MAIN], label="short")
    main = Setting(MAIN, "main", "short run: factors stay in their sectors", short, Closure(), discount=True)
    found = [main]
    for name in HORIZONS[1:]:
        assumptions = replace(short, factor_mobility=MOBILITY[name], label=name)
        note = "factor mobility 3" if name == "medium" else "labour moves freely"
        found.append(replace(main, name=name, role="variant", note=note, assumptions=assumptions))
    variant = replace(main, role="variant", discount=False)
    found += [
        replace(variant, name="no cap", note="the bans alone", with_cap=False, discount=True),
        replace(variant, name="tables of 2022", note="starts from the pattern of 2022", pattern="2022"),
    ]
    for value, source in CRUDE_ELASTICITIES:
        theta = short.trade_elasticity.copy()
        theta[baseline.sectors.index(SECTOR)] = value
        changed = replace(short, trade_elasticity=theta)
        found.append(
            replace(variant, name=f"elasticity {value:g}", note=source, assumptions=changed, discount=value < 1)
        )
    for value, source in SUPPLY_ELASTICITIES:
        changed = replace(short, factor_mobility=mobility_for(value, baseline))
        found.append(replace(variant, name=f"supply {value:g}", note=source, assumptions=changed, discount=value < 0.2))
    return tuple(found)


def mobility_for(supply_elasticity: float, baseline: Baseline) -> float:
    """Factor mobility ``m`` that gives Russia's oil and gas a supply elasticity while other prices stand still.

    With the value-added share ``v``, cost is sales to the power ``v / m``, so the elasticity is ``m / v - 1``.
    """
    share = float(baseline.value_added_share[baseline.sectors.index(SECTOR), baseline.economies.index("RUS")])
    return max(1.0, share * (1.0 + supply_elasticity))
