"""One scenario at several horizons, lined up: who is shown, and the value and range of each at each horizon."""

from __future__ import annotations

import math
from dataclasses import dataclass

from multipolar.analysis.horizons import elasticities_text
from multipolar.analysis.outcome import Range
from multipolar.arrays import Array
from multipolar.model.settings import Assumptions
from multipolar.report.groups import NAMED, outside, touched
from multipolar.report.terms import WHEN
from multipolar.report.view import ELASTICITY, INCOME, Band, View, name_of
from multipolar.simulation.horizons import HORIZONS
from multipolar.simulation.result import Result


@dataclass(frozen=True, slots=True)
class AtHorizon:
    """The scenario at one horizon.

    Attributes
    ----------
    name : of the horizon. main : whether the rest of the page is about it.
    elasticities : which trade elasticities it uses, in words.
    result : None where it has no equilibrium; `failed` says why.
    """

    name: str
    main: bool
    elasticities: str
    assumptions: Assumptions
    result: Result | None
    spread: Range | None = None
    failed: str = ""

    @property
    def when(self) -> str:
        """Such as ``short run``."""
        return WHEN.get(self.name, self.name)


@dataclass(frozen=True, slots=True)
class Who:
    """An economy, or a group that is summed at baseline income."""

    name: str
    codes: tuple[str, ...]

    @property
    def group(self) -> bool:
        return len(self.codes) > 1


def at_horizons(view: View) -> tuple[AtHorizon, ...]:
    """The page's own horizon and the others, nearest first."""
    outcome = view.outcome
    beliefs = outcome.result.assumptions
    words = elasticities_text(outcome.result.baseline, beliefs)
    found = [AtHorizon(beliefs.horizon, True, words, beliefs, outcome.result, view.range(ELASTICITY))]
    found += [
        AtHorizon(other.name, False, other.elasticities, other.assumptions, other.result, other.range, other.failed)
        for other in outcome.horizons
        if other.name != beliefs.horizon
    ]
    order: dict[str, int] = {name: n for n, name in enumerate(HORIZONS)}
    return tuple(sorted(found, key=lambda at: order.get(at.name, len(order))))


def shown(view: View) -> tuple[Who, ...]:
    """The economies of the headline, and the two groups that the measures make."""
    found = [Who(name_of(code), (code,)) for code in view.focus]
    for codes, name in ((touched(view), "others under the measures"), (outside(view), "others outside them")):
        if len(codes) > NAMED:
            found.append(Who(f"{len(codes)} {name}", codes))
    return tuple(found)


def value_at(view: View, at: AtHorizon, who: Who) -> float:
    """Change in real income, per cent; NaN where there is no equilibrium or no such economy."""
    if at.main:
        return _mean(view, who, view.measures[INCOME])
    if at.result is None or at.result.economies != view.economies:
        return math.nan
    return _mean(view, who, at.result.real_income_pct())


def band_at(view: View, at: AtHorizon, who: Who) -> Band | None:
    """Elasticity range at a horizon, its central value included."""
    if at.spread is None or at.result is None:
        return None
    central = value_at(view, at, who)
    ends = [_mean(view, who, row) for row in at.spread.values]
    known = [end for end in (*ends, central) if math.isfinite(end)]
    return (min(known), max(known)) if any(map(math.isfinite, ends)) and math.isfinite(central) else None


def _mean(view: View, who: Who, change: Array) -> float:
    positions = [view.position[code] for code in who.codes]
    base = view.measures["income_before_usd_bn"][positions]
    return float(base @ change[positions] / base.sum())
