"""Scores of a forecast of trade by partner against what happened. Rules are fixed here, before any result is seen.

A forecast starts from the values of a known year and names a value for each partner. Two measures:

* ``usd``: the values themselves, which also judge the forecast of the total, and with it prices and demand;
* ``share``: each partner's share in the sum over the scored partners, which removes what moves all of them alike.

Partners without a value at the start or in the outcome are left out of every forecast alike. Rank and sign, which weigh
partners equally, take only partners that held at least `MATERIAL` of the trade at the start.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from multipolar.arrays import Array, BoolArray
from multipolar.errors import ShapeError

Measure = Literal["usd", "share"]
MEASURES: tuple[Measure, ...] = ("share", "usd")
MATERIAL = 0.001
_FLAT = 1e-9


@dataclass(frozen=True, slots=True)
class ForecastScore:
    """How near a forecast came.

    Attributes
    ----------
    error : sum of |forecast - outcome| over the sum of outcomes; 0 is perfect.
    explained : one minus the sum of squared errors over that of ``no change``: 1 is perfect, 0 as good as no change,
        negative worse. In shares it is the share of the variance of the changes that is explained.
    rank : Spearman correlation of forecast and actual growth over material partners; NaN when the forecast has none.
    sign_hits, signs : material partners whose direction of change is right, of how many; zero of zero when the
        forecast names no direction.
    partners : number of partners scored.
    """

    error: float
    explained: float
    rank: float
    sign_hits: int
    signs: int
    partners: int


def score_forecast(start: Array, forecast: Array, outcome: Array, measure: Measure) -> ForecastScore:
    """Score one forecast.

    Parameters
    ----------
    start, forecast, outcome : (P,) USD mn; NaN where there is no value.

    Raises
    ------
    ShapeError
        If the three differ in length.
    """
    if not start.shape == forecast.shape == outcome.shape:
        raise ShapeError("forecast score", f"has shapes {start.shape}, {forecast.shape}, {outcome.shape}")
    known = scored_partners(start, outcome) & np.isfinite(forecast)
    before, guess, after = (in_measure(values[known], measure) for values in (start, forecast, outcome))
    misses, moves = after - guess, after - before
    material = start[known] >= MATERIAL * start[known].sum()
    guessed, moved = (guess - before)[material], moves[material]
    says = np.abs(guessed) > _FLAT * np.abs(before[material])
    squared = float((moves**2).sum())
    return ForecastScore(
        error=float(np.abs(misses).sum() / after.sum()),
        explained=1.0 - float((misses**2).sum()) / squared if squared > 0 else float("nan"),
        rank=rank_correlation(guess[material] / before[material], after[material] / before[material]),
        sign_hits=int((np.sign(guessed) == np.sign(moved))[says].sum()),
        signs=int(says.sum()),
        partners=int(known.sum()),
    )


def scored_partners(start: Array, outcome: Array) -> BoolArray:
    """(P,) whether a partner has a positive value at the start and any in the outcome."""
    return np.asarray(np.isfinite(start) & (np.nan_to_num(start) > 0) & np.isfinite(outcome))


def in_measure(values: Array, measure: Measure) -> Array:
    """Values as they are, or as shares of their sum."""
    return values if measure == "usd" else np.asarray(values / values.sum())


def rank_correlation(first: Array, second: Array) -> float:
    """Spearman's correlation with average ranks for ties; NaN when one of the two does not vary."""
    ranks = [_ranks(values) for values in (first, second)]
    centred = [rank - rank.mean() for rank in ranks]
    norm = float(np.sqrt((centred[0] ** 2).sum() * (centred[1] ** 2).sum()))
    return float((centred[0] * centred[1]).sum()) / norm if norm > 0 else float("nan")


def leave_one_out(start: Array, better: Array, worse: Array, outcome: Array, measure: Measure) -> float:
    """Smallest margin by which `better` has the lower error when any one partner is left out; negative if it turns."""
    known = np.flatnonzero(scored_partners(start, outcome))
    margins = []
    for left in known:
        kept = known[known != left]
        first, second = (
            score_forecast(start[kept], forecast[kept], outcome[kept], measure).error for forecast in (better, worse)
        )
        margins.append(second - first)
    return float(min(margins))


def _ranks(values: Array) -> Array:
    # Growth factors that differ only by rounding are ties: a rule that treats partners alike must rank them alike.
    rounded = np.round(values, 9)
    _, inverse, counts = np.unique(rounded, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2.0)[inverse])
