"""Ways round a ban through third economies."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal

import numpy as np
from pydantic import model_validator

from multipolar.arrays import Array, IntArray
from multipolar.baseline.hubs import LARGEST_SHARE, REEXPORT_RATE, goods_cells, hub_shares
from multipolar.scenario.base import FlowInstrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Economies, Positive, Rate, Share, wrong
from multipolar.scenario.hubs import HubChannels, Way
from multipolar.scenario.model_numbers import ModelNumber
from multipolar.scenario.place import Place
from multipolar.scenario.words import buyers, percent, sellers, words

TRANSIT_COST = 0.10
MARGIN = 0.15
ELASTICITY_RATIO = 2.0
_SPLIT = (
    "transit cost and margin make 26.5 % together, the low end of the 25 to 55 % by which prices of controlled goods "
    "from Turkey rose (Korhonen and Simola, Bank of Finland); how the sum splits has no source"
)
NUMBERS: Mapping[str, ModelNumber] = MappingProxyType(
    {
        found.name: found
        for found in (
            ModelNumber("transit_cost", TRANSIT_COST, "share of price", "assumed", _SPLIT, 0.0, 0.2),
            ModelNumber("margin", MARGIN, "share of price", "assumed", _SPLIT, 0.0, 0.29),
            ModelNumber(
                "elasticity_ratio",
                ELASTICITY_RATIO,
                "ratio",
                "assumed",
                "ways of carrying one good are closer substitutes than its origins",
                1.0,
                8.0,
            ),
            ModelNumber(
                "reexport_rate",
                REEXPORT_RATE,
                "share",
                "assumed",
                "share of what a hub buys abroad that it sells on; no source gives one number for all hubs and goods",
                0.02,
                0.2,
            ),
            ModelNumber(
                "largest share of a hub",
                LARGEST_SHARE,
                "share",
                "assumed",
                "no hub carries more than half of a flow that the tables book as direct",
            ),
            # Set by the scenario or not in the model at all.
            ModelNumber("share", math.nan, "share", "unsourced", ""),
            ModelNumber("enforcement", math.nan, "share", "unsourced", ""),
        )
    }
)
"""What the model takes where a detour says nothing; ranges are those of the sensitivity on the page on detours."""


class Detour(FlowInstrument):
    """Goods of `sectors` that bans keep from going from `origin` to `destination` may come through `hubs`, at a cost.

    It lets nothing through by itself: it acts on what import bans, export bans and embargoes of the same scenario stop,
    wherever they stand in the file, and how much gets through follows from prices. Give those bans a `leakage` of 0, or
    what leaks otherwise than through hubs. Services have no detour. A hub that is under the same ban is closed as far
    as the ban goes.

    Attributes
    ----------
    hubs : third economies; codes, names or blocs. `ROW` as a hub for Russia stands for its neighbours without a row.
    transit_cost : what the way round costs, over the price of the good; a real cost, moving with the hub's prices.
        Default 0.1.
    margin : what traders in the hub earn on it, over the price of the good with transit. Default 0.15.
    elasticity_ratio : how readily goods change from one way to another, over how readily buyers change from one origin
        to another (the trade elasticity of the sector). Default 2; 1 leaves each hub its share whatever the ban.
    share : share of each flow that came through each hub before the ban; default by rule, see the page on detours.
    reexport_rate : share of what a hub buys abroad that it sells on, for that rule. Default 0.05.
    enforcement : part of the hubs' business that controls and secondary sanctions close; 1 closes all.
    """

    channel = "hubs"
    number_fields = ("transit_cost", "margin", "elasticity_ratio", "share", "reexport_rate", "enforcement")

    kind: Literal["detour"] = "detour"
    hubs: Economies
    transit_cost: Rate = TRANSIT_COST
    margin: Rate = MARGIN
    elasticity_ratio: Positive = ELASTICITY_RATIO
    share: Share | None = None
    reexport_rate: Share | None = None
    enforcement: Share = 0.0

    @model_validator(mode="after")
    def _one_share(self) -> Detour:
        if self.share is not None and self.reexport_rate is not None:
            raise wrong("has both share and reexport_rate.", "The rate is for the rule; with share, leave it out.")
        return self

    def describe(self) -> str:
        closed = "" if self.enforcement == 0 else f"; controls close {percent(self.enforcement)} of it"
        return (
            f"What bans keep from going from {sellers(self)} to {buyers(self)} may come through {words(self.hubs)} at "
            f"{percent(self.transit_cost)} for transit and {percent(self.margin)} margin{closed}."
        )

    def apply(self, border: Border, place: Place) -> IntArray:
        cells = goods_cells(border.baseline, self.cells(place))
        codes = place.codes(self.hubs, field="hubs")
        rate = REEXPORT_RATE if self.reexport_rate is None else self.reexport_rate
        shares = hub_shares(border.baseline, codes, cells, rate)
        share = shares.share
        if self.share is not None:
            share = self.share * _third(border, place, codes, cells)
        self._note(place, codes, shares.basis)
        third = np.asarray(_third(border, place, codes, cells).any(axis=1))
        own = tuple(code for code, apart in zip(codes, third, strict=True) if not apart)
        if own and cells.size:
            place.note(
                "hub", f"{words(own)}: buyer or seller of all that it covers, so no hub: that is a third economy."
            )
        channel = border.channel("hubs", HubChannels)
        channel.numbers += self._model_numbers()
        for code, by_cell in zip(codes, share, strict=True):
            open_share = by_cell * (1.0 - self.enforcement)
            channel.add(
                Way(place.instrument, code, cells, open_share, self.transit_cost, self.margin, self.elasticity_ratio)
            )
        return cells

    def _model_numbers(self) -> Iterator[ModelNumber]:
        """What it takes for its hubs, each number with its standing."""
        by_rule = ("reexport_rate", "largest share of a hub") if self.share is None else ("share",)
        closed = ("enforcement",) if self.enforcement else ()
        for name in ("transit_cost", "margin", "elasticity_ratio", *closed, *by_rule):
            found = self.in_model(NUMBERS[name], name)
            yield replace(found, name=f"detour {self.id}: {name}")

    def _note(self, place: Place, codes: tuple[str, ...], basis: tuple[str, ...]) -> None:
        assumed = {
            "transit cost of 0.1": "transit_cost" not in self.model_fields_set,
            "margin of 0.15": "margin" not in self.model_fields_set,
            "elasticity between ways of twice the trade elasticity": "elasticity_ratio" not in self.model_fields_set,
            "re-export rate of 0.05": self.share is None and self.reexport_rate is None,
        }
        if any(assumed.values()):
            named = ", ".join(text for text, is_default in assumed.items() if is_default)
            place.note("assumed", f"Detours on assumed numbers: {named}.")
        if self.share is not None:
            return
        without = [code for code, found in zip(codes, basis, strict=True) if found == "none"]
        if without:
            place.note("no-hub", f"{words(tuple(without))} has no datum as a hub for these buyers: give its share.")
        if "stand-in" in basis:
            place.note(
                "stand-in",
                "ROW as a hub stands for those neighbours of Russia that have no row of their own.",
            )


def _third(border: Border, place: Place, codes: tuple[str, ...], cells: IntArray) -> Array:
    """(H, M) one where the hub is neither buyer nor seller, else zero."""
    _, importer, exporter = np.unravel_index(cells, border.baseline.trade_share.shape)
    hubs = place.positions(codes)[:, None]
    return np.asarray((hubs != importer) & (hubs != exporter), dtype=np.float64)
