"""The rest of the world as one more economy, built by constraint.

Known: its output by sector, the value added of a group of 18 around it, customs values of its goods trade with each
economy. Assumed: its industries use inputs and its partners trade with it as with the emerging economies listed here.
Supply binds: where emerging-average inputs exceed what it produces, domestic inputs are cut and imports replace them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.data.reduced_icio import ReducedIcio, RestOfWorldTotals

#: Economies whose input structure and trade stand in for the rest of the world's.
EMERGING = (
    *("AGO", "ARE", "BGD", "BRN", "CIV", "CMR", "COD", "COL", "EGY", "JOR", "KAZ", "KHM", "LAO", "MAR", "MMR"),
    *("NGA", "PAK", "PER", "SAU", "SEN", "STP", "TUN", "UKR", "ZAF"),
)
#: Net taxes on inputs over input purchases. No source in the tables: assumed, a typical rate of supply-use tables.
NET_TAX_RATE = 0.025
#: A user keeps at least this share of the median value-added share of its sector when inputs from ROW are booked.
VALUE_ADDED_FLOOR = 0.35
#: Final use that stays final, and domestic supply that stays for final use, at least (share).
FINAL_FLOOR = 0.2
GOODS_COUNT = 27


@dataclass(frozen=True, slots=True)
class GoodsEvidence:
    """Goods trade with unlisted economies, USD mn, basic prices, NaN where unknown.

    Attributes
    ----------
    exports_ratio, imports_ratio : (N,) unlisted economies' sales to (purchases from) each economy over those of the
        emerging economies, all goods but fuels.
    crude : (N,) oil and gas bought from unlisted economies in the year itself.
    """

    exports_ratio: Array
    imports_ratio: Array
    crude: Array


@dataclass(frozen=True, slots=True)
class RestOfWorld:
    """Flows that close the world, USD mn; `N` counts the listed economies.

    Attributes
    ----------
    bought : (J, N) intermediate purchases of the rest of the world from exporter `i`.
    sold : (J, N) its intermediate sales to importer `n`.
    own : (J,) its use of its own intermediates.
    input_use : (K, J) its inputs from all origins.
    use_of_sold : (N, K, J) its sales by using sector.
    moved : USD mn of inputs that were moved to other users because value added would have been lost.
    """

    bought: Array
    sold: Array
    own: Array
    input_use: Array
    use_of_sold: Array
    moved: float


def build_rest_of_world(icio: ReducedIcio, totals: RestOfWorldTotals, evidence: GoodsEvidence) -> RestOfWorld:
    """Complete the rest of the world's intermediate flows (see the module's text for the rules)."""
    like = np.array([index for index, code in enumerate(icio.economies) if code in EMERGING])
    abroad = icio.intermediate.copy()
    diagonal = np.arange(len(icio.economies))
    abroad[:, diagonal, diagonal] = 0.0
    share = _input_coefficients(icio, totals, like)
    needed = share @ totals.output
    sold = _sales(icio, totals, evidence, abroad, like)
    sold, use_of_sold, moved = _book_at_users(icio, sold)
    bought = _purchases(icio, evidence, abroad, like, totals)
    room = (1.0 - FINAL_FLOOR) * icio.final_use
    bought = np.minimum(bought, room)
    own = np.minimum(needed - bought.sum(axis=1), (1.0 - FINAL_FLOOR) * totals.output - sold.sum(axis=1))
    own = np.maximum(own, totals.output * (1.0 - _final_ceiling(icio, like)) - sold.sum(axis=1))
    own = np.maximum(own, 0.0)
    bought = _raise_to(bought, needed - own, room)
    available = own + bought.sum(axis=1)
    use = _fit_inputs(share * totals.output[None, :], available, totals)
    return RestOfWorld(bought, sold, own, use, use_of_sold, moved)


def split_residual(residual: Array, input_purchases: Array) -> tuple[Array, Array]:
    """Value added and net taxes on inputs (both (J, N)) from what is left after all inputs are paid.

    Taxes are `NET_TAX_RATE` of input purchases, at most a fifth of what is left.
    """
    taxes = np.minimum(NET_TAX_RATE * input_purchases, 0.2 * np.maximum(residual, 0.0))
    return residual - taxes, taxes


def _input_coefficients(icio: ReducedIcio, totals: RestOfWorldTotals, like: IntArray) -> Array:
    """(K, J) inputs per unit of output: emerging structure, levels from the group's value-added share."""
    use = icio.input_use[like].sum(axis=0)
    mix = use / np.maximum(use.sum(axis=0, keepdims=True), 1e-12)
    value_added = np.divide(
        totals.group_value_added, totals.group_output, out=np.ones_like(totals.output), where=totals.group_output > 0
    )
    level = np.maximum(1.0 - value_added, 0.0) / (1.0 + NET_TAX_RATE)
    return np.asarray(mix * level[None, :])


def _fit_inputs(use: Array, available: Array, totals: RestOfWorldTotals) -> Array:
    """Scale (K, J) inputs to the supply of each (K,), keeping half of the group's value-added share in every user."""
    group = np.divide(
        totals.group_value_added, totals.group_output, out=np.ones_like(totals.output), where=totals.group_output > 0
    )
    most = totals.output * (1.0 - 0.5 * group) / (1.0 + NET_TAX_RATE)
    for _ in range(200):
        column = use.sum(axis=0)
        use = use * np.minimum(1.0, np.divide(most, column, out=np.ones_like(most), where=column > 0))[None, :]
        row = use.sum(axis=1)
        factor = np.divide(available, row, out=np.ones_like(row), where=row > 0)
        use = use * factor[:, None]
        if np.abs(factor - 1.0).max() < 1e-10:
            break
    return use


def _final_ceiling(icio: ReducedIcio, like: IntArray) -> Array:
    """(J,) largest share of output that plausibly goes to final use: half as much again as in emerging economies.

    It matters for oil and gas: without it a third of the output would have no user but final demand.
    """
    output = icio.gross_output[:, like].sum(axis=1)
    final = icio.final_use[:, like].sum(axis=1)
    share = np.divide(final, output, out=np.ones_like(output), where=output > 0)
    return np.asarray(np.minimum(1.5 * share + 0.05, 1.0))


def _sales(
    icio: ReducedIcio, totals: RestOfWorldTotals, evidence: GoodsEvidence, abroad: Array, like: IntArray
) -> Array:
    """(J, N) intermediate sales to each importer: emerging sales scaled by customs (goods) or by output (services)."""
    emerging = abroad[:, :, like].sum(axis=2)
    output = icio.gross_output[:, like].sum(axis=1)
    relative = np.divide(totals.output, output, out=np.zeros_like(output), where=output > 0)
    sold = emerging * relative[:, None]
    typical = np.nanmedian(evidence.exports_ratio)
    ratio = np.where(np.isfinite(evidence.exports_ratio), evidence.exports_ratio, typical)
    sold[:GOODS_COUNT] = emerging[:GOODS_COUNT] * ratio[None, :]
    crude = icio.sectors.index("B06")
    sold[crude] = np.where(np.isfinite(evidence.crude), evidence.crude, sold[crude])
    most = (1.0 - FINAL_FLOOR) * totals.output
    total = sold.sum(axis=1)
    return np.asarray(sold * np.minimum(1.0, np.divide(most, total, out=np.ones_like(total), where=total > 0))[:, None])


def _purchases(
    icio: ReducedIcio, evidence: GoodsEvidence, abroad: Array, like: IntArray, totals: RestOfWorldTotals
) -> Array:
    """(J, N) intermediate purchases from each exporter: what emerging economies buy, scaled like `_sales`."""
    emerging = abroad[:, like, :].sum(axis=1)
    size = totals.output.sum() / icio.gross_output[:, like].sum()
    bought = emerging * size
    typical = np.nanmedian(evidence.imports_ratio)
    ratio = np.where(np.isfinite(evidence.imports_ratio), evidence.imports_ratio, typical)
    bought[:GOODS_COUNT] = emerging[:GOODS_COUNT] * ratio[None, :]
    return np.asarray(bought)


def _raise_to(bought: Array, wanted: Array, room: Array) -> Array:
    """Raise purchases of each sector to `wanted` (J,) where `room` (J, N) allows it."""
    for _ in range(30):
        total = bought.sum(axis=1)
        factor = np.divide(wanted, total, out=np.ones_like(total), where=total > 0)
        bought = np.minimum(bought * np.maximum(factor, 1.0)[:, None], room)
    return bought


def _book_at_users(icio: ReducedIcio, sold: Array) -> tuple[Array, Array, float]:
    """Book sales at using sectors in proportion to their use of the input, within what value added can give up.

    Returns sales (J, N) as booked, (N, K, J) by user, and USD mn moved from users that had no room.
    """
    output = icio.gross_output
    share = np.divide(icio.residual, output, out=np.full_like(output, np.nan), where=output > 0)
    typical = np.nanmedian(share, axis=1)
    keep = np.minimum(VALUE_ADDED_FLOOR * typical[:, None] * output, 0.5 * icio.residual)
    keep = np.maximum(keep, 0.1 * icio.residual)
    room = np.maximum(icio.residual - keep, 0.0).T
    use = icio.input_use
    total = use.sum(axis=2, keepdims=True)
    pattern = np.divide(use, total, out=np.zeros_like(use), where=total > 0)
    wanted = sold.T[:, :, None] * pattern
    excess = np.maximum(wanted.sum(axis=1) - room, 0.0).sum()
    booked = wanted
    for _ in range(60):
        column = booked.sum(axis=1)
        booked = booked * np.minimum(1.0, np.divide(room, column, out=np.ones_like(room), where=column > 0))[:, None, :]
        free = np.maximum(room - booked.sum(axis=1), 0.0)
        short = sold.T - booked.sum(axis=2)
        spread = pattern * (free > 1e-6 * room)[:, None, :]
        weight = spread.sum(axis=2)
        add = np.divide(short, weight, out=np.zeros_like(short), where=(weight > 0) & (short > 0))
        booked = booked + spread * add[:, :, None]
    column = booked.sum(axis=1)
    booked = booked * np.minimum(1.0, np.divide(room, column, out=np.ones_like(room), where=column > 0))[:, None, :]
    return booked.sum(axis=2).T, booked, float(excess)
