"""What share of a good came through a hub before any ban: published trade and one stated rule.

The part of the trade from origin ``i`` to buyer ``n`` in sector ``j`` that went by way of hub ``h`` is taken to be

    share[h, j, n, i] = re-export rate * pattern[h, n] * ratio[h, j, n, i],   at most `LARGEST_SHARE`

* ratio: what the hub buys of the good from the origin, over what the buyer buys of it there. For Russia as buyer and
  the neighbours in Eurostat's table (Armenia, Belarus, Georgia, Kazakhstan, Kyrgyzstan, Uzbekistan) it is EU exports of
  goods that later came on the lists, 2021, by sector; all origins are taken to sell to them in the EU's ratio. For
  others it is the flows of the baseline's own table.
* pattern: share of the buyer in the hub's manufactured exports, in the baseline's own table: what is sold on goes where
  the hub's other goods go.
* re-export rate: share of what a hub buys abroad that it sells on. No table at hand gives it by hub: it is assumed, one
  number for all, and shown as such.

Neighbours without a row of their own (Kyrgyzstan, Armenia, Georgia, Uzbekistan in the bundled world) are part of the
rest of the world. `ROW` as a hub for Russia stands for them alone: its ratio is the sum of theirs, and its pattern that
of Kazakhstan. For any other buyer the rest of the world is no hub unless the scenario gives the share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.codes import sector_index
from multipolar.data.eu_sanctioned import PARTNERS, SanctionedExports, load_sanctioned_exports

REEXPORT_RATE = 0.05
"""Share of what a hub buys abroad that it sells on: assumed, no source gives one number for all hubs and goods."""
LARGEST_SHARE = 0.5
"""No hub carries more than half of a flow that the tables book as direct."""
BEFORE = ("2021-01", "2021-12")
"""Months of Eurostat's table from which the ratios come: all before the measures."""
TARGET = "RUS"
NEIGHBOURS = tuple(sorted(set(PARTNERS.values()) - {TARGET}))
STAND_IN = "KAZ"
REST = "ROW"

Basis = Literal["published", "table", "stand-in", "none"]


@dataclass(frozen=True, slots=True)
class HubShares:
    """Baseline share of each hub in some cells.

    Attributes
    ----------
    hubs : codes. share : (H, M), zero where a hub plays no part.
    basis : (H,) whence the ratio comes: ``published`` (Eurostat), ``table`` (the baseline's flows), ``stand-in`` (the
        neighbours without a row of their own, as the rest of the world), ``none`` (no datum, share zero).
    """

    hubs: tuple[str, ...]
    share: Array
    basis: tuple[Basis, ...]


def goods_cells(baseline: Baseline, cells: IntArray) -> IntArray:
    """Those of the flat cells (M,) whose sector makes goods: services are not carried through a hub."""
    known = sector_index()
    # A table with sectors of its own says nothing of goods and services; all are then taken as goods.
    is_goods = np.array([code not in known or known[code].goods for code in baseline.sectors])
    count = len(baseline.economies)
    return np.asarray(cells[is_goods[cells // (count * count)]], dtype=np.int64)


def hub_shares(
    baseline: Baseline,
    hubs: tuple[str, ...],
    cells: IntArray,
    reexport_rate: float = REEXPORT_RATE,
    exports: SanctionedExports | None = None,
) -> HubShares:
    """Baseline shares by the rule of this module.

    Parameters
    ----------
    hubs : codes on the axis of the baseline. cells : (M,) flat positions into (J, N, N).
    reexport_rate : share of what a hub buys abroad that it sells on.
    exports : Eurostat's table; the shipped one by default.
    """
    table = exports or load_sanctioned_exports()
    axis = baseline.economy_index()
    sector, importer, exporter = np.unravel_index(cells, baseline.trade_share.shape)
    share = np.zeros((len(hubs), cells.size))
    basis: list[Basis] = []
    flow = baseline.flow
    to_target = importer == axis.get(TARGET, -1)
    for row, hub in enumerate(hubs):
        place = axis[hub]
        ratio = _table_ratio(flow, place, sector, importer, exporter)
        pattern = export_pattern(baseline, place)[importer]
        found: Basis = "table"
        group = _neighbours_of(hub, axis)
        if hub == REST:
            ratio = np.zeros(cells.size)
            found = "none"
        if group and to_target.any() and (hub != REST or STAND_IN in axis):
            by_sector = published_ratio(baseline, table, group)
            ratio = np.where(to_target, by_sector[sector], ratio)
            found = "stand-in" if hub == REST else "published"
            if hub == REST:
                pattern = export_pattern(baseline, axis[STAND_IN])[importer]
        through = np.minimum(reexport_rate * pattern * ratio, LARGEST_SHARE)
        share[row] = np.where((importer == place) | (exporter == place) | (importer == exporter), 0.0, through)
        basis.append(found)
    return HubShares(hubs, share, tuple(basis))


def export_pattern(baseline: Baseline, hub: int) -> Array:
    """(N,) share of each buyer in the hub's manufactured exports; zero for itself.

    In a table without sectors of section C it is the share in all exports.
    """
    made = [j for j, code in enumerate(baseline.sectors) if code.startswith("C")]
    rows = made or list(range(len(baseline.sectors)))
    sold = baseline.flow[rows, :, hub].sum(axis=0)
    sold[hub] = 0.0
    total = float(sold.sum())
    return np.asarray(sold / total if total > 0 else sold)


def published_ratio(baseline: Baseline, table: SanctionedExports, partners: tuple[str, ...]) -> Array:
    """(J,) EU exports of listed goods to the partners over those to Russia before the measures.

    A sector without codes on the lists has the ratio of all listed goods.
    """

    def ratio(good: str) -> float:
        to_target = table.total(TARGET, *BEFORE, good)
        return sum(table.total(partner, *BEFORE, good) for partner in partners) / to_target if to_target > 0 else np.nan

    whole, listed = ratio(""), set(table.sectors())
    by_sector = np.array([ratio(code) if code in listed else np.nan for code in baseline.sectors])
    return np.where(np.isfinite(by_sector), by_sector, whole)


def _neighbours_of(hub: str, axis: Mapping[str, int]) -> tuple[str, ...]:
    if hub == REST:
        return tuple(code for code in NEIGHBOURS if code not in axis)
    return (hub,) if hub in NEIGHBOURS else ()


def _table_ratio(flow: Array, hub: int, sector: IntArray, importer: IntArray, exporter: IntArray) -> Array:
    bought, wanted = flow[sector, hub, exporter], flow[sector, importer, exporter]
    return np.asarray(np.divide(bought, wanted, out=np.zeros_like(bought), where=wanted > 0))
