"""Which flows of energy a reader must see: those whose buyers change, and sellers under a price cap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from multipolar.analysis.energy import EnergyFlows
from multipolar.analysis.energy_named import CAPPED
from multipolar.analysis.price_cap import caps_of
from multipolar.codes.energy_products import energy_product
from multipolar.simulation.result import Result

#: A flow is told of if some buyer's tonnes change by this many Mt, and this share of the exporter's exports moves.
LEAST_MT, LEAST_SHARE = 2.0, 0.10
#: Exporters of less are not told of, Mt.
SMALL_MT = 5.0
REST = "ROW"


@dataclass(frozen=True, slots=True)
class Told:
    """One exporter's product whose buyers change; `moved` is Mt gained and lost by buyers, `usd_mn` its worth."""

    product: str
    exporter: str
    moved: float
    usd_mn: float


def told_of(flows: EnergyFlows, capped: Sequence[str] = ()) -> tuple[Told, ...]:
    """Flows that a reader must see: products that a measure names first, then by the money that moves.

    Parameters
    ----------
    capped : sellers whose crude is under a price cap; they are told of even if little moves.
    """
    energy, found = flows.energy, []
    change = np.where(flows.known, flows.quantity - energy.quantity, 0.0)
    for p, key in enumerate(energy.products):
        sold, units = energy.exports(key), energy_product(key)
        for i, exporter in enumerate(energy.economies):
            moved, largest = float(np.abs(change[p, :, i]).sum()), float(np.abs(change[p, :, i]).max())
            if exporter == REST or sold[i] == 0:
                continue
            large = sold[i] >= SMALL_MT and largest >= LEAST_MT and moved >= LEAST_SHARE * float(sold[i])
            if large or (key == CAPPED and exporter in capped):
                worth = float(np.abs(change[p, :, i]) @ flows.price[p, :, i]) * units.quoted_units_per_tonne(exporter)
                found.append(Told(key, exporter, moved, worth))
    return tuple(sorted(found, key=lambda one: (one.product not in flows.named, -one.usd_mn)))


def capped_sellers(result: Result, flows: EnergyFlows) -> tuple[str, ...]:
    """Sellers whose crude is under a price cap."""
    energy = flows.energy
    sector = int(energy.sector_index[energy.position(CAPPED)])
    return tuple(energy.economies[cap.seller[1]] for cap, _ in caps_of(result) if cap.seller[0] == sector)
