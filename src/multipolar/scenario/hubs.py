"""All detours of a scenario on one table of hubs, finished after every ban has been written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.model.hubs import HubNest
from multipolar.scenario.border import Border
from multipolar.scenario.model_numbers import ModelNumber
from multipolar.scenario.place import Notice

SERVICES = ("G", "H49", "H50", "H51", "H52")
"""Sectors whose prices make the price of a hub's services: trade, transport, warehousing; weighted by output."""


@dataclass(frozen=True, slots=True)
class Way:
    """One hub for some cells, as one instrument states it.

    Attributes
    ----------
    hub : code. cells : (M,) flat, sorted. share : (M,) baseline share, enforcement taken out.
    transit_cost, margin : over the price of the good. elasticity_ratio : between ways, over the trade elasticity.
    """

    instrument: str
    hub: str
    cells: IntArray
    share: Array
    transit_cost: float
    margin: float
    elasticity_ratio: float


class HubChannels:
    """Collects the ways through hubs; `finish` joins them with the bans on the same cells.

    Of two instruments that name the same hub for the same cell, the later one counts, and the elasticity between ways
    is that of the latest instrument on the cell.

    Attributes
    ----------
    baseline : whose axes cells refer to.
    nest : what the model gets; None before `finish`, and when nothing that is stopped has a way round.
    codes : hubs of the nest, in its order.
    stopped : (M,) cells of the scenario's ways that bans stop at least in part, those without any open hub included.
    numbers : what the instruments take for their hubs, each with its standing.
    notices : what a reader of the result must know.
    """

    def __init__(self, baseline: Baseline) -> None:
        self.baseline = baseline
        self.ways: list[Way] = []
        self.nest: HubNest | None = None
        self.codes: tuple[str, ...] = ()
        self.stopped: IntArray = np.zeros(0, dtype=np.int64)
        self.numbers: list[ModelNumber] = []
        self.notices: list[Notice] = []

    def add(self, way: Way) -> None:
        """Take one way into the table."""
        self.ways.append(way)

    def _without_effect(self, codes: tuple[str, ...], share: Array) -> Iterator[Notice]:
        """Instruments for which no goods come through any hub, and why."""
        for name in dict.fromkeys(way.instrument for way in self.ways):
            ways = [way for way in self.ways if way.instrument == name]
            if not np.intersect1d(self.stopped, ways[0].cells).size:
                text = "No ban of the scenario stops goods that it covers: it changes nothing."
            elif not any(share[codes.index(way.hub)].any() for way in ways):
                text = (
                    "None of its hubs gives a way round what is stopped (closed, without a datum, or itself buyer or "
                    "seller): it changes nothing."
                )
            else:
                continue
            yield Notice("nothing", text, name)

    def counted(self, cells: IntArray) -> IntArray:
        """Those of flat cells for which a hub is open to what bans stop, once finished."""
        return cells[:0] if self.nest is None else np.intersect1d(cells, self.nest.cells)

    def finish(self, border: Border) -> None:
        """Move the bans on cells with an open way from the fixed part of the wedges into the hubs' Responses.

        A way is as open as its two legs: a hub that has joined the ban, or to which the origin may not sell either, has
        its share cut by the survival share of that leg. Cells that no ban touches, and cells without any open way, stay
        exactly as they were.
        """
        traded = self.baseline.trade_share.ravel() > 0
        cells = np.unique(np.concatenate([way.cells for way in self.ways])) if self.ways else self.stopped
        survival = border.open_share.copy()
        cells = cells[traded[cells] & (survival[cells] < 1.0)]
        self.stopped = cells
        codes = tuple(dict.fromkeys(way.hub for way in self.ways))
        axis = self.baseline.economy_index()
        size = (len(codes), cells.size)
        share, transit, margin = np.zeros(size), np.zeros(size), np.zeros(size)
        ratio = np.ones(cells.size)
        disputes = Disputes(len(codes), cells.size)
        for way in self.ways:
            known, here, there = np.intersect1d(cells, way.cells, assume_unique=True, return_indices=True)
            row = codes.index(way.hub)
            disputes.add(way, row, here)
            share[row, here] = way.share[there] * _legs(known, axis[way.hub], survival, self.baseline)
            transit[row, here], margin[row, here] = way.transit_cost, way.margin
            ratio[here] = way.elasticity_ratio
        # Shares that an author gave hub by hub may exceed the whole; the direct way then had nothing.
        share /= np.maximum(share.sum(axis=0), 1.0)
        self.notices += disputes.notices()
        self.notices += self._without_effect(codes, share)
        used, kept = share.any(axis=1), share.any(axis=0)
        if not used.any():
            return
        cells, (rows,) = cells[kept], np.nonzero(used)
        theta = _on_cells(border.trade_elasticity, cells, self.baseline)
        hubs = np.array([axis[codes[row]] for row in rows], dtype=np.int64)
        self.codes = tuple(codes[row] for row in rows)
        self.nest = HubNest(
            cells=cells,
            hubs=hubs,
            open_share=survival[cells],
            share=share[rows][:, kept],
            transit_cost=transit[rows][:, kept],
            margin=margin[rows][:, kept],
            channel_elasticity=ratio[kept] * theta,
            trade_elasticity=theta,
            service_weight=_service_weight(self.baseline, hubs),
        )
        border.open_share[cells] = 1.0
        border.responses.extend(self.nest.responses(self.codes))


class Disputes:
    """Instruments that say different things of the same flows; the later one counts.

    Parameters
    ----------
    hubs, cells : how many.
    """

    def __init__(self, hubs: int, cells: int) -> None:
        self._ways: list[Way] = []
        self._of_hub: IntArray = np.full((hubs, cells), -1, dtype=np.int64)
        self._of_cell: IntArray = np.full(cells, -1, dtype=np.int64)
        self._found: dict[tuple[str, str, str], None] = {}

    def add(self, way: Way, row: int, here: IntArray) -> None:
        """Take in one way that goes on some of the cells."""
        for place in np.unique(self._of_cell[here]):
            if place >= 0 and self._ways[place].elasticity_ratio != way.elasticity_ratio:
                self._found["", self._ways[place].instrument, way.instrument] = None
        for place in np.unique(self._of_hub[row, here]):
            if place >= 0:
                self._found[way.hub, self._ways[place].instrument, way.instrument] = None
        self._of_hub[row, here] = self._of_cell[here] = len(self._ways)
        self._ways.append(way)

    def notices(self) -> Iterator[Notice]:
        """What counts, for each pair of instruments."""
        for hub, earlier, later in self._found:
            if hub:
                text = f"{hub} is a hub of {earlier} too, for the same flows: what {later} says of it counts."
            else:
                text = (
                    f"{earlier} has another elasticity_ratio for the same flows: that of {later} counts for all hubs."
                )
            yield Notice("conflict", text, later)


def _on_cells(elasticity: Array, cells: IntArray, baseline: Baseline) -> Array:
    """(M,) trade elasticities of cells, from (J,) by sector or (J, N) by sector and importer."""
    sector, importer, _ = np.unravel_index(cells, baseline.trade_share.shape)
    return np.asarray(elasticity[sector] if elasticity.ndim == 1 else elasticity[sector, importer])


def _legs(cells: IntArray, hub: int, survival: Array, baseline: Baseline) -> Array:
    """(M,) survival share of the leg from the origin to the hub times that of the leg from the hub to the buyer."""
    shape = baseline.trade_share.shape
    sector, importer, exporter = np.unravel_index(cells, shape)
    first = np.ravel_multi_index((sector, np.full_like(sector, hub), exporter), shape)
    second = np.ravel_multi_index((sector, importer, np.full_like(sector, hub)), shape)
    return np.minimum(survival[first], 1.0) * np.minimum(survival[second], 1.0)


def _service_weight(baseline: Baseline, hubs: IntArray) -> Array:
    """(H, J) weights of sectors in the price of a hub's services; all sectors where a table has none of `SERVICES`."""
    chosen = np.array([code in SERVICES for code in baseline.sectors])
    output = baseline.gross_output[:, hubs].T
    weight = np.where(chosen, output, 0.0)
    weight = np.where(weight.sum(axis=1, keepdims=True) > 0, weight, output)
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))
