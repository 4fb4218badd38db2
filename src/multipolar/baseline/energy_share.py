"""Which part of a sector's flow a product is: customs values against the table's flow, pair by pair.

The table's flows are at basic prices and customs values are not (Russia's oil and gas: 0.54 of customs), so the customs
value of a sector's products often exceeds the flow. The share is then the product's part of the customs value of all
products of its sector, so that shares never sum to more than one; where customs fall short of the flow the rest is
something else. Axis order: p product, n importer, i exporter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, BoolArray, IntArray
from multipolar.baseline.baseline import Baseline

#: Pairs with less customs value than this are not worth a line, USD mn.
SMALLEST_OVERFLOW = 50.0


@dataclass(frozen=True, slots=True)
class Overflow:
    """A pair whose customs value of a sector's products exceeds the table's flow of the sector, both USD mn."""

    sector: str
    exporter: str
    importer: str
    customs: float
    table: float

    @property
    def ratio(self) -> float:
        """Table over customs, below one."""
        return self.table / self.customs


@dataclass(frozen=True, slots=True)
class ProductShares:
    """`share` and `filled` (P, N, N) as in `Energy`; `overflow` by customs value, largest first."""

    share: Array
    filled: BoolArray
    overflow: tuple[Overflow, ...]


def product_shares(
    baseline: Baseline, sector_index: IntArray, value: Array, own: Array | None, missing: BoolArray
) -> ProductShares:
    """Shares of products in their sectors' flows.

    Parameters
    ----------
    sector_index : (P,) sector of each product, -1 where the baseline has none.
    value : (P, N, N) USD mn at customs in the year of the tonnes.
    own : the same in the baseline's own year, which says how much of the flow these products are; None: all of it.
    missing : (P, N, N) cells whose customs value is not known: the exporter's average stands in, and what the other
        products of the sector are on the pair is then no measurement either.
    """
    share, filled = np.zeros_like(value), np.zeros(value.shape, dtype=bool)
    overflow: list[Overflow] = []
    flow = baseline.flow
    for j in sorted(set(sector_index.tolist()) - {-1}):
        products = np.flatnonzero(sector_index == j)
        total, table = value[products].sum(axis=0), flow[j]
        own_total = total if own is None else own[products].sum(axis=0)
        covered = _ratio(np.minimum(own_total, table), table) if own is not None else (table > 0).astype(float)
        # A pair that trades in the year of the tonnes and did not in the table's year: what it ships is that product.
        covered = np.where((own_total == 0) & (total > 0) & (table > 0), 1.0, covered)
        share[products] = _ratio(value[products], total) * covered
        _fill(share, filled, products, table, missing, value)
        if own is not None:
            overflow += _overflow(baseline, j, own_total, table)
    return ProductShares(share, filled, tuple(sorted(overflow, key=lambda line: -line.customs)))


def _fill(share: Array, filled: BoolArray, products: IntArray, table: Array, missing: BoolArray, value: Array) -> None:
    """A missing product gets the exporter's average over pairs where all are known; the others leave it room."""
    holes = missing[products] & (value[products] == 0) & (table > 0)
    touched = holes.any(axis=0)
    weight = np.where(~missing[products].any(axis=0), table, 0.0)
    average = _ratio((share[products] * weight).sum(axis=1), weight.sum(axis=0)[None, :])
    stand_in = np.where(holes, average[:, None, :], 0.0)
    room = np.maximum(1.0 - stand_in.sum(axis=0), 0.0)
    known = share[products].sum(axis=0)
    share[products] = stand_in + share[products] * np.where(known > room, _ratio(room, known), 1.0)
    filled[products] = touched


def _overflow(baseline: Baseline, j: int, customs: Array, table: Array) -> list[Overflow]:
    abroad = ~np.eye(len(table), dtype=bool)
    importer, exporter = np.nonzero((customs > table) & (customs >= SMALLEST_OVERFLOW) & abroad)
    return [
        Overflow(
            baseline.sectors[j],
            baseline.economies[i],
            baseline.economies[n],
            float(customs[n, i]),
            float(table[n, i]),
        )
        for n, i in zip(importer.tolist(), exporter.tolist(), strict=True)
    ]


def _ratio(part: Array, whole: Array) -> Array:
    whole = np.broadcast_to(whole, part.shape)
    return np.asarray(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0))
