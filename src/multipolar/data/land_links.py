"""Which economies trade by road and rail over land, and how far it is.

Two economies are linked when a chain of open land borders joins them without a great detour. The km are CEPII's mean
distance between the cities of both, weighted by population (`distw`), times a circuity of roads. A link says that land
transport is possible, not how much of it there is.
"""

from __future__ import annotations

import csv
import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from multipolar.errors import DataError

TABLE = "bundled/routes-land.csv"
# Road over great-circle distance; Ballou, Rahardja and Sakai (2002) find 1.2 to 2.1 by country. One figure is assumed.
CIRCUITY = 1.3
FARTHEST_KM = 5000.0
# A chain of neighbours' capitals longer than so many times the direct distance goes round a sea, not to the partner.
GREATEST_DETOUR = 2.0
# Portugal to Estonia crosses seven.
MOST_BORDERS = 7
OLD_CODES = {"ROM": "ROU", "ZAR": "COD", "YUG": "SRB", "PAL": "PSE", "TMP": "TLS"}
FIXED_LINKS = {("FRA", "GBR"): "Channel Tunnel", ("DNK", "SWE"): "Øresund bridge"}
# Borders that goods in transit or trade do not cross by land in 2022; assumed from the news, each with its reason.
SHUT_BORDERS = {
    ("CHN", "IND"): "Himalaya, no freight",
    ("CHN", "NPL"): "Himalaya, no transit",
    ("BTN", "CHN"): "Himalaya, closed",
    ("IND", "PAK"): "trade suspended since 2019",
    ("BGD", "MMR"): "no freight",
    ("IND", "MMR"): "no road freight of weight",
    ("COL", "PAN"): "Darién gap",
    ("BRA", "COL"): "Amazon, no road",
    ("BRA", "PER"): "one road over the Andes, no freight of weight",
    ("IDN", "MYS"): "Borneo, no freight of weight",
    ("KOR", "PRK"): "closed",
    ("RUS", "UKR"): "war since 24 February 2022",
    ("BLR", "UKR"): "war since 24 February 2022",
    ("DZA", "MAR"): "closed since 1994",
    ("ISR", "LBN"): "closed",
    ("ISR", "SYR"): "closed",
    ("ARM", "TUR"): "closed",
    ("ARM", "AZE"): "closed",
    ("NOR", "RUS"): "Arctic, no freight of weight",
    ("JOR", "SYR"): "war, no transit",
    ("SYR", "TUR"): "war, no transit",
    ("IRQ", "SYR"): "war, no transit",
    ("IRQ", "JOR"): "no transit of weight",
    ("DZA", "MLI"): "Sahara",
    ("DZA", "MRT"): "Sahara",
    ("DZA", "NER"): "Sahara",
    ("LBY", "NER"): "Sahara",
    ("LBY", "TCD"): "Sahara",
    ("LBY", "SDN"): "Sahara",
    ("SDN", "TCD"): "war, no transit",
    ("EGY", "SDN"): "no freight of weight",
    ("EGY", "ISR"): "no freight of weight",
    ("EGY", "PSE"): "closed to transit",
    ("BRN", "MYS"): "Borneo alone, not the peninsula",
}


@dataclass(frozen=True, slots=True)
class LandLink:
    """Road or rail between two economies: km, and how many borders the chain crosses (1 for neighbours)."""

    first: str
    second: str
    km: float
    borders: int


@cache
def land_links() -> Mapping[tuple[str, str], LandLink]:
    """Link by pair of codes, in both orders."""
    text = files("multipolar.data").joinpath(TABLE).read_text(encoding="utf-8")
    found: dict[tuple[str, str], LandLink] = {}
    for row in csv.DictReader(text.splitlines()):
        link = LandLink(row["first"], row["second"], float(row["km"]), int(row["borders"]))
        found[link.first, link.second] = found[link.second, link.first] = link
    return found


def write_land_links(source: Path, target: Path, economies: Sequence[str]) -> int:
    """Make the bundled table from CEPII's GeoDist; the number of links written.

    Parameters
    ----------
    source : parquet with columns iso_o, iso_d, contig, distcap, distw (Mayer and Zignago 2011), km.
    economies : codes to keep; transit runs through all that the source knows.

    Raises
    ------
    DataError
        If the file lacks a column.
    """
    import pandas as pd

    table = pd.read_parquet(source)
    needed = ["iso_o", "iso_d", "contig", "distcap", "distw"]
    if missing := [name for name in needed if name not in table.columns]:
        raise DataError(str(source), "lacks columns", evidence=", ".join(missing))
    here, there = (table[name].replace(OLD_CODES) for name in ("iso_o", "iso_d"))
    weighted = pd.to_numeric(table["distw"], errors="coerce").fillna(table["distcap"])
    capital = dict(zip(zip(here, there, strict=True), table["distcap"].astype(float), strict=True))
    direct = dict(zip(zip(here, there, strict=True), weighted.astype(float), strict=True))
    borders = {(a, b) for a, b, flag in zip(here, there, table["contig"], strict=True) if flag == 1}
    neighbours: dict[str, list[tuple[str, float]]] = {}
    for a, b in sorted(borders | set(FIXED_LINKS) | {(b, a) for a, b in FIXED_LINKS}):
        if (min(a, b), max(a, b)) not in SHUT_BORDERS:
            neighbours.setdefault(a, []).append((b, capital[a, b]))
    rows = []
    for first in sorted(economies):
        chain = _chains(neighbours, first)
        for second in sorted(economies):
            if second <= first or second not in chain:
                continue
            length, crossed = chain[second]
            straight = direct[first, second]
            km = CIRCUITY * straight
            if crossed == 1 or (crossed <= MOST_BORDERS and length <= GREATEST_DETOUR * straight and km <= FARTHEST_KM):
                rows.append((first, second, round(km), crossed))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("first", "second", "km", "borders"))
        writer.writerows(rows)
    return len(rows)


def _chains(neighbours: Mapping[str, Sequence[tuple[str, float]]], start: str) -> dict[str, tuple[float, int]]:
    """Shortest chain of borders from one economy: km between capitals, and borders crossed."""
    found: dict[str, tuple[float, int]] = {}
    waiting = [(0.0, 0, start)]
    while waiting:
        length, crossed, place = heapq.heappop(waiting)
        if place in found:
            continue
        found[place] = (length, crossed)
        for other, km in neighbours.get(place, ()):
            if other not in found:
                heapq.heappush(waiting, (length + km, crossed + 1, other))
    return found
