"""The answer to a plan: its scenario solved in every setting, and what the outcomes together say of the claim."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from multipolar.analysis.case import Case
from multipolar.baseline.baseline import Baseline
from multipolar.claims.verdict import Setting, Tested, Verdict
from multipolar.claims.what_ifs.plan import Plan, as_tested
from multipolar.errors import AssumptionError, SolveError
from multipolar.model.settings import Closure, DeficitClosure
from multipolar.scenario import Scenario, parse_scenario
from multipolar.simulation.horizons import Member, horizon
from multipolar.simulation.result import Result
from multipolar.solve.driver import SolverSettings

HORIZONS = ("short", "long")
VARIANTS: tuple[tuple[Member, DeficitClosure], ...] = (
    ("central", "fixed"),
    ("low", "fixed"),
    ("high", "fixed"),
    ("central", "balanced"),
)
MOST_NOTES = 4
MOST_KEPT = 3
SETTINGS = SolverSettings(tolerance=1e-7)
"""An outcome is then known to some 0.0001 per cent; answers are given to 0.01 or less."""
Answers = dict[tuple[str, Member, DeficitClosure], Result | str]
"""What a scenario leads to in every setting: horizon, elasticities, deficits; the reason where nothing was found."""


def solve_plan(plan: Plan, baseline: Baseline) -> Verdict:
    """Solve a plan in every setting and judge the claim.

    Settings are the short and the long run, each with low, central and high trade elasticities and deficits fixed, and
    with central elasticities and deficits removed first. ``inside``: the claimed outcome comes out in at least half of
    them, one with central elasticities among them. ``outside``: in none. Else ``not decidable``.

    Raises
    ------
    ScenarioError
        If the plan's YAML cannot be read (as after an edit by the user).
    """
    answers, others = _solver(_Same(baseline)).answers(plan)
    settings: list[Setting] = []
    failed: list[str] = []
    notes: list[str] = []
    for (name, member, deficit), one in answers.items():
        label = f"{name} run, {member} elasticities" + (", balanced trade" if deficit == "balanced" else "")
        other = others[name, member, deficit] if others is not None else None
        missing = one if isinstance(one, str) else other if isinstance(other, str) else ""
        if isinstance(one, str) or isinstance(other, str):
            failed.append(f"{label}: {missing}")
            continue
        try:
            value = plan.outcome.value(one, other)
        except AssumptionError as error:
            failed.append(f"{label}: {error}")
            continue
        settings.append(Setting(name, member, deficit, value, plan.met(value)))
        notes += [note for note in one.warnings if note not in notes]
    tested = as_tested(plan, tuple(settings), tuple(failed), tuple(notes[:MOST_NOTES]))
    return _judge(tested)


def _judge(tested: Tested) -> Verdict:
    if not tested.settings:
        return Verdict("not decidable", f"No setting has an equilibrium: {tested.failed[0]}", tested=tested)
    met = [setting for setting in tested.settings if setting.met]
    low, high = tested.band
    band = f"{tested.outcome}: {_signed(low, tested.unit)} to {_signed(high, tested.unit)}"
    needed = f"{tested.relation} {_signed(tested.threshold, tested.unit)} is claimed"
    count = f"{len(met)} of {len(tested.settings)} settings reach it"
    central = any(setting.met and setting.elasticities == "central" for setting in tested.settings)
    line = f"{band}; {needed}; {count}."
    if not met:
        return Verdict("outside", line, tested=tested)
    if 2 * len(met) >= len(tested.settings) and central:
        return Verdict("inside", line, tested=tested)
    return Verdict("not decidable", line, tested=tested)


def _signed(value: float, unit: str) -> str:
    digits = 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 or value == 0 else 3
    text = f"{value:+.{digits}f}" if value else "0"
    return f"{text.replace('-', '−')} {'points' if unit == 'pp' else unit}"


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A baseline as a key: two are the same when they are one object, since their arrays cannot be hashed."""

    baseline: Baseline

    def __hash__(self) -> int:
        return id(self.baseline)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.baseline is self.baseline


class _Solver:
    """Scenarios on one baseline, solved in every setting. Few are kept, since a Result holds some 10 MB.

    What claims are compared with (`compared`) is kept apart from what they suppose: the next claim asks for the first
    again, hardly ever for the second.
    """

    def __init__(self, same: _Same) -> None:
        self.same = same
        self.compared: dict[str, Answers] = {}
        self.supposed: dict[str, Answers] = {}

    def answers(self, plan: Plan) -> tuple[Answers, Answers | None]:
        """Of the scenario and of what it is compared with; None for the world as it was."""
        if not plan.against:
            return self._kept(self.supposed, plan.scenario, {}), None
        others = self._kept(self.compared, plan.against, {})
        return self._kept(self.supposed, plan.scenario, others), others

    def _kept(self, pool: dict[str, Answers], text: str, near: Answers) -> Answers:
        found = self.compared.get(text) or self.supposed.get(text) or self._solve(text, near)
        while len(pool) >= MOST_KEPT and text not in pool:
            del pool[next(iter(pool))]
        pool[text] = found
        return found

    def _solve(self, text: str, near: Answers) -> Answers:
        """Each setting starts from the scenario that it is compared with, else from central elasticities.

        Where a solve starts decides how long it takes, not what it finds.
        """
        scenario = parse_scenario(text, subject="scenario of the claim")
        found: Answers = {}
        for name in HORIZONS:
            central: Result | None = None
            for member, deficit in VARIANTS:
                case = replace(_case(self.same, name, member, deficit), scenario=scenario, settings=SETTINGS)
                other = near.get((name, member, deficit), central)
                try:
                    solved = case.solve(central if isinstance(other, str) else other)
                except SolveError as error:
                    found[name, member, deficit] = str(error).splitlines()[0]
                    continue
                central = central or solved
                found[name, member, deficit] = solved
        return found


@lru_cache(maxsize=1)
def _solver(same: _Same) -> _Solver:
    return _Solver(same)


@lru_cache(maxsize=8)
def _case(same: _Same, name: str, member: Member, deficit: DeficitClosure) -> Case:
    """The world laid out; shared by all scenarios, since removing deficits costs a solve."""
    assumptions, _ = horizon(name, same.baseline, member)
    if member != "central":
        return _case(same, name, "central", "fixed").with_assumptions(assumptions)
    return Case.of(same.baseline, Scenario(name="nothing"), assumptions, Closure(deficit))
