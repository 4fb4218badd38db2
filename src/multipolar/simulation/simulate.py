"""Simulate: (baseline, scenario, assumptions, closure) to a Result. Labels at both ends, arrays in between."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, get_args

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.errors import AssumptionError, ShapeError
from multipolar.model.equations import Equations
from multipolar.model.responses import ResponseState
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from multipolar.model.world import World, prepare
from multipolar.scenario import CompiledScenario, Scenario, compile_scenario, load_scenario
from multipolar.simulation.balance import without_deficits
from multipolar.simulation.failure import check_feasible, separation_notes, solve_error
from multipolar.simulation.result import Equilibrium, Quality, Result
from multipolar.simulation.shock import Shock
from multipolar.simulation.slack import solve_with_limits
from multipolar.solve.driver import SolverSettings, solve
from multipolar.solve.solution import Solution

ElasticitySet = Literal["low", "central", "high"]
Change: TypeAlias = str | Path | Scenario | CompiledScenario | Wedges


@dataclass(frozen=True, slots=True)
class Prepared:
    """A baseline laid out for the solver under one closure; reuse it for many scenarios.

    Attributes
    ----------
    baseline : what scenarios start from; with the ``balanced`` closure, the world after deficits were removed.
    source : the baseline as it was given, deficits included.
    assumptions : under which deficits were removed; only the ``balanced`` closure depends on them.
    before : the starting point as an equilibrium.
    """

    baseline: Baseline
    source: Baseline
    world: World
    assumptions: Assumptions
    closure: Closure
    before: Equilibrium

    def fits(self, closure: Closure, assumptions: Assumptions) -> bool:
        """Whether scenarios under these settings may start from here."""
        if closure != self.closure:
            return False
        return closure.deficit != "balanced" or assumptions.same_beliefs(self.assumptions)


def assumptions_of(baseline: Baseline, elasticities: ElasticitySet | Array = "central", label: str = "") -> Assumptions:
    """Assumptions from the baseline's elasticity table, or from (J,) or (J, N) values of the caller.

    Raises
    ------
    AssumptionError
        If there is no such set, or the values do not fit the baseline or cannot be.
    """
    check_elasticities(baseline, elasticities)
    if isinstance(elasticities, str):
        return Assumptions(getattr(baseline.elasticities, elasticities), elasticities)
    return Assumptions(np.asarray(elasticities, dtype=np.float64), label or "custom")


def check_elasticities(baseline: Baseline, elasticities: str | Array) -> None:
    """Refuse a set that is not known, and values that do not lie on the baseline's sectors (and economies).

    Raises
    ------
    AssumptionError
        Naming the sets there are, or both shapes.
    """
    if isinstance(elasticities, str):
        if elasticities not in get_args(ElasticitySet):
            known = ", ".join(get_args(ElasticitySet))
            raise AssumptionError(
                f"elasticities '{elasticities}'", "are no known set", remedy=f"Choose one of: {known}."
            )
        return
    sectors, economies = len(baseline.sectors), len(baseline.economies)
    shape = np.shape(elasticities)
    if shape not in ((sectors,), (sectors, economies)):
        raise AssumptionError(
            "elasticities",
            f"have shape {shape}, which is not that of {baseline.name}",
            remedy=f"Give ({sectors},), one a sector, or ({sectors}, {economies}), one a sector and importer.",
        )


def prepare_baseline(
    baseline: Baseline, closure: Closure | None = None, assumptions: Assumptions | None = None
) -> Prepared:
    """Lay a baseline out; with the ``balanced`` closure, first solve for the world without deficits."""
    closure, source = closure or Closure(), baseline
    assumptions = assumptions or assumptions_of(baseline)
    if closure.deficit == "balanced":
        baseline = without_deficits(baseline, assumptions)
    world = prepare(baseline)
    equations = Equations(world, Wedges.none(world.shape), assumptions, closure)
    return Prepared(baseline, source, world, assumptions, closure, _equilibrium(equations, equations.start()))


def simulate(
    baseline: Baseline | Prepared,
    scenario: Change,
    *,
    assumptions: Assumptions | None = None,
    closure: Closure | None = None,
    date: datetime.date | str | None = None,
    settings: SolverSettings | None = None,
    on_failure: Literal["raise", "return"] = "raise",
    start: Array | None = None,
    on_sweep: Callable[[int, float], None] | None = None,
) -> Result:
    """Solve for the world that a scenario leads to.

    Parameters
    ----------
    baseline : a Baseline, or a Prepared one when many scenarios share it.
    scenario : the name of a library scenario, a path, a Scenario, a compiled one, or bare Wedges.
    assumptions : by default the baseline's central elasticities and mobile labour.
    closure : who adjusts; deficits fixed in world value added by default.
    date : day on which the scenario's timeline is evaluated, also as ISO text.
    on_failure : ``return`` gives back an unconverged Result, marked as such, instead of raising.
    start : warm start, the unknowns of an earlier solution.

    Raises
    ------
    NoSellerError
        If a buyer is left without any seller of a good it needs; the message names it.
    InfeasibleError
        If an economy has no buyer left, or its deficit or transfer cannot be financed by the trade that is left.
    SolveError
        If no equilibrium was found to the tolerance; the message names the worst cell.
    ScenarioError
        If the scenario cannot be read.
    """
    if isinstance(baseline, Prepared):
        prepared, closure = baseline, closure or baseline.closure
        assumptions = assumptions or prepared.assumptions
        if not prepared.fits(closure, assumptions):
            prepared = prepare_baseline(prepared.source, closure, assumptions)
    else:
        assumptions = assumptions or assumptions_of(baseline)
        prepared = prepare_baseline(baseline, closure, assumptions)
    shock = _shock(scenario, prepared.baseline, assumptions, date)
    if shock.wedges.shape != prepared.world.shape:
        raise ShapeError(
            f"scenario {shock.name}", f"is for a world of {shock.wedges.shape}, not {prepared.world.shape}"
        )
    equations = Equations(prepared.world, shock.wedges, assumptions, prepared.closure)
    check_feasible(equations, prepared.baseline, shock)
    solution, slack = solve_with_limits(
        equations, lambda problem, x: solve(problem, settings, start=x, on_sweep=on_sweep), start
    )
    if not solution.converged and on_failure == "raise":
        raise solve_error(solution, prepared.baseline, shock)
    return _result(prepared, shock, assumptions, solution, slack)


def _shock(scenario: Change, baseline: Baseline, assumptions: Assumptions, date: datetime.date | str | None) -> Shock:
    if isinstance(scenario, Wedges):
        return Shock.of_wedges(scenario)
    theta = assumptions.trade_elasticity
    if not isinstance(scenario, CompiledScenario):
        scenario = compile_scenario(load_scenario(scenario), baseline, theta, date=day_of(date))
    elif scenario.baseline is not baseline or not np.array_equal(scenario.trade_elasticity, theta):
        # New tariffs stand on the old ones, and what a measure on part of a sector does depends on the elasticity.
        chosen = scenario.instruments
        scenario = compile_scenario(scenario.scenario, baseline, theta, date=scenario.date, instruments=chosen)
    return Shock.of_compiled(scenario)


def day_of(date: datetime.date | str | None) -> datetime.date | None:
    """A day from ISO text.

    Raises
    ------
    AssumptionError
        If the text is not a date.
    """
    if not isinstance(date, str):
        return date
    if not date:
        return None
    try:
        return datetime.date.fromisoformat(date)
    except ValueError as error:
        raise AssumptionError(f"date '{date}'", "is not a day", remedy="Write YYYY-MM-DD, 2022-12-05 say.") from error


def _equilibrium(equations: Equations, x: Array) -> Equilibrium:
    world, layout = equations.world, equations.layout
    at = layout.split(x)
    log_wage, log_price, ratio = at.log_wage, at.log_price, at.ratio
    expenditure = ratio * world.expenditure_scale * world.active_price
    border_share = equations.border_share(x)
    flow = border_share * expenditure[:, :, None]
    kernel = equations.kernel
    seller = flow if kernel.export_tax_rate is None else flow / (1.0 + kernel.export_tax_rate)
    return Equilibrium(
        wage_hat=np.exp(np.broadcast_to(log_wage, log_price.shape)),
        price_hat=np.exp(np.where(world.active_price, log_price, 0.0)),
        cost_hat=np.exp(np.where(world.active_output, equations.log_cost(x), 0.0)),
        trade_share=equations.trade_share(x) * world.active_price[:, :, None],
        flow=flow,
        tariff_rate=kernel.tariff_rate,
        export_tax_rate=kernel.export_tax_rate,
        log_price_factor=equations.log_price_factor(x),
        final_price_hat=np.exp(equations.log_final_price(x)),
        value_added=equations.value_added(x),
        input_share=equations.input_share(x),
        final_share=equations.final_share(x),
        log_rent=equations.log_rent(x),
        resource_sectors=tuple(int(j) for j in equations.production.resource_sectors),
        expenditure=expenditure,
        sales=seller.sum(axis=1),
        ledger=equations.ledger(x),
    )


def _result(
    prepared: Prepared,
    shock: Shock,
    assumptions: Assumptions,
    solution: Solution,
    slack: dict[str, ResponseState],
) -> Result:
    equations: Equations = solution.problem
    residuals = solution.residual_by_group()
    states = {**equations.response_states(solution.x), **slack}
    responses = {response.name: states[response.name] for response in shock.wedges.responses}
    quality = Quality(
        converged=solution.converged,
        largest_residual=solution.largest_residual,
        tolerance=solution.tolerance,
        residuals=residuals,
        walras=residuals["numeraire"],
        sweeps=solution.sweeps,
        methods=tuple(dict.fromkeys(stage.method for stage in solution.stages)),
        seconds=solution.seconds,
        trace=solution.trace(),
    )
    warnings = (*separation_notes(equations, prepared.baseline, shock), *shock.warnings)
    if not solution.converged:
        warnings = (f"NOT CONVERGED: {solution.summary()}. Do not use these numbers.", *warnings)
    return Result(
        name=shock.name,
        title=shock.title,
        date=shock.date,
        baseline=prepared.baseline,
        assumptions=assumptions,
        closure=prepared.closure,
        wedges=shock.wedges,
        before=prepared.before,
        after=_equilibrium(equations, solution.x),
        quality=quality,
        warnings=warnings,
        responses=responses,
        channels=shock.channels,
    )
