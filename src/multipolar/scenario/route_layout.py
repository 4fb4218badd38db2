"""Route alternatives laid out for the nest: one row for each pair and branch, its sea paths in flat arrays.

A branch is a pair of ports: an economy with several coasts sends a fixed share of its goods through each, since
harbours, pipelines and hinterland do not move. `No path` is a state, never a distance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, BoolArray, IntArray
from multipolar.codes.passages import NORTHERN_SEA_ROUTE, passage_mask, passages
from multipolar.errors import DataError

GREAT = ("suez", "panama", "magellan", "cape-of-good-hope", NORTHERN_SEA_ROUTE)
"""Passages that tell voyages apart. Which strait of Indonesia or side of Taiwan a ship takes is a detail of one
voyage."""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Ways to go, flat: one entry each.

    Attributes
    ----------
    importer, exporter : positions of economies.
    branch : any number that tells the pairs of ports of one pair of economies apart; 0 for what is not by sea.
    share : of the pair's sea trade that goes by the branch; the same for all paths of a branch.
    mask : passages that a sea path uses, a bit each.
    km, ice_km, overland_km : length, and the parts of it along the Northern Sea Route and on land to a port abroad.
    days : of all but the part along the Northern Sea Route.
    kind : ``sea``, ``land`` or the code of a corridor.
    """

    importer: IntArray
    exporter: IntArray
    branch: IntArray
    share: Array
    mask: IntArray
    km: Array
    ice_km: Array
    overland_km: Array
    days: Array
    kind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteLayout:
    """All alternatives of all pairs: N pairs, R rows, A sea paths, W ways.

    A way is all paths of a row through the same of the `GREAT` passages; its paths are variants of one voyage.

    Attributes
    ----------
    importer, exporter : (N,) positions of economies, by pair.
    pair : (R,) pair of each row. weight : (R,) share of the pair's goods; sums to one by pair.
    row, way : (A,) row and way of each sea path, ascending. way_row : (W,) row of each way, ascending.
    entry : (A,) position of the path in the `Alternatives` that were laid out.
    mask : (A,) passages that a sea path uses, a bit each.
    km, ice_km, overland_km : (A,) length, and its parts along the Northern Sea Route and on land to a port abroad.
    days : (A,) of all but the part along the Northern Sea Route.
    land_km : (R,) length overland, infinite where no land path is known.
    corridors : codes of corridors, in order.
    corridor_km : (R, K) length by corridor, infinite where a pair cannot use it.
    """

    importer: IntArray
    exporter: IntArray
    pair: IntArray
    weight: Array
    row: IntArray
    way: IntArray
    way_row: IntArray
    entry: IntArray
    mask: IntArray
    km: Array
    ice_km: Array
    overland_km: Array
    days: Array
    land_km: Array
    corridors: tuple[str, ...]
    corridor_km: Array

    def elasticity_of(self, trade_elasticity: Array, sector: int) -> float | Array:
        """One sector's trade elasticity: one number from (J,), (N,) by pair from (J, N) by importer."""
        if trade_elasticity.ndim == 1:
            return float(trade_elasticity[sector])
        return np.asarray(trade_elasticity[sector, self.importer])

    @property
    def pairs(self) -> int:
        """Number of pairs with at least one alternative."""
        return self.importer.size

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.pair.size

    def uses(self, bits: int) -> BoolArray:
        """(A,) whether a sea path runs through any of the passages."""
        return np.asarray((self.mask & bits) != 0)

    def pairs_by(self, bits: int) -> BoolArray:
        """(N,) whether a pair has a sea path through any of the passages."""
        found = np.zeros(self.pairs, dtype=bool)
        found[self.pair[self.row[self.uses(bits)]]] = True
        return found

    def pairs_of(self, rows: BoolArray) -> BoolArray:
        """(N,) whether any row of a pair is marked."""
        return np.asarray(np.bincount(self.pair[rows], minlength=self.pairs) > 0)

    def by_row(self, values: Array) -> Array:
        """(R,) sums of (A,) values over the sea paths of each row."""
        return np.asarray(np.bincount(self.row, weights=values, minlength=self.rows), dtype=np.float64)

    def shortest_sea_km(self) -> Array:
        """(R,) length of the shortest path with the Northern Sea Route closed, infinite where there is none."""
        found = np.full(self.rows, np.inf)
        usual = ~self.uses(passages()[NORTHERN_SEA_ROUTE].bit)
        np.minimum.at(found, self.row[usual], self.km[usual])
        return found


def lay_out(ways: Alternatives, corridors: tuple[str, ...] = ()) -> RouteLayout:
    """Rows in the order importer, exporter, branch.

    Parameters
    ----------
    corridors : codes by which `Alternatives.kind` marks what is neither ``sea`` nor ``land``.

    Raises
    ------
    DataError
        If a kind is unknown, or the branches of a pair do not share out its sea trade.
    """
    kind = np.asarray(ways.kind)
    odd = sorted(set(ways.kind) - {"sea", "land", *corridors})
    if odd:
        raise DataError("routes", "have alternatives of an unknown kind", evidence=", ".join(odd))
    base = int(max(ways.importer.max(initial=0), ways.exporter.max(initial=0))) + 1
    pair_key, pair_of = np.unique(ways.importer * base + ways.exporter, return_inverse=True)
    sea = np.flatnonzero(kind == "sea")
    # A pair without a sea path has one row all the same.
    inland = np.setdiff1d(np.arange(pair_key.size), pair_of[sea])
    width = int(ways.branch.max(initial=0)) + 1
    branch_key = pair_of * width + ways.branch
    row_key = np.union1d(branch_key[sea], inland * width)
    pair = row_key // width
    row = np.searchsorted(row_key, branch_key[sea])
    weight = np.ones(row_key.size)
    weight[row] = ways.share[sea]
    total = np.bincount(pair, weights=weight, minlength=pair_key.size)
    if pair_key.size and np.abs(total - 1).max() > 1e-6:
        raise DataError("routes", "shares of a pair's ports do not sum to one", evidence=f"{total.min():.6g}")
    great = ways.mask[sea] & passage_mask(GREAT)
    bound = int(great.max(initial=0)) + 1
    way_key, way = np.unique(row * bound + great, return_inverse=True)
    order = np.argsort(way, kind="stable")
    sea, row, way = sea[order], row[order], way[order]

    def shortest(wanted: str) -> Array:
        found = np.full(pair_key.size, np.inf)
        np.minimum.at(found, pair_of[kind == wanted], ways.km[kind == wanted])
        return np.asarray(found[pair])

    by_corridor = [shortest(code) for code in corridors]
    return RouteLayout(
        importer=pair_key // base,
        exporter=pair_key % base,
        pair=pair,
        weight=weight / total[pair],
        row=row,
        way=way,
        way_row=way_key // bound,
        entry=sea,
        mask=ways.mask[sea],
        km=ways.km[sea],
        ice_km=ways.ice_km[sea],
        overland_km=ways.overland_km[sea],
        days=ways.days[sea],
        land_km=shortest("land"),
        corridors=corridors,
        corridor_km=np.column_stack(by_corridor) if by_corridor else np.zeros((row_key.size, 0)),
    )
