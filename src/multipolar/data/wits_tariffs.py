"""Reader of applied tariffs 2014, 43 x 43 economies x 30 sectors, per cent.

Source: WITS/TRAINS by way of Felbermayr, Gröschl and Heiland (2022). `iso2` is the exporter, `iso1` the importer.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from multipolar.arrays import Array
from multipolar.errors import DataError


@dataclass(frozen=True, slots=True)
class AppliedTariffs:
    """Applied tariffs: `weighted` and `simple` are (sector, importer, exporter) rates, 0.25 is 25 %."""

    economies: tuple[str, ...]
    industries: tuple[str, ...]
    weighted: Array
    simple: Array


def read_applied_tariffs(path: Path, names: Path) -> AppliedTariffs:
    """Read the table and name its sectors by ISIC revision 4.

    Raises
    ------
    DataError
        If the table is not a full cube of importers, exporters and sectors.
    """
    for file in (path, names):
        if not file.exists():
            raise DataError(str(file), "is absent", remedy="Set MULTIPOLAR_DATA to the folder of source tables.")
    import pyarrow.parquet as parquet

    with names.open(newline="", encoding="utf-8") as handle:
        isic = {int(row["sec_id"]): row["Isic4"] for row in csv.DictReader(handle)}
    columns = parquet.read_table(path).to_pydict()
    economies = tuple(sorted(set(columns["iso1"])))
    numbers = sorted({int(value) for value in columns["sector"]})
    shape = (len(numbers), len(economies), len(economies))
    if len(columns["iso1"]) != np.prod(shape):
        raise DataError(str(path), "is not a full cube", evidence=f"{len(columns['iso1'])} rows, expected {shape}")
    place = {code: index for index, code in enumerate(economies)}
    row = {number: index for index, number in enumerate(numbers)}
    at = (
        np.array([row[int(value)] for value in columns["sector"]]),
        np.array([place[code] for code in columns["iso1"]]),
        np.array([place[code] for code in columns["iso2"]]),
    )
    weighted, simple = np.zeros(shape), np.zeros(shape)
    weighted[at] = np.array(columns["tau_weighted"]) / 100.0
    simple[at] = np.array(columns["tau_simple"]) / 100.0
    return AppliedTariffs(economies, tuple(isic[number] for number in numbers), weighted, simple)
