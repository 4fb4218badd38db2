"""Impose totals on flows by proportional fitting: producer rows exactly, other evidence as far as it can be trusted."""

from __future__ import annotations

import numpy as np

from multipolar.arrays import Array


def fit_rows(flow: Array, sales: Array) -> Array:
    """Scale (J, N, N) flows so that each producer's sales over `n` equal `sales` (J, N), USD mn."""
    total = flow.sum(axis=1)
    factor = np.divide(sales, total, out=np.zeros_like(sales), where=total > 0)
    return np.asarray(flow * factor[:, None, :])


def tradedness(flow: Array, threshold: float = 0.1) -> Array:
    """(J,) in [0, 1]: foreign share of all flows of a sector over `threshold`, one where more is traded."""
    total = flow.sum(axis=(1, 2))
    abroad = total - np.einsum("jnn->j", flow)
    share = np.divide(abroad, total, out=np.zeros_like(total), where=total > 0)
    return np.asarray(np.minimum(share / threshold, 1.0))


def fit_rows_and_expenditure(
    flow: Array, sales: Array, low: Array, high: Array, traded: Array, sweeps: int = 300
) -> Array:
    """Scale flows to producers' sales (J, N) and to final expenditure between `low` and `high` (N,); rows are exact.

    An importer inside its interval is left alone. The correction of a sector is its importer's to the power `traded`
    (J,): a gap in expenditure is a gap in trade, and government or housing do not cross borders to close it.
    """
    answer = fit_rows(flow, sales)
    for _ in range(sweeps):
        total = np.maximum(answer.sum(axis=(0, 2)), 1e-12)
        factor = np.clip(total, low, high) / total
        answer = fit_rows(answer * (factor[None, :] ** traded[:, None])[:, :, None], sales)
        if np.abs(factor - 1.0).max() < 1e-6:
            break
    return answer


def edge_of_band(estimate: Array, evidence: Array, band: Array | float) -> Array:
    """Factor that moves `estimate` to the near edge of a band around `evidence`; one inside it or where NaN.

    The band reaches from `evidence / (1 + band)` to `evidence * (1 + band)`. It keeps noise in the evidence out of
    cells that already agree with it.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = evidence / estimate
    usable = np.isfinite(ratio) & (ratio > 0)
    ratio = np.where(usable, ratio, 1.0)
    wide = 1.0 + np.broadcast_to(np.asarray(band, dtype=np.float64), ratio.shape)
    return np.asarray(np.where(ratio > wide, ratio / wide, np.where(ratio * wide < 1.0, ratio * wide, 1.0)))
