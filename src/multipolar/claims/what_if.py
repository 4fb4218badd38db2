"""Sentences that say why, what if, and what will be: causal, conditional and forecast claims.

A sentence is one of the three at most: a condition beats a forecast, a forecast beats a cause.
"""

from __future__ import annotations

from dataclasses import dataclass

from multipolar.claims.claim import Kind
from multipolar.claims.document import Span
from multipolar.claims.mentions import Term
from multipolar.claims.view import View

# A heading or a fragment claims nothing.
FEWEST_CHARACTERS = 40
FEWEST_CHARACTERS_CHINESE = 14


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A sentence of this kind, in its parts.

    Attributes
    ----------
    condition : what is varied: the if-clause, the cause, or for a forecast the reason given; may be None.
    outcome : what follows.
    """

    kind: Kind
    condition: Span | None
    outcome: Span
    cue: Term


def what_if(view: View) -> WhatIf | None:
    """The what-if that a sentence states, or None."""
    fewest = FEWEST_CHARACTERS_CHINESE if view.document.language == "zh" else FEWEST_CHARACTERS
    if view.span.end - view.span.start < fewest or view.words.rstrip().endswith(("?", "？")):
        return None
    if not view.entities and not view.earlier:
        return None
    conditional = _conditional_cue(view)
    if conditional is not None:
        return WhatIf("conditional", *_parts(view, conditional), conditional)
    forecast = _first(view, "forecast")
    if forecast is not None and _tells_of_economy(view):
        causal = _first(view, "causal")
        return WhatIf("forecast", _parts(view, causal)[0] if causal else None, view.span, forecast)
    causal = _first(view, "causal")
    if causal is not None and _tells_of_economy(view):
        return WhatIf("causal", *_parts(view, causal), causal)
    return None


def _conditional_cue(view: View) -> Term | None:
    """A word of condition that goes with a verb of result: an outcome, a change, a forecast."""
    for term in view.of_group("conditional"):
        if view.of_group("outcome", "change", "forecast", "causal", "measure"):
            return term
    return None


def _tells_of_economy(view: View) -> bool:
    """Whether the sentence is about something that figures exist for, rather than about moods and meetings."""
    return bool(view.of_group("measure", "commodity", "change", "outcome", "currency_use", "route") or view.quantities)


def _first(view: View, group: str) -> Term | None:
    found = view.of_group(group)
    return found[0] if found else None


def _parts(view: View, cue: Term) -> tuple[Span, Span]:
    """Condition and outcome: the clause of the cue, and the longer of what stands before and after it."""
    clause = view.clause(cue.span)
    if clause.start <= view.span.start and clause.end >= view.span.end:
        # One clause alone: what follows the cue is the condition when the cue does not open the sentence.
        before, after = Span(view.span.start, cue.span.start), Span(cue.span.start, view.span.end)
        return (after, before) if before.end - before.start > 10 else (after, view.span)
    before, after = Span(view.span.start, clause.start), Span(clause.end, view.span.end)
    outcome = before if before.end - before.start >= after.end - after.start else after
    return clause, outcome
