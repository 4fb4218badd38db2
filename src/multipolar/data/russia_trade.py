"""Russia's goods trade by partner, 2021 to 2024: the compact table that ships, and how it is made.

Source: International Monetary Fund, International Merchandise Trade Statistics. Exports are FOB, imports CIF. Russia
reported 2021 itself; the years after are estimates from what its partners report (mirror data), and some of them are
wrong on their face. They are kept as published; `DOUBTFUL` names those that a reader should know.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from multipolar.arrays import Array, frozen
from multipolar.errors import DataError

TradeFlow = Literal["exports", "imports"]
FLOWS: tuple[TradeFlow, ...] = ("exports", "imports")
YEARS = (2021, 2022, 2023, 2024)
TABLE = Path(__file__).with_name("bundled") / "russia-trade-imts.csv"
DOUBTFUL: tuple[tuple[TradeFlow, str, int, str], ...] = (
    ("imports", "UGA", 2024, "27.0 billion dollars; all goods exports of Uganda were 8.5 in 2023 (CEPII BACI)"),
    ("exports", "UZB", 2023, "22.8 billion dollars; 6.5 in CEPII BACI, 5.2 reported by Russia for 2021"),
    ("exports", "KAZ", 2024, "no figure, in exports and imports alike"),
)
_CODES = {"XG": "exports", "MG": "imports"}


@dataclass(frozen=True, slots=True)
class RussiaTrade:
    """Goods trade of Russia by partner.

    Attributes
    ----------
    partners : ISO3 codes, sorted; groups and unspecified partners are left out.
    value : by flow, (P, Y) USD mn on `partners` and `YEARS`; NaN where nothing is published.
    """

    partners: tuple[str, ...]
    value: dict[TradeFlow, Array]

    def by_economy(self, flow: TradeFlow, year: int, economies: tuple[str, ...]) -> Array:
        """(N,) USD mn on the economies of a baseline; Russia itself NaN, ``ROW`` the sum of all partners not named.

        Raises
        ------
        DataError
            If the table does not hold the year.
        """
        if year not in YEARS:
            raise DataError("Russia's trade", f"holds no year {year}", evidence=f"years: {YEARS[0]} to {YEARS[-1]}")
        column = self.value[flow][:, YEARS.index(year)]
        known = dict(zip(self.partners, column, strict=True))
        out = np.array([known.get(code, np.nan) for code in economies])
        if "ROW" in economies:
            named = set(economies)
            others = [value for code, value in known.items() if code not in named]
            out[economies.index("ROW")] = float(np.nansum(others))
        return frozen(out)


def load_russia_trade(path: Path = TABLE) -> RussiaTrade:
    """Read the shipped table.

    Raises
    ------
    DataError
        If it is absent, lacks a column, or a value is negative or not a number; the message names the line.
    """
    if not path.is_file():
        raise DataError(path.name, "is absent", remedy="Reinstall the package, or build it from the IMF's table.")
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        wanted = ["flow", "partner", *map(str, YEARS)]
        if reader.fieldnames != wanted:
            raise DataError(path.name, f"needs the columns {', '.join(wanted)}", evidence=f"found {reader.fieldnames}")
        rows = {(row["flow"], row["partner"]): _numbers(path, line, row) for line, row in enumerate(reader, 2)}
    partners = tuple(sorted({partner for _, partner in rows}))
    blank = np.full(len(YEARS), np.nan)
    return RussiaTrade(
        partners, {flow: frozen(np.array([rows.get((flow, p), blank) for p in partners])) for flow in FLOWS}
    )


def build_russia_trade(source: Path, target: Path = TABLE) -> int:
    """Write the compact table from the IMF's table as downloaded; the number of rows.

    Kept are partners with an ISO3 code and at least one value in `YEARS`; values to a thousandth of a million.
    """
    found: dict[tuple[str, str], dict[int, float]] = {}
    with source.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            year, partner = int(row["year"]), row["partner"]
            if year in YEARS and re.fullmatch("[A-Z]{3}", partner) and row["usd_mn"] not in {"", "NA"}:
                found.setdefault((_CODES[row["flow"]], partner), {})[year] = float(row["usd_mn"])
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["flow", "partner", *YEARS])
        for (flow, partner), values in sorted(found.items()):
            writer.writerow([flow, partner, *(f"{values[y]:.3f}" if y in values else "" for y in YEARS)])
    return len(found)


def _numbers(path: Path, line: int, row: dict[str, str]) -> Array:
    values = np.full(len(YEARS), np.nan)
    for place, year in enumerate(YEARS):
        text = row[str(year)]
        if text == "":
            continue
        try:
            values[place] = float(text)
        except ValueError:
            values[place] = -1.0
        if not values[place] >= 0:
            raise DataError(path.name, f"line {line}: {year} is not a value in USD mn", evidence=f"found {text!r}")
    return values
