"""Shapley values (1953): what each player adds, averaged over all orders in which the players can join.

Nothing here knows what a player is. `value` maps a coalition, a bit mask over players, to an array; each coalition is
asked for once. The values sum to ``value(all) - value(none)`` whatever `value` is, exact or sampled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import factorial

import numpy as np

from multipolar.arrays import Array

EXACT_UP_TO = 8

Value = Callable[[int], Array]


@dataclass(frozen=True, slots=True)
class ShapleyValues:
    """Values by player.

    Attributes
    ----------
    values : (players, ...) in the unit of `value`. total : (...), their sum up to rounding.
    standard_error : as `values`; None when exact.
    solved : number of coalitions evaluated.
    """

    values: Array
    total: Array
    standard_error: Array | None
    solved: int

    @property
    def exact(self) -> bool:
        """Whether every coalition was evaluated."""
        return self.standard_error is None


def gray_order(players: int) -> Iterator[int]:
    """All coalitions, each differing from the one before by a single player."""
    return (mask ^ (mask >> 1) for mask in range(1 << players))


def shapley(players: int, value: Value, *, evaluations: int = 256, seed: int = 2022) -> ShapleyValues:
    """Exact for up to eight players; beyond, sampled in about `evaluations` coalitions."""
    if players <= EXACT_UP_TO:
        return shapley_exact(players, value)
    return shapley_sampled(players, value, evaluations=evaluations, seed=seed)


def shapley_exact(players: int, value: Value) -> ShapleyValues:
    """All 2**players coalitions."""
    worth = {mask: np.asarray(value(mask), dtype=np.float64) for mask in gray_order(players)}
    full = (1 << players) - 1
    total = worth[full] - worth[0]
    values = np.zeros((players, *total.shape))
    for player in range(players):
        bit = 1 << player
        for mask, without in worth.items():
            if mask & bit:
                continue
            size = mask.bit_count()
            weight = factorial(size) * factorial(players - size - 1) / factorial(players)
            values[player] += weight * (worth[mask | bit] - without)
    return ShapleyValues(values, total, None, len(worth))


def shapley_sampled(players: int, value: Value, *, evaluations: int, seed: int) -> ShapleyValues:
    """Random orders, each with its reverse, until `evaluations` coalitions are solved; at least two pairs of orders.

    The standard error is that of the mean over independent pairs.
    """
    draw = np.random.default_rng(seed)
    worth: dict[int, Array] = {}

    def ask(mask: int) -> Array:
        if mask not in worth:
            worth[mask] = np.asarray(value(mask), dtype=np.float64)
        return worth[mask]

    pairs: list[Array] = []
    most = max(2, 4 * evaluations // max(players, 1))
    while len(pairs) < 2 or (len(worth) + 2 * players <= evaluations and len(pairs) < most):
        order = draw.permutation(players)
        pairs.append((_along(order, ask) + _along(order[::-1], ask)) / 2.0)
    samples = np.stack(pairs)
    error = samples.std(axis=0, ddof=1) / np.sqrt(len(pairs))
    total = worth[(1 << players) - 1] - worth[0]
    return ShapleyValues(samples.mean(axis=0), total, error, len(worth))


def _along(order: np.ndarray[tuple[int, ...], np.dtype[np.int64]], ask: Value) -> Array:
    """What each player adds when they join in one order."""
    mask, before = 0, ask(0)
    added = np.zeros((order.size, *before.shape))
    for player in order.tolist():
        mask |= 1 << player
        after = ask(mask)
        added[player] = after - before
        before = after
    return added
