"""The first-order welfare formula of Caliendo and Parro (2015): terms of trade and volume of trade.

Source: Review of Economic Studies 82(1), section 2.4 (eq. 15 and its bilateral form), evaluated as the paper's tables
are: discrete changes in place of differentials, at initial tariffs and initial flows.

    terms of trade   ToT[n, i] = sum_j ( E[j, n, i] * dln p[j, n]  -  M[j, n, i] * dln p[j, i] )        / I[n]
    volume of trade  VoT[n, i] = sum_j tariff[j, n, i] * M[j, n, i] * ( dln M[j, n, i] - dln p[j, i] )  / I[n]

``E[j, n, i]`` is what n sells to i, ``M[j, n, i]`` what n buys from i, net of tariffs, and ``p`` the price at which the
good changes hands; ``dln x`` is ``x_hat - 1``.

This is NOT the change in real income. It is what that change would be if tariffs moved a little; for cuts as large as
NAFTA's it differs much (Mexico +1.31 per cent by this formula, +0.007 exactly, from the same equilibrium). A ban has no
first-order term for the trade that it ends, so for embargoes the formula says next to nothing. `Result.real_income_pct`
is the exact measure; never mix the two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array
from multipolar.errors import ShapeError
from multipolar.simulation.result import Result


@dataclass(frozen=True, slots=True)
class FirstOrderWelfare:
    """Terms of trade and volume of trade, by sector, economy and partner.

    Attributes
    ----------
    terms_of_trade, volume_of_trade : (J, N, N) per cent of the economy's initial income; axes sector, economy whose
        welfare it is, partner. Their sums over partners and sectors are the economy's totals, exactly.
    """

    terms_of_trade: Array
    volume_of_trade: Array

    @property
    def terms_of_trade_by_economy(self) -> Array:
        """(N,) per cent."""
        return np.asarray(self.terms_of_trade.sum(axis=(0, 2)))

    @property
    def volume_of_trade_by_economy(self) -> Array:
        """(N,) per cent."""
        return np.asarray(self.volume_of_trade.sum(axis=(0, 2)))

    @property
    def welfare_by_economy(self) -> Array:
        """(N,) per cent: the paper's `welfare`, the sum of both."""
        return self.terms_of_trade_by_economy + self.volume_of_trade_by_economy

    def with_partners(self, partners: list[int]) -> tuple[Array, Array]:
        """Terms and volume of trade, (N,) per cent each, from trade with some partners only."""
        return (
            np.asarray(self.terms_of_trade[:, :, partners].sum(axis=(0, 2))),
            np.asarray(self.volume_of_trade[:, :, partners].sum(axis=(0, 2))),
        )


def first_order_welfare(
    *,
    flow: Array,
    flow_new: Array,
    cost_hat: Array,
    tariff_rate: Array,
    income: Array,
    iceberg_hat: Array | None = None,
    export_tax_factor: Array | None = None,
) -> FirstOrderWelfare:
    """Evaluate the formula on plain arrays.

    Parameters
    ----------
    flow, flow_new : (J, N, N), money at the border, net of import tariffs; axes sector, importer, exporter.
    cost_hat : (J, N) ratio, change of the producer's price.
    tariff_rate : (J, N, N), initial tariffs, 0.25 is 25 %.
    income : (N,), initial final expenditure (value added, tariff revenue and deficit), in the money of `flow`.
    iceberg_hat : (J, N, N) ratio, what real trade costs add to the buyer's price and nobody receives.
    export_tax_factor : (J, N, N), one plus the new export tax (none before); the seller's country gets it.

    Raises
    ------
    ShapeError
        If the axes do not agree.
    """
    sectors, economies = cost_hat.shape
    pair = (sectors, economies, economies)
    for name, array in (
        ("flow", flow),
        ("flow_new", flow_new),
        ("tariff_rate", tariff_rate),
        ("iceberg_hat", iceberg_hat),
        ("export_tax_factor", export_tax_factor),
    ):
        if array is not None and array.shape != pair:
            raise ShapeError(f"first-order welfare, {name}", f"has shape {array.shape}, cost_hat needs {pair}")
    if income.shape != (economies,):
        raise ShapeError("first-order welfare, income", f"has shape {income.shape}, expected ({economies},)")
    sold_hat = np.broadcast_to(cost_hat[:, None, :], pair)
    if export_tax_factor is not None:
        sold_hat = sold_hat * export_tax_factor
    bought_hat = sold_hat if iceberg_hat is None else sold_hat * iceberg_hat
    imports_dearer = flow * (bought_hat - 1.0)
    exports_dearer = (flow * (sold_hat - 1.0)).transpose(0, 2, 1)
    more_bought = flow_new - flow - imports_dearer
    per_cent = 100.0 / income[None, :, None]
    return FirstOrderWelfare(
        terms_of_trade=(exports_dearer - imports_dearer) * per_cent,
        volume_of_trade=tariff_rate * more_bought * per_cent,
    )


def first_order_welfare_of(result: Result) -> FirstOrderWelfare:
    """Evaluate the formula between the two equilibria of a result."""
    export_tax = result.after.export_tax_rate
    tax_factor = None if export_tax is None else 1.0 + export_tax
    iceberg = None
    if result.after.log_price_factor is not None:
        iceberg = np.exp(result.after.log_price_factor)
        if tax_factor is not None:
            iceberg = iceberg / tax_factor
    return first_order_welfare(
        flow=result.before.flow,
        flow_new=result.after.flow,
        cost_hat=result.after.cost_hat,
        tariff_rate=result.before.tariff_rate,
        income=result.baseline.income,
        iceberg_hat=iceberg,
        export_tax_factor=tax_factor,
    )
