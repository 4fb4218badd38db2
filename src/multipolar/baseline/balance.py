"""Impose totals on flows by proportional fitting: producer rows exactly, other evidence as far as it can be trusted."""

from __future__ import annotations

import numpy as np

from multipolar.arrays import Array


def fit_rows(flow: Array, sales: Array) -> Array:
    """Scale (J, N, N) flows so that each producer's sales over `n` equal `sales` (J, N), USD mn."""
    total = flow.sum(axis=1)
    factor = np.divide(sales, total, out=np.zeros_like(sales), where=total > 0)
    return np.asarray(flow * factor[:, None, :])


def fit_rows_and_expenditure(flow: Array, sales: Array, spending: Array, sweeps: int = 200) -> Array:
    """Scale flows to producers' sales (J, N) and to final expenditure per importer (N,); rows are exact at the end.

    Importers whose `spending` is NaN are left free.
    """
    answer = fit_rows(flow, sales)
    for _ in range(sweeps):
        total = answer.sum(axis=(0, 2))
        factor = np.where(np.isfinite(spending) & (total > 0), spending / np.where(total > 0, total, 1.0), 1.0)
        answer = fit_rows(answer * factor[None, :, None], sales)
        if np.abs(factor - 1.0).max() < 1e-9:
            break
    return answer


def edge_of_band(estimate: Array, evidence: Array, band: float) -> Array:
    """Factor that moves `estimate` to the near edge of `evidence` times or over one plus `band`; one inside or where NaN.

    The dead band keeps noise in the evidence out of cells that already agree with it.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = evidence / estimate
    usable = np.isfinite(ratio) & (ratio > 0)
    ratio = np.where(usable, ratio, 1.0)
    return np.where(ratio > 1.0 + band, ratio / (1.0 + band), np.where(ratio < 1 / (1 + band), ratio * (1 + band), 1.0))
