"""What a reader hands over: tidy rows, and the count of everything that is not in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from multipolar.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "indicator",
    "reporter",
    "partner",
    "period",
    "value",
    "unit",
    "source",
    "vintage",
    "status",
    "retrieved",
    "note",
)
KEY = ("indicator", "reporter", "partner", "period", "unit", "source", "vintage")
EVENT_COLUMNS = (
    "date",
    "end",
    "kind",
    "actors",
    "targets",
    "title",
    "source",
    "vintage",
    "status",
    "retrieved",
)
Notify: TypeAlias = Callable[[str, float], None]
"""Called with what is being done and the share done in [0, 1]."""


def quiet(_text: str, _share: float) -> None:
    """Say nothing."""


@dataclass(slots=True)
class Tally:
    """Counts while reading. Missing, zero, confidential and put aside are four different things, and none is lost.

    Attributes
    ----------
    rows : rows of data in the file. missing : cells without a value, by column. zero : cells that say zero.
    confidential : rows that the publisher keeps back or marks, by reason.
    aside : rows left out by a rule of the reader, by code or name with the reason.
    """

    rows: int = 0
    zero: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    confidential: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def as_text(self) -> tuple[str, ...]:
        """The counts as lines for people."""
        lines = [f"{self.rows:,} rows read."]
        counted = {"Missing, not filled": self.missing, "Confidential": self.confidential, "Put aside": self.aside}
        lines += [f"{name}: {_listed(+counts)}." for name, counts in counted.items() if +counts]
        if self.zero:
            lines.append(f"Zeros, kept as zeros: {self.zero:,}.")
        return (*lines, *self.notes)


@dataclass(frozen=True, slots=True)
class Reading:
    """One source as read.

    Attributes
    ----------
    source : name of the source, lower case with hyphens. vintage : edition, such as ``202501`` or a date.
    figures : rows with `COLUMNS`, each key once. events : rows with `EVENT_COLUMNS`, or None.
    """

    source: str
    vintage: str
    figures: pd.DataFrame
    tally: Tally
    events: pd.DataFrame | None = None


def finished(
    rows: pd.DataFrame, *, file: str, source: str, vintage: str, retrieved: str, tally: Tally, added_up: bool = True
) -> Reading:
    """Put the columns in order and each key once.

    Parameters
    ----------
    rows : indicator, reporter, partner, period, value, unit, status; source and note where they are not the same for
    all.
    added_up : rows of one key are parts and are added; otherwise a key that stands twice is an error.

    Raises
    ------
    DataError
        If nothing is left, or a key stands twice with different values.
    """
    if rows.empty:
        raise DataError(
            file,
            "holds no figure that can be kept",
            evidence=" ".join(tally.as_text()),
            remedy="Check that it is the whole file of the format that was named.",
        )
    rows = rows.assign(vintage=vintage, retrieved=retrieved)
    for column, value in (("source", source), ("note", "")):
        if column not in rows:
            rows = rows.assign(**{column: value})
    key = list(KEY)
    if added_up:
        grouped = rows.groupby([*key, "status", "retrieved", "note"], sort=True)
        rows = grouped[["value"]].sum(min_count=1).reset_index().dropna(subset=["value"])
    rows = rows.drop_duplicates([*key, "value"])
    twice = rows[rows.duplicated(key, keep=False)]
    if not twice.empty:
        first = twice.sort_values(key).head(2)
        raise DataError(
            file,
            f"gives {len(twice.drop_duplicates(key))} figures twice with different values",
            evidence="; ".join(
                f"{row['indicator']} {row['reporter']} to {row['partner']} {row['period']}: {row['value']:g}"
                for row in first.to_dict("records")
            ),
            remedy="Keep one extract, without breakdowns by transport, second partner or customs procedure.",
        )
    rows = rows.sort_values(key, ignore_index=True)[list(COLUMNS)]
    return Reading(source, vintage, rows, tally)


def _listed(counts: Mapping[str, int], most: int = 12) -> str:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    text = ", ".join(f"{name} {count:,}" for name, count in ranked[:most])
    rest = len(ranked) - most
    return f"{text}, and {rest} more kinds ({sum(n for _, n in ranked[most:]):,})" if rest > 0 else text
