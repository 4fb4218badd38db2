"""Sentences that say why, what if, and what will be: causal, conditional and forecast claims.

A sentence is one of the three at most: a condition beats a forecast, a forecast beats a cause.
"""

from __future__ import annotations

from dataclasses import dataclass

from multipolar.claims.claim import Kind
from multipolar.claims.document import Span
from multipolar.claims.mentions import Term
from multipolar.claims.sentence.view import View

# A heading or a fragment claims nothing.
FEWEST_CHARACTERS = 24
FEWEST_CHARACTERS_CHINESE = 10
# A clause may begin with a blank, a quotation mark or "and".
OPENING = 5
# From a measure to the "would" that it is the subject of.
SUBJECT_REACH = 60
# What is shorter is no outcome of its own ("the fact is that").
SHORTEST_OUTCOME = 20


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
    conditional = _conditional_cue(view)
    if conditional is not None:
        return WhatIf("conditional", *_parts(view, conditional), conditional)
    causal = _first(view, "causal")
    forecast = next((term for term in view.of_group("forecast") if _foretells(view, term)), None)
    if forecast is not None:
        return WhatIf("forecast", _parts(view, causal)[0] if causal else None, view.span, forecast)
    if causal is not None:
        return WhatIf("causal", *_parts(view, causal), causal)
    effect = _effect(view)
    return None if effect is None else WhatIf("causal", None, view.span, effect)


def _effect(view: View) -> Term | None:
    """A plain statement of effect: sanctions softened, dependence reduced. Its verb is the cue."""
    outcomes = {term.id: term for term in view.of_group("outcome")}
    eased = outcomes.get("weaken")
    if eased is not None and any(term.id == "sanctions" for term in view.of_group("event")):
        return eased
    turned = view.of_group("change")
    return turned[0] if turned and "dependence" in outcomes else None


def _conditional_cue(view: View) -> Term | None:
    """The word of condition: if, unless, without, or a verb that opens the sentence."""
    for term in view.of_group("conditional"):
        if _is_none(view, term):
            continue
        if term.id != "without" or _supposes(view, term):
            return term
    would = next((term for term in view.of_group("modal")), None)
    if would is not None and _names_measure(view, would):
        return would
    opened = view.grammar.anywhere["verb_first"].match(view.words)
    if opened is not None:
        return Term(Span(view.span.start, view.span.start + opened.end()), "conditional", "if")
    return None


def _names_measure(view: View, would: Term) -> bool:
    """Whether a measure stands before "would" and is its subject ("an embargo would push ...")."""
    named = [term for term in view.of_group("measure") if term.id in {"tariff", "price_cap", "quota"}]
    named += [term for term in view.of_group("event") if term.id == "sanctions"]
    return any(0 <= would.span.start - term.span.end <= SUBJECT_REACH for term in named)


def _foretells(view: View, term: Term) -> bool:
    """Whether a word of the future says what will be: of something that has a size, and not of what is done now."""
    if term.id == "may" or _is_none(view, term):
        return False
    about = view.of_group(
        "change", "outcome", "level", "measure", "commodity", "multiple", "route", "currency_use", "rank"
    )
    return bool(about or view.quantities or view.of_group("event"))


def _is_none(view: View, term: Term) -> bool:
    """Whether a cue lies in words that suppose or foretell nothing ("asked whether", a passive, an idiom)."""
    start, end = term.span.start - view.span.start, term.span.end - view.span.start
    return any(
        match.start() <= start and end <= match.end() for match in view.grammar.anywhere["no_cue"].finditer(view.words)
    )


def _supposes(view: View, term: Term) -> bool:
    """Whether "without" supposes something: it opens a clause or goes with a verb of what would be."""
    if any(
        match.start() <= term.span.start - view.span.start < match.end()
        for match in view.grammar.anywhere["no_condition"].finditer(view.words)
    ):
        return False
    clause = view.clause(term.span)
    if any(cause.id == "purpose" and cause.span.within(clause) for cause in view.of_group("causal")):
        # "to make up for the loss of ...": the loss is a fact.
        return False
    opens = term.span.start - view.clause(term.span).start <= OPENING
    return opens or bool(view.of_group("modal", "forecast"))


def _first(view: View, group: str) -> Term | None:
    found = view.of_group(group)
    return found[0] if found else None


def _parts(view: View, cue: Term) -> tuple[Span, Span]:
    """Condition and outcome: the clause of the cue, and the longer of what stands before and after it.

    Where both stand in one clause ("without X Y would stagnate"), the condition ends at the verb of what would be.
    """
    clause = view.clause(cue.span)
    before, after = Span(view.span.start, clause.start), Span(clause.end, view.span.end)
    if max(before.end - before.start, after.end - after.start) > SHORTEST_OUTCOME:
        outcome = before if before.end - before.start >= after.end - after.start else after
        return clause, outcome
    later = [term for term in view.of_group("modal", "forecast") if term.span.start > cue.span.end]
    if later:
        verb = later[0].span.start
        return Span(cue.span.start, verb), Span(verb, view.span.end)
    if cue.span.start - view.span.start > SHORTEST_OUTCOME:
        return Span(cue.span.start, view.span.end), Span(view.span.start, cue.span.start)
    return clause, view.span
