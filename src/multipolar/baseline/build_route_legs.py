"""Draw the legs of `multipolar.baseline.routes_legs` from the sea network: which are used, and simplified lines."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.baseline.routes_graph import PortGraph, fastest, walk
from multipolar.codes.passages import NORTHERN_SEA_ROUTE, Point, passages
from multipolar.data.sea_network import SeaNetwork
from multipolar.data.sea_routes import gateways

# Corners closer to the simplified line than this are left out: half a pixel of a map of the world.
TOLERANCE_DEGREES = 0.3


def write_trunk_legs(target: Path, graph: PortGraph, network: SeaNetwork) -> int:
    """Store the legs that some shortest route between main ports uses; how many there are."""
    rows = [_row(graph, network, ends, nodes) for ends, nodes in sorted(_used(graph).items())]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("first", "second", "km", "corners"))
        writer.writerows(rows)
    return len(rows)


def _owners(graph: PortGraph) -> Mapping[int, str]:
    """Main port or passage by node of the contracted graph: one node a port, both sides of each gate."""
    main = {max(found, key=lambda gateway: gateway.share).port for found in gateways().values()}
    owners = {graph.ports.index(code): code for code in main}
    for code, passage in passages().items():
        edges = np.flatnonzero(graph.gate_mask & passage.bit)
        owners |= dict.fromkeys((*graph.gate_start[edges].tolist(), *graph.gate_end[edges].tolist()), code)
    return owners


def _used(graph: PortGraph) -> dict[tuple[str, str], tuple[int, int]]:
    """Ends that follow each other on a best route of main ports, none or one passage closed: the nodes used most."""
    owners = _owners(graph)
    ports = sorted(node for node, code in owners.items() if code not in passages())
    counted: Counter[tuple[str, str, int, int]] = Counter()
    for closed in (0, *_closures()):
        days, before = fastest(graph, closed, np.asarray(ports))
        for row, source in enumerate(ports):
            for target in ports:
                if source < target and np.isfinite(days[row, target]):
                    for a, b in itertools.pairwise(_stops(before[row], source, target, owners)):
                        if owners[a] != owners[b]:
                            a, b = sorted((a, b), key=owners.__getitem__)
                            counted[owners[a], owners[b], a, b] += 1
    used: dict[tuple[str, str], tuple[int, int]] = {}
    for (first, second, a, b), _ in counted.most_common():
        used.setdefault((first, second), (a, b))
    return used


def _closures() -> list[int]:
    bits = [passage.bit for passage in passages().values()]
    # The Northern Sea Route is closed as a rule: its closure comes with every other one.
    northern = passages()[NORTHERN_SEA_ROUTE].bit
    return sorted({bit | northern for bit in bits} | set(bits))


def _stops(before: IntArray, source: int, target: int, owners: Mapping[int, str]) -> list[int]:
    """Nodes of the route from target back to source: its two ports, and the gates between."""
    stops, node = [], target
    while node >= 0:
        if node in (source, target) or owners.get(node) in passages():
            stops.append(node)
        node = int(before[node])
    return stops


def _row(
    graph: PortGraph, network: SeaNetwork, ends: tuple[str, str], nodes: tuple[int, int]
) -> tuple[str, str, int, str]:
    line = [*_place(ends[0]), *walk(graph, network, *nodes), *_place(ends[1])]
    corners = simplified(np.asarray(line), TOLERANCE_DEGREES)
    return (*ends, round(float(graph.km[nodes])), ";".join(f"{lon:.1f} {lat:.1f}" for lon, lat in corners))


def _place(code: str) -> list[Point]:
    """The passage's own place, where the legs on both sides of it meet."""
    return [passages()[code].place] if code in passages() else []


def simplified(line: Array, tolerance: float) -> Array:
    """A line (M, 2) without the corners that lie within `tolerance` of what remains (Douglas and Peucker 1973).

    Longitudes are unrolled first, so that a line over the antimeridian runs on past 180 degrees.
    """
    line = np.column_stack([np.unwrap(line[:, 0], period=360.0), line[:, 1]])
    kept = np.zeros(len(line), dtype=bool)
    kept[[0, -1]] = True
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        inner, chord = line[first + 1 : last] - line[first], line[last] - line[first]
        length = float(np.hypot(chord[0], chord[1]))
        away = (
            np.abs(chord[0] * inner[:, 1] - chord[1] * inner[:, 0]) / length
            if length > 0
            else np.hypot(inner[:, 0], inner[:, 1])
        )
        if away.max() > tolerance:
            middle = first + 1 + int(away.argmax())
            kept[middle] = True
            waiting += [(first, middle), (middle, last)]
    return line[kept]
