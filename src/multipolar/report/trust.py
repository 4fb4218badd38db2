"""How far to trust a run: residuals, what is imputed, elasticities, balanced trade, and what would turn the sign."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from multipolar.analysis.horizons import elasticities_text
from multipolar.analysis.numbers import numbers_in_force
from multipolar.report.measures import spoken
from multipolar.report.numbers import MINUS, NO_DATUM, count, number, percent, scientific, span
from multipolar.report.view import ELASTICITY, IMPUTATION, View, name_of, with_names
from multipolar.report.words import capital, listed
from multipolar.simulation.horizons import TITLES


@dataclass(frozen=True, slots=True)
class Check:
    """One line of evidence: what was asked, the answer, what it means. `state` is ``good``, ``limit`` or ``bad``."""

    label: str
    answer: str
    meaning: str
    state: str = "good"


def checks(view: View) -> list[Check]:
    """Evidence on the solution and on what it rests on, in the order a reader should meet it."""
    return [
        _solved(view),
        _walras(view),
        *_ranges(view),
        *_imputed(view),
        _elasticities(view),
        _horizon(view),
        *_balanced(view),
    ]


def _solved(view: View) -> Check:
    quality = view.outcome.result.quality
    where = max(quality.residuals, key=lambda group: abs(quality.residuals[group]), default="")
    return Check(
        "All equations solved" if quality.converged else "NOT solved",
        f"largest residual {scientific(quality.largest_residual)}",
        f"Target {scientific(quality.tolerance)}; reached in {count(quality.sweeps, 'sweep')}"
        + (f"; the largest is in {where}." if where else "."),
        "good" if quality.converged else "bad",
    )


def _walras(view: View) -> Check:
    walras = view.outcome.result.quality.walras
    return Check(
        "The market left unsolved clears",
        f"Walras residual {scientific(walras)}",
        "One market is left out of the equations on purpose; that it clears all the same shows that no money is lost.",
        "good" if abs(walras) < 1e-8 else "bad",
    )


def _ranges(view: View) -> list[Check]:
    found = []
    meaning = {
        ELASTICITY: "All trade elasticities together at the low, central and high end of their published spread",
        IMPUTATION: "Cells of the tables that are imputed, drawn anew from their error in a hold-out test",
    }
    for label in (ELASTICITY, IMPUTATION):
        known = next((r for r in view.outcome.ranges if r.label == label), None)
        band = view.band(label, view.lead)
        if known is None or band is None:
            found.append(Check(capital(label), NO_DATUM, "It was not computed in this run.", "limit"))
            continue
        solved = int(np.isfinite(known.values).all(axis=1).sum())
        failed = f"; {count(len(known.failed), 'variant')} failed: {'; '.join(known.failed)}" if known.failed else ""
        text = f"{meaning[label]}; {count(solved, 'variant')} solved{failed}. A spread, not a probability."
        found.append(Check(capital(label), f"{name_of(view.lead)} {span(*band)}", text, "limit"))
    return found


def _imputed(view: View) -> list[Check]:
    baseline = view.outcome.result.baseline
    share = baseline.provenance.imputed_share
    if share is None:
        return [Check("Imputed trade", NO_DATUM, "The baseline does not say which cells are imputed.", "limit")]
    flow = view.outcome.result.before.flow
    imputed = flow * share
    economies = len(view.economies)
    abroad = ~np.eye(economies, dtype=bool)
    n = view.position[view.lead]
    world = imputed[:, abroad].sum() / flow[:, abroad].sum()
    away = np.arange(economies) != n
    sold = imputed[:, away, n].sum() / max(flow[:, away, n].sum(), 1e-300)
    bought = imputed[:, n, away].sum() / max(flow[:, n, away].sum(), 1e-300)
    found = [
        Check(
            "Imputed trade",
            f"{percent(100 * world, signed=False)} of world trade",
            f"Of the exports of {name_of(view.lead, article=True)} {percent(100 * sold, signed=False)} and of "
            f"its imports {percent(100 * bought, signed=False)} by value are completed by a documented method, "
            "not published.",
            "limit",
        )
    ]
    pairs = baseline.provenance.tariff_imputed
    if pairs is not None:
        part = 100 * float(pairs[abroad].mean())
        text = "The tariffs between these economies come from a rule instead of a table."
        found.append(Check("Imputed tariffs", f"{percent(part, signed=False)} of pairs", text, "limit"))
    return found


def _elasticities(view: View) -> Check:
    result = view.outcome.result
    table = result.baseline.elasticities
    theta = result.assumptions.trade_elasticity
    if result.assumptions.horizon == "long":
        kinds = Counter(table.status)
        listing = listed(f"{amount} {status}" for status, amount in kinds.most_common())
        meaning = f"Set: {result.assumptions.label}. Of {count(len(theta), 'sector')}: {listing}."
    else:
        # The horizon's own set: the statuses of the baseline's table say nothing about it.
        meaning = f"Set: {result.assumptions.label}. {capital(elasticities_text(result.baseline, result.assumptions))}."
    low, high = float(theta.min()), float(theta.max())
    spread = f"{number(low, 1)} to {number(high, 1)}, median {number(float(np.median(theta)), 1)}"
    return Check("Trade elasticities", number(low, 2) if low == high else spread, meaning, "limit")


def _horizon(view: View) -> Check:
    """All other numbers in force, of the horizon and of the parts of the model used, counted by status."""
    result = view.outcome.result
    told = numbers_in_force(result)
    listing = listed(f"{amount} {status}" for status, amount in Counter(entry.status for entry in told).most_common())
    own = [f"{entry.name.replace('_', ' ')} {entry.value:g}" for entry in told if entry.status == "own"]
    changed = f" Chosen by the user: {listed(own)}." if own else ""
    return Check(
        "Assumptions of the horizon",
        capital(TITLES.get(result.assumptions.horizon, result.assumptions.horizon).partition(":")[0]),
        f"Of {count(len(told), 'number')} beside trade elasticities: {listing}.{changed} assumptions.csv in the run "
        "folder lists each with its range and source.",
        "limit",
    )


def _balanced(view: View) -> list[Check]:
    other = view.outcome.balanced
    if other is None:
        if view.outcome.result.closure.deficit == "balanced":
            return []
        return [Check("Balanced-trade variant", NO_DATUM, "It was not solved in this run.", "limit")]
    n = {code: k for k, code in enumerate(other.economies)}
    values = other.real_income_pct()
    parts = [f"{name_of(code)} {percent(float(values[n[code]]))}" for code in view.focus if code in n]
    return [
        Check(
            "Balanced-trade variant",
            parts[0] if parts else NO_DATUM,
            "The same scenario from a world without trade deficits" + (f": {listed(parts)}." if parts else "."),
            "limit",
        )
    ]


@dataclass(frozen=True, slots=True)
class FlipTable:
    """The flips of all headlines in one table: a sentence, the economies, and one row for each assumption.

    A cell holds the value nearest to zero over the range tried, and whether it turns the sign.
    """

    sentence: str
    economies: tuple[str, ...]
    values: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[tuple[str, bool], ...]], ...]


def flip_table(view: View) -> FlipTable | None:
    """What would turn the sign of a headline, or that nothing does; None when nothing was varied."""
    flips = [flip for flip in view.outcome.flips if flip.tried]
    if not flips or view.still:
        return None
    keys = dict.fromkeys((name, tried) for flip in flips for name, tried, _, _ in flip.tried)
    rows = []
    for name, tried in keys:
        cells = []
        for flip in flips:
            found = next(((v, t) for a, r, v, t in flip.tried if (a, r) == (name, tried)), (math.nan, False))
            cells.append((percent(found[0]), found[1]))
        rows.append((spoken(name, start=False), spoken(tried, start=False), tuple(cells)))
    turned = [flip for flip in flips if flip.turns]
    if turned:
        parts = [
            f"{name_of(flip.economy, article=True)} with {listed(spoken(name, start=False) for name in flip.turns)}"
            for flip in turned
        ]
        sentence = f"The sign turns for {'; for '.join(parts)}. For the others no assumption varied turns it."
        if len(turned) == len(flips):
            sentence = sentence.partition(" For the others")[0]
    else:
        sentence = (
            f"None of the {count(len(keys), 'assumption')} varied, each over its range, turns the sign of a headline."
        )
    return FlipTable(
        sentence,
        tuple(name_of(flip.economy) for flip in flips),
        tuple(percent(flip.value) for flip in flips),
        tuple(rows),
    )


def cautions(view: View) -> list[str]:
    """Warnings and notes that must stand beside the numbers, each once."""
    outcome = view.outcome
    texts = [str(text) for text in (*outcome.result.warnings, *outcome.notes)]
    return list(dict.fromkeys(_named(_minus(text)) for text in texts if text))


def _named(text: str) -> str:
    """Names for the codes of economies: notes of the model are written with codes."""
    said = with_names(text)
    return said if said[:1] == text[:1] else capital(said)


def _minus(text: str) -> str:
    """A hyphen that stands for a minus becomes one; those inside words and dates stay."""
    return re.sub(r"(?<![\w.\-])-(?=\d)", MINUS, text)
