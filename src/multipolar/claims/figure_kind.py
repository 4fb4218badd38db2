"""What a number in a sentence is: a level, a change, a share, a multiple, a rank, an anniversary."""

from __future__ import annotations

import re
from dataclasses import dataclass

from multipolar.claims.claim import Kind
from multipolar.claims.document import Span
from multipolar.claims.mentions import Quantity, Term
from multipolar.claims.view import View

# How far, in characters, a verb of change governs a figure in its own clause.
GOVERNED = 70
# How far a noun of change may stand behind its figure ("64 % increase").
NOUN_AFTER = 28
_ANNIVERSARY = re.compile(
    r"anniversa|annivers|dagen|jubil|jahrestag|jubiläum|aniversario|лети|годовщин|周年|årsdag", re.IGNORECASE
)
_SIGN_BEFORE = re.compile(r"(?<![\w)])([+−–-])\s?$")


@dataclass(frozen=True, slots=True)
class FigureKind:
    """The kind of a figure, the direction of a change, and the word of change that governs it."""

    kind: Kind
    direction: str = ""
    governor: Term | None = None


def figure_kind(view: View, quantity: Quantity) -> FigureKind | None:
    """What a quantity is in its sentence; None for one that claims nothing (a bare number, a stray ordinal)."""
    if quantity.kind == "bare":
        return None
    if quantity.kind == "ordinal":
        return FigureKind("rank") if _ranks_something(view, quantity) else None
    if quantity.kind == "multiple":
        return FigureKind("multiple", "down" if quantity.value < 1 else "up")
    if quantity.kind == "count":
        return _count(view, quantity)
    governor = governor_of(view, quantity)
    if quantity.kind == "points":
        return FigureKind("change", governor.id if governor else "", governor)
    reached = view.grammar.closest_before(("to", "by", "from"), view.text, quantity.span.start)
    if governor is not None and _is_change(view, quantity, governor, reached):
        return FigureKind("change", governor.id, governor)
    if quantity.kind == "percent":
        sign = _SIGN_BEFORE.search(view.text[max(quantity.span.start - 3, 0) : quantity.span.start])
        if sign is not None and governor is None and not _is_range_dash(view, quantity):
            return FigureKind("change", "up" if sign.group(1) == "+" else "down")
        return FigureKind("share" if _is_share(view, quantity) else "level")
    return FigureKind("level")


def governor_of(view: View, quantity: Quantity) -> Term | None:
    """The word of change that a figure belongs to: near it, in its clause, with no other figure in between."""
    clause = view.clause(quantity.span)
    candidates = []
    for term in view.of_group("change"):
        if term.id not in {"up", "down"}:
            continue
        span = term.span
        behind = span.start >= quantity.span.end
        if behind and span.start - quantity.span.end > NOUN_AFTER and view.document.language != "zh":
            continue
        if view.distance(quantity.span, span) > GOVERNED and not span.overlaps(quantity.span):
            continue
        if not behind and span.start < clause.start and view.distance(quantity.span, span) > GOVERNED:
            continue
        between = Span(span.end, quantity.span.start) if not behind else Span(quantity.span.end, span.start)
        if view.inside(between, view.quantities):
            # "rose by 5 % to 30 billion": the verb governs both; "5 billion, an increase of 7 %" does not.
            before = view.grammar.closest_before(("to", "by", "from"), view.text, quantity.span.start)
            if behind or not before:
                continue
        candidates.append(term)
    return view.nearest(quantity.span, candidates)


def _is_change(view: View, quantity: Quantity, governor: Term, before: str) -> bool:
    """Whether the governed figure is the size of the change rather than where it began or ended."""
    if governor.span.start >= quantity.span.end:
        return before != "to" or quantity.kind == "percent"
    if before == "by":
        return True
    if before == "to":
        return False
    if before == "from":
        # Romance and German prepositions of size and of origin are the same word ("hausse de 5 %", "um ... von").
        return not view.inside(Span(quantity.span.end, view.span.end), view.quantities) or _one_word(view, "by", "from")
    gap = view.text[governor.span.end : quantity.span.start]
    if quantity.kind == "percent":
        return True
    # "exports rose 5 billion" is a change; "exports rose and made 5 billion" is not.
    return len(gap.split()) <= 3


def _one_word(view: View, one: str, other: str) -> bool:
    grammar = view.grammar
    return grammar.language in {"fr", "es", "de", "ru"} and one in grammar.anywhere and other in grammar.anywhere


def _is_share(view: View, quantity: Quantity) -> bool:
    if view.grammar.after("of", view.text, quantity.span.end):
        return True
    clause = view.clause(quantity.span)
    return view.nearest(quantity.span, view.inside(clause, view.of_group("share")), reach=GOVERNED) is not None


def _ranks_something(view: View, quantity: Quantity) -> bool:
    nouns = view.of_group("rank")
    clause = view.clause(quantity.span)
    return any(
        noun.span.overlaps(quantity.span) or view.distance(quantity.span, noun.span) <= NOUN_AFTER
        for noun in view.inside(clause, nouns)
    )


def _count(view: View, quantity: Quantity) -> FigureKind:
    around = view.text[quantity.span.start : quantity.span.end + 16]
    if quantity.unit == "year" and _ANNIVERSARY.search(around):
        return FigureKind("date")
    governor = governor_of(view, quantity)
    reached = view.grammar.closest_before(("to", "by", "from"), view.text, quantity.span.start)
    if governor is not None and reached == "by":
        return FigureKind("change", governor.id, governor)
    return FigureKind("level")


def _is_range_dash(view: View, quantity: Quantity) -> bool:
    return bool(re.search(r"[\d%]\s?[–-]\s?$", view.text[max(quantity.span.start - 6, 0) : quantity.span.start]))
