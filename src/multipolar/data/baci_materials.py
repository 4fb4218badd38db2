"""Reader of CEPII BACI's table of raw materials: energy products by pair and year, as the source prints them.

Source: Gaulier and Zignago (2010), CEPII. Exporter ``i``, importer ``j``, HS6 code ``k`` (HS 1992), value in thousand
USD, quantity in tonnes, missing where customs give none. BACI reconciles what both sides report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from multipolar.arrays import IntArray
from multipolar.codes.energy_products import EnergyProduct
from multipolar.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

#: "Other Asia, not elsewhere specified" is Taiwan; the table has ISO3 codes for everyone else.
SAME_AS = {"S19": "TWN"}
#: A cell whose lines without a quantity make more than this part of its value has only a part of its tonnes.
WITHOUT_QUANTITY = 0.05


@dataclass(frozen=True, slots=True)
class MaterialRows:
    """Rows sorted by product, year, exporter and importer.

    Attributes
    ----------
    codes : economies; `exporter` and `importer` are positions in it. product : positions of the products asked for.
    value : thousand USD. quantity : tonnes, -1 where customs give none.
    partial : 1 where lines of the cell that make more than a twentieth of its value lack a quantity.
    """

    codes: tuple[str, ...]
    product: IntArray
    year: IntArray
    exporter: IntArray
    importer: IntArray
    value: IntArray
    quantity: IntArray
    partial: IntArray


def read_energy_rows(path: Path, products: Sequence[EnergyProduct], first_year: int) -> MaterialRows:
    """Energy products from `first_year` on, HS6 lines of a product added up, values and tonnes rounded to units.

    Raises
    ------
    DataError
        If the file is absent or lacks a column.
    """
    import pandas as pd

    if not path.is_file():
        raise DataError(str(path), "is absent", remedy="Set MULTIPOLAR_DATA to the folder of source tables.")
    frame = pd.read_parquet(path)
    lacking = sorted(set("tijkvq") - set(frame.columns))
    if lacking:
        raise DataError(path.name, "lacks columns", evidence=", ".join(lacking))
    place = {code: n for n, product in enumerate(products) for code in product.hs6}
    frame["product"] = pd.to_numeric(frame["k"]).map(place)
    frame = frame[frame["product"].notna() & (frame["t"] >= first_year)].copy()
    frame["i"], frame["j"] = frame["i"].replace(SAME_AS), frame["j"].replace(SAME_AS)
    frame["q"] = pd.to_numeric(frame["q"]).astype(float)
    frame["lost"] = frame["v"].where(frame["q"].isna(), 0.0)
    grouped = frame.groupby(["product", "t", "i", "j"], sort=True)
    cells = grouped.agg(v=("v", "sum"), lost=("lost", "sum")).join(grouped["q"].sum(min_count=1)).reset_index()
    codes = tuple(sorted({*cells["i"], *cells["j"]}))
    partial = cells["q"].notna() & (cells["lost"] > WITHOUT_QUANTITY * cells["v"])
    return MaterialRows(
        codes=codes,
        product=_integers(cells["product"]),
        year=_integers(cells["t"]),
        exporter=np.searchsorted(codes, cells["i"].to_numpy(dtype=str)).astype(np.int64),
        importer=np.searchsorted(codes, cells["j"].to_numpy(dtype=str)).astype(np.int64),
        value=_integers(cells["v"]),
        quantity=_integers(cells["q"].fillna(-1.0)),
        partial=_integers(partial),
    )


def _integers(column: pd.Series) -> IntArray:
    return np.asarray(np.rint(column.to_numpy(dtype=np.float64)), dtype=np.int64)
