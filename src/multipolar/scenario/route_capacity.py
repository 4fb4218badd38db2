"""Corridors cannot carry more than they can: the shadow price of a full one.

Demand for a corridor is taken at the baseline's trade volumes, not at those of the new equilibrium, so that everything
is known before the solve. A corridor ``k`` that would carry more than its capacity gets a surcharge ``lambda_k >= 0``
on the log of its cost for all who use it, complementary to ``carried <= capacity``.

Goods whose every other way is closed stay whatever it costs. The surcharge therefore ends at `LARGEST`, and a corridor
there may carry more than it can: whoever asked must say so.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from multipolar.arrays import Array
from multipolar.errors import AssumptionError

TOLERANCE = 1e-10
ROUNDS = 300
FLATTEST = 0.02
LARGEST = 3.0
"""In logs, twenty times the cost of carriage: at baseline volumes what stays then has no other way."""


def shadow_prices(carried: Callable[[Array], Array], capacity: Array, elasticity: float) -> Array:
    """(K,) surcharges on the log cost of the corridors at which none carries more than it can, or that are `LARGEST`.

    Each surcharge moves by its own secant of log demand; what others do to it is made good in the next round.

    Parameters
    ----------
    carried : what each corridor carries at given surcharges, (K,) to (K,); falls in its own surcharge and does not fall
        in those of the others.
    capacity : (K,) positive, in the unit of `carried`; infinite where unlimited.
    elasticity : of relative use, the steepest that log demand can fall in the surcharge.

    Raises
    ------
    AssumptionError
        If a capacity is not positive, or no surcharges were found.
    """
    if not (capacity > 0).all():
        raise AssumptionError("corridor", "capacity must be above zero", remedy="Make its carriage dearer instead.")
    limited = np.isfinite(capacity)
    price, slope = np.zeros(capacity.size), np.full(capacity.size, elasticity)
    excess = _excess(carried(price), capacity)
    for _ in range(ROUNDS):
        # Where a corridor has room to spare, its surcharge falls, to zero at most.
        trial = np.where(limited, np.clip(price + excess / slope, 0.0, LARGEST), 0.0)
        if np.abs(trial - price).max(initial=0.0) <= TOLERANCE:
            return trial
        after = _excess(carried(trial), capacity)
        step = trial - price
        moved = np.abs(step) > 1e-6
        secant = np.where(moved, -(after - excess) / np.where(moved, step, 1.0), slope)
        slope = np.where(np.isfinite(secant), np.clip(secant, FLATTEST * elasticity, elasticity), slope)
        price, excess = trial, after
    raise AssumptionError("corridors", f"no shadow prices after {ROUNDS} rounds", remedy="Relax a capacity.")


def _excess(carried: Array, capacity: Array) -> Array:
    """Log of what is carried over what can be; very negative where nothing is carried or there is no limit."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.maximum(np.log(carried) - np.log(capacity), -1e3))
