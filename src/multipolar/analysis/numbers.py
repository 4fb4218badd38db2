"""Every number but the trade elasticities behind a result: what its horizon believes and what its measures bring."""

from __future__ import annotations

from collections.abc import Iterator

from multipolar.analysis.horizons import Belief, beliefs_in_force
from multipolar.analysis.payments import CHANNEL as PAYMENTS
from multipolar.analysis.payments import numbers_of_payments, payment_outcome
from multipolar.model.price_cap import PriceCap
from multipolar.scenario.model_numbers import ModelNumber
from multipolar.simulation.result import Result

_GONE = "beyond it trade under the cap counts as gone, and the cap as not reached"


def numbers_in_force(result: Result) -> tuple[Belief, ...]:
    """Beliefs of the horizon, then the numbers of payments, routes, detours and price caps that the scenario uses.

    What a measure itself says, such as the rate of a tariff, stands in the scenario.
    """
    brought = (
        Belief(entry.name, entry.value, entry.low, entry.high, entry.unit, entry.status, entry.source)
        for entry in _brought(result)
    )
    return (*beliefs_in_force(result.baseline, result.assumptions), *brought)


def _brought(result: Result) -> Iterator[ModelNumber]:
    for name, channel in result.channels.items():
        paid = payment_outcome(result) if name == PAYMENTS else None
        yield from getattr(channel, "numbers", ()) if paid is None else numbers_of_payments(paid, channel)
    for response in result.wedges.responses:
        if isinstance(response, PriceCap):
            name = f"price cap {response.name}: largest part of purchases driven away"
            yield ModelNumber(name, response.largest, "share", "assumed", _GONE)
