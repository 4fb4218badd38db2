"""What a sweep may anticipate, so that fewer are needed: spending at the newest prices, incomes of whole economies.

Neither moves a solution: both are exactly nothing where a sweep changes nothing.

While inputs are hard to replace, buyers spend more on what becomes dearer. Spending that answers a sweep late makes
prices and sales chase each other. And where labour stays in its sector, an economy's income comes back to itself
through its own purchases: nine tenths of a change are still there a sweep later, in every economy, and no step of
single producers sees it. A small linear model of all economies' incomes, of the labour markets of Alvarez and Lucas
(2007), Journal of Monetary Economics 54(6), section 3, says where such a change will end.

Both are for trade elasticities of shorter horizons. Where buyers turn away at once, quantities move more than incomes
and such a forecast overshoots; the sweeps do without it.
"""

from __future__ import annotations

import numpy as np

from multipolar.arrays import Array
from multipolar.model.blocks import Unknowns
from multipolar.model.settings import Assumptions
from multipolar.model.world import World

# Above this trade elasticity of any importer's sector nothing is anticipated.
LARGEST_ELASTICITY = 3.0
# Part of the loop of incomes that a step makes up for; the rest is left to the sweeps, which are not as linear.
INCOME_LOOP = 0.9
# Part of the trade elasticity with which buyers of an economy's goods turn away within a sweep: its makers pay
# higher prices for inputs only in the next.
WITHIN_A_SWEEP = 0.5


def pays(trade_elasticity: Array) -> bool:
    """Whether anticipating saves sweeps at trade elasticities (J,) or (J, N) while labour is slow."""
    return bool((trade_elasticity <= LARGEST_ELASTICITY).all())


class NewestSpending:
    """Spending on a good after its price has moved, at given incomes and sales of its buyers.

    Parameters
    ----------
    used : (J, N) USD mn that producers spend on each good at baseline.
    """

    def __init__(self, world: World, assumptions: Assumptions, used: Array) -> None:
        by_makers = np.clip(used / world.expenditure_scale, 0.0, 1.0)
        makers, users = 1.0 - assumptions.input_elasticity, 1.0 - assumptions.final_elasticity
        exponent = by_makers * makers + (1.0 - by_makers) * users
        self._exponent = np.where(world.active_price, exponent, 0.0)
        total = used.sum(axis=0)
        self._weight = used / np.where(total > 0, total, 1.0)

    def at(self, spent: Array, log_price: Array, new_log_price: Array) -> Array:
        """(J, N) USD mn; only prices relative to those of all inputs of the economy move spending."""
        moved = new_log_price - log_price
        moved -= np.einsum("jn,jn->n", self._weight, moved)
        moved *= self._exponent
        np.exp(moved, out=moved)
        moved *= spent
        return moved


class IncomeLevels:
    """Where a change of all economies' spending ends after it has gone round the world.

    Parameters
    ----------
    trade_elasticity : (J, N) by importer.
    """

    def __init__(self, world: World, trade_elasticity: Array) -> None:
        flow = np.einsum("jni,jn->ni", world.trade_share, world.expenditure)
        bought = world.expenditure.sum(axis=0)
        sales_share = (flow / _positive(flow.sum(axis=0))).T
        purchase_share = flow / _positive(flow.sum(axis=1))[:, None]
        theta = WITHIN_A_SWEEP * (world.expenditure * trade_elasticity).sum(axis=0) / _positive(bought)
        # Seller i, if spending, wages and prices of economy n rise by one: more is bought, and it is dearer.
        answer = sales_share + (sales_share * theta) @ purchase_share
        answer[np.diag_indices(bought.size)] -= sales_share @ theta
        # Incomes are in units of world value added.
        of_world = world.value_added / world.value_added.sum()
        answer -= np.outer(world.final_expenditure / _positive(bought), of_world @ answer)
        unit = np.eye(bought.size)
        self._beyond = np.linalg.inv(unit - INCOME_LOOP * answer) - unit
        self._scale, self._bought = world.expenditure_scale, world.active_price.astype(np.float64)

    def move(self, at: Unknowns, to: Unknowns) -> None:
        """Take `to`, the sweep's answer to `at`, on to where the change of spending will end."""
        before = np.einsum("jn,jn->n", at.ratio, self._scale)
        after = np.einsum("jn,jn->n", to.ratio, self._scale)
        change = np.clip(after / before - 1.0, -1.0, 1.0)
        rest = self._beyond @ np.where(before > 0, change, 0.0)
        to.log_wage[...] += rest
        to.log_price[...] += rest * self._bought
        to.ratio[...] += rest * at.ratio


def _positive(total: Array) -> Array:
    return np.where(total > 0, total, 1.0)
