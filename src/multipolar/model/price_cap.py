"""Price cap: a coalition holds one seller's price down, and it cannot do so for itself alone.

One price of the seller ``p[j,i]`` serves all destinations, so the cap is an import tariff of unknown log rate ``t`` on
the covered purchases, whose revenue the buyers keep, complementary to the seller's price:

    0 <= t <= t_max   perpendicular to   log(cap / p0) - log_cost[j,i]

At ``t = 0`` the price may lie below the cap, between the ends it equals the cap, and at ``t = t_max`` it may lie above:
then the cap is not reached, the seller sells elsewhere, and the price that was reached is reported.

Of each cell a share ``s`` is covered (the capped product in the sector, times the part under the coalition's reach).
As in `multipolar.scenario.border`, with ``y = exp(-theta t)`` and ``m = (1 - s) + s y``, the kernel of the cell is
multiplied by ``m``, the covered part has the share ``f = s y / m`` of what the buyer pays, and of every dollar that the
buyer pays ``f (1 - exp(-t))`` is rent. So exactly

    log_cost = -log(m) / theta          rent_rate = s y (1 - exp(-t)) / ((1 - s) + s y exp(-t))

The unknown is not ``t`` but ``z = 1 - exp(-theta t)``, the part of covered purchases that the cap drives away at given
prices: the seller's price is nearly linear in it, and its upper end is stated in terms anyone can judge.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.errors import AssumptionError

if TYPE_CHECKING:
    from multipolar.model.responses import Market

PRACTICALLY_NIL = 1e-3
"""Part of covered purchases, at given prices, below which trade under the cap counts as gone."""
LARGEST_GAIN = 25.0
REACHED = 1e-7
"""In logs: so near the cap, the price is the cap."""

CapStatus = Literal["not binding", "binding", "not reached"]


@dataclass(frozen=True, slots=True)
class PriceCap:
    """A ceiling on one seller's price, held by a tariff of unknown rate on the covered purchases.

    Parameters
    ----------
    cells : flat positions into (J, N, N), sorted; one sector, one exporter.
    coverage : (cells,) share of each cell that the cap covers, in [0, 1].
    elasticity : (cells,) trade elasticities, those of the solve.
    seller : positions of sector and economy whose price is capped.
    cap_hat : the cap over the seller's baseline price, positive.
    exposure : covered sales over all sales of the seller in the sector, home included; scales the search only.
    price : the seller's price before, dollars a barrel, for results; no equation uses it.
    """

    name: str
    cells: IntArray
    coverage: Array
    elasticity: Array
    seller: tuple[int, int]
    cap_hat: float
    exposure: float
    price: float = 1.0
    _mean_elasticity: float = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.cells.size == 0:
            raise AssumptionError(f"price cap {self.name}", "touches no cell")
        if not (np.isfinite(self.cap_hat) and self.cap_hat > 0):
            raise AssumptionError(f"price cap {self.name}", f"cap over price must be positive, not {self.cap_hat}")
        bad = ~((self.coverage >= 0) & (self.coverage <= 1))
        if self.coverage.shape != self.cells.shape or bad.any():
            raise AssumptionError(f"price cap {self.name}", "needs a covered share between 0 and 1 for each cell")
        if self.elasticity.shape != self.cells.shape or not (self.elasticity > 0).all():
            raise AssumptionError(f"price cap {self.name}", "needs a positive trade elasticity for each cell")
        weight = self.coverage if self.coverage.any() else np.ones_like(self.coverage)
        mean = float((weight * self.elasticity).sum() / weight.sum())
        object.__setattr__(self, "_mean_elasticity", mean)

    @property
    def size(self) -> int:
        return 1

    @property
    def largest(self) -> float:
        """Upper end of the unknown."""
        return 1.0 - PRACTICALLY_NIL

    def at(self, size: float) -> PriceCap:
        """The same cap on its way down from the baseline price."""
        return self if self.cap_hat >= 1.0 else replace(self, cap_hat=self.cap_hat**size)

    def log_rate(self, unknown: Array) -> float:
        """``t``, the log of one plus the tariff on covered purchases."""
        return float(-np.log1p(-np.clip(unknown[0], 0.0, self.largest)) / self._mean_elasticity)

    def _covered(self, unknown: Array) -> tuple[float, Array]:
        """``t`` and ``s y``, what is left of each cell's covered share at given prices."""
        t = self.log_rate(unknown)
        return t, self.coverage * np.exp(-self.elasticity * t)

    def log_cost(self, unknown: Array) -> Array:
        _, left = self._covered(unknown)
        return np.asarray(-np.log1p(left - self.coverage) / self.elasticity)

    def rent_rate(self, unknown: Array) -> Array:
        t, left = self._covered(unknown)
        return np.asarray(left * -np.expm1(-t) / ((1.0 - self.coverage) + left * np.exp(-t)))

    def log_iceberg(self, unknown: Array) -> Array:
        """(cells,) real cost: none. What `log_cost` is beyond the rent is covered trade that stays away."""
        del unknown
        return np.zeros(self.cells.size)

    def rent_shares(self, exporter: IntArray) -> tuple[tuple[IntArray, Array], ...]:
        """The buyers keep the rent."""
        del exporter
        return ()

    def step(self) -> Array:
        return np.ones(1)

    def headroom(self, market: Market) -> float:
        """Log of the cap over the seller's price: negative when the price lies above the cap."""
        return float(np.log(self.cap_hat) - market.log_cost[self.seller])

    def update(self, unknown: Array, market: Market) -> Array:
        # The seller's price moves by at most about the exposed share of its sales for each unit of the unknown.
        gain = min(1.0 / max(self.exposure, 1e-12), LARGEST_GAIN)
        return np.clip(unknown - gain * self.headroom(market), 0.0, self.largest)

    def residual(self, unknown: Array, market: Market) -> Array:
        return np.asarray(unknown - np.clip(unknown - self.headroom(market), 0.0, self.largest))

    def status(self, unknown: Array, market: Market) -> CapStatus:
        """Whether the cap bites, and whether it is reached."""
        if unknown[0] <= 0.0:
            return "not binding"
        return "not reached" if self.headroom(market) < -REACHED else "binding"
