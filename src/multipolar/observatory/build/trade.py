"""Russia's goods trade (IMF), EU trade with Russia and neighbours (Eurostat), income and population (World Bank)."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from multipolar.codes.economies import economy
from multipolar.data.eu_sanctioned import PARTNERS
from multipolar.data.population import BUNDLED as POPULATION
from multipolar.data.russia_trade import DOUBTFUL
from multipolar.errors import DataError
from multipolar.observatory.build.tidy import Row
from multipolar.observatory.records import WORLD

REPORTED_TO = 2021
"""Last year that Russia reported itself; the years after are estimates from its partners."""
FIRST_YEAR = 1990
_FLOW = {"XG": "exports", "MG": "imports"}


def russia_goods(path: Path) -> Iterator[Row]:
    """Exports (FOB) and imports (CIF) of Russia by partner, and their sum, from the IMF."""
    both: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for row in _rows(path):
        partner = WORLD if row["partner"] == "G001" else row["partner"]
        if re.fullmatch("[A-Z]{3}", partner) and row["usd_mn"] not in {"", "NA"}:
            both[partner, row["year"]][row["flow"]] = float(row["usd_mn"]) * 1e6
    doubts: dict[tuple[str, str, str], str] = {
        (flow, partner, str(year)): text for flow, partner, year, text in DOUBTFUL
    }
    for (partner, year), values in both.items():
        status = "official" if int(year) <= REPORTED_TO else "estimate"
        for flow, value in values.items():
            reporter, destination = ("RUS", partner) if flow == "XG" else (partner, "RUS")
            valued = "FOB, as Russia reports" if flow == "XG" else "CIF, as Russia reports"
            if int(year) > REPORTED_TO:
                valued = f"{'FOB' if flow == 'XG' else 'CIF'}, estimated by the IMF from partners' reports"
            doubt = doubts.get((_FLOW[flow], partner, year), "")
            yield Row("goods", reporter, destination, year, value, "imf-imts", status, _joined(valued, doubt))
        if set(values) == {"XG", "MG"}:
            first, second = sorted((partner, "RUS"))
            total = values["XG"] + values["MG"]
            yield Row("trade-total", first, second, year, total, "imf-imts", status, "exports FOB plus imports CIF")


def eu_trade(path: Path) -> Iterator[Row]:
    """EU trade with Russia and neighbours: the Union by month, each member by whole year."""
    sums: dict[tuple[str, str, str, str, str], float] = defaultdict(float)
    months: dict[str, set[str]] = defaultdict(set)
    for row in _rows(path):
        partner, month = PARTNERS[row["partner"]], row["month"]
        name = "goods-eur" if row["code"] == "TOTAL" else "fuels-eur"
        member = economy(row["reporter"].split("(")[0].strip()).code
        months[month[:4]].add(month)
        value = float(row["value"])
        sums[name, row["flow"], "EU", partner, month] += value
        sums[name, row["flow"], member, partner, month[:4]] += value
    for (name, flow, member, partner, period), value in sums.items():
        if len(period) == 4 and len(months[period]) < 12:
            continue
        exports = flow == "EXPORT"
        reporter, destination = (member, partner) if exports else (partner, member)
        note = "FOB, counted by the EU" if exports else "CIF, counted by the EU"
        yield Row(name, reporter, destination, period, value, "eurostat-comext", "official", note)


def gdp(path: Path) -> Iterator[Row]:
    """Gross domestic product of economies and the world, from the World Bank."""
    yield from _world_bank(path, "gdp", "world-bank-gdp", frozenset())


def people(path: Path, package_data: Path) -> Iterator[Row]:
    """Population of the economies that the compact population table of the package does not hold."""
    held = frozenset(row["economy"] for row in _rows(package_data / POPULATION))
    yield from _world_bank(path, "population", "world-bank-population", held)


def brent(path: Path) -> Iterator[Row]:
    """Brent: means of years with twelve months, and months before the compact price table begins."""
    by_year: dict[str, list[float]] = defaultdict(list)
    for row in _rows(path):
        by_year[row["Date"][:4]].append(float(row["Price"]))
        if row["Date"][:7] < "2016-01":
            yield Row("brent", WORLD, "", row["Date"][:7], float(row["Price"]), "eia", "official")
    for year, prices in by_year.items():
        if len(prices) == 12:
            yield Row("brent", WORLD, "", year, sum(prices) / 12, "eia", "official", "mean of twelve months")


def _world_bank(path: Path, name: str, key: str, leave: frozenset[str]) -> Iterator[Row]:
    from multipolar.codes.tables import read_table

    known = {row["iso3"] for row in read_table("territory_names")} | {WORLD}
    seen = set()
    for row in _rows(path):
        code = row["Country Code"]
        if code in known - leave and int(row["Year"]) >= FIRST_YEAR and row["Value"] not in {"", "NA"}:
            seen.add(code)
            yield Row(name, code, "", row["Year"], float(row["Value"]), key, "official")
    if len(seen) < 100:
        raise DataError(path.name, "is no World Bank table of all economies", evidence=f"{len(seen)} known codes")


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
