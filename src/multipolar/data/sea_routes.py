"""Sea routes between ports as they ship with the package, and the ports through which each economy trades.

`port_routes` holds, for every pair of ports, each route that is the fastest one under some set of closed passages:
closing passages is choosing among them, no graph is needed. Built by `python -m multipolar.baseline.build_routes`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from multipolar.arrays import Array, IntArray, frozen
from multipolar.codes.passages import NORTHERN_SEA_ROUTE, Point, passages
from multipolar.codes.tables import UnknownCodeError, fold, nearest
from multipolar.errors import DataError

ROUTES = "bundled/routes-ports.npz"
PORTS = "bundled/routes-ports.csv"
GATEWAYS = "bundled/routes-gateways.csv"
# Mean speed of merchant ships in open water; assumed, about what container ships and tankers have kept since 2010.
SEA_SPEED_KNOTS = 14.0
SEA_SPEED_KM_A_DAY = SEA_SPEED_KNOTS * 24 * 1.852


@dataclass(frozen=True, slots=True)
class Port:
    """A port: code in the manner of UN/LOCODE, name, (longitude, latitude) in degrees."""

    code: str
    name: str
    place: Point


@dataclass(frozen=True, slots=True)
class Gateway:
    """A port through which an economy trades by sea.

    Attributes
    ----------
    share : of the economy's sea trade, sums to one over its gateways.
    overland_km : from the economy to the port, where the port lies abroad.
    check : ``assumed`` (a rounded judgement) or ``lookup`` (published figures, named in the note).
    """

    economy: str
    port: str
    share: float
    overland_km: float
    check: str
    note: str


@dataclass(frozen=True, slots=True)
class PortRoutes:
    """Routes between ports, (R,) each, sorted by pair and then by days; ``first < second``.

    Attributes
    ----------
    ports : codes; ``first`` and ``second`` are positions in it.
    mask : bits of the passages that the route uses.
    km : whole length; northern_km : the part of it in the water of the Northern Sea Route.
    start : (P, P) position of the pair's first route, and ``count`` how many follow; symmetric.
    """

    ports: tuple[str, ...]
    first: IntArray
    second: IntArray
    mask: IntArray
    km: Array
    northern_km: Array
    start: IntArray
    count: IntArray

    def between(self, one: str, other: str) -> slice:
        """Where the routes of a pair of ports stand; an empty slice for a port and itself."""
        a, b = self.ports.index(one), self.ports.index(other)
        first = int(self.start[a, b])
        return slice(first, first + int(self.count[a, b]))


@cache
def sea_ports() -> Mapping[str, Port]:
    """Port by code."""
    return {row["port"]: Port(row["port"], row["name"], (float(row["lon"]), float(row["lat"]))) for row in _rows(PORTS)}


def sea_port(text: str) -> Port:
    """The port that a text names by code or name.

    Raises
    ------
    UnknownCodeError
        With a suggestion.
    """
    names = {fold(label): port.code for port in sea_ports().values() for label in (port.code, port.name)}
    code = names.get(fold(text))
    if code is not None:
        return sea_ports()[code]
    found = nearest(fold(text), names)
    remedy = f"Did you mean {sea_ports()[names[found[0]]].name}?" if found else "See bundled/routes-ports.csv."
    raise UnknownCodeError("port", text, remedy=remedy, candidates=tuple(names[name] for name in found))


@cache
def gateways() -> Mapping[str, tuple[Gateway, ...]]:
    """Gateways by economy; an economy without any is absent."""
    found: dict[str, tuple[Gateway, ...]] = {}
    for row in _rows(GATEWAYS):
        gateway = Gateway(
            economy=row["economy"],
            port=row["port"],
            share=float(row["share"]),
            overland_km=float(row["overland_km"]),
            check=row["check"],
            note=row["note"],
        )
        found[gateway.economy] = (*found.get(gateway.economy, ()), gateway)
    return found


@cache
def port_routes() -> PortRoutes:
    """The bundled routes."""
    with files("multipolar.data").joinpath(ROUTES).open("rb") as file, np.load(file) as stored:
        codes = tuple(str(code) for code in stored["ports"])
        known = tuple(str(code) for code in stored["passages"])
        first, second = stored["first"].astype(np.int64), stored["second"].astype(np.int64)
        mask, km = stored["mask"].astype(np.int64), stored["km"].astype(float)
        northern_km = np.zeros(km.size)
        northern_km[(mask & passages()[NORTHERN_SEA_ROUTE].bit) != 0] = stored["northern_km"]
    if known != tuple(passages()) or set(codes) != set(sea_ports()):
        raise DataError(
            ROUTES, "was built for other passages or ports", remedy="Run python -m multipolar.baseline.build_routes."
        )
    size = len(codes)
    start, count = np.zeros((size, size), dtype=np.int64), np.zeros((size, size), dtype=np.int64)
    pair = first * size + second
    found, where, many = np.unique(pair, return_index=True, return_counts=True)
    for table, values in ((start, where), (count, many)):
        table[found // size, found % size] = values
        table[found % size, found // size] = values
    for column in (first, second, mask, start, count):
        column.setflags(write=False)
    return PortRoutes(codes, first, second, mask, frozen(km), frozen(northern_km), start, count)


def write_port_routes(
    target: Path,
    ports: Sequence[str],
    first: IntArray,
    second: IntArray,
    mask: IntArray,
    km: Array,
    northern_km: Array,
) -> None:
    """Store routes compactly: whole km, northern km only where the route uses the Northern Sea Route.

    Raises
    ------
    DataError
        If northern km are given for a route that does not use it, or a number does not fit.
    """
    northern = (mask & passages()[NORTHERN_SEA_ROUTE].bit) != 0
    if (northern_km[~northern] > 0).any():
        raise DataError(str(target), "has km in northern water without the Northern Sea Route")
    if km.max() > np.iinfo(np.uint16).max or len(ports) > np.iinfo(np.uint8).max:
        raise DataError(str(target), "holds a number too large for its type", evidence=f"{km.max():.0f} km")
    np.savez_compressed(
        target,
        ports=np.asarray(ports),
        passages=np.asarray(tuple(passages())),
        first=first.astype(np.uint8),
        second=second.astype(np.uint8),
        mask=mask.astype(np.uint16),
        km=np.round(km).astype(np.uint16),
        northern_km=np.round(northern_km[northern]).astype(np.uint16),
    )


def _rows(name: str) -> list[dict[str, str]]:
    text = files("multipolar.data").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
