"""Which days the words of a period mean."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass
from typing import Literal

from multipolar.claims.find.periods_find import PeriodMatch
from multipolar.claims.find.periods_lexicon import PeriodLexicon
from multipolar.claims.mentions import Period, Precision

Basis = Literal["stated", "article date", "undetermined"]
_BLANKS = re.compile(r"\s+")
_SEASON_LENGTH = 3
ANAPHORIC = frozenset({"year_before", "years_before", "month_before", "same_period"})
"""Rules whose words count from a period named before."""


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day, how exact they are, and how they are known."""

    start: datetime.date | None
    end: datetime.date | None
    precision: Precision
    basis: Basis


def resolve(
    match: PeriodMatch, words: PeriodLexicon, article_date: datetime.date | None, *, future: bool
) -> Days | None:
    """The days of a period; None where its parts make no date (31 February)."""
    parts = {name: _BLANKS.sub(" ", part) for name, part in match.parts.items()}
    reading = _Reading(parts, words, article_date, future)
    try:
        return reading.read(match.rule)
    except (ValueError, OverflowError):
        return None


def year_before(anchor: Period) -> Days:
    """The same stretch of time, one year before a stated one."""
    start = anchor.start
    if start is None:
        return Days(None, None, anchor.precision, "undetermined")
    first = _back_a_year(start)
    if anchor.precision == "day":
        return Days(datetime.date(first.year, 1, 1), datetime.date(first.year, 12, 31), "year", anchor.basis)
    if anchor.end is None:
        return Days(first, datetime.date(first.year, 12, 31), "year", anchor.basis)
    last = _back_a_year(anchor.end)
    if anchor.precision == "month":
        last = _month_end(last.year, last.month)
    return Days(first, last, anchor.precision, anchor.basis)


def from_anchor(match: PeriodMatch, anchor: Period, words: PeriodLexicon) -> Days:
    """The days of words that count from a period named before: "a year earlier", "the same period of 2023"."""
    start, end = anchor.start, anchor.end
    if start is None or match.rule == "year_before":
        return year_before(anchor)
    if match.rule == "month_before":
        months = start.year * 12 + start.month - 2
        first = datetime.date(months // 12, months % 12 + 1, 1)
        return Days(first, _month_end(first.year, first.month), "month", anchor.basis)
    if match.rule == "years_before":
        written = match.parts["n"]
        number = int(written) if written.isdigit() else words.numbers[written]
        if number == 1:
            return year_before(anchor)
        year = start.year - number
        return Days(datetime.date(year, 1, 1), datetime.date(year, 12, 31), "year", anchor.basis)
    year = int(match.parts["y"])
    if end is None or (start.month, end.month) == (1, 12):
        return Days(datetime.date(year, 1, 1), datetime.date(year, 12, 31), "year", "stated")
    first = datetime.date(year, start.month, 1)
    return Days(first, _month_end(year + end.year - start.year, end.month), anchor.precision, "stated")


def _back_a_year(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, monthrange(year, month)[1])


class _Reading:
    """One period's words, read with the article's date at hand."""

    def __init__(
        self, parts: dict[str, str], words: PeriodLexicon, article_date: datetime.date | None, future: bool
    ) -> None:
        self.parts, self.words, self.today, self.future = parts, words, article_date, future
        self.basis: Basis = "stated"

    def read(self, rule: str) -> Days | None:
        """The days, by the rule's name."""
        if rule.startswith(("month_", "day_", "quarter_")) and rule not in ANAPHORIC:
            name, _, shift = rule.partition("_")
            return self._shifted(name, int(shift))
        reader = getattr(self, f"_{rule}")
        days: Days | None = reader()
        return days

    def _unknown(self, precision: Precision) -> Days:
        return Days(None, None, precision, "undetermined")

    def _made(self, first: datetime.date, last: datetime.date, precision: Precision) -> Days:
        return Days(first, last, precision, self.basis)

    def _year_of(self, name: str = "y") -> int | None:
        """The year of the parts; None where it depends on an unknown article date."""
        written = self.parts[name].strip()
        digits = re.match(r"\d{4}", written)
        if digits:
            return int(digits.group())
        if self.today is None:
            return None
        self.basis = "article date"
        return self.today.year + self.words.shifts[written]

    def _month_of(self, name: str = "m") -> int:
        written = self.parts[name]
        month = int(written) if written.isdigit() else self.words.months[written]
        if not 1 <= month <= 12:
            raise ValueError(written)
        return month

    def _count(self) -> int:
        written = self.parts["n"]
        return int(written) if written.isdigit() else self.words.numbers[written]

    def _year_for(self, month: int, day: int = 1) -> int | None:
        """The stated year, or that of the latest such month that has begun (the next, in words of the future)."""
        if "y" in self.parts:
            return self._year_of()
        if self.today is None:
            return None
        self.basis = "article date"
        begun = (month, day) <= (self.today.month, self.today.day)
        if self.future:
            same = month >= self.today.month if day == 1 else (month, day) >= (self.today.month, self.today.day)
            return self.today.year if same else self.today.year + 1
        return self.today.year if begun else self.today.year - 1

    def _year(self) -> Days:
        year = self._year_of()
        if year is None:
            return self._unknown("year")
        return self._made(datetime.date(year, 1, 1), datetime.date(year, 12, 31), "year")

    def _years(self) -> Days | None:
        first = self._year_of()
        if first is None:
            return self._unknown("span")
        written = re.match(r"\d+", self.parts["y2"])
        last = int(written.group()) if written else first
        if last < 100:
            last += first // 100 * 100
        if not first < last <= first + 150:
            return None
        return self._made(datetime.date(first, 1, 1), datetime.date(last, 12, 31), "span")

    def _decade(self) -> Days:
        digits = re.search(r"\d+", self.parts["y"])
        year = int(digits.group()) if digits else 1900
        year = year + 1900 if year < 100 else year
        return self._made(datetime.date(year, 1, 1), datetime.date(year + 9, 12, 31), "span")

    def _month(self) -> Days:
        month = self._month_of()
        year = self._year_for(month)
        if year is None:
            return self._unknown("month")
        return self._made(datetime.date(year, month, 1), _month_end(year, month), "month")

    def _months(self) -> Days | None:
        first, last = self._month_of(), self._month_of("m2")
        if "y2" in self.parts and "y" in self.parts:
            begin, finish = self._year_of(), self._year_of("y2")
        elif "y2" in self.parts:
            finish = self._year_of("y2")
            begin = finish if finish is None or last >= first else finish - 1
        else:
            begin = finish = self._year_for(first)
            if begin is not None and finish is not None and last < first:
                begin, finish = (begin - 1, finish) if "y" in self.parts else (begin, finish + 1)
        if begin is None or finish is None:
            return self._unknown("span")
        whole = (begin, first, last) == (finish, 1, 12)
        return self._made(datetime.date(begin, first, 1), _month_end(finish, last), "year" if whole else "span")

    def _day(self) -> Days:
        month, day = self._month_of(), int(self.parts["d"])
        year = self._year_for(month, day)
        if year is None:
            return self._unknown("day")
        date = datetime.date(year, month, day)
        return self._made(date, date, "day")

    def _days(self) -> Days | None:
        first = self._day()
        if first.start is None:
            return first
        last = first.start.replace(day=int(self.parts["d2"]))
        return Days(first.start, last, "day", first.basis) if first.start < last else None

    def _part(self, months: int, precision: Precision) -> Days:
        number = self._count()
        if not 1 <= number <= 12 // months:
            raise ValueError(number)
        first = (number - 1) * months + 1
        year = self._year_for(first)
        if year is None:
            return self._unknown(precision)
        return self._made(datetime.date(year, first, 1), _month_end(year, first + months - 1), precision)

    def _quarter(self) -> Days:
        return self._part(3, "quarter")

    def _half(self) -> Days:
        return self._part(6, "half")

    def _first_months(self) -> Days:
        number = self._count()
        year = self._year_of() if "y" in self.parts else self.today and self.today.year
        if "y" not in self.parts:
            self.basis = "article date"
        if not year:
            return self._unknown("span")
        return self._made(datetime.date(year, 1, 1), _month_end(year, number), "span")

    def _first_quarters(self) -> Days:
        number = self._count() * 3
        year = self._year_of()
        if year is None:
            return self._unknown("span")
        return self._made(datetime.date(year, 1, 1), _month_end(year, number), "span")

    def _season(self) -> Days:
        first = self.words.seasons[self.parts["s"]]
        year = self._year_for(first)
        if year is None:
            return self._unknown("span")
        last = first + _SEASON_LENGTH - 1
        end = _month_end(year, last) if last <= 12 else _month_end(year + 1, last - 12)
        return self._made(datetime.date(year, first, 1), end, "span")

    def _weekday(self) -> Days:
        if self.today is None:
            return self._unknown("day")
        self.basis = "article date"
        back = (self.today.weekday() - self.words.weekdays[self.parts["w"]]) % 7
        date = self.today - datetime.timedelta(days=back if not self.future else back - 7 if back else 0)
        return self._made(date, date, "day")

    def _shifted(self, name: str, shift: int) -> Days:
        precision: Precision = "day" if name == "day" else "month" if name == "month" else "quarter"
        if self.today is None:
            return self._unknown(precision)
        self.basis = "article date"
        if name == "day":
            date = self.today + datetime.timedelta(days=shift)
            return self._made(date, date, "day")
        if name == "month":
            months = self.today.year * 12 + self.today.month - 1 + shift
            return self._made(
                datetime.date(months // 12, months % 12 + 1, 1), _month_end(months // 12, months % 12 + 1), "month"
            )
        quarters = self.today.year * 4 + (self.today.month - 1) // 3 + shift
        first = quarters % 4 * 3 + 1
        return self._made(datetime.date(quarters // 4, first, 1), _month_end(quarters // 4, first + 2), "quarter")

    def _ago(self) -> Days:
        return self._unit_back(self._count())

    def _unit_back(self, number: int) -> Days:
        unit = self.words.units[self.parts["u"]]
        if unit == "year":
            if self.today is None:
                return self._unknown("year")
            self.basis = "article date"
            year = self.today.year - number
            return self._made(datetime.date(year, 1, 1), datetime.date(year, 12, 31), "year")
        if unit == "month":
            return self._shifted("month", -number)
        return self._shifted("day", -number * (7 if unit == "week" else 1))

    def _past(self) -> Days:
        number, unit = self._count(), self.words.units[self.parts["u"]]
        if self.today is None:
            return self._unknown("span")
        self.basis = "article date"
        if unit == "year":
            return self._made(self._years_back(number), self.today, "span")
        days = {"month": 30.44, "week": 7, "day": 1}[unit] * number
        return self._made(self.today - datetime.timedelta(days=round(days)), self.today, "span")

    def _years_back(self, number: int) -> datetime.date:
        assert self.today is not None
        day = self.today.day if (self.today.month, self.today.day) != (2, 29) else 28
        return self.today.replace(year=self.today.year - number, day=day)

    def _month_before(self) -> Days:
        return self._shifted("month", -1)

    def _years_before(self) -> Days:
        if self.today is None:
            return self._unknown("year")
        self.basis = "article date"
        year = self.today.year - self._count()
        return self._made(datetime.date(year, 1, 1), datetime.date(year, 12, 31), "year")

    def _same_period(self) -> Days:
        return self._year()
