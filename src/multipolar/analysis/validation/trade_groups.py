"""Where a forecast of trade by partner is right or wrong: between those hit and the others, and within each group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.analysis.validation.forecast_scores import MATERIAL, rank_correlation
from multipolar.analysis.validation.russia_trade import TradeStudy
from multipolar.arrays import BoolArray
from multipolar.data.russia_trade import TradeFlow


@dataclass(frozen=True, slots=True)
class GroupSplit:
    """One forecast split by whether the measures hit a partner directly.

    Attributes
    ----------
    hit_start, hit_forecast, hit_outcome : per cent of the trade held by partners that the measures hit.
    rank_hit, rank_others : rank correlation of forecast and actual growth within each group; NaN where the forecast
        makes no difference among them.
    others : number of material partners that no measure hits.
    """

    hit_start: float
    hit_forecast: float
    hit_outcome: float
    rank_hit: float
    rank_others: float
    others: int


def split_by_hit(study: TradeStudy, name: str, flow: TradeFlow, year: int) -> GroupSplit:
    """Split a forecast's shares into partners hit and others."""
    codes, start, guess, outcome = study.in_shares(name, flow, year)
    place = {code: index for index, code in enumerate(study.economies)}
    hit = np.array([study.hit[flow][place[code]] > 0 for code in codes])
    material = start >= 100.0 * MATERIAL

    def rank(members: BoolArray) -> float:
        taken = members & material
        return rank_correlation(guess[taken] / start[taken], outcome[taken] / start[taken])

    return GroupSplit(
        hit_start=float(start[hit].sum()),
        hit_forecast=float(guess[hit].sum()),
        hit_outcome=float(outcome[hit].sum()),
        rank_hit=rank(hit),
        rank_others=rank(~hit),
        others=int((~hit & material).sum()),
    )
