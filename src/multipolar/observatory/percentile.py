"""Where a value stands among others: percentile with ties by half, and rank with ties sharing the better place."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]


def percentile(value: float, among: Values) -> float:
    """Share of `among` below the value, those equal to it counted by half, in per cent; NaN among none.

    The value itself may or may not be among them.
    """
    known = among[np.isfinite(among)]
    if not known.size or not np.isfinite(value):
        return float("nan")
    return float(100 * ((known < value).sum() + 0.5 * (known == value).sum()) / known.size)


def percentiles(values: Values) -> Values:
    """`percentile` of each value among all of them; NaN stays NaN."""
    found = np.full(values.shape, np.nan)
    known = np.isfinite(values)
    if known.any():
        ordered = np.sort(values[known])
        below = np.searchsorted(ordered, values[known], side="left")
        upto = np.searchsorted(ordered, values[known], side="right")
        found[known] = 100 * (below + upto) / 2 / ordered.size
    return found


def place(value: float, among: Values) -> int:
    """1 for the largest; equal values share the better place."""
    return 1 + int((among[np.isfinite(among)] > value).sum())
