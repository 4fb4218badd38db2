"""Tidy rows on their way into the store: one helper that fills in what a source says of all its figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from multipolar.observatory.indicators import registry, unknown_indicator
from multipolar.observatory.sources import source

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "indicator", "reporter", "partner", "period", "value", "unit", "source", "vintage", "status", "retrieved", "note",
)  # fmt: skip
KEY = ("indicator", "reporter", "partner", "period", "source", "vintage")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as a builder states it; unit, vintage and retrieval follow from indicator and source."""

    indicator: str
    reporter: str
    partner: str
    period: str
    value: float
    source: str
    status: str
    note: str = ""


def tidy(rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as a table with all columns of the store; values to nine figures, so that rounding is the same everywhere.

    Raises
    ------
    DataError
        If an indicator or a source is not registered.
    """
    import pandas as pd

    frame = pd.DataFrame([asdict(row) for row in rows])
    known = registry()
    for name in frame["indicator"].unique():
        if name not in known:
            raise unknown_indicator(name, known)
    frame["unit"] = frame["indicator"].map({name: indicator.unit for name, indicator in known.items()})
    about = {key: source(key) for key in frame["source"].unique()}
    frame["vintage"] = frame["source"].map({key: found.vintage for key, found in about.items()})
    frame["retrieved"] = frame["source"].map({key: found.retrieved for key, found in about.items()})
    frame["value"] = frame["value"].map(lambda value: float(f"{value:.9g}"))
    return frame[list(COLUMNS)]


def checked(check: str) -> str:
    """Status of a collected fact by how it was checked: confirmed facts are official, the rest unverified."""
    return "official" if check.startswith(("lookup", "file", "press")) else "unverified"
