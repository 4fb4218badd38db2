"""Land corridors with a capacity: railways and pipelines between economies, each with the pairs that it serves."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TABLE = "bundled/corridors.csv"


@dataclass(frozen=True, slots=True)
class Corridor:
    """One corridor.

    Attributes
    ----------
    mode : ``rail``, ``pipeline`` or a mix in words.
    goods : ``any``, ``crude oil`` or ``natural gas``.
    exporters, importers : codes; a pair is served from any of the first to any of the second.
    both_ways : True where the second also sell to the first.
    transit : codes of the economies whose ground it crosses on the way; some are in no bundled table.
    km : length; days : door to door, None for pipelines.
    capacity, unit, year : what it can carry a year, or carried where no capacity is published (the source says so).
    check : ``lookup`` where a published figure stands behind the capacity, ``unverified`` where none was found.
    """

    code: str
    name: str
    mode: str
    goods: str
    exporters: tuple[str, ...]
    importers: tuple[str, ...]
    both_ways: bool
    transit: tuple[str, ...]
    km: float
    days: float | None
    capacity: float
    unit: str
    year: int
    check: str
    source: str

    def serves(self, importer: str, exporter: str) -> bool:
        """Whether goods of one economy reach the other by it."""
        there = exporter in self.exporters and importer in self.importers
        back = self.both_ways and importer in self.exporters and exporter in self.importers
        return there or back


@cache
def corridors() -> Mapping[str, Corridor]:
    """Corridor by code."""
    text = files("multipolar.data").joinpath(TABLE).read_text(encoding="utf-8")
    return {
        row["corridor"]: Corridor(
            code=row["corridor"],
            name=row["name"],
            mode=row["mode"],
            goods=row["goods"],
            exporters=_codes(row["exporters"]),
            importers=_codes(row["importers"]),
            both_ways=row["both_ways"] == "1",
            transit=_codes(row["transit"]),
            km=float(row["km"]),
            days=float(row["days"]) if row["days"] else None,
            capacity=float(row["capacity"]),
            unit=row["unit"],
            year=int(row["year"]),
            check=row["check"],
            source=row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    }


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for code in text.split(";") if code)
