"""Solve a made-up world in one call: for property tests and the stress script."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.model.equations import Equations
from multipolar.model.ledger import Ledger
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from multipolar.model.world import prepare
from multipolar.solve.driver import Method, SolverSettings, solve
from multipolar.solve.solution import Solution


@dataclass(frozen=True, slots=True)
class Answer:
    """The parts of a solution that identities speak of. Axes (J, N), (J, N, N), (N,)."""

    solution: Solution
    log_wage: Array
    log_price: Array
    expenditure: Array
    trade_share: Array
    border_flow: Array
    sales: Array
    ledger: Ledger
    real_income: Array
    unknowns: Array

    @property
    def log_real_income(self) -> Array:
        return np.asarray(np.log(self.real_income))


def read(solution: Solution) -> Answer:
    """Take a solution apart."""
    equations: Equations = solution.problem
    world, x = equations.world, solution.x
    log_wage, log_price, ratio, _, unknowns = equations.layout.split(x)
    expenditure = ratio * world.expenditure_scale
    border = equations.border_share(x) * expenditure[:, :, None]
    export_tax = equations.kernel.export_tax_rate
    ledger = equations.ledger(x)
    index = np.exp(equations.log_final_price(x))
    return Answer(
        solution=solution,
        log_wage=np.array(np.broadcast_to(log_wage, log_price.shape)),
        log_price=np.array(log_price),
        expenditure=expenditure,
        trade_share=equations.trade_share(x),
        border_flow=border,
        sales=(border if export_tax is None else border / (1.0 + export_tax)).sum(axis=1),
        ledger=ledger,
        real_income=ledger.income / world.final_expenditure / index,
        unknowns=np.concatenate([np.zeros(0), *unknowns]),
    )


def solved(
    baseline: Baseline,
    wedges: Wedges | None = None,
    *,
    theta: Array | None = None,
    closure: Closure | None = None,
    mobility: float = float("inf"),
    assumptions: Assumptions | None = None,
    tolerance: float = 1e-11,
    method: Method = "auto",
) -> Answer:
    """Solve, and insist on an answer. `assumptions` come before `theta` and `mobility`."""
    world = prepare(baseline)
    if assumptions is None:
        assumptions = Assumptions(baseline.elasticities.central if theta is None else theta, "test", mobility)
    equations = Equations(world, wedges or Wedges.none(world.shape), assumptions, closure or Closure())
    solution = solve(equations, SolverSettings(tolerance=tolerance, method=method))
    if not solution.converged:
        raise AssertionError(f"{solution.summary()}; worst {solution.worst}")
    return read(solution)


def as_baseline(baseline: Baseline, answer: Answer) -> Baseline:
    """The world of an answer, as the starting point of another scenario (no export taxes, no Responses)."""
    equations: Equations = answer.solution.problem
    return Baseline.from_shares(
        name="after",
        year=baseline.year,
        economies=baseline.economies,
        sectors=baseline.sectors,
        trade_share=answer.trade_share,
        expenditure=answer.expenditure,
        gross_output=answer.sales,
        value_added_share=baseline.value_added_share,
        input_share=baseline.input_share,
        tariff_rate=equations.kernel.tariff_rate,
        elasticities=baseline.elasticities,
    )
