"""Reader of trade elasticities by ICIO sector: Fontagné, Guimbard and Orefice (2022) and the tables that fill its gaps.

The two files differ in sign: the first prints epsilon (negative), the second its absolute value.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from multipolar.errors import DataError


@dataclass(frozen=True, slots=True)
class SourceElasticity:
    """One printed value, positive: `theta`. `final` and `intermediate` are the source's estimates by use."""

    theta: float
    source: str
    quality: str
    final: float | None = None
    intermediate: float | None = None


def read_fontagne(path: Path) -> dict[str, SourceElasticity]:
    """Published elasticities by sector, signs turned positive; sectors printed as NA are left out."""
    found: dict[str, SourceElasticity] = {}
    for row in _rows(path):
        value = _positive(row["epsilon_icio"], path, row["icio2025"])
        if value is not None:
            final = _positive(row["epsilon_icio_final"], path, row["icio2025"])
            intermediate = _positive(row["epsilon_icio_intermediate"], path, row["icio2025"])
            found[row["icio2025"]] = SourceElasticity(value, "fontagne2022", "published", final, intermediate)
    return found


def read_fill_ins(path: Path) -> dict[str, SourceElasticity]:
    """Elasticities of services and of gaps; `quality` is `direct`, `approximate` or `placeholder`."""
    found: dict[str, SourceElasticity] = {}
    for row in _rows(path):
        value = abs(float(row["trade_elast"]))
        found[row["icio_sector"]] = SourceElasticity(value, row["source"], row["mapping_quality"])
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        raise DataError(str(path), "is absent", remedy="Set MULTIPOLAR_DATA to the folder of source tables.")
    with path.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def _positive(text: str, path: Path, sector: str) -> float | None:
    if text in {"NA", ""}:
        return None
    value = float(text)
    if value >= 0:
        raise DataError(str(path), "holds an elasticity of the wrong sign", evidence=f"{sector}: {text}")
    return -value
