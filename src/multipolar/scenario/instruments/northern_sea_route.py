"""The sea route along Siberia, open for a part of the year."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

import numpy as np
from pydantic import field_validator

from multipolar.arrays import IntArray
from multipolar.scenario.base import Instrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import ALL, Economies, Number, Positive, Share, wrong
from multipolar.scenario.model_numbers import ModelNumber
from multipolar.scenario.place import Place
from multipolar.scenario.route_states import ArcticTerms
from multipolar.scenario.routes import RouteChannels, arctic_bit
from multipolar.scenario.words import words

_GUESS = "a guess of the model; no source was found"
NUMBERS = (
    ModelNumber("months", math.nan, "months", "unsourced", ""),
    ModelNumber("able_share", 1.0, "share", "assumed", "all ships may go there unless the scenario says otherwise"),
    ModelNumber("ice_knots", 10.0, "knots", "assumed", "in convoy or in drifting ice"),
    ModelNumber("ice_cost_percent", 30.0, "% of freight", "assumed", _GUESS),
    ModelNumber("toll_percent", 0.35, "% of value", "assumed", _GUESS),
)
"""What the model takes where a season says nothing."""


class NorthernSeaRoute(Instrument):
    """Transit along the Northern Sea Route opens for some months of the year.

    In the baseline it is closed to transit: 3 Mt went through in 2024, of some 12,000 Mt of seaborne trade. Goods do
    not wait for the season: the share that leaves while it is open may take it. A year has one season; with several
    instruments the last counts.

    Attributes
    ----------
    months : a year in which ships can pass, 0 to 12.
    able_share : share of the users' goods whose ships may go there (ice class, schedules, insurance).
    ice_knots : speed along the route.
    ice_cost_percent : what ice-class ships and crews cost more, in percent of the freight of the whole voyage.
    toll_percent : escort and pilotage, in percent of the goods' value.
    users : economies whose trade may use it, as exporter or importer; all by default.
    """

    channel = "routes"
    number_fields = ("months", "able_share", "ice_knots", "ice_cost_percent", "toll_percent")

    kind: Literal["northern_sea_route"] = "northern_sea_route"
    months: Number
    able_share: Share = 1.0
    ice_knots: Positive = 10.0
    ice_cost_percent: Number = 30.0
    toll_percent: Number = 0.35
    users: Economies = (ALL,)

    @field_validator("months")
    @classmethod
    def _of_a_year(cls, value: float) -> float:
        if not 0 <= value <= 12:
            raise wrong(f"{value:g} months is not a part of a year.", "Write 0 to 12.")
        return value

    @field_validator("ice_cost_percent", "toll_percent")
    @classmethod
    def _not_negative(cls, value: float) -> float:
        if value < 0:
            raise wrong(f"{value:g} is negative.", "Write 0 or more.")
        return value

    def describe(self) -> str:
        who = "all ships" if self.users == (ALL,) else f"the trade of {words(self.users)}"
        some = "" if self.able_share >= 1 else f", {100 * self.able_share:.3g} % of it able to go"
        return f"The Northern Sea Route is open {self.months:g} months a year to {who}{some}."

    def apply(self, border: Border, place: Place) -> IntArray:
        channel: RouteChannels = border.channel("routes", RouteChannels)
        layout = channel.layout
        members = place.positions(place.codes(self.users, field="users"))
        allowed = np.isin(layout.importer, members) | np.isin(layout.exporter, members)
        channel.open_arctic(
            ArcticTerms(
                months=self.months,
                able_share=self.able_share,
                ice_knots=self.ice_knots,
                ice_cost=self.ice_cost_percent / 100,
                toll_share=self.toll_percent / 100,
                users=allowed.astype(np.float64),
            ),
            place.instrument,
        )
        channel.numbers += [
            replace(self.in_model(usual, usual.name), name=f"northern sea route {self.id}: {usual.name}")
            for usual in NUMBERS
        ]
        defaults = [name for name in self.number_fields if name not in self.model_fields_set]
        if defaults:
            place.note("assumed", f"{', '.join(defaults)} of the Northern Sea Route: assumed by the model, no source.")
        pairs = layout.pairs_by(arctic_bit()) & allowed
        if not pairs.any() or self.months == 0 or self.able_share == 0:
            place.note("nothing", "No goods get a way along the Northern Sea Route: it changes nothing.")
            pairs[:] = False
        return channel.cells(pairs)
