"""Words that a report uses in a sense of its own, in plain language: what they mean, for the first place they stand."""

from __future__ import annotations

import numpy as np

from multipolar.analysis.horizons import beliefs_in_force
from multipolar.model.settings import Closure
from multipolar.report.numbers import count
from multipolar.report.view import ELASTICITY, IMPUTATION, View

BALANCED = "balanced trade"
#: Horizons as readers call them, and what may be replaced by then.
WHEN = {"impact": "first months", "short": "short run", "medium": "medium run", "long": "long run"}
_SMOOTH = {
    "impact": "hardly any substitution",
    "short": "little substitution",
    "medium": "slow substitution",
    "long": "smooth substitution",
}
_SENTENCES = {
    "impact": "the first months: labour stays in its sector, inputs can hardly be replaced, buyers hardly change "
    "sellers. Stocks, emergency rules and the cost of the transition are left out.",
    "short": "the short run of about a year: labour hardly moves, inputs can hardly be replaced, few buyers have "
    "changed sellers.",
    "medium": "the medium run of about five years: labour moves slowly, buyers have partly changed sellers.",
    "long": "the long run, when buyers have found other sellers and workers other sectors. The cost of getting there "
    "is left out.",
}
# Said only where no nearer horizon was solved: measures that cut off little in the first years cost less then.
_UNSEEN = (
    " Losses in the first years are usually larger than this: contracts, pipelines, ports and skills do not move at "
    "once."
)
ELASTICITY_TERM = (
    "how far the answer moves with how easily buyers switch suppliers: low to high estimates for each sector"
)


def in_the(horizon: str) -> str:
    """``in the short run``."""
    return f"in the {WHEN.get(horizon, horizon)}"


def horizon_words(view: View) -> str:
    """Such as ``long run, smooth substitution``; with a name of the user's own, that."""
    name = view.outcome.result.assumptions.horizon
    return f"{WHEN[name]}, {_SMOOTH[name]}" if name in WHEN else name


def horizon_sentence(view: View) -> str:
    """What the horizon of the page means, in two sentences."""
    name = view.outcome.result.assumptions.horizon
    text = _SENTENCES.get(name, f"{name}, with assumptions of its own.")
    beside = [other.name for other in view.outcome.horizons if other.name != name]
    if name == "long" and not beside:
        text += _UNSEEN
    more = f" Beside it: {', '.join(WHEN.get(other, other) for other in beside)}." if beside else ""
    own = [
        f"{entry.name.replace('_', ' ')} {entry.value:g}"
        for entry in beliefs_in_force(view.outcome.result.baseline, view.outcome.result.assumptions)
        if entry.status == "own"
    ]
    changed = f" Changed for this run: {', '.join(own)}." if own else ""
    return f"Horizon: {text}{more}{changed}"


def definitions(view: View) -> tuple[tuple[str, str], ...]:
    """Term and meaning, in the order in which a reader meets them; only what this run shows."""
    found = [("Real income", real_income(view.outcome.result.closure))]
    if view.range(ELASTICITY):
        found.append(("Elasticity range", f"{ELASTICITY_TERM}."))
    if view.range(IMPUTATION):
        found.append(("Imputation range", f"{_imputation(view)}."))
    if view.outcome.balanced is not None:
        found.append(("Balanced trade", f"{_balanced(view.outcome.result.closure)}."))
    return tuple(found)


def tips(view: View) -> dict[str, str]:
    """What a reader sees on pointing at a term, by the term as it stands in sentences and headings."""
    return {
        ELASTICITY: ELASTICITY_TERM,
        IMPUTATION: _imputation(view),
        BALANCED: _balanced(view.outcome.result.closure),
    }


def real_income(closure: Closure) -> str:
    """What real income is, and why the real wage differs from it, in two sentences."""
    revenue = ", plus tariff revenue" if closure.revenue == "lump_sum" else ""
    deficit = {
        "fixed": ", plus the trade deficit, which is held fixed, or less the surplus",
        "proportional": ", plus the trade deficit, which moves with income, or less the surplus",
        "balanced": "",
    }[closure.deficit]
    wage = (
        "; where a fixed surplus is paid out of value added first, income moves by more than the wage"
        if closure.deficit == "fixed"
        else ""
    )
    return (
        f"what households, governments and investors can buy: income (value added at basic prices{revenue}{deficit}) "
        "over the price of final goods; it is smaller than GDP at market prices, which counts taxes on products too. "
        f"The real wage is value added alone over the same price{wage}."
    )


def closure_sentence(closure: Closure) -> str:
    """Which balances hold, and who adjusts."""
    deficit = {
        "fixed": (
            "each economy's trade deficit or surplus stays as it was in units of world value added, that is, as a "
            "share of what the whole world earns"
        ),
        "proportional": "each economy's trade deficit moves in proportion to its income",
        "balanced": "all trade deficits are removed first, and trade stays balanced",
    }[closure.deficit]
    revenue = {
        "lump_sum": "tariff revenue goes back to households as a lump sum",
        "lost": "tariff revenue counts as nobody's real income",
    }[closure.revenue]
    return f"Closure (what is held fixed): {deficit}; {revenue}."


def _imputation(view: View) -> str:
    found = view.range(IMPUTATION)
    # The first member is the table as it stands.
    draws = int(np.isfinite(found.values[1:]).all(axis=1).sum()) if found is not None else 0
    return f"how far the answer moves with flows that had to be estimated: {count(draws, 'draw')} of their errors"


def _balanced(closure: Closure) -> str:
    why = ", which the central figure holds fixed," if closure.deficit == "fixed" else ""
    return f"the same scenario in a world from which all trade deficits and surpluses{why} were removed first"
