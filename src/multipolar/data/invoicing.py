"""The panel of invoicing currencies by Boz et al. (2022, Journal of International Economics 136), which a user may add.

Shares of exports and imports invoiced in dollars, euros, the home currency and others, 115 economies, 1990 to 2019.
"""

from __future__ import annotations

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar.data.store import home, replace_folder
from multipolar.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

BOZ_MEMBER = "all_countries_update.dta"
BOZ_ADDRESS = "https://doi.org/10.17632/6z6w78968m.1"
BOZ_CURRENCIES = ("USD", "EUR", "Home", "Other", "Unclassified")
BOZ_FLOWS = ("Export", "Import")
STORED = "invoicing-boz.csv"
# Shares are rounded in the source.
MOST_TOGETHER = 1.02
FIRST_YEAR, LAST_YEAR = 1800, 2100
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class InvoicingRow:
    """Shares of an economy's exports or imports by invoicing currency in a year, in [0, 1]; NaN is not reported."""

    economy: str
    year: int
    flow: str
    usd: float
    eur: float
    home: float
    other: float


def read_boz(path: Path) -> tuple[InvoicingRow, ...]:
    """The invoicing panel of Boz et al. (2022), as downloaded.

    Parameters
    ----------
    path : the zip of section 2 with ``Data/all_countries_update.dta``, that Stata file, or a csv of its columns
        ``ISO3C, year, USDExport, EURExport, HomeExport, OtherExport, UnclassifiedExport`` and the same for imports, in
        per cent. The columns on unclassified trade may lack.

    Raises
    ------
    DataError
        If columns lack, a share lies outside 0 to 100, or the classified shares of a row exceed 100.
    """
    if not path.is_file():
        raise DataError(str(path), "is absent", remedy=f"Download the panel from {BOZ_ADDRESS}.")
    table = _table(path)
    needed = ["ISO3C", "year", *(f"{c}{f}" for f in BOZ_FLOWS for c in BOZ_CURRENCIES[:4])]
    lacking = [name for name in needed if name not in table.columns]
    if lacking:
        raise DataError(
            path.name,
            f"lacks the columns {', '.join(lacking)}",
            evidence=f"found {', '.join(map(str, table.columns[:14]))}",
            remedy=f"The panel is at {BOZ_ADDRESS}, section 2.",
        )
    found: list[InvoicingRow] = []
    wrong: list[str] = []
    for line, row in enumerate(table.to_dict("records"), 2):
        for flow in BOZ_FLOWS:
            shares, rule = _shares(row, flow)
            if rule:
                wrong.append(f"line {line}: {row['ISO3C']} {row['year']} {flow} {rule}")
            elif shares:
                found.append(InvoicingRow(str(row["ISO3C"]).strip(), int(row["year"]), flow.casefold(), *shares))
    if wrong:
        raise DataError(
            path.name,
            f"breaks rules in {len(wrong)} places; nothing was kept",
            evidence="\n  ".join(wrong[:MOST_SHOWN]),
            remedy=f"The panel is at {BOZ_ADDRESS}, section 2.",
        )
    if not found:
        raise DataError(path.name, "holds no share at all")
    return tuple(found)


def _table(path: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                inside = [name for name in archive.namelist() if name.endswith(BOZ_MEMBER)]
                if not inside:
                    raise DataError(path.name, f"holds no {BOZ_MEMBER}", evidence=", ".join(archive.namelist()[:6]))
                return pd.read_stata(io.BytesIO(archive.read(inside[0])), convert_categoricals=False)
        if path.suffix == ".dta":
            return pd.read_stata(path, convert_categoricals=False)
        return pd.read_csv(path, encoding="utf-8-sig")
    # what pandas, struct, zipfile and zlib raise on a file that is cut or is no table
    except (ValueError, OSError, EOFError, RuntimeError, struct.error, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(
            path.name,
            "is no zip, Stata or csv table to its end",
            evidence=f"{type(error).__name__}: {error}",
            remedy=f"Download the panel again from {BOZ_ADDRESS}.",
        ) from error


def _shares(row: Mapping[Any, Any], flow: str) -> tuple[list[float], str]:
    """Shares of a row in [0, 1], empty where none is reported; and the rule that it breaks."""
    try:
        shares = [float(row[f"{name}{flow}"]) / 100.0 for name in BOZ_CURRENCIES[:4]]
        year = float(row["year"])
    except (TypeError, ValueError) as error:
        return [], f"has shares or a year that are no numbers: {error}"
    if not (year.is_integer() and FIRST_YEAR <= year <= LAST_YEAR) or not str(row["ISO3C"]).strip().isalpha():
        return [], "lacks a country code or a year"
    known = np.array([share for share in shares if not np.isnan(share)])
    if not known.size:
        return [], ""
    # For economies that issue dollars or euros the home share repeats one of the first two.
    twice = shares[2] if shares[2] in shares[:2] else 0.0
    if known.min() < 0 or known.max() > 1 or known.sum() - twice > MOST_TOGETHER:
        return [], f"has impossible shares {', '.join(f'{100 * share:.4g}' for share in shares)}"
    return shares, ""


def add_boz(path: Path, store: Path | None = None) -> tuple[int, int]:
    """Keep the panel in the user's data folder for ``shares: boz``; the number of economies and the newest year.

    Raises as `read_boz`; a file that is refused changes nothing.
    """
    rows = read_boz(path)
    with replace_folder(_folder(store)) as folder, (folder / STORED).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(asdict(rows[0])), lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
    return len({row.economy for row in rows}), max(row.year for row in rows)


def load_boz(store: Path | None = None) -> tuple[InvoicingRow, ...]:
    """The panel that the user has added.

    Raises
    ------
    DataError
        If there is none.
    """
    path = _folder(store) / STORED
    if not path.is_file():
        raise DataError(
            "invoicing shares of Boz et al.",
            "were not added",
            remedy=f"Download them from {BOZ_ADDRESS} and run: multipolar data add boz PATH. Or write shares: rules.",
        )
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(
            InvoicingRow(
                row["economy"],
                int(row["year"]),
                row["flow"],
                *(float(row[name]) for name in ("usd", "eur", "home", "other")),
            )
            for row in csv.DictReader(stream)
        )


def _folder(store: Path | None) -> Path:
    return (store or home()) / "invoicing"
