"""The day of an article, from its dateline. A day that a sentence tells of is not the article's; nor is today."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from multipolar.claims.text.article_date_words import date_words
from multipolar.claims.text.read_trace import Block

_EARLIEST, _LATEST = 1900, 2100
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?P<year>(?:19|20)\d\d)"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted(date_words().months, key=len, reverse=True))
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"(?<!\d){_YEAR}\s?年\s?(?P<month>1[0-2]|0?[1-9])\s?月\s?{_DAY}\s?[日号]",
            rf"(?<![\d-]){_YEAR}[-/.](?P<month>1[0-2]|0?[1-9])[-/.]{_DAY}(?!\d)",
            rf"(?<![\d.]){_DAY}(?:st|nd|rd|th|er|º|\.)?(?:\s+(?:de|of|den))?\s+(?P<name>{names})\b\.?,?"
            rf"(?:\s+(?:de|del))?\s+{_YEAR}(?!\d)",
            rf"\b(?P<name>{names})\b\.?\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}(?!\d)",
            rf"(?<![\d.]){_DAY}\.\s?(?P<month>1[0-2]|0?[1-9])\.\s?{_YEAR}(?!\d)",
            rf"(?<![\d/])(?P<first>\d\d?)/(?P<second>\d\d?)/{_YEAR}(?!\d)",
        )
    )


_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](1[0-2]|0?[1-9])[/-]([12]\d|3[01]|0?[1-9])(?=[/-]|$)")
_DATELINE = re.compile(r"^[\W\d]{0,3}[A-ZÅÄÖÉÜА-ЯЁ][\w .,’'/()-]{0,60}$")
_TOP, _BOTTOM = 12, 6


@dataclass(frozen=True, slots=True)
class Found:
    """A day and where it was found."""

    date: datetime.date
    basis: str


def dates_in(line: str) -> Iterator[tuple[datetime.date, int, int]]:
    """Full dates that a line writes out, with where they stand; 05/06/2024 could be two days and is none."""
    for pattern in _patterns():
        for match in pattern.finditer(line):
            day = _date(match.groupdict())
            if day is not None:
                yield day, match.start(), match.end()


def parsed(text: str) -> datetime.date | None:
    """The day that a machine-readable field states: ISO 8601 with or without a time, 20240520, or a written date."""
    text = text.strip()[:80]
    compact = re.match(r"((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)", text)
    if compact:
        return _valid(int(compact[1]), int(compact[2]), int(compact[3]))
    return next((day for day, _, _ in dates_in(text)), None)


def date_in(blocks: list[Block], *, address: str = "") -> Found | None:
    """The article's day by a dateline among the first or last lines, else by the address; None if neither tells."""
    lines = [line for block in blocks[:_TOP] for line in block.text.split("\n")[:4]]
    if len(blocks) > _TOP:
        lines += [line for block in blocks[max(_TOP, len(blocks) - _BOTTOM) :] for line in block.text.split("\n")[:4]]
    bare: Found | None = None
    updated: Found | None = None
    for line in lines:
        for day, start, end in dates_in(line[:300]):
            small = line[:300].casefold()
            before = small[max(0, start - 40) : start]
            label = _label(before)
            if label == "published":
                return Found(day, f"dateline “{_shown(line, start, end)}”")
            if label == "updated":
                updated = updated or Found(day, f"updated “{_shown(line, start, end)}”")
            elif bare is None and _is_dateline(line, start, end):
                bare = Found(day, f"dateline “{_shown(line, start, end)}”")
            break
    return bare or updated or _from_address(address)


def _label(before: str) -> str:
    places = [(before.rfind(word), "published") for word in date_words().published]
    places += [(before.rfind(word), "updated") for word in date_words().updated]
    place, label = max(places)
    # Between the word and the date stand at most a weekday, "on", a colon.
    return label if place >= 0 and len(before) - place <= 36 else ""


def _is_dateline(line: str, start: int, end: int) -> bool:
    """A line with a date and hardly anything else, or a text opened by place and date: "BEIJING, 20 May 2024 –"."""
    if len(line) > 110:
        rest = line[end : end + 14].strip()
        return (
            start <= 40
            and rest.startswith(("–", "—", "-", "(", "|", "讯", "电", "）"))
            and bool(_DATELINE.match(line[:start].strip() or "A"))
        )
    rest = line[:start] + " " + line[end:]
    words = [word for word in _WORD.findall(rest) if word.casefold() not in date_words().around]
    if re.search(r"[.!?]\s*$", line) and len(words) > 2:
        return False
    # What is left is a name or a place: written with capitals.
    return len(words) <= 7 and all(word[:1].isupper() or not word[:1].islower() for word in words)


def _from_address(address: str) -> Found | None:
    match = _IN_ADDRESS.search(address)
    if match is None:
        return None
    day = _valid(int(match[1]), int(match[2]), int(match[3]))
    return Found(day, "address of the page") if day else None


def _shown(line: str, start: int, end: int) -> str:
    return line[max(0, start - 24) : end].strip() if start <= 24 else line[start:end]


def _date(parts: dict[str, str | None]) -> datetime.date | None:
    year = int(parts["year"] or 0)
    if parts.get("first") is not None:
        first, second = int(parts["first"] or 0), int(parts["second"] or 0)
        if first > 12 >= second:
            return _valid(year, second, first)
        if second > 12 >= first:
            return _valid(year, first, second)
        return _valid(year, first, second) if first == second else None
    name = parts.get("name")
    month = date_words().months[name.casefold()] if name else int(parts["month"] or 0)
    return _valid(year, month, int(parts["day"] or 0))


def _valid(year: int, month: int, day: int) -> datetime.date | None:
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
