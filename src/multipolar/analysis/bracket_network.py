"""The input-output network on which nothing adjusts: who buys what from whom, and which of it is banned.

A node is a sector of an economy. There is one trade share for all buyers of a good in an economy (as in `Baseline`), so
the network of (J N)**2 flows is the product of `trade_share` and `input_share` and is never written out.

Axis order: j using sector, k input, n importer, i exporter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, BoolArray, IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.errors import AssumptionError


@dataclass(frozen=True, slots=True)
class Network:
    """Flows of the base year with the banned part taken out.

    Attributes
    ----------
    banned : (K, N) share of input k of importer n that the bans take away, in [0, 1].
    open_share : (K, N, N) what is left of `Baseline.trade_share`.
    open_sale : (K, N, N) the same per dollar that the buyer pays, at basic prices.
    industry, final : (K, N) what industries and final users of an economy spend on good k, USD mn.
    sales : (K, N) what node (k, i) sells, USD mn at basic prices. sales_banned : (K, N) the part that the bans stop.
    open_industry, open_final : (K, N) the rest, by who buys.
    use : (N, K, J) input k per dollar of output of j; zero where there is no output.
    output : (J, N) gross output. value_added : (J, N). Both USD mn.
    """

    banned: Array
    open_share: Array
    open_sale: Array
    industry: Array
    final: Array
    sales: Array
    sales_banned: Array
    open_industry: Array
    open_final: Array
    use: Array
    output: Array
    value_added: Array

    @property
    def spare(self) -> Array:
        """(K, N) USD mn that a node can fall short before its industrial customers notice: final and banned sales."""
        return np.asarray(np.maximum(self.sales - self.open_industry, 0.0))

    def spent(self) -> Array:
        """(N, K, J) USD mn: input k of sector j."""
        return np.asarray(self.use * self.output.T[:, None, :])


def network_of(baseline: Baseline, cells: IntArray, survival_share: Array) -> Network:
    """Lay the network out.

    Parameters
    ----------
    cells : (M,) flat positions into (J, N, N), each once.
    survival_share : (M,) part of each that still flows, in [0, 1].

    Raises
    ------
    AssumptionError
        If a survival share is no share.
    """
    wrong = ~((survival_share >= 0) & (survival_share <= 1))
    if wrong.any():
        raise AssumptionError(
            "bracket, survival_share",
            "must lie between 0 and 1",
            evidence=f"{int(wrong.sum())} of {wrong.size} do not, the first is {survival_share[wrong][0]}",
        )
    output = baseline.gross_output
    use = baseline.input_share * (output.T > 0)[:, None, :]
    industry = (use * output.T[:, None, :]).sum(axis=2).T
    final = baseline.final_share * baseline.income
    share = baseline.trade_share
    lost = np.zeros(share.shape)
    lost.ravel()[cells] = share.ravel()[cells] * (1.0 - survival_share)
    untaxed = 1.0 / (1.0 + baseline.tariff_rate)
    open_share = share - lost
    open_sale, lost_sale = open_share * untaxed, lost * untaxed
    open_industry = np.einsum("kni,kn->ki", open_sale, industry)
    open_final = np.einsum("kni,kn->ki", open_sale, final)
    sales_banned = np.einsum("kni,kn->ki", lost_sale, industry + final)
    return Network(
        banned=np.minimum(lost.sum(axis=2), 1.0),
        open_share=open_share,
        open_sale=open_sale,
        industry=industry,
        final=final,
        # A sum of its own parts, so that nothing lost is exactly nothing and not a rounding error.
        sales=open_industry + open_final + sales_banned,
        sales_banned=sales_banned,
        open_industry=open_industry,
        open_final=open_final,
        use=use,
        output=output,
        value_added=baseline.value_added_share * output,
    )


def ratio(part: Array, whole: Array) -> Array:
    """Part over whole, in [0, 1]; zero where there is no whole."""
    known: BoolArray = whole > 0
    return np.clip(np.divide(part, whole, out=np.zeros_like(part), where=known), 0.0, 1.0)
