"""Distances between economies (CEPII) and the short extract of arms transfers (SIPRI)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from multipolar.errors import DataError
from multipolar.observatory.build.tidy import Row
from multipolar.observatory.build.write import write_parquet

DISTANCES = "distances.parquet"
SAME_AS = {"ROM": "ROU", "ZAR": "COD", "YUG": "SRB", "TMP": "TLS", "PAL": "PSE"}
ARMS_SINCE = 2000
LARGEST_EXTRACT = 0.02
"""Part of the register that may be quoted; a larger extract would be a copy."""
#: Pairs of the extract, and SIPRI's names of them.
ARMS = {
    ("RUS", "CHN"): ("Russia", "China"),
    ("RUS", "IND"): ("Russia", "India"),
    ("RUS", "IRN"): ("Russia", "Iran"),
    ("RUS", "TUR"): ("Russia", "Turkey"),
    ("RUS", "KAZ"): ("Russia", "Kazakhstan"),
    ("RUS", "BLR"): ("Russia", "Belarus"),
    ("RUS", "VNM"): ("Russia", "Viet Nam"),
    ("CHN", "PAK"): ("China", "Pakistan"),
    ("CHN", "IRN"): ("China", "Iran"),
    ("UKR", "CHN"): ("Ukraine", "China"),
    ("UKR", "RUS"): ("Ukraine", "Russia"),
    ("FRA", "CHN"): ("France", "China"),
    ("USA", "IND"): ("United States", "India"),
    ("USA", "TUR"): ("United States", "Turkey"),
    ("USA", "TWN"): ("United States", "Taiwan"),
    ("IRN", "RUS"): ("Iran", "Russia"),
    ("CHN", "RUS"): ("China", "Russia"),
}


def arms_extract(path: Path) -> Iterator[Row]:
    """Transfers of the named pairs.

    Raises
    ------
    DataError
        If the extract is 2 % of the register or more.
    """
    names = {pair: codes for codes, pair in ARMS.items()}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    chosen = [r for r in rows if (r["supplier"], r["recipient"]) in names and int(r["year"]) >= ARMS_SINCE]
    if len(chosen) >= LARGEST_EXTRACT * len(rows):
        raise DataError(path.name, "would be quoted at too great a length", evidence=f"{len(chosen)} of {len(rows)}")
    note = "extract; SIPRI revises every year, bring the register for the newest figures"
    for row in chosen:
        supplier, recipient = names[row["supplier"], row["recipient"]]
        yield Row("arms-tiv", supplier, recipient, row["year"], float(row["value"]), "sipri", "estimate", note)


def build_distances(path: Path, target: Path) -> int:
    """Write the weighted distance of every pair of economies, km; the number of rows."""
    import pandas as pd

    frame = pd.read_parquet(path)
    frame["km"] = pd.to_numeric(frame["distw"], errors="coerce").fillna(frame["dist"]).round()
    frame = frame.assign(reporter=frame["iso_o"].replace(SAME_AS), partner=frame["iso_d"].replace(SAME_AS))
    frame = frame[(frame["reporter"] < frame["partner"]) & frame["km"].notna()]
    keys = ["reporter", "partner"]
    return write_parquet(frame[[*keys, "km"]], target / DISTANCES, key=keys, types={"km": "int32"})
