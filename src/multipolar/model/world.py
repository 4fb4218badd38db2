"""The baseline as the equations want it: contiguous arrays, absent cells masked. Built once, used by every scenario."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, BoolArray
from multipolar.baseline.baseline import Baseline


@dataclass(frozen=True, slots=True)
class World:
    """Baseline arrays in the layout of the sweep. Axis order: j sector, n importer, i exporter.

    Attributes
    ----------
    trade_share : (J, N, N); the rows of absent buyers are zero.
    expenditure, expenditure_scale : (J, N) USD mn; the scale is one where nothing is bought.
    input_by_use : (N, J, K) for costs; input_by_input : (N, K, J) for demand.
    revenue : (N,) USD mn, baseline tariff revenue.
    home_input_share : (N,) what producers spend on inputs made at home, over gross output.
    contestable_share : (J, N) part of a producer's sales that buyers can move to others: sum_n sales * (1 - share).
    active_price : (J, N) True where the economy buys the good; active_output : where it produces it.
    """

    trade_share: Array
    expenditure: Array
    expenditure_scale: Array
    gross_output: Array
    value_added_share: Array
    input_by_use: Array
    input_by_input: Array
    final_share: Array
    value_added: Array
    deficit: Array
    tariff_rate: Array
    active_price: BoolArray
    active_output: BoolArray
    contestable_share: Array
    home_input_share: Array
    revenue: Array

    @property
    def shape(self) -> tuple[int, int, int]:
        """(J, N, N)."""
        sectors, economies = self.expenditure.shape
        return sectors, economies, economies

    @property
    def final_expenditure(self) -> Array:
        """(N,) USD mn: value added, revenue and deficit."""
        return self.value_added + self.revenue + self.deficit


def prepare(baseline: Baseline) -> World:
    """Lay a baseline out for the solver."""
    buys = baseline.expenditure > 0
    produces = baseline.gross_output > 0
    flow = baseline.trade_share * baseline.expenditure[:, :, None]
    # What an absent producer would need must not reach the sweep: its cost could leave the range of floating point.
    input_share = baseline.input_share * produces.T[:, None, :]
    tariff = baseline.tariff_rate
    contestable = flow.sum(axis=1) - (flow * baseline.trade_share).sum(axis=1)
    return World(
        trade_share=np.ascontiguousarray(baseline.trade_share),
        expenditure=baseline.expenditure,
        expenditure_scale=np.where(buys, baseline.expenditure, 1.0),
        gross_output=baseline.gross_output,
        value_added_share=np.ascontiguousarray(np.where(produces, baseline.value_added_share, 1.0)),
        input_by_use=np.ascontiguousarray(input_share.transpose(0, 2, 1)),
        input_by_input=np.ascontiguousarray(input_share),
        final_share=np.ascontiguousarray(baseline.final_share),
        value_added=baseline.value_added,
        deficit=baseline.deficit,
        tariff_rate=baseline.tariff_rate,
        active_price=buys,
        active_output=produces,
        revenue=(flow * (tariff / (1.0 + tariff))).sum(axis=(0, 2)),
        home_input_share=_home_input_share(baseline),
        contestable_share=contestable / np.where(produces, baseline.gross_output, 1.0),
    )


def _home_input_share(baseline: Baseline) -> Array:
    used = np.einsum("nkj,jn->kn", baseline.input_share, baseline.gross_output)
    at_home = np.einsum("jnn->jn", baseline.trade_share)
    output = baseline.gross_output.sum(axis=0)
    return np.asarray((used * at_home).sum(axis=0) / np.where(output > 0, output, 1.0))
