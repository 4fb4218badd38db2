"""Quantities that are words without a number: doublings, halves and thirds, ranks ("second largest")."""

from __future__ import annotations

from multipolar.claims.document import Span
from multipolar.claims.find.quantities_lexicon import Lexicon
from multipolar.claims.mentions import Quantity, QuantityKind

# Tolerances start from these: a doubling in prose is a factor from 1.75 to 2.25, a third is 31 to 36 per cent.
_STEPS = {"multiple": 0.5, "percent": 5.0, "ordinal": 1.0, "day": 1.0}
_UNITS = {"multiple": "x", "percent": "%", "ordinal": "rank", "day": "day"}
_KINDS: dict[str, QuantityKind] = {
    "multiple": "multiple",
    "percent": "percent",
    "ordinal": "ordinal",
    "day": "count",
}
_BOUNDS = {"least": "at least", "most": "at most", "about": ""}
HEDGE_REACH = 44
SHRINK_REACH = 36


def phrase_quantities(text: str, lowered: str, words: Lexicon) -> list[Quantity]:
    """The quantities of a text that are written without a number, in order."""
    found: list[Quantity] = []
    phrases = words.phrases
    for match in phrases.pattern.finditer(lowered):
        kind, _, written = phrases.keys[(match.lastindex or 1) - 1].partition(":")
        start, end = match.span()
        if kind == "ordinal" and _one_of_many(lowered, start, end, words):
            continue
        value = float(written)
        if kind == "multiple" and value > 1 and shrinks(lowered, start, end, words):
            value = 1 / value
        step = 0.1 if kind == "multiple" and value < 1 else _STEPS[kind]
        hedge, bound = "", ""
        if kind != "ordinal" and (before := words.hedges_before.before(text, start, HEDGE_REACH)):
            hedge, bound = text[before[1] : start].strip(), _BOUNDS[before[0]]
        found.append(Quantity(Span(start, end), value, _UNITS[kind], _KINDS[kind], step, hedge=hedge, bound=bound))
    return found


def _one_of_many(lowered: str, start: int, end: int, words: Lexicon) -> bool:
    """Whether the words say "one of the largest", which is no rank."""
    return (
        words.one_of_before.search(lowered, max(start - 40, 0), start) is not None
        or words.one_of_after.match(lowered, end) is not None
    )


def shrinks(text: str, start: int, end: int, words: Lexicon) -> bool:
    """Whether a multiple is one of a fall ("сократился вдвое", "fell threefold"), so that it divides."""
    before = text[max(start - SHRINK_REACH, 0) : start]
    clause = max(before.rfind(sign) for sign in ",;.:\n")
    return (
        words.shrinking.search(before, clause + 1) is not None
        or words.shrinking.match(text[end : end + 24].lstrip()) is not None
    )
