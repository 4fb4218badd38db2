"""Transits of ships through passages, counted by IMF PortWatch from satellite signals of ships.

The bundled table holds the passages that `multipolar.codes.passages` knows and PortWatch counts, by month since January
2019. Counts are of single straits: those of the Danish straits are of the Øresund alone, those of Cape Horn of the
Strait of Magellan (`Passage.portwatch_note`). ``tonnes`` is PortWatch's own estimate from the ships' size and draught.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from multipolar.codes.passages import passage, passages
from multipolar.errors import DataError

TABLE = "bundled/portwatch-transits.csv"
Ships = Literal["all", "container", "dry_bulk", "general_cargo", "roro", "tanker"]
KINDS: tuple[Ships, ...] = ("all", "container", "dry_bulk", "general_cargo", "roro", "tanker")
MONTHS = 12


@cache
def _table() -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    """Counts by passage, month ``YYYY-MM`` and kind of ship."""
    text = files("multipolar.data").joinpath(TABLE).read_text(encoding="utf-8")
    found: dict[str, dict[str, dict[str, int]]] = {}
    for row in csv.DictReader(text.splitlines()):
        counts = {kind: int(row[kind]) for kind in (*KINDS, "tonnes")}
        found.setdefault(row["passage"], {})[row["month"]] = counts
    return found


def counted_passages() -> tuple[str, ...]:
    """Codes of the passages that PortWatch counts."""
    return tuple(_table())


def monthly_transits(name: str, ships: Ships = "all") -> Mapping[str, int]:
    """Transits of a passage by month ``YYYY-MM``, of all ships or one kind; whole months only.

    Raises
    ------
    DataError
        If PortWatch does not count that passage.
    UnknownCodeError
        If there is no such passage.
    """
    return {month: counts[ships] for month, counts in _of(name).items()}


def yearly_transits(name: str, ships: Ships = "all") -> Mapping[int, int]:
    """Transits of a passage by year, for years with all twelve months; errors as in `monthly_transits`."""
    by_year: dict[int, list[int]] = {}
    for month, count in monthly_transits(name, ships).items():
        by_year.setdefault(int(month[:4]), []).append(count)
    return {year: sum(counts) for year, counts in by_year.items() if len(counts) == MONTHS}


def monthly_tonnage(name: str) -> Mapping[str, int]:
    """Tonnes through a passage by month, estimated by PortWatch (``capacity``); errors as in `monthly_transits`."""
    return {month: counts["tonnes"] for month, counts in _of(name).items()}


def _of(name: str) -> Mapping[str, Mapping[str, int]]:
    code = passage(name).code
    found = _table().get(code)
    if found is None:
        raise DataError(
            f"passage {code}", "is not counted by PortWatch", remedy=f"Counted: {', '.join(counted_passages())}."
        )
    return found


def write_transits(source: Path, target: Path) -> int:
    """Make the bundled table from PortWatch's monthly chokepoint file; the number of rows written.

    Parameters
    ----------
    source : csv with columns period_dt, chokepoint_slug, n_total, n_container, …, capacity, n_days.

    Raises
    ------
    DataError
        If the file lacks a column, or a passage is missing in a month of the file.
    """
    slugs = {found.portwatch: found.code for found in passages().values() if found.portwatch}
    columns = {kind: "n_total" if kind == "all" else f"n_{kind}" for kind in KINDS} | {"tonnes": "capacity"}
    with source.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = {"period_dt", "chokepoint_slug", *columns.values()} - set(reader.fieldnames or ())
        if missing:
            raise DataError(str(source), "is no table of PortWatch chokepoints", evidence=f"lacks {sorted(missing)}")
        rows = [
            (slugs[row["chokepoint_slug"]], row["period_dt"][:7], [row[name] for name in columns.values()])
            for row in reader
            if row["chokepoint_slug"] in slugs
        ]
    months = {month for _, month, _ in rows}
    if len(rows) != len(months) * len(slugs):
        raise DataError(
            str(source), "lacks a passage in some month", evidence=f"{len(rows)} rows, {len(months)} months"
        )
    order = {code: position for position, code in enumerate(passages())}
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("passage", "month", *columns))
        for code, month, counts in sorted(rows, key=lambda row: (order[row[0]], row[1])):
            writer.writerow((code, month, *counts))
    return len(rows)
