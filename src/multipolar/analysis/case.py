"""A case: one scenario on one baseline under given beliefs and closure. Variants of a study are cases that differ."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.model.blocks import Layout
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from multipolar.scenario import CompiledScenario, Scenario, compile_scenario, load_scenario
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import ElasticitySet, Prepared, assumptions_of, day_of, prepare_baseline, simulate
from multipolar.solve.driver import SolverSettings

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Case:
    """What a variant of a study starts from.

    Attributes
    ----------
    baseline : as stored, deficits included whatever the closure. prepared : the same, laid out under the closure.
    date : day of evaluation, or None for the scenario's own.
    instruments : ids in force that the case is about, or None for all.
    """

    baseline: Baseline
    prepared: Prepared
    scenario: Scenario
    assumptions: Assumptions
    date: datetime.date | None = None
    instruments: tuple[str, ...] | None = None
    settings: SolverSettings | None = None

    @classmethod
    def of(
        cls,
        baseline: Baseline,
        scenario: Scenario,
        assumptions: Assumptions,
        closure: Closure,
        *,
        date: datetime.date | None = None,
        instruments: tuple[str, ...] | None = None,
        settings: SolverSettings | None = None,
    ) -> Case:
        """Lay the baseline out and put the case together."""
        prepared = prepare_baseline(baseline, closure, assumptions)
        return cls(baseline, prepared, scenario, assumptions, date, instruments, settings)

    @property
    def closure(self) -> Closure:
        """Which balances hold."""
        return self.prepared.closure

    def with_assumptions(self, assumptions: Assumptions) -> Case:
        """The same case under other beliefs; a world without deficits is solved for again."""
        prepared = self.prepared
        if self.closure.deficit == "balanced":
            prepared = prepare_baseline(self.baseline, self.closure, assumptions)
        return replace(self, prepared=prepared, assumptions=assumptions)

    def with_closure(self, closure: Closure) -> Case:
        """The same case under another closure."""
        if closure.deficit == self.closure.deficit or "balanced" not in (closure.deficit, self.closure.deficit):
            # Before the scenario all deficits are the baseline's, so only the label of the layout differs.
            return replace(self, prepared=replace(self.prepared, closure=closure))
        return replace(self, prepared=prepare_baseline(self.baseline, closure, self.assumptions))

    def with_baseline(self, baseline: Baseline) -> Case:
        """The same case on another baseline with the same economies and sectors."""
        return replace(self, baseline=baseline, prepared=prepare_baseline(baseline, self.closure, self.assumptions))

    def with_scenario(self, scenario: Scenario, instruments: tuple[str, ...] | None = None) -> Case:
        """Another scenario, or some instruments of it, on the same ground."""
        return replace(self, scenario=scenario, instruments=instruments)

    def compiled(self) -> CompiledScenario:
        """The scenario as wedges."""
        theta = self.assumptions.trade_elasticity
        return compile_scenario(
            self.scenario, self.prepared.baseline, theta, date=self.date, instruments=self.instruments
        )

    def solve(self, near: Result | None = None) -> Result:
        """Solve the case, from the neighbourhood of another result when one is given.

        Raises
        ------
        SolveError, ScenarioError
            As `simulate` does.
        """
        compiled = self.compiled()
        start = None if near is None else unknowns_of(near, compiled.wedges, self.assumptions)
        return simulate(self.prepared, compiled, assumptions=self.assumptions, settings=self.settings, start=start)


def case_of(
    baseline: Baseline,
    scenario: str | Scenario | CompiledScenario,
    closure: Closure,
    elasticities: ElasticitySet | Array | Assumptions,
    date: str | datetime.date | None,
    settings: SolverSettings | None,
) -> Case:
    """The case that the arguments of a study describe; see `multipolar.analysis.study.study`.

    Raises
    ------
    AssumptionError
        If the date is not an ISO date. ScenarioError, if the scenario cannot be read.
    """
    beliefs = elasticities if isinstance(elasticities, Assumptions) else assumptions_of(baseline, elasticities)
    day = day_of(date)
    chosen: tuple[str, ...] | None = None
    if isinstance(scenario, CompiledScenario):
        day, chosen, scenario = day or scenario.date, scenario.instruments, scenario.scenario
    elif isinstance(scenario, str):
        scenario = load_scenario(scenario)
    return Case.of(baseline, scenario, beliefs, closure, date=day, instruments=chosen, settings=settings)


def unknowns_of(result: Result, wedges: Wedges | None = None, assumptions: Assumptions | None = None) -> Array:
    """The vector of unknowns of a result, for a warm start; laid out for other wedges and beliefs when given.

    Responses are carried over by name; those that the result lacks start at zero.
    """
    wedges = wedges or result.wedges
    beliefs = assumptions or result.assumptions
    specific = bool(np.isfinite(beliefs.factor_mobility))
    sectors = () if beliefs.resource is None else tuple(int(j) for j in beliefs.resource.sectors)
    layout = Layout.of(wedges.shape, specific, wedges.responses, len(sectors))
    bought = result.baseline.expenditure
    log_wage, value_added = np.log(result.after.wage_hat), result.before.value_added
    ratio = np.divide(result.after.expenditure, bought, out=np.zeros_like(bought), where=bought > 0)
    known = [np.asarray(result.response_unknowns.get(r.name, np.zeros(r.size))) for r in wedges.responses]
    wage = log_wage if specific else log_wage[0]
    if not specific and np.isfinite(result.assumptions.factor_mobility):
        # Wages differ by sector there: the mobile labour of this layout starts at their mean.
        wage = (log_wage * value_added).sum(axis=0) / value_added.sum(axis=0)
    supply = _supply(result, beliefs.resource.rent_share, list(sectors)) if beliefs.resource else 0.0
    return layout.join(wage, np.log(result.after.price_hat), ratio, known, supply)


def _supply(result: Result, rent_share: Array, sectors: list[int]) -> Array:
    """(R, N) sales over the cost of all but the resource, log change; that cost to first order."""
    shares = result.baseline.value_added_share[sectors]
    fixed = rent_share[sectors, None] * shares
    log_wage, log_price = np.log(result.after.wage_hat[sectors]), np.log(result.after.price_hat)
    inputs = np.einsum("nkr,kn->rn", result.baseline.input_share[:, :, sectors], log_price)
    sales, before = result.after.sales[sectors], result.before.sales[sectors]
    sold = (sales > 0) & (before > 0)
    log_sales = np.log(np.divide(sales, before, out=np.ones_like(sales), where=sold))
    return np.where(sold, log_sales - ((shares - fixed) * log_wage + inputs) / (1.0 - fixed), 0.0)


def hit_cells(compiled: CompiledScenario) -> dict[str, IntArray]:
    """Flat (J, N, N) positions that each instrument touches, by instrument; those that touch none are left out."""
    return {entry.instrument: entry.cells for entry in compiled.touched if entry.cells.size}
