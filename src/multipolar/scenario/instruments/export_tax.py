"""Tax on exports."""

from __future__ import annotations

from typing import Literal

import numpy as np

from multipolar.arrays import IntArray
from multipolar.scenario.base import TradeInstrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Rate, Sectors
from multipolar.scenario.place import Place
from multipolar.scenario.words import buyers, goods, percent, sellers


class ExportTax(TradeInstrument):
    """`origin` taxes what it sells to `destination` at `rate` on the seller's price; the revenue is the exporter's.

    The baseline has no export taxes of its own. A later export tax on the same cells replaces an earlier one.

    Attributes
    ----------
    rate : 0.25 for 25 percent.
    """

    number_fields = ("rate", "coverage")

    kind: Literal["export_tax"] = "export_tax"
    sectors: Sectors
    rate: Rate

    def describe(self) -> str:
        return f"Exports of {goods(self)} from {sellers(self)} to {buyers(self)} are taxed at {percent(self.rate)}."

    def apply(self, border: Border, place: Place) -> IntArray:
        cells = self.cells(place)
        border.change(cells, coverage=self.coverage, export_tax_rate=np.full(cells.size, self.rate))
        return cells
