"""What stands directly beside a figure: the small word before it, the period right behind it, the other end of a range.

"From 147 billion dollars in 2021 to 240 billion": the first figure is where a change began, the period behind it is its
own, and the second is the other end.
"""

from __future__ import annotations

import re

from multipolar.claims.document import Span
from multipolar.claims.find.periods import said_to_be_base
from multipolar.claims.mentions import Period, Quantity
from multipolar.claims.sentence.grammar import Word
from multipolar.claims.sentence.view import View

# How far before a figure the small words are looked for.
BEFORE = 30
# From one end of a range to the other ("from 16 to 34 per cent", "from 147 billion dollars in 2021 to 240 billion").
RANGE_REACH = 40
# Words between a figure and its period: with a word for "in" right before the period, and without ("3 Mt kol 2021").
MOST_WORDS, FEWEST_WORDS = 5, 2
# Languages in which one word says "by", "of" and "from": it is "from" only where the other end of a range follows.
ONE_WORD = frozenset({"fr", "es", "de", "ru"})
# In Chinese a period stands before its figure: 2021年的200万吨, 2021年仅为200万吨.
_HAN_BETWEEN = re.compile(r"\s?(?:的|为|是|仅|只有|共|达到?|有|约|近|超过|逾|大约|年均|\s){0,4}")
_YEAR = re.compile(r"\d{4}")
_BLANK = re.compile(r"[\s(（]*")


def right_before(view: View, quantity: Quantity) -> Period | None:
    """The period that a figure has directly before it: 2021年的200万吨, "in 2023 about 240 billion dollars"."""
    period = next((one for one in reversed(view.periods) if one.span.end <= quantity.span.start), None)
    if period is None:
        return None
    between = view.text[period.span.end : quantity.span.start]
    if view.document.language == "zh":
        return period if _HAN_BETWEEN.fullmatch(between) else None
    hedges = {view.document.words(term.span) for term in view.of_group("hedge")}
    if period.base or between.strip(" $€£¥₽\u00a0") not in {"", *hedges}:
        return None
    # "2021 году до 240 млрд": what leads to the figure parts it from the period.
    leads = view.grammar.place_before(("to", "by", "from", "versus"), view.text, quantity.span.start, len(between))
    return period if leads is None else None


def right_behind(view: View, quantity: Quantity) -> Period | None:
    """The period that directly follows a figure, with its goods and "in" at most in between.

    A period that the text makes the base of a change is the figure's own only where the word of comparison stands
    before the figure ("against 2 million tonnes in 2021"), and not where it stands between the two ("2 million tonnes
    more than in 2021").
    """
    period = next((one for one in view.periods if one.span.start >= quantity.span.end), None)
    if period is None or period.precision == "open":
        return None
    between = Span(quantity.span.end, period.span.start)
    gap = view.document.words(between)
    if _parted(view, between):
        return None
    if view.inside(between, view.quantities) or not _close(view, gap) or led_by(view, period) is not None:
        return None
    if not period.base:
        return period
    language = view.document.language
    if said_to_be_base(view.text, between.start, period.span.start, language):
        return None
    if began(view, quantity):
        return period
    # "Year on year" is the base of a change by itself, a year only by a word before it ("to more than 9 billion in
    # 2021"), which a figure other than a per cent or a multiple has for itself.
    low = max(view.span.start, quantity.span.start - 2 * BEFORE)
    dated = _YEAR.search(period.text) and said_to_be_base(view.text, low, period.span.start, language)
    return period if dated and (quantity.kind in {"amount", "count"} or ended(view, quantity)) else None


def led_by(view: View, period: Period) -> Quantity | None:
    """The next figure, where a period leads to it rather than follows the one before ("and in 2023 240 billion").

    Either it stands directly behind the period, or "and" parts the period from the figure before it and nothing but a
    few words from this one.
    """
    if view.document.language == "zh":
        return None
    later = next((one for one in view.quantities if one.span.start >= period.span.end), None)
    if later is None or right_before(view, later) is period:
        return later
    earlier = next((one for one in reversed(view.quantities) if one.span.end <= period.span.start), None)
    between = Span(period.span.end, later.span.start)
    gap = view.document.words(between)
    if earlier is None or period.base or len(gap.split()) > FEWEST_WORDS or _parted(view, between):
        return None
    joined = view.grammar.anywhere["and"]
    before = view.text[earlier.span.end : period.span.start]
    leads = said_before(view, later, ("to", "versus")) == ""
    return later if leads and joined.search(before) and not joined.search(gap) else None


def _parted(view: View, between: Span) -> bool:
    """Whether a clause ends in a span."""
    return any(between.start < boundary <= between.end for boundary in view.boundaries)


def _close(view: View, gap: str) -> bool:
    if _BLANK.fullmatch(gap):
        return True
    if view.document.language == "zh":
        return False
    words = len(gap.split())
    return words <= FEWEST_WORDS or (words <= MOST_WORDS and view.grammar.before("in", gap, len(gap), len(gap)))


def own_period(view: View, quantity: Quantity) -> Period | None:
    """The period that belongs to this figure and to no other, by its place."""
    before = right_before(view, quantity) if view.document.language == "zh" else None
    if before is not None and before.precision != "open" and (not before.base or began(view, quantity)):
        return before
    return right_behind(view, quantity)


def said_before(view: View, quantity: Quantity, words: tuple[Word, ...], low: int = 0) -> str:
    """Which of the small words stands just before a figure, or before the period that it has directly before it.

    A word that leads to an economy ("from Russia 5 million tonnes") says nothing of the figure.

    Parameters
    ----------
    low : place in the text from which on the words are looked for.
    """
    before = right_before(view, quantity) if view.document.language == "zh" else None
    at = before.span.start if before is not None else quantity.span.start
    found = view.grammar.place_before(words, view.text, at, min(BEFORE, max(at - low, 0)))
    if found is None:
        return ""
    word, place = found
    return "" if view.inside(Span(place, at), view.entities) else word


def other_end(view: View, quantity: Quantity) -> Quantity | None:
    """The figure "to" which a range goes that begins "from" this one; None where it begins none."""
    later = (one for one in view.quantities if one.span.start >= quantity.span.end)
    other = min(later, key=lambda one: one.span.start, default=None)
    if other is None or not (said_before(view, quantity, ("from",)) or _from_afar(view, quantity)):
        return None
    between = Span(quantity.span.end, other.span.start)
    near = between.end - between.start <= RANGE_REACH
    if not near or other.unit != quantity.unit or _parted(view, between):
        return None
    return other if said_before(view, other, ("to",)) else None


def _from_afar(view: View, quantity: Quantity) -> bool:
    """Whether "from" stands some words before a figure ("from a peak of 9 billion")."""
    if view.document.language in {*ONE_WORD, "zh"}:
        return False
    low = max(quantity.span.start - RANGE_REACH, view.clause(quantity.span).start)
    found = list(view.grammar.anywhere["from"].finditer(view.text, low, quantity.span.start))
    if not found:
        return False
    between = Span(found[-1].end(), quantity.span.start)
    return not view.inside(between, view.entities) and not view.inside(between, view.quantities)


def began(view: View, quantity: Quantity) -> bool:
    """Whether a figure is what another is compared with: where a change began, "against" what it is."""
    if said_before(view, quantity, ("versus", "to", "by")) == "versus":
        return True
    if other_end(view, quantity) is not None:
        return True
    before = right_before(view, quantity) if view.document.language == "zh" else None
    if before is not None and before.base and _YEAR.search(before.text):
        # 与2021年的1470亿美元相比: the word of comparison stands before the year.
        return True
    if view.document.language in ONE_WORD:
        return False
    return said_before(view, quantity, ("from", "to", "by")) == "from"


def ended(view: View, quantity: Quantity) -> bool:
    """Whether a figure is where a change ended: "to" stands before it."""
    return said_before(view, quantity, ("to", "by", "from", "versus")) == "to"
