"""What measures on routes do to pairs at the baseline's trade: what gets dear, is cut off, or has another port.

Everything is USD mn at the border of the baseline, by pair of the layout, summed over sectors.
"""

from __future__ import annotations

import numpy as np

from multipolar.arrays import Array, BoolArray, IntArray
from multipolar.scenario.route_layout import RouteLayout
from multipolar.scenario.route_states import blend

NOTABLE = 1e-3
"""Log points of delivered cost from which a flow counts as hit; smaller ones count only where none is as large."""
UNCHANGED = 1e-9
DEAR = 1.5
"""Delivered cost, new over old, from which a way round is no longer credible."""


class RouteEffects:
    """Gathers sector by sector what routes do.

    Attributes
    ----------
    log_cost : (J, N) log of delivered cost over the baseline's, what is cut off included; infinite where all is.
    without_way : (N,) goods left without any way.
    other_port : (N,) the part of them for which another port of the same pair stays open.
    dear : (N,) goods of which what still arrives is at least `DEAR` times as dear; extra : (N,) what that costs.
    """

    def __init__(self, layout: RouteLayout, sectors: int, economies: int) -> None:
        self.layout, self.economies = layout, economies
        self.log_cost: Array = np.zeros((sectors, layout.pairs))
        self.without_way, self.other_port, self.dear, self.extra = (np.zeros(layout.pairs) for _ in range(4))

    def add(
        self,
        j: int,
        value: Array,
        ratio: Array,
        weight: Array,
        elasticity: float | Array,
        cost: Array,
        survival: Array,
    ) -> None:
        """One sector.

        Parameters
        ----------
        value : (N,) trade. ratio, weight : (R, S) as `RouteChannels.ratios` gives them.
        elasticity : of trade, one for all or (N,). cost, survival : (N,) as `blend` has them at it.
        """
        layout = self.layout

        def by_pair(rows: Array | BoolArray) -> Array:
            return np.asarray(np.bincount(layout.pair, weights=rows, minlength=layout.pairs))

        with np.errstate(divide="ignore"):
            self.log_cost[j] = np.where(value > 0, np.log(cost) - np.log(survival) / elasticity, 0.0)
        highest = ratio.max(axis=0)
        for state in np.flatnonzero(np.isinf(highest)):
            shut = np.isinf(ratio[:, state])
            lost = value * by_pair(weight[:, state] * shut)
            self.without_way += lost
            self.other_port += lost * (by_pair(~shut) > 0)
        if (highest >= DEAR).any():
            self._add_dear(value, ratio, weight, elasticity)

    def _add_dear(self, value: Array, ratio: Array, weight: Array, elasticity: float | Array) -> None:
        """Goods that find a state of the passages in which all that still arrives of the pair's is dear."""
        layout = self.layout
        for state in range(ratio.shape[1]):
            cost, part = ratio[:, state], weight[:, state]
            concerned = layout.pairs_of((cost >= DEAR) & np.isfinite(cost))
            rows = np.flatnonzero(concerned[layout.pair])
            pairs, position = np.unique(layout.pair[rows], return_inverse=True)
            cost, part = cost[rows], part[rows]
            open_weight = np.bincount(position, weights=part * np.isfinite(cost))
            theta = elasticity if isinstance(elasticity, float) else elasticity[pairs]
            mean, _, _ = blend(position, part[:, None] / open_weight[position, None], cost[:, None], theta)
            dear = mean >= DEAR
            worth = value[pairs[dear]] * open_weight[dear]
            self.dear[pairs[dear]] += worth
            self.extra[pairs[dear]] += worth * (mean[dear] - 1.0)

    def hit(self, cells: IntArray) -> IntArray:
        """Those of flat cells (sector, importer, exporter) whose delivered cost moves notably; if none does, at all."""
        count = self.economies
        pair_of = np.full(count * count, -1, dtype=np.int64)
        pair_of[self.layout.importer * count + self.layout.exporter] = np.arange(self.layout.pairs)
        pair = pair_of[cells % (count * count)]
        moved: Array = np.where(pair >= 0, np.abs(self.log_cost[cells // (count * count), pair]), 0.0)
        chosen: BoolArray = moved >= NOTABLE
        return np.asarray(cells[chosen if chosen.any() else moved > UNCHANGED])
