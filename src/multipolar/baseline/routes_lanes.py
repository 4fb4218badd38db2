"""The lanes of every pair of economies: pairs of ports by sea, road, and corridors, laid out in flat columns.

The share of a sea lane is modelled: the product of both ports' shares in their economy's sea trade, over the length of
the fastest route (the Northern Sea Route closed) to the power `LANE_DISTANCE_EXPONENT`, so that Russia sells to China
more from the Pacific than from the Baltic. Lanes below `LEAST_LANE_SHARE` are left out and their share is spread over
the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.codes.passages import NORTHERN_SEA_ROUTE, passages
from multipolar.data.corridors import corridors
from multipolar.data.land_links import land_links
from multipolar.data.sea_routes import SEA_SPEED_KM_A_DAY, Gateway, gateways, port_routes

LEAST_LANE_SHARE = 0.01
# Fitted to one figure: with it 56 % of the trade of China and the United States runs over the Pacific coast. Published:
# 56.9 % of the weight and 60.6 % of the value of containers from East Asia, March 2022 (Pacific Merchant Shipping
# Association, West Coast Trade Report). With 1 it would be 49 %, with 2 it would be 63 %.
LANE_DISTANCE_EXPONENT = 1.5
# Lorries and trains with their waits at borders; assumed.
OVERLAND_KM_A_DAY = 500.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Flat columns (A,), see `multipolar.baseline.routes.Routes`."""

    kinds: tuple[str, ...]
    ports: tuple[str, ...]
    importer: IntArray
    exporter: IntArray
    lane: IntArray
    lane_share: Array
    mask: IntArray
    km: Array
    overland_km: Array
    northern_km: Array
    days: Array
    kind: IntArray
    exporter_port: IntArray
    importer_port: IntArray
    without_data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lane:
    """One lane of a pair: where its routes stand among those of the ports, or one way over land."""

    importer: int
    exporter: int
    lane: int
    share: float
    kind: int
    routes: slice
    overland_km: float
    days: float
    exporter_port: int
    importer_port: int


def collect(codes: Sequence[str]) -> Columns:
    """Lay out all lanes of all ordered pairs, sorted by importer, exporter, lane and then days."""
    kinds = ("sea", "land", *corridors())
    known = gateways()
    sea: list[_Lane] = []
    overland: list[_Lane] = []
    for n, importer in enumerate(codes):
        for i, exporter in enumerate(codes):
            if n == i:
                continue
            lanes = _sea_lanes(n, i, known.get(importer, ()), known.get(exporter, ()))
            sea += lanes
            overland += _land_lanes(n, i, importer, exporter, kinds, len(lanes))
    return _columns(kinds, sea, overland, tuple(code for code in codes if code not in known))


def _sea_lanes(n: int, i: int, here: Sequence[Gateway], there: Sequence[Gateway]) -> list[_Lane]:
    table, northern = port_routes(), passages()[NORTHERN_SEA_ROUTE].bit
    weighed: list[tuple[float, Gateway, Gateway, slice]] = []
    for arrival in here:
        for departure in there:
            if arrival.port == departure.port:
                continue
            found = table.between(arrival.port, departure.port)
            everyday = found.start + int(np.argmax((table.mask[found] & northern) == 0))
            km = float(table.km[everyday]) + arrival.overland_km + departure.overland_km
            weighed.append((arrival.share * departure.share / km**LANE_DISTANCE_EXPONENT, arrival, departure, found))
    total = sum(weight for weight, *_ in weighed)
    kept = [entry for entry in weighed if entry[0] >= LEAST_LANE_SHARE * total]
    total = sum(weight for weight, *_ in kept)
    return [
        _Lane(
            importer=n,
            exporter=i,
            lane=lane,
            share=weight / total,
            kind=0,
            routes=found,
            overland_km=arrival.overland_km + departure.overland_km,
            days=(arrival.overland_km + departure.overland_km) / OVERLAND_KM_A_DAY,
            exporter_port=table.ports.index(departure.port),
            importer_port=table.ports.index(arrival.port),
        )
        for lane, (weight, arrival, departure, found) in enumerate(kept)
    ]


def _land_lanes(n: int, i: int, importer: str, exporter: str, kinds: Sequence[str], lane: int) -> list[_Lane]:
    ways: list[tuple[int, float, float]] = []
    link = land_links().get((importer, exporter))
    if link is not None:
        ways.append((1, link.km, link.km / OVERLAND_KM_A_DAY))
    for code, corridor in corridors().items():
        if corridor.serves(importer, exporter):
            ways.append((kinds.index(code), corridor.km, np.nan if corridor.days is None else corridor.days))
    return [
        _Lane(n, i, lane + extra, 1.0, kind, slice(0, 0), km, days, -1, -1)
        for extra, (kind, km, days) in enumerate(ways)
    ]


def _columns(kinds: tuple[str, ...], sea: list[_Lane], overland: list[_Lane], lacking: tuple[str, ...]) -> Columns:
    table = port_routes()
    stay = np.zeros(table.mask.size)
    for passage in passages().values():
        stay += np.where(table.mask & passage.bit, passage.stay_days, 0.0)
    sea_days = (table.km - table.northern_km) / SEA_SPEED_KM_A_DAY + stay

    many = np.array([lane.routes.stop - lane.routes.start for lane in sea], dtype=np.int64)
    route = np.concatenate([np.arange(lane.routes.start, lane.routes.stop) for lane in sea] or [np.zeros(0)])
    route = route.astype(np.int64)

    def integers(name: str) -> IntArray:
        first = np.array([getattr(lane, name) for lane in sea], dtype=np.int64)
        last = np.array([getattr(lane, name) for lane in overland], dtype=np.int64)
        return np.concatenate([np.repeat(first, many), last])

    def numbers(name: str) -> Array:
        first = np.array([getattr(lane, name) for lane in sea], dtype=float)
        last = np.array([getattr(lane, name) for lane in overland], dtype=float)
        return np.concatenate([np.repeat(first, many), last])

    def at_sea(values: Array) -> Array:
        return np.concatenate([values[route], np.zeros(len(overland))])

    overland_km, days = numbers("overland_km"), numbers("days") + at_sea(sea_days)
    km = at_sea(table.km) + overland_km
    importer, exporter, lane = integers("importer"), integers("exporter"), integers("lane")
    northern_km = at_sea(table.northern_km)
    order = np.lexsort((days + northern_km / SEA_SPEED_KM_A_DAY, lane, exporter, importer))
    mask = np.concatenate([table.mask[route], np.zeros(len(overland), dtype=np.int64)])
    return Columns(
        kinds=kinds,
        ports=table.ports,
        importer=importer[order],
        exporter=exporter[order],
        lane=lane[order],
        lane_share=numbers("share")[order],
        mask=mask[order],
        km=km[order],
        overland_km=overland_km[order],
        northern_km=northern_km[order],
        days=days[order],
        kind=integers("kind")[order],
        exporter_port=integers("exporter_port")[order],
        importer_port=integers("importer_port")[order],
        without_data=lacking,
    )
