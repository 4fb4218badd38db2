"""In which currencies trade is paid before and after a scenario, and what the change costs.

Money is USD mn at the border, in units of world value added. What a scenario does not touch keeps its shares, on the
flows after. The cost of paying is a real cost: of a flow of value v at a cost factor k, ``v * (1 - 1 / k)`` is used up.
Axis order of pairs: n importer, i exporter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from multipolar.analysis.horizons import number_rows
from multipolar.arrays import Array, BoolArray
from multipolar.baseline.payments import PaymentBaseline, kind_values, payment_baseline
from multipolar.data.payment_rules import STANDINGS
from multipolar.model.payments import PaymentNests
from multipolar.scenario.model_numbers import ModelNumber
from multipolar.scenario.payments import PaymentChannels
from multipolar.simulation.result import Result

Flow = Literal["export", "import", "trade"]
CHANNEL = "payments"
SHOWN_PAIRS = 12


@dataclass(frozen=True, slots=True)
class PaymentOutcome:
    """Payments before and after.

    Attributes
    ----------
    paid_before, paid_after : (N, N, C) USD mn by pair and currency.
    cost : (N, N) USD mn used up by the change of the cost of paying; negative where paying got cheaper.
    cost_pct : (N, N) the same in per cent of the value of trade after; NaN where there is none.
    responding : (N, N) pairs whose shares were free to change.
    shares : where the shares come from. assumed_pct : per cent of world trade before whose shares are assumed, rather
        than near a published figure or scaled to one.
    """

    economies: tuple[str, ...]
    currencies: tuple[str, ...]
    paid_before: Array
    paid_after: Array
    cost: Array
    responding: BoolArray
    shares: PaymentBaseline
    assumed_pct: float

    @property
    def cost_pct(self) -> Array:
        """(N, N) cost in per cent of the value of trade after; NaN where there is none."""
        value = self.paid_after.sum(axis=2)
        share: Array = np.divide(self.cost, value, out=np.full_like(value, np.nan), where=value > 0)
        return 100.0 * share

    def of_economy(
        self, economy: str, flow: Flow, *, after: bool = True, partners: Iterable[str] | None = None
    ) -> Array:
        """(C,) share of each currency in an economy's exports, imports or both, with all or some partners.

        NaN where there is no trade.
        """
        paid = self.paid_after if after else self.paid_before
        at = self.economies.index(economy)
        others = slice(None) if partners is None else [self.economies.index(code) for code in partners]
        total = np.zeros(len(self.currencies))
        if flow in ("export", "trade"):
            total += paid[others, at].sum(axis=0)
        if flow in ("import", "trade"):
            total += paid[at, others].sum(axis=0)
        return _shares(total)

    def of_pair(self, one: str, other: str, *, after: bool = True) -> Array:
        """(C,) share of each currency in the trade of two economies, both ways."""
        return self.of_economy(one, "trade", after=after, partners=(other,))

    def of_world(self, *, after: bool = True) -> Array:
        """(C,) share of each currency in all trade between economies."""
        return _shares((self.paid_after if after else self.paid_before).sum(axis=(0, 1)))

    def sum_of(self, shares: Array, *codes: str) -> float:
        """Per cent in these currencies together."""
        return 100.0 * float(sum(shares[self.currencies.index(code)] for code in codes))

    def cost_of(self, economy: str) -> tuple[float, float]:
        """USD mn used up in paying for an economy's exports, and for its imports."""
        at = self.economies.index(economy)
        return float(self.cost[:, at].sum()), float(self.cost[at].sum())


def payment_outcome(result: Result) -> PaymentOutcome | None:
    """Payments of a result; None where its scenario has no payment measure."""
    channels = result.channels.get(CHANNEL)
    if not isinstance(channels, PaymentChannels) or channels.payments is None:
        return None
    payments = channels.payments
    flow = np.array(result.after.flow)
    count = len(result.economies)
    cost = np.zeros((count, count))
    responding = np.zeros((count, count), dtype=bool)
    paid = np.zeros(payments.share.shape[1:])
    state = result.responses.get(CHANNEL)
    if state is not None and isinstance(state.response, PaymentNests):
        nests = state.response
        value = np.bincount(nests.unit, flow.ravel()[nests.cells], len(nests.share))
        np.add.at(paid, (nests.importer, nests.exporter), value[:, None] * nests.shares(state.unknown))
        np.add.at(cost, (nests.importer, nests.exporter), -value * np.expm1(-nests.unit_cost(state.unknown)))
        responding[nests.importer, nests.exporter] = True
        flow.ravel()[nests.cells] = 0.0
    return PaymentOutcome(
        economies=result.economies,
        currencies=payments.currencies,
        paid_before=payments.paid(result.before.flow),
        paid_after=paid + payments.paid(flow),
        cost=cost,
        responding=responding,
        shares=payments,
        assumed_pct=_assumed_pct(payments, result.before.flow),
    )


def numbers_of_payments(outcome: PaymentOutcome, channels: PaymentChannels) -> tuple[ModelNumber, ...]:
    """Elasticities in force, and how much of world trade has shares of currencies by an assumed rule."""
    text = (
        f"shares of currencies in {outcome.shares.date} by rules for pairs and kinds of goods, each with its standing "
        "and reason in currency-shares.csv; the rest is near a published figure or scaled to one"
    )
    rules = ModelNumber("payments: trade by assumed shares", outcome.assumed_pct, "% of world trade", "assumed", text)
    return (*channels.numbers, rules)


def world_shares(result: Result) -> dict[str, float]:
    """Currency shares of world trade at the baseline, per cent: known without any payment measure."""
    payments = payment_baseline(result.baseline)
    total = payments.paid(result.before.flow).sum(axis=(0, 1))
    return dict(zip(payments.currencies, (100.0 * _shares(total)).tolist(), strict=True))


def payments_payload(result: Result, pairs: Iterable[tuple[str, str]] = ()) -> dict[str, Any] | None:
    """What ``run --json`` says of payments; None where the scenario has no payment measure.

    Parameters
    ----------
    pairs : economies to show; by default the pairs whose payments change most in dollars.
    """
    outcome = payment_outcome(result)
    if outcome is None:
        return None
    channels = result.channels[CHANNEL]
    shown = tuple(pairs) or largest_changes(outcome)
    costs = [(code, *outcome.cost_of(code)) for code in outcome.economies]
    costs = sorted((row for row in costs if row[1] or row[2]), key=lambda row: -abs(row[1] + row[2]))
    return {
        "shares_of": outcome.shares.date,
        "source": outcome.shares.source,
        "assumed_pct_of_world_trade": outcome.assumed_pct,
        "responding": channels.network,
        "parameters": number_rows(channels.numbers),
        "world_pct": _before_after(outcome, outcome.of_world(after=False), outcome.of_world()),
        "pairs": [
            {
                "economies": [one, other],
                "pct": _before_after(outcome, outcome.of_pair(one, other, after=False), outcome.of_pair(one, other)),
            }
            for one, other in shown
        ],
        "cost": [
            {"economy": code, "exports_usd_bn": exports / 1e3, "imports_usd_bn": imports / 1e3}
            for code, exports, imports in costs[:SHOWN_PAIRS]
        ],
        "cost_world_usd_bn": float(outcome.cost.sum()) / 1e3,
        "banned_cells": int(channels.banned.size),
    }


def largest_changes(outcome: PaymentOutcome, most: int = SHOWN_PAIRS) -> tuple[tuple[str, str], ...]:
    """Pairs of economies whose amounts in each currency change most, in dollars, largest first."""
    change = np.abs(outcome.paid_after - outcome.paid_before).sum(axis=2)
    change = np.triu(change + change.T, 1)
    order = np.argsort(-change, axis=None)[:most]
    found = []
    for at in order:
        one, other = np.unravel_index(int(at), change.shape)
        if change[one, other] > 0:
            found.append((outcome.economies[int(one)], outcome.economies[int(other)]))
    return tuple(found)


def _assumed_pct(payments: PaymentBaseline, flow: Array) -> float:
    value = kind_values(flow, payments.kind)
    return 100.0 * float(value[payments.standing == STANDINGS.index("assumed")].sum() / value.sum())


def _before_after(outcome: PaymentOutcome, before: Array, after: Array) -> dict[str, dict[str, float]]:
    return {
        code: {"before": 100.0 * float(was), "after": 100.0 * float(now)}
        for code, was, now in zip(outcome.currencies, before, after, strict=True)
    }


def _shares(total: Array) -> Array:
    whole = float(total.sum())
    return total / whole if whole > 0 else np.full_like(total, np.nan)
