"""Figures of the observatory in units that people read: base units in, ``107 Mt`` or ``$240 bn`` out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from multipolar.report.numbers import NO_DATUM, SPACE, number

_LADDERS: dict[str, tuple[tuple[float, str], ...]] = {
    "USD": ((1e12, "tn"), (1e9, "bn"), (1e6, "mn"), (1e3, "k")),
    "EUR": ((1e12, "tn"), (1e9, "bn"), (1e6, "mn"), (1e3, "k")),
    "t": ((1e6, "Mt"), (1e3, "kt"), (1.0, "t")),
    "m3": ((1e9, "bcm"), (1e6, "mcm"), (1.0, "m³")),
    "bbl/d": ((1e6, "mb/d"), (1e3, "kb/d"), (1.0, "b/d")),
    "vehicle": ((1e6, "mn cars"), (1e3, "k cars"), (1.0, "cars")),
    "person": ((1e9, "bn people"), (1e6, "mn people"), (1e3, "k people"), (1.0, "people")),
    "ship": ((1.0, "ships"),),
}
_SIGNS = {"USD": "$", "EUR": "€"}
_WHOLE = frozenset(("rank", "count", "kinds", "blocs"))
_WORDS = {"flag": {1.0: "in force", 0.0: "none"}, "vote": {1.0: "yes", 0.0: "abstained", -1.0: "no"}}
_PLAIN = {"index": "", "flag": "", "vote": "", "rank": "", "count": "", "TIV mn": "mn TIV"}


@dataclass(frozen=True, slots=True)
class Scale:
    """How values of one unit are printed: divided by `divisor`, with a sign in front or a word behind."""

    divisor: float
    sign: str
    word: str

    @property
    def label(self) -> str:
        """For the axis: ``$ bn``, ``Mt``, ``%``."""
        return " ".join(part for part in (self.sign, self.word) if part)

    def bare(self, value: float, places: int | None = None) -> str:
        """The number alone."""
        return number(value / self.divisor, places)

    def full(self, value: float) -> str:
        """The number with its unit."""
        if not math.isfinite(value):
            return NO_DATUM
        return f"{self.sign}{self.bare(value)}{SPACE + self.word if self.word else ''}"


def scale(unit: str, values: Iterable[float]) -> Scale:
    """The scale on which the largest of the values has one to three figures before the point."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    sign = _SIGNS.get(unit, "")
    ladder = _LADDERS.get(unit)
    if ladder is None:
        return Scale(1.0, sign, _PLAIN.get(unit, unit))
    for divisor, word in ladder:
        if largest >= divisor * 0.9995:
            return Scale(divisor, sign, word)
    divisor, word = ladder[-1]
    return Scale(1.0, sign, "") if sign else Scale(divisor, sign, word)


def amount(value: float, unit: str) -> str:
    """One figure on its own best scale; a vote or a flag in words."""
    if value in _WORDS.get(unit, {}):
        return _WORDS[unit][value]
    if unit in _WHOLE and math.isfinite(value):
        return number(value, 0)
    return scale(unit, [value]).full(value)


def changed(value: float, *, relative: bool, unit: str) -> str:
    """A change with its sign: per cent, or points of a share, or the figures' own unit."""
    shown = number(value, signed=True)
    if relative:
        return f"{shown}{SPACE}%"
    word = "points" if unit == "%" else _PLAIN.get(unit, unit)
    return f"{shown}{SPACE + word if word else ''}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PARTS = {"H1": "first half of", "H2": "second half of", "Q1": "Q1", "Q2": "Q2", "Q3": "Q3", "Q4": "Q4"}


def when(period: str) -> str:
    """``2023``, ``May 2023``, ``24 Feb 2022``; spans as they are."""
    parts = period.split("-")
    if "/" in period or not all(part.isdigit() for part in parts) or len(parts) == 1:
        return period
    month = _MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def period_words(period: str) -> str:
    """A period on a page, spans and parts of years as well: ``Jan to Jul 2023``, ``first half of 2023``."""
    if period[4:] in _PARTS:
        return f"{_PARTS[period[4:]]} {period[:4]}"
    first, slash, last = period.partition("/")
    if not slash:
        return when(period)
    ends = when(first), when(last)
    shared = " " in ends[0] and ends[0][-4:] == ends[1][-4:]
    return f"{ends[0][:-5] if shared else ends[0]} to {ends[1]}"


def ordinal(place: int) -> str:
    """``1st``, ``22nd``, ``113th``."""
    if 10 <= place % 100 <= 20:
        return f"{place}th"
    return f"{place}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th') }".replace(" ", "")
