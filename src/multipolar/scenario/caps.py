"""What price caps cover once all measures are known: what bans leave of the product, and each barrel under one cap.

A ban on the capped product and a cap for the same buyers meet the same barrels. With the product's share ``s`` of a
cell, ``left`` what bans on the product leave of it, ``rest`` what bans on any product leave of the cell and ``r`` the
cap's reach, the cap covers

    s * left * r / rest

of what is left of the cell: nothing where the ban is airtight. Of several caps on one seller the lowest goes first,
and the next covers what it reaches beyond; a coalition's own purchases and ships are taken to be the same in both. A
higher cap can only bite while the price is above it, hence above the lower one too, which has then driven away all that
it covers: the higher one's share is one of what remains, ``s * left * r / (rest - s * left * r_lower)``.
Bans that cover a part of the whole sector hit the product like the rest, as all partial measures do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.model.price_cap import PriceCap as CapResponse
from multipolar.scenario.banned_product import PRODUCTS, ProductBans
from multipolar.scenario.border import Border
from multipolar.scenario.cap_market import CapMarket
from multipolar.scenario.place import Notice

CAPS = "price caps"
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class PendingCap:
    """A cap on one seller as its instrument states it.

    Attributes
    ----------
    name : of the response. instrument : id for notices. product : key of what is capped.
    exporter : position of the seller. cap : dollars a barrel. reach : (N,) part of each buyer's purchases.
    """

    name: str
    instrument: str
    product: str
    exporter: int
    market: CapMarket
    cap: float
    reach: Array

    @property
    def cap_hat(self) -> float:
        """The cap over the seller's price without measures."""
        return self.cap / self.market.price


class Caps:
    """All price caps of a scenario; a channel that writes a Response for each that covers something.

    Attributes
    ----------
    open_share : by response, (N,) what bans of any kind leave of the seller's flow to each buyer, goods that come
        through third economies apart. under_cap : by response, (N,) the part of that which it covers before any cap.
    """

    def __init__(self, baseline: Baseline) -> None:
        self.baseline = baseline
        self.pending: list[PendingCap] = []
        self.notices: list[Notice] = []
        self.open_share: dict[str, Array] = {}
        self.under_cap: dict[str, Array] = {}

    def finish(self, border: Border) -> None:
        """Write the Responses, in the order of the scenario."""
        made: dict[str, CapResponse] = {}
        taken: dict[tuple[int, int], Array] = {}
        for cap in sorted(self.pending, key=lambda each: each.cap_hat):
            seller = cap.market.sector, cap.exporter
            before = taken.get(seller, np.zeros(cap.reach.size))
            reach = np.maximum(cap.reach - before, 0.0)
            taken[seller] = np.maximum(cap.reach, before)
            if (reach < cap.reach).any():
                self._note(cap, "A lower cap on the same seller reaches the same purchases: there it alone counts.")
            response = self._response(border, cap, reach, before)
            if response is not None:
                made[cap.name] = response
        border.responses += [made[cap.name] for cap in self.pending if cap.name in made]

    def _response(self, border: Border, cap: PendingCap, reach: Array, lower: Array) -> CapResponse | None:
        """The Response on (N,) reach beyond that of lower caps."""
        count = len(self.baseline.economies)
        share = cap.market.product_share
        left, rest = self._left(border, cap)
        covered = np.divide(share * left * reach, rest, out=np.zeros(count), where=rest > 0)
        remains = rest - share * left * lower
        coverage = np.divide(share * left * reach, remains, out=np.zeros(count), where=remains > ROUNDING)
        coverage = np.minimum(coverage, 1.0)
        first = cap.market.sector * count * count
        everyone = first + np.arange(count, dtype=np.int64) * count + cap.exporter
        trade = self.baseline.trade_share.ravel()[everyone] > 0
        trade[cap.exporter] = False
        if (trade & (share * reach > 0) & (left < 1)).any():
            self._note(cap, "Where a ban stops the product the cap covers only what the ban leaves.")
        take = trade & (coverage > 0)
        if not take.any():
            self._note(cap, "Nothing is left for the cap to cover: it changes nothing.")
            return None
        paid = self.baseline.trade_share[cap.market.sector, :, cap.exporter]
        paid = paid * self.baseline.expenditure[cap.market.sector] * rest
        output = self.baseline.gross_output[cap.market.sector, cap.exporter]
        self.under_cap[cap.name] = np.where(take, np.minimum(covered, 1.0), 0.0)
        open_share = self.open_share[cap.name] = border.open_share[everyone].copy()
        if (open_share[take] < rest[take] * (1.0 - ROUNDING)).any():
            self._note(cap, "A ban on a part of the whole sector stops what is under the cap like the rest.")
        elasticity = np.broadcast_to(border.trade_elasticity[cap.market.sector], take.shape)
        return CapResponse(
            name=cap.name,
            cells=everyone[take],
            coverage=coverage[take],
            elasticity=np.ascontiguousarray(elasticity[take]),
            seller=(cap.market.sector, cap.exporter),
            cap_hat=cap.cap_hat,
            exposure=float((paid * covered * take).sum() / output),
            price=cap.market.price,
        )

    def _left(self, border: Border, cap: PendingCap) -> tuple[Array, Array]:
        """(N,) part of each buyer's purchases that bans leave of the product, and of the cell."""
        bans, all_of_it = border.channels.get(PRODUCTS), np.ones(cap.reach.size)
        if not isinstance(bans, ProductBans):
            return all_of_it, all_of_it
        left = bans.left.get(cap.product)
        rest = bans.left_of_sector(cap.market.sector)[:, cap.exporter]
        return all_of_it if left is None else np.asarray(left[:, cap.exporter]), rest

    def _note(self, cap: PendingCap, text: str) -> None:
        notice = Notice("price-cap", text, cap.instrument)
        if notice not in self.notices:
            self.notices.append(notice)
