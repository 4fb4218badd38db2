"""The published algorithm, plainly: the fixed yardstick for speed and an independent check of answers. FROZEN.

Nested fixed points after Caliendo and Parro (2015, Review of Economic Studies 82(1), section 2 and its appendix on
computing counterfactuals):

    outer loop   guess wages w_hat
      inner loop   prices: c_hat = w_hat**va * prod_k P_hat**io   (eq. 10),   P_hat from c_hat  (eq. 11),
                   to tolerance, started from the last outer iteration's prices
      trade shares pi'                                              (eq. 12)
      inner loop   expenditure X' = final*I' + io*sales             (eq. 13), I' = w*VA + tariff revenue + D,
                   to tolerance, started from the last outer iteration's expenditure
      wages        step a fraction of the way to what sellers can pay,  w*VA = sum_j va*sales  (eq. 14 by Walras)

Vectorised NumPy on arrays as the paper indexes them, ``(n importer, i exporter, j sector)``; one wage step for all
economies; no mixing, no joint iteration, no inexact inner loops. Deficits are fixed in units of world value added
(numeraire: the sum of ``w_hat * VA`` stays constant).

Two readings of eq. 11 are kept because they differ in time, not in answer. By default it is evaluated as printed,
``pi * (kappa_hat * c_hat)**-theta`` on ``(n, i, j)`` in each pass. With ``fold_wedges=True`` the factor
``pi * kappa_hat**-theta`` is computed once beforehand, as published implementations do: a ratio of speeds should be
quoted against both.

Measured on the 80 x 50 case to 1e-9, one thread of a 2-core machine, warm: as printed 64 outer and 2,107 inner
iterations, 2.8 to 3.1 s; folded, the same iterations, 0.57 s. Real income agrees with the published answer to
4e-9 percentage points.

It is not to be made faster or slower: whoever changes it changes every ratio that was ever quoted against it. It
imports nothing from the package and the package imports nothing from it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Chosen on the 80 x 50 case: 0.2 takes 98 outer iterations, 0.3 takes 64, 0.4 takes 46, 0.5 diverges. With all trade
# elasticities doubled 0.3 already fails and 0.2 is needed. 0.3 is the fast side of robust.
WAGE_STEP = 0.3
MAX_OUTER, MAX_INNER = 5_000, 20_000


@dataclass(frozen=True, slots=True)
class NestedAnswer:
    """A counterfactual equilibrium.

    Attributes
    ----------
    w_hat : (N,) wage ratio; the sum of w_hat * VA equals the baseline sum.
    P_hat : (N, J) price ratio.
    X : (N, J) expenditure, tariffs included, units of the case.
    trade_share : (N, I, J).
    income, revenue : (N,) final expenditure, tariff revenue.
    sales : (I, J) at basic prices.
    residuals : largest residual by equation group: price, expenditure (relative to baseline), wage.
    """

    w_hat: Array
    P_hat: Array
    X: Array
    trade_share: Array
    income: Array
    revenue: Array
    sales: Array
    residuals: dict[str, float]
    outer_iterations: int
    inner_iterations: int
    seconds: float


def solve_nested(
    case: Mapping[str, Array],
    tolerance: float = 1e-9,
    *,
    wage_step: float = WAGE_STEP,
    fold_wedges: bool = False,
) -> NestedAnswer:
    """Solve one counterfactual by nested fixed points.

    Parameters
    ----------
    case : arrays by name. Needed: ``pi_nij``, ``X_nj``, ``gamma_nj`` (value-added share), ``gamma_nkj`` (input k per
        unit of output of j), ``alpha_nj``, ``wL_n``, ``D_n``, ``tau_nij``, ``theta_j``, ``kappa_hat_nij`` (cost ratio,
        tariff change included). Optional: ``tau_new_nij`` (default ``tau_nij``), ``survive_nij`` (default one),
        ``D_new_n`` (default ``D_n``).
    tolerance : on the largest residual of all equations; inner loops stop at a tenth of it.

    Raises
    ------
    ValueError : a buyer is left without a seller.
    RuntimeError : the outer or an inner loop does not converge.
    """
    started = time.perf_counter()
    share, theta = case["pi_nij"], case["theta_j"]
    va, io, final = case["gamma_nj"], case["gamma_nkj"], case["alpha_nj"]
    value_added, deficit = case["wL_n"], case.get("D_new_n", case["D_n"])
    kappa_hat, tariff = case["kappa_hat_nij"], case.get("tau_new_nij", case["tau_nij"])
    if "survive_nij" in case:
        share = share * case["survive_nij"]
    if (((share > 0).sum(axis=1) == 0) & (case["X_nj"] > 0)).any():
        raise ValueError("a buyer with expenditure is left without a seller")
    scale = np.where(case["X_nj"] > 0, case["X_nj"], 1.0)
    kernel = share * kappa_hat**-theta if fold_wedges else share
    net_of_tariff = 1.0 / (1.0 + tariff)

    w = np.ones(share.shape[0])
    price = np.ones_like(case["X_nj"])
    spending = case["X_nj"].copy()
    inner, inner_tolerance = 0, tolerance / 10
    for outer in range(1, MAX_OUTER + 1):
        for _ in range(MAX_INNER):  # prices
            cost = w[:, None] ** va * np.exp(np.einsum("nkj,nk->nj", io, np.log(price)))
            if fold_wedges:
                total = np.einsum("nij,ij->nj", kernel, cost**-theta)
            else:
                total = (share * (kappa_hat * cost) ** -theta).sum(axis=1)
            new_price = np.where(total > 0, total, 1.0) ** (-1 / theta)
            price_residual = float(np.abs(new_price / price - 1).max())
            price, inner = new_price, inner + 1
            if not price_residual >= inner_tolerance:
                break
        else:
            raise RuntimeError("the price loop does not converge")
        cost = w[:, None] ** va * np.exp(np.einsum("nkj,nk->nj", io, np.log(price)))
        if fold_wedges:
            new_share = kernel * cost**-theta / price[:, None, :] ** -theta
        else:
            new_share = share * (kappa_hat * cost / price[:, None, :]) ** -theta

        flow_share = new_share * net_of_tariff
        revenue_share = (new_share - flow_share).sum(axis=1)
        for _ in range(MAX_INNER):  # expenditure
            sales = np.einsum("nij,nj->ij", flow_share, spending)
            revenue = (revenue_share * spending).sum(axis=1)
            income = w * value_added + revenue + deficit
            new_spending = final * income[:, None] + np.einsum("nkj,nj->nk", io, sales)
            spending_residual = float((np.abs(new_spending - spending) / scale).max())
            spending, inner = new_spending, inner + 1
            if not spending_residual >= inner_tolerance:
                break
        else:
            raise RuntimeError("the expenditure loop does not converge")

        sales = np.einsum("nij,nj->ij", flow_share, spending)
        target = (va * sales).sum(axis=1) / value_added
        wage_residual = float(np.abs(target / w - 1).max())
        if not np.isfinite(wage_residual) or not np.isfinite(price_residual + spending_residual):
            raise RuntimeError(f"diverged in outer iteration {outer}; lower the wage step from {wage_step}")
        if wage_residual < tolerance:
            break
        w = w * (1.0 + wage_step * (target / w - 1.0))
        w = w * value_added.sum() / (w * value_added).sum()
    else:
        raise RuntimeError(f"no equilibrium after {MAX_OUTER} outer iterations, wage residual {wage_residual:.2e}")
    revenue = (revenue_share * spending).sum(axis=1)
    return NestedAnswer(
        w_hat=w,
        P_hat=price,
        X=spending,
        trade_share=new_share,
        income=w * value_added + revenue + deficit,
        revenue=revenue,
        sales=sales,
        residuals={"price": price_residual, "expenditure": spending_residual, "wage": wage_residual},
        outer_iterations=outer,
        inner_iterations=inner,
        seconds=time.perf_counter() - started,
    )
