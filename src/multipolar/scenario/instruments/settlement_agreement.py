"""Settlement agreement: paying in the members' own currencies gets cheaper."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import model_validator

from multipolar.arrays import IntArray
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Economies, EconomiesOrNone, Positive, wrong
from multipolar.scenario.payment_fields import Currencies, PaymentInstrument, own_currencies, pair_mask
from multipolar.scenario.payments import currency_mask
from multipolar.scenario.place import Place
from multipolar.scenario.words import words


class SettlementAgreement(PaymentInstrument):
    """A swap line or an agreement on settlement makes `currencies` cheaper in the trade among `members`.

    Attributes
    ----------
    members : who trade with each other.
    exclude : economies taken out.
    currencies : those that get cheaper; by default the members' own.
    percent : fall of the cost of paying in them, in percent of the value of trade; below 100.
    """

    number_fields = ("percent", *PaymentInstrument.number_fields)

    kind: Literal["settlement_agreement"] = "settlement_agreement"
    members: Economies
    exclude: EconomiesOrNone = ()
    currencies: Currencies = ()
    percent: Positive

    @model_validator(mode="after")
    def _leaves_a_cost(self) -> SettlementAgreement:
        if self.percent >= 100:
            raise wrong(f"percent of {self.percent:g} leaves no cost.", "Write a number below 100, such as 2.")
        return self

    def describe(self) -> str:
        what = words(self.currencies) if self.currencies else "their own currencies"
        return f"Among {words(self.members)}, paying in {what} gets {self.percent:g} % of the value cheaper."

    def apply(self, border: Border, place: Place) -> IntArray:
        members = place.codes(self.members, self.exclude, "members")
        hit = self.currencies or own_currencies(members)
        if not hit:
            place.note("nothing", f"{words(self.members)} issues none of the currencies with a code: name currencies.")
        chosen = currency_mask(hit) if hit else currency_mask(()) & False
        pairs = pair_mask(place, members, members)[:, :, None] & chosen
        return self.write(border, place, pairs, math.log1p(-self.percent / 100.0), place.positions(members))
