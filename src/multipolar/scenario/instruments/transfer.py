"""Money from some economies to others."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import model_validator

from multipolar.arrays import Array, IntArray
from multipolar.scenario.base import Instrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Economies, Positive, wrong
from multipolar.scenario.place import Place
from multipolar.scenario.words import words


class Transfer(Instrument):
    """`payer` gives `receiver` an amount a year. Within a group it is split by value added of the baseline.

    Attributes
    ----------
    payer, receiver : codes, names or blocs; nobody may stand on both sides.
    amount_usd_bn : billion dollars of the baseline year, a year.
    """

    number_fields = ("amount_usd_bn",)

    kind: Literal["transfer"] = "transfer"
    payer: Economies
    receiver: Economies
    amount_usd_bn: Positive

    @model_validator(mode="after")
    def _two_sides(self) -> Transfer:
        both = [text for text in self.payer if text in self.receiver]
        if both:
            raise wrong(f"{words(tuple(both))} is payer and receiver.", "Name it on one side.")
        return self

    def describe(self) -> str:
        return f"USD {self.amount_usd_bn:g} bn a year goes from {words(self.payer)} to {words(self.receiver)}."

    def apply(self, border: Border, place: Place) -> IntArray:
        payers = place.positions(place.codes(self.payer, field="payer"))
        receivers = place.positions(place.codes(self.receiver, field="receiver"))
        if not payers.size or not receivers.size:
            place.note("nothing", "One side is empty: no money moves.")
        elif np.intersect1d(payers, receivers).size:
            place.note("overlap", "Some economies stand on both sides: what they pay themselves cancels.")
        if payers.size and receivers.size:
            amount = 1000.0 * self.amount_usd_bn
            border.transfer[payers] -= amount * _weights(border, payers)
            border.transfer[receivers] += amount * _weights(border, receivers)
        return np.zeros(0, dtype=np.int64)


def _weights(border: Border, positions: IntArray) -> Array:
    size = border.baseline.value_added[positions]
    weights: Array = size / size.sum()
    return weights
