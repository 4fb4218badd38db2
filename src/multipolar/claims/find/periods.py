"""Periods that a text names: dates, months, years, stretches, and times relative to the article's own date.

Relative times are resolved against the article's date, never today's. Seasons are those of the northern hemisphere:
spring March to May, summer June to August, autumn September to November, winter December to February of the next year.
A month or weekday without a year is the latest that has begun by the article's date, or the next one where the words
around it speak of the future.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from multipolar.claims.find.periods_find import PeriodMatch, find_periods
from multipolar.claims.find.periods_lexicon import PeriodLexicon, period_lexicon
from multipolar.claims.find.periods_resolve import ANAPHORIC, Days, from_anchor, resolve
from multipolar.claims.find.text_fold import folded
from multipolar.claims.mentions import Period

BASE_REACH = 64
_SENTENCE_END = re.compile(r"[.!?]\s|[。！？\n]")
_CLAUSE_END = re.compile(r"[.!?;:]\s|,(?!\d)|[。！？，；\n]")
# How far back the period may stand that "a year earlier" refers to, and how many periods back.
ANCHOR_REACH = 240
ANCHOR_PLACES = 8


def periods(text: str, language: str, article_date: datetime.date | None) -> tuple[Period, ...]:
    """The periods of a text, in order, without overlaps.

    Parameters
    ----------
    text : the main text.
    language : ISO 639-1; for one without a lexicon, dates in digits are found.
    article_date : the day of publication, None when unknown; relative times are then undetermined.
    """
    words = period_lexicon(language)
    lowered = folded(text)
    matches = find_periods(text, lowered, words)
    found: dict[int, Period] = {}
    # Words that count from another period are read when all others are known.
    for counted in (False, True):
        for place, match in enumerate(matches):
            if (match.rule in ANAPHORIC) is not counted:
                continue
            days = _days(lowered, match, words, article_date, _anchor(lowered, match, place, found))
            if days is not None:
                found[place] = _period(text, lowered, match, words, days)
    return tuple(found[place] for place in sorted(found))


def _anchor(lowered: str, match: PeriodMatch, place: int, found: dict[int, Period]) -> Period | None:
    """The period that "a year earlier" counts from: the last before it; one behind it in its clause if that is nearer.

    "In 2022 ... . Exports rose 4 % year on year to 115 billion dollars in 2024" counts from 2024.
    """
    if match.rule not in ANAPHORIC:
        return None
    start, end = match.span.start, match.span.end
    before = _known(found, range(place - 1, place - 1 - ANCHOR_PLACES, -1))
    if before is not None and start - before.span.end > ANCHOR_REACH:
        before = None
    if before is not None and not _SENTENCE_END.search(lowered, before.span.end, start):
        return before
    behind = _known(found, range(place + 1, place + 3))
    if behind is None or behind.span.start - end > BASE_REACH or _CLAUSE_END.search(lowered, end, behind.span.start):
        return before
    return behind


def _known(found: dict[int, Period], places: range) -> Period | None:
    """The first of these that is no base and whose days are known."""
    periods = (found[place] for place in places if place in found)
    return next((period for period in periods if not period.base and period.start is not None), None)


def said_to_be_base(text: str, low: int, start: int, language: str) -> bool:
    """Whether a word between two places makes a period that starts at the second the base of a change ("than in")."""
    return period_lexicon(language).compared_before.search(folded(text[low:start])) is not None


def _days(
    lowered: str,
    match: PeriodMatch,
    words: PeriodLexicon,
    article_date: datetime.date | None,
    anchor: Period | None,
) -> Days | None:
    if match.rule in ANAPHORIC:
        if anchor is not None:
            return from_anchor(match, anchor, words)
        if match.rule != "year_before":
            return resolve(match, words, article_date, future=False)
        if article_date is None:
            return Days(None, None, "year", "undetermined")
        year = article_date.year - 1
        return Days(datetime.date(year, 1, 1), datetime.date(year, 12, 31), "year", "article date")
    before = _SENTENCE_END.split(lowered[max(match.span.start - 48, 0) : match.span.start])[-1]
    after = _SENTENCE_END.split(lowered[match.span.end : match.span.end + 24])[0]
    future = words.future.search(before) is not None or words.future.search(after) is not None
    return resolve(match, words, article_date, future=future)


def _period(text: str, lowered: str, match: PeriodMatch, words: PeriodLexicon, days: Days) -> Period:
    start, end = match.span.start, match.span.end
    low = max(start - BASE_REACH, 0)
    period = Period(match.span, days.start, days.end, days.precision, days.basis, text[start:end])
    if match.rule in ANAPHORIC:
        return replace(period, base=True)
    single = match.rule not in {"years", "months", "past"}
    if single and (words.since_before.search(lowered, low, start) or words.since_after.match(lowered, end)):
        return replace(period, base=True, precision="open" if period.start else period.precision, end=None)
    if single and (words.compared_before.search(lowered, low, start) or words.compared_after.match(lowered, end)):
        return replace(period, base=True)
    return period
