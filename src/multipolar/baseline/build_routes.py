"""Build the tables of routes that ship with the package. Run once, offline, where the sources are at hand.

    python -m multipolar.baseline.build_routes NETWORK [--geodist FILE] [--portwatch FILE]

NETWORK is ``marnet_searoute.geojson`` of the package searoute (``pip download searoute``; Apache-2.0): nothing else of
that package is used. ``--geodist`` is CEPII's GeoDist as parquet, ``--portwatch`` the monthly chokepoint transits of
IMF PortWatch as csv; without them those tables stay as they are.
"""

from __future__ import annotations

import argparse
from importlib.resources import files
from pathlib import Path

from multipolar.baseline.build_route_legs import write_trunk_legs
from multipolar.baseline.routes_graph import contract, enumerate_routes
from multipolar.codes.economies import economies
from multipolar.codes.passages import passages
from multipolar.data.land_links import write_land_links
from multipolar.data.portwatch import write_transits
from multipolar.data.sea_network import read_sea_network
from multipolar.data.sea_routes import sea_ports, write_port_routes


def build_routes(
    network_file: Path, target: Path, *, geodist: Path | None = None, portwatch: Path | None = None
) -> dict[str, int]:
    """Write the tables into a folder; how many rows each of them holds.

    Raises
    ------
    DataError
        If a source lacks what is needed.
    """
    network = read_sea_network(network_file, passages())
    graph = contract(network, {code: port.place for code, port in sea_ports().items()}, passages())
    found = enumerate_routes(graph)
    write_port_routes(
        target / "routes-ports.npz", graph.ports, found.first, found.second, found.mask, found.km, found.northern_km
    )
    written = {"routes": found.mask.size, "legs": write_trunk_legs(target / "routes-legs.csv", graph, network)}
    if geodist is not None:
        codes = tuple(known.code for known in economies())
        written["land links"] = write_land_links(geodist, target / "routes-land.csv", codes)
    if portwatch is not None:
        written["transits"] = write_transits(portwatch, target / "portwatch-transits.csv")
    return written


def main() -> None:
    """Read the command line and build into the package's own folder."""
    parser = argparse.ArgumentParser(prog="python -m multipolar.baseline.build_routes", description=__doc__)
    parser.add_argument("network", type=Path)
    parser.add_argument("--geodist", type=Path)
    parser.add_argument("--portwatch", type=Path)
    given = parser.parse_args()
    target = Path(str(files("multipolar.data").joinpath("bundled")))
    build_routes(given.network, target, geodist=given.geodist, portwatch=given.portwatch)


if __name__ == "__main__":
    main()
