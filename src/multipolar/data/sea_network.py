"""The world's sea lanes as a graph: read from a network of lines, cut at the gates of the passages.

The network is that of the package searoute (Apache-2.0), a GeoJSON of line strings whose corners are nodes. Lengths are
our own great-circle distances. Two things in the file need care: the antimeridian is drawn twice, at -180 and at 180
degrees and beyond, so longitudes are brought to one turn and equal points become one node; and its labels mix the
Northern Sea Route with the Northwest Passage, so passages are found by geometry instead (`multipolar.codes.passages`).
Used offline by `multipolar.baseline.build_routes` alone.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.codes.passages import Passage, Point
from multipolar.errors import DataError

EARTH_RADIUS_KM = 6371.0088
NEVER_SAILED = (
    # Northwest Passage: the line across Baffin Bay and Lancaster Sound.
    ((-80.0, 70.0), (-80.0, 90.0)),
    # Canal between the Azov and the Caspian Sea: locks of 140 m, no lane of world trade.
    ((44.0, 46.0), (44.0, 50.0)),
)


@dataclass(frozen=True, slots=True)
class SeaNetwork:
    """Nodes and undirected edges.

    Attributes
    ----------
    place : (V, 2) longitude in [-180, 180) and latitude, degrees.
    start, end : (E,) node positions.
    km : (E,) great-circle length.
    mask : (E,) bits of the passages whose gates the edge crosses.
    """

    place: Array
    start: IntArray
    end: IntArray
    km: Array
    mask: IntArray

    def nearest(self, point: Point) -> tuple[int, float]:
        """The node closest to a point, and how far it is in km."""
        away = great_circle_km(np.asarray(point, dtype=float)[None, :], self.place)
        position = int(away.argmin())
        return position, float(away[position])


def great_circle_km(here: Array, there: Array) -> Array:
    """Haversine distance in km between points (…, 2) of longitude and latitude in degrees."""
    lon_here, lat_here = np.radians(here[..., 0]), np.radians(here[..., 1])
    lon_there, lat_there = np.radians(there[..., 0]), np.radians(there[..., 1])
    chord = (
        np.sin((lat_there - lat_here) / 2) ** 2
        + np.cos(lat_here) * np.cos(lat_there) * np.sin((lon_there - lon_here) / 2) ** 2
    )
    distance: Array = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return distance


def read_sea_network(path: Path, passages: Mapping[str, Passage]) -> SeaNetwork:
    """Read the GeoJSON of lines and mark which edges run through which passage.

    Parameters
    ----------
    path : ``marnet_searoute.geojson`` of the package searoute.
    passages : whose gates to look for.

    Raises
    ------
    DataError
        If the file is no collection of lines, or a passage's gate is crossed by no edge.
    """
    lines = _lines(path)
    segments = [(_rounded(a), _rounded(b)) for line in lines for a, b in itertools.pairwise(line) if a != b]
    nodes = sorted({node for segment in segments for node in segment})
    position = {node: index for index, node in enumerate(nodes)}
    pairs = sorted({tuple(sorted((position[a], position[b]))) for a, b in segments if a != b})
    place = np.asarray(nodes, dtype=float)
    start, end = np.asarray(pairs, dtype=np.int64).T
    kept = np.ones(start.size, dtype=bool)
    for gate in NEVER_SAILED:
        kept &= ~crosses(place[start], place[end], gate)
    start, end = start[kept], end[kept]
    mask = np.zeros(start.size, dtype=np.int64)
    for found in passages.values():
        through = crosses(place[start], place[end], found.gate)
        if not through.any():
            raise DataError(str(path), f"has no edge through {found.name}", evidence=f"gate {found.gate}")
        mask[through] |= found.bit
    return SeaNetwork(place, start, end, great_circle_km(place[start], place[end]), mask)


def crosses(start: Array, end: Array, gate: Sequence[Point]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which straight edges (E, 2)-(E, 2) cross a line of corners, on the plane of longitude and latitude.

    Edges over the antimeridian are unrolled to the east; no gate lies there.
    """
    far = end.copy()
    far[:, 0] += np.where(far[:, 0] - start[:, 0] > 180, -360, np.where(far[:, 0] - start[:, 0] < -180, 360, 0))
    crossed = np.zeros(len(start), dtype=bool)
    for left, right in itertools.pairwise(gate):
        a, b = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
        parted_gate = _side(start, far, a) * _side(start, far, b) < 0
        parted_edge = _turn(a, b, start) * _turn(a, b, far) <= 0
        crossed |= parted_gate & parted_edge
    return crossed


def _side(start: Array, end: Array, point: Array) -> Array:
    return _cross(end - start, point[None, :] - start)


def _turn(a: Array, b: Array, points: Array) -> Array:
    return _cross((b - a)[None, :], points - a[None, :])


def _cross(first: Array, second: Array) -> Array:
    product: Array = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    return product


def _rounded(point: Sequence[float]) -> tuple[float, float]:
    lon = (float(point[0]) + 180.0) % 360.0 - 180.0
    return round(lon, 4), round(float(point[1]), 4)


def _lines(path: Path) -> list[list[Sequence[float]]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        shapes = [feature["geometry"] for feature in content["features"]]
        lines = [shape["coordinates"] for shape in shapes if shape["type"] == "LineString"]
        lines += [line for shape in shapes if shape["type"] == "MultiLineString" for line in shape["coordinates"]]
    except (ValueError, KeyError, TypeError) as problem:
        raise DataError(str(path), "is no GeoJSON of lines", evidence=repr(problem)) from problem
    if not lines:
        raise DataError(str(path), "holds no lines", remedy="Need marnet_searoute.geojson of the package searoute.")
    return lines
