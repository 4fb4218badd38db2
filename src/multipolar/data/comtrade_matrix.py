"""Readers of bilateral goods trade at customs values: CEPII BACI 2023 and UN Comtrade 2021, and raw materials by year.

All return USD mn with rows importer, columns exporter, NaN where the source has no value. An absent value is never
zero: Russia with Belarus, for one, is empty in 2023. Taiwan is absent in the BACI matrix, is `Other Asia, nes` in
Comtrade and `S19` in BACI's product files.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from multipolar.arrays import Array
from multipolar.errors import DataError


@dataclass(frozen=True, slots=True)
class GoodsMatrix:
    """Goods trade of one year: `flow` is (importer, exporter), USD mn, NaN where nothing is printed.

    `unspecified` is (exporter,), the share of the exporter's world total that names no partner, NaN if not a reporter.
    """

    year: int
    economies: tuple[str, ...]
    flow: Array
    unspecified: Array

    def between(self, importers: tuple[str, ...], exporters: tuple[str, ...]) -> Array:
        """(importers, exporters) USD mn; NaN for economies that the source does not list."""
        place = {code: index for index, code in enumerate(self.economies)}
        answer = np.full((len(importers), len(exporters)), np.nan)
        rows = [index for index, code in enumerate(importers) if code in place]
        columns = [index for index, code in enumerate(exporters) if code in place]
        source_rows = [place[importers[index]] for index in rows]
        source_columns = [place[exporters[index]] for index in columns]
        answer[np.ix_(rows, columns)] = self.flow[np.ix_(source_rows, source_columns)]
        return answer


def read_baci_2023(matrix: Path, labels: Path) -> GoodsMatrix:
    """Read the 194 x 194 matrix (row exporter, thousand USD)."""
    _require(matrix, labels)
    with labels.open(newline="", encoding="utf-8") as handle:
        codes = tuple(row["iso3"] for row in csv.DictReader(handle))
    values = np.genfromtxt(matrix, delimiter=",", skip_header=1)
    if values.shape != (len(codes), len(codes)):
        raise DataError(str(matrix), "does not match its labels", evidence=f"{values.shape}, {len(codes)} labels")
    return GoodsMatrix(2023, codes, values.T / 1000.0, np.zeros(len(codes)))


def read_comtrade_2021(path: Path, labels: Path, names: Path) -> GoodsMatrix:
    """Read exports of 149 reporters (USD); what is booked under no partner is counted, not distributed."""
    _require(path, labels, names)
    code_of = dict(COMTRADE_NAMES)
    with names.open(newline="", encoding="utf-8") as handle:
        code_of |= {row["Country Name"]: row["Country Code"] for row in csv.DictReader(handle)}
    with labels.open(newline="", encoding="utf-8") as handle:
        listed = list(csv.DictReader(handle))
    code_of |= {row["CountryName"]: row["iso3"] for row in listed} | COMTRADE_NAMES
    codes = (*(row["iso3"] for row in listed), "TWN")
    place = {code: index for index, code in enumerate(codes)}
    flow = np.full((len(codes), len(codes)), np.nan)
    world, named = np.full(len(codes), np.nan), np.zeros(len(codes))
    with path.open(newline="", encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            exporter = place.get(code_of.get(row["reporter"], ""))
            if exporter is None or row["value"] in {"", "NA"}:
                continue
            value = float(row["value"]) / 1e6
            partner = code_of.get(row["partner"], "")
            if row["partner"] == "World":
                world[exporter] = value
            elif partner:
                named[exporter] += value
                if partner in place:
                    flow[place[partner], exporter] = value
    unspecified = np.clip(1.0 - named / np.where(world > 0, world, np.nan), 0.0, 1.0)
    return GoodsMatrix(2021, codes, flow, unspecified)


def read_raw_materials(path: Path, year: int, commodities: tuple[int, ...]) -> GoodsMatrix:
    """Sum of the listed HS6 (1992) codes, from BACI; `S19` is Taiwan there."""
    _require(path)
    import pyarrow.parquet as parquet

    wanted = [("t", "==", year), ("k", "in", list(commodities))]
    columns = parquet.read_table(path, columns=["i", "j", "v"], filters=wanted).to_pydict()
    if not columns["v"]:
        raise DataError(str(path), f"holds no flow of {commodities} in {year}")
    rename = {"S19": "TWN"}
    exporters = [rename.get(code, code) for code in columns["i"]]
    importers = [rename.get(code, code) for code in columns["j"]]
    codes = tuple(sorted(set(exporters) | set(importers)))
    place = {code: index for index, code in enumerate(codes)}
    flow = np.zeros((len(codes), len(codes)))
    np.add.at(
        flow,
        ([place[code] for code in importers], [place[code] for code in exporters]),
        np.nan_to_num(np.array(columns["v"], dtype=np.float64)) / 1000.0,
    )
    return GoodsMatrix(year, codes, flow, np.zeros(len(codes)))


def _require(*paths: Path) -> None:
    for path in paths:
        if not path.exists():
            raise DataError(str(path), "is absent", remedy="Set MULTIPOLAR_DATA to the folder of source tables.")


#: Comtrade's own short names where they differ from the World Bank's and CEPII's.
COMTRADE_NAMES = {
    "Bolivia (Plurinational State of)": "BOL",
    "Bosnia Herzegovina": "BIH",
    "Br. Virgin Isds": "VGB",
    "Cayman Isds": "CYM",
    "Central African Rep.": "CAF",
    "China, Hong Kong SAR": "HKG",
    "China, Macao SAR": "MAC",
    "Congo": "COG",
    "Cook Isds": "COK",
    "Curaçao": "CUW",
    "Côte d'Ivoire": "CIV",
    "Dem. People's Rep. of Korea": "PRK",
    "Dem. Rep. of the Congo": "COD",
    "Dominican Rep.": "DOM",
    "FS Micronesia": "FSM",
    "Faeroe Isds": "FRO",
    "Gibraltar": "GIB",
    "Lao People's Dem. Rep.": "LAO",
    "Marshall Isds": "MHL",
    "Other Asia, nes": "TWN",
    "Rep. of Korea": "KOR",
    "Rep. of Moldova": "MDA",
    "Saint Kitts and Nevis": "KNA",
    "Saint Lucia": "LCA",
    "Saint Vincent and the Grenadines": "VCT",
    "Slovakia": "SVK",
    "Solomon Isds": "SLB",
    "State of Palestine": "PSE",
    "Türkiye": "TUR",
    "USA": "USA",
    "United Rep. of Tanzania": "TZA",
    "Yemen": "YEM",
}
