"""All equations of the model in one sweep, in changes.

Caliendo and Parro (2015), section 2, with tariffs, export taxes, iceberg costs, survival shares, Responses, specific
factors, resources and nests of constant elasticity. Full names outside, paper symbols here; j sector, n importer, i
exporter, k input:

    c[n,j]   = C(w[n,j], P[n,.], r[n,j])                                           (eq. 10)   see `model.production`
    P[n,j]   = (sum_i K[j,n,i] * c[i,j]**-theta[j]) ** (-1/theta[j])               (eq. 11)   price index
    S[i,j]   = sum_n K[j,n,i]/((1+tau')(1+e)) * (c[i,j]/P[n,j])**-theta[j] * X[n,j]           sales
    W[n]     = sum_j labour(S[n,j]) / labour at baseline                           (eq. 14)   labour market
    w[n,j]   = (labour(S) / at baseline)**(1/m) * W[n]**(1-1/m)    Galle, Rodriguez-Clare, Yi (2023); m = inf: w = W
    r[n,j]   : what users pay for the resource buys the quantity there is                     resource market
    I[n]     = labour and resource income + tariffs + export taxes + rents + deficit + transfer
    X[n,j]   = final'[n,j] * I[n] + sum_k io'[n,j,k] * S[n,k]                      (eq. 13)   expenditure

World value added is the numeraire. The scale of the wage update is therefore not solved for: the sum of the labour
market equations is the market left unsolved, and its residual is the Walras check.

The unknowns are ``log w``, ``log P``, ``X`` over its baseline, each resource's place on its supply curve
(sales over the cost of all but the resource, log), and one block for each Response.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from multipolar.arrays import Array
from multipolar.model.blocks import Layout, NamedBlock, Unknowns
from multipolar.model.feasibility import live_output, open_cells
from multipolar.model.flow import Flow
from multipolar.model.gravity import Gravity
from multipolar.model.kernel import Kernel, fold, fold_recentred
from multipolar.model.ledger import Ledger, deficits
from multipolar.model.nest import COBB_DOUGLAS
from multipolar.model.newest import IncomeLevels, NewestSpending, pays
from multipolar.model.production import Production
from multipolar.model.responses import Market, ResponseState
from multipolar.model.responsive import CellState, ResponsiveCells
from multipolar.model.revenue import collected, rents
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from multipolar.model.world import World

# Powers beyond this (or its inverse) are close enough to the end of floating point to have lost digits.
SMALLEST_POWER = 1e-200
# Trade below a hundredth of this, over value added, is too close to rounding in the accounts to fix a wage by.
SMALLEST_TRADE = 1e-4


# Part of the home input loop that the price step makes up for; the whole of it would overshoot.
HOME_LOOP = 0.7
# Where sweeps anticipate spending and incomes the loop is more than made up for: the price step is below one.
ANTICIPATED_LOOP = -0.15


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
        self.production = Production(world, assumptions)
        self.gravity = Gravity(self.kernel, theta, ~world.active_price)
        resources = self.production.resource_sectors
        specific = bool(np.isfinite(assumptions.factor_mobility))
        self.layout = Layout.of(world.shape, specific, responses, resources.size)
        self._theta = self.gravity.theta
        self._missing = ~world.active_price
        self._sales_elasticity = world.contestable_share * self._theta
        self._scale_inverse = 1.0 / world.expenditure_scale
        self._final_scaled = world.final_share / world.expenditure_scale
        self._constant_final = abs(assumptions.final_elasticity - 1.0) < COBB_DOUGLAS
        self._world_value_added = float(world.value_added.sum())
        labour = self.production.labour_baseline
        # A producer that an embargo leaves without any buyer has no sales to set its own wage or rent by.
        self._sold = world.active_output & (labour > 0)
        if (specific or resources.size) and wedges.index.size:
            self._sold = self._sold & live_output(world, open_cells(world, wedges))
        here = self.production.resource_sectors
        self._resource_output = np.where(self._sold[here], world.gross_output[here], 1.0)
        self._unsold, self._any_unsold = np.where(self._sold, 0.0, 1.0), not bool(self._sold.all())
        self._labour_inverse = np.where(self._sold, 1.0 / np.where(labour > 0, labour, 1.0), 0.0)
        self._spending: NewestSpending | None = None
        self._levels: IncomeLevels | None = None
        if specific and pays(theta):
            used = self.production.inputs_at_baseline()
            self._spending = NewestSpending(world, assumptions, used)
            self._levels = IncomeLevels(world, self._theta)

    # --- what the solver asks -------------------------------------------------------------------------------------

    @property
    def memory(self) -> int:
        """Differences that are worth keeping: more where wages and rents by sector make slow modes."""
        return 10 if self.assumptions.is_cobb_douglas and not self.layout.specific else 18

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

        A wage overshoots where sales are elastic, so its step falls with the elasticity of sales; where labour is hard
        to replace, dearer labour earns more, and the step rises. A price falls short by what its own change does to the
        inputs made at home, so while wages are those of economies its step makes up for most of that loop.
        """
        world = self.world
        elastic = self._sales_elasticity * world.value_added_share
        loop = HOME_LOOP * world.home_input_share
        if self.layout.specific:
            nest = (1.0 - self.assumptions.value_added_elasticity) * (1.0 - world.value_added_share)
            wage = 1.0 / (1.0 + (elastic - nest) / self.assumptions.factor_mobility)
            wage[self.production.resource_sectors] = 1.0  # the sweep has their Newton step
            # Wages by sector follow prices, and make up for the loop themselves.
            loop = np.full(loop.shape, 0.0 if self._levels is None else ANTICIPATED_LOOP)
        else:
            weight = world.value_added_share * world.gross_output
            wage = 1.5 / (1.0 + 0.3 * (elastic * weight).sum(axis=0) / weight.sum(axis=0))
        price = np.broadcast_to(1.0 / (1.0 - loop), self.layout.price.shape)
        ones = np.ones(self.layout.price.shape)
        return self.layout.join(wage, price, ones, [r.step() for r in self.responsive.responses], 1.0)

    def at(self, size: float) -> Equations:
        """The same scenario with its wedges and Responses scaled."""
        return type(self)(self.world, self.wedges, self.assumptions, self.closure, size=size)

    def robust(self) -> Equations:
        """The same equations with wages led by trade balances: slower a sweep, surer far from the baseline."""
        from multipolar.model.balance_form import BalanceEquations  # it builds on this module

        return BalanceEquations(self.world, self.wedges, self.assumptions, self.closure, size=self.shock_size)

    def recentred(self, x: Array) -> Equations:
        """The same equations with the kernel centred on the costs and prices of ``x``."""
        at = self.layout.split(x)
        log_cost = self.production.costs(at.log_wage, at.log_price, at.supply).unit.copy()
        log_price = np.where(self.world.active_price, at.log_price, 0.0)
        kernel = fold_recentred(
            self.world, self.wedges, self.assumptions.trade_elasticity, log_cost, log_price, self.shock_size
        )
        return type(self)(self.world, self.wedges, self.assumptions, self.closure, size=self.shock_size, kernel=kernel)

    def sweep(self, x: Array) -> Array:
        """One pass through all equations, each using the newest values (Gauss-Seidel)."""
        at = self.layout.split(x)
        state = self._respond(at.responses)
        flow = self._flow(at, at.ratio * self.world.expenditure_scale, newest=self._spending)
        scale = float(flow.value_added @ self.world.value_added) / self._world_value_added
        income = self._ledger(flow.value_added / scale, flow, flow.spent, state).income
        out = np.empty(self.layout.size)
        to = self.layout.split(out)
        to.log_wage[...] = self._wages(flow, scale)
        self._finish_sweep(at, to, flow, scale, income)
        if self._levels is not None:
            self._levels.move(at, to)
        return out

    def _finish_sweep(self, at: Unknowns, to: Unknowns, flow: Flow, scale: float, income: Array) -> None:
        """Everything but wages: prices, expenditure, rents of resources, Responses."""
        to.log_price[...] = flow.new_price
        # Spending shares at the newest prices: at the old ones they would answer a sweep late, and overshoot.
        costs = self.production.repriced(flow.costs, flow.new_price)
        needed = self.production.inputs(costs, flow.payments, flow.sales)
        np.multiply(needed, self._scale_inverse, out=to.ratio)
        to.ratio[...] += self._final_demand(flow.new_price, income)
        if self.production.resource_sectors.size:
            here = self.production.resource_sectors
            sold = self._sold[here]
            gap = self.production.supply_gap(flow.costs, at.supply, self._resource_sales(flow, scale))
            wage_gap = to.log_wage[here] - at.log_wage[here] if self.layout.specific else np.zeros(gap.shape)
            supply, wage = self.production.moves(flow.costs, gap, wage_gap, self._sales_elasticity)
            to.supply[...] = np.where(sold, at.supply + supply, 0.0)
            if self.layout.specific:
                to.log_wage[here] = np.where(sold, at.log_wage[here] + wage, to.log_wage[here])
        if self.responsive.responses:
            self._update_responses(at, to, flow)

    def residuals(self, x: Array) -> dict[str, Array]:
        """Every equation group at ``x``, evaluated without reusing the sweep's shortcuts.

        ``price``, ``wage`` and ``rent`` are log differences, ``expenditure`` is relative to the baseline. ``numeraire``
        and ``budget`` (each economy's imports minus exports against its deficit, over value added or a hundred times
        its foreign trade, whichever is smaller) are identities that no sweep of this form imposes. ``income`` is zero
        where final users have something to spend, else one and more.
        """
        at = self.layout.split(x)
        state = self._respond(at.responses)
        spent = at.ratio * self.world.expenditure_scale
        flow = self._flow(at, spent)
        cost_power = flow.powers.common
        if not self.gravity.recentred and not (
            flow.power.min() > SMALLEST_POWER and cost_power.max() < 1.0 / SMALLEST_POWER
        ):
            return self.recentred(x).residuals(x)  # digits were lost: the same equations in range
        demand = spent * np.exp((at.log_price - self.kernel.reference_log_price) * self._theta)
        demand[self._missing] = 0.0
        flow = self._flow(at, spent, demand)
        ledger = self._ledger(flow.value_added, flow, spent, state)
        final = self.production.final_shares(at.log_price) * ledger.income
        needed = self.production.inputs(flow.costs, flow.payments, flow.sales) + final
        active = self.world.active_price
        residuals = {
            "price": np.where(active, at.log_price - flow.new_price, 0.0),
            "wage": at.log_wage - self._wages(flow, 1.0),
            "expenditure": np.where(active, (spent - needed) / self.world.expenditure_scale, 0.0),
            "numeraire": np.array([float(flow.value_added @ self.world.value_added) / self._world_value_added - 1.0]),
            "budget": self._budget_gap(flow, ledger),
            # All equations may hold where an economy would have to lend more than it earns; nobody can live there.
            "income": np.where(ledger.income > 0, 0.0, 1.0 - ledger.income / self.world.final_expenditure),
        }
        here = self.production.resource_sectors
        if here.size:
            gap = self.production.supply_gap(flow.costs, at.supply, self._resource_sales(flow, 1.0))
            residuals["rent"] = np.where(self._sold[here], gap, at.supply)
        for response, unknown, market in zip(
            self.responsive.responses, at.responses, self._markets(at, flow), strict=True
        ):
            residuals[f"response {response.name}"] = response.residual(unknown, market)
        return residuals

    def _budget_gap(self, flow: Flow, ledger: Ledger) -> Array:
        """(N,) imports less exports less what pays for the difference.

        Over value added alone, the wage of an economy that hardly trades would go unchecked.
        """
        home = np.einsum("jnn->jn", self.kernel.border) * self._home_power(flow) * flow.demand
        volume = ledger.imports + ledger.exports - 2.0 * home.sum(axis=0)
        if (volume > 0.01 * self.world.value_added).all():
            return np.asarray((ledger.imports - ledger.exports - ledger.external) / self.world.value_added)
        # Exact where the difference of two large totals would not be.
        exports, imports = self._foreign_trade(flow)
        volume = exports + imports
        scale = np.where(volume > 0, np.minimum(1.0, 100.0 * volume / self.world.value_added), 1.0)
        scale = self.world.value_added * np.maximum(scale, SMALLEST_TRADE)
        return np.asarray((imports - exports - ledger.external) / scale)

    def _home_power(self, flow: Flow) -> Array:
        if flow.powers.apart is None:
            return flow.powers.common
        sector, economy = np.divmod(np.arange(flow.demand.size, dtype=np.int64), flow.demand.shape[1])
        return self.gravity.on_cells(flow.powers, sector, economy, economy).reshape(flow.demand.shape)

    def _foreign_trade(self, flow: Flow) -> tuple[Array, Array]:
        """(N,) exports and imports at border prices, home sales left out."""
        foreign = self.kernel.border.copy()
        np.einsum("jnn->jn", foreign)[...] = 0.0
        exports = self.gravity.sold(foreign, flow.powers, flow.demand)
        imports = flow.demand * self.gravity.bought(foreign, flow.powers)
        return exports.sum(axis=0), imports.sum(axis=0)

    # --- what results ask -----------------------------------------------------------------------------------------

    def _at(self, x: Array) -> tuple[Unknowns, Array, Flow, CellState | None]:
        at = self.layout.split(x)
        state = self._respond(at.responses)
        spent = at.ratio * self.world.expenditure_scale
        return at, spent, self._flow(at, spent), state

    def ledger(self, x: Array) -> Ledger:
        """All revenue, rent and transfers at ``x``."""
        _, spent, flow, state = self._at(x)
        return self._ledger(flow.value_added, flow, spent, state)

    def log_cost(self, x: Array) -> Array:
        """(J, N) log change of the unit cost at ``x``."""
        return self._at(x)[2].costs.unit.copy()

    def log_rent(self, x: Array) -> Array:
        """(R, N) log change of the rents of resources at ``x``; zero where there is none."""
        here = self.production.resource_sectors
        if not here.size:
            return np.zeros(self.layout.supply.shape)
        return np.where(self._sold[here], self._at(x)[2].costs.rent, 0.0)

    def value_added(self, x: Array) -> Array:
        """(J, N) USD mn that labour and resources earn at ``x``."""
        return self._at(x)[2].payments.value_added.copy()

    def input_share(self, x: Array) -> Array:
        """(N, K, J) spending on input k per dollar of sales of sector j at ``x``."""
        flow = self._at(x)[2]
        return self.production.input_share(flow.costs, flow.payments)

    def final_share(self, x: Array) -> Array:
        """(J, N) shares of final expenditure at ``x``."""
        return self.production.final_shares(self.layout.split(x).log_price)

    def log_final_price(self, x: Array) -> Array:
        """(N,) log change of the price of the final basket at ``x``."""
        log_price = np.where(self.world.active_price, self.layout.split(x).log_price, 0.0)
        return self.production.final_log_price(log_price)

    def trade_share(self, x: Array) -> Array:
        """(J, N, N) trade shares at ``x``; sum to one over exporters wherever something is bought."""
        return self._share(x, self.kernel.buyer)

    def border_share(self, x: Array) -> Array:
        """(J, N, N) part of a buyer's dollar that each seller's border receives, after tariffs and rents."""
        return self._share(x, self.kernel.border)

    def _share(self, x: Array, kernel: Array) -> Array:
        _, _, flow, _ = self._at(x)
        share = kernel * self.gravity.on_all(flow.powers)
        share /= flow.power[:, :, None]
        return share

    def log_price_factor(self, x: Array) -> Array | None:
        """(J, N, N) log of iceberg times export tax on each flow at ``x``, Responses included; None when all zero."""
        factor = self.kernel.dense_log_price_factor()
        state = self._respond(self.layout.split(x).responses)
        if state is None or not state.log_iceberg.any():
            return factor
        factor = np.zeros(self.world.shape) if factor is None else factor
        factor.ravel()[self.responsive.cells] += state.log_iceberg
        return factor

    def response_states(self, x: Array) -> dict[str, ResponseState]:
        """Each Response with its unknowns and market at ``x``, by name."""
        at, _, flow, _ = self._at(x)
        found = zip(self.responsive.responses, at.responses, self._markets(at, flow), strict=True)
        return {r.name: ResponseState(r, unknown.copy(), market) for r, unknown, market in found}

    # --- equations ------------------------------------------------------------------------------------------------

    def _respond(self, unknowns: list[Array]) -> CellState | None:
        if not self.responsive.responses:
            return None
        state = self.responsive.state(unknowns)
        self.responsive.apply(state, self.kernel)
        return state

    def _flow(
        self, at: Unknowns, spent: Array, demand: Array | None = None, *, newest: NewestSpending | None = None
    ) -> Flow:
        """From the unknowns to costs, prices, sales and payments.

        `demand` is ``X * P**theta`` when given; `newest` lets spending (J, N) follow the new prices.
        """
        costs = self.production.costs(at.log_wage, at.log_price, at.supply)
        powers = self.gravity.powers(costs.unit)
        power, new_price = self.gravity.prices(powers)
        if newest is not None:
            spent = newest.at(spent, at.log_price, new_price)
        if demand is None:
            demand = spent / power
        sales = self.gravity.sold(self.kernel.seller, powers, demand)
        payments = self.production.payments(costs, sales)
        value_added = payments.value_added.sum(axis=0) / self.world.value_added
        labour = value_added
        if self.production.resource_sectors.size:
            labour = payments.labour.sum(axis=0) / self.production.labour_total
        return Flow(costs, powers, power, new_price, spent, demand, sales, payments, value_added, labour)

    def _wages(self, flow: Flow, scale: float) -> Array:
        """Log wages over the numeraire: by economy while labour is mobile, else by sector and economy."""
        level = np.log(flow.labour / scale)
        if not self.layout.specific:
            return np.asarray(level)
        sector = flow.payments.labour * self._labour_inverse
        sector /= scale
        sector += self._unsold  # where nothing is sold the log is zero, and the wage that of the economy
        log_wage = np.log(sector)
        pull = 1.0 / self.assumptions.factor_mobility
        log_wage *= pull
        log_wage += (1.0 - pull) * level
        if self._any_unsold:
            log_wage += self._unsold * (pull * level)
        return log_wage

    def _resource_sales(self, flow: Flow, scale: float) -> Array:
        """(R, N) log change of sales of the sectors with a resource; zero where nothing is sold."""
        here = self.production.resource_sectors
        sold = self._sold[here]
        hat = flow.sales[here] / (self._resource_output * scale)
        return np.asarray(np.log(np.where(sold, hat, 1.0)))

    def _final_demand(self, log_price: Array, income: Array) -> Array:
        """(J, N) final expenditure over the baseline of all expenditure."""
        if self._constant_final:
            return self._final_scaled * income
        return self.production.final_shares(log_price) * income * self._scale_inverse

    def _ledger(self, value_added: Array, flow: Flow, spent: Array, state: CellState | None) -> Ledger:
        """The books; `value_added` (N,) is over its baseline."""
        levied, export_tax = collected(self.kernel, self.gravity, flow, spent)
        rent = paid = received = np.zeros(self.world.value_added.size)
        if state is not None:
            rent, paid, received = rents(self.responsive, state, self._border_value(flow), rent.size)
        return Ledger.of(
            value_added=value_added * self.world.value_added,
            tariff_revenue=levied - rent,
            export_tax_revenue=export_tax,
            rent=rent,
            rent_paid_abroad=paid,
            rent_received_abroad=received,
            deficit=deficits(self.world, self.closure, value_added),
            transfer=self.wedges.transfer * self.shock_size,
            imports=spent.sum(axis=0) - levied,
            exports=flow.sales.sum(axis=0) + export_tax,
        )

    # --- responses ------------------------------------------------------------------------------------------------

    def _border_value(self, flow: Flow) -> Array:
        """(M,) USD mn at the border on the responsive cells."""
        cells = self.responsive
        power = self.gravity.on_cells(flow.powers, cells.sector, cells.importer, cells.exporter)
        border = self.kernel.border.ravel()[cells.cells]
        return np.asarray(border * power * flow.demand[cells.sector, cells.importer])

    def _markets(self, at: Unknowns, flow: Flow) -> list[Market]:
        """What each Response sees."""
        cells = self.responsive
        if not cells.responses:
            return []
        value = self._border_value(flow)
        log_price = flow.costs.unit[cells.sector, cells.exporter] + self.kernel.log_price_factor_on(cells.cells)
        log_price += cells.state(at.responses).log_iceberg
        quantity = np.where(value > 0, value * np.exp(-np.where(value > 0, log_price, 0.0)), 0.0)
        return [cells.market(where, value, quantity, flow.costs.unit, at.log_price) for where in cells.positions]

    def _update_responses(self, at: Unknowns, to: Unknowns, flow: Flow) -> None:
        found = zip(self.responsive.responses, at.responses, to.responses, self._markets(at, flow), strict=True)
        for response, unknown, target, market in found:
            target[...] = response.update(unknown, market)


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
