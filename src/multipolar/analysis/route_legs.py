"""Goods by leg of their voyages, for a map: from port to passage, from passage to passage, from passage to port.

A path is known by its ports and the set of passages that it uses; their order is that of the shortest voyage over the
drawn legs. Voyages through no passage, and those too small to be seen, are left out.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from multipolar.analysis.routes import sent_by_row
from multipolar.arrays import Array
from multipolar.baseline.routes_legs import trunk_legs
from multipolar.codes.passages import Point, passages_of
from multipolar.data.sea_routes import sea_ports
from multipolar.scenario.route_nest import SEA, StateRoutes

if TYPE_CHECKING:
    from multipolar.scenario.routes import RouteChannels

DRAWN_SHARE = 0.98
FARTHEST_STAND_IN_KM = 3000.0
EARTH_RADIUS_KM = 6371.0
Ends = tuple[str, str]


def leg_values(
    channel: RouteChannels, states: Iterable[tuple[StateRoutes, ...]], flow: Array, trade_elasticity: Array
) -> Mapping[Ends, float]:
    """USD mn a year over each leg, both directions together, by its ends in alphabetical order.

    Parameters
    ----------
    states : by cargo. flow : (J, N, N) USD mn at the border. trade_elasticity : (J,).
    """
    layout, routes = channel.layout, channel.routes
    value = np.zeros(layout.row.size)
    for g, by_state in enumerate(states):
        sent = sent_by_row(channel, g, by_state, flow, trade_elasticity)
        for s, state in enumerate(by_state):
            value += (sent[:, s] * state.mode_share[:, SEA])[layout.row] * state.path_share
    ends = np.sort(
        np.stack([routes.exporter_port[layout.entry], routes.importer_port[layout.entry], layout.mask])[:2], axis=0
    )
    size = len(routes.ports)
    key = (layout.mask * size + ends[0]) * size + ends[1]
    voyages, where = np.unique(key, return_inverse=True)
    total = np.bincount(where, weights=value * (layout.mask != 0))
    order = np.argsort(-total)
    drawn = order[: int(np.searchsorted(np.cumsum(total[order]), DRAWN_SHARE * total.sum())) + 1]
    found: dict[Ends, float] = {}
    for k in drawn:
        first, second = int(voyages[k] // size % size), int(voyages[k] % size)
        through = passages_of(int(voyages[k] // (size * size)))
        for leg in voyage(routes.ports[first], routes.ports[second], through):
            found[leg] = found.get(leg, 0.0) + float(total[k])
    return found


@functools.lru_cache(maxsize=65536)
def voyage(start: str, end: str, through: tuple[str, ...]) -> tuple[Ends, ...]:
    """Legs of the shortest voyage through all the passages, ends in alphabetical order; empty where none is drawn.

    A port without a drawn leg to a passage is drawn at the nearest port that has one.
    """
    best: tuple[float, tuple[str, ...]] = (np.inf, ())
    for order in itertools.permutations(through):
        if not order:
            break
        first, last = _drawn_port(start, order[0]), _drawn_port(end, order[-1])
        if first is None or last is None:
            continue
        stops = (first[0], *order, last[0])
        km = first[1] + last[1] + sum(_km(a, b) for a, b in itertools.pairwise(stops))
        if km < best[0]:
            best = (km, stops)
    return tuple((min(a, b), max(a, b)) for a, b in itertools.pairwise(best[1]))


def _km(a: str, b: str) -> float:
    found = trunk_legs().get((a, b))
    return np.inf if found is None else found.km


@functools.lru_cache(maxsize=4096)
def _drawn_port(port: str, passage: str) -> tuple[str, float] | None:
    """The port at which a voyage between a port and a passage is drawn, and km from the one to the other."""
    if (port, passage) in trunk_legs():
        return port, 0.0
    here = sea_ports()[port].place
    near = [
        (great_circle_km(here, sea_ports()[other].place), other)
        for other, to in trunk_legs()
        if to == passage and other in sea_ports()
    ]
    near = [found for found in near if found[0] <= FARTHEST_STAND_IN_KM]
    return (min(near)[1], min(near)[0]) if near else None


def great_circle_km(one: Point, other: Point) -> float:
    """Distance of two places, (longitude, latitude) in degrees."""
    a, b = (np.radians(np.array(place)) for place in (one, other))
    chord = np.sin((b[1] - a[1]) / 2) ** 2 + np.cos(a[1]) * np.cos(b[1]) * np.sin((b[0] - a[0]) / 2) ** 2
    return float(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord)))
