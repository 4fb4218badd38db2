"""The same equations with wages led by trade balances: the sure-footed form, for what plain mixing cannot do.

In the labour-market form an almost closed economy's wage hardly responds to its own error: sales at home follow the
wage wherever it goes, and the signal has the size of its foreign trade. Here each wage moves with the excess of what
foreigners pay over what it pays them, relative to that trade (the price adjustment of Alvarez and Lucas 2007, Journal
of Monetary Economics 54(6), section 3), so the signal does not fade with openness. By Walras' law both forms have the
same solutions; `Equations.residuals` judges both.
"""

from __future__ import annotations

import numpy as np

from multipolar.arrays import Array
from multipolar.model.equations import Equations
from multipolar.model.flow import Flow
from multipolar.model.kernel import Kernel
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from multipolar.model.world import World

# Over value added: far above the rounding of accounts, far below the tolerance of a solve.
ROUNDING = 1e-12


class BalanceEquations(Equations):
    """`Equations` whose sweep finds wages from trade balances."""

    def __init__(
        self,
        world: World,
        wedges: Wedges,
        assumptions: Assumptions,
        closure: Closure,
        *,
        size: float = 1.0,
        kernel: Kernel | None = None,
    ) -> None:
        super().__init__(world, wedges, assumptions, closure, size=size, kernel=kernel)
        flow = world.trade_share * world.expenditure[:, :, None] * (1.0 - np.eye(world.value_added.size))
        traded = flow.sum(axis=1) + flow.sum(axis=2)
        total = traded.sum(axis=0)
        theta = (self._theta * traded).sum(axis=0) / np.where(total > 0, total, 1.0)
        # A wage that falls by one log point brings in about theta log points of net trade. A third of the answer to
        # that leaves prices and expenditure the time to follow, so that plain steps converge from far away.
        self._gain = 0.6 / (1.0 + theta)
        production = self.production
        self._sector_weight = production.labour_baseline / production.labour_total
        self._labour_part = production.labour_total / world.value_added

    def step(self) -> Array:
        """The gain of each wage is in the sweep; wages apart by sector still overshoot where sales are elastic."""
        step = super().step()
        if not self.layout.specific:
            self.layout.wage.of(step)[...] = 1.0
        return step

    def sweep(self, x: Array) -> Array:
        """One pass: prices, sales and expenditure at the wages of ``x``, then wages from trade balances."""
        at = self.layout.split(x)
        state = self._respond(at.responses)
        spent = at.ratio * self.world.expenditure_scale
        flow = self._flow(at, spent)
        level, rent = self._level(at.log_wage), self._log_rent(flow)
        value_added = self._earned(level, rent)
        scale = float(value_added @ self.world.value_added) / self._world_value_added
        level = level - np.log(scale)
        ledger = self._ledger(value_added / scale, flow, spent, state)
        exports, imports = self._foreign_trade(flow)
        # Rounding in the accounts is no deficit; next to hardly any trade it would pass for one.
        external = np.where(np.abs(ledger.external) > ROUNDING * self.world.value_added, ledger.external, 0.0)
        volume = exports + imports + np.abs(external)
        gap = (exports + external - imports) / np.where(volume > 0, volume, 1.0)
        new_level = level + self._gain * gap
        out = np.empty(self.layout.size)
        to = self.layout.split(out)
        to.log_wage[...] = self._spread(new_level - self._log_world(new_level, rent), flow.payments.labour)
        self._finish_sweep(at, to, flow, 1.0, ledger.income)
        return out

    def _log_rent(self, flow: Flow) -> Array:
        """(R, N) log rents of resources; nothing is earned where nothing is sold."""
        here = self.production.resource_sectors
        return np.where(self._sold[here], flow.costs.rent, -np.inf) if here.size else flow.costs.rent

    def _earned(self, level: Array, log_rent: Array) -> Array:
        """(N,) value added over its baseline at wage levels and rents of resources."""
        earned = self._labour_part * np.exp(level)
        if log_rent.size:
            rents = (self.production.rent_baseline * np.exp(log_rent)).sum(axis=0)
            earned = earned + rents / self.world.value_added
        return np.asarray(earned)

    def _log_world(self, level: Array, log_rent: Array) -> float:
        """Log of world value added over its baseline at wage levels (N,) and rents (R, N)."""
        top = float(level.max())
        earned = self._earned(level - top, log_rent - top)
        return top + float(np.log(earned @ self.world.value_added / self._world_value_added))

    def _level(self, log_wage: Array) -> Array:
        """(N,) economy-wide wage level; with specific labour, the mean that its supply implies."""
        if not self.layout.specific:
            return log_wage
        m = self.assumptions.factor_mobility
        top = log_wage.max(axis=0)
        mean = (self._sector_weight * np.exp(m * (log_wage - top))).sum(axis=0)
        return np.asarray(top + np.log(mean) / m)

    def _spread(self, level: Array, labour: Array) -> Array:
        """Wages by sector around the level, as labour income (J, N) has it; the level itself while labour is mobile."""
        if not self.layout.specific:
            return level
        m = self.assumptions.factor_mobility
        share = labour / labour.sum(axis=0)
        sold = self._sold & (share > 0)
        relative = np.log(np.where(sold, share, 1.0) / np.where(sold, self._sector_weight, 1.0))
        return np.asarray(level + np.where(sold, relative, 0.0) / m)
