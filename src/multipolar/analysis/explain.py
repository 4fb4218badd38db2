"""Explain: what each instrument adds to a result, and what makes two results differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from multipolar.analysis.accounting import accounting_between
from multipolar.analysis.case import Case, Progress
from multipolar.analysis.differences import differences, timeless
from multipolar.analysis.outcome import Accounting, Contribution, Outcome
from multipolar.analysis.ranges import MEASURE
from multipolar.analysis.shapley import EXACT_UP_TO, Value, shapley
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.errors import AssumptionError, MultipolarError, SolveError
from multipolar.simulation.result import Result
from multipolar.solve.driver import SolverSettings

SAMPLED_COALITIONS = 96
SAMPLED_TOLERANCE = 1e-7


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
    if len(instruments) > EXACT_UP_TO:
        # Sampling errs by more than this, and the parts sum to the total at any tolerance.
        settings = case.settings or SolverSettings()
        case = replace(case, settings=replace(settings, tolerance=max(settings.tolerance, SAMPLED_TOLERANCE)))

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
    base: Outcome,
    other: Outcome,
    economies: Sequence[str] | None = None,
    *,
    evaluations: int = SAMPLED_COALITIONS,
    progress: Progress | None = None,
) -> Difference:
    """Why `other` differs from `base`: by instrument, elasticities and closure, and by partner and sector.

    Parameters
    ----------
    base, other : outcomes of `study` on the same baseline; a study with ``full=False`` is enough.
    economies : for which the accounting by partner and sector is made; the headlines of both by default.

    Raises
    ------
    AssumptionError
        If the two stand on different baselines, so that the difference has a part that no change explains.
    """
    case_a, result_a = _case_of(base), base.result
    case_b, result_b = _case_of(other), other.result
    same = case_a.baseline is case_b.baseline or _same_baseline(case_a.baseline, case_b.baseline)
    if not same:
        raise AssumptionError(
            f"difference of {result_a.name} and {result_b.name}",
            "the two stand on different baselines",
            evidence=f"{case_a.baseline.name} and {case_b.baseline.name}",
            remedy="Run both on the same baseline.",
        )
    if economies is None:
        economies = tuple(dict.fromkeys((*base.headline, *other.headline)))
    players = differences(case_a, case_b)
    day_a, day_b = case_a.compiled().date, case_b.compiled().date
    ground = timeless(case_a, day_b)
    notes: list[str] = []
    if day_a != day_b:
        notes.append(
            f"The two are evaluated on different days ({day_a} and {day_b}); single changes are tried on the later "
            "named day, with the blocs of that day."
        )
    parts: Contribution | None = None
    if players:
        names = tuple(name for name, _ in players)
        full = (1 << len(players)) - 1

        def value(mask: int) -> Array:
            if mask == 0:
                return result_a.real_income_pct()
            if mask == full:
                return result_b.real_income_pct()
            case = ground
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


def _case_of(outcome: Outcome) -> Case:
    if outcome.case is None:
        raise AssumptionError(f"outcome {outcome.result.name}", "does not carry the case that it came from")
    return outcome.case


def _same_baseline(one: Baseline, two: Baseline) -> bool:
    return (
        one.economies == two.economies
        and one.sectors == two.sectors
        and one.name == two.name
        and bool(np.array_equal(one.trade_share, two.trade_share) and np.array_equal(one.expenditure, two.expenditure))
    )


def _contribution(players: tuple[str, ...], value: Value, evaluations: int, progress: Progress | None) -> Contribution:
    expected = 1 << len(players) if len(players) <= EXACT_UP_TO else evaluations
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
