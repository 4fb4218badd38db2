"""EU exports of goods on the sanctions lists to Russia and its neighbours, by sector and month.

Source: Eurostat, Comext. The source file holds each flow twice, once under its code of four digits and once under the
codes of eight digits of the combined nomenclature (CN8); only the latter are taken, or every flow would count double.
The table that ships holds sums over the 27 member states, January 2020 to November 2022. The list is that of all codes
which came under a measure at any time, so months before a measure are in it with trade that was free then.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from multipolar.arrays import Array, frozen
from multipolar.errors import DataError

TABLE = Path(__file__).with_name("bundled") / "eu-sanctioned-exports.csv"
CARS = "C29:cars"
"""Row key of passenger cars (8703), which are set apart from the rest of motor vehicles."""
ALL_GOODS = "all"
"""Row key of all goods exports, on lists or not."""
PARTNERS = {
    "Armenia": "ARM",
    "Belarus (Belorussia)": "BLR",
    "Georgia": "GEO",
    "Kazakhstan": "KAZ",
    "Kyrgyzstan": "KGZ",
    "Russian Federation (Russia)": "RUS",
    "Uzbekistan": "UZB",
}

_CHAPTERS: tuple[tuple[str, str], ...] = (
    ("01", "A01"),
    ("20 21 22", "C10T12"),
    ("25", "B08"),
    ("27", "C19"),
    ("28 29 32 33 34 35 37 38 39", "C20"),
    ("40", "C22"),
    ("42 43 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65", "C13T15"),
    ("44 45", "C16"),
    ("47 48 49", "C17_18"),
    ("66 67", "C31T33"),
    ("68 69 70", "C23"),
    ("72", "C24A"),
    ("71 74 75 76 78 79 80 81", "C24B"),
    ("73 82 83", "C25"),
    ("84", "C28"),
    ("85", "C27"),
    ("86 88", "C302T309"),
    ("87", "C29"),
    ("89", "C301"),
    ("90 91", "C26"),
)
# Headings that the sector classification puts elsewhere than their chapter.
_HEADINGS: tuple[tuple[str, str], ...] = (
    ("3916 3917 3918 3919 3920 3921 3922 3923 3924 3925 3926", "C22"),
    ("4002", "C20"),
    ("7102 7103 7105", "B08"),
    ("7113 7114 7115 7116 7117 7118", "C31T33"),
    ("7301 7302 7303 7304 7305 7306", "C24A"),
    ("8411", "C302T309"),
    ("8450", "C27"),
    ("8471 8473", "C26"),
    ("8511 8512", "C29"),
    ("8517 8518 8519 8521 8522 8523 8525 8526 8527 8528 8529 8532 8533 8534 8540 8541 8542 8543", "C26"),
    ("8711 8712 8714", "C302T309"),
    ("9004 9020", "C31T33"),
)


@dataclass(frozen=True, slots=True)
class SanctionedExports:
    """EU exports by partner, good and month.

    Attributes
    ----------
    months : ``2020-01`` and so on, in order.
    partners : ISO3 codes.
    value : by (partner, good), (months,) EUR mn; a good is a sector code, `CARS` or `ALL_GOODS`. No row is no trade.
    """

    months: tuple[str, ...]
    partners: tuple[str, ...]
    value: dict[tuple[str, str], Array]

    def sectors(self) -> tuple[str, ...]:
        """Sector codes that hold goods on the lists."""
        return tuple(sorted({good.split(":")[0] for _, good in self.value} - {ALL_GOODS}))

    def total(self, partner: str, first: str, last: str, good: str = "") -> float:
        """EUR mn in the months from `first` to `last`, both included.

        Parameters
        ----------
        good : a sector code (cars included in C29), `CARS` or `ALL_GOODS`; empty for everything on the lists.

        Raises
        ------
        DataError
            If a month or the partner is not in the table.
        """
        unknown = [month for month in (first, last) if month not in self.months]
        if unknown or partner not in self.partners:
            raise DataError(
                "EU exports of sanctioned goods",
                f"holds no {' and no '.join(unknown) or partner}",
                evidence=f"{self.months[0]} to {self.months[-1]}; {', '.join(self.partners)}",
            )
        span = slice(self.months.index(first), self.months.index(last) + 1)
        return float(
            sum(
                values[span].sum()
                for (code, found), values in self.value.items()
                if code == partner and (found in {good, f"{good}:cars"} or (not good and found != ALL_GOODS))
            )
        )


def sector_of_code(code: str) -> str:
    """ICIO sector of a CN8 code, by heading (HS4), else by chapter (HS2).

    Raises
    ------
    DataError
        If the chapter is in no sector of the concordance: nothing is left out silently.
    """
    place = {chapter: sector for chapters, sector in (*_CHAPTERS, *_HEADINGS) for chapter in chapters.split()}
    found = place.get(code[:4]) or place.get(code[:2])
    if found is None:
        raise DataError("EU exports of sanctioned goods", f"code {code} belongs to no sector of the concordance")
    return found


def load_sanctioned_exports(path: Path = TABLE) -> SanctionedExports:
    """Read the shipped table.

    Raises
    ------
    DataError
        If it is absent, or a line has a value that is negative or no number; the message names the line.
    """
    if not path.is_file():
        raise DataError(path.name, "is absent", remedy="Reinstall the package, or build it from Eurostat's table.")
    value: dict[tuple[str, str], Array] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader)
        if header[:2] != ["partner", "good"]:
            raise DataError(path.name, "needs the columns partner, good and months", evidence=f"found {header[:2]}")
        for line, row in enumerate(reader, 2):
            try:
                values = np.array([float(text) / 1e3 for text in row[2:]])
            except ValueError:
                values = np.array([np.nan])
            if values.size != len(header) - 2 or not (values >= 0).all():
                raise DataError(path.name, f"line {line} is not one value of EUR 1000 a month")
            value[row[0], row[1]] = frozen(values)
    return SanctionedExports(tuple(header[2:]), tuple(sorted({partner for partner, _ in value})), value)


def build_sanctioned_exports(codes: Path, totals: Path, target: Path = TABLE) -> int:
    """Write the compact table from Eurostat's tables as downloaded; the number of rows.

    Parameters
    ----------
    codes : Parquet, one row a flow of a code. totals : CSV of total exports and imports of the same partners.

    Raises
    ------
    DataError
        If a partner or a code is unknown, or a flow stands twice.
    """
    import pandas as pd

    table = pd.read_parquet(codes)
    table = table[table["code"].str.len() == 8]
    if table.duplicated(["reporter", "partner", "month", "code"]).any():
        raise DataError(codes.name, "holds a flow of a code of eight digits twice")
    sector = {code: CARS if code.startswith("8703") else sector_of_code(code) for code in table["code"].unique()}
    table = table.assign(good=table["code"].map(sector))
    whole = pd.read_csv(totals, dtype={"code": str})
    whole = whole[(whole["flow"] == "EXPORT") & (whole["code"] == "TOTAL")].assign(good=ALL_GOODS)
    columns = ["partner", "good", "month", "value"]
    both = pd.concat([table[columns], whole[columns]])
    unknown = set(both["partner"]) - set(PARTNERS)
    if unknown:
        raise DataError(codes.name, f"names unknown partners: {', '.join(sorted(unknown))}")
    both["partner"] = both["partner"].map(PARTNERS)
    months = sorted(table["month"].unique())
    wide = both.pivot_table(index=["partner", "good"], columns="month", values="value", aggfunc="sum", fill_value=0.0)
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["partner", "good", *months])
        for key, values in zip(wide.index, wide[months].to_numpy(), strict=True):
            writer.writerow([*key, *(f"{value / 1e3:.0f}" for value in values)])
    return len(wide)
