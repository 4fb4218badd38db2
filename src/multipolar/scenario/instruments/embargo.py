"""Embargo: no trade in either direction."""

from __future__ import annotations

from typing import Literal

from multipolar.arrays import IntArray
from multipolar.scenario.base import TradeInstrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Share
from multipolar.scenario.place import Place
from multipolar.scenario.words import between, goods, percent


class Embargo(TradeInstrument):
    """`origin` and `destination` neither buy from nor sell to each other, in `sectors`, both ways.

    An economy never bans itself. If economies stand on both sides, trade among them is banned as well, once, and a
    notice says so.

    Attributes
    ----------
    leakage : share of the covered flow that gets through at unchanged prices; 0 is airtight.
    """

    number_fields = ("leakage", "coverage")

    kind: Literal["embargo"] = "embargo"
    leakage: Share = 0.0

    def describe(self) -> str:
        leak = "" if self.leakage == 0 else f"; {percent(self.leakage)} leaks"
        return f"Trade in {goods(self)} stops both ways {between(self)}{leak}."

    def apply(self, border: Border, place: Place) -> IntArray:
        cells = self.cells_both_ways(place)
        place.note_overlap(self.exporters(place), self.importers(place))
        border.ban(cells, coverage=self.coverage, leakage=self.leakage)
        return cells
