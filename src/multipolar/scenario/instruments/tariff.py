"""Tariff on imports."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from multipolar.arrays import Array, IntArray
from multipolar.codes import sector_index
from multipolar.scenario.base import TradeInstrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Rate, Sectors, wrong
from multipolar.scenario.place import Place
from multipolar.scenario.words import buyers, goods, percent, sellers

UNCHANGED = 1e-9
"""Changes of a rate up to here are rounding."""


class Tariff(TradeInstrument):
    """Buyers in `destination` pay a duty on the border price of what comes from `origin`; the revenue is theirs.

    Attributes
    ----------
    rate : the duty, 0.25 for 25 percent; under `multiply` the factor on the duty in force.
    mode : `set` replaces the duty in force, `add` comes on top of it, `multiply` scales it.
    rate_before : duty on the covered products before, where it is not the sector's average; only with `set`. The price
        of these products then rises by (1 + rate) / (1 + rate_before).
    """

    number_fields = ("rate", "rate_before", "coverage")

    kind: Literal["tariff"] = "tariff"
    sectors: Sectors
    rate: Rate
    mode: Literal["set", "add", "multiply"] = "set"
    rate_before: Rate | None = None

    @model_validator(mode="after")
    def _rate_before_needs_set(self) -> Tariff:
        if self.rate_before is not None and self.mode != "set":
            raise wrong(f"rate_before has no meaning with mode {self.mode}.", "Take it out, or write mode: set.")
        return self

    def idle(self) -> str:
        same = (self.mode, self.rate) in (("add", 0.0), ("multiply", 1.0))
        return "The duty stays as it is" if same else ""

    def describe(self) -> str:
        change = {
            "set": f"set to {percent(self.rate)}",
            "add": f"raised by {100 * self.rate:g} points",
            "multiply": f"multiplied by {self.rate:g}",
        }[self.mode]
        before = "" if self.rate_before is None else f" from {percent(self.rate_before)}"
        return f"The tariff of {buyers(self)} on {goods(self)} from {sellers(self)} is {change}{before}."

    def apply(self, border: Border, place: Place) -> IntArray:
        cells = self.cells(place)
        now = border.tariff_rate[cells]
        if self.mode == "add":
            new = now + self.rate
        elif self.mode == "multiply":
            new = now * self.rate
        elif self.rate_before is None:
            new = now * 0.0 + self.rate
        else:
            new = (1 + now) * (1 + self.rate) / (1 + self.rate_before) - 1
        if (new < 0).any():
            place.note("subsidy", f"It turns {int((new < 0).sum())} duties into subsidies: they are below rate_before.")
        border.change(cells, coverage=self.coverage, tariff_rate=new)
        if self.coverage > 0:
            self._note_services(cells[new != now], place)
            self._note_taken_back(cells, now, new, place)
        return cells

    def _note_services(self, raised: IntArray, place: Place) -> None:
        size = len(place.baseline.economies) ** 2
        hit = [place.baseline.sectors[j] for j in np.unique(raised // size)]
        services = [code for code in hit if code in sector_index() and not sector_index()[code].goods and code != "D"]
        if services:
            place.note("services-tariff", f"It puts a tariff on {', '.join(services)}, which pass no customs border.")

    def _note_taken_back(self, cells: IntArray, now: Array, new: Array, place: Place) -> None:
        """Say where it puts back the duty of the baseline that earlier measures had changed."""
        usual = place.baseline.tariff_rate.ravel()[cells]
        back = int(((np.abs(now - usual) > UNCHANGED) & (np.abs(new - usual) <= UNCHANGED)).sum())
        if back and self.coverage == 1:
            text = f"It puts back the duty of the baseline on {back:,} flows, where an earlier measure had changed it."
            place.note("conflict", text)
