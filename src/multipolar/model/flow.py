"""One pass through the equations: what prices, sales and payments are at a point of the unknowns."""

from __future__ import annotations

from dataclasses import dataclass

from multipolar.arrays import Array
from multipolar.model.gravity import Powers
from multipolar.model.production import Costs, Payments


@dataclass(slots=True)
class Flow:
    """One pass from prices to payments. Arrays (J, N).

    Attributes
    ----------
    value_added, labour : (N,) over their baseline.
    """

    costs: Costs
    powers: Powers
    power: Array
    new_price: Array
    spent: Array
    demand: Array
    sales: Array
    payments: Payments
    value_added: Array
    labour: Array
