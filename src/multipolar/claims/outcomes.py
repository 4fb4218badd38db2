"""What is read off two equilibria to answer a what-if. Axis order of flows: sector, importer, exporter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from multipolar.analysis.payments import payment_outcome
from multipolar.arrays import Array
from multipolar.errors import AssumptionError
from multipolar.simulation.result import Result

OutcomeKind = Literal["real_income", "flow", "partner_share", "price", "currency_share"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One number that a scenario has, relative to another scenario or to the world as it was.

    Attributes
    ----------
    kind : ``real_income``: change in real income of `economies` together, per cent.
        ``flow``: change in what `economies` sell to `partners` in `sectors` (all if empty), in value, per cent.
        ``partner_share``: change in the share of `partners` in all foreign trade of `economies`, percentage points.
        ``price``: change in the price that `economies` pay for `sectors` (their final basket if empty), per cent.
        ``currency_share``: share of `currencies` in the trade of `economies` with `partners` after, per cent; a level.
    """

    kind: OutcomeKind
    economies: tuple[str, ...]
    partners: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        """Of the number."""
        return "pp" if self.kind == "partner_share" else "%"

    def in_words(self, names: Sequence[str], partners: Sequence[str]) -> str:
        """The outcome in words, with names of economies and of partners."""
        who, whom = _list(names), _list(partners)
        goods = f" in {', '.join(self.sectors)}" if self.sectors else ""
        return {
            "real_income": f"change in real income, {who}",
            "flow": f"change in the value of exports from {who} to {whom}{goods}",
            "partner_share": f"change in the share of {whom} in the foreign trade of {who}",
            "currency_share": f"share of {_list(self.currencies)} in the trade of {who} with {whom}",
            "price": f"change in the price that {who} pays{goods or ' for its final basket'}",
        }[self.kind]

    def value(self, result: Result, against: Result | None) -> float:
        """The outcome of a result, relative to another one or, without it, to before.

        Raises
        ------
        AssumptionError
            If nothing was traded before, so that no change in per cent exists.
        """
        if self.kind == "currency_share":
            return _paid_in(self, result)
        after = _level(self, result, after=True)
        before = _level(self, result, after=False) if against is None else _level(self, against, after=True)
        if self.kind == "partner_share":
            return 100.0 * (after - before)
        if before <= 0:
            raise AssumptionError(
                "outcome",
                "cannot be given in per cent, since the flow was zero before",
                evidence=f"{', '.join(self.economies)} to {', '.join(self.partners)} in {', '.join(self.sectors)}",
                remedy="Name a broader group of goods or other partners.",
            )
        return 100.0 * (after / before - 1.0)


def _paid_in(outcome: Outcome, result: Result) -> float:
    """Per cent of the trade, both ways, that is paid in the currencies."""
    found = payment_outcome(result)
    if found is None:
        raise AssumptionError(
            "outcome", "needs a scenario that touches payments", remedy="Add a payment measure to it."
        )
    share = found.of_economy(outcome.economies[0], "trade", partners=outcome.partners)
    return 100.0 * float(sum(share[found.currencies.index(code)] for code in outcome.currencies))


def _level(outcome: Outcome, result: Result, *, after: bool) -> float:
    equilibrium = result.after if after else result.before
    economies = _places(result.economies, outcome.economies)
    sectors = _places(result.sectors, outcome.sectors) if outcome.sectors else list(range(len(result.sectors)))
    if outcome.kind == "real_income":
        income = result.household_income(result.before)[economies]
        hat = result.real_income_hat()[economies] if after else np.ones(len(economies))
        return float((income * hat).sum())
    if outcome.kind == "price":
        if not outcome.sectors:
            hat = result.final_price_hat()[economies] if after else np.ones(len(economies))
            return float(hat.mean())
        spent = result.before.expenditure[np.ix_(sectors, economies)]
        hat = equilibrium.price_hat[np.ix_(sectors, economies)] if after else np.ones_like(spent)
        return float((spent * hat).sum() / spent.sum())
    partners = _places(result.economies, outcome.partners)
    flow = equilibrium.flow
    if outcome.kind == "flow":
        return float(_between(flow, sectors, partners, economies))
    foreign = list(range(len(result.economies)))
    total = sum(_foreign(flow, sectors, n, foreign) for n in economies)
    with_them = sum(_foreign(flow, sectors, n, partners) for n in economies)
    return float(with_them / total)


def _between(flow: Array, sectors: list[int], importers: list[int], exporters: list[int]) -> float:
    part = flow[np.ix_(sectors, importers, exporters)]
    own = sum(float(flow[sectors, n, n].sum()) for n in set(importers) & set(exporters))
    return float(part.sum()) - own


def _foreign(flow: Array, sectors: list[int], economy: int, partners: list[int]) -> float:
    others = [n for n in partners if n != economy]
    return _between(flow, sectors, [economy], others) + _between(flow, sectors, others, [economy])


def _places(labels: Sequence[str], wanted: Sequence[str]) -> list[int]:
    return [labels.index(code) for code in dict.fromkeys(wanted)]


def _list(names: Sequence[str]) -> str:
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
