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
# How far back the period may stand that "a year earlier" refers to.
ANCHOR_REACH = 240


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
    found: list[Period] = []
    for match in find_periods(text, lowered, words):
        days = _days(lowered, match, words, article_date, found)
        if days is None:
            continue
        found.append(_period(text, lowered, match, words, days))
    return tuple(found)


def _days(
    lowered: str,
    match: PeriodMatch,
    words: PeriodLexicon,
    article_date: datetime.date | None,
    earlier: list[Period],
) -> Days | None:
    if match.rule in ANAPHORIC:
        anchor = next((one for one in reversed(earlier[-8:]) if not one.base and one.start is not None), None)
        if anchor is not None and match.span.start - anchor.span.end <= ANCHOR_REACH:
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
