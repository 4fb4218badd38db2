"""A scenario year by year, each year at the age of the measures that are in force on its last day.

A year is an equilibrium of its own: nothing is carried from one to the next but the place where its solution starts.
What changes along the path is which measures are in force and how old they are, and with their age what is assumed
(`multipolar.simulation.timeline_beliefs`). Years are solved from the last to the first: the longer the measures have
been there, the easier the year, and each gives the next its start.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from multipolar.baseline.baseline import Baseline
from multipolar.errors import AssumptionError, SolveError
from multipolar.model.equations import Equations
from multipolar.model.settings import Closure
from multipolar.scenario import Scenario, compile_scenario, load_scenario
from multipolar.scenario.place import Notice
from multipolar.scenario.years import MOST, Years
from multipolar.simulation.failure import check_feasible
from multipolar.simulation.horizons import Member
from multipolar.simulation.shock import Shock, notice_texts
from multipolar.simulation.simulate import Prepared, prepare_baseline
from multipolar.simulation.timeline_ages import AgeRule, Ages, Measure, ages_on, measures_of
from multipolar.simulation.timeline_beliefs import STEP, YearBeliefs, beliefs_at
from multipolar.simulation.timeline_result import BAND, Timeline, YearPath, YearQuality, last_day
from multipolar.simulation.timeline_start import Solved, start_near
from multipolar.solve.driver import SolverSettings, solve

PATHS = (*BAND, "oldest", "youngest")
# Years shown after the first measure's own, when nobody says how many.
YEARS_AFTER = 8
NO_MEASURE = YearQuality(True, 0.0, 0, (), 0.0)


def timeline(
    baseline: Baseline | Prepared,
    scenario: str | Path | Scenario,
    *,
    years: Years | None = None,
    closure: Closure | None = None,
    paths: Sequence[str] = PATHS,
    settings: SolverSettings | None = None,
    age_step: float = STEP,
    progress: Callable[[str, float], None] | None = None,
) -> Timeline:
    """Solve a scenario year by year.

    Parameters
    ----------
    years : which; what it leaves open is the scenario's own `timeline`, and else from the year before the first
        measure (the year of the tables at the latest) to eight years after it.
    paths : of ``central``, ``low``, ``high`` (ends of the path of the trade elasticity) and ``oldest``, ``youngest``
        (whose age counts where measures meet). ``central`` is always solved.
    age_step : years to which ages are rounded within a sector; 0 for no rounding.

    Raises
    ------
    ScenarioError
        If the scenario cannot be read or compiled.
    AssumptionError
        If a path is not known, or the years are in the wrong order or too many.

    A year without an equilibrium is no error: it is NaN, and its quality says why.
    """
    began = time.perf_counter()
    unknown = sorted(set(paths) - set(PATHS))
    if unknown:
        raise AssumptionError("timeline", f"has no path {unknown[0]}", remedy=f"It has: {', '.join(PATHS)}.")
    if not isinstance(baseline, Prepared):
        baseline = prepare_baseline(baseline, closure)
    elif closure is not None and closure != baseline.closure:
        baseline = prepare_baseline(baseline.source, closure)
    scenario = load_scenario(scenario)
    measures = measures_of(scenario, baseline.source)
    span = span_of(scenario, measures, baseline.source.year, years)
    walk = _Walk(baseline, _dated(scenario, measures), measures, span, settings, age_step)
    wanted = ("central", *(name for name in PATHS if name in paths and name != "central"))
    solved = {}
    for number, name in enumerate(wanted):
        if progress is not None:
            progress(f"{name} path", number / len(wanted))
        solved[name] = walk.path(name)
    return Timeline(
        name=scenario.name,
        title=scenario.title or scenario.name,
        years=span,
        economies=baseline.source.economies,
        baseline_name=baseline.source.name,
        baseline_title=baseline.source.title,
        baseline_year=baseline.source.year,
        expenditure=baseline.source.expenditure,
        closure=baseline.closure,
        paths=solved,
        ages=tuple(ages_on(measures, last_day(year)) for year in span),
        measures=measures,
        warnings=_warnings(measures, walk.notices),
        seconds=time.perf_counter() - began,
    )


def span_of(scenario: Scenario, measures: Sequence[Measure], year: int, asked: Years | None = None) -> tuple[int, ...]:
    """The years of a timeline.

    Parameters
    ----------
    year : of the tables. asked : what it says goes before what the scenario says.

    Raises
    ------
    AssumptionError
        If they end before they start, or are too many.
    """
    starts = [m.start.year for m in measures]
    own = scenario.timeline or Years()
    first = (asked.first if asked else None) or own.first or min(year, min(starts, default=year + 1) - 1)
    last = (asked.last if asked else None) or own.last or max(first, min(starts, default=year + 1) + YEARS_AFTER)
    if last < first or last - first >= MOST:
        what = "ends before it starts" if last < first else f"has {last - first + 1} years, more than {MOST}"
        raise AssumptionError(f"timeline {first} to {last}", what, remedy="Choose years such as 2021 to 2030.")
    return tuple(range(first, last + 1))


def _dated(scenario: Scenario, measures: Sequence[Measure]) -> Scenario:
    """The scenario with a first day for every measure, so that compiling agrees with counting ages."""
    if all(m.dated for m in measures):
        return scenario
    given = tuple(m.instrument if m.dated else m.instrument.model_copy(update={"from_": m.start}) for m in measures)
    return scenario.model_copy(update={"instruments": given})


def _warnings(measures: Sequence[Measure], notices: Sequence[Notice]) -> tuple[str, ...]:
    told = notice_texts(notices)
    undated = [str(m.instrument.id) for m in measures if not m.dated]
    if not undated:
        return told
    start = next(m.start for m in measures if not m.dated)
    text = f"Without a first day of their own, counted from {start}, the day after the tables: {', '.join(undated)}."
    return (text, *told)


class _Walk:
    """Solves paths on one ground; years in which two paths agree are solved once."""

    def __init__(
        self,
        prepared: Prepared,
        scenario: Scenario,
        measures: Sequence[Measure],
        years: Sequence[int],
        settings: SolverSettings | None,
        age_step: float,
    ) -> None:
        self.prepared, self.scenario, self.measures, self.years = prepared, scenario, measures, years
        self.settings, self.age_step = settings, age_step
        self.notices: list[Notice] = []
        self._feasible: set[tuple[bytes, bytes]] = set()
        self._done: dict[tuple[int, bytes], tuple[np.ndarray, YearQuality, YearBeliefs, Solved | None]] = {}

    def path(self, name: str) -> YearPath:
        """All years of one path, solved from the last to the first."""
        member: Member = "low" if name == "low" else "high" if name == "high" else "central"
        rule: AgeRule = "oldest" if name == "oldest" else "youngest" if name == "youngest" else "mean"
        count = len(self.years)
        income = np.zeros((count, len(self.prepared.source.economies)))
        beliefs: list[YearBeliefs | None] = [None] * count
        quality = [NO_MEASURE] * count
        past: list[Solved] = []
        before: tuple[str, ...] = ()
        for y in range(count - 1, -1, -1):
            ages = ages_on(self.measures, last_day(self.years[y]), rule)
            if not ages.measures:
                continue
            if ages.measures != before:
                past = past[-1:]
            before = ages.measures
            income[y], quality[y], beliefs[y], solved = self._year(self.years[y], ages, member, past)
            if solved is not None:
                past.append(solved)
        income.setflags(write=False)
        chosen = tuple(None if found is None else found.assumptions for found in beliefs)
        return YearPath(income, chosen, tuple(quality))

    def _year(
        self, year: int, ages: Ages, member: Member, past: Sequence[Solved]
    ) -> tuple[np.ndarray, YearQuality, YearBeliefs, Solved | None]:
        found = beliefs_at(self.prepared.source, ages, member, self.age_step)
        key = (year, found.assumptions.trade_elasticity.tobytes())
        if key not in self._done:
            self._done[key] = self._solve(year, ages, found, past)
        return self._done[key]

    def _solve(
        self, year: int, ages: Ages, found: YearBeliefs, past: Sequence[Solved]
    ) -> tuple[np.ndarray, YearQuality, YearBeliefs, Solved | None]:
        beliefs, prepared = found.assumptions, self.prepared
        gone = np.full(len(prepared.source.economies), np.nan)
        try:
            if not prepared.fits(prepared.closure, beliefs):
                prepared = prepare_baseline(prepared.source, prepared.closure, beliefs)
            compiled = compile_scenario(self.scenario, prepared.baseline, beliefs.trade_elasticity, date=last_day(year))
            self.notices += (notice for notice in compiled.warnings if notice.kind != "not-in-force")
            shock = Shock.of_compiled(compiled)
            equations = Equations(prepared.world, shock.wedges, beliefs, prepared.closure)
            self._check_feasible(equations, prepared, shock)
        except SolveError as error:
            text = " ".join(str(error).split())
            return gone, YearQuality(False, np.inf, 0, (), 0.0, found.kinds, found.rounding, text), found, None
        start = start_near(past, ages.mean, equations.layout, shock.wedges.responses)
        solution = solve(equations, self.settings, start=start)
        quality = YearQuality(
            solved=solution.converged,
            largest_residual=solution.largest_residual,
            sweeps=solution.sweeps,
            methods=tuple(dict.fromkeys(stage.method for stage in solution.stages)),
            seconds=solution.seconds,
            kinds=found.kinds,
            rounding=found.rounding,
            message="" if solution.converged else solution.summary(),
        )
        if not solution.converged:
            return gone, quality, found, None
        answer: Equations = solution.problem
        at = Solved(solution.x, answer.layout, shock.wedges.responses, ages.mean)
        return _real_income_pct(prepared, answer, solution.x), quality, found, at

    def _check_feasible(self, equations: Equations, prepared: Prepared, shock: Shock) -> None:
        """As `check_feasible`; years that close the same flows and move the same money are checked once."""
        wedges = shock.wedges
        closed = wedges.index[wedges.survival_share == 0]
        key = closed.tobytes(), wedges.transfer.tobytes()
        if prepared is self.prepared and key in self._feasible:
            return
        check_feasible(equations, prepared.baseline, shock)
        if prepared is self.prepared:
            self._feasible.add(key)


def _real_income_pct(prepared: Prepared, equations: Equations, x: np.ndarray) -> np.ndarray:
    """(N,) as `Result.real_income_pct`, without building the rest of the Result."""
    after, before = equations.ledger(x), prepared.before.ledger
    lost = prepared.closure.revenue == "lost"
    income = (after.income - after.revenue) if lost else after.income
    at_first = (before.income - before.revenue) if lost else before.income
    return np.asarray(100.0 * (income / at_first / np.exp(equations.log_final_price(x)) - 1.0))
