"""Forecasts of Russia's goods trade by partner: the model's, and the two that know no model.

Every forecast starts from published values of one year and multiplies them, partner by partner. The model's factors are
changes in value at border prices over the goods sectors, in units of world value added, so that neither the gap between
basic prices and customs values nor world inflation is forecast.
"""

from __future__ import annotations

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.codes.sectors import sector_codes
from multipolar.data.russia_trade import TradeFlow
from multipolar.model.wedges import Wedges
from multipolar.scenario.scenario import Scenario
from multipolar.simulation.result import Result

TARGET = "RUS"


def goods_flow(baseline: Baseline, flow: Array, direction: TradeFlow) -> Array:
    """(J, N) USD mn of Russia's goods trade by partner from flows (J, N, N); zero at home and outside goods."""
    russia = baseline.economies.index(TARGET)
    goods = set(sector_codes("goods"))
    trade = (flow[:, :, russia] if direction == "exports" else flow[:, russia, :]).copy()
    trade[[j for j, code in enumerate(baseline.sectors) if code not in goods]] = 0.0
    trade[:, russia] = 0.0
    return np.asarray(trade)


def model_growth(result: Result, direction: TradeFlow) -> Array:
    """(N,) factor by which the goods trade with each partner changes; NaN where none was there."""
    before = goods_flow(result.baseline, result.before.flow, direction).sum(axis=0)
    after = goods_flow(result.baseline, result.after.flow, direction).sum(axis=0)
    return np.asarray(np.divide(after, before, out=np.full_like(before, np.nan), where=before > 0))


def direct_hit(baseline: Baseline, wedges: Wedges, trade_elasticity: Array, direction: TradeFlow) -> Array:
    """(N,) share of the goods trade with each partner that the measures remove before anyone reacts.

    Bans remove the covered share less what leaks; tariffs and costs remove what buyers shift away at unchanged prices
    of all sellers. It is what the scenario says, without equilibrium.
    """
    _, economies, _ = wedges.shape
    sector = wedges.index // (economies * economies)
    old_tariff = baseline.tariff_rate.ravel()[wedges.index]
    taxes = (1 + wedges.tariff_rate) / (1 + old_tariff)
    kappa = taxes * (1 + wedges.export_tax_rate) * wedges.iceberg_hat
    left = baseline.flow
    left.ravel()[wedges.index] *= wedges.survival_share * kappa ** -trade_elasticity[sector] / taxes
    before = goods_flow(baseline, baseline.flow, direction).sum(axis=0)
    after = goods_flow(baseline, left, direction).sum(axis=0)
    lost = 1.0 - np.divide(after, before, out=np.ones_like(before), where=before > 0)
    return np.asarray(np.where(np.abs(lost) > 1e-12, lost, 0.0))


def spread_in_proportion(start: Array, hit: Array) -> Array:
    """(N,) the trade lost with those hit goes to all others in proportion to what they had; the total stays.

    Parameters
    ----------
    start : (N,) USD mn, NaN where there is no value. hit : (N,) share lost, zero for those who take no part.
    """
    lost = np.nansum(start * hit)
    others = np.where(hit > 0, 0.0, np.nan_to_num(start))
    return np.asarray(np.where(hit > 0, start * (1.0 - hit), start * (1.0 + lost / others.sum())))


def with_leakage(scenario: Scenario, leakage: float) -> Scenario:
    """The scenario with the same leakage in every ban."""
    changed = tuple(
        instrument.model_copy(update={"leakage": leakage}) if hasattr(instrument, "leakage") else instrument
        for instrument in scenario.instruments
    )
    return scenario.model_copy(update={"instruments": changed})


def started_since(scenario: Scenario, day: str) -> Scenario:
    """The scenario less the measures that were in force before a day (ISO)."""
    early = [str(i.id) for i in scenario.instruments if i.from_ is None or i.from_.isoformat() < day]
    return scenario.without(early)
