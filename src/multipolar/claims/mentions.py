"""What is found in a text before it is put together into claims: quantities, periods, actors, terms.

All offsets are into `Document.text`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from multipolar.claims.document import Span

QuantityKind = Literal["amount", "percent", "points", "multiple", "ordinal", "count", "bare"]
"""amount: with a currency or physical unit; count: of things or of time; bare: a number without a unit."""

EntityForm = Literal["name", "adjective", "capital", "government", "leader", "bloc", "group"]

Precision = Literal["day", "month", "quarter", "half", "year", "span", "open"]
"""open: from a date on, without an end ("since February 2022")."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts.

    Attributes
    ----------
    value : in base units: whole currency, t, m3, bbl, bbl/d, Wh, km, %, pp, x; a doubling is 2, a halving 0.5. The
        middle of a range.
    low, high : the ends of a range, else None.
    unit : ISO 4217 code, a base unit, ``USD/bbl`` and the like, ``rank`` for ordinals, a counted thing (``year``,
        ``word``, ``ship``, ``count``), or None when bare.
    step : size of one unit in the last written digit, in base units (240 billion: 1e9); tolerances start from it.
    hedge : the words that make it approximate ("about", "more than"), or empty.
    bound : ``at least`` or ``at most`` where the words say so, else empty.
    """

    span: Span
    value: float
    unit: str | None
    kind: QuantityKind
    step: float
    low: float | None = None
    high: float | None = None
    hedge: str = ""
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time that a text names.

    Attributes
    ----------
    start, end : first and last day; None where it cannot be known (a relative time without the article's date).
    basis : ``stated``; ``article date`` where it was counted from it; ``undetermined`` where that date is unknown.
    base : True where the text makes it the time that a change is counted from ("since February 2022", "from 2021").
    """

    span: Span
    start: datetime.date | None
    end: datetime.date | None
    precision: Precision
    basis: Literal["stated", "article date", "undetermined"]
    text: str
    base: bool = False

    def code(self) -> str:
        """As in data: ``2023``, ``2023-05``, ``2024-05-16``, ``2021/2022``, ``2022-02/``; empty if undetermined."""
        if self.start is None:
            return ""
        first = self.start
        short = {"year": f"{first.year}", "month": f"{first:%Y-%m}", "day": f"{first:%Y-%m-%d}"}
        if self.precision in short:
            return short[self.precision]
        if self.precision == "open":
            day = f"{first:%Y-%m-%d}" if first.day > 1 else f"{first:%Y-%m}" if first.month > 1 else f"{first.year}"
            return f"{day}/"
        last = self.end or first
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f"{first.year}/{last.year}"
        return f"{first:%Y-%m}/{last:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Entity:
    """An economy, a bloc or a loose group that a text names.

    `codes` holds ISO alpha-3 codes, bloc codes of `multipolar.codes`, ``WEST`` or ``GLOBAL_SOUTH``; two codes where one
    word names two ("kinesisk-ryska").
    """

    span: Span
    codes: tuple[str, ...]
    form: EntityForm


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a lexicon.

    Attributes
    ----------
    group : ``measure``, ``commodity``, ``change``, ``rank``, ``share``, ``multiple``, ``causal``, ``conditional``,
        ``forecast``, ``hedge``, ``event``, ``position``, ``outcome``.
    id : what it stands for in that group: ``exports``, ``crude``, ``up``, ``down``.
    """

    span: Span
    group: str
    id: str
