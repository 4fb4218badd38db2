"""Embargo: no trade in either direction."""

from __future__ import annotations

from typing import Literal

from multipolar.arrays import IntArray
from multipolar.scenario.banned_product import Ban
from multipolar.scenario.border import Border
from multipolar.scenario.place import Place
from multipolar.scenario.words import between


class Embargo(Ban):
    """`origin` and `destination` neither buy from nor sell to each other, in `sectors`, both ways.

    An economy never bans itself. If economies stand on both sides, trade among them is banned as well, once, and a
    notice says so.
    """

    kind: Literal["embargo"] = "embargo"

    def describe(self) -> str:
        if self.coverage == 0:
            return f"Trade {between(self)} goes on both ways as before."
        return f"Trade in {self.what()} stops both ways {between(self)}{self.leak()}."

    def apply(self, border: Border, place: Place) -> IntArray:
        cells = self.cells_both_ways(place)
        place.note_overlap(self.exporters(place), self.importers(place))
        return self.stop(border, place, cells)
