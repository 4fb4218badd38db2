"""What a price cap must know of the seller's market: the sector, the product's share of it, the price in dollars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.energy import Energy, energy_of
from multipolar.errors import DataError, Problem, ScenarioError
from multipolar.scenario.place import Place

CappedProduct = Literal["crude", "oil-products"]
SECTORS: dict[str, tuple[str, ...]] = {"crude": ("B061", "B06"), "oil-products": ("C19",)}
"""Where each product is sold: the first that the baseline has."""


@dataclass(frozen=True, slots=True)
class CapMarket:
    """One seller's market.

    Attributes
    ----------
    sector : position on the sector axis.
    product_share : (N,) share of the product in what each economy buys of the sector from the seller.
    price : dollars a barrel in the baseline year. price_status : what stands behind it.
    """

    sector: int
    product_share: Array
    price: float
    price_status: str


def cap_market(
    baseline: Baseline,
    place: Place,
    product: CappedProduct,
    seller: str,
    price: float | None,
    product_share: float | Mapping[str, float] | None,
) -> CapMarket:
    """The market of one seller; what the user gave goes before the tables of trade in tonnes.

    Raises
    ------
    ScenarioError
        If the baseline has no such sector, or a number is neither given nor in the tables.
    """
    axis = baseline.sector_index()
    found = next((code for code in SECTORS[product] if code in axis), None)
    if found is None:
        raise _problem(place, "product", f"{baseline.name} has no sector {SECTORS[product][-1]}.", "Take the cap out.")
    sector = axis[found]
    economies = len(baseline.economies)
    given_share = 1.0 if product == "oil-products" and product_share is None else product_share
    if isinstance(given_share, float):
        share = np.full(economies, given_share)
    else:
        energy = _energy(baseline, place, product, "product_share")
        share = energy.share[energy.position(product), :, baseline.economies.index(seller)].copy()
        for code, value in (given_share or {}).items():
            share[place.positions(place.codes((code,), field="product_share"))] = value
    if price is not None:
        return CapMarket(sector, share, price, "given in the scenario")
    energy = _energy(baseline, place, product, "price")
    found_price = float(energy.mean_price(product)[baseline.economies.index(seller)])
    if not np.isfinite(found_price):
        raise _problem(place, "price", f"the tables have no price of {seller}'s {product}.", "Write price: 76.")
    status = f"unit value of its exports in {energy.year}, CEPII BACI, at customs"
    return CapMarket(sector, share, found_price, status)


def _energy(baseline: Baseline, place: Place, product: CappedProduct, field: str) -> Energy:
    if product != "crude":
        raise _problem(place, field, f"the tables have no {field} of {product}.", f"Write {field}: yourself.")
    try:
        return energy_of(baseline)
    except DataError as error:
        text = f"no trade in tonnes stands beside {baseline.name}: {error.problem}."
        raise _problem(place, field, text, "Write price: and product_share: yourself.") from error


def _problem(place: Place, field: str, text: str, remedy: str) -> ScenarioError:
    return ScenarioError(place.subject, [Problem(None, f"{place.instrument}.{field}", text, remedy)])
