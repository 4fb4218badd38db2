"""Readers of World Bank development indicators stored as (name, code, year, value) tables. CC BY 4.0."""

from __future__ import annotations

import csv
from pathlib import Path

from multipolar.errors import DataError


def read_indicator(path: Path, year: int) -> dict[str, float]:
    """Values of one year by ISO3 code; economies without a value are not in the answer."""
    if not path.exists():
        raise DataError(str(path), "is absent", remedy="Set MULTIPOLAR_DATA to the folder of source tables.")
    with path.open(newline="", encoding="utf-8") as handle:
        return {
            row["Country Code"]: float(row["Value"])
            for row in csv.DictReader(handle)
            if int(row["Year"]) == year and row["Value"] not in {"", "NA"}
        }
