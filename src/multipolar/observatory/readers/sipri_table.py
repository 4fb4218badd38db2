"""SIPRI's TIV tables: one side in the title, the other in the rows, a column a year, a column and a row of totals."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from multipolar.errors import DataError
from multipolar.observatory.readers.problems import Problems
from multipolar.observatory.readers.sheet import Block

TITLE = re.compile(
    r"TIVs? of arms (?P<side>exports from|imports to|exports to|imports from) (?P<name>.+?)(, \d{4}.*)?$"
)
_YEAR = re.compile(r"(19|20)\d{2}")
WORLD_NAMES = frozenset({"all", "all countries", "the world", "world"})
WORLD_NAME = "World"


def table_block(
    rows: Sequence[tuple[int, list[str]]], title: re.Match[str], file: str, problems: Problems
) -> tuple[Block, Sequence[tuple[int, list[str]]]]:
    """Cells as rows with supplier, recipient, year, tiv; and the lines above the heading.

    An empty cell is no delivery and no row; a nought is a delivery of less than half a million.

    Raises
    ------
    DataError
        If no row holds years.
    """
    import pandas as pd

    heading = next((n for n, (_, cells) in enumerate(rows) if _is_heading(cells)), None)
    if heading is None:
        raise DataError(file, "has no row of years", remedy="Give the TIV table as csv, with years as columns.")
    names = rows[heading][1]
    years = {n: name for n, name in enumerate(names) if _YEAR.fullmatch(name)}
    first = min(years)
    fixed = title["name"].strip().strip('"')
    if fixed.lower() in WORLD_NAMES:
        fixed = WORLD_NAME
    # under a title of all exports the rows are exporters, under one of all imports importers
    exports = title["side"].startswith("exports")
    rows_supply = exports == (fixed == WORLD_NAME)
    lines: list[int] = []
    cells: dict[str, list[str]] = {name: [] for name in ("supplier", "recipient", "year", "tiv")}
    for line, row in rows[heading + 1 :]:
        name = row[0]
        if name.lower().startswith("total"):
            continue
        if len(row) < len(names) or not name or first == 0:
            problems.add(line, "", f"a row must have a name and {len(names)} cells", f"{len(row)} cells")
            continue
        for n, year in years.items():
            if not row[n]:
                continue
            lines.append(line)
            cells["supplier"].append(name if rows_supply else fixed)
            cells["recipient"].append(fixed if rows_supply else name)
            cells["year"].append(year)
            cells["tiv"].append(row[n])
    columns = {name: pd.Series(column, dtype="str") for name, column in cells.items()}
    return Block(np.array(lines, dtype=np.int64), columns), rows[:heading]


def _is_heading(cells: Sequence[str]) -> bool:
    """A row of years, after an empty or a named corner and before totals; volumes of a country are none."""
    after = [cell for cell in cells[1:] if cell and not cell.lower().startswith("total")]
    return bool(after) and all(_YEAR.fullmatch(cell) for cell in after) and not cells[0].lower().startswith("total")
