"""The figures behind a dossier: every row that touches one of the two economies, sorted by indicator once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from multipolar.codes.economies import economies, economy_name
from multipolar.observatory.records import WORLD

COLUMNS = ("indicator", "reporter", "partner", "period", "value", "unit", "source", "status")
_ISO3 = re.compile(r"^[A-Z]{3}$")
_NOT_ONE = frozenset((WORLD, "ROW"))


def single(code: str) -> bool:
    """Whether a code is that of one economy: neither the world, nor a rest, nor a group."""
    return bool(_ISO3.match(code)) and code not in _NOT_ONE


@dataclass(frozen=True, slots=True)
class Evidence:
    """Rows by indicator, for the pair A, B.

    Attributes
    ----------
    first, second : codes. rows : a frame with `COLUMNS` for each indicator, all partners of either economy in it.
    """

    first: str
    second: str
    rows: Mapping[str, pd.DataFrame]

    @classmethod
    def of(cls, first: str, second: str, rows: pd.DataFrame) -> Evidence:
        """Sort rows by indicator; rows without a finite value are dropped, since they are no figures."""
        known = rows.loc[np.isfinite(rows["value"].astype(float)), list(COLUMNS)]
        return cls(first, second, {str(name): part for name, part in known.groupby("indicator", sort=False)})

    @property
    def pair(self) -> tuple[str, str]:
        """Both codes."""
        return (self.first, self.second)

    def find(self, indicator: str, reporter: str, partner: str) -> pd.DataFrame:
        """Rows of one direction, oldest first."""
        rows = self.rows.get(indicator)
        if rows is None:
            return pd.DataFrame(columns=list(COLUMNS))
        return rows[(rows["reporter"] == reporter) & (rows["partner"] == partner)].sort_values("period")

    def partners(self, indicator: str, economy: str, *, selling: bool) -> pd.DataFrame:
        """Rows of one economy as origin (`selling`) or as destination, with single economies on the other side."""
        rows = self.rows.get(indicator)
        if rows is None:
            return pd.DataFrame(columns=[*COLUMNS, "other"])
        own, other = ("reporter", "partner") if selling else ("partner", "reporter")
        found = rows[rows[own] == economy]
        return found[found[other].map(single).astype(bool)].assign(other=lambda frame: frame[other])

    def everyone(self, indicator: str, economy: str) -> pd.DataFrame:
        """Rows of one economy in a symmetric indicator, the other economy in the column `other`."""
        both = [self.partners(indicator, economy, selling=side) for side in (True, False)]
        return pd.concat([part for part in both if len(part)] or both[:1])


def name(code: str) -> str:
    """A name for people; the world by its word."""
    return "the world" if code == WORLD else economy_name(code)


def short(code: str) -> str:
    """At most 14 letters where the tables have a short name."""
    if code == WORLD:
        return "the world"
    return {found.code: found.short_name for found in economies()}.get(code) or economy_name(code)


def yearly(rows: pd.DataFrame) -> pd.DataFrame:
    """Only the rows whose period is a year, with the column `year`."""
    kept = rows[rows["period"].str.len() == 4]
    return kept.assign(year=kept["period"].astype(int))


def by_year(rows: Iterable[tuple[str, int, float]]) -> dict[str, dict[int, float]]:
    """(member, year, value) as value by year by member."""
    found: dict[str, dict[int, float]] = {}
    for member, year, value in rows:
        found.setdefault(member, {})[int(year)] = float(value)
    return found
