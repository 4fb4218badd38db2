"""Single published facts on Russian crude: the discount of Urals to Brent, and China's imports by supplier.

Every row names its source and how it was checked: ``lookup`` and ``file`` are confirmed, ``recall`` is unverified.
China Customs and BACI differ on the same flow (Russia to China in 2023: 107.0 and 99.6 Mt); both are kept.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from multipolar.errors import DataError

_FOLDER = Path(__file__).with_name("bundled")
DISCOUNT_FILE = _FOLDER / "energy-urals-discount.csv"
CHINA_FILE = _FOLDER / "energy-china-crude.csv"
CONFIRMED = frozenset({"lookup", "file"})


@dataclass(frozen=True, slots=True)
class UralsDiscount:
    """Discount of Urals to Brent at one time.

    Attributes
    ----------
    period : ``2021`` for a year, ``2023-01`` for a month. usd_per_barrel : below Brent, positive.
    kind : what the number is, in words. status : ``confirmed`` or ``unverified``.
    """

    period: str
    usd_per_barrel: float
    kind: str
    source: str
    status: str

    @property
    def year(self) -> int:
        return int(self.period[:4])


@dataclass(frozen=True, slots=True)
class ChinaCrude:
    """China's crude imports from one supplier in a year by China Customs, Mt; supplier ``TOTAL`` is all of them."""

    year: int
    supplier: str
    mt: float
    source: str
    status: str


@cache
def load_urals_discount(path: Path = DISCOUNT_FILE) -> tuple[UralsDiscount, ...]:
    """The published path, by period."""
    return tuple(
        UralsDiscount(r["period"], float(r["usd_per_barrel"]), r["value_kind"], r["source"], _status(r["check"]))
        for r in _rows(path, ("period", "usd_per_barrel", "value_kind", "source", "check"))
    )


@cache
def load_china_crude(path: Path = CHINA_FILE) -> tuple[ChinaCrude, ...]:
    """China Customs by year and supplier."""
    return tuple(
        ChinaCrude(int(r["year"]), r["supplier"], float(r["mt"]), r["source"], _status(r["check"]))
        for r in _rows(path, ("year", "supplier", "mt", "source", "check"))
    )


def china_customs(year: int, supplier: str) -> ChinaCrude | None:
    """China Customs' figure for one supplier and year, or None where none is at hand."""
    return next((fact for fact in load_china_crude() if (fact.year, fact.supplier) == (year, supplier)), None)


def _status(check: str) -> str:
    return "confirmed" if check in CONFIRMED else "unverified"


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    if not path.is_file():
        raise DataError(path.name, "is absent", remedy="Reinstall the package.")
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != columns:
            raise DataError(path.name, f"needs the columns {', '.join(columns)}")
        return list(reader)
