"""Instruments that name a product: the factor each puts on the buyer's demand for that product, by pair.

A price cap covers a share ``c`` of a cell; ``y`` is what is left of covered purchases at given prices. Of a product
that is the share ``s`` of the cell the part ``c / s`` is covered (at most all), so the factor is
``1 - min(c / s, 1) (1 - y)``. Axis order: n importer, i exporter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.energy import Energy
from multipolar.simulation.result import Result

if TYPE_CHECKING:
    from multipolar.model.responses import ResponseState

#: A cap on the sector of oil and gas is a cap on crude; no other product of it can be capped.
CAPPED = "crude"


def factors_of_caps(result: Result, energy: Energy) -> dict[str, Array]:
    """Factor on crude oil of all price caps that the result solved; empty without any."""
    states: dict[str, ResponseState] = getattr(result, "responses", {})
    p = energy.position(CAPPED)
    factor = np.ones(energy.quantity.shape[1:])
    found = False
    for state in states.values():
        cap = state.response
        if not (hasattr(cap, "coverage") and hasattr(cap, "log_rate") and hasattr(cap, "elasticity")):
            continue
        sector, importer, exporter = np.unravel_index(cap.cells, result.after.flow.shape)
        own = sector == energy.sector_index[p]
        if not own.any():
            continue
        found = True
        left = np.exp(-cap.elasticity * cap.log_rate(state.unknown))
        share = energy.share[p, importer, exporter]
        covered = np.minimum(np.divide(cap.coverage, share, out=np.ones_like(share), where=share > 0), 1.0)
        kept = 1.0 - covered * (1.0 - left)
        factor[importer[own], exporter[own]] *= kept[own]
    return {CAPPED: factor} if found else {}


def named_ban(energy: Energy, product: str, importers: Array, exporters: Array, *, leakage: float = 0.0) -> Array:
    """(N, N) factor of a ban on one product between the marked economies (N,) booleans; a share `leakage` gets through.

    Pass it as ``named={product: ...}`` beside a ban whose coverage is the product's share of the sector.
    """
    del product
    hit = np.asarray(importers, dtype=bool)[:, None] & np.asarray(exporters, dtype=bool)[None, :]
    np.fill_diagonal(hit, False)
    return np.where(hit, leakage, np.ones(energy.quantity.shape[1:]))
