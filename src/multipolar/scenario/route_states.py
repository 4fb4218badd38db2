"""In which state of the passages ships find the world: who may not pass, and in which months the Arctic is open.

A closure may concern only a part of the ships, and a season only a part of the year. Each is a *state* with a weight:
goods that find a passage closed take the best of what is left; goods that find it open go as before. Ships that avoid
one passage are taken to be those that avoid the others as well, so that several partial closures give nested states.
Goods do not wait for the season.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

import numpy as np

from multipolar.arrays import Array, IntArray


@dataclass(frozen=True, slots=True)
class ArcticTerms:
    """On what terms ships use the Northern Sea Route.

    Attributes
    ----------
    months : a year in which it can be sailed.
    able_share : share of the users' goods whose ships may go there.
    ice_knots : speed along it.
    ice_cost : extra cost of ice-class ships and crews over the whole voyage, share of freight.
    toll_share : escort and pilotage, share of the goods' value.
    users : (N,) 1.0 where the pair's goods may use it.
    """

    months: float
    able_share: float
    ice_knots: float
    ice_cost: float
    toll_share: float
    users: Array

    @property
    def key(self) -> Hashable:
        """The same for the same terms."""
        numbers = (self.months, self.able_share, self.ice_knots, self.ice_cost, self.toll_share)
        return (*numbers, self.users.tobytes())

    @property
    def weight(self) -> float:
        """Share of the users' goods that meet an open route."""
        return self.months / 12.0 * self.able_share


@dataclass(frozen=True, slots=True)
class RouteState:
    """One state of the passages.

    Attributes
    ----------
    weight : share of goods, before anyone reacts, that find it.
    closed : bits of the passages that are closed.
    arctic : terms of the Northern Sea Route when it is open.
    """

    weight: float
    closed: int = 0
    arctic: ArcticTerms | None = None

    @property
    def neutral(self) -> bool:
        """Whether it is the state of the baseline."""
        return self.closed == 0 and self.arctic is None


@dataclass(frozen=True, slots=True)
class PassageMeasures:
    """What measures do to passages, for one kind of ship.

    Attributes
    ----------
    closed : share of ships that may not pass, by passage bit.
    added : extra cost of passing, share of the goods' value, by passage bit.
    arctic : terms of the Northern Sea Route, None while closed to transit.
    """

    closed: Mapping[int, float] = field(default_factory=dict)
    added: Mapping[int, float] = field(default_factory=dict)
    arctic: ArcticTerms | None = None

    def states(self) -> tuple[RouteState, ...]:
        """States whose weights sum to one; the state of the baseline last."""
        levels = sorted({share for share in self.closed.values() if share > 0})
        found: list[tuple[float, int]] = []
        below = 0.0
        for level in levels:
            bits = sum(bit for bit, share in self.closed.items() if share >= level)
            found.append((level - below, bits))
            below = level
        if below < 1:
            found.append((1 - below, 0))
        seasons: list[tuple[float, ArcticTerms | None]] = [(1.0, None)]
        if self.arctic is not None and self.arctic.weight > 0:
            seasons = [(self.arctic.weight, self.arctic), (1 - self.arctic.weight, None)]
        return tuple(
            RouteState(weight * part, bits, terms) for part, terms in seasons if part > 0 for weight, bits in found
        )


def blend(pair: IntArray, weight: Array, cost_ratio: Array, elasticity: float | Array) -> tuple[Array, Array, Array]:
    """One trade cost and one survival share for a cell whose goods travel in different ways or states.

    With the kernel factor ``m = sum_s w_s k_s**-theta`` and buyers' shares ``f_s = w_s k_s**-theta / m``, the trade
    cost is ``d = 1 / sum_s (f_s / k_s)``, and ``survival * d**-theta = m``, as `multipolar.scenario.border` has it for
    a measure that hits a share of a cell.

    Parameters
    ----------
    pair : (R,) which cell a row belongs to, 0 to N - 1, none left out.
    weight : (R, S) sums to one over the rows and states of a cell.
    cost_ratio : (R, S) above zero, infinite where nothing arrives.
    elasticity : of trade in the cells, one for all or (N,).

    Returns
    -------
    (N,) trade cost, (N,) survival share, (R, S) shares of the buyers' money; cost one and survival zero where nothing
    is left. Where all ratios of a cell are equal the cost is that ratio exactly and all survives.
    """
    count = int(pair.max()) + 1 if pair.size else 0

    def by_cell(values: Array) -> Array:
        return np.asarray(np.bincount(pair, weights=values.sum(axis=1), minlength=count), dtype=np.float64)

    lowest, highest = np.full(count, np.inf), np.zeros(count)
    np.minimum.at(lowest, pair, cost_ratio.min(axis=1))
    np.maximum.at(highest, pair, cost_ratio.max(axis=1))
    by_row = elasticity if isinstance(elasticity, float) else elasticity[pair, None]
    pull = weight * cost_ratio**-by_row
    factor = by_cell(pull)
    left = factor > 0
    safe = np.where(left, factor, 1.0)
    share = pull / safe[pair, None]
    arriving = by_cell(share / cost_ratio)
    cost = np.where(left, 1.0 / np.where(left, arriving, 1.0), 1.0)
    survival = np.where(left, np.minimum(factor * cost**elasticity, 1.0), 0.0)
    same = (lowest == highest) & left
    return np.where(same, lowest, cost), np.where(same, 1.0, survival), np.asarray(share)
