"""Detours: a good whose direct way is closed arrives through third economies, at a cost.

Of a cell (sector j, buyer n, origin i) bans leave the part ``open`` as it was and stop the rest (the survival share of
`Wedges`). What is stopped may still come through hubs. With baseline shares ``s_h`` of the hubs, the direct way closed
(its cost infinite), and the elasticity ``phi`` between ways of carrying the same good, the nest of channels is

    cost_hat = (sum_h s_h * k_h**-phi)**(-1/phi),          k_h = (1 + margin_h) * (1 + transit_h * p_h)

over the baseline price of the direct way. ``p_h`` is the price of the hub's trade and transport services over its
baseline, a third economy's price; transit is a real cost and is booked as iceberg, the margin is the hub's income. The
kernel of the cell is multiplied by

    m = open + (1 - open) * leak,          leak = cost_hat**-theta = (sum_h s_h * k_h**-phi)**(theta/phi)

so that ``leak`` stands where a ban has its guess ``leakage``: the share of the stopped flow that gets through at
unchanged prices. Nothing stopped gives ``m = 1``; no hub open gives ``m = open``, the ban alone; one hub of share one
at no cost gives ``m = 1``. The leak rises with shares, and falls with transit cost and margin.

Of the buyer's dollar the part ``f = (1 - open) * leak / m`` goes through hubs, split by ``s_h * k_h**-phi``; of what
goes through hub ``h`` the part ``margin / (1 + margin)`` is its income.

Each hub is one `Response`, because each receives rent of its own; all of them share one `HubNest`. The unknowns of each
are the log prices of all hubs' services, zero at the baseline.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.errors import AssumptionError
from multipolar.model.responses import Market

# Where an airtight ban stands just before the end of a continuation, as in the fixed part of the kernel.
NEARLY_AIRTIGHT = 1e-15


@dataclass(frozen=True, slots=True)
class HubNest:
    """The hubs of a scenario and the cells whose stopped part may come through them.

    Attributes
    ----------
    cells : (M,) flat positions into (J, N, N), sorted.
    hubs : (H,) positions of economies.
    open_share : (M,) what bans leave of each cell, between 0 and 1.
    share : (H, M) baseline shares of the hubs, what is closed to them taken out; their sum is at most one.
    transit_cost, margin : (H, M) over the price of the good; real cost, and the hub's income.
    channel_elasticity, trade_elasticity : (M,) phi and theta.
    service_weight : (H, J) weights of the hub's sectors in the price of its services; rows sum to one.
    """

    cells: IntArray
    hubs: IntArray
    open_share: Array
    share: Array
    transit_cost: Array
    margin: Array
    channel_elasticity: Array
    trade_elasticity: Array
    service_weight: Array
    # All Responses of the nest ask for the same numbers in one sweep; the last answer is kept.
    _last: dict[bytes, tuple[Array, Array]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        problems = (
            ("shares of hubs", (self.share >= 0).all() and (self.share.sum(axis=0) <= 1 + 1e-12).all(), "sum to 1"),
            ("shares of hubs", (self.share.sum(axis=0) > 0).all(), "be above 0 for one hub of each cell"),
            ("open_share", ((self.open_share >= 0) & (self.open_share <= 1)).all(), "lie between 0 and 1"),
            ("transit_cost", (self.transit_cost >= 0).all(), "be at least 0"),
            ("margin", (self.margin >= 0).all(), "be at least 0"),
            ("channel_elasticity", (self.channel_elasticity > 0).all(), "be positive"),
        )
        for what, holds, rule in problems:
            if not holds:
                raise AssumptionError(f"hubs, {what}", f"must {rule}")

    def at(self, size: float) -> HubNest:
        """The same hubs with bans at a part of their severity, in logs as the fixed part of the kernel has it."""
        if size >= 1.0:
            return self
        return replace(self, open_share=np.maximum(self.open_share, NEARLY_AIRTIGHT) ** size)

    def log_way_cost(self, log_hub_price: Array) -> Array:
        """(H, M) log cost of each way over the baseline price of the direct one, from (H,) log prices of services."""
        transit = self.transit_cost * np.exp(log_hub_price)[:, None]
        return np.asarray(np.log1p(self.margin) + np.log1p(transit))

    def _log_terms(self, log_hub_price: Array) -> tuple[Array, Array]:
        """(H, M) log of ``s_h * k_h**-phi``, and (M,) log of their sum; ``-inf`` where a hub plays no part."""
        with np.errstate(divide="ignore"):
            terms = np.log(self.share) - self.channel_elasticity * self.log_way_cost(log_hub_price)
        return terms, np.asarray(np.logaddexp.reduce(terms, axis=0))

    def leak(self, log_hub_price: Array) -> Array:
        """(M,) share of the stopped flow that gets through at unchanged prices of sellers."""
        _, total = self._log_terms(log_hub_price)
        return np.asarray(np.exp(total * (self.trade_elasticity / self.channel_elasticity)))

    def kernel_factor(self, log_hub_price: Array) -> Array:
        """(M,) factor on the kernel of each cell, ban and hubs together."""
        return np.asarray(self.open_share + (1.0 - self.open_share) * self.leak(log_hub_price))

    def paid_through(self, log_hub_price: Array) -> Array:
        """(H, M) part of the buyer's dollar on the cell that goes through each hub."""
        terms, total = self._log_terms(log_hub_price)
        through = (1.0 - self.open_share) * self.leak(log_hub_price) / self.kernel_factor(log_hub_price)
        return np.asarray(through * np.exp(terms - total))

    def margin_paid(self, log_hub_price: Array) -> Array:
        """(H, M) part of the buyer's dollar on the cell that each hub keeps."""
        return np.asarray(self.paid_through(log_hub_price) * (self.margin / (1.0 + self.margin)))

    def log_mean_price(self, log_hub_price: Array) -> Array:
        """(M,) log of what buyers pay for what arrives, all ways together, over the seller's price change."""
        through = self.paid_through(log_hub_price)
        arrives = 1.0 - through.sum(axis=0) + (through * np.exp(-self.log_way_cost(log_hub_price))).sum(axis=0)
        return np.asarray(-np.log(arrives))

    def log_costs(self, log_hub_price: Array) -> tuple[Array, Array]:
        """(M,) log cost of the cell, ban and all ways together, and (H, M) log of one plus the rent rate of each hub.

        The rents of the hubs sum to that of the whole cell, which is part of its cost.
        """
        key = log_hub_price.tobytes()
        found = self._last.get(key)
        if found is None:
            kept = self.margin_paid(log_hub_price)
            total = kept.sum(axis=0)
            part = np.divide(kept, total, out=np.zeros_like(kept), where=total > 0)
            whole = -np.log(self.kernel_factor(log_hub_price)) / self.trade_elasticity
            found = (np.asarray(whole), np.asarray(part * -np.log1p(-total)))
            self._last.clear()
            self._last[key] = found
        return found

    def services_price(self, log_cost: Array) -> Array:
        """(H,) log price of each hub's services, from (J, N) log changes of producers' unit costs."""
        return np.asarray((self.service_weight * log_cost[:, self.hubs].T).sum(axis=1))

    def responses(self, codes: tuple[str, ...]) -> tuple[HubResponse, ...]:
        """One Response for each hub; `codes` name them."""
        return tuple(HubResponse(name, self, place) for place, name in enumerate(response_names(codes)))


def response_names(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the Responses of some hubs: their unknowns are the prices of all, so the names tell all."""
    return tuple(f"hub {code} of {' '.join(codes)}" for code in codes)


@dataclass(frozen=True, slots=True)
class HubResponse:
    """One hub's part in a `HubNest`: the margin that it earns and, in the first hub, the cost of all ways.

    Parameters
    ----------
    name : see `response_names`. nest : shared by all hubs. place : row of the hub in the nest.
    """

    name: str
    nest: HubNest
    place: int

    @property
    def cells(self) -> IntArray:
        return self.nest.cells

    @property
    def size(self) -> int:
        return int(self.nest.hubs.size)

    def at(self, size: float) -> HubResponse:
        """The same hub while bans are at a part of their severity."""
        return self if size >= 1.0 else replace(self, nest=self.nest.at(size))

    def log_cost(self, unknown: Array) -> Array:
        """Margin of this hub; the first adds what all together are short of the cost of the whole cell."""
        whole, rents = self.nest.log_costs(unknown)
        return np.asarray(rents[self.place] if self.place > 0 else whole - rents[1:].sum(axis=0))

    def rent_rate(self, unknown: Array) -> Array:
        return np.asarray(np.expm1(self.nest.log_costs(unknown)[1][self.place]))

    def log_iceberg(self, unknown: Array) -> Array:
        """Transit of all ways together, booked with the first hub."""
        if self.place > 0:
            return np.zeros(self.cells.size)
        _, rents = self.nest.log_costs(unknown)
        return np.asarray(self.nest.log_mean_price(unknown) - rents.sum(axis=0))

    def rent_shares(self, exporter: IntArray) -> tuple[tuple[IntArray, Array], ...]:
        hub = np.full(exporter.size, self.nest.hubs[self.place])
        return ((hub, np.ones(exporter.size)),)

    def step(self) -> Array:
        return np.ones(self.size)

    def update(self, unknown: Array, market: Market) -> Array:
        return np.asarray(unknown - self.residual(unknown, market))

    def residual(self, unknown: Array, market: Market) -> Array:
        return np.asarray(unknown - self.nest.services_price(market.log_cost))
