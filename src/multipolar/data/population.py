"""Population by economy and year, for figures a head. A compact table from the World Bank ships with the package.

The rest of the world is the world total less the economies that a baseline lists, so it fits whatever table is used.
Taiwan has no row at the World Bank: its figures a head are missing rather than guessed; nothing is subtracted for it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from multipolar.errors import DataError

FIRST_YEAR = 1995
BUNDLED = "bundled/population.csv"
WORLD, REST = "WLD", "ROW"
UNLISTED = "TWN"


@cache
def _table() -> dict[int, dict[str, float]]:
    text = files("multipolar.data").joinpath(BUNDLED).read_text(encoding="utf-8")
    by_year: dict[int, dict[str, float]] = {}
    for row in csv.DictReader(text.splitlines()):
        by_year.setdefault(int(row["year"]), {})[row["economy"]] = float(row["persons"])
    return by_year


def population(year: int, economies: Sequence[str]) -> dict[str, float]:
    """Persons by economy code in a year, for the economies of one baseline.

    An economy without a datum in that very year is absent from the answer, and so is ``ROW`` when the world total or
    that of a listed economy (Taiwan apart) is missing.
    """
    known = _table().get(year, {})
    listed = [code for code in economies if code != REST]
    found = {code: known[code] for code in listed if code in known}
    lacking = set(listed) - set(found) - {UNLISTED}
    if REST in economies and WORLD in known and not lacking:
        found[REST] = known[WORLD] - sum(found.values())
    return found


def write_population(source: Path, target: Path, economies: tuple[str, ...]) -> int:
    """Make the bundled table from the World Bank file; the number of rows written.

    Parameters
    ----------
    source : csv with columns Country Code, Year, Value.
    economies : codes to keep; the world total is kept besides.

    Raises
    ------
    DataError
        If the file lacks its columns or the world total.
    """
    with source.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if not {"Country Code", "Year", "Value"} <= set(reader.fieldnames or ()):
            raise DataError(
                str(source), "is not a World Bank table", evidence=f"columns {reader.fieldnames}", remedy="Need Value."
            )
        values = {(row["Country Code"], int(row["Year"])): float(row["Value"]) for row in reader if row["Value"]}
    years = sorted({year for code, year in values if code == WORLD and year >= FIRST_YEAR})
    if not years:
        raise DataError(str(source), "has no world total", remedy=f"Keep the rows of code {WORLD}.")
    rows: list[tuple[str, int, int]] = []
    for year in years:
        known = {code: values[code, year] for code in economies if (code, year) in values}
        rows += [(code, year, round(persons)) for code, persons in known.items()]
        rows.append((WORLD, year, round(values[WORLD, year])))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("economy", "year", "persons"))
        writer.writerows(rows)
    return len(rows)
