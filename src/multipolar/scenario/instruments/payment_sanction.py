"""Payment sanction: currencies get dearer for a target, or are closed to it."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from pydantic import model_validator

from multipolar.arrays import IntArray
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Economies, EconomiesOrNone, wrong
from multipolar.scenario.payment_fields import CostRise, Currencies, PaymentInstrument, own_currencies, pair_mask
from multipolar.scenario.payments import currency_mask
from multipolar.scenario.place import Place
from multipolar.scenario.words import percent, words


class PaymentSanction(PaymentInstrument):
    """The banks of `issuer` make payments in their currencies dearer for `target`, or refuse them.

    It hits what `target` sells to and buys from `partners`. What is paid in other currencies instead follows from the
    shares of January 2022, the elasticity of substitution and the network effect. The cost is real: nobody earns it.
    A pair that has no currency left does not trade.

    Attributes
    ----------
    issuer : whose banks.
    target : who cannot pay, or be paid, as before.
    partners : with whom; all others by default.
    exclude : economies taken out of `partners`.
    currencies : those that are hit; by default the currencies that the issuers issue.
    flow : `exports` hits only what `target` is paid for its sales, `imports` only what it pays; `both` by default.
    percent : rise of the cost of paying, in percent of the value of trade; at most 1000. Write this or `closed`.
    closed : true where no payment passes through the covered banks.
    home : `all` hits every currency in the trade between issuers and target, since one of the two banks is the
        issuer's; `currencies` only the named ones.
    """

    number_fields = ("percent", *PaymentInstrument.number_fields)

    kind: Literal["payment_sanction"] = "payment_sanction"
    issuer: Economies
    target: Economies
    partners: Economies = ("ALL",)
    exclude: EconomiesOrNone = ()
    currencies: Currencies = ()
    flow: Literal["both", "exports", "imports"] = "both"
    percent: CostRise | None = None
    closed: bool = False
    home: Literal["currencies", "all"] = "currencies"

    @model_validator(mode="after")
    def _one_size(self) -> PaymentSanction:
        if (self.percent is None) != self.closed:
            raise wrong("needs either percent or closed.", "Write percent: 5, or closed: true.")
        return self

    def describe(self) -> str:
        what = words(self.currencies) if self.currencies else f"the currencies of {words(self.issuer)}"
        if self.home == "all":
            what += f", and in any currency with {words(self.issuer)},"
        part = "" if self.coverage == 1 else f" by {percent(self.coverage)} of the banks"
        side = {"both": "Payments", "exports": "Receipts for exports", "imports": "Payments for imports"}[self.flow]
        if self.closed:
            return f"{side} of {words(self.target)} in {what} are refused{part}."
        return f"{side} of {words(self.target)} in {what} cost {self.percent:g} % of the value more{part}."

    def apply(self, border: Border, place: Place) -> IntArray:
        issuers = place.codes(self.issuer, (), "issuer")
        target = place.codes(self.target, (), "target")
        partners = place.codes(self.partners, self.exclude, "partners")
        hit = self.currencies or own_currencies(issuers)
        if not hit:
            place.note("nothing", f"{words(self.issuer)} issues none of the currencies with a code: name currencies.")
        self._note(place, issuers, target, partners)
        chosen = currency_mask(hit) if hit else currency_mask(()) & False
        pairs = pair_mask(place, target, partners)[:, :, None] & chosen
        if self.home == "all":
            pairs |= pair_mask(place, target, tuple(c for c in issuers if c in partners))[:, :, None]
        if self.flow != "both":
            one_side = np.zeros(len(place.baseline.economies), dtype=bool)
            one_side[place.positions(target)] = True
            pairs &= (one_side if self.flow == "exports" else one_side[:, None])[..., None]
        cost = math.inf if self.percent is None else math.log1p(self.percent / 100.0)
        return self.write(border, place, pairs, cost, place.positions(target))

    def _note(self, place: Place, issuers: tuple[str, ...], target: tuple[str, ...], partners: tuple[str, ...]) -> None:
        """Say what it reaches beyond the trade of the target with the issuers in the issuers' currencies."""
        both = tuple(code for code in target if code in issuers)
        if both:
            what = "refused" if self.closed else "dearer"
            text = f"{words(both)}: issuer and target, so that its own currency is {what} in its own trade abroad."
            place.note("overlap", text)
        foreign = tuple(code for code in self.currencies if code not in own_currencies(issuers))
        if foreign and set(partners) - set(issuers) - set(target):
            text = (
                f"No issuer issues {words(foreign)}; they are hit all the same, in the trade with all partners and not "
                "with the issuers alone. Write partners: to hit fewer."
            )
            place.note("reach", text)
