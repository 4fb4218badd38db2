"""Raw materials by pair and year from CEPII BACI, with exact totals to and from the world."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.data.baci_materials import SAME_AS, WITHOUT_QUANTITY
from multipolar.observatory.build.write import write_parquet
from multipolar.observatory.indicators import Material, materials
from multipolar.observatory.records import WORLD

if TYPE_CHECKING:
    import pandas as pd

FILE = "materials.parquet"
SMALLEST_USD_K = 50.0
"""A pair that trades less of a material in a year is dropped; it stays in the totals."""


@dataclass(frozen=True, slots=True)
class MaterialsReport:
    """What was kept and what was dropped: rows, and the dropped part of the value in per cent."""

    rows: int
    dropped: int
    dropped_value_pct: float


def build_materials(source: Path, target: Path) -> MaterialsReport:
    """Write the table of raw materials: material, reporter, partner, year, thousand USD, tonnes, partial.

    Parameters
    ----------
    source : ``baci_raw_materials_1995_2024.parquet``. target : folder of the observatory's tables.
    """
    import pandas as pd

    frame = pd.read_parquet(source)
    place = {code: material.key for material in materials() for code in material.hs6}
    frame["material"] = pd.to_numeric(frame["k"]).map(place)
    frame = frame[frame["material"].notna()]
    frame = frame.assign(reporter=frame["i"].replace(SAME_AS), partner=frame["j"].replace(SAME_AS), year=frame["t"])
    frame["quantity"] = pd.to_numeric(frame["q"]).astype(float)
    frame["lost"] = frame["v"].where(frame["quantity"].isna(), 0.0)
    pairs = _cells(frame, ["material", "reporter", "partner", "year"])
    sold = _cells(frame.assign(partner=WORLD), ["material", "reporter", "partner", "year"])
    bought = _cells(frame.assign(reporter=WORLD), ["material", "reporter", "partner", "year"])
    all_ = _cells(frame.assign(reporter=WORLD, partner=WORLD), ["material", "reporter", "partner", "year"])
    kept = pairs[pairs["v"] >= SMALLEST_USD_K]
    cells = pd.concat([kept, sold, bought, all_], ignore_index=True)
    cells["usd_k"] = cells["v"].round()
    cells["tonnes"] = cells["quantity"].round().astype("Int64")
    cells["partial"] = cells["quantity"].notna() & (cells["lost"] > WITHOUT_QUANTITY * cells["v"])
    columns = ["material", "reporter", "partner", "year", "usd_k", "tonnes", "partial"]
    rows = write_parquet(cells[columns], target / FILE, key=columns[:4])
    lost = 100.0 * (1.0 - kept["v"].sum() / pairs["v"].sum())
    return MaterialsReport(rows, len(pairs) - len(kept), float(lost))


def material_of(key: str) -> Material | None:
    """The group of this key, or None."""
    return next((material for material in materials() if material.key == key), None)


def _cells(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    grouped = frame.groupby(keys, sort=True)
    cells = grouped.agg(v=("v", "sum"), lost=("lost", "sum"))
    return cells.join(grouped["quantity"].sum(min_count=1)).reset_index()
