"""One scenario at several horizons: what each believes, in numbers with their sources, and what each answers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

import numpy as np

from multipolar.analysis.case import Case
from multipolar.analysis.outcome import HorizonOutcome
from multipolar.analysis.ranges import elasticity_range, first_line
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.codes import whole_of
from multipolar.errors import AssumptionError, MultipolarError
from multipolar.model.settings import Assumptions
from multipolar.scenario.model_numbers import ModelNumber
from multipolar.simulation.horizons import (
    HORIZONS,
    NESTS,
    TITLES,
    Member,
    Parameter,
    check_horizon,
    elasticity_source,
    horizon,
    parameters,
    trade_elasticities,
)
from multipolar.simulation.result import Result


@dataclass(frozen=True, slots=True)
class Belief:
    """One number that a result rests on.

    Attributes
    ----------
    name : such as ``factor_mobility`` or ``supply_elasticity B06``. value : in force; infinite for mobile labour.
    low, high : the range that its source or our reason gives; NaN where there is none.
    status : ``sourced``, ``assumed`` or ``unverified``; ``own`` where the user chose another value than the horizon's.
        Numbers of payments, routes and detours may also be ``derived``, or ``unsourced`` by the scenario.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    status: str
    source: str


def beliefs_of(
    baseline: Baseline,
    name: str | None,
    elasticities: Member | Array | Assumptions,
    changes: Mapping[str, float] | None = None,
) -> Assumptions:
    """What a study believes: a horizon's assumptions with the caller's changes, or whole Assumptions as they are.

    Parameters
    ----------
    name : of the horizon, the long run by default.
    changes : as in `multipolar.simulation.horizons.horizon`.

    Raises
    ------
    AssumptionError
        If the horizon or a parameter is not known, or a value cannot be.
    """
    if isinstance(elasticities, Assumptions):
        if name is not None or changes:
            raise AssumptionError(
                "assumptions",
                "are given whole, and a horizon or single values beside them",
                remedy="Give either Assumptions, or a horizon with changes.",
            )
        return elasticities
    found, _ = horizon(name or "long", baseline, elasticities, **dict(changes or {}))
    return found if isinstance(elasticities, str) else replace(found, label="custom")


def usual_beside(main: str) -> tuple[str, ...]:
    """The horizon that stands beside a main one: the short run beside the long, the long run beside all others."""
    return ("short",) if main == "long" else ("long",)


def beliefs_in_force(baseline: Baseline, assumptions: Assumptions) -> tuple[Belief, ...]:
    """Every number but the trade elasticities, with its range, status and source."""
    known = {entry.name: entry for entry in parameters() if entry.horizon in (assumptions.horizon, "all")}
    found = [_belief(name, getattr(assumptions, name), known.get(name)) for name in ("factor_mobility", *NESTS)]
    if assumptions.resource is not None:
        for j in assumptions.resource.sectors.tolist():
            code = baseline.sectors[j]
            rent, supply = assumptions.resource.rent_share[j], assumptions.resource.supply_elasticity[j]
            for name, value in ((f"rent_share {code}", rent), (f"supply_elasticity {code}", supply)):
                kind = name.partition(" ")[0]
                found.append(_belief(name, float(value), known.get(f"{kind} {whole_of(code)}")))
    return tuple(found)


def _belief(name: str, value: float, entry: Parameter | None) -> Belief:
    if entry is None:
        return Belief(name, value, value, value, "", "own", "chosen by the user")
    if value == entry.value:
        return Belief(name, value, entry.low, entry.high, entry.unit, entry.status, entry.source)
    source = f"chosen by the user; the horizon's own is {entry.value:g}: {entry.source}"
    return Belief(name, value, entry.low, entry.high, entry.unit, "own", source)


def number_rows(numbers: Iterable[Belief | ModelNumber]) -> list[dict[str, Any]]:
    """Numbers for JSON, a dict each; infinity, which mobile labour has and JSON has not, is ``inf``, no range None."""

    def told(value: float) -> float | str | None:
        return "inf" if value == math.inf else None if math.isnan(value) else value

    return [
        {
            "name": entry.name,
            **{key: told(getattr(entry, key)) for key in ("value", "low", "high")},
            "unit": entry.unit,
            "status": entry.status,
            "source": entry.source,
        }
        for entry in numbers
    ]


def elasticities_text(baseline: Baseline, assumptions: Assumptions) -> str:
    """Which trade elasticities are in force, in words."""
    theta, name = assumptions.trade_elasticity, assumptions.horizon
    usual = elasticity_source(name) if name in HORIZONS else ""
    for member in get_args(Member):
        if usual and np.array_equal(theta, trade_elasticities(name, baseline, member)):
            if member == "central":
                return usual
            return f"{_span(theta)}: the {member} end of their range; central: {usual}"
    return f"{_span(theta)}, chosen by the user" + (f"; the horizon's own: {usual}" if usual else "")


def _span(theta: Array) -> str:
    low, high = float(theta.min()), float(theta.max())
    return f"{low:.2f} in all sectors" if low == high else f"{low:.2f} to {high:.2f}"


def title_of(baseline: Baseline, assumptions: Assumptions) -> str:
    """The horizon in words, with whatever the user changed about it."""
    title = TITLES.get(assumptions.horizon, assumptions.horizon)
    own = [
        f"{entry.name.replace('_', ' ')} {entry.value:g}"
        for entry in beliefs_in_force(baseline, assumptions)
        if entry.status == "own"
    ]
    return f"{title}; changed by the user: {', '.join(own)}" if own else title


def horizon_outcome(case: Case, main: Result, name: str, *, with_range: bool = True) -> HorizonOutcome:
    """The case of a study at another horizon, with that horizon's own assumptions and its own elasticity range.

    Parameters
    ----------
    main : result of `case`, to start from. A named end of its elasticities is taken at the other horizon as well;
        values of the user's own are not carried over.
    """
    member: Any = case.assumptions.label if case.assumptions.label in get_args(Member) else "central"
    beliefs, _ = horizon(name, case.baseline, member)
    result, known, failed = None, None, ""
    try:
        there = case.with_assumptions(beliefs)
        result = there.solve(main)
        if with_range:
            known = elasticity_range(there, result)
    except MultipolarError as error:
        failed = first_line(error)
    title, text = TITLES[name], elasticities_text(case.baseline, beliefs)
    return HorizonOutcome(name, title, text, beliefs, result, known, failed)


def in_order(names: Sequence[str], main: str) -> tuple[str, ...]:
    """Horizons beside the main one, each once, in the order in which they follow each other.

    Raises
    ------
    AssumptionError
        If one is not known.
    """
    asked = {check_horizon(name) for name in names}
    return tuple(name for name in HORIZONS if name in asked and name != main)
