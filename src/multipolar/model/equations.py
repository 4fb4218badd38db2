"""All equations of the model in one sweep, in changes.

Caliendo and Parro (2015), section 2, with tariffs, export taxes, iceberg costs, survival shares and Responses. Full
names outside, paper symbols here; j sector, n importer, i exporter, k input:

    c[n,j]   = w[n,j]**va[n,j] * prod_k P[n,k]**io[n,k,j]                        (eq. 10)   input cost
    P[n,j]   = (sum_i K[j,n,i] * c[i,j]**-theta[j]) ** (-1/theta[j])               (eq. 11)   price index
    S[i,j]   = sum_n K[j,n,i]/((1+tau')(1+e)) * (c[i,j]/P[n,j])**-theta[j] * X[n,j]           sales
    W[n]     = sum_j va[n,j] * S[n,j] / VA[n]                                      (eq. 14)   labour market
    w[n,j]   = (va S / va S at baseline)**(1/m) * W[n]**(1-1/m)   Galle, Rodriguez-Clare, Yi (2023); m = inf: w = W
    I[n]     = W[n] * VA[n] + tariffs + export taxes + rents + deficit + transfer             income
    X[n,j]   = final[n,j] * I[n] + sum_k io[n,j,k] * S[n,k]                        (eq. 13)   expenditure

World value added is the numeraire. The scale of the wage update is therefore not solved for: the sum of the labour
market equations is the market left unsolved, and its residual is the Walras check.

The unknowns are ``log w``, ``log P``, ``X`` over its baseline, and one block for each Response.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from multipolar.arrays import Array
from multipolar.model.blocks import Layout, NamedBlock
from multipolar.model.feasibility import live_output, open_cells
from multipolar.model.kernel import Kernel, fold, fold_recentred
from multipolar.model.ledger import Ledger, deficits
from multipolar.model.responsive import CellState, ResponsiveCells
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from multipolar.model.world import World

# Powers beyond this (or its inverse) are close enough to the end of floating point to have lost digits.
SMALLEST_POWER = 1e-200
# Trade below a hundredth of this, over value added, is too close to rounding in the accounts to fix a wage by.
SMALLEST_TRADE = 1e-4


# Part of the home input loop that the price step makes up for; the whole of it would overshoot.
HOME_LOOP = 0.7


class Equations:
    """One scenario's equations, with the work space of one solver. Not to be shared between threads.

    Parameters
    ----------
    size : relative size of the shock, for continuation; 1 is the scenario itself.
    """

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
        self.world, self.wedges, self.assumptions, self.closure = world, wedges, assumptions, closure
        self.shock_size = size
        theta = assumptions.trade_elasticity
        folded = fold(world, wedges, theta, size) if kernel is None else kernel
        responses = wedges.responses if size >= 1.0 else tuple(r.at(size) for r in wedges.responses)
        self.kernel = _private(folded, responses)
        self.responsive = ResponsiveCells.of(world, self.kernel, responses, theta)
        self.layout = Layout.of(world.shape, np.isfinite(assumptions.factor_mobility), responses)
        self._theta = np.ascontiguousarray(np.broadcast_to(theta[:, None], world.expenditure.shape))
        self._minus_theta, self._minus_inverse = -self._theta, -1.0 / self._theta
        self._missing = ~world.active_price
        self._any_missing = bool(self._missing.any())
        self._final_scaled = world.final_share / world.expenditure_scale
        self._scale_inverse = 1.0 / world.expenditure_scale
        self._recentred = bool(self.kernel.reference_log_cost.any() or self.kernel.reference_log_price.any())
        self._world_value_added = float(world.value_added.sum())
        sectors, economies, _ = world.shape
        self._by_economy = np.empty((economies, sectors, 1))
        self._cost_by_economy = np.empty((economies, sectors, 1))
        self._use_by_economy = np.empty((economies, sectors, 1))
        self._price_power = np.empty((sectors, economies, 1))
        self._sales = np.empty((sectors, 1, economies))
        self._border = np.empty((self.kernel.taxed.size, economies, 1))
        value_added = world.value_added_share * world.gross_output
        self._sector_value_added = np.where(value_added > 0, value_added, 1.0)
        # A producer that an embargo leaves without any buyer has no sales to set its own wage by.
        self._sold = world.active_output
        if self.layout.specific and wedges.index.size:
            self._sold = world.active_output & live_output(world, open_cells(world, wedges))

    # --- what the solver asks -------------------------------------------------------------------------------------

    @property
    def blocks(self) -> tuple[NamedBlock, ...]:
        """Named slices of the vector of unknowns."""
        return self.layout.blocks

    @property
    def size(self) -> int:
        """Length of the vector of unknowns."""
        return self.layout.size

    def start(self) -> Array:
        """The baseline: nothing has changed. What is not bought has an expenditure ratio of zero."""
        bought = self.world.active_price.astype(np.float64)
        return self.layout.join(np.zeros(self.layout.wage.shape), np.zeros(bought.shape), bought, [])

    def step(self) -> Array:
        """Mixing step of each unknown.

        A wage overshoots where sales are elastic, so its step falls with the elasticity of sales. A price falls short
        by what its own change does to the inputs made at home, so its step makes up for most of that loop.
        """
        world, theta = self.world, self.assumptions.trade_elasticity
        elastic = theta[:, None] * world.contestable_share * world.value_added_share
        if self.layout.specific:
            wage = 1.0 / (1.0 + elastic / self.assumptions.factor_mobility)
        else:
            weight = world.value_added_share * world.gross_output
            wage = 1.5 / (1.0 + 0.3 * (elastic * weight).sum(axis=0) / weight.sum(axis=0))
        price = np.broadcast_to(1.0 / (1.0 - HOME_LOOP * world.home_input_share), self.layout.price.shape)
        ones = np.ones(self.layout.price.shape)
        return self.layout.join(wage, price, ones, [np.ones(r.size) for r in self.responsive.responses])

    def at(self, size: float) -> Equations:
        """The same scenario with its wedges and Responses scaled."""
        return type(self)(self.world, self.wedges, self.assumptions, self.closure, size=size)

    def robust(self) -> Equations:
        """The same equations with wages led by trade balances: slower a sweep, surer far from the baseline."""
        from multipolar.model.balance_form import BalanceEquations  # it builds on this module

        return BalanceEquations(self.world, self.wedges, self.assumptions, self.closure, size=self.shock_size)

    def recentred(self, x: Array) -> Equations:
        """The same equations with the kernel centred on the costs and prices of ``x``."""
        log_wage, log_price, _, _ = self.layout.split(x)
        log_cost = self._log_cost(log_wage, log_price).copy()
        log_price = np.where(self.world.active_price, log_price, 0.0)
        kernel = fold_recentred(
            self.world, self.wedges, self.assumptions.trade_elasticity, log_cost, log_price, self.shock_size
        )
        return type(self)(self.world, self.wedges, self.assumptions, self.closure, size=self.shock_size, kernel=kernel)

    def sweep(self, x: Array) -> Array:
        """One pass through all equations, each using the newest values (Gauss-Seidel)."""
        log_wage, log_price, ratio, unknowns = self.layout.split(x)
        state = self._respond(unknowns)
        spent = ratio * self.world.expenditure_scale
        cost_power, power, new_price = self._prices(log_wage, log_price)
        demand = spent / power
        sales = self._sell(cost_power, demand)
        change = self._value_added_change(sales)
        scale = float(change @ self.world.value_added) / self._world_value_added
        normalised = change / scale
        new_wage = self._wages(sales, change, scale)
        income = self._ledger(normalised, cost_power, demand, spent, sales, state).income
        out = np.empty(self.layout.size)
        wage_out, price_out, ratio_out, unknowns_out = self.layout.split(out)
        wage_out[...] = new_wage
        price_out[...] = new_price
        np.multiply(self._inputs_needed(sales), self._scale_inverse, out=ratio_out)
        ratio_out += self._final_scaled * income
        if state is not None:
            self._update_responses(unknowns, unknowns_out, cost_power, demand)
        return out

    def residuals(self, x: Array) -> dict[str, Array]:
        """Every equation group at ``x``, evaluated without reusing the sweep's shortcuts.

        ``price`` and ``wage`` are log differences, ``expenditure`` is relative to the baseline. ``numeraire`` and
        ``budget`` (each economy's imports minus exports against its deficit, over value added or a hundred times its
        foreign trade, whichever is smaller) are identities that no sweep of this form imposes. ``income`` is zero
        where final users have something to spend, else one and more.
        """
        log_wage, log_price, ratio, unknowns = self.layout.split(x)
        state = self._respond(unknowns)
        spent = ratio * self.world.expenditure_scale
        cost_power, power, implied_price = self._prices(log_wage, log_price)
        if not self._recentred and not (power.min() > SMALLEST_POWER and cost_power.max() < 1.0 / SMALLEST_POWER):
            return self.recentred(x).residuals(x)  # digits were lost: the same equations in range
        demand = spent * np.exp((log_price - self.kernel.reference_log_price) * self._theta)
        demand[self._missing] = 0.0
        sales = self._sell(cost_power, demand)
        change = self._value_added_change(sales)
        ledger = self._ledger(change, cost_power, demand, spent, sales, state)
        needed = self._inputs_needed(sales) + self.world.final_share * ledger.income
        active = self.world.active_price
        residuals = {
            "price": np.where(active, log_price - implied_price, 0.0),
            "wage": log_wage - self._wages(sales, change, 1.0),
            "expenditure": np.where(active, (spent - needed) / self.world.expenditure_scale, 0.0),
            "numeraire": np.array([float(change @ self.world.value_added) / self._world_value_added - 1.0]),
            "budget": self._budget_gap(cost_power, demand, ledger),
            # All equations may hold where an economy would have to lend more than it earns; nobody can live there.
            "income": np.where(ledger.income > 0, 0.0, 1.0 - ledger.income / self.world.final_expenditure),
        }
        if state is not None:
            quantity = self._quantity(cost_power, demand)
            for response, where, unknown in zip(
                self.responsive.responses, self.responsive.positions, unknowns, strict=True
            ):
                before = self.responsive.quantity_baseline[where]
                residuals[f"response {response.name}"] = response.residual(unknown, quantity[where], before)
        return residuals

    def _budget_gap(self, cost_power: Array, demand: Array, ledger: Ledger) -> Array:
        """(N,) imports less exports less what pays for the difference.

        Over value added alone, the wage of an economy that hardly trades would go unchecked.
        """
        home = np.einsum("jnn->jn", self.kernel.border) * cost_power * demand
        volume = ledger.imports + ledger.exports - 2.0 * home.sum(axis=0)
        if (volume > 0.01 * self.world.value_added).all():
            return np.asarray((ledger.imports - ledger.exports - ledger.external) / self.world.value_added)
        # Exact where the difference of two large totals would not be.
        exports, imports = self._foreign_trade(cost_power, demand)
        volume = exports + imports
        scale = np.where(volume > 0, np.minimum(1.0, 100.0 * volume / self.world.value_added), 1.0)
        scale = self.world.value_added * np.maximum(scale, SMALLEST_TRADE)
        return np.asarray((imports - exports - ledger.external) / scale)

    def _foreign_trade(self, cost_power: Array, demand: Array) -> tuple[Array, Array]:
        """(N,) exports and imports at border prices, home sales left out."""
        foreign = self.kernel.border.copy()
        np.einsum("jnn->jn", foreign)[...] = 0.0
        exports = cost_power * np.matmul(demand[:, None, :], foreign)[:, 0, :]
        imports = demand * np.matmul(foreign, cost_power[:, :, None])[:, :, 0]
        return exports.sum(axis=0), imports.sum(axis=0)

    # --- what results ask -----------------------------------------------------------------------------------------

    def ledger(self, x: Array) -> Ledger:
        """All revenue, rent and transfers at ``x``."""
        log_wage, log_price, ratio, unknowns = self.layout.split(x)
        state = self._respond(unknowns)
        spent = ratio * self.world.expenditure_scale
        cost_power, power, _ = self._prices(log_wage, log_price)
        demand = spent / power
        sales = self._sell(cost_power, demand)
        change = self._value_added_change(sales)
        return self._ledger(change, cost_power, demand, spent, sales, state)

    def log_cost(self, x: Array) -> Array:
        """(J, N) log change of the input cost at ``x``."""
        log_wage, log_price, _, _ = self.layout.split(x)
        return self._log_cost(log_wage, log_price).copy()

    def trade_share(self, x: Array) -> Array:
        """(J, N, N) trade shares at ``x``; sum to one over exporters wherever something is bought."""
        log_wage, log_price, _, unknowns = self.layout.split(x)
        self._respond(unknowns)
        cost_power, power, _ = self._prices(log_wage, log_price)
        share = self.kernel.buyer * cost_power[:, None, :]
        share /= power[:, :, None]
        return share

    def border_share(self, x: Array) -> Array:
        """(J, N, N) part of a buyer's dollar that each seller's border receives, after tariffs and rents."""
        log_wage, log_price, _, unknowns = self.layout.split(x)
        self._respond(unknowns)
        cost_power, power, _ = self._prices(log_wage, log_price)
        share = self.kernel.border * cost_power[:, None, :]
        share /= power[:, :, None]
        return share

    # --- equations ------------------------------------------------------------------------------------------------

    def _respond(self, unknowns: list[Array]) -> CellState | None:
        if not self.responsive.responses:
            return None
        state = self.responsive.state(unknowns)
        self.responsive.apply(state, self.kernel)
        return state

    def _log_cost(self, log_wage: Array, log_price: Array) -> Array:
        self._by_economy[:, :, 0] = log_price.T
        np.matmul(self.world.input_by_use, self._by_economy, out=self._cost_by_economy)
        cost = self.world.value_added_share * log_wage
        cost += self._cost_by_economy[:, :, 0].T
        return cost

    def _prices(self, log_wage: Array, log_price: Array) -> tuple[Array, Array, Array]:
        """``c**-theta``, ``P**-theta`` (one where nothing is bought) and ``log P``; the last two newly computed."""
        cost = self._log_cost(log_wage, log_price)
        if self._recentred:
            cost -= self.kernel.reference_log_cost
        cost *= self._minus_theta
        cost_power = np.exp(cost, out=cost)
        np.matmul(self.kernel.buyer, cost_power[:, :, None], out=self._price_power)
        power = self._price_power[:, :, 0].copy()
        if self._any_missing:
            power[self._missing] = 1.0
        new_price = np.log(power)
        new_price *= self._minus_inverse
        if self._recentred:
            new_price += self.kernel.reference_log_price
        return cost_power, power, new_price

    def _sell(self, cost_power: Array, demand: Array) -> Array:
        np.matmul(demand[:, None, :], self.kernel.seller, out=self._sales)
        return cost_power * self._sales[:, 0, :]

    def _inputs_needed(self, sales: Array) -> Array:
        self._by_economy[:, :, 0] = sales.T
        np.matmul(self.world.input_by_input, self._by_economy, out=self._use_by_economy)
        needed: Array = self._use_by_economy[:, :, 0].T
        return needed

    def _value_added_change(self, sales: Array) -> Array:
        total: Array = np.einsum("jn,jn->n", self.world.value_added_share, sales)
        return total / self.world.value_added

    def _wages(self, sales: Array, change: Array, scale: float) -> Array:
        """Log wages over the numeraire: by economy while labour is mobile, else by sector and economy."""
        level = np.log(change / scale)
        if not self.layout.specific:
            return np.asarray(level)
        m = self.assumptions.factor_mobility
        sector = self.world.value_added_share * sales / (self._sector_value_added * scale)
        log_sector = np.log(np.where(self._sold, sector, 1.0))
        return np.where(self._sold, log_sector / m + (1.0 - 1.0 / m) * level, level)

    def _ledger(
        self,
        change: Array,
        cost_power: Array,
        demand: Array,
        spent: Array,
        sales: Array,
        state: CellState | None,
    ) -> Ledger:
        kernel, world = self.kernel, self.world
        economies = world.value_added.size
        taxed = kernel.taxed
        at_border = spent.sum(axis=0)
        levied = np.zeros(economies)
        if taxed.size:
            np.matmul(kernel.border_taxed, cost_power[taxed][:, :, None], out=self._border)
            levied = (spent[taxed] - demand[taxed] * self._border[:, :, 0]).sum(axis=0)
            at_border = at_border - levied
        export_tax = np.zeros(economies)
        if kernel.has_export_tax:
            gross = cost_power * np.matmul(demand[:, None, :], kernel.border)[:, 0, :]
            export_tax = (gross - sales).sum(axis=0)
        rent = rent_paid = rent_received = np.zeros(economies)
        if state is not None:
            cells = self.responsive
            value = cells.border_value(kernel.border.ravel()[cells.cells], cost_power, demand)
            by_cell = cells.rent(state, value)
            rent = np.zeros(economies)
            np.add.at(rent, cells.importer, by_cell)
            rent_paid, rent_received = cells.to_exporters(state, by_cell, economies)
        return Ledger.of(
            value_added=change * world.value_added,
            tariff_revenue=levied - rent,
            export_tax_revenue=export_tax,
            rent=rent,
            rent_paid_abroad=rent_paid,
            rent_received_abroad=rent_received,
            deficit=deficits(world, self.closure, change),
            transfer=self.wedges.transfer * self.shock_size,
            imports=at_border,
            exports=sales.sum(axis=0) + export_tax,
        )

    # --- responses ------------------------------------------------------------------------------------------------

    def _quantity(self, cost_power: Array, demand: Array) -> Array:
        """(M,) quantities on the responsive cells at baseline basic prices, after iceberg losses."""
        cells = self.responsive
        value = cells.border_value(self.kernel.border.ravel()[cells.cells], cost_power, demand)
        log_price = np.log(cost_power[cells.sector, cells.exporter]) / -cells.elasticity
        log_price += self.kernel.reference_log_cost[cells.sector, cells.exporter]
        log_price += self.kernel.log_price_factor_on(cells.cells)
        return np.asarray(value * np.exp(-log_price))

    def _update_responses(self, unknowns: list[Array], out: list[Array], cost_power: Array, demand: Array) -> None:
        cells = self.responsive
        quantity = self._quantity(cost_power, demand)
        for response, where, unknown, target in zip(cells.responses, cells.positions, unknowns, out, strict=True):
            before = cells.quantity_baseline[where]
            target[...] = response.update(unknown, quantity[where], before, cells.elasticity[where])


def _private(kernel: Kernel, responses: tuple[object, ...]) -> Kernel:
    """A kernel whose responsive cells may be overwritten. Every sector counts as taxed: rent may arise in any."""
    if not responses:
        return kernel
    border = kernel.border.copy()
    return replace(
        kernel,
        buyer=kernel.buyer.copy(),
        border=border,
        seller=border if kernel.seller is kernel.border else kernel.seller.copy(),
        taxed=np.arange(border.shape[0], dtype=np.int64),
        border_taxed=border,
    )
