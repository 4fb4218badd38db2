"""Who buys from whom: prices and sales from the folded kernel, with one trade elasticity a sector or several.

    P[n,j]**-theta = sum_i K[j,n,i] * c[i,j]**-theta          S[i,j] = c[i,j]**-theta * sum_n K'[j,n,i] * demand[n,j]

With one value of theta in a sector these are matrix-vector products. Importers with another elasticity than most of
their sector (measures of another age) are rows apart, with powers of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, BoolArray, IntArray
from multipolar.model.kernel import Kernel


@dataclass(frozen=True, slots=True)
class Powers:
    """``c**-theta`` at one point.

    Attributes
    ----------
    common : (J, N) by exporter, at the elasticity that most importers of the sector have.
    apart : (M, N) by exporter, for each importer's sector with another elasticity; None where there is none.
    """

    common: Array
    apart: Array | None = None


class Gravity:
    """Products of the kernel with costs and demand, with work space. Not to be shared between threads.

    Parameters
    ----------
    trade_elasticity : (J,), or (J, N) by importer.
    """

    def __init__(self, kernel: Kernel, trade_elasticity: Array, missing: BoolArray) -> None:
        self.kernel = kernel
        sectors, economies = missing.shape
        column = trade_elasticity[:, None] if trade_elasticity.ndim == 1 else trade_elasticity
        self.theta = np.ascontiguousarray(np.broadcast_to(column, missing.shape))
        self._minus_inverse = -1.0 / self.theta
        self._missing, self._any_missing = missing, bool(missing.any())
        self._recentred = bool(kernel.reference_log_cost.any() or kernel.reference_log_price.any())
        common = np.array([_most_frequent(row) for row in column])
        self._minus_common = np.ascontiguousarray(np.broadcast_to(-common[:, None], missing.shape))
        sector, importer = np.nonzero(self.theta != common[:, None])
        self._sector, self._importer, self._any_apart = sector, importer, bool(sector.size)
        # Where the same elasticity occurs several times in a sector its powers are taken once.
        pairs = np.stack([sector.astype(np.float64), self.theta[sector, importer]])
        distinct, which = np.unique(pairs, axis=1, return_inverse=True)
        self._pair_sector, self._pair_minus = distinct[0].astype(np.int64), -distinct[1][:, None]
        self._pair = which.reshape(-1)
        self._sectors_apart, self._first = np.unique(sector, return_index=True)
        self._row_of = np.full(missing.shape, -1, dtype=np.int64)
        self._row_of[sector, importer] = np.arange(sector.size)
        at_border = np.searchsorted(kernel.taxed, sector)
        self._taxed = np.flatnonzero(np.isin(sector, kernel.taxed))
        self._taxed_sector = at_border[self._taxed]
        self._column = np.empty((sectors, economies, 1))
        self._row = np.empty((sectors, 1, economies))

    @property
    def recentred(self) -> bool:
        """Whether the kernel is centred on other costs and prices than the baseline's."""
        return self._recentred

    def powers(self, log_cost: Array) -> Powers:
        """``c**-theta`` at costs (J, N)."""
        if self._recentred:
            log_cost = log_cost - self.kernel.reference_log_cost
        common = np.exp(self._minus_common * log_cost)
        if not self._any_apart:
            return Powers(common)
        return Powers(common, np.exp(self._pair_minus * log_cost[self._pair_sector])[self._pair])

    def prices(self, powers: Powers) -> tuple[Array, Array]:
        """``P**-theta`` (one where nothing is bought) and ``log P``, both (J, N)."""
        power = self.bought(self.kernel.buyer, powers).copy()
        if self._any_missing:
            power[self._missing] = 1.0
        log_price = np.log(power)
        log_price *= self._minus_inverse
        if self._recentred:
            log_price += self.kernel.reference_log_price
        return power, log_price

    def bought(self, kernel: Array, powers: Powers) -> Array:
        """(J, N) sums over exporters of kernel (J, N, N) times powers; a view of the work space."""
        np.matmul(kernel, powers.common[:, :, None], out=self._column)
        total: Array = self._column[:, :, 0]
        if powers.apart is not None:
            rows = kernel[self._sector, self._importer]
            total[self._sector, self._importer] = np.einsum("mi,mi->m", rows, powers.apart)
        return total

    def bought_at_border(self, powers: Powers) -> Array:
        """(Jt, N) the same with the border kernel, for the sectors with a tariff."""
        kernel = self.kernel.border_taxed
        total: Array = np.matmul(kernel, powers.common[self.kernel.taxed][:, :, None])[:, :, 0]
        if powers.apart is not None and self._taxed.size:
            here = self._taxed_sector, self._importer[self._taxed]
            total[here] = np.einsum("mi,mi->m", kernel[here], powers.apart[self._taxed])
        return total

    def sold(self, kernel: Array, powers: Powers, demand: Array) -> Array:
        """(J, N) USD mn: sums over importers of kernel times demand, times the exporter's power."""
        if powers.apart is None:
            np.matmul(demand[:, None, :], kernel, out=self._row)
            return powers.common * self._row[:, 0, :]
        common = demand.copy()
        common[self._sector, self._importer] = 0.0
        np.matmul(common[:, None, :], kernel, out=self._row)
        total: Array = powers.common * self._row[:, 0, :]
        rows = kernel[self._sector, self._importer]
        rows *= powers.apart
        rows *= demand[self._sector, self._importer][:, None]
        total[self._sectors_apart] += np.add.reduceat(rows, self._first, axis=0)
        return total

    def on_cells(self, powers: Powers, sector: IntArray, importer: IntArray, exporter: IntArray) -> Array:
        """(M,) the exporter's power as each importer sees it."""
        common = powers.common[sector, exporter]
        if powers.apart is None:
            return np.asarray(common)
        row = self._row_of[sector, importer]
        return np.where(row >= 0, powers.apart[row, exporter], common)

    def on_all(self, powers: Powers) -> Array:
        """The same on all cells; (J, 1, N) or (J, N, N)."""
        common = powers.common[:, None, :]
        if powers.apart is None:
            return common
        sectors, economies = self.theta.shape
        every = np.broadcast_to(common, (sectors, economies, economies)).copy()
        every[self._sector, self._importer] = powers.apart
        return every


def _most_frequent(row: Array) -> float:
    values, counts = np.unique(row, return_counts=True)
    return float(values[counts.argmax()])
