"""Tables of routes against their sources: CEPII's distances and an independent table of ports."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from multipolar.codes.economies import economies
from multipolar.data.land_links import write_land_links
from multipolar.data.sea_network import great_circle_km
from multipolar.data.sea_routes import sea_ports

BUNDLED = Path(__file__).resolve().parents[2] / "src/multipolar/data/bundled"
# In the other table Matadi has longitude and latitude exchanged, and Houston is the city, 70 km inland.
DIFFERENT = {"CDMAT", "USHOU"}


def test_land_links_are_made_from_the_source(shared_data: Path, tmp_path: Path) -> None:
    written = tmp_path / "land.csv"
    codes = tuple(found.code for found in economies())
    rows = write_land_links(shared_data / "routes" / "cepii_geodist.parquet", written, codes)
    assert rows > 400
    assert written.read_bytes() == (BUNDLED / "routes-land.csv").read_bytes()


def test_ports_lie_where_another_table_has_them(shared_data: Path) -> None:
    other = json.loads((shared_data / "routes" / "ports.json").read_text(encoding="utf-8"))
    compared = 0
    for code, port in sea_ports().items():
        place = other.get(code, {}).get("coordinates")
        if place is None or code in DIFFERENT:
            continue
        compared += 1
        assert great_circle_km(np.array(port.place), np.array(place)) < 45, f"{code} {port.place} {place}"
    assert compared > 80
