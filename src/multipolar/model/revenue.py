"""What is collected on the way from seller to buyer: tariffs, export taxes, and the rents of Responses."""

from __future__ import annotations

import numpy as np

from multipolar.arrays import Array
from multipolar.model.flow import Flow
from multipolar.model.gravity import Gravity
from multipolar.model.kernel import Kernel
from multipolar.model.responsive import CellState, ResponsiveCells


def collected(kernel: Kernel, gravity: Gravity, flow: Flow, spent: Array) -> tuple[Array, Array]:
    """(N,) tariffs and rents that buyers pay above the border price, and (N,) export taxes; USD mn.

    Parameters
    ----------
    spent : (J, N) expenditure at buyers' prices.
    """
    economies = spent.shape[1]
    levied, export_tax = np.zeros(economies), np.zeros(economies)
    taxed = kernel.taxed
    if taxed.size:
        at_the_border = gravity.bought_at_border(flow.powers)
        levied = (spent[taxed] - flow.demand[taxed] * at_the_border).sum(axis=0)
    if kernel.has_export_tax:
        gross = gravity.sold(kernel.border, flow.powers, flow.demand)
        export_tax = (gross - flow.sales).sum(axis=0)
    return levied, export_tax


def rents(cells: ResponsiveCells, state: CellState, value: Array, economies: int) -> tuple[Array, Array, Array]:
    """(N,) rents that arise with each buyer, and what of them is paid and received abroad; USD mn.

    Parameters
    ----------
    value : (M,) at the border, on the responsive cells.
    """
    by_cell = cells.rent(state, value)
    rent = np.zeros(economies)
    np.add.at(rent, cells.importer, by_cell)
    paid, received = cells.rent_abroad(state, by_cell, economies)
    return rent, paid, received
