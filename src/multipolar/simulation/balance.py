"""The world without deficits: the starting point of the ``balanced`` closure (Caliendo and Parro 2015, section 5)."""

from __future__ import annotations

import numpy as np

from multipolar.baseline.baseline import Baseline
from multipolar.errors import SolveError
from multipolar.model.equations import Equations
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from multipolar.model.world import prepare
from multipolar.solve.driver import SolverSettings, solve


def without_deficits(baseline: Baseline, assumptions: Assumptions) -> Baseline:
    """Solve for the world in which every economy spends what it earns, and take it as the baseline.

    Shares of inputs, value added and final demand stay; trade shares and sizes move with prices.

    Raises
    ------
    SolveError
        If that world was not found.
    """
    world = prepare(baseline)
    equations = Equations(world, Wedges.none(world.shape), assumptions, Closure(deficit="balanced"))
    solution = solve(equations, SolverSettings(tolerance=1e-11))
    if not solution.largest_residual <= 1e-9:
        raise SolveError(
            f"baseline {baseline.name}",
            "no equilibrium without deficits was found",
            evidence=solution.summary(),
            remedy="Use another deficit closure: fixed or proportional.",
            solution=solution,
        )
    final: Equations = solution.problem
    x = solution.x
    ratio = final.layout.split(x).ratio
    expenditure = ratio * world.expenditure_scale * world.active_price
    trade_share = final.trade_share(x) * world.active_price[:, :, None]
    trade_share /= np.where(world.active_price, trade_share.sum(axis=2), 1.0)[:, :, None]
    flow = trade_share * expenditure[:, :, None] / (1.0 + baseline.tariff_rate)
    return Baseline.from_shares(
        name=baseline.name,
        title=f"{baseline.title}, deficits removed",
        year=baseline.year,
        economies=baseline.economies,
        sectors=baseline.sectors,
        trade_share=trade_share,
        expenditure=expenditure,
        gross_output=flow.sum(axis=1),
        value_added_share=baseline.value_added_share,
        input_share=baseline.input_share,
        tariff_rate=baseline.tariff_rate,
        elasticities=baseline.elasticities,
        provenance=baseline.provenance,
    )
