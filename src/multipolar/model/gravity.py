"""Who buys from whom: prices and sales from the folded kernel, with one trade elasticity a sector or several.

    P[n,j]**-theta = sum_i K[j,n,i] * c[i,j]**-theta          S[i,j] = c[i,j]**-theta * sum_n K'[j,n,i] * demand[n,j]

The power of the exporter's cost is taken once for each value of theta that occurs in the sector. With one value this
is one matrix-vector product; with importers of G different elasticities (measures of different age) it is G of them.
"""

from __future__ import annotations

import numpy as np

from multipolar.arrays import Array, BoolArray, IntArray
from multipolar.model.kernel import Kernel


class Gravity:
    """Products of the kernel with costs and demand, with work space. Not to be shared between threads.

    Parameters
    ----------
    trade_elasticity : (J,), or (J, N) by importer.
    """

    def __init__(self, kernel: Kernel, trade_elasticity: Array, missing: BoolArray) -> None:
        self.kernel = kernel
        sectors, economies = missing.shape
        self.theta = np.ascontiguousarray(
            np.broadcast_to(
                trade_elasticity[:, None] if trade_elasticity.ndim == 1 else trade_elasticity, missing.shape
            )
        )
        self._minus_inverse = -1.0 / self.theta
        self._missing, self._any_missing = missing, bool(missing.any())
        self._recentred = bool(kernel.reference_log_cost.any() or kernel.reference_log_price.any())
        self.kind = np.zeros(missing.shape, dtype=np.int64)
        minus = [-trade_elasticity] if trade_elasticity.ndim == 1 else []
        if trade_elasticity.ndim == 2:
            rows = [np.unique(row, return_inverse=True) for row in trade_elasticity]
            count = max(values.size for values, _ in rows)
            table = np.stack([np.pad(values, (0, count - values.size), mode="edge") for values, _ in rows])
            self.kind = np.stack([where.reshape(-1) for _, where in rows])
            minus = list(-table.T)
        self._minus_theta = tuple(np.ascontiguousarray(np.broadcast_to(m[:, None], missing.shape)) for m in minus)
        self._of_kind = tuple(self.kind == g for g in range(len(minus)))
        self._column = np.empty((sectors, economies, 1))
        self._row = np.empty((sectors, 1, economies))

    @property
    def recentred(self) -> bool:
        """Whether the kernel is centred on other costs and prices than the baseline's."""
        return self._recentred

    def powers(self, log_cost: Array) -> tuple[Array, ...]:
        """``c**-theta`` (J, N) for each kind of importer."""
        if self._recentred:
            log_cost = log_cost - self.kernel.reference_log_cost
        return tuple(np.exp(minus * log_cost) for minus in self._minus_theta)

    def prices(self, powers: tuple[Array, ...]) -> tuple[Array, Array]:
        """``P**-theta`` (one where nothing is bought) and ``log P``, both (J, N)."""
        power = self.bought(self.kernel.buyer, powers).copy()
        if self._any_missing:
            power[self._missing] = 1.0
        log_price = np.log(power)
        log_price *= self._minus_inverse
        if self._recentred:
            log_price += self.kernel.reference_log_price
        return power, log_price

    def bought(self, kernel: Array, powers: tuple[Array, ...]) -> Array:
        """(J, N) sums over exporters of kernel (J, N, N) times powers; a view of the work space with one kind."""
        np.matmul(kernel, powers[0][:, :, None], out=self._column)
        total: Array = self._column[:, :, 0]
        for power, mine in zip(powers[1:], self._of_kind[1:], strict=True):
            total = np.where(mine, np.matmul(kernel, power[:, :, None])[:, :, 0], total)
        return total

    def bought_in(self, sectors: IntArray, kernel: Array, powers: tuple[Array, ...]) -> Array:
        """(Js, N) the same for some sectors, with their part of a kernel."""
        total: Array = np.matmul(kernel, powers[0][sectors][:, :, None])[:, :, 0]
        for power, mine in zip(powers[1:], self._of_kind[1:], strict=True):
            total = np.where(mine[sectors], np.matmul(kernel, power[sectors][:, :, None])[:, :, 0], total)
        return total

    def sold(self, kernel: Array, powers: tuple[Array, ...], demand: Array) -> Array:
        """(J, N) USD mn: sums over importers of kernel times demand, times the exporter's power."""
        if len(powers) == 1:
            np.matmul(demand[:, None, :], kernel, out=self._row)
            return powers[0] * self._row[:, 0, :]
        total = np.zeros_like(demand)
        for power, mine in zip(powers, self._of_kind, strict=True):
            total += power * np.matmul(np.where(mine, demand, 0.0)[:, None, :], kernel)[:, 0, :]
        return total

    def on_cells(self, powers: tuple[Array, ...], sector: IntArray, importer: IntArray, exporter: IntArray) -> Array:
        """(M,) the exporter's power as each importer sees it."""
        if len(powers) == 1:
            return np.asarray(powers[0][sector, exporter])
        return np.asarray(np.stack(powers)[self.kind[sector, importer], sector, exporter])

    def on_all(self, powers: tuple[Array, ...]) -> Array:
        """The same on all cells; (J, 1, N) or (J, N, N)."""
        if len(powers) == 1:
            return powers[0][:, None, :]
        economies = self.theta.shape[1]
        sector = np.arange(self.theta.shape[0])[:, None, None]
        return np.asarray(np.stack(powers)[self.kind[:, :, None], sector, np.arange(economies)[None, None, :]])
