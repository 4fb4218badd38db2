"""Route alternatives laid out for the nest: one row for each pair and branch, one column for each way to go.

A branch is a pair of ports: an economy with several coasts sends a fixed share of its goods through each, since harbours,
pipelines and hinterland do not move. Axes: r row, c sea path, k corridor. A path that does not exist has infinite length;
`no path` is a state, never a distance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, BoolArray, IntArray
from multipolar.errors import DataError


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Ways to go, flat: one entry each.

    Attributes
    ----------
    importer, exporter : positions of economies.
    branch : any number that tells the pairs of ports of one pair of economies apart; 0 for what is not by sea.
    share : of the pair's sea trade that goes by the branch; the same for all paths of a branch.
    mask : passages that a sea path uses, a bit each.
    km, ice_km : length, and the part of it along the Northern Sea Route.
    kind : ``sea``, ``land`` or the code of a corridor.
    """

    importer: IntArray
    exporter: IntArray
    branch: IntArray
    share: Array
    mask: IntArray
    km: Array
    ice_km: Array
    kind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteLayout:
    """All alternatives of all pairs.

    Attributes
    ----------
    importer, exporter : (N,) positions of economies, by pair.
    pair : (R,) pair of each row. weight : (R,) share of the pair's goods; sums to one by pair.
    mask : (R, C) passages that a sea path uses, a bit each.
    km : (R, C) length of the sea path, infinite where there is none.
    ice_km : (R, C) part of it along the Northern Sea Route.
    land_km : (R,) length overland, infinite where no land path is known.
    corridors : codes of corridors, in order.
    corridor_km : (R, K) length by corridor, infinite where a pair cannot use it.
    """

    importer: IntArray
    exporter: IntArray
    pair: IntArray
    weight: Array
    mask: IntArray
    km: Array
    ice_km: Array
    land_km: Array
    corridors: tuple[str, ...]
    corridor_km: Array

    @property
    def pairs(self) -> int:
        """Number of pairs with at least one alternative."""
        return self.importer.size

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.pair.size

    def uses(self, bits: int) -> BoolArray:
        """(R, C) whether a sea path runs through any of the passages."""
        return np.asarray(((self.mask & bits) != 0) & np.isfinite(self.km))

    def pairs_of(self, rows: BoolArray) -> BoolArray:
        """(N,) whether any row of a pair is marked."""
        return np.asarray(np.bincount(self.pair[rows], minlength=self.pairs) > 0)


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
    key = ways.importer * base + ways.exporter
    pair_key, pair_of = np.unique(key, return_inverse=True)
    sea = kind == "sea"
    with_sea = np.unique(pair_of[sea])
    # A pair without a sea path has one row all the same.
    inland = np.setdiff1d(np.arange(pair_key.size), with_sea)
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
    weight = weight / total[pair]
    column = _counter(row)
    shape = (row_key.size, int(column.max(initial=0)) + 1)
    mask, km, ice = np.zeros(shape, dtype=np.int64), np.full(shape, np.inf), np.zeros(shape)
    mask[row, column], km[row, column], ice[row, column] = ways.mask[sea], ways.km[sea], ways.ice_km[sea]

    def shortest(wanted: str) -> Array:
        found = np.full(pair_key.size, np.inf)
        np.minimum.at(found, pair_of[kind == wanted], ways.km[kind == wanted])
        return found[pair]

    by_corridor = [shortest(code) for code in corridors]
    return RouteLayout(
        importer=pair_key // base,
        exporter=pair_key % base,
        pair=pair,
        weight=weight,
        mask=mask,
        km=km,
        ice_km=ice,
        land_km=shortest("land"),
        corridors=corridors,
        corridor_km=np.column_stack(by_corridor) if by_corridor else np.zeros((row_key.size, 0)),
    )


def _counter(row: IntArray) -> IntArray:
    """How many earlier entries have the same value."""
    order = np.argsort(row, kind="stable")
    sorted_row = row[order]
    position = np.arange(row.size)
    first = np.ones(row.size, dtype=bool)
    first[1:] = sorted_row[1:] != sorted_row[:-1]
    starts = np.maximum.accumulate(np.where(first, position, 0)) if row.size else position
    found = np.empty(row.size, dtype=np.int64)
    found[order] = position - starts
    return found
