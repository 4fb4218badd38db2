"""Which economies a headline is about: those hit hardest, then the largest losers and gainers among the big ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.simulation.result import Result

MOST_TARGETS = 2
LOSERS, GAINERS = 3, 2
# An economy is big from this share of world value added.
BIG = 0.005
# Smaller changes, in per cent, are neither losses nor gains.
SMALLEST = 1e-6
REST = "ROW"


def trade_hit_share(result: Result, cells: Iterable[IntArray]) -> Array:
    """(N,) share of each economy's baseline trade, exports and imports, that the instruments touch."""
    flow = result.before.flow
    touched = np.zeros(flow.size, dtype=bool)
    for positions in cells:
        touched[positions] = True
    hit = np.where(touched.reshape(flow.shape), flow, 0.0)
    trade = result.exports(result.before) + result.imports(result.before)
    part = hit.sum(axis=(0, 1)) + hit.sum(axis=(0, 2))
    return np.asarray(np.divide(part, trade, out=np.zeros_like(trade), where=trade > 0))


def targets_of(result: Result, cells: Sequence[IntArray]) -> tuple[str, ...]:
    """Economies that the scenario aims at: those with most of their trade hit, or most money moved; at most two.

    An economy counts if at least half as much of its trade is hit as of the economy hit hardest.
    """
    weight = trade_hit_share(result, cells)
    if not weight.any():
        weight = np.abs(result.wedges.transfer) / result.before.ledger.value_added
    named = [n for n, code in enumerate(result.economies) if code != REST]
    order = sorted(named, key=lambda n: -float(weight[n]))
    chosen = [n for n in order[:MOST_TARGETS] if weight[n] > 0 and weight[n] >= 0.5 * weight[order[0]]]
    return tuple(result.economies[n] for n in chosen)


def headline_of(result: Result, targets: Sequence[str], focus: Sequence[str] = ()) -> tuple[str, ...]:
    """Targets, then the largest losers and gainers by per cent among big economies, then the focus; each once."""
    change = result.real_income_pct()
    size = result.before.ledger.value_added
    big = [
        n
        for n, code in enumerate(result.economies)
        if code != REST and code not in targets and size[n] >= BIG * size.sum()
    ]
    losers = sorted((n for n in big if change[n] < -SMALLEST), key=lambda n: float(change[n]))[:LOSERS]
    gainers = sorted((n for n in big if change[n] > SMALLEST), key=lambda n: -float(change[n]))[:GAINERS]
    named = [result.economies[n] for n in (*losers, *gainers)]
    return tuple(dict.fromkeys((*targets, *named, *focus)))
