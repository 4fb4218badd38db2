"""Reader of Russia's goods trade by partner and year. Source: IMF International Merchandise Trade Statistics."""

from __future__ import annotations

import csv
from pathlib import Path

from multipolar.errors import DataError


def read_russia_trade(path: Path, year: int) -> tuple[dict[str, float], dict[str, float]]:
    """Exports (FOB) and imports (CIF) of Russia by partner, USD mn. Codes such as `G998` are groups, not economies."""
    if not path.exists():
        raise DataError(str(path), "is absent", remedy="Set MULTIPOLAR_DATA to the folder of source tables.")
    exports: dict[str, float] = {}
    imports: dict[str, float] = {}
    with path.open(newline="", encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            if int(row["year"]) != year or row["usd_mn"] in {"", "NA"}:
                continue
            target = {"XG": exports, "MG": imports}.get(row["flow"])
            if target is not None:
                target[row["partner"]] = float(row["usd_mn"])
    if not exports or not imports:
        raise DataError(str(path), f"holds no trade of Russia in {year}")
    return exports, imports
