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

    Trade shares and sizes move with prices; so do shares of inputs, value added and final demand unless all nests are
    Cobb-Douglas. The assumptions then hold in the new world as they did in the old one: a resource earns the same share
    of value added in it, whatever removing the deficits did to its rent.

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
    output = (trade_share * expenditure[:, :, None] / (1.0 + baseline.tariff_rate)).sum(axis=1)
    value_added_share, input_share = baseline.value_added_share, baseline.input_share
    if not assumptions.is_cobb_douglas:
        input_share = final.input_share(x) * world.active_output.T[:, None, :]
        value_added_share = np.where(world.active_output, 1.0 - input_share.sum(axis=1).T, value_added_share)
    return Baseline.from_shares(
        name=baseline.name,
        title=f"{baseline.title}, deficits removed",
        year=baseline.year,
        economies=baseline.economies,
        sectors=baseline.sectors,
        trade_share=trade_share,
        expenditure=expenditure,
        gross_output=output,
        value_added_share=value_added_share,
        input_share=input_share,
        tariff_rate=baseline.tariff_rate,
        elasticities=baseline.elasticities,
        provenance=baseline.provenance,
    )
