"""Make the compact map asset: country outlines of Natural Earth, projected to Equal Earth, as SVG paths by ISO3.

Projection: Savric, Patterson and Jenny (2019), International Journal of Geographical Information Science 33(3). The
central meridian is 11 degrees east, so that the cut runs through the Bering Strait and Russia stays in one piece.
"""

from __future__ import annotations

import csv
import itertools
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from multipolar.errors import DataError

Point = tuple[float, float]

WIDTH = 2000
CENTRAL_MERIDIAN = 11.0
SOUTH, NORTH = -56.0, 83.8
# The empty Pacific is cut off: plane coordinates of the edges, in radii of the sphere.
WEST, EAST = -2.36, 2.62
COEFFICIENTS = (1.340264, -0.081106, 0.000893, 0.003796)
LEFT_OUT = ("Antarctica", "Fr. S. Antarctic Lands")
# The source prints no ISO code for these.
UNCODED = {"N. Cyprus": "XNC", "Somaliland": "XSO", "Kosovo": "XKX"}
# The source draws Crimea as Russia's; neither table books it by itself, so it stands apart and carries no colour.
CRIMEA = (32.0, 37.0, 44.0, 46.5)
# Too small for outlines at this scale: longitude and latitude.
POINTS = {"SGP": (103.8, 1.35), "HKG": (114.2, 22.3), "MLT": (14.4, 35.9), "STP": (6.6, 0.2)}


def equal_earth(longitude: float, latitude: float) -> Point:
    """Plane coordinates of a place, in radii of the sphere; y points north."""
    a1, a2, a3, a4 = COEFFICIENTS
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    squared = theta * theta
    sixth = squared**3
    slope = a1 + 3 * a2 * squared + sixth * (7 * a3 + 9 * a4 * squared)
    x = 2 * math.sqrt(3) * math.radians(longitude - CENTRAL_MERIDIAN) * math.cos(theta) / (3 * slope)
    return x, theta * (a1 + a2 * squared + sixth * (a3 + a4 * squared))


def build_map(source: Path, target: Path) -> int:
    """Write the asset from a TopoJSON of countries; the number of shapes written.

    Raises
    ------
    DataError
        If the file is not a TopoJSON with an object ``countries``.
    """
    topology = json.loads(source.read_text(encoding="utf-8"))
    if topology.get("type") != "Topology" or "countries" not in topology.get("objects", {}):
        raise DataError(str(source), "is no TopoJSON of countries", remedy="Give world-atlas countries-110m.json.")
    arcs = _arcs(topology)
    iso3 = _iso3_by_number()
    scale = WIDTH / (EAST - WEST)
    top = equal_earth(0, NORTH)[1]

    def place(point: Point) -> tuple[int, int]:
        x, y = equal_earth(*point)
        return round((x - WEST) * scale), round((top - y) * scale)

    shapes: dict[str, str] = {}
    anchors: dict[str, tuple[int, int]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        if name in LEFT_OUT:
            continue
        code = UNCODED.get(name) or iso3.get(geometry.get("id", ""))
        if code is None:
            raise DataError(str(source), f"'{name}' has an unknown code {geometry.get('id')}")
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        largest = 0.0
        for polygon in polygons:
            rings = [_unwrap(_ring(arcs, ids)) for ids in polygon]
            owner = "crimea" if code == "RUS" and _inside(rings[0], CRIMEA) else code
            projected = [[place(point) for point in ring] for ring in rings]
            shapes[owner] = shapes.get(owner, "") + "".join(_path(ring) for ring in projected)
            area, centre = _centroid(projected[0])
            if owner == code and area > largest:
                largest, anchors[code] = area, centre
    anchors |= {code: place(point) for code, point in POINTS.items()}
    asset = {
        "width": WIDTH,
        "height": round((top - equal_earth(0, SOUTH)[1]) * scale),
        "points": sorted(POINTS),
        "anchors": dict(sorted(anchors.items())),
        "shapes": dict(sorted(shapes.items())),
    }
    target.write_text(json.dumps(asset, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n")
    return len(shapes)


def _iso3_by_number() -> dict[str, str]:
    """ISO 3166-1 numeric to alpha-3, for the outlines of the source only."""
    with (Path(__file__).parent / "assets" / "iso_numeric.csv").open(encoding="utf-8", newline="") as file:
        return {row["numeric"]: row["iso3"] for row in csv.DictReader(file)}


def _arcs(topology: Mapping[str, Any]) -> list[list[Point]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def _ring(arcs: list[list[Point]], ids: Iterable[int]) -> list[Point]:
    points: list[Point] = []
    for number in ids:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _unwrap(ring: list[Point]) -> list[Point]:
    """Longitudes without jumps at the antimeridian, moved as a whole to the side of the cut where the ring belongs."""
    unwrapped = [ring[0]]
    for x, y in ring[1:]:
        before = unwrapped[-1][0]
        unwrapped.append((x - 360 * round((x - before) / 360), y))
    mean = sum(x for x, _ in unwrapped) / len(unwrapped)
    shift = 360 * round((mean - CENTRAL_MERIDIAN) / 360)
    return [(x - shift, y) for x, y in unwrapped]


def _inside(ring: list[Point], box: tuple[float, float, float, float]) -> bool:
    west, east, south, north = box
    return all(west <= x <= east and south <= y <= north for x, y in ring)


def _path(ring: list[tuple[int, int]]) -> str:
    """Relative path of integers; points that fall on their predecessor are left out."""
    points = [ring[0]] + [point for before, point in itertools.pairwise(ring) if point != before]
    if len(points) < 4:
        return ""
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in itertools.pairwise(points[:-1])]
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _centroid(ring: list[tuple[int, int]]) -> tuple[float, tuple[int, int]]:
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in itertools.pairwise(ring):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross / 2, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if not area:
        return 0.0, ring[0]
    return abs(area), (round(x / (6 * area)), round(y / (6 * area)))
