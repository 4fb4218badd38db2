"""Population by economy and year, for figures a head. A compact table from the World Bank ships with the package.

The rest of the world is the world total less the listed economies. Taiwan has no row at the World Bank, so its figures
a head are missing rather than guessed, and its population is not subtracted from the world total.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from pathlib import Path

from multipolar.errors import DataError

FIRST_YEAR = 1995
BUNDLED = "bundled/population.csv"


@cache
def _table() -> dict[int, dict[str, float]]:
    text = files("multipolar.data").joinpath(BUNDLED).read_text(encoding="utf-8")
    by_year: dict[int, dict[str, float]] = {}
    for row in csv.DictReader(text.splitlines()):
        by_year.setdefault(int(row["year"]), {})[row["economy"]] = float(row["persons"])
    return by_year


def population(year: int) -> dict[str, float]:
    """Persons by economy code in a year, ``ROW`` included; the nearest year in the table when it lacks that one.

    Economies without a datum are absent from the answer.
    """
    years = _table()
    return dict(years[min(years, key=lambda known: abs(known - year))])


def write_population(source: Path, target: Path, economies: tuple[str, ...]) -> int:
    """Make the bundled table from the World Bank file; the number of rows written.

    Parameters
    ----------
    source : csv with columns Country Code, Year, Value.
    economies : codes to keep; the rest of the world is what remains of the world total.

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
    years = sorted({year for code, year in values if code == "WLD" and year >= FIRST_YEAR})
    if not years:
        raise DataError(str(source), "has no world total", remedy="Keep the rows of code WLD.")
    rows: list[tuple[str, int, int]] = []
    for year in years:
        known = {code: values[code, year] for code in economies if (code, year) in values}
        rows += [(code, year, round(persons)) for code, persons in known.items()]
        rows.append(("ROW", year, round(values["WLD", year] - sum(known.values()))))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("economy", "year", "persons"))
        writer.writerows(rows)
    return len(rows)
