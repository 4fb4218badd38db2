"""Explain: what each instrument adds to a result, and what makes two results differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from multipolar.analysis.accounting import accounting_between
from multipolar.analysis.case import Case, Progress
from multipolar.analysis.outcome import Accounting, Contribution
from multipolar.analysis.ranges import MEASURE
from multipolar.analysis.shapley import Value, shapley
from multipolar.arrays import Array
from multipolar.errors import AssumptionError, MultipolarError, SolveError
from multipolar.scenario import Scenario
from multipolar.simulate.result import Result

SAMPLED_COALITIONS = 96


@dataclass(frozen=True, slots=True)
class Difference:
    """What makes a result differ from another; `base` is where the difference starts.

    Attributes
    ----------
    real_income_pct : (N,) percentage points, other minus base.
    contributions : Shapley value of each change (instrument, elasticities, closure); sums to `real_income_pct`.
    accounting : by partner and sector, in log points, for the economies asked for.
    """

    base: str
    other: str
    real_income_pct: Array
    contributions: Contribution | None
    accounting: tuple[Accounting, ...]
    notes: tuple[str, ...] = ()


def contributions(
    case: Case,
    main: Result,
    instruments: tuple[str, ...],
    *,
    evaluations: int = SAMPLED_COALITIONS,
    progress: Progress | None = None,
) -> Contribution:
    """Shapley value of each instrument for ``real_income_pct`` of all economies.

    Parameters
    ----------
    main : the result with all `instruments`; its values are the total.
    evaluations : coalitions to solve when there are more than eight instruments and orders are sampled.

    Raises
    ------
    SolveError
        If some of the instruments alone have no equilibrium; the message names them.
    """
    full = (1 << len(instruments)) - 1
    nearest = main

    def value(mask: int) -> Array:
        nonlocal nearest
        if mask == 0:
            return np.zeros(len(main.economies))
        if mask == full:
            return main.real_income_pct()
        chosen = tuple(name for bit, name in enumerate(instruments) if mask >> bit & 1)
        nearest = _solve_part(case.with_scenario(case.scenario, chosen), chosen, nearest)
        return nearest.real_income_pct()

    return _contribution(instruments, value, evaluations, progress)


def explain_difference(
    base: tuple[Case, Result],
    other: tuple[Case, Result],
    economies: tuple[str, ...],
    *,
    evaluations: int = SAMPLED_COALITIONS,
    progress: Progress | None = None,
) -> Difference:
    """Why `other` differs from `base`: by instrument, elasticities and closure, and by partner and sector.

    Parameters
    ----------
    base, other : a case and its result; both on the same baseline.
    economies : for which the accounting by partner and sector is made.

    Raises
    ------
    AssumptionError
        If the two stand on different baselines, so that the difference has a part that no player explains.
    """
    case_a, result_a = base
    case_b, result_b = other
    if case_a.baseline.name != case_b.baseline.name or case_a.baseline.economies != case_b.baseline.economies:
        raise AssumptionError(
            f"difference of {result_a.name} and {result_b.name}",
            "the two stand on different baselines",
            evidence=f"{case_a.baseline.name} and {case_b.baseline.name}",
            remedy="Run both on the same baseline.",
        )
    players = _differences(case_a, case_b)
    notes: list[str] = []
    parts: Contribution | None = None
    if players:
        names = tuple(name for name, _ in players)
        full = (1 << len(players)) - 1

        def value(mask: int) -> Array:
            if mask == 0:
                return result_a.real_income_pct()
            if mask == full:
                return result_b.real_income_pct()
            case = case_a
            for bit, (_, change) in enumerate(players):
                if mask >> bit & 1:
                    case = change(case)
            chosen = tuple(name for bit, name in enumerate(names) if mask >> bit & 1)
            return _solve_part(case, chosen, None).real_income_pct()

        try:
            parts = _contribution(names, value, evaluations, progress)
        except MultipolarError as error:
            notes.append(f"No contributions of single changes: {error}")
    made = tuple(accounting_between(result_a, result_b, economy) for economy in economies)
    return Difference(
        base=result_a.name,
        other=result_b.name,
        real_income_pct=result_b.real_income_pct() - result_a.real_income_pct(),
        contributions=parts,
        accounting=made,
        notes=tuple(notes),
    )


def _contribution(players: tuple[str, ...], value: Value, evaluations: int, progress: Progress | None) -> Contribution:
    expected = 1 << len(players) if len(players) <= 8 else evaluations
    asked = 0

    def counted(mask: int) -> Array:
        nonlocal asked
        if progress is not None:
            progress("contributions", min(1.0, asked / expected))
        asked += 1
        return value(mask)

    found = shapley(len(players), counted, evaluations=evaluations)
    return Contribution(
        measure=MEASURE,
        unit="percentage points",
        players=players,
        values=found.values,
        total=found.total,
        exact=found.exact,
        standard_error=found.standard_error,
        solved=found.solved,
    )


def _solve_part(case: Case, chosen: tuple[str, ...], near: Result | None) -> Result:
    try:
        return case.solve(near)
    except SolveError as error:
        raise SolveError(
            f"scenario {case.scenario.name}",
            f"has no equilibrium with {', '.join(chosen)} alone, so no contributions can be given",
            evidence=str(error).splitlines()[0],
            solution=error.solution,
        ) from error


Change = Callable[[Case], Case]


def _differences(base: Case, other: Case) -> list[tuple[str, Change]]:
    """Players: what must be changed in the case `base` to get `other`, one by one, in any order."""
    players: list[tuple[str, Change]] = []
    ours, theirs = _in_force(base), _in_force(other)
    order = (*other.scenario.ids, *base.scenario.ids)
    for name in dict.fromkeys((*theirs, *ours)):
        if ours.get(name) == theirs.get(name):
            continue
        verb = "changed" if name in ours and name in theirs else ("added" if name in theirs else "removed")
        players.append((f"{name} ({verb})", _swap(name, theirs, order)))
    same = np.array_equal(base.assumptions.trade_elasticity, other.assumptions.trade_elasticity)
    if not same or base.assumptions.factor_mobility != other.assumptions.factor_mobility:
        beliefs = other.assumptions
        players.append(
            (f"elasticities: {base.assumptions.label} to {beliefs.label}", lambda case: case.with_assumptions(beliefs))
        )
    if base.closure != other.closure:
        closure = other.closure
        label = f"closure: {base.closure.deficit}, {base.closure.revenue} to {closure.deficit}, {closure.revenue}"
        players.append((label, lambda case: case.with_closure(closure)))
    return players


def _in_force(case: Case) -> dict[str, object]:
    """Instruments of a case on its day, by id, without the dates that no longer matter."""
    chosen = set(case.compiled().instruments)
    return {str(instrument.id): instrument for instrument in case.scenario.instruments if str(instrument.id) in chosen}


def _swap(name: str, theirs: dict[str, object], order: tuple[str, ...]) -> Change:
    """Replace one instrument by that of the other case, add it, or take it out."""

    def change(case: Case) -> Case:
        kept = {str(i.id): i for i in case.scenario.instruments if str(i.id) != name}
        if name in theirs:
            kept[name] = theirs[name]  # type: ignore[assignment]
        rank = {each: position for position, each in enumerate(dict.fromkeys(order))}
        instruments = tuple(kept[each] for each in sorted(kept, key=lambda each: rank[each]))
        scenario: Scenario = case.scenario.model_copy(update={"instruments": instruments})
        chosen = case.instruments
        if chosen is not None:
            chosen = tuple(dict.fromkeys((*(c for c in chosen if c != name), *((name,) if name in theirs else ()))))
        return replace(case, scenario=scenario, instruments=chosen)

    return change
