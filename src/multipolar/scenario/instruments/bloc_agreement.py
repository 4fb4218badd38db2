"""Agreement among the members of a bloc."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from multipolar.arrays import IntArray
from multipolar.scenario.base import Instrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Economies, EconomiesOrNone, Sectors, SectorsOrNone, Share, wrong
from multipolar.scenario.place import Place
from multipolar.scenario.words import percent, words


class BlocAgreement(Instrument):
    """The `members` cut tariffs or trade costs on what they buy from each other.

    Attributes
    ----------
    members : codes, names, or a bloc as of the day of evaluation.
    exclude : economies taken out.
    sectors, exclude_sectors : as in the other measures.
    tariff_cut : share of the duty in force that goes; 1 is free trade.
    cost_reduction : share of the delivered cost that is saved; 0.1 makes delivery a tenth cheaper. Below 1.
    coverage : share of each sector's flow that the agreement reaches.
    """

    number_fields = ("tariff_cut", "cost_reduction", "coverage")

    kind: Literal["bloc_agreement"] = "bloc_agreement"
    members: Economies
    exclude: EconomiesOrNone = ()
    sectors: Sectors = ("all",)
    exclude_sectors: SectorsOrNone = ()
    tariff_cut: Share = 0.0
    cost_reduction: Share = 0.0
    coverage: Share = 1.0

    @model_validator(mode="after")
    def _does_something(self) -> BlocAgreement:
        if self.tariff_cut == 0 and self.cost_reduction == 0:
            raise wrong(
                "cuts neither tariffs nor costs.", "Write tariff_cut: 1 for free trade, or cost_reduction: 0.1."
            )
        if self.cost_reduction == 1:
            raise wrong("cost_reduction of 1 makes delivery free.", "Write a share below 1.")
        return self

    def describe(self) -> str:
        parts = []
        if self.tariff_cut:
            parts.append(f"cut tariffs by {percent(self.tariff_cut)}")
        if self.cost_reduction:
            parts.append(f"lower trade costs by {percent(self.cost_reduction)}")
        what = "everything" if self.sectors == ("all",) else words(self.sectors)
        left_out = f" without {words(self.exclude)}" if self.exclude else ""
        return f"The members of {words(self.members)}{left_out} {' and '.join(parts)} among themselves on {what}."

    def apply(self, border: Border, place: Place) -> IntArray:
        members = place.codes(self.members, self.exclude, "members")
        cells = place.cells(members, members, place.sectors(self.sectors, self.exclude_sectors))
        border.change(
            cells,
            coverage=self.coverage,
            tariff_rate=border.tariff_rate[cells] * (1 - self.tariff_cut),
            cost_ratio=1 - self.cost_reduction,
        )
        return cells
