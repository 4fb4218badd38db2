"""Responses: instruments whose size is found by the solver, each with its own unknowns and its own money flows.

A Response touches some cells of the kernel, owns a block of unknowns, tells how far those unknowns are from their
condition, and books the money that it moves in the ledger. The first member is the import quota.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.errors import AssumptionError


@dataclass(frozen=True, slots=True)
class Market:
    """What a Response sees of the world in one sweep. Money is USD mn in units of world value added.

    Attributes
    ----------
    value, value_baseline : (M,) at the border, before import tariffs and rents, on the Response's own cells.
    quantity, quantity_baseline : (M,) the same at the seller's baseline price, iceberg losses taken out.
    elasticity : (M,) trade elasticities of the cells.
    log_cost : (J, N) log change of every producer's unit cost, its price at the door.
    log_price : (J, N) log change of every buyer's price index.
    """

    value: Array
    value_baseline: Array
    quantity: Array
    quantity_baseline: Array
    elasticity: Array
    log_cost: Array
    log_price: Array


@dataclass(frozen=True, slots=True)
class ResponseState:
    """A Response at a solution: the instrument, its unknowns, and the market in which they were found."""

    response: Response
    unknown: Array
    market: Market


class Response(Protocol):
    """What the model asks of an instrument that responds to the equilibrium.

    ``unknown`` is always a vector of length `size`, zero at the baseline or when the instrument does not bite. Cells
    are flat positions into (J, N, N), sorted; all cell arrays have the length of `cells`.
    """

    @property
    def name(self) -> str: ...

    @property
    def cells(self) -> IntArray: ...

    @property
    def size(self) -> int: ...

    def at(self, size: float) -> Response:
        """The same instrument at a part of its severity, 0 to 1, for continuation."""
        ...

    def log_cost(self, unknown: Array) -> Array:
        """(cells,) addition to the log of the buyer's price: rent and real cost together."""
        ...

    def rent_rate(self, unknown: Array) -> Array:
        """(cells,) ad-valorem rent per dollar of border value, levied like a tariff: what of the cost is money."""
        ...

    def log_iceberg(self, unknown: Array) -> Array:
        """(cells,) log of the real cost: what is bought over what arrives, rent taken out.

        Equal to `log_cost` less the rent where the whole cell is touched alike; less where part of it stays away.
        """
        ...

    def rent_shares(self, exporter: IntArray) -> tuple[tuple[IntArray, Array], ...]:
        """Who but the importer gets the rent: (cells,) positions of receiving economies and (cells,) their shares.

        Parameters
        ----------
        exporter : (cells,) the exporting economy of each cell; a third economy may be named as well.
        """
        ...

    def step(self) -> Array:
        """(size,) mixing steps."""
        ...

    def update(self, unknown: Array, market: Market) -> Array:
        """(size,) next iterate of the unknowns."""
        ...

    def residual(self, unknown: Array, market: Market) -> Array:
        """(size,) how far the unknowns are from their condition; zero at a solution."""
        ...


@dataclass(frozen=True, slots=True)
class ImportQuota:
    """A limit on the quantity that buyers take from the named cells together; binds or does not.

    The shadow rate ``t >= 0`` acts like a tariff on all cells and is complementary to the limit::

        0 <= log(1 + t)   perpendicular to   log(limit) - log(quantity) >= 0

    Parameters
    ----------
    cells : flat positions into (J, N, N), one pool.
    limit_hat : quantity allowed over baseline quantity, positive.
    rent_share_importer : 1 when the importer auctions the licences, 0 for a voluntary export restraint.
    """

    name: str
    cells: IntArray
    limit_hat: float
    rent_share_importer: float = 1.0

    def __post_init__(self) -> None:
        if not (np.isfinite(self.limit_hat) and self.limit_hat > 0):
            raise AssumptionError(
                f"quota {self.name}",
                f"limit must be positive, not {self.limit_hat}",
                remedy="For a limit of zero use an import ban.",
            )
        if not 0 <= self.rent_share_importer <= 1:
            raise AssumptionError(f"quota {self.name}", "rent_share_importer must be a share between 0 and 1")
        if self.cells.size == 0:
            raise AssumptionError(f"quota {self.name}", "touches no cell")

    @property
    def size(self) -> int:
        return 1

    def at(self, size: float) -> ImportQuota:
        """The same quota with its limit on the way down from the baseline quantity."""
        if self.limit_hat >= 1.0:
            return self
        return replace(self, limit_hat=self.limit_hat**size)

    def log_cost(self, unknown: Array) -> Array:
        return np.full(self.cells.size, unknown[0])

    def rent_rate(self, unknown: Array) -> Array:
        return np.full(self.cells.size, np.expm1(unknown[0]))

    def log_iceberg(self, unknown: Array) -> Array:
        del unknown
        return np.zeros(self.cells.size)

    def rent_shares(self, exporter: IntArray) -> tuple[tuple[IntArray, Array], ...]:
        if self.rent_share_importer >= 1.0:
            return ()
        return ((exporter, np.full(self.cells.size, 1.0 - self.rent_share_importer)),)

    def step(self) -> Array:
        return np.ones(1)

    def _log_excess(self, market: Market) -> float:
        """Log of quantity over limit; positive when the quota is exceeded."""
        total, before = float(market.quantity.sum()), float(market.quantity_baseline.sum())
        if before <= 0 or total <= 0:
            return -np.inf
        return float(np.log(total / (before * self.limit_hat)))

    def update(self, unknown: Array, market: Market) -> Array:
        excess, before = self._log_excess(market), market.quantity_baseline
        weight = float((market.elasticity * before).sum() / max(float(before.sum()), 1e-300))
        step = max(excess, -50.0) / (1.0 + weight)
        return np.array([max(0.0, float(unknown[0]) + step)])

    def residual(self, unknown: Array, market: Market) -> Array:
        return np.array([min(float(unknown[0]), -self._log_excess(market))])
