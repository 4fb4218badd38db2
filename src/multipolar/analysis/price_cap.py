"""What a price cap did: whether it bit, which price was reached, who got the rent, where the seller sold instead.

Of a cell's quantity the covered part is ``s y / ((1 - s) + s y)`` with ``y = exp(-(theta + 1) t)``: at the rate ``t``
its buyers spend ``exp(-theta t)`` of what they would at given prices, and ``exp(-t)`` of that reaches the border.
Quantities are at the seller's baseline price, USD mn; dollars a barrel are such that nominal world income is unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.model.price_cap import REACHED, CapStatus, PriceCap
from multipolar.scenario.caps import CAPS, Caps
from multipolar.simulation.result import Result


@dataclass(frozen=True, slots=True)
class CapOutcome:
    """One cap in one result.

    Attributes
    ----------
    name : of the instrument. seller : code. status : see `CapStatus`.
    cap, price_before, price_after : dollars a barrel; the seller's price at the door.
    rate : tariff on covered purchases that the cap amounts to, ratio; 0.1 is 10 percent.
    rent : (N,) USD mn that buyers keep on covered purchases.
    covered_before, covered_after : quantity under the cap, USD mn at the seller's baseline price; before: without what
        bans stop.
    spared_before, spared_after : the rest of what foreign buyers take, likewise.
    home_before, home_after : sold at home.
    """

    name: str
    seller: str
    status: CapStatus
    cap: float
    price_before: float
    price_after: float
    rate: float
    rent: Array
    covered_before: float
    covered_after: float
    spared_before: float
    spared_after: float
    home_before: float
    home_after: float

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        moved = f"the price of {self.seller} goes from USD {self.price_before:.1f} to {self.price_after:.1f} a barrel"
        if self.status == "not binding":
            return f"The cap of USD {self.cap:g} does not bind: {moved}."
        if self.status == "binding":
            return (
                f"The cap of USD {self.cap:g} binds: {moved}, buyers under the cap keep USD {self.rent.sum():,.0f} mn, "
                f"and take {_change(self.covered_before, self.covered_after)}."
            )
        return (
            f"The cap of USD {self.cap:g} is not reached: {moved}, although trade under the cap all but ends "
            f"({_change(self.covered_before, self.covered_after)}); beyond its reach {self.seller} sells "
            f"{_change(self.spared_before, self.spared_after)} abroad and "
            f"{_change(self.home_before, self.home_after)} at home. Buyers under it go without, as under an embargo of "
            "their own; with more reach the cap would bind and leave them the difference, so that their sign can turn."
        )


def caps_of(result: Result) -> tuple[tuple[PriceCap, Array], ...]:
    """The price caps of a result with their unknowns."""
    return tuple(
        (found, np.asarray(result.response_unknowns[found.name]))
        for found in result.wedges.responses
        if isinstance(found, PriceCap)
    )


def cap_outcomes(result: Result) -> tuple[CapOutcome, ...]:
    """What each price cap of a result did; empty without any."""
    return tuple(_outcome(result, cap, unknown) for cap, unknown in caps_of(result))


def _outcome(result: Result, cap: PriceCap, unknown: Array) -> CapOutcome:
    t = cap.log_rate(unknown)
    j, i = cap.seller
    importer = np.unravel_index(cap.cells, result.after.flow.shape)[1]
    price_hat = float(result.after.cost_hat[j, i])
    open_share, share = _before(result, cap, importer)
    before = result.before.flow[j, :, i] * open_share
    value = result.after.flow[j, :, i]
    factor = result.after.log_price_factor
    after = value / price_hat / (1.0 if factor is None else np.exp(factor[j, :, i]))
    left = cap.coverage * np.exp(-(cap.elasticity + 1.0) * t)
    covered = np.zeros_like(before)
    covered[importer] = left / (1.0 - cap.coverage + left)
    rent = np.zeros_like(before)
    tariff = result.after.tariff_rate[j, importer, i]
    rent[importer] = value[importer] * (1.0 + tariff) * cap.rent_rate(unknown)
    abroad = np.arange(before.size) != i
    return CapOutcome(
        name=cap.name,
        seller=result.economies[i],
        status=_status(cap, unknown, price_hat),
        cap=cap.cap_hat * cap.price,
        price_before=cap.price,
        price_after=cap.price * price_hat,
        rate=float(np.expm1(t)),
        rent=rent,
        covered_before=float((before * share).sum()),
        covered_after=float((after * covered).sum()),
        spared_before=float((before * (1.0 - share))[abroad].sum()),
        spared_after=float((after * (1.0 - covered))[abroad].sum()),
        home_before=float(before[i]),
        home_after=float(after[i]),
    )


def _before(result: Result, cap: PriceCap, importer: IntArray) -> tuple[Array, Array]:
    """(N,) what bans leave of the seller's flows at given prices, and the part of it that the cap covers."""
    caps = result.channels.get(CAPS)
    if isinstance(caps, Caps) and cap.name in caps.open_share:
        return caps.open_share[cap.name], caps.under_cap[cap.name]
    covered = np.zeros(len(result.economies))
    covered[importer] = cap.coverage
    return np.ones(len(result.economies)), covered


def _status(cap: PriceCap, unknown: Array, price_hat: float) -> CapStatus:
    if unknown[0] <= 0.0:
        return "not binding"
    return "not reached" if np.log(price_hat / cap.cap_hat) > REACHED else "binding"


def _change(before: float, after: float) -> str:
    if before <= 0:
        return "nothing before"
    change = 100.0 * (after / before - 1.0)
    return f"{abs(change):.1f} % {'more' if change >= 0 else 'less'}"
