"""Benchmark prices of energy by month, and the mean of a year: the compact table that ships, and how it is made.

Sources: Brent spot from the US Energy Information Administration; Dubai, WTI, coal and gas from the World Bank's
Commodity Price Data (Pink Sheet). Nominal dollars: crude a barrel, gas a MMBtu, coal a tonne.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from multipolar.arrays import Array, frozen
from multipolar.errors import DataError

PRICES_FILE = Path(__file__).with_name("bundled") / "energy-prices.csv"
FIRST_MONTH = "2016-01"
#: Column of the shipped table -> column of the World Bank's.
WORLD_BANK = {
    "dubai": "crude_oil_dubai",
    "wti": "crude_oil_wti",
    "gas_europe": "natural_gas_europe",
    "lng_japan": "liquefied_natural_gas_japan",
    "coal_australian": "coal_australian",
    "coal_south_african": "coal_south_african",
}
SERIES = ("brent", *WORLD_BANK)


@dataclass(frozen=True, slots=True)
class EnergyPrices:
    """Monthly benchmarks.

    Attributes
    ----------
    months : ISO year and month, ascending. price : by series, (M,) dollars; NaN where a source has none yet.
    """

    months: tuple[str, ...]
    price: dict[str, Array]

    def of_year(self, series: str, year: int) -> float:
        """Plain mean of the twelve months.

        Raises
        ------
        DataError
            If the series is not known or a month of the year is missing: no mean of half a year passes for one.
        """
        if series not in self.price:
            raise DataError("energy prices", f"hold no series '{series}'", evidence=f"they hold {', '.join(SERIES)}")
        found = [self.price[series][n] for n, month in enumerate(self.months) if month.startswith(f"{year}-")]
        if len(found) != 12 or not np.isfinite(found).all():
            raise DataError(
                "energy prices",
                f"have no full year {year} of '{series}'",
                evidence=f"{int(np.isfinite(found).sum())} of 12 months; table {self.months[0]} to {self.months[-1]}",
            )
        return float(np.mean(found))


@cache
def load_energy_prices(path: Path = PRICES_FILE) -> EnergyPrices:
    """Read the shipped table; once a process.

    Raises
    ------
    DataError
        If it is absent or has other columns.
    """
    if not path.is_file():
        raise DataError(path.name, "is absent", remedy="Reinstall the package.")
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames != ["month", *SERIES]:
            raise DataError(path.name, f"needs the columns month, {', '.join(SERIES)}")
        rows = list(reader)
    columns = {name: frozen([float(row[name]) if row[name] else np.nan for row in rows]) for name in SERIES}
    return EnergyPrices(tuple(row["month"] for row in rows), columns)


def build_energy_prices(folder: Path, target: Path = PRICES_FILE) -> int:
    """Write the compact table from the two source tables in ``energy/``; the number of months."""
    found: dict[str, dict[str, str]] = {}
    with (folder / "brent_monthly.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["Date"][:7], {})["brent"] = row["Price"]
    with (folder / "world_bank_commodity_prices_monthly.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            prices = {name: row[column] for name, column in WORLD_BANK.items()}
            found.setdefault(row["period_dt"][:7], {}).update(prices)
    months = sorted(month for month in found if month >= FIRST_MONTH)
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["month", *SERIES])
        for month in months:
            values = (found[month].get(name, "") for name in SERIES)
            writer.writerow([month, *(f"{float(value):.3f}" if value not in {"", "NA"} else "" for value in values)])
    return len(months)
