"""The model once more, plainly: every equation on (sector, importer, exporter) in logs, nothing shared, nothing mixed.

An independent judge for the stress script and the tests. `residuals` evaluates all equations at a point; `search` looks
for an equilibrium by brute force in wages alone (prices by fixed point, expenditure by a linear solve, then root
finding from many starts), to tell a world without a solution from one that the solver refused. `search` knows mobile
labour and Cobb-Douglas nests only; `residuals` everything. It imports no equation from the package.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import root

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.model.responses import ImportQuota
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from plain_nests import PlainNests

PRICE_SWEEPS = 300


@dataclass(frozen=True, slots=True)
class PlainPoint:
    """A candidate equilibrium: logs of wage (J, N) and price (J, N), expenditure (J, N), log quota rates (Q,).

    `log_rent` (J, N) is that of resources; None where there are none.
    """

    log_wage: Array
    log_price: Array
    expenditure: Array
    quota: Array
    log_rent: Array | None = None


class PlainModel:
    """A baseline, a scenario and a closure, written out on dense arrays."""

    def __init__(self, world: Baseline, wedges: Wedges, assumptions: Assumptions, closure: Closure) -> None:
        self.world, self.closure, self.mobility = world, closure, assumptions.factor_mobility
        theta = assumptions.trade_elasticity
        self.theta = theta[:, None, None] if theta.ndim == 1 else theta[:, :, None]
        self.nests = PlainNests(world, assumptions)
        shape = world.trade_share.shape
        cells = np.unravel_index(wedges.index, shape)
        self.tariff, self.export_tax = world.tariff_rate.copy(), np.zeros(shape)
        log_iceberg, survival = np.zeros(shape), np.ones(shape)
        self.tariff[cells], self.export_tax[cells] = wedges.tariff_rate, wedges.export_tax_rate
        log_iceberg[cells], survival[cells] = np.log(wedges.iceberg_hat), wedges.survival_share
        self.log_border_cost = log_iceberg + np.log1p(self.export_tax)
        kappa = np.log((1 + self.tariff) / (1 + world.tariff_rate)) + self.log_border_cost
        with np.errstate(divide="ignore"):
            self.log_kernel = np.log(world.trade_share) + np.log(survival) - self.theta * kappa
        self.bought = world.expenditure > 0
        self.made = world.gross_output > 0
        self.transfer = wedges.transfer
        self.quotas = [r for r in wedges.responses if isinstance(r, ImportQuota)]
        self._warm = np.zeros(world.expenditure.shape)
        self.flow_before = world.trade_share * world.expenditure[:, :, None] / (1 + world.tariff_rate)

    def log_cost(self, log_wage: Array, log_price: Array) -> Array:
        """(J, N)."""
        inputs = np.einsum("nkj,kn->jn", self.world.input_share, log_price)
        return np.where(self.made, self.world.value_added_share * log_wage + inputs, 0.0)

    def log_terms(self, log_cost: Array, quota: Array) -> Array:
        """(J, N, I) logs of the terms of the price index."""
        terms = self.log_kernel - self.theta * log_cost[:, None, :]
        for response, rate in zip(self.quotas, quota, strict=True):
            terms.ravel()[response.cells] -= np.broadcast_to(self.theta, terms.shape).ravel()[response.cells] * rate
        return terms

    def prices(self, terms: Array) -> tuple[Array, Array]:
        """Log price index (J, N) and trade shares (J, N, I)."""
        top = terms.max(axis=2, keepdims=True)
        top = np.where(np.isfinite(top), top, 0.0)
        with np.errstate(divide="ignore", over="ignore"):
            total = np.log(np.exp(terms - top).sum(axis=2, keepdims=True)) + top
        total = np.where(self.bought[:, :, None], total, 0.0)
        share = np.exp(terms - total) * self.bought[:, :, None]
        return np.asarray(-(total / self.theta)[:, :, 0]), share

    def rent_rates(self, quota: Array) -> Array:
        """(J, N, I) log of one plus all rents together."""
        rates = np.zeros(self.log_kernel.size)
        for response, rate in zip(self.quotas, quota, strict=True):
            rates[response.cells] += rate
        return rates.reshape(self.log_kernel.shape)

    def deficits(self, value_added: Array) -> Array:
        """(N,) under the closure."""
        if self.closure.deficit == "balanced":
            return np.zeros(value_added.size)
        if self.closure.deficit == "fixed":
            return self.world.deficit
        own = self.world.deficit / self.world.value_added * value_added
        return np.asarray(own - value_added / value_added.sum() * own.sum())

    def money(self, share: Array, quota: Array) -> tuple[Array, Array, Array]:
        """Per dollar spent (J, N, I): what sellers get; what the buyer's treasury and licence holders keep; rent."""
        rent = self.rent_rates(quota)
        border = share / (1 + self.tariff) / np.exp(rent)
        sellers = border / (1 + self.export_tax)
        return border, sellers, border * (1 + self.tariff) * np.expm1(rent)

    def quantities(self, border: Array, expenditure: Array, log_cost: Array) -> Array:
        """(J, N, I) at baseline border prices."""
        return border * expenditure[:, :, None] * np.exp(-self.log_border_cost - log_cost[:, None, :])

    def foreign_rent(self, rent: Array, expenditure: Array, quota: Array) -> tuple[Array, Array]:
        """(N,) rent paid to other economies, and received from them; shared cells split by log rates."""
        value = (rent * expenditure[:, :, None]).ravel()
        total = self.rent_rates(quota).ravel()
        economies = self.world.value_added.size
        paid, received = np.zeros(economies), np.zeros(economies)
        for response, rate in zip(self.quotas, quota, strict=True):
            for cell in response.cells:
                if total[cell] > 0:
                    _, n, i = np.unravel_index(cell, self.log_kernel.shape)
                    leaving = value[cell] * rate / total[cell] * (1 - response.rent_share_importer)
                    paid[n] += leaving
                    received[i] += leaving
        return paid, received

    def residuals(self, at: PlainPoint) -> dict[str, float]:
        """Largest residual of each equation group, scaled as the package scales them."""
        world = self.world
        log_rent = np.zeros(at.log_price.shape) if at.log_rent is None else at.log_rent
        prices = np.where(self.bought, at.log_price, 0.0)
        costs = self.nests.costs(at.log_wage, prices, log_rent)
        log_cost = costs.unit
        log_price, share = self.prices(self.log_terms(log_cost, at.quota))
        border, sellers, rent = self.money(share, at.quota)
        spent = np.where(self.bought, at.expenditure, 0.0)
        sales = np.einsum("jni,jn->ji", sellers, spent)
        by_sector, resource, inputs = self.nests.demanded(costs, at.log_wage, prices, log_rent, sales)
        before = self.nests.labour_share * world.gross_output
        value_added = (by_sector + resource).sum(axis=0)
        wage = np.broadcast_to(np.log(by_sector.sum(axis=0) / before.sum(axis=0)), spent.shape)
        if np.isfinite(self.mobility):
            m = self.mobility
            own = np.log(np.where(self.made & (sales > 0), by_sector, 1.0) / np.where(self.made, before, 1.0))
            wage = np.where(self.made & (sales > 0), own / m + (1 - 1 / m) * wage, wage)
        imports = np.einsum("jni,jn->n", border, spent)
        tax = np.einsum("jni,jn->n", border * self.tariff, spent)
        export_tax = np.einsum("jni,jn->i", border - sellers, spent)
        rents = np.einsum("jni,jn->n", rent, spent)
        paid, received = self.foreign_rent(rent, spent, at.quota)
        deficit = self.deficits(value_added)
        income = value_added + tax + export_tax + rents - paid + received + deficit + self.transfer
        needed = self.nests.final_shares(prices) * income + inputs.sum(axis=0).T
        scale = np.where(self.bought, world.expenditure, 1.0)
        alive = self.made & (sales > 0)
        answer = {
            "price": np.abs(np.where(self.bought, log_price - at.log_price, 0.0)).max(),
            "share": np.abs(np.where(self.bought, share.sum(axis=2) - 1, 0.0)).max(),
            "wage": np.abs(np.where(alive, wage - at.log_wage, 0.0)).max(),
            "expenditure": np.abs((spent - needed) / scale).max(),
            "numeraire": abs(value_added.sum() / world.value_added.sum() - 1),
            "budget": np.abs(
                (imports - sales.sum(axis=0) - export_tax - deficit - self.transfer - received + paid)
                / world.value_added
            ).max(),
            "income not positive": float(max(0.0, -(income / world.value_added).min())) if (income <= 0).any() else 0.0,
        }
        earning = (self.nests.rent_share > 0) & alive
        # In logs: where demand falls far behind a resource that stays, its rent all but vanishes.
        used = self.nests.log_resource(costs, log_rent, np.where(alive, sales, 1.0))
        left = used - np.log(np.where(alive, world.gross_output, 1.0))  # the quantity is fixed
        answer["rent"] = np.abs(np.where(earning, left, 0.0)).max()
        quantity = self.quantities(border, spent, log_cost).ravel()
        for q, response in enumerate(self.quotas):
            excess = np.log(quantity[response.cells].sum() / self.flow_before.ravel()[response.cells].sum())
            excess -= np.log(response.limit_hat)
            answer[f"quota {response.name}"] = abs(min(at.quota[q], -excess))
        return {group: float(value) if np.isfinite(value) else np.inf for group, value in answer.items()}

    # --- brute force in wages ---------------------------------------------------------------------------------------

    def given(self, log_wage: Array, quota: Array) -> tuple[PlainPoint, Array, Array]:
        """Prices and expenditure given wages (N,) and quota rates; (N,) log excess labour demand; (Q,) log excess."""
        world = self.world
        sectors, economies = world.expenditure.shape
        log_price = self._warm
        for _ in range(PRICE_SWEEPS):
            log_cost = self.log_cost(np.broadcast_to(log_wage, log_price.shape), log_price)
            new, share = self.prices(self.log_terms(log_cost, quota))
            moved = np.abs(new - log_price).max()
            log_price = new
            if moved < 1e-13 * (1 + np.abs(new).max()):
                break
        self._warm = log_price if np.isfinite(log_price).all() else np.zeros_like(log_price)
        border, sellers, rent = self.money(share, quota)
        size = sectors * economies
        system, fixed = np.eye(size).reshape(sectors, economies, sectors, economies), np.zeros((sectors, economies))
        # dX/dX: inputs needed by the sales it makes, and final demand out of revenue and rent.
        for j in range(sectors):
            for i in range(economies):
                system[:, i, j, :] -= np.outer(world.input_share[i, :, j], sellers[j, :, i])
                system[:, i, j, :] -= np.outer(world.final_share[:, i], (border - sellers)[j, :, i])
            for n in range(economies):
                kept = (border * self.tariff + rent)[j, n].sum()
                system[:, n, j, n] -= world.final_share[:, n] * kept
        for q, response in enumerate(self.quotas):
            for cell in response.cells:
                j, n, i = np.unravel_index(cell, self.log_kernel.shape)
                total = self.rent_rates(quota)[j, n, i]
                if total > 0:
                    leaving = rent[j, n, i] * quota[q] / total * (1 - response.rent_share_importer)
                    system[:, n, j, n] += world.final_share[:, n] * leaving
                    system[:, i, j, n] -= world.final_share[:, i] * leaving
        earned = np.exp(log_wage) * world.value_added
        fixed = world.final_share * (earned + self.deficits(earned) + self.transfer)
        spent = np.linalg.solve(system.reshape(size, size), fixed.ravel()).reshape(sectors, economies)
        sales = np.einsum("jni,jn->ji", sellers, spent)
        demanded = (world.value_added_share * sales * self.made).sum(axis=0) / earned
        quantity = self.quantities(border, spent, log_cost).ravel()
        over = np.array(
            [
                np.log(max(quantity[r.cells].sum(), 1e-300) / self.flow_before.ravel()[r.cells].sum() / r.limit_hat)
                for r in self.quotas
            ]
        )
        point = PlainPoint(np.array(np.broadcast_to(log_wage, spent.shape)), log_price, spent, quota)
        return point, demanded - 1.0, over

    def search(self, rng: np.random.Generator, starts: int = 8, tolerance: float = 1e-8) -> PlainPoint | None:
        """An equilibrium found by root finding from many starts, or None."""
        economies, quotas = self.world.value_added.size, len(self.quotas)
        share = self.world.value_added / self.world.value_added.sum()

        def unpack(z: Array) -> tuple[Array, Array]:
            log_wage = np.append(z[: economies - 1], 0.0)
            log_wage = log_wage - np.log(share @ np.exp(log_wage))
            return log_wage, np.maximum(z[economies - 1 :], 0.0)

        def excess(z: Array) -> Array:
            try:
                _, labour, over = self.given(*unpack(np.clip(z, -60, 60)))
            except np.linalg.LinAlgError:
                return np.full(z.size, 1e3)
            # Complementarity through the positive part: rate above zero, or quantity below the limit, or both met.
            gap = np.where(z[economies - 1 :] > 0, -over, np.minimum(z[economies - 1 :], -over))
            values = np.concatenate([np.sign(labour[:-1]) * np.log1p(np.abs(labour[:-1])), np.arctan(gap)])
            return np.where(np.isfinite(values), values, 1e3)

        with np.errstate(all="ignore"):
            for attempt in range(starts):
                z = rng.normal(0.0, [0.0, 0.5, 2.0, 5.0][attempt % 4], economies - 1 + quotas)
                if attempt < 4:  # settle by slow price adjustment first, from ever other steps
                    gain = [0.3, 0.1, 0.03, 0.3][attempt]
                    log_wage, rate = unpack(z)
                    for _ in range(150):
                        try:
                            _, labour, over = self.given(log_wage, rate)
                        except np.linalg.LinAlgError:
                            break
                        if not np.isfinite(labour).all():
                            break
                        log_wage = log_wage + gain * np.clip(labour, -1, 1)
                        log_wage = np.clip(log_wage - np.log(share @ np.exp(log_wage)), -80, 80)
                        if quotas:
                            rate = np.maximum(0.0, rate + gain * 0.3 * np.clip(over, -3, 3))
                    z = np.append(log_wage[:-1] - log_wage[-1], rate)
                for method in ("hybr", "lm"):
                    found = root(excess, z, method=method, tol=1e-13)
                    log_wage, rate = unpack(np.clip(found.x, -60, 60))
                    try:
                        point, labour, _ = self.given(log_wage, rate)
                    except np.linalg.LinAlgError:
                        continue
                    if np.abs(labour).max() < tolerance and max(self.residuals(point).values()) < tolerance:
                        return point
        return None
