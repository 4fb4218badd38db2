"""The kernel: everything that a scenario does to trade shares, folded into arrays once.

With ``kappa_hat = (1 + tau') / (1 + tau) * (1 + e) * iceberg_hat`` the gravity equations of Caliendo and Parro (2015,
eq. 11 and 12) read, in changes,

    K[j, n, i]    = pi[j, n, i] * kappa_hat[j, n, i] ** -theta[j] * survival[j, n, i]
    P_hat[j, n]   = (sum_i K[j, n, i] * c_hat[j, i] ** -theta[j]) ** (-1 / theta[j])
    pi'[j, n, i]  = K[j, n, i] * (c_hat[j, i] / P_hat[j, n]) ** -theta[j]

so prices and sales are matrix-vector products per sector, and powers are taken on (J, N) only. The border kernel is
``K / (1 + tau')`` (what buyers pay before tariffs) and the seller kernel ``K / ((1 + tau') * (1 + e))``.

For extreme shocks the powers leave the range of floating point. The kernel can then be recentred on reference costs and
prices, in logs, after which the same sweep works on deviations from the reference.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.model.wedges import Wedges
from multipolar.model.world import World

# Where an airtight embargo stands just before the end of a continuation.
NEARLY_AIRTIGHT = 1e-15


@dataclass(frozen=True, slots=True)
class Kernel:
    """Folded scenario. `border` and `seller` are the same array as `buyer` where no tax makes them differ.

    Attributes
    ----------
    buyer, border, seller : (J, N, N) kernel at buyers' prices, at the border, and at the seller's door.
    taxed : (Jt,) sectors with a tariff anywhere; the border kernel differs from the buyer kernel only there.
    border_taxed : (Jt, N, N), rows of `border` for those sectors, contiguous.
    tariff_rate, export_tax_rate : (J, N, N) in force; `export_tax_rate` is None when there is none.
    changed : (M,) sorted flat positions of the changed cells; log_price_factor : (M,) log of iceberg times export tax.
    reference_log_cost, reference_log_price : (J, N) point on which the kernel is centred; zero unless recentred.
    """

    buyer: Array
    border: Array
    seller: Array
    taxed: IntArray
    border_taxed: Array
    tariff_rate: Array
    export_tax_rate: Array | None
    changed: IntArray
    log_price_factor: Array
    reference_log_cost: Array
    reference_log_price: Array

    @property
    def has_export_tax(self) -> bool:
        """Whether any export tax is in force."""
        return self.export_tax_rate is not None

    def log_price_factor_on(self, cells: IntArray) -> Array:
        """Log of iceberg times export tax on some cells; zero where nothing changed."""
        factor = np.zeros(cells.size)
        if self.changed.size:
            where = np.minimum(np.searchsorted(self.changed, cells), self.changed.size - 1)
            found = self.changed[where] == cells
            factor[found] = self.log_price_factor[where[found]]
        return factor

    def dense_log_price_factor(self) -> Array | None:
        """The same on all cells, (J, N, N); None when it is zero everywhere."""
        if not self.log_price_factor.any():
            return None
        factor = np.zeros(self.buyer.shape)
        factor.ravel()[self.changed] = self.log_price_factor
        return factor


@dataclass(frozen=True, slots=True)
class _Dense:
    tariff_rate: Array
    export_tax_rate: Array | None
    changed: IntArray
    log_price_factor: Array  # (M,)
    log_kernel_change: Array  # (M,) log of kappa_hat**-theta * survival on the changed cells


def elasticity_on(trade_elasticity: Array, cells: IntArray, economies: int) -> Array:
    """(M,) trade elasticity of flat cells, from (J,) or (J, N) by importer."""
    if trade_elasticity.ndim == 1:
        return np.asarray(trade_elasticity[cells // (economies * economies)])
    return np.asarray(trade_elasticity.ravel()[cells // economies])


def _expand(world: World, wedges: Wedges, elasticity: Array, size: float) -> _Dense:
    """Dense taxes and the log change of the kernel on the changed cells, for a shock of relative `size` in [0, 1]."""
    _, economies, _ = wedges.shape
    cells = wedges.index
    old_tariff = world.tariff_rate.ravel()[cells]
    if size >= 1.0:
        tariff, export_tax, survival = wedges.tariff_rate, wedges.export_tax_rate, wedges.survival_share
    else:
        # In logs, so that each step of the way multiplies costs and flows by the same factor.
        tariff = np.expm1(size * np.log1p(wedges.tariff_rate) + (1.0 - size) * np.log1p(old_tariff))
        export_tax = np.expm1(size * np.log1p(wedges.export_tax_rate))
        survival = np.where(wedges.survival_share > 0, wedges.survival_share, NEARLY_AIRTIGHT) ** size
    log_iceberg = size * np.log(wedges.iceberg_hat)
    theta = elasticity_on(elasticity, cells, economies)
    log_factor = log_iceberg + np.log1p(export_tax)
    log_kappa = np.log1p(tariff) - np.log1p(old_tariff) + log_factor
    with np.errstate(divide="ignore"):
        log_change = -theta * log_kappa + np.log(survival)
    dense_tariff = world.tariff_rate
    if (tariff != old_tariff).any():
        dense_tariff = world.tariff_rate.copy()
        dense_tariff.ravel()[cells] = tariff
    dense_export: Array | None = None
    if export_tax.any():
        dense_export = np.zeros(wedges.shape)
        dense_export.ravel()[cells] = export_tax
    return _Dense(dense_tariff, dense_export, cells, log_factor, log_change)


def fold(world: World, wedges: Wedges, elasticity: Array, size: float = 1.0) -> Kernel:
    """Fold wedges into the kernel.

    Parameters
    ----------
    elasticity : (J,) or (J, N) trade elasticities.
    size : relative size of the shock, for continuation; 1 is the scenario itself.
    """
    dense = _expand(world, wedges, elasticity, size)
    buyer = world.trade_share.copy()
    if wedges.index.size:
        buyer.ravel()[wedges.index] *= np.exp(dense.log_kernel_change)
    zero = np.zeros(world.expenditure.shape)
    return _with_taxes(buyer, dense, zero, zero)


def fold_recentred(
    world: World, wedges: Wedges, elasticity: Array, log_cost: Array, log_price: Array, size: float = 1.0
) -> Kernel:
    """Fold in logs around given costs and prices, so that entries near the solution are shares, not powers.

    Parameters
    ----------
    log_cost, log_price : (J, N) reference point; the kernel entry is the trade share that they imply.
    """
    dense = _expand(world, wedges, elasticity, size)
    with np.errstate(divide="ignore"):
        log_kernel = np.log(world.trade_share)
    if wedges.index.size:
        log_kernel.ravel()[wedges.index] += dense.log_kernel_change
    theta = elasticity[:, None] if elasticity.ndim == 1 else elasticity
    log_kernel += -theta[:, :, None] * log_cost[:, None, :] + (theta * log_price)[:, :, None]
    return _with_taxes(np.exp(np.minimum(log_kernel, 600.0)), dense, log_cost.copy(), log_price.copy())


def _with_taxes(buyer: Array, dense: _Dense, log_cost: Array, log_price: Array) -> Kernel:
    taxed = np.flatnonzero(dense.tariff_rate.reshape(buyer.shape[0], -1).any(axis=1)).astype(np.int64)
    border = buyer
    if taxed.size:
        border = buyer.copy()
        border[taxed] /= 1.0 + dense.tariff_rate[taxed]
    seller = border
    if dense.export_tax_rate is not None:
        seller = border / (1.0 + dense.export_tax_rate)
    return Kernel(
        buyer=buyer,
        border=border,
        seller=seller,
        taxed=taxed,
        border_taxed=np.ascontiguousarray(border[taxed]),
        tariff_rate=dense.tariff_rate,
        export_tax_rate=dense.export_tax_rate,
        changed=dense.changed,
        log_price_factor=dense.log_price_factor,
        reference_log_cost=log_cost,
        reference_log_price=log_price,
    )
