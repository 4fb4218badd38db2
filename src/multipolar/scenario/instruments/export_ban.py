"""Ban on exports."""

from __future__ import annotations

from typing import Literal

from multipolar.arrays import IntArray
from multipolar.scenario.base import TradeInstrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Share
from multipolar.scenario.place import Place
from multipolar.scenario.words import buyers, goods, percent, sellers


class ExportBan(TradeInstrument):
    """Sellers in `origin` may not deliver `sectors` to `destination`.

    The baseline flow loses the covered share, but for the part that leaks; what is then bought follows from prices.

    Attributes
    ----------
    leakage : share of the covered flow that gets through at unchanged prices; 0 is airtight.
    """

    number_fields = ("leakage", "coverage")

    kind: Literal["export_ban"] = "export_ban"
    leakage: Share = 0.0

    def describe(self) -> str:
        leak = "" if self.leakage == 0 else f"; {percent(self.leakage)} leaks"
        return f"{sellers(self)} may not sell {goods(self)} to {buyers(self)}{leak}."

    def apply(self, border: Border, place: Place) -> IntArray:
        cells = self.cells(place)
        place.note_overlap(self.exporters(place), self.importers(place))
        border.ban(cells, coverage=self.coverage, leakage=self.leakage)
        return cells
