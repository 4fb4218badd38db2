"""The bundled world with Russia's pattern of goods trade as it was in an earlier year.

The bundled tables are of 2022, when part of the trade with the West had gone. Here the trade costs between Russia and
each partner are changed, the same relative change of quantity in all goods sectors, until the model's goods trade by
partner has the published shares of the earlier year; the equilibrium becomes a baseline of its own. Everything else
stays of 2022, the mix of sectors within a pair included. An approximation for validation, not a table of that year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.analysis.validation.trade_forecasts import TARGET, goods_flow
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.codes.sectors import sector_codes
from multipolar.data.russia_trade import FLOWS, RussiaTrade, TradeFlow
from multipolar.errors import SolveError
from multipolar.model.wedges import Wedges
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import prepare_baseline, simulate

LIMIT = 8.0
"""Largest factor by which a pair's share may move: beyond it the two published years cannot both be right."""
CLOSE = 1e-4


@dataclass(frozen=True, slots=True)
class Rebased:
    """A baseline with an earlier pattern.

    Attributes
    ----------
    limited : by flow, partners whose ratio of the two years was cut to `LIMIT`.
    largest_gap : largest |flow over target - 1| over the partners that were moved.
    rounds : solutions that it took.
    """

    baseline: Baseline
    limited: dict[TradeFlow, tuple[str, ...]]
    largest_gap: float
    rounds: int


def with_pattern_of(baseline: Baseline, trade: RussiaTrade, year: int, rounds: int = 60) -> Rebased:
    """Move Russia's goods trade by partner from the pattern of the baseline's year to that of `year`.

    Parameters
    ----------
    trade : holds both years. rounds : most solutions to try.

    Raises
    ------
    SolveError
        If the pattern is not reached to `CLOSE`.
    """
    targets, limited = {}, {}
    for direction in FLOWS:
        targets[direction], limited[direction] = _target(baseline, trade, year, direction)
    prepared = prepare_baseline(baseline)
    factor = {direction: np.ones(len(baseline.economies)) for direction in FLOWS}
    gap, start = np.inf, None
    for number in range(1, rounds + 1):
        result = simulate(prepared, _wedges(baseline, factor), start=start)
        gap = 0.0
        for direction in FLOWS:
            found = goods_flow(baseline, result.after.flow, direction).sum(axis=0)
            target = targets[direction]
            step = np.divide(target, found, out=np.ones_like(found), where=(target > 0) & (found > 0))
            factor[direction] = factor[direction] * step
            gap = max(gap, float(np.abs(step - 1).max()))
        if gap < CLOSE:
            return Rebased(_settled(result, year), limited, gap, number)
    raise SolveError("rebased world", f"did not reach the pattern of {year}", evidence=f"largest gap {gap:.1e}")


def _target(baseline: Baseline, trade: RussiaTrade, year: int, direction: TradeFlow) -> tuple[Array, tuple[str, ...]]:
    """(N,) USD mn to reach, the sum unchanged; and the partners whose ratio was limited."""
    now = goods_flow(baseline, baseline.flow, direction).sum(axis=0)
    then_value = trade.by_economy(direction, year, baseline.economies)
    own_value = trade.by_economy(direction, baseline.year, baseline.economies)
    known = (np.nan_to_num(then_value) > 0) & (np.nan_to_num(own_value) > 0) & (now > 0)
    ratio = np.ones_like(now)
    ratio[known] = (then_value[known] / then_value[known].sum()) / (own_value[known] / own_value[known].sum())
    cut = np.clip(ratio, 1 / LIMIT, LIMIT)
    target = now * cut
    names = tuple(code for code, a, b in zip(baseline.economies, ratio, cut, strict=True) if a != b)
    return target * now.sum() / target.sum(), names


def _wedges(baseline: Baseline, factor: dict[TradeFlow, Array]) -> Wedges:
    russia = baseline.economies.index(TARGET)
    goods = [j for j, code in enumerate(baseline.sectors) if code in set(sector_codes("goods"))]
    theta = baseline.elasticities.central[goods][:, None]
    iceberg = np.ones(baseline.tariff_rate.shape)
    iceberg[goods, :, russia] = factor["exports"] ** (-1.0 / theta)
    iceberg[goods, russia, :] = factor["imports"] ** (-1.0 / theta)
    iceberg[goods, russia, russia] = 1.0
    return Wedges.from_dense(baseline_tariff_rate=np.asarray(baseline.tariff_rate), iceberg_hat=iceberg)


def _settled(result: Result, year: int) -> Baseline:
    world, after = result.baseline, result.after
    return Baseline.from_shares(
        name=f"{world.name}-pattern-{year}",
        title=f"{world.title}, Russia's goods trade by partner as in {year}",
        year=world.year,
        economies=world.economies,
        sectors=world.sectors,
        trade_share=after.trade_share,
        expenditure=after.expenditure,
        gross_output=after.sales,
        value_added_share=world.value_added_share,
        input_share=world.input_share,
        tariff_rate=world.tariff_rate,
        elasticities=world.elasticities,
        provenance=world.provenance,
    )
