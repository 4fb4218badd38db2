"""Energy trade by pair, 2016 to 2024: the compact table that ships, how it is written, and its known gaps.

Tonnes and dollars are those of CEPII BACI (`multipolar.data.baci_materials`), rounded to a tonne and a thousand
dollars; no row is left out. A pair without a row has no flow in the source, which is zero where its customs report and
unknown where they do not. `energy-gaps.csv` lists flows that exist and that the source does not have: these are
missing, never zero.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from multipolar.arrays import IntArray
from multipolar.data.baci_materials import MaterialRows
from multipolar.errors import DataError

_FOLDER = Path(__file__).with_name("bundled")
TRADE_FILE = _FOLDER / "energy-trade.npz"
GAPS_FILE = _FOLDER / "energy-gaps.csv"
FIRST_YEAR = 2016
_BYTES = {"product": np.uint8, "year": np.uint8, "exporter": np.uint8, "importer": np.uint8, "partial": np.uint8}
_ERA = 1990


@dataclass(frozen=True, slots=True)
class Gap:
    """A flow that exists and that the source does not have.

    Attributes
    ----------
    first_year, last_year : years in which it is missing, both included.
    check : ``file`` where a second table shows the flow, ``lookup`` a published statement, ``recall`` unverified.
    """

    product: str
    exporter: str
    importer: str
    first_year: int
    last_year: int
    reason: str
    evidence: str
    check: str


@dataclass(frozen=True, slots=True)
class EnergyTrade:
    """The compact table: rows of one product, year, exporter and importer; see `MaterialRows` for the columns."""

    products: tuple[str, ...]
    rows: MaterialRows
    gaps: tuple[Gap, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """Years that it holds, ascending."""
        return tuple(int(year) for year in np.unique(self.rows.year))

    def of(self, product: str, year: int) -> IntArray:
        """Positions of the rows of one product and year.

        Raises
        ------
        DataError
            If the table holds no such year or product.
        """
        if product not in self.products:
            raise DataError("energy trade", f"holds no product '{product}'", evidence=f"it has {self.products}")
        if year not in self.years:
            years = self.years
            raise DataError("energy trade", f"holds no year {year}", evidence=f"years: {years[0]} to {years[-1]}")
        chosen = (self.rows.year == year) & (self.rows.product == self.products.index(product))
        return np.flatnonzero(chosen).astype(np.int64)

    def gaps_of(self, product: str, year: int) -> tuple[Gap, ...]:
        """Flows of one product and year that exist and have no row."""
        return tuple(g for g in self.gaps if g.product == product and g.first_year <= year <= g.last_year)


def write_energy_trade(products: tuple[str, ...], rows: MaterialRows, target: Path = TRADE_FILE) -> int:
    """Write the compact table; its size in bytes.

    Raises
    ------
    DataError
        If there are more economies than a byte can count.
    """
    if len(rows.codes) > 255:
        raise DataError("energy trade", f"has {len(rows.codes)} economies, more than the format holds")
    columns = {name: getattr(rows, name) for name in ("product", "exporter", "importer", "partial")}
    columns["year"] = rows.year - _ERA
    np.savez_compressed(
        target,
        products=np.array(products),
        codes=np.array(rows.codes),
        value=rows.value.astype(np.int32),
        quantity=rows.quantity.astype(np.int32),
        **{name: column.astype(_BYTES[name]) for name, column in columns.items()},
    )
    return target.stat().st_size


@cache
def load_energy_trade(path: Path = TRADE_FILE) -> EnergyTrade:
    """Read the shipped table; once a process.

    Raises
    ------
    DataError
        If it is absent or lacks an array.
    """
    if not path.is_file():
        raise DataError(path.name, "is absent", remedy="Reinstall the package.")
    with np.load(path, allow_pickle=False) as stored:
        names = ("product", "exporter", "importer", "value", "quantity", "partial", "year")
        lacking = [name for name in (*names, "products", "codes") if name not in stored]
        if lacking:
            raise DataError(path.name, "lacks arrays", evidence=", ".join(lacking))
        columns = {name: stored[name].astype(np.int64) for name in names}
        codes = tuple(str(code) for code in stored["codes"])
        products = tuple(str(key) for key in stored["products"])
    columns["year"] = columns["year"] + _ERA
    for column in columns.values():
        column.setflags(write=False)
    return EnergyTrade(products, MaterialRows(codes=codes, **columns), read_gaps())


def read_gaps(path: Path = GAPS_FILE) -> tuple[Gap, ...]:
    """Flows that exist and that the source does not have."""
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Gap(
                row["product"],
                row["exporter"],
                row["importer"],
                int(row["first_year"]),
                int(row["last_year"]),
                row["reason"],
                row["evidence"],
                row["check"],
            )
            for row in csv.DictReader(stream)
        )
