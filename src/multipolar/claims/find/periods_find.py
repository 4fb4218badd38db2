"""Where a text names a period, before it is known which days that is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from multipolar.claims.document import Span
from multipolar.claims.find.periods_lexicon import PeriodLexicon, period_lexicon
from multipolar.claims.find.quantities_lexicon import lexicon
from multipolar.claims.find.quantities_tail import COUNTS, read_tail

_CAPITAL_MONTHS = frozenset({"en", "de"})
_YEAR_ONLY = re.compile(r"\d{4}")
_PLAIN_BEFORE = re.compile(r"(?:\w[-‐]|[$€£¥₽#№]\s?|\d[.,\s]|\d)\Z")
_CHINESE_AMOUNT = re.compile("[十百千万亿多余个]")
_MAY_VERB = re.compile(r"\s+(?:be|have|not|also|well|the|it|god)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PeriodMatch:
    """The words of a period, the rule that found them, and their parts by the letters of the rule."""

    span: Span
    rule: str
    parts: dict[str, str]


def period_spans(text: str, lowered: str, language: str) -> list[Span]:
    """Where periods stand in a text, in order."""
    return [found.span for found in find_periods(text, lowered, period_lexicon(language))]


def find_periods(text: str, lowered: str, words: PeriodLexicon) -> list[PeriodMatch]:
    """The periods of a text, in order, without overlaps: at each place the longest."""
    found: list[PeriodMatch] = []
    place = 0
    while (candidate := words.any_rule.search(lowered, place)) is not None:
        best = _longest(text, lowered, candidate.start(), words)
        if best is None:
            place = candidate.start() + 1
            continue
        found.append(best)
        place = best.span.end
    return found


def _longest(text: str, lowered: str, start: int, words: PeriodLexicon) -> PeriodMatch | None:
    best: PeriodMatch | None = None
    for rule in words.rules:
        match = rule.pattern.match(lowered, start)
        if match is None or (best is not None and match.end() <= best.span.end):
            continue
        parts = {name.partition("__")[0]: part for name, part in match.groupdict().items() if part is not None}
        if _is_period(text, rule.name, match, parts, words.language):
            best = PeriodMatch(Span(*match.span()), rule.name, parts)
    return best


def _is_period(text: str, rule: str, match: re.Match[str], parts: dict[str, str], language: str) -> bool:
    start, end = match.span()
    if rule == "month" and language in _CAPITAL_MONTHS:
        at = match.start() + match.group().index(parts["m"])
        if not text[at].isupper():
            return False
        if parts["m"] == "may" and "y" not in parts and _MAY_VERB.match(text, end):
            return False
    if rule in {"day", "days"} and (int(parts.get("d", "1")) > 31 or int(parts.get("d", "1")) < 1):
        return False
    if rule == "year" and _YEAR_ONLY.fullmatch(match.group()):
        return _is_year(text, start, end, language)
    return True


def _is_year(text: str, start: int, end: int, language: str) -> bool:
    """Whether four digits are a year rather than an amount ("2000 dollars") or a part of a name ("F-2000")."""
    if _PLAIN_BEFORE.search(text, max(start - 2, 0), start):
        return False
    if _CHINESE_AMOUNT.match(text, end):
        return False
    words = lexicon(language)
    if words.prefixes_before.before(text, start, 8):
        return False
    tail = read_tail(text, end, words)
    if tail.unit is None and tail.magnitude == 1:
        return not words.never_before.search(text, max(start - 16, 0), start)
    # "In 2022 ships took another way" is a year; "2022 tonnes" and "2022 million" are none.
    return tail.unit in COUNTS - {"word", "year", "day", "month"} and text[end : end + 1].isspace()
