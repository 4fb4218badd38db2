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


class Response(Protocol):
    """What the model asks of an instrument that responds to the equilibrium.

    ``unknown`` is always a vector of length `size`, zero when the instrument does not bite. Cells are flat positions
    into (J, N, N); all cell arrays have the length of `cells`.
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
        """(cells,) addition to the log of the buyer's price."""
        ...

    def rent_rate(self, unknown: Array) -> Array:
        """(cells,) ad-valorem rent per dollar of border value, levied like a tariff."""
        ...

    def importer_share(self) -> Array:
        """(cells,) part of the rent that stays with the importing economy; the rest goes to the exporter."""
        ...

    def update(self, unknown: Array, quantity: Array, quantity_baseline: Array, elasticity: Array) -> Array:
        """(size,) next iterate of the unknowns, given cell quantities at baseline prices and trade elasticities."""
        ...

    def residual(self, unknown: Array, quantity: Array, quantity_baseline: Array) -> Array:
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

    def importer_share(self) -> Array:
        return np.full(self.cells.size, self.rent_share_importer)

    def _log_excess(self, quantity: Array, quantity_baseline: Array) -> float:
        """Log of quantity over limit; positive when the quota is exceeded."""
        total, before = float(quantity.sum()), float(quantity_baseline.sum())
        if before <= 0 or total <= 0:
            return -np.inf
        return float(np.log(total / (before * self.limit_hat)))

    def update(self, unknown: Array, quantity: Array, quantity_baseline: Array, elasticity: Array) -> Array:
        excess = self._log_excess(quantity, quantity_baseline)
        weight = float((elasticity * quantity_baseline).sum() / max(float(quantity_baseline.sum()), 1e-300))
        step = max(excess, -50.0) / (1.0 + weight)
        return np.array([max(0.0, float(unknown[0]) + step)])

    def residual(self, unknown: Array, quantity: Array, quantity_baseline: Array) -> Array:
        excess = self._log_excess(quantity, quantity_baseline)
        return np.array([min(float(unknown[0]), -excess)])
