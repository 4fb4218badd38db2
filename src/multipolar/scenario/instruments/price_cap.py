"""Cap on the price of one seller's oil."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import BeforeValidator, Field, WithJsonSchema

from multipolar.arrays import Array, IntArray
from multipolar.codes import blocs
from multipolar.scenario.base import Instrument, NumberStatus
from multipolar.scenario.border import Border
from multipolar.scenario.cap_market import CapMarket, cap_market
from multipolar.scenario.caps import CAPS, Caps, PendingCap
from multipolar.scenario.fields import Economies, EconomiesOrNone, Positive, Share, economy_text, share, wrong
from multipolar.scenario.place import Place
from multipolar.scenario.words import percent, words


def _shares_by_economy(value: object) -> object:
    if not isinstance(value, dict):
        raise wrong(f"{value!r} is not a list of shares by economy.", "Write {HUN: 1, DEU: 0.5}.")
    return {economy_text(code): share(number) for code, number in value.items()}


def _share_or_shares(value: object) -> object:
    return _shares_by_economy(value) if isinstance(value, dict) else share(value)


_BY_ECONOMY = {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1}}
SharesByEconomy = Annotated[
    dict[str, float],
    BeforeValidator(_shares_by_economy),
    WithJsonSchema(_BY_ECONOMY),
]
ShareOrShares = Annotated[
    float | dict[str, float],
    BeforeValidator(_share_or_shares),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, _BY_ECONOMY]}),
]


class PriceCap(Instrument):
    """A coalition lets `target` sell its oil only at `cap` or below.

    One price of the seller serves all buyers, so the cap works as an import tariff of unknown rate on what the
    coalition reaches, with the revenue to the buyers, just high enough that the seller's price falls to the cap. It
    does nothing while the price is below the cap. Where no rate is enough, the seller diverts; the result then says
    which price was reached. The coalition reaches its own members' purchases, and of all other buyers' seaborne
    purchases the part that its ships and insurers serve.

    Attributes
    ----------
    target : the seller or sellers; each gets a rate of its own.
    product : what is capped; `crude` is a share of the sector of crude oil and gas, `oil-products` all of refining.
    cap : dollars a barrel.
    coalition : buyers who keep to the cap in all they buy.
    service_share : share of the seaborne purchases of all other buyers that the coalition's ships or insurers serve.
    exempt : buyers whom the cap leaves alone, also those under an embargo, who do not buy.
    pipeline : share of a buyer's purchases that comes by pipeline and is out of reach, by economy.
    evasion : share of the covered purchases that ignores the cap.
    price : dollars a barrel that the seller gets without the measures; by default the unit value of its exports in the
        year of the tables.
    product_share : share of the product in the sector's flow, one for all buyers or by economy; by default by buyer,
        from trade in tonnes and dollars.
    """

    number_fields = ("cap", "service_share", "evasion", "price", "product_share", "pipeline")

    kind: Literal["price_cap"] = "price_cap"
    target: Economies
    product: Literal["crude", "oil-products"] = "crude"
    cap: Positive
    coalition: EconomiesOrNone = ()
    service_share: Share = 0.0
    exempt: EconomiesOrNone = ()
    pipeline: SharesByEconomy = Field(default_factory=dict)
    evasion: Share = 0.0
    price: Positive | None = None
    product_share: ShareOrShares | None = None

    def numbers(self) -> tuple[NumberStatus, ...]:
        """The numbers that were set; shares by economy one by one."""
        by_economy = {name: getattr(self, name) for name in ("pipeline", "product_share")}
        by_economy = {name: shares for name, shares in by_economy.items() if isinstance(shares, dict)}
        found = list(Instrument.numbers(self.model_copy(update=dict.fromkeys(by_economy))))
        for name, shares in by_economy.items():
            reason = self.assumed.get(name, "")
            status = "assumed" if reason else ("sourced" if self.source else "unsourced")
            found += [NumberStatus(f"{name} {code}", shares[code], status, reason or self.source) for code in shares]
        return tuple(found)

    def describe(self) -> str:
        what = "crude oil" if self.product == "crude" else "oil products"
        reach = []
        if self.coalition:
            alone = len(self.coalition) == 1 and self.coalition[0] not in blocs()
            reach.append(f"all that {words(self.coalition)} {'buys' if alone else 'buy'}")
        if self.service_share:
            reach.append(f"{percent(self.service_share)} of what others buy by sea")
        limit = f"{words(self.target)} may sell {what} for at most USD {self.cap:g} a barrel"
        if not reach:
            return f"{limit}, to which no buyer and no ship is bound."
        evaded = f"; {percent(self.evasion)} of it ignores the cap" if self.evasion else ""
        return f"{limit} in {' and '.join(reach)}{evaded}."

    def apply(self, border: Border, place: Place) -> IntArray:
        sellers = place.codes(self.target, field="target")
        touched = [self._cap_seller(border, place, code, len(sellers)) for code in sellers]
        if not touched:
            place.note("nothing", "No seller is capped: the group is empty.")
            return np.zeros(0, dtype=np.int64)
        cells: IntArray = np.unique(np.concatenate(touched))
        return cells

    def _cap_seller(self, border: Border, place: Place, seller: str, sellers: int) -> IntArray:
        market = cap_market(border.baseline, place, self.product, seller, self.price, self.product_share)
        reach = self._reach(place)
        count = len(border.baseline.economies)
        first, exporter = market.sector * count * count, border.baseline.economies.index(seller)
        everyone = first + np.arange(count, dtype=np.int64) * count + exporter
        take = (border.baseline.trade_share.ravel()[everyone] > 0) & (market.product_share * reach > 0)
        take[exporter] = False
        if seller in place.codes(self.coalition, field="coalition"):
            place.note("price-cap", f"{seller} is in the coalition that caps it: what it sells at home is not covered.")
        cells: IntArray = everyone[take]
        if not cells.size:
            place.note("no-flow", f"The cap reaches nothing that {seller} sells: it changes nothing.")
            return cells
        self._notes(place, seller, market)
        name = place.instrument if sellers == 1 else f"{place.instrument} {seller}"
        pending = PendingCap(name, place.instrument, self.product, exporter, market, self.cap, reach)
        border.channel(CAPS, Caps).pending.append(pending)
        return cells

    def _reach(self, place: Place) -> Array:
        """(N,) share of each buyer's purchases of the product that the cap covers."""
        reach = np.full(len(place.baseline.economies), self.service_share)
        for code, piped in self.pipeline.items():
            reach[place.positions(place.codes((code,), field="pipeline"))] *= 1.0 - piped
        reach[place.positions(place.codes(self.coalition, field="coalition"))] = 1.0
        reach[place.positions(place.codes(self.exempt, field="exempt"))] = 0.0
        return np.asarray(reach * (1.0 - self.evasion))

    def _notes(self, place: Place, seller: str, market: CapMarket) -> None:
        place.note(
            "price-cap", f"{seller} gets USD {market.price:.1f} a barrel before the measures ({market.price_status})."
        )
        if self.cap >= market.price:
            text = f"The cap of USD {self.cap:g} lies above that: it binds only if other measures raise the price."
            place.note("price-cap", text)
