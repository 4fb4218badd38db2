"""Currencies as channels of payment, with a network effect: a Response of the model.

Every pair of economies pays in a nest of currencies ``c`` (importer n, exporter i; hats are changes)::

    cost_hat[n,i] = (sum_c s_c * k_c**-phi)**(-1/phi)                  s'_c = s_c * (k_c / cost_hat)**-phi
    log k_c[n,i]  = log cost of sanctions and agreements  -  (nu / 2) * (r_c[n] + r_c[i])
    r_c[n]        = log( (u'_c[n] + u0) / (u_c[n] + u0) )

``u_c[n]`` is the share of currency c in all the trade of n, exports and imports: a currency gets cheaper for a pair as
its two partners use it more. ``u0`` keeps a currency that was hardly used from exploding. The unknowns are ``r``, zero
at the baseline; values of trade and shares of currencies are those of the current sweep.

The cost is real (time, intermediaries, risk): nobody earns it, so the rent is zero.

With the values of trade given, the map of r onto itself has a derivative whose spectral radius is at most ``phi * nu``
(it is symmetric in the weights ``u_c[n]`` times the trade of n, and there bounded by the variance of ``r_n + r_i``).
Below one the solution is unique; from one on, several patterns of payment can feed themselves, and the model refuses.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.errors import AssumptionError
from multipolar.model.responses import Market


@dataclass(frozen=True, slots=True)
class PaymentParameters:
    """How currencies replace each other.

    Attributes
    ----------
    substitution : phi, elasticity of relative use to relative cost.
    network : phi * nu, the strength of the network effect: a currency's use answers itself with this elasticity. At
        least 0, below 1.
    usage_floor : u0, share of trade added to every usage.
    """

    substitution: float = 20.0
    network: float = 0.1
    usage_floor: float = 0.01

    def __post_init__(self) -> None:
        if not (np.isfinite(self.substitution) and self.substitution > 0):
            raise AssumptionError("payment currencies", f"substitution must be positive, not {self.substitution:g}")
        if not 0 <= self.network < 1:
            raise AssumptionError(
                "payment currencies",
                f"the network effect of {self.network:g} is not in [0, 1)",
                evidence="from 1 on a pattern of payments can feed itself and several outcomes are possible",
                remedy="Write network_effect below 1; 0 switches it off.",
            )
        if not (np.isfinite(self.usage_floor) and self.usage_floor > 0):
            raise AssumptionError("payment currencies", f"usage_floor must be positive, not {self.usage_floor:g}")

    @property
    def network_elasticity(self) -> float:
        """nu: fall of a currency's cost with the log of its use."""
        return self.network / self.substitution


@dataclass(frozen=True, slots=True)
class PaymentNests:
    """The nests of all pairs that respond, and the usage of currencies that links them.

    Parameters
    ----------
    cells : sorted flat positions into (J, N, N). unit : (cells,) position of each cell's nest.
    importer, exporter : (U,) economies of each nest.
    share : (U, C) baseline shares. log_channel : (U, C) log cost of sanctions and agreements, ``inf`` is closed.
    fixed_paid : (N, C) USD mn that economies pay and receive in each currency in cells that do not respond.
    """

    cells: IntArray
    unit: IntArray
    importer: IntArray
    exporter: IntArray
    share: Array
    log_channel: Array
    fixed_paid: Array
    parameters: PaymentParameters = field(default_factory=PaymentParameters)
    name: str = "payments"
    # Derived once, since the sweep asks often: exp(-phi * log_channel) times shares with the least cost set apart, that
    # cost, sums of shares, and where amounts of nests are booked.
    _weight: Array = field(init=False, repr=False, compare=False)
    _least: Array = field(init=False, repr=False, compare=False)
    _whole: Array = field(init=False, repr=False, compare=False)
    _into: IntArray = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        column = np.arange(self.share.shape[1])
        sides = np.concatenate([self.importer, self.exporter])
        object.__setattr__(self, "_into", (sides[:, None] * column.size + column).ravel())
        closed = np.where(self.share > 0, self.log_channel, np.inf)
        if np.isinf(closed).all(axis=1).any():
            raise AssumptionError(self.name, "a pair has no currency left; such cells are a ban and do not belong here")
        least = closed.min(axis=1)
        above = np.where(self.share > 0, self.log_channel - least[:, None], 0.0)
        object.__setattr__(self, "_least", least)
        object.__setattr__(self, "_weight", self.share * np.exp(-self.parameters.substitution * above))
        object.__setattr__(self, "_whole", self.share.sum(axis=1))

    @property
    def size(self) -> int:
        return self.fixed_paid.size

    def at(self, size: float) -> PaymentNests:
        """Log costs times `size`; a currency to be closed keeps the share ``1 - size`` of its weight."""
        if size >= 1.0:
            return self
        phi = self.parameters.substitution
        closed = np.isinf(self.log_channel)
        finite = np.where(closed, 0.0, self.log_channel)
        return replace(self, log_channel=np.where(closed, -np.log1p(-size) / phi, size * finite))

    def channel_costs(self, unknown: Array) -> Array:
        """(U, C) log change of each currency's cost."""
        if self.parameters.network == 0.0:
            return self.log_channel
        ratio = unknown.reshape(self.fixed_paid.shape)
        nu = self.parameters.network_elasticity
        return np.asarray(self.log_channel - (0.5 * nu) * (ratio[self.importer] + ratio[self.exporter]))

    def _weights(self, unknown: Array) -> tuple[Array, Array]:
        """(U, C) and (U,): ``s_c * k_c**-phi`` and its sum over whole shares, with the least cost set apart.

        The same as `multipolar.model.nest` gives for `channel_costs`, with powers taken by economy instead of by pair.
        """
        weight = self._weight
        if self.parameters.network > 0.0:
            power = np.exp((0.5 * self.parameters.network) * unknown.reshape(self.fixed_paid.shape))
            weight = weight * power[self.importer] * power[self.exporter]
        return weight, np.asarray(weight.sum(axis=1) / self._whole)

    def unit_cost(self, unknown: Array) -> Array:
        """(U,) log change of the cost of paying."""
        _, total = self._weights(unknown)
        return np.asarray(self._least - np.log(total) / self.parameters.substitution)

    def shares(self, unknown: Array) -> Array:
        """(U, C) shares of currencies now."""
        weight, total = self._weights(unknown)
        return np.asarray(weight / total[:, None])

    def paid(self, unit_value: Array, share: Array) -> Array:
        """(N, C) USD mn that economies pay and receive in each currency, all cells."""
        amount = np.tile((unit_value[:, None] * share).ravel(), 2)
        total = np.bincount(self._into, amount, self.fixed_paid.size)
        return np.asarray(self.fixed_paid + total.reshape(self.fixed_paid.shape))

    def usage(self, value: Array, share: Array) -> Array:
        """(N, C) share of currencies in each economy's trade. `value` is by cell, `share` by nest."""
        unit_value: Array = np.bincount(self.unit, value, len(self.share)).astype(np.float64, copy=False)
        paid = self.paid(unit_value, share)
        whole = paid.sum(axis=1, keepdims=True)
        usage: Array = np.divide(paid, whole, out=np.zeros_like(paid), where=whole > 0)
        return usage

    def log_cost(self, unknown: Array) -> Array:
        """(cells,) addition to the log of the buyer's price."""
        return np.asarray(self.unit_cost(unknown)[self.unit])

    def rent_rate(self, unknown: Array) -> Array:  # noqa: ARG002
        """Zero: nobody earns the cost of paying."""
        return np.zeros(self.cells.size)

    def log_iceberg(self, unknown: Array) -> Array:
        """(cells,) real cost: all of it."""
        return self.log_cost(unknown)

    def rent_shares(self, exporter: IntArray) -> tuple[tuple[IntArray, Array], ...]:  # noqa: ARG002
        """No rent, no receiver."""
        return ()

    def step(self) -> Array:
        """(size,) mixing steps."""
        return np.ones(self.size)

    def update(self, unknown: Array, market: Market) -> Array:
        """The log usage ratios that current shares and values of trade imply."""
        if self.parameters.network == 0.0:
            return np.zeros(self.size)
        floor = self.parameters.usage_floor
        before = self.usage(market.value_baseline, self.share)
        now = self.usage(market.value, self.shares(unknown))
        return np.asarray(np.log((now + floor) / (before + floor)).ravel())

    def residual(self, unknown: Array, market: Market) -> Array:
        """Implied log usage ratios less the assumed ones."""
        return self.update(unknown, market) - unknown
