"""Study: everything about one scenario, in one call."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence

from multipolar.analysis.accounting import accounting
from multipolar.analysis.case import Case, Progress, case_of, hit_cells
from multipolar.analysis.diversion import diversion
from multipolar.analysis.explain import contributions
from multipolar.analysis.flip import flips
from multipolar.analysis.headline import headline_of, targets_of
from multipolar.analysis.horizons import beliefs_of, horizon_outcome, in_order, usual_beside
from multipolar.analysis.notes import notes_of
from multipolar.analysis.outcome import Accounting, Contribution, DiversionAccount, Flip, HorizonOutcome, Outcome, Range
from multipolar.analysis.ranges import elasticity_range, first_line, imputation_range
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.errors import AssumptionError, MultipolarError
from multipolar.model.settings import Assumptions, Closure
from multipolar.scenario import CompiledScenario, Scenario
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import ElasticitySet, check_elasticities
from multipolar.solve.driver import SolverSettings

# Where each part of the work starts, as a share of the whole; measured on the bundled world.
_PARTS = {
    "scenario": 0.0,
    "elasticity range": 0.05,
    "horizons": 0.1,
    "without deficits": 0.2,
    "imputation range": 0.25,
    "contributions": 0.6,
    "flip": 0.75,
    "accounts": 0.95,
}


def study(
    baseline: Baseline,
    scenario: str | Scenario | CompiledScenario,
    *,
    closure: Closure | None = None,
    elasticities: ElasticitySet | Array | Assumptions = "central",
    horizon: str | Assumptions | None = None,
    beside: Sequence[str] | None = None,
    date: str | datetime.date | None = None,
    focus: Sequence[str] = (),
    draws: int = 8,
    settings: SolverSettings | None = None,
    progress: Progress | None = None,
    full: bool = True,
) -> Outcome:
    """Solve a scenario and everything that a reader needs beside it.

    Parameters
    ----------
    scenario : name of a library scenario, path, Scenario, or a compiled one (its day and instruments are kept).
    closure : who adjusts; deficits fixed in world value added by default.
    elasticities : which end of the horizon's own trade elasticities, (J,) or (J, N) values, or whole Assumptions.
    horizon : of the main result, by name or as whole Assumptions; the long run by default.
    beside : horizons to solve beside it, as they stand; by default the short run beside the long run and the long run
        beside any other.
    date : day of evaluation, ISO or a date; the scenario's own by default.
    focus : ISO codes of economies to tell more about.
    draws : draws of the imputed cells for the imputation range; 0 leaves it out.
    progress : called with what is being done and the share of the whole that is done.
    full : False leaves out imputation draws, contributions, diversion, accounting, flips, and the elasticity ranges of
        the horizons beside the main one.

    Raises
    ------
    SolveError
        If the scenario itself has no equilibrium. Variants that fail are named in the Outcome instead.
    ScenarioError, AssumptionError
        If the scenario, the elasticities or the focus cannot be read, or `draws` is negative.
    """
    began = time.perf_counter()
    report = _Reporter(progress)
    report("scenario", 0.0)
    if draws < 0:
        raise AssumptionError(f"draws {draws}", "must be 0 or more", remedy="0 leaves the imputation range out.")
    whole = horizon if isinstance(horizon, Assumptions) else elasticities
    if not isinstance(whole, Assumptions):
        check_elasticities(baseline, whole)
    beliefs = beliefs_of(baseline, None if isinstance(horizon, Assumptions) else horizon, whole)
    others = in_order(usual_beside(beliefs.horizon) if beside is None else beside, beliefs.horizon)
    case = case_of(baseline, scenario, closure or Closure(), beliefs, date, settings)
    absent = [code for code in focus if code not in baseline.economies]
    if absent:
        remedy = "It is part of ROW." if "ROW" in baseline.economies else ""
        raise AssumptionError("focus", f"{', '.join(absent)} has no row in {baseline.name}", remedy=remedy)
    compiled = case.compiled()
    result = case.solve()
    cells = hit_cells(compiled)
    touched = list(cells.values())
    targets = targets_of(result, touched)
    headline = headline_of(result, targets, focus)

    notes: list[str] = []
    ranges: list[Range] = [elasticity_range(case, result, report)]
    fan = _horizons(case, result, others, report, with_range=full)
    report("without deficits", 0.0)
    balanced = _balanced(case, result, notes)
    diverted: tuple[DiversionAccount, ...] = ()
    made: tuple[Accounting, ...] = ()
    turned: tuple[Flip, ...] = ()
    parts: Contribution | None = None
    if full:
        drawn, reason = imputation_range(case, result, draws, report)
        ranges += [drawn] if drawn is not None else []
        notes += [reason] if reason else []
        parts = _contributions(case, result, compiled.instruments, notes, report, moved=bool(headline))
        turned = flips(
            case,
            result,
            headline,
            compiled.instruments,
            ranges=ranges,
            balanced=balanced,
            horizons=fan,
            progress=report,
        )
        told = {reason for known in ranges for reason in known.failed}
        failed = [reason for reason in (turned[0].failed if turned else ()) if reason not in told]
        notes += [f"Without an answer, so not judged: {'; '.join(failed)}."] if failed else []
        report("accounts", 0.0)
        diverted = diversion(result, cells)
        made = _accounting(result, headline, notes)
    report("accounts", 1.0)
    said = notes_of(result, headline, targets, touched, balanced=balanced, ranges=ranges, horizons=fan)
    return Outcome(
        scenario=case.scenario,
        compiled=compiled,
        result=result,
        headline=headline,
        ranges=tuple(ranges),
        balanced=balanced,
        diversion=diverted,
        contributions=parts,
        accounting=made,
        flips=turned,
        notes=(*said, *notes),
        focus=tuple(focus),
        seconds=time.perf_counter() - began,
        case=case,
        horizons=fan,
    )


class _Reporter:
    """Turns the share done of a part into the share done of the whole."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        starts = list(_PARTS.values())
        self.span = dict(zip(_PARTS, zip(starts, [*starts[1:], 1.0], strict=True), strict=True))

    def __call__(self, part: str, share: float) -> None:
        if self.progress is not None:
            start, end = self.span[part]
            self.progress(part, start + share * (end - start))


def _horizons(
    case: Case, result: Result, names: Sequence[str], progress: Progress, *, with_range: bool
) -> tuple[HorizonOutcome, ...]:
    made = []
    for number, name in enumerate(names):
        progress("horizons", number / len(names))
        made.append(horizon_outcome(case, result, name, with_range=with_range))
    return tuple(made)


def _balanced(case: Case, result: Result, notes: list[str]) -> Result | None:
    """The same scenario after deficits were removed; None when that is the closure already, or it failed."""
    if case.closure.deficit == "balanced":
        return None
    try:
        return case.with_closure(Closure("balanced", case.closure.revenue)).solve(result)
    except MultipolarError as error:
        notes.append(f"No variant with deficits removed first: {first_line(error)}")
        return None


def _contributions(
    case: Case, result: Result, instruments: tuple[str, ...], notes: list[str], progress: Progress, *, moved: bool
) -> Contribution | None:
    if not instruments or not moved:
        return None
    try:
        found = contributions(case, result, instruments, progress=progress)
    except MultipolarError as error:
        notes.append(f"No contributions of single instruments: {error}")
        return None
    if not found.exact:
        notes.append(
            f"Contributions of the {len(instruments)} instruments are averages over sampled orders "
            f"({found.solved} coalitions solved); each carries its standard error, and they sum to the total."
        )
    return found


def _accounting(result: Result, economies: Sequence[str], notes: list[str]) -> tuple[Accounting, ...]:
    made = []
    for economy in economies:
        try:
            made.append(accounting(result, economy))
        except AssumptionError as error:
            notes.append(f"No accounting by partner and sector: {error}")
    return tuple(made)
