"""Ban on imports."""

from __future__ import annotations

from typing import Literal

from multipolar.arrays import IntArray
from multipolar.scenario.banned_product import Ban
from multipolar.scenario.border import Border
from multipolar.scenario.place import Place
from multipolar.scenario.words import buyers, forbidden, sellers


class ImportBan(Ban):
    """Buyers in `destination` may not take `sectors` from `origin`.

    The baseline flow loses the covered share, but for the part that leaks; what is then bought follows from prices.
    """

    kind: Literal["import_ban"] = "import_ban"

    def describe(self) -> str:
        return f"{buyers(self)} {forbidden('buy', self.what())} from {sellers(self)}{self.leak()}."

    def apply(self, border: Border, place: Place) -> IntArray:
        cells = self.cells(place)
        place.note_overlap(self.exporters(place), self.importers(place))
        return self.stop(border, place, cells)
