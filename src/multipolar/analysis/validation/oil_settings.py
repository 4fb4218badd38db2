"""Under which beliefs the back-test of oil is run: the main setting, and one thing changed at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from multipolar.baseline.baseline import Baseline
from multipolar.model.settings import Assumptions, Closure
from multipolar.simulation.simulate import assumptions_of

MAIN = "model"
HORIZONS = ("impact", MAIN, "medium", "long")
"""Names of the settings that differ in the horizon only; the main one is the short run."""
SECTOR = "B06"


CRUDE_ELASTICITIES = (
    (0.76, "crude between origins: Boehm et al. (2023), at once"),
    (2.0, "Boehm et al. (2023), after 7 to 10 years"),
    (3.28, "Fontagné et al. (2022), low end of the band"),
    (5.44, "Fontagné et al. (2022), sector B06"),
    (9.01, "Fontagné et al. (2022), high end of the band"),
    (17.1, "crude oil in Broda and Weinstein (2006), less one not taken off; from memory, unverified"),
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
    short, closure = _horizon("short", baseline)
    main = Setting(MAIN, "main", "short run", short, closure, discount=True)
    found = [main]
    for name in HORIZONS:
        if name != MAIN:
            assumptions, other = _horizon(name, baseline)
            note = f"horizon {name}"
            found.append(replace(main, name=name, role="variant", note=note, assumptions=assumptions, closure=other))
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
    return tuple(found)


def _horizon(name: str, baseline: Baseline) -> tuple[Assumptions, Closure]:
    mobility = {"impact": 1.0, "short": 1.0, "medium": 3.0, "long": float("inf")}[name]
    return replace(assumptions_of(baseline), factor_mobility=mobility, label=name), Closure()
