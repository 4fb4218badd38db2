"""Revenue accounts of an energy exporter: world price, buyers' discount, transport, receipts; they sum exactly.

Per quoted unit shipped to a buyer: the benchmark, less what the buyer pays less than it at its own border (negative: a
premium), less transport and insurance, is what the exporter gets at its border. All tonnes count whose quantity is
known; who is left out is named.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.analysis.energy import EnergyFlows
from multipolar.arrays import Array
from multipolar.baseline.energy import quoted_units
from multipolar.codes.energy_products import energy_product


@dataclass(frozen=True, slots=True)
class RevenueLines:
    """One side of the account, USD mn; `at_world_price` - `buyers_discount` - `transport` = `receipts`.

    Attributes
    ----------
    mt : million tonnes. units : millions of quoted units (barrels, MMBtu, tonnes).
    benchmark : dollars per unit.
    """

    mt: float
    units: float
    benchmark: float
    at_world_price: float
    buyers_discount: float
    transport: float
    receipts: float

    @property
    def price(self) -> float:
        """Mean price at the seller's border, dollars per unit; NaN when nothing is sold."""
        return self.receipts / self.units if self.units > 0 else float("nan")

    @property
    def discount(self) -> float:
        """Mean discount at the buyers' borders, dollars per unit."""
        return self.buyers_discount / self.units if self.units > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class RevenueAccount:
    """Before and after for one product of one exporter.

    Attributes
    ----------
    left_out : buyers whose tonnes are missing, doubtful or not modelled: no line holds them.
    """

    product: str
    exporter: str
    price_unit: str
    before: RevenueLines
    after: RevenueLines
    left_out: tuple[str, ...]


def revenue_account(flows: EnergyFlows, product: str, exporter: str) -> RevenueAccount:
    """The account of one product of one exporter, the same buyers before and after."""
    energy = flows.energy
    p, i = energy.position(product), energy.economies.index(exporter)
    counted = flows.known[p, :, i]
    per_tonne = float(quoted_units(product, (exporter,))[0])
    out = set(energy.unknown(product, exporter))
    out |= {energy.economies[n] for n in np.flatnonzero(flows.unmodelled[p, :, i]).tolist()}

    def lines(mt: Array, price: Array, transport: Array, benchmark: float) -> RevenueLines:
        units = np.where(counted, mt, 0.0) * per_tonne
        discount = benchmark - price - transport
        return RevenueLines(
            mt=float(np.where(counted, mt, 0.0).sum()),
            units=float(units.sum()),
            benchmark=benchmark,
            at_world_price=float(units.sum() * benchmark),
            buyers_discount=float(units @ discount),
            transport=float(units @ transport),
            receipts=float(units @ price),
        )

    return RevenueAccount(
        product=product,
        exporter=exporter,
        price_unit=energy_product(product).price_unit,
        before=lines(
            energy.quantity[p, :, i], flows.price[p, :, i], flows.transport[p, :, i], float(flows.benchmark[p])
        ),
        after=lines(
            flows.quantity[p, :, i],
            flows.price_after[p, :, i],
            flows.transport_after[p, :, i],
            float(flows.benchmark_after[p]),
        ),
        left_out=tuple(code for code in energy.economies if code in out),
    )
