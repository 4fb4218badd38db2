"""Assumptions of one year of a timeline, from the ages of the measures in force.

Trade elasticities follow the path by age (`multipolar.simulation.horizons`), one for each importer and sector, and end
where that path ends, not at the long-run table by sector: the two measure different things, and no estimate leads
from the one to the other. Everything else moves with the mean age of the year, linearly between the named horizons
(impact, short, medium); ``1/m`` stands for factor mobility. After the medium run ``1/m`` and the distance of the nests
from one shrink exponentially, at the rate of the smooth path of the trade elasticity; supply elasticities go on along
their last slope, for which the long run of the table (nothing is scarce) gives no pace.

Each different elasticity in a sector costs powers of its own and rows of the kernel in every sweep. What separates the
age of an importer's sector from the mean of the year is therefore rounded to steps of a quarter of a year; the mean is
exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.model.settings import Assumptions, ResourceFactor
from multipolar.simulation.horizons import HORIZONS, NESTS, Member, elasticity_at_age, parameter, parameters
from multipolar.simulation.timeline_ages import Ages

# Years. The path rises by at most 0.18 a year, so that a trade elasticity is at most 0.022 off.
STEP = 0.25
MOST_KINDS = 5
_POINTS = tuple(name for name in HORIZONS if name != "long")


@dataclass(frozen=True, slots=True)
class YearBeliefs:
    """What one year assumes.

    Attributes
    ----------
    kinds : largest number of different trade elasticities in one sector.
    rounding : largest change of a trade elasticity by rounding.
    """

    assumptions: Assumptions
    kinds: int
    rounding: float


def beliefs_at(baseline: Baseline, ages: Ages, member: Member = "central", step: float = STEP) -> YearBeliefs:
    """Assumptions at the ages of a year.

    Parameters
    ----------
    member : which path of the trade elasticity.
    step : of rounding, years; 0 leaves ages as they are.
    """
    rounded = rounded_ages(ages, step)
    theta = elasticity_at_age(rounded, member)
    rounding = float(np.abs(theta - elasticity_at_age(ages.by_importer, member)).max())
    kinds = kinds_of(theta)
    values = {name: _moving(name, ages.mean) for name in NESTS}
    beliefs = Assumptions(
        theta[:, 0].copy() if kinds == 1 else theta,
        member,
        factor_mobility=1.0 / _moving("factor_mobility", ages.mean),
        resource=_resource(baseline, ages.mean),
        horizon=f"measures {ages.mean:.1f} years old",
        **values,
    )
    return YearBeliefs(beliefs, kinds, rounding)


def kinds_of(theta: Array) -> int:
    """Largest number of different values in a row of (J, N)."""
    ordered = np.sort(theta, axis=1)
    return 1 + int((np.diff(ordered, axis=1) > 0).sum(axis=1).max(initial=0))


def rounded_ages(ages: Ages, step: float = STEP) -> Array:
    """(J, N) ages with few different values in a sector; the mean of the year stays exact.

    The step doubles until no sector has more than `MOST_KINDS` values.
    """
    if step <= 0:
        return ages.by_importer
    while True:
        apart = np.round((ages.by_importer - ages.mean) / step)
        rounded = np.maximum(ages.mean + step * apart, 0.0)
        if kinds_of(rounded) <= MOST_KINDS:
            return rounded
        step *= 2.0


def _moving(name: str, age: float) -> float:
    """A parameter at an age: ``1/m`` for factor mobility, else an elasticity of a nest."""
    end = 0.0 if name == "factor_mobility" else 1.0
    points = [parameter(point, "age").value for point in _POINTS]
    values = [parameter(point, name).value for point in _POINTS]
    if name == "factor_mobility":
        values = [1.0 / value for value in values]
    if age <= points[-1]:
        return float(np.interp(age, points, values))
    return float(end + (values[-1] - end) * np.exp(-parameter("all", "rate").value * (age - points[-1])))


def _resource(baseline: Baseline, age: float) -> ResourceFactor | None:
    points = [parameter(point, "age").value for point in _POINTS]
    rent, supply = np.zeros(len(baseline.sectors)), np.ones(len(baseline.sectors))
    for entry in parameters():
        kind, _, code = entry.name.partition(" ")
        if kind != "rent_share" or code not in baseline.sectors:
            continue
        values = [parameter(point, f"supply_elasticity {code}").value for point in _POINTS]
        slope = (values[-1] - values[-2]) / (points[-1] - points[-2])
        j = baseline.sectors.index(code)
        rent[j] = entry.value
        supply[j] = float(np.interp(age, points, values)) + slope * max(0.0, age - points[-1])
    return ResourceFactor(rent, supply) if rent.any() else None
