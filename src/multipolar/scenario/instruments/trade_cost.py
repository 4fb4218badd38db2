"""Trade cost that nobody earns: transport, paperwork, standards, insurance."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from multipolar.arrays import IntArray
from multipolar.scenario.base import TradeInstrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Number, Positive, wrong
from multipolar.scenario.place import Place
from multipolar.scenario.words import between, buyers, goods, sellers


class TradeCost(TradeInstrument):
    """Goods from `origin` to `destination` cost more, or less, to deliver (iceberg cost); nobody earns the difference.

    Attributes
    ----------
    ratio : delivered cost, new over old: 1.1 is a tenth more. Write this or `percent`.
    percent : the same as a change in percent: 10 is a tenth more.
    both_ways : also from `destination` to `origin`.
    """

    number_fields = ("ratio", "percent", "coverage")

    kind: Literal["trade_cost"] = "trade_cost"
    ratio: Positive | None = None
    percent: Number | None = None
    both_ways: bool = False

    @model_validator(mode="after")
    def _one_size(self) -> TradeCost:
        if (self.ratio is None) == (self.percent is None):
            raise wrong("needs either ratio or percent.", "Write ratio: 1.1, or percent: 10.")
        if self.percent is not None and self.percent <= -100:
            raise wrong(f"percent of {self.percent:g} leaves no cost.", "Write a number above -100.")
        return self

    @property
    def cost_ratio(self) -> float:
        """Delivered cost, new over old."""
        return self.ratio if self.ratio is not None else 1 + (self.percent or 0.0) / 100

    def idle(self) -> str:
        return "Delivery costs as much as before" if self.cost_ratio == 1 else ""

    def describe(self) -> str:
        change = 100 * (self.cost_ratio - 1)
        way = between(self) if self.both_ways else f"from {sellers(self)} to {buyers(self)}"
        return f"Delivering {goods(self)} {way} costs {abs(change):.4g} % {'more' if change >= 0 else 'less'}."

    def apply(self, border: Border, place: Place) -> IntArray:
        cells = self.cells_both_ways(place) if self.both_ways else self.cells(place)
        border.change(cells, coverage=self.coverage, cost_ratio=self.cost_ratio)
        return cells
