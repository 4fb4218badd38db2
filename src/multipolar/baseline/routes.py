"""Routes of goods between the economies of a baseline: by sea through passages, by road, by corridors.

For each pair the alternatives are complete: whatever set of passages is closed, the fastest sea route that remains is
the fastest of those whose mask avoids the set (`multipolar.baseline.routes_graph`). Where none does, there is no path:
a state of its own, never a distance. An economy with several coasts trades through several ports; each pair of ports is
a lane with a share. Economies that no port is known for (``ROW``, aggregates) have no routes and are named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.routes_lanes import Columns, collect
from multipolar.codes.economies import economies, economy
from multipolar.codes.passages import NORTHERN_SEA_ROUTE, passage_mask, passages, passages_of
from multipolar.codes.tables import UnknownCodeError
from multipolar.data.land_links import land_links
from multipolar.data.sea_routes import SEA_SPEED_KM_A_DAY, port_routes, sea_port
from multipolar.errors import DataError

State = Literal["open", "no path", "no data"]


@dataclass(frozen=True, slots=True)
class RouteAnswer:
    """How far it is by sea, or why there is no answer.

    Attributes
    ----------
    state : ``open``; ``no path`` when every lane runs through a closed passage; ``no data`` without a known port.
    reason : one sentence for people.
    km, days : of the route, overland way to the ports included; None unless open. The days in northern water are
        counted at sea speed as well: season, ice speed and ice class belong to a scenario.
    northern_km, overland_km : parts of ``km``; None unless open.
    passages : codes in the order of `multipolar.codes.passages`, not of the voyage.
    ports : of the exporter and of the importer.
    lane_share : share of the pair's sea trade on this lane, with all lanes open.
    lost_share : share on lanes that have no path.
    road_km : by land, where the two are joined by it; None where not.
    """

    state: State
    reason: str
    km: float | None = None
    days: float | None = None
    northern_km: float | None = None
    overland_km: float | None = None
    passages: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    lane_share: float | None = None
    lost_share: float | None = None
    road_km: float | None = None


@dataclass(frozen=True, slots=True)
class Routes:
    """All alternatives of all pairs, (A,) each, sorted by importer, exporter, lane, days.

    Attributes
    ----------
    economies, passages : codes; bit ``1 << k`` of a mask is ``passages[k]``.
    pair_importer, pair_exporter : positions of economies.
    lane : number of the lane within its pair. A sea lane is a pair of ports; road and each corridor are lanes too.
    lane_share : share of the lane in the pair's sea trade: modelled (`multipolar.baseline.routes_lanes`). The
        sea lanes of a pair sum to one; road and corridors have one each (their part against the sea is not said here).
    mask : bits of the passages used.
    km : whole way; overland_km, northern_km : parts of it on land (to a port abroad, by road, by rail) and in the water
        of the Northern Sea Route.
    days_open_water : days of all but the northern part: `SEA_SPEED_KM_A_DAY` at sea, stays at canals, land transport.
        nan where unknown (pipelines).
    kind : position in `kinds`: ``sea``, ``land`` or the code of a corridor (`multipolar.data.corridors`).
    exporter_port, importer_port : positions in `ports`; -1 on land.
    start : (N, N) first alternative of the pair (importer, exporter), and ``count`` how many follow.
    without_data : economies that have no port here.
    """

    economies: tuple[str, ...]
    passages: tuple[str, ...]
    kinds: tuple[str, ...]
    ports: tuple[str, ...]
    pair_importer: IntArray
    pair_exporter: IntArray
    lane: IntArray
    lane_share: Array
    mask: IntArray
    km: Array
    overland_km: Array
    northern_km: Array
    days_open_water: Array
    kind: IntArray
    exporter_port: IntArray
    importer_port: IntArray
    start: IntArray
    count: IntArray
    without_data: tuple[str, ...]

    def alternatives(self, importer: str, exporter: str) -> slice:
        """Where the alternatives of a pair stand in the flat arrays; empty without data and for home trade.

        Raises
        ------
        UnknownCodeError
            If an economy is not in the baseline.
        """
        n, i = self._position(importer), self._position(exporter)
        first = int(self.start[n, i])
        return slice(first, first + int(self.count[n, i]))

    def distance(self, importer: str, exporter: str, closed: Iterable[str] = (), *, nsr: bool = False) -> RouteAnswer:
        """The sea route of a pair with some passages closed: on its main lane among those that have a path.

        Parameters
        ----------
        closed : names of passages.
        nsr : True opens the Northern Sea Route, which is closed otherwise.

        Raises
        ------
        UnknownCodeError
            If an economy is not in the baseline, or a passage is not known.
        """
        found = self.alternatives(importer, exporter)
        positions = np.arange(found.start, found.stop)
        positions = positions[self.kind[found] == 0]
        lacking = [code for code in (exporter, importer) if code in self.without_data]
        if lacking or importer == exporter:
            reason = f"no port is known for {' and '.join(lacking)}" if lacking else "goods stay at home"
            return RouteAnswer("no data", reason)
        link = land_links().get((importer, exporter))
        road_km = link.km if link else None
        shut = closed_mask(closed, nsr=nsr)
        free = positions[(self.mask[positions] & shut) == 0]
        if free.size == 0:
            reason = "every sea route runs through a closed passage" if positions.size else "they share their ports"
            return RouteAnswer("no path", reason, lost_share=1.0, road_km=road_km)
        days = self.days_open_water[free] + self.northern_km[free] / SEA_SPEED_KM_A_DAY
        lane_share = {int(lane): float(self.lane_share[at]) for at, lane in zip(free, self.lane[free], strict=True)}
        best = free[np.lexsort((days, -self.lane_share[free]))[0]]
        return RouteAnswer(
            state="open",
            reason="",
            km=float(self.km[best]),
            days=float(self.days_open_water[best] + self.northern_km[best] / SEA_SPEED_KM_A_DAY),
            northern_km=float(self.northern_km[best]),
            overland_km=float(self.overland_km[best]),
            passages=passages_of(int(self.mask[best])),
            ports=(self.ports[self.exporter_port[best]], self.ports[self.importer_port[best]]),
            lane_share=float(self.lane_share[best]),
            lost_share=max(0.0, round(1.0 - sum(lane_share.values()), 9)),
            road_km=road_km,
        )

    def _position(self, code: str) -> int:
        if code not in self.economies:
            raise UnknownCodeError("economy", code, remedy=f"The baseline has {len(self.economies)} economies.")
        return self.economies.index(code)


def closed_mask(closed: Iterable[str] = (), *, nsr: bool = False) -> int:
    """Bits of closed passages; the Northern Sea Route is among them unless opened.

    Raises
    ------
    UnknownCodeError
        If a passage is not known.
    """
    mask = passage_mask(closed)
    return mask if nsr else mask | passages()[NORTHERN_SEA_ROUTE].bit


def routes_of(baseline: Baseline) -> Routes:
    """The routes of a baseline's economies, matched by ISO3 code; computed once for each list of economies."""
    return routes_between(baseline.economies)


@lru_cache(maxsize=8)
def routes_between(codes: tuple[str, ...]) -> Routes:
    """The same for any list of economies by ISO3 code."""
    columns: Columns = collect(codes)
    size = len(codes)
    start, count = np.zeros((size, size), dtype=np.int64), np.zeros((size, size), dtype=np.int64)
    pair = columns.importer * size + columns.exporter
    found, where, many = np.unique(pair, return_index=True, return_counts=True)
    start[found // size, found % size] = where
    count[found // size, found % size] = many
    arrays = (columns.importer, columns.exporter, columns.lane, columns.lane_share, columns.mask, columns.km)
    more = (columns.overland_km, columns.northern_km, columns.days, columns.kind, columns.exporter_port)
    for array in (*arrays, *more, columns.importer_port, start, count):
        array.setflags(write=False)
    return Routes(
        economies=codes,
        passages=tuple(passages()),
        kinds=columns.kinds,
        ports=columns.ports,
        pair_importer=columns.importer,
        pair_exporter=columns.exporter,
        lane=columns.lane,
        lane_share=columns.lane_share,
        mask=columns.mask,
        km=columns.km,
        overland_km=columns.overland_km,
        northern_km=columns.northern_km,
        days_open_water=columns.days,
        kind=columns.kind,
        exporter_port=columns.exporter_port,
        importer_port=columns.importer_port,
        start=start,
        count=count,
        without_data=columns.without_data,
    )


def distance(origin: str, destination: str, closed: Iterable[str] = (), *, nsr: bool = False) -> RouteAnswer:
    """How far it is by sea between two economies, or between two ports, by code or name.

    Raises
    ------
    UnknownCodeError
        If a name is neither an economy nor a port, or a passage is not known.
    DataError
        If one is an economy and the other a port.
    """
    kinds = [_economy_or_port(text) for text in (origin, destination)]
    if kinds[0][0] != kinds[1][0]:
        raise DataError(
            f"{origin} to {destination}", "one is an economy and the other a port", remedy="Name two of the same kind."
        )
    if kinds[0][0] == "port":
        return port_distance(kinds[0][1], kinds[1][1], closed, nsr=nsr)
    known = tuple(found.code for found in economies())
    return routes_between(known).distance(kinds[1][1], kinds[0][1], closed, nsr=nsr)


def _economy_or_port(text: str) -> tuple[Literal["economy", "port"], str]:
    try:
        return "economy", economy(text).code
    except UnknownCodeError as unknown:
        try:
            return "port", sea_port(text).code
        except UnknownCodeError:
            raise unknown from None


def port_distance(one: str, other: str, closed: Iterable[str] = (), *, nsr: bool = False) -> RouteAnswer:
    """The fastest sea route between two bundled ports, by code or name, with some passages closed.

    Raises
    ------
    UnknownCodeError
        If a port or a passage is not known.
    """
    first, second = sea_port(one), sea_port(other)
    table = port_routes()
    found = table.between(first.code, second.code)
    mask, shut = table.mask[found], closed_mask(closed, nsr=nsr)
    free = np.flatnonzero((mask & shut) == 0)
    if free.size == 0:
        reason = "it is the same port" if first == second else "every sea route runs through a closed passage"
        return RouteAnswer("no path", reason)
    # Routes of a pair are stored by days, fastest first.
    best = found.start + int(free[0])
    used = passages_of(int(table.mask[best]))
    km = float(table.km[best])
    return RouteAnswer(
        state="open",
        reason="",
        km=km,
        days=km / SEA_SPEED_KM_A_DAY + sum(passages()[code].stay_days for code in used),
        northern_km=float(table.northern_km[best]),
        overland_km=0.0,
        passages=used,
        ports=(first.code, second.code),
        lane_share=1.0,
        lost_share=0.0,
    )
