"""The figures behind a dossier: every row that touches one of the two economies, indexed by indicator and ends."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from multipolar.codes.economies import economies, economy_name
from multipolar.observatory.records import WORLD

_ISO3 = re.compile(r"^[A-Z]{3}$")
_NOT_ONE = frozenset((WORLD, "ROW"))


class Row(NamedTuple):
    """One figure of one source, the columns of the store that a dossier needs."""

    indicator: str
    reporter: str
    partner: str
    period: str
    value: float
    unit: str
    source: str
    status: str


@functools.cache
def single(code: str) -> bool:
    """Whether a code is that of one economy: neither the world, nor a rest, nor a group."""
    return bool(_ISO3.match(code)) and code not in _NOT_ONE


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rows of the pair A, B with all partners of either.

    Attributes
    ----------
    first, second : codes. ends : rows by (indicator, reporter, partner), oldest first.
    selling, buying : rows with single economies on both sides by (indicator, reporter) and by (indicator, partner).
    """

    first: str
    second: str
    ends: Mapping[tuple[str, str, str], tuple[Row, ...]]
    selling: Mapping[tuple[str, str], tuple[Row, ...]]
    buying: Mapping[tuple[str, str], tuple[Row, ...]]

    @classmethod
    def of(cls, first: str, second: str, rows: Iterable[Row]) -> Evidence:
        """Index rows; one without a finite value is dropped, since it is no figure."""
        ends: dict[tuple[str, str, str], list[Row]] = {}
        selling: dict[tuple[str, str], list[Row]] = {}
        buying: dict[tuple[str, str], list[Row]] = {}
        for row in sorted((row for row in rows if math.isfinite(row.value)), key=lambda row: row.period):
            ends.setdefault((row.indicator, row.reporter, row.partner), []).append(row)
            if single(row.reporter) and single(row.partner) and row.reporter != row.partner:
                selling.setdefault((row.indicator, row.reporter), []).append(row)
                buying.setdefault((row.indicator, row.partner), []).append(row)
        return cls(
            first,
            second,
            {key: tuple(found) for key, found in ends.items()},
            {key: tuple(found) for key, found in selling.items()},
            {key: tuple(found) for key, found in buying.items()},
        )

    @property
    def pair(self) -> tuple[str, str]:
        """Both codes."""
        return (self.first, self.second)

    def find(self, indicator: str, reporter: str, partner: str) -> tuple[Row, ...]:
        """Rows of one direction, oldest first."""
        return self.ends.get((indicator, reporter, partner), ())

    def partners(self, indicator: str, economy: str, *, selling: bool) -> dict[str, list[Row]]:
        """Rows of one economy as origin (`selling`) or as destination by the economy on the other side."""
        rows = (self.selling if selling else self.buying).get((indicator, economy), ())
        found: dict[str, list[Row]] = {}
        for row in rows:
            found.setdefault(row.partner if selling else row.reporter, []).append(row)
        return found

    def everyone(self, indicator: str, economy: str) -> dict[str, list[Row]]:
        """Rows of one economy in a symmetric indicator by the other economy."""
        return self.partners(indicator, economy, selling=True) | self.partners(indicator, economy, selling=False)


def name(code: str) -> str:
    """A name for people; the world by its word."""
    return "the world" if code == WORLD else economy_name(code)


def short(code: str) -> str:
    """At most 14 letters where the tables have a short name."""
    if code == WORLD:
        return "the world"
    return {found.code: found.short_name for found in economies()}.get(code) or economy_name(code)
