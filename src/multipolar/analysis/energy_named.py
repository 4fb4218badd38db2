"""Instruments that name a product: the factor each puts on the buyer's demand for that product, by pair.

An instrument covers a share ``c`` of a cell. Of a product that is the share ``s`` of the cell ``min(c / s, 1)`` is
covered, so what is left of the demand for it at given prices is ``1 - min(c / s, 1) (1 - y)``, where ``y`` is left of
covered quantities: the leakage of a ban, ``exp(-(theta + 1) t)`` under a price cap of log rate ``t``. Buyers under the
cap spend ``exp(-theta t)`` of what they would, and ``exp(-t)`` of that reaches the border; the rest is their rent. The
cell's quantity, its value at the border over the seller's price, falls by the same factor, so that the parts sum to it.
Axis order: n importer, i exporter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.baseline.energy import Energy
from multipolar.errors import AssumptionError
from multipolar.model.price_cap import PriceCap
from multipolar.scenario import CompiledScenario
from multipolar.scenario.banned_product import PRODUCTS, ProductBans
from multipolar.simulation.result import Result

if TYPE_CHECKING:
    from multipolar.model.responses import ResponseState

#: A cap on the sector of oil and gas is a cap on crude; no other product of it can be capped.
CAPPED = "crude"


def factors_of_result(result: Result, energy: Energy) -> dict[str, Array]:
    """(N, N) factor on each product that an instrument of the result names: price caps, and bans with a `product`."""
    bans = result.channels.get(PRODUCTS)
    factors = factors_of_caps(result, energy, bans if isinstance(bans, ProductBans) else None)
    if isinstance(bans, ProductBans):
        for product, left in bans.left.items():
            if energy.sector_index[energy.position(product)] >= 0:
                factors[product] = factors.get(product, np.ones_like(left)) * left
    return factors


def factors_of_caps(result: Result, energy: Energy, bans: ProductBans | None = None) -> dict[str, Array]:
    """Factor on crude oil of all price caps that the result solved; empty without any.

    Parameters
    ----------
    bans : on products of the same sector. A cap's coverage is of what they leave of the cell.
    """
    states: dict[str, ResponseState] = getattr(result, "responses", {})
    p = energy.position(CAPPED)
    share = energy.share[p]
    if bans is not None and energy.sector_index[p] >= 0:
        rest = bans.left_of_sector(int(energy.sector_index[p]))
        kept = share * bans.left.get(CAPPED, 1.0)
        share = np.divide(kept, rest, out=np.zeros_like(kept), where=rest > 0)
    factor = np.ones(energy.quantity.shape[1:])
    found = False
    caps = [(found.response, found.unknown) for found in states.values() if isinstance(found.response, PriceCap)]
    # A higher cap covers a share of what lower ones leave.
    for cap, unknown in sorted(caps, key=lambda each: each[0].cap_hat):
        left = np.exp(-(cap.elasticity + 1.0) * cap.log_rate(unknown))
        if _cover(factor, energy, CAPPED, share, cap.cells, cap.coverage, left):
            found, share = True, _without(share, cap)
    return {CAPPED: factor} if found else {}


def _without(share: Array, cap: PriceCap) -> Array:
    """(N, N) the product's part of what a cap leaves of each cell once it has driven away all that it covers."""
    economies = len(share)
    importer, exporter = np.divmod(cap.cells % (economies * economies), economies)
    after = share.copy()
    rest = 1.0 - cap.coverage
    kept = np.maximum(share[importer, exporter] - cap.coverage, 0.0)
    after[importer, exporter] = np.divide(kept, rest, out=np.zeros_like(rest), where=rest > 0)
    return after


def factor_of_bans(compiled: CompiledScenario, energy: Energy, product: str, instruments: Iterable[str]) -> Array:
    """(N, N) factor on a product of bans that mean it, for ``energy_flows(..., named={product: ...})``.

    Parameters
    ----------
    instruments : ids of import bans, export bans or embargoes whose coverage of the sector stands for the product.

    Raises
    ------
    AssumptionError
        If an id is not in force, or is no ban.
    """
    factor = np.ones(energy.quantity.shape[1:])
    share = energy.share[energy.position(product)]
    touched = {entry.instrument: entry for entry in compiled.touched}
    by_id = {str(instrument.id): instrument for instrument in compiled.scenario.instruments}
    for name in instruments:
        ban = by_id.get(name)
        if name not in touched or ban is None:
            raise AssumptionError(
                f"instrument '{name}'",
                f"is not in force in {compiled.scenario.name} on {compiled.date}",
                evidence=f"in force: {', '.join(touched) or 'none'}",
            )
        leakage, coverage = getattr(ban, "leakage", None), getattr(ban, "coverage", 1.0)
        if leakage is None:
            raise AssumptionError(f"instrument '{name}'", f"is no ban but of kind {touched[name].kind}")
        cells = touched[name].cells
        _cover(factor, energy, product, share, cells, np.full(cells.size, coverage), np.full(cells.size, leakage))
    return factor


def _cover(
    factor: Array, energy: Energy, product: str, share: Array, cells: IntArray, coverage: Array, left: Array
) -> bool:
    """Multiply `factor` where the cells belong to the product's sector, of which it is `share`; whether any do."""
    p = energy.position(product)
    economies = len(energy.economies)
    sector, pair = np.divmod(cells, economies * economies)
    own = sector == energy.sector_index[p]
    importer, exporter = np.divmod(pair[own], economies)
    of_cell = share[importer, exporter]
    part = np.minimum(np.divide(coverage[own], of_cell, out=np.ones_like(of_cell), where=of_cell > 0), 1.0)
    factor[importer, exporter] *= 1.0 - part * (1.0 - left[own])
    return bool(own.any())
