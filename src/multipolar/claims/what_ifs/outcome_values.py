"""Numbers of outcomes, read off equilibria. Axis order of flows: sector, importer, exporter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from multipolar.analysis.payments import payment_outcome
from multipolar.arrays import Array
from multipolar.claims.what_ifs.outcomes import Outcome
from multipolar.errors import AssumptionError
from multipolar.simulation.result import Result


def value_of(outcome: Outcome, result: Result, against: Result | None) -> float:
    """The outcome of a result, relative to another one or, without it, to before; in `Outcome.unit`.

    Raises
    ------
    AssumptionError
        If nothing was traded before, so that no change in per cent exists.
    """
    if outcome.kind == "currency_share":
        return _paid_in(outcome, result)
    after = _level(outcome, result, after=True)
    before = _level(outcome, result, after=False) if against is None else _level(outcome, against, after=True)
    if outcome.kind == "partner_share":
        return 100.0 * (after - before)
    if before <= 0:
        raise AssumptionError(
            "outcome",
            "cannot be given in per cent, since the flow was zero before",
            evidence=f"{', '.join(outcome.economies)} to {', '.join(outcome.partners)} in {', '.join(outcome.sectors)}",
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
