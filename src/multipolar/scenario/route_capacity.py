"""Corridors cannot carry more than they can: the shadow price of a full one.

Demand for a corridor is taken at the baseline's trade volumes, not at those of the new equilibrium, so that everything is
known before the solve. A corridor ``k`` that would carry more than its capacity gets a surcharge ``lambda_k >= 0`` on the
log of its cost for all who use it, complementary to ``carried <= capacity``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from multipolar.arrays import Array
from multipolar.errors import AssumptionError

TOLERANCE = 1e-10
ROUNDS = 200


def shadow_prices(carried: Callable[[Array], Array], capacity: Array) -> Array:
    """(K,) surcharges on the log cost of the corridors at which none carries more than its capacity.

    Parameters
    ----------
    carried : what each corridor carries at given surcharges, (K,) to (K,); falls in its own surcharge and does not fall in
        those of the others.
    capacity : (K,) positive, in the unit of `carried`; infinite where unlimited.

    Raises
    ------
    AssumptionError
        If a capacity is not positive, or no surcharges were found.
    """
    if not (capacity > 0).all():
        raise AssumptionError("corridor", "capacity must be above zero", remedy="Close the corridor instead.")
    price = np.zeros(capacity.size)
    for _ in range(ROUNDS):
        before = price.copy()
        for k in np.flatnonzero(np.isfinite(capacity)):
            price[k] = _own_price(carried, price, int(k), float(capacity[k]))
        if np.abs(price - before).max(initial=0.0) <= TOLERANCE:
            return price
    raise AssumptionError("corridors", f"no shadow prices after {ROUNDS} rounds", remedy="Relax a capacity.")


def _own_price(carried: Callable[[Array], Array], price: Array, k: int, capacity: float) -> float:
    """Surcharge of one corridor, those of the others given: zero, or where it is just full. Bisection."""

    def excess(own: float) -> float:
        trial = price.copy()
        trial[k] = own
        return float(carried(trial)[k]) - capacity

    if excess(0.0) <= capacity * 1e-12:
        return 0.0
    low, high = 0.0, 1.0
    while excess(high) > 0:
        low, high = high, 2 * high
        if high > 100:
            raise AssumptionError("corridor", f"carries more than its capacity at any price (position {k})")
    while high - low > TOLERANCE / 10:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return high
