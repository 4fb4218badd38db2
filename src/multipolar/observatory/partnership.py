"""Partnership profile: a pair's standing by dimension as a percentile among all pairs, and how far one number can go.

For each dimension d with a measure over all pairs, x_d is the pair's percentile among the pairs with a datum, ties by
half. The index of a pair is the weighted mean of its x_d, and its standing is the percentile of that index among all
pairs that have every one of the same dimensions. An index never stands alone: beside it stand the dimensions, the
standing with each dimension dropped, and the standings over weights drawn at random, uniform on the simplex, with a
fixed seed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from multipolar.errors import AssumptionError
from multipolar.observatory.percentile import percentile, percentiles

DRAWS = 1000
SEED = 20240516
#: Fewer dimensions than this are listed without an index: dropping one would leave none to compare.
FEWEST_DIMENSIONS = 3
FEWEST_PAIRS = 20
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measure:
    """One dimension over all pairs; a pair without a datum is NaN.

    Attributes
    ----------
    dimension : name, which `weights` use. formula : how the value is made, in words, with unit and period.
    values : (P,) in the order of `pairs` of `profile`. source : who says so.
    """

    dimension: str
    title: str
    formula: str
    unit: str
    period: str
    source: str
    values: Values


@dataclass(frozen=True, slots=True)
class Component:
    """The pair in one dimension: value, percentile among `pairs` pairs, weight."""

    dimension: str
    title: str
    formula: str
    unit: str
    period: str
    source: str
    value: float
    percentile: float
    pairs: int
    weight: float


@dataclass(frozen=True, slots=True)
class Index:
    """The weighted mean of the percentiles, with what it hangs on.

    Attributes
    ----------
    value : weighted mean of percentiles, 0 to 100. standing : percentile of it among `pairs` pairs.
    dropped : standing without each dimension. low, median, high : standings over `draws` drawn weights, 5, 50, 95 %.
    """

    value: float
    standing: float
    pairs: int
    dropped: tuple[tuple[str, float], ...]
    low: float
    median: float
    high: float
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Profile:
    """All components of a pair, and the index where there are enough of them; `reason` says why there is none."""

    components: tuple[Component, ...]
    lacking: tuple[str, ...]
    index: Index | None
    reason: str


def profile(
    measures: Sequence[Measure], row: int, weights: Mapping[str, float] | None = None, *, draws: int = DRAWS
) -> Profile:
    """The profile of the pair at position `row`.

    Parameters
    ----------
    weights : by dimension, not negative; one for each that is not named. They are scaled to sum to one.

    Raises
    ------
    AssumptionError
        For a weight of an unknown dimension, a negative one, or weights that are all zero.
    """
    given = _checked(weights or {}, [measure.dimension for measure in measures])
    present = [measure for measure in measures if math.isfinite(measure.values[row])]
    scale = sum(given.get(measure.dimension, 1.0) for measure in present)
    if present and scale <= 0:
        raise AssumptionError("weights", "are zero in every dimension with a datum", remedy="Give one a weight.")
    components = tuple(
        Component(
            measure.dimension,
            measure.title,
            measure.formula,
            measure.unit,
            measure.period,
            measure.source,
            float(measure.values[row]),
            percentile(float(measure.values[row]), measure.values),
            int(np.isfinite(measure.values).sum()),
            given.get(measure.dimension, 1.0) / scale,
        )
        for measure in present
    )
    lacking = tuple(measure.title for measure in measures if measure not in present)
    index, reason = _index(present, row, np.array([component.weight for component in components]), draws)
    return Profile(components, lacking, index, reason)


def _checked(weights: Mapping[str, float], known: Sequence[str]) -> dict[str, float]:
    for name, weight in weights.items():
        if name not in known:
            raise AssumptionError(
                f"weight of {name!r}", "is for no dimension of the profile", remedy=f"Dimensions: {', '.join(known)}."
            )
        if not (math.isfinite(weight) and weight >= 0):
            raise AssumptionError(f"weight of {name!r}", "must be a number, zero or more", evidence=f"given {weight}")
    return dict(weights)


def _index(present: Sequence[Measure], row: int, weights: Values, draws: int) -> tuple[Index | None, str]:
    if len(present) < FEWEST_DIMENSIONS:
        return None, f"No index: {len(present)} of at least {FEWEST_DIMENSIONS} dimensions have a datum."
    scores = np.stack([percentiles(measure.values) for measure in present], axis=1)
    whole = np.isfinite(scores).all(axis=1)
    if whole.sum() < FEWEST_PAIRS:
        return None, f"No index: only {int(whole.sum())} pairs have a datum in all of these dimensions."
    kept = scores[whole]
    mine = int(np.flatnonzero(np.flatnonzero(whole) == row)[0])

    def standing(some: Values) -> float:
        index = kept @ some
        # Rounding must not part pairs that are equal.
        return percentile(float(np.round(index[mine], 9)), np.round(index, 9))

    drawn = np.random.default_rng(SEED).dirichlet(np.ones(len(present)), size=draws)
    spread = np.array([standing(some) for some in drawn])
    low, median, high = (float(v) for v in np.quantile(spread, (0.05, 0.5, 0.95)))
    dropped = []
    for n, measure in enumerate(present):
        rest = np.where(np.arange(len(present)) == n, 0.0, weights)
        if rest.sum() > 0:
            dropped.append((measure.dimension, standing(rest / rest.sum())))
    index = Index(
        float(kept[mine] @ weights),
        standing(weights),
        len(kept),
        tuple(dropped),
        low,
        median,
        high,
        draws,
        SEED,
    )
    return index, ""
