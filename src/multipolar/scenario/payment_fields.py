"""What all payment instruments share: fields, their checks, and the way to the scenario's one `PaymentChannels`."""

from __future__ import annotations

import math
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, WithJsonSchema

from multipolar.arrays import BoolArray, IntArray
from multipolar.codes import UnknownCodeError
from multipolar.codes.currencies import OTHER, currency, currency_codes, home_currency
from multipolar.scenario.base import Instrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import (
    LARGEST_RATE,
    Positive,
    Sectors,
    SectorsOrNone,
    Share,
    as_list_or_empty,
    number,
    positive,
    wrong,
)
from multipolar.scenario.payments import NUMBERS, PaymentChannels, PaymentChoices, PaymentTerms
from multipolar.scenario.place import Place
from multipolar.scenario.words import words

LARGEST_PERCENT = 100 * LARGEST_RATE
"""Largest rise of the cost of paying, in per cent of the value of trade: that of a duty."""
CREDIBLE_FALL = 20.0
CREDIBLE_RISE = 100.0
"""Changes of the cost of paying, in per cent of the value of trade, beyond which a notice says that none is on record.

Assumed, with much room: swap lines went with savings of a few per cent, and fees under sanctions of a few to above ten.
"""


def currency_text(value: Any) -> str:
    """The code of a currency."""
    if not isinstance(value, str):
        raise wrong(f"{value!r} is not the code of a currency.", f"Known: {', '.join(currency_codes())}.")
    try:
        return currency(value).code
    except UnknownCodeError as error:
        raise wrong(f"unknown currency {value!r}.", error.remedy) from None


def network_strength(value: Any) -> float:
    """A number from 0 up to, not including, 1."""
    found = number(value, "Write a number such as 0.5.")
    if not 0 <= found < 1:
        raise wrong(
            f"{found:g} is not in [0, 1): from 1 on a pattern of payments feeds itself and several outcomes exist.",
            "Write a number below 1; 0 switches the network effect off.",
        )
    return found


def cost_rise(value: Any) -> float:
    """A rise of the cost of paying, above zero and up to `LARGEST_PERCENT` per cent of the value of trade."""
    found = positive(value)
    if found > LARGEST_PERCENT:
        raise wrong(
            f"{found:g} percent of the value of trade is more than any duty may be.",
            f"Write at most {LARGEST_PERCENT:g}; where nobody can pay, payment_sanction has closed: true.",
        )
    return found


CostRise = Annotated[
    float,
    BeforeValidator(cost_rise),
    WithJsonSchema({"type": "number", "exclusiveMinimum": 0, "maximum": LARGEST_PERCENT}),
]
NetworkStrength = Annotated[
    float,
    BeforeValidator(network_strength),
    WithJsonSchema({"type": "number", "minimum": 0, "exclusiveMaximum": 1}),
]
Currencies = Annotated[
    tuple[Annotated[str, BeforeValidator(currency_text)], ...],
    BeforeValidator(as_list_or_empty),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "enum": list(currency_codes())},
                {"type": "array", "items": {"type": "string", "enum": list(currency_codes())}},
            ]
        }
    ),
]


class PaymentInstrument(Instrument):
    """A measure on the cost of paying in some currencies, on goods and services in `sectors`, both ways.

    The last five fields hold for all payments of a scenario: write them once, or the same everywhere. By default a
    dearer currency loses use with an elasticity of 20, a tenth of a change of use comes back through the network, the
    usage floor is 0.01; all three are assumed (`explanation/payments.md`).

    Attributes
    ----------
    sectors : codes, sections or groups.
    exclude_sectors : sectors taken out, such as those that a licence exempts.
    coverage : share of the banks that the measure reaches; the rest stay open, as another channel of the nest.
    substitution : elasticity of a currency's relative use to its relative cost.
    network_effect : part of a change of use that comes back because users follow users; 0 to below 1.
    usage_floor : share of trade added to each usage, so that currencies hardly used do not explode.
    network : `parties` lets the pairs of targets and members respond, `world` all pairs.
    shares : `rules` for the shipped shares of January 2022, `boz` for the invoicing panel that you added.
    """

    number_fields: ClassVar[tuple[str, ...]] = ("coverage", "substitution", "network_effect", "usage_floor")
    channel: ClassVar[str] = "payments"

    sectors: Sectors = ("all",)
    exclude_sectors: SectorsOrNone = ()
    coverage: Share = 1.0
    substitution: Positive | None = None
    network_effect: NetworkStrength | None = None
    usage_floor: Positive | None = None
    network: Literal["parties", "world"] | None = None
    shares: Literal["rules", "boz"] | None = None

    def write(self, border: Border, place: Place, pairs: BoolArray, log_cost: float, parties: IntArray) -> IntArray:
        """Add the measure to the scenario's payments; the cells that it hits itself.

        Parameters
        ----------
        pairs : (N, N, C) which currencies of which pairs (importer, exporter) are hit.
        """
        count = len(border.baseline.economies)
        diagonal = np.arange(count)
        pairs[diagonal, diagonal] = False
        sectors = place.sectors(self.sectors, self.exclude_sectors)
        _note_size(place, log_cost)
        channels = border.channel("payments", PaymentChannels)
        shut = channels.shut_pairs()
        channels.add(
            PaymentTerms(place.instrument, pairs, sectors, log_cost, self.coverage, parties),
            PaymentChoices(self.substitution, self.network_effect, self.usage_floor, self.network, self.shares),
            place.subject,
            {name: self.in_model(usual, name) for name, usual in NUMBERS.items()},
        )
        newly = channels.shut_pairs() & ~shut
        if newly.any():
            text = f"No currency is left to pay with on {int(newly.sum()):,} pairs of economies: their trade is banned"
            place.note("payment-ban", f"{text}{_cut_off(newly, parties, sectors, place)}.")
        importer, exporter = np.nonzero(pairs.any(axis=2))
        cells: IntArray = np.sort((sectors[:, None] * (count * count) + importer * count + exporter).ravel())
        if not cells.size:
            place.note("nothing", "It touches no border: a group is empty, or both sides are the same.")
        return cells


def _note_size(place: Place, log_cost: float) -> None:
    """Say where the change of the cost of paying is larger than any that is on record."""
    change = 100.0 * math.expm1(log_cost)
    if math.isinf(change) or -CREDIBLE_FALL <= round(change, 6) <= CREDIBLE_RISE:
        return
    how, bound = ("cheaper", CREDIBLE_FALL) if change < 0 else ("dearer", CREDIBLE_RISE)
    place.note(
        "size",
        f"Paying gets {abs(change):g} % of the value of trade {how}. The savings and fees that were reported go from a "
        f"few to above ten per cent; beyond {bound:g} % nothing bears an answer out.",
    )


def _cut_off(shut: BoolArray, parties: IntArray, sectors: IntArray, place: Place) -> str:
    """The end of a sentence that names parties without a partner left."""
    apart = ~np.eye(len(shut), dtype=bool)
    alone = [n for n in parties.tolist() if shut[n, apart[n]].all() and shut[apart[n], n].all()]
    names = tuple(place.baseline.economies[n] for n in alone)
    if not names:
        return ""
    where = "" if sectors.size == len(place.baseline.sectors) else " in these sectors"
    return f", so that {words(names)} trade{'s' if len(names) == 1 else ''} with nobody{where}"


def own_currencies(economies: tuple[str, ...]) -> tuple[str, ...]:
    """Currencies that these economies issue, among the seven with a code."""
    issued = {home_currency(code) for code in economies} - {OTHER}
    return tuple(code for code in currency_codes() if code in issued)


def pair_mask(place: Place, one: tuple[str, ...], other: tuple[str, ...]) -> BoolArray:
    """(N, N) pairs with one economy on each side, in both directions."""
    count = len(place.baseline.economies)
    first, second = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    first[place.positions(one)] = True
    second[place.positions(other)] = True
    mask: BoolArray = (first[:, None] & second) | (second[:, None] & first)
    return mask
