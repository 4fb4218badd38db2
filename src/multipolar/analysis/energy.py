"""Energy after a scenario: who ships how much to whom, at what price and discount.

Tonnes. A product moves with the flow of its sector on the pair: tonnes after are tonnes before times the quantity ratio
of the sector's cell (value at the border deflated by the seller's price, iceberg losses taken out). Where an instrument
names a product (a price cap, a ban with a `product`; else the caller says so), ``g`` is the factor that it puts on the
buyer's demand for the product's part ``s`` of the flow; with ``m = 1 - sum s (1 - g)`` over the named products of the
sector each moves with ``g / m`` times the sector's ratio and the others with ``1 / m`` times, so that the parts still
sum to the flow.

Prices. The numeraire is world value added: dollars are such that nominal world income is what it was. The seller's
price at its border is its price before times the change of its cost and of its export tax; the benchmark moves with the
sellers whose grade it is (Norway and the United Kingdom for Brent). Transport is a stated margin on the price before
(`TRANSPORT_MARGIN`), changed by the trade cost of the result. Axis order: p product, n importer, i exporter.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multipolar.analysis.energy_named import factors_of_result
from multipolar.arrays import Array, BoolArray, frozen
from multipolar.baseline.energy import Energy, energy_of, quoted_units
from multipolar.baseline.energy_cells import EnergyStatus
from multipolar.codes.energy_products import energy_product
from multipolar.errors import AssumptionError, ShapeError
from multipolar.simulation.result import Result

#: Transport and insurance before, as a part of the price at the seller's border. Assumed: the trade-weighted average of
#: all goods in OECD's ITIC database, 1995 to 2014 (Miao and Fortanier 2017); it has no figure for oil at hand.
TRANSPORT_MARGIN = 0.06
#: A fall in home use, and in what refineries sell, that is worth a word beside a rise in exports.
LEAST_LESS = 0.02
CRUDE, REFINING = "crude", "C19"


@dataclass(frozen=True, slots=True)
class EnergyFlows:
    """Energy before and after. Prices are dollars per quoted unit: barrel, MMBtu, tonne of coal.

    Attributes
    ----------
    energy : what was. scenario : name of the result.
    quantity : (P, N, N) Mt after; NaN where tonnes before are missing or the table has no flow that could move.
    quantity_hat : (P, N, N) ratio; NaN where the sector's flow was zero.
    unmodelled : (P, N, N) True where tonnes were shipped and the table has no flow.
    price, price_after : (P, N, N) at the seller's border. own_price : (P, N, N) True where `price` is the pair's own
        unit value; elsewhere it is the exporter's mean, or the benchmark where it has none.
    benchmark, benchmark_after : (P,).
    transport, transport_after : (P, N, N) from the seller's border to the buyer's.
    transport_margin : assumed share of the price that `transport` is.
    named : products that an instrument names, apart from their sector.
    notes : what a reader must know.
    """

    energy: Energy
    scenario: str
    quantity: Array
    quantity_hat: Array
    unmodelled: BoolArray
    price: Array
    price_after: Array
    own_price: BoolArray
    benchmark: Array
    benchmark_after: Array
    transport: Array
    transport_after: Array
    transport_margin: float
    named: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def discount(self) -> Array:
        """(P, N, N) benchmark less the price at the seller's border, before; negative is a premium."""
        return np.asarray(self.benchmark[:, None, None] - self.price)

    @property
    def discount_after(self) -> Array:
        """(P, N, N) the same after; comparable with a discount quoted at the seller's port."""
        return np.asarray(self.benchmark_after[:, None, None] - self.price_after)

    @property
    def known(self) -> BoolArray:
        """(P, N, N) pairs between two economies whose tonnes are sound before and known after."""
        abroad = ~np.eye(len(self.energy.economies), dtype=bool)
        return np.asarray(self.energy.usable & abroad & np.isfinite(self.quantity))


def energy_flows(
    result: Result,
    year: int | None = None,
    *,
    energy: Energy | None = None,
    named: Mapping[str, Array] | None = None,
    transport_margin: float = TRANSPORT_MARGIN,
) -> EnergyFlows:
    """Tonnes and prices of a result.

    Parameters
    ----------
    year : of the tonnes before; the baseline's own when not given.
    energy : what was, when it is at hand already.
    named : by product, (N, N) factor on the buyer's demand for it at given prices (importer, exporter): 0 where the
        instrument stops it, 1 where it does not touch it. Price caps of the result, and bans that name a
        product, are found without it.
    transport_margin : transport and insurance before, part of the price at the seller's border.

    Raises
    ------
    AssumptionError
        If the margin is negative, or a factor is.
    DataError
        If there is no trade in tonnes for the year.
    """
    if not transport_margin >= 0:
        raise AssumptionError("transport margin", f"must not be negative, and is {transport_margin}")
    energy = energy or energy_of(result.baseline, year)
    factors = factors_of_result(result, energy) | dict(named or {})
    ratio = _quantity_hat(result, energy, factors)
    moving = np.nan_to_num(energy.quantity) > 0
    quantity = np.where(np.isnan(energy.quantity) | (energy.quantity == 0), energy.quantity, energy.quantity * ratio)
    price, own = _prices(energy)
    seller_hat, trade_cost_hat = _price_changes(result, energy)
    price_after = price * seller_hat
    benchmark_after, moved_by_all = _benchmark_after(result, energy)
    unmodelled = moving & np.isnan(ratio)
    return EnergyFlows(
        energy=energy,
        scenario=result.name,
        quantity=frozen(quantity),
        quantity_hat=frozen(ratio),
        unmodelled=unmodelled,
        price=frozen(price),
        price_after=frozen(price_after),
        own_price=own,
        benchmark=energy.benchmark,
        benchmark_after=frozen(benchmark_after),
        transport=frozen(price * transport_margin),
        transport_after=frozen(price_after * ((1.0 + transport_margin) * trade_cost_hat - 1.0)),
        transport_margin=transport_margin,
        named=tuple(sorted(factors)),
        notes=_notes(energy, unmodelled, moved_by_all, transport_margin, factors),
    )


def less_at_home(result: Result, flows: EnergyFlows, product: str, exporter: str) -> float | None:
    """By what part a seller of crude uses less of its sector at home, where refining less is why it ships more.

    None unless it ships more crude, at a price that has not risen, its refining sells less, and home use falls by
    `LEAST_LESS` at least.
    """
    energy, where = flows.energy, result.baseline.sector_index()
    p, i = energy.position(product), energy.economies.index(exporter)
    j, refining = int(energy.sector_index[p]), where.get(REFINING, -1)
    known = flows.known[p, :, i]
    before, after = (float(np.where(known, mt[p, :, i], 0.0).sum()) for mt in (energy.quantity, flows.quantity))
    if product != CRUDE or j < 0 or refining < 0 or not after > before or result.after.cost_hat[j, i] > 1.0:
        return None
    sold = result.after.sales[refining, i] / result.after.cost_hat[refining, i]
    if not sold < (1.0 - LEAST_LESS) * result.before.sales[refining, i]:
        return None
    less = 1.0 - float(result.quantity_hat()[j, i, i])
    return less if less >= LEAST_LESS else None


def _quantity_hat(result: Result, energy: Energy, factors: Mapping[str, Array]) -> Array:
    """(P, N, N) quantity ratio of each product, sector's ratio split by what instruments name."""
    sector_hat = result.quantity_hat()
    out = np.full(energy.quantity.shape, np.nan)
    for p, j in enumerate(energy.sector_index.tolist()):
        if j >= 0:
            out[p] = sector_hat[j]
    whole: dict[int, Array] = {}
    for key, factor in factors.items():
        p = energy.position(key)
        if factor.shape != out.shape[1:]:
            raise ShapeError(f"factor on {key}", f"has shape {factor.shape}, expected {out.shape[1:]}")
        if not (factor >= 0).all():
            raise AssumptionError(f"factor on {key}", "must not be negative anywhere")
        j = int(energy.sector_index[p])
        whole[j] = whole.get(j, np.ones_like(factor)) - energy.share[p] * (1.0 - factor)
    for p, j in enumerate(energy.sector_index.tolist()):
        if j in whole:
            # Where the sector's flow stops as a whole its ratio is zero already.
            split = np.divide(1.0, whole[j], out=np.zeros_like(whole[j]), where=whole[j] > 1e-12)
            out[p] = out[p] * split * factors.get(energy.products[p], 1.0)
    return out


def _prices(energy: Energy) -> tuple[Array, BoolArray]:
    """Prices before at the seller's border, and where they are the pair's own."""
    own = np.isfinite(energy.unit_value) & ~energy.thin & energy.usable
    mean = np.array([energy.mean_price(key) for key in energy.products])
    mean = np.where(np.isfinite(mean), mean, energy.benchmark[:, None])
    return np.where(own, energy.unit_value, mean[:, None, :]), own


def _price_changes(result: Result, energy: Energy) -> tuple[Array, Array]:
    """Ratios (P, N, N): the price at the seller's border, export tax included, and the trade cost beyond it."""
    shape = energy.quantity.shape
    seller, cost = np.ones(shape), np.ones(shape)
    after, factor = result.after, result.after.log_price_factor
    for p, j in enumerate(energy.sector_index.tolist()):
        if j < 0:
            continue
        tax = np.zeros(shape[1:]) if after.export_tax_rate is None else after.export_tax_rate[j]
        seller[p] = after.cost_hat[j][None, :] * (1.0 + tax)
        if factor is not None:
            cost[p] = np.exp(factor[j]) / (1.0 + tax)
    return seller, cost


def _benchmark_after(result: Result, energy: Energy) -> tuple[Array, tuple[str, ...]]:
    """(P,) benchmarks after, and the products whose benchmark moves with all sellers for want of its own."""
    out = energy.benchmark.copy()
    by_all: list[str] = []
    for p, key in enumerate(energy.products):
        j = int(energy.sector_index[p])
        if j < 0:
            continue
        sold = energy.exports(key) * quoted_units(key, energy.economies)
        sellers = np.isin(energy.economies, energy_product(key).benchmark_sellers)
        weight = np.where(sellers, sold, 0.0)
        if not weight.any():
            weight = sold
            by_all.append(key)
        if weight.any():
            out[p] *= float(np.exp(weight @ np.log(result.after.cost_hat[j]) / weight.sum()))
    return out, tuple(by_all)


def _notes(
    energy: Energy,
    unmodelled: BoolArray,
    moved_by_all: tuple[str, ...],
    margin: float,
    factors: Mapping[str, Array],
) -> tuple[str, ...]:
    notes = [
        *energy.notes,
        "Tonnes move with the flow of their sector; who bought nothing before buys nothing after.",
        "Dollars are such that nominal world income is unchanged.",
        f"Transport before is assumed to be {100 * margin:g} % of the price at the seller's border.",
    ]
    if factors:
        notes.append(f"An instrument names {', '.join(sorted(factors))}: it moves apart from the rest of its sector.")
    lost = np.where(unmodelled, np.nan_to_num(energy.quantity), 0.0).sum(axis=(1, 2))
    for key, mt in zip(energy.products, lost.tolist(), strict=True):
        if mt >= 0.05:
            notes.append(f"{mt:.1f} Mt of {key} stand on pairs without a flow in the table; their fate is not known.")
    notes += [
        f"The benchmark of {key} moves with all its sellers: its own are not in the baseline." for key in moved_by_all
    ]
    return tuple(notes)


def status_words(flows: EnergyFlows) -> NDArray[np.str_]:
    """(P, N, N) words: the `EnergyStatus` before, or ``unmodelled``."""
    words = np.array([status.label for status in EnergyStatus])[flows.energy.status]
    return np.where(flows.unmodelled, "unmodelled", words)
