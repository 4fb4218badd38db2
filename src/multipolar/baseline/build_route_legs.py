"""Draw the legs of `multipolar.baseline.routes_legs` from the sea network: which are used, and simplified lines."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.baseline.routes_graph import PortGraph, fastest, walk
from multipolar.codes.passages import NORTHERN_SEA_ROUTE, passages
from multipolar.data.sea_network import SeaNetwork
from multipolar.data.sea_routes import gateways

# Corners closer to the simplified line than this are left out: half a pixel of a map of the world.
TOLERANCE_DEGREES = 0.3


def write_trunk_legs(target: Path, graph: PortGraph, network: SeaNetwork) -> int:
    """Store the legs that some shortest route between main ports uses; how many there are."""
    ends = _ends(graph)
    rows = [_row(graph, network, ends, pair) for pair in sorted(_used(graph, ends))]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("first", "second", "km", "corners"))
        writer.writerows(rows)
    return len(rows)


def _ends(graph: PortGraph) -> Mapping[str, tuple[int, ...]]:
    """Nodes of the contracted graph by main port (one) and by passage (both sides of its gate)."""
    main = {max(found, key=lambda gateway: gateway.share).port for found in gateways().values()}
    ends = {code: (graph.ports.index(code),) for code in sorted(main)}
    for code, passage in passages().items():
        edges = np.flatnonzero(graph.gate_mask & passage.bit)
        ends[code] = tuple(sorted({*graph.gate_start[edges].tolist(), *graph.gate_end[edges].tolist()}))
    return ends


def _used(graph: PortGraph, ends: Mapping[str, tuple[int, ...]]) -> set[tuple[str, str]]:
    """Pairs of ends that follow each other on a best route of main ports, with none or one passage closed."""
    owner = {node: code for code, nodes in ends.items() for node in nodes}
    used: set[tuple[str, str]] = set()
    ports = [nodes[0] for code, nodes in ends.items() if code not in passages()]
    for closed in (0, *_closures()):
        days, before = fastest(graph, closed, np.asarray(ports))
        for row, source in enumerate(ports):
            for target in ports:
                if source < target and np.isfinite(days[row, target]):
                    stops = _stops(before[row], source, target, owner)
                    used |= {(min(a, b), max(a, b)) for a, b in itertools.pairwise(stops) if a != b}
    return used


def _closures() -> list[int]:
    bits = [passage.bit for passage in passages().values()]
    # The Northern Sea Route is closed as a rule: its closure comes with every other one.
    northern = passages()[NORTHERN_SEA_ROUTE].bit
    return sorted({bit | northern for bit in bits} | set(bits))


def _stops(before: IntArray, source: int, target: int, owner: Mapping[int, str]) -> list[str]:
    stops, node = [], target
    while node >= 0:
        if node in owner and (node in (source, target) or owner[node] in passages()):
            stops.append(owner[node])
        node = int(before[node])
    return stops


def _row(
    graph: PortGraph, network: SeaNetwork, ends: Mapping[str, tuple[int, ...]], pair: tuple[str, str]
) -> tuple[str, str, int, str]:
    choices = [(float(graph.km[a, b]), a, b) for a in ends[pair[0]] for b in ends[pair[1]]]
    km, a, b = min(choices)
    corners = simplified(np.asarray(walk(graph, network, a, b)), TOLERANCE_DEGREES)
    return (*pair, round(km), ";".join(f"{lon:.1f} {lat:.1f}" for lon, lat in corners))


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
