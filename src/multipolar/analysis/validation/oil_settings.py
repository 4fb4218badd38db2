"""Under which beliefs the back-test of oil is run: the main setting, and one thing changed at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from multipolar.baseline.baseline import Baseline
from multipolar.model.settings import Assumptions, Closure
from multipolar.simulation.simulate import assumptions_of

MAIN = "model"
SECTOR = "B06"


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
    short = replace(assumptions_of(baseline), factor_mobility=1.0, label="short")
    main = Setting(MAIN, "main", "short", short, Closure(), discount=True)
    found = [main]
    for name, m in (("m=1.5", 1.5), ("m=3", 3.0), ("long", float("inf"))):
        found.append(replace(main, name=name, role="variant", note=name, assumptions=replace(short, factor_mobility=m)))
    found.append(replace(main, name="pattern of 2022", role="variant", note="", pattern="2022", discount=False))
    found.append(replace(main, name="no cap", role="variant", note="", with_cap=False))
    j = baseline.sectors.index(SECTOR)
    for value in (0.76, 2.0, 3.28, 9.01, 17.1):
        theta = baseline.elasticities.central.copy()
        theta[j] = value
        a = replace(short, trade_elasticity=theta)
        found.append(replace(main, name=f"crude elasticity {value:g}", role="variant", note="", assumptions=a))
    return tuple(found)
