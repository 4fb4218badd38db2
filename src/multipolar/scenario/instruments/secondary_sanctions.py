"""Secondary sanctions: banks of third economies fear to deal with a target."""

from __future__ import annotations

import math
from typing import Literal

from multipolar.arrays import IntArray
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Economies, EconomiesOrNone
from multipolar.scenario.payment_fields import CostRise, Currencies, PaymentInstrument, pair_mask
from multipolar.scenario.payments import currency_mask
from multipolar.scenario.place import Place
from multipolar.scenario.words import words


class SecondarySanctions(PaymentInstrument):
    """Under threat, the banks of `partners` take more for payments with `target`, in every currency or in some.

    Attributes
    ----------
    target : with whom dealing is a risk.
    partners : third economies whose banks are under threat.
    exclude : economies taken out of `partners`.
    currencies : those that are hit; all by default.
    percent : rise of the cost of paying, in percent of the value of trade: fees, intermediaries, returned payments; at
        most 1000.
    """

    number_fields = ("percent", *PaymentInstrument.number_fields)

    kind: Literal["secondary_sanctions"] = "secondary_sanctions"
    target: Economies
    partners: Economies
    exclude: EconomiesOrNone = ()
    currencies: Currencies = ()
    percent: CostRise

    def describe(self) -> str:
        what = words(self.currencies) if self.currencies else "any currency"
        return (
            f"Banks of {words(self.partners)} take {self.percent:g} % of the value more for payments with "
            f"{words(self.target)} in {what}."
        )

    def apply(self, border: Border, place: Place) -> IntArray:
        target = place.codes(self.target, (), "target")
        partners = place.codes(self.partners, self.exclude, "partners")
        pairs = pair_mask(place, target, partners)[:, :, None] & currency_mask(self.currencies)
        cost = math.log1p(self.percent / 100.0)
        return self.write(border, place, pairs, cost, place.positions(target))
