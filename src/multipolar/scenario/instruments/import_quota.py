"""Limit on the quantity of imports."""

from __future__ import annotations

from typing import Literal

from multipolar.arrays import IntArray
from multipolar.model.responses import ImportQuota as QuotaResponse
from multipolar.scenario.base import FlowInstrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Positive, Sectors
from multipolar.scenario.place import Place
from multipolar.scenario.words import buyers, percent, sellers, words


class ImportQuota(FlowInstrument):
    """`destination` takes at most `limit` times the baseline quantity of `sectors` from `origin`.

    All cells form one pool: for a limit on each sector or partner write one instrument each. Whether the quota binds,
    and what a licence is worth, follows from the equilibrium.

    Attributes
    ----------
    limit : quantity allowed over quantity of the baseline year; 0.5 is half. For 0 use an import ban.
    rent : who gets the worth of the licences: `importer` auctions them, `exporter` under a voluntary restraint.
    """

    number_fields = ("limit",)

    kind: Literal["import_quota"] = "import_quota"
    sectors: Sectors
    limit: Positive
    rent: Literal["importer", "exporter"] = "importer"

    def describe(self) -> str:
        return (
            f"Imports of {words(self.sectors)} by {buyers(self)} from {sellers(self)} are limited to "
            f"{percent(self.limit)} of the baseline quantity; the rent goes to the {self.rent}."
        )

    def apply(self, border: Border, place: Place) -> IntArray:
        cells = self.cells(place)
        if cells.size and border.baseline.trade_share.ravel()[cells].any():
            share = 1.0 if self.rent == "importer" else 0.0
            border.responses.append(QuotaResponse(place.instrument, cells, self.limit, share))
        return cells
