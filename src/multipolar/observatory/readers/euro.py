"""Euro to dollars at stated yearly averages; a year without a rate stays in euro."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

TABLE = Path(__file__).resolve().parents[2] / "data" / "bundled" / "euro-rates.csv"


@cache
def usd_per_euro() -> Mapping[str, float]:
    """US dollars a euro by year, average of the year. Source: card `euro-rates` of the catalogue."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return MappingProxyType({row["year"]: 1.0 / float(row["eur_per_usd"]) for row in csv.DictReader(stream)})
