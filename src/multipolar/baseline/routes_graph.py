"""All sea routes worth knowing between ports: for every set of closed passages, the fastest route that avoids them.

The network is contracted first: with every gate shut, the km between ports and the two sides of each gate make a small
graph whose other edges are the gates. On it, for each pair: take the fastest route; shut in turn each passage that it
uses; repeat. What is found is complete: for any set of closed passages the fastest remaining route of the pair is among
those found that avoid the set, and a pair with none has no path. Fastest is by days: sailing at `SEA_SPEED_KM_A_DAY`
plus the stay at canals, so that a voyage round the Cape is not put aside for a slightly shorter one through the locks
of Panama.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from multipolar.arrays import Array, IntArray
from multipolar.codes.passages import Passage, Point
from multipolar.data.sea_network import SeaNetwork
from multipolar.data.sea_routes import SEA_SPEED_KM_A_DAY
from multipolar.errors import DataError

# The water area of the Northern Sea Route reaches from Novaya Zemlya to the Bering Strait (68 degrees 58 minutes west).
NORTHERN_WEST, NORTHERN_EAST, NORTHERN_SOUTH = 57.0, -168.98, 66.0
FARTHEST_ACCESS_KM = 160.0


@dataclass(frozen=True, slots=True)
class PortGraph:
    """The contracted graph: ports first, then the ends of edges over gates.

    Attributes
    ----------
    ports : codes, the first nodes.
    days : (T, T) days without passing any gate; inf where there is no such way.
    km, northern_km : (T, T) the same voyage in km, and the part of it in the water of the Northern Sea Route.
    gate_start, gate_end : (G,) ends of the edges over gates; gate_km, gate_mask : their length and bits.
    node : (T,) node of the network; access_km : (P,) from port to network.
    predecessors : (T, V) in the network with all gates shut, for drawing.
    """

    ports: tuple[str, ...]
    days: Array
    km: Array
    northern_km: Array
    gate_start: IntArray
    gate_end: IntArray
    gate_km: Array
    gate_northern_km: Array
    gate_days: Array
    gate_mask: IntArray
    node: IntArray
    access_km: Array
    predecessors: IntArray


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Routes between ports: ``first < second`` positions of ports, mask, km, km in northern water, sorted by days."""

    first: IntArray
    second: IntArray
    mask: IntArray
    km: Array
    northern_km: Array


def contract(network: SeaNetwork, ports: Mapping[str, Point], passages: Mapping[str, Passage]) -> PortGraph:
    """Contract the network to ports and gates.

    Raises
    ------
    DataError
        If a port lies more than `FARTHEST_ACCESS_KM` from the network.
    """
    gated = network.mask != 0
    found = {code: network.nearest(place) for code, place in ports.items()}
    stranded = {code: round(away) for code, (_, away) in found.items() if away > FARTHEST_ACCESS_KM}
    if stranded:
        raise DataError("ports", "lie too far from the sea network", evidence=f"km to it: {stranded}")
    ends = sorted(set(network.start[gated].tolist()) | set(network.end[gated].tolist()))
    node = np.asarray([found[code][0] for code in ports] + ends, dtype=np.int64)
    access = np.asarray([found[code][1] for code in ports])
    northern = _northern(network)
    size = len(network.place)
    # A length of zero would be read as no edge.
    length = np.maximum(network.km[~gated], 1e-6)
    graph = coo_matrix((length, (network.start[~gated], network.end[~gated])), shape=(size, size)).tocsr()
    whole, predecessors = dijkstra(graph, directed=False, indices=node, return_predecessors=True)
    within = _along(network, northern, whole, predecessors)
    spur = np.concatenate([access, np.zeros(len(ends))])
    km = whole[:, node] + spur[:, None] + spur[None, :]
    np.fill_diagonal(km, 0.0)
    position = {where: len(ports) + index for index, where in enumerate(ends)}
    gate_km, gate_mask = network.km[gated], network.mask[gated]
    stay = np.zeros(gate_km.size)
    for passage in passages.values():
        stay += np.where(gate_mask & passage.bit, passage.stay_days, 0.0)
    return PortGraph(
        ports=tuple(ports),
        days=km / SEA_SPEED_KM_A_DAY,
        km=km,
        northern_km=within[:, node],
        gate_start=np.asarray([position[where] for where in network.start[gated].tolist()], dtype=np.int64),
        gate_end=np.asarray([position[where] for where in network.end[gated].tolist()], dtype=np.int64),
        gate_km=gate_km,
        gate_northern_km=np.where(northern[gated], gate_km, 0.0),
        gate_days=gate_km / SEA_SPEED_KM_A_DAY + stay,
        gate_mask=gate_mask,
        node=node,
        access_km=access,
        predecessors=predecessors,
    )


def enumerate_routes(graph: PortGraph) -> Alternatives:
    """Every route that is the fastest one of its pair under some set of closed passages."""
    count = len(graph.ports)
    solved: dict[int, tuple[Array, IntArray, Array, Array]] = {}
    rows: list[tuple[int, int, int, float, float, float]] = []
    # Pairs that still have to be looked at, by the set of closed passages under which to look.
    waiting: dict[int, set[tuple[int, int]]] = {0: {(a, b) for a in range(count) for b in range(a + 1, count)}}
    seen: set[tuple[int, int, int]] = set()
    while waiting:
        closed = min(waiting, key=lambda mask: (mask.bit_count(), mask))
        pairs = waiting.pop(closed)
        if closed not in solved:
            solved[closed] = _solve(graph, closed)
        days, mask, km, northern = solved.pop(closed)
        for a, b in pairs:
            if not np.isfinite(days[a, b]):
                continue
            used = int(mask[a, b])
            if (a, b, used) not in seen:
                seen.add((a, b, used))
                rows.append((a, b, used, float(days[a, b]), float(km[a, b]), float(northern[a, b])))
            for bit in _bits(used):
                waiting.setdefault(closed | bit, set()).add((a, b))
    rows = _undominated(rows)
    rows.sort(key=lambda row: (row[0], row[1], row[3], row[2]))
    table = np.asarray(rows)
    return Alternatives(
        first=table[:, 0].astype(np.int64),
        second=table[:, 1].astype(np.int64),
        mask=table[:, 2].astype(np.int64),
        km=table[:, 4],
        northern_km=table[:, 5],
    )


def _undominated(
    rows: list[tuple[int, int, int, float, float, float]],
) -> list[tuple[int, int, int, float, float, float]]:
    """Without routes that another of the same pair beats with no passage that the route itself does without."""
    kept: list[tuple[int, int, int, float, float, float]] = []
    best: dict[tuple[int, int], list[int]] = {}
    for row in sorted(rows, key=lambda row: (row[0], row[1], row[3], row[2].bit_count())):
        masks = best.setdefault((row[0], row[1]), [])
        if all(mask & ~row[2] for mask in masks):
            masks.append(row[2])
            kept.append(row)
    return kept


def fastest(graph: PortGraph, closed: int, sources: IntArray) -> tuple[Array, IntArray]:
    """Days and predecessors (S, T) in the contracted graph with some passages closed."""
    days, _ = _open_edges(graph, closed)
    # Sparse, since a dense graph would lose the edges of nearly no length: a port at the very end of a gate.
    start, end = np.nonzero(np.isfinite(days) & ~np.eye(len(days), dtype=bool))
    edges = coo_matrix((np.maximum(days[start, end], 1e-9), (start, end)), shape=days.shape).tocsr()
    reach, before = dijkstra(edges, directed=False, indices=sources, return_predecessors=True)
    return reach, before


def _open_edges(graph: PortGraph, closed: int) -> tuple[Array, IntArray]:
    """Days (T, T) between nodes that are joined, and the edge over a gate that joins them best (-1: no gate)."""
    days, through = graph.days.copy(), np.full(graph.days.shape, -1, dtype=np.int64)
    for edge in np.flatnonzero((graph.gate_mask & closed) == 0):
        a, b = graph.gate_start[edge], graph.gate_end[edge]
        if graph.gate_days[edge] < days[a, b]:
            days[a, b] = days[b, a] = graph.gate_days[edge]
            through[a, b] = through[b, a] = edge
    return days, through


def _solve(graph: PortGraph, closed: int) -> tuple[Array, IntArray, Array, Array]:
    """Days, mask, km and northern km (P, P) of the fastest routes with some passages closed."""
    size, count = len(graph.days), len(graph.ports)
    _, through = _open_edges(graph, closed)
    gated = through >= 0
    km = np.where(gated, graph.gate_km[through], graph.km)
    northern = np.where(gated, graph.gate_northern_km[through], graph.northern_km)
    bits = np.where(gated, graph.gate_mask[through], 0)
    reach, before = fastest(graph, closed, np.arange(count))
    mask = np.zeros((count, size), dtype=np.int64)
    length, cold = np.zeros((count, size)), np.zeros((count, size))
    for source in range(count):
        for target in np.argsort(reach[source], kind="stable"):
            last = before[source, target]
            if last >= 0:
                mask[source, target] = mask[source, last] | bits[last, target]
                length[source, target] = length[source, last] + km[last, target]
                cold[source, target] = cold[source, last] + northern[last, target]
    return reach[:, :count], mask[:, :count], length[:, :count], cold[:, :count]


def _northern(network: SeaNetwork) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Edges in the water of the Northern Sea Route, by both ends."""

    def inside(place: Array) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        east = (place[:, 0] >= NORTHERN_WEST) | (place[:, 0] <= NORTHERN_EAST)
        # The White Sea and the Pechora Sea lie west of it, and its coast is Russia's: Alaska begins at the strait.
        within: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = east & (place[:, 1] >= NORTHERN_SOUTH - 0.1)
        return within

    return inside(network.place[network.start]) & inside(network.place[network.end])


def _along(
    network: SeaNetwork, flagged: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], reach: Array, before: IntArray
) -> Array:
    """(T, V) km of the flagged edges along each shortest path."""
    total = np.zeros(reach.shape)
    pairs = {
        (int(a), int(b)): float(length)
        for a, b, length in zip(network.start[flagged], network.end[flagged], network.km[flagged], strict=True)
    }
    for source in range(len(reach)):
        row, last = total[source], before[source]
        for target in np.argsort(reach[source], kind="stable"):
            previous = int(last[target])
            if previous >= 0:
                edge = (previous, int(target)) if previous < target else (int(target), previous)
                row[target] = row[previous] + pairs.get(edge, 0.0)
    return total


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low
        mask ^= low


def walk(graph: PortGraph, network: SeaNetwork, start: int, end: int) -> Sequence[Point]:
    """Corners of the way between two nodes of the contracted graph that passes no gate."""
    step, corners = int(graph.node[end]), []
    while step >= 0:
        corners.append((float(network.place[step, 0]), float(network.place[step, 1])))
        step = int(graph.predecessors[start, step])
    return corners[::-1]
