"""Levels of a definition in a period, by source, each with the figures that it was added from."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from multipolar.claims.facts.definitions import Definition
from multipolar.claims.mentions import Period
from multipolar.observatory import Observatory
from multipolar.observatory.records import Figure

# The most direct statistics first: those who count the goods, then compilers, then models.
YEAR_DIGITS = 4
STATUS_ORDER = ("official", "reconciled", "estimate", "unverified", "imputed")


@dataclass(frozen=True, slots=True)
class Level:
    """The value of a definition at one source and period."""

    value: float
    source: str
    period: str
    status: str
    figures: tuple[Figure, ...]

    def as_used(self) -> tuple[tuple[str, str, str, str, float, str, str], ...]:
        """The figures as a verdict keeps them."""
        return tuple((f.indicator, f.reporter, f.partner, f.period, f.value, f.unit, f.source) for f in self.figures)


def levels(observatory: Observatory, definition: Definition, period: str) -> tuple[Level, ...]:
    """The level in a period at each source that has all parts, most direct statistics first.

    Never a level from a source that lacks a part; never a mean over sources.
    """
    by_source: dict[str, list[Figure]] = {}
    for indicator, reporter, partner in definition.parts:
        if indicator not in known_indicators(observatory):
            return ()
        found = observatory.figures(indicator, reporter=reporter, partner=partner)
        for figure in found:
            if figure.period == period:
                by_source.setdefault(figure.source, []).append(figure)
    made = []
    for source, figures in by_source.items():
        if len({(f.indicator, f.reporter, f.partner) for f in figures}) < len(definition.parts):
            continue
        newest = _newest(figures)
        status = max((figure.status for figure in newest), key=_order)
        value = definition.factor * sum(figure.value for figure in newest)
        made.append(Level(value, source, period, status, tuple(newest)))
    return tuple(sorted(made, key=lambda level: (_order(level.status), level.source)))


def known_indicators(observatory: Observatory) -> frozenset[str]:
    """Ids of the indicators that exist."""
    return frozenset(indicator.id for indicator in observatory.indicators())


def periods_known(observatory: Observatory, definition: Definition) -> tuple[str, ...]:
    """Periods for which some source has the first part, sorted."""
    indicator, reporter, partner = definition.parts[0]
    if indicator not in known_indicators(observatory):
        return ()
    return tuple(sorted({f.period for f in observatory.figures(indicator, reporter=reporter, partner=partner)}))


def code_of(period: Period) -> str:
    """A period as figures have it: quarters and halves as ``2024Q3`` and ``2023H1``."""
    if period.start is None or period.precision not in {"quarter", "half"}:
        return period.code()
    length, letter = (3, "Q") if period.precision == "quarter" else (6, "H")
    return f"{period.start.year}{letter}{(period.start.month - 1) // length + 1}"


def parts_of_year(observatory: Observatory, definition: Definition, period: str) -> tuple[str, ...]:
    """The months and quarters of a year for which figures are published only by them; else the period as it is."""
    if not definition.within_year or len(period) > YEAR_DIGITS:
        return (period,)
    return tuple(code for code in periods_known(observatory, definition) if code.startswith(period))


def year_before(code: str) -> str:
    """The same stretch of time a year before: ``2023-05`` for ``2024-05``."""
    return re.sub(r"(?<!\d)\d{4}", lambda year: str(int(year.group()) - 1), code)


def year_of(period: Period | None) -> int | None:
    """The year that a period is about: its last one."""
    if period is None:
        return None
    last = period.end or period.start
    return None if last is None else last.year


def candidate_years(period: Period | None, article: datetime.date | None) -> tuple[int, ...]:
    """The year meant by a claim: the stated one, else the last full year before the article."""
    year = year_of(period)
    if year is not None:
        return (year,)
    return (article.year - 1,) if article is not None else ()


def _newest(figures: Iterable[Figure]) -> list[Figure]:
    """Of several vintages of one figure the newest."""
    newest: dict[tuple[str, str, str], Figure] = {}
    for figure in figures:
        key = (figure.indicator, figure.reporter, figure.partner)
        if key not in newest or figure.vintage > newest[key].vintage:
            newest[key] = figure
    return list(newest.values())


def _order(status: str) -> int:
    return STATUS_ORDER.index(status) if status in STATUS_ORDER else len(STATUS_ORDER)
