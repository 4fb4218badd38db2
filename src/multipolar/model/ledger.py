"""One ledger for all money that is not the price of a good: tariffs, export taxes, rents, deficits, transfers.

Every entry has a payer and a receiver, so the sum over economies of what leaves and what arrives is zero; that, with
the trade balance, is the Walras test.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array
from multipolar.model.settings import Closure
from multipolar.model.world import World


@dataclass(frozen=True, slots=True)
class Ledger:
    """Money by economy, all (N,) USD mn of the baseline year in units of world value added.

    Attributes
    ----------
    tariff_revenue : importers' buyers pay their own treasury.
    export_tax_revenue : foreign and home buyers pay the exporter's treasury.
    rent : quota and cap rents levied on importers' purchases; `rent_paid_abroad` of it goes to exporters.
    deficit : final expenditure beyond income, financed from abroad; sums to zero.
    transfer : received from (paid to, if negative) other economies; sums to zero.
    imports, exports : all purchases and sales, home ones included, at border prices.
    income : what final users spend.
    """

    value_added: Array
    tariff_revenue: Array
    export_tax_revenue: Array
    rent: Array
    rent_paid_abroad: Array
    rent_received_abroad: Array
    deficit: Array
    transfer: Array
    imports: Array
    exports: Array
    income: Array

    @classmethod
    def of(
        cls,
        *,
        value_added: Array,
        tariff_revenue: Array,
        export_tax_revenue: Array,
        rent: Array,
        rent_paid_abroad: Array,
        rent_received_abroad: Array,
        deficit: Array,
        transfer: Array,
        imports: Array,
        exports: Array,
    ) -> Ledger:
        """Book the entries and sum income."""
        income = value_added + tariff_revenue + export_tax_revenue + rent - rent_paid_abroad + rent_received_abroad
        return cls(
            value_added=value_added,
            tariff_revenue=tariff_revenue,
            export_tax_revenue=export_tax_revenue,
            rent=rent,
            rent_paid_abroad=rent_paid_abroad,
            rent_received_abroad=rent_received_abroad,
            deficit=deficit,
            transfer=transfer,
            imports=imports,
            exports=exports,
            income=income + deficit + transfer,
        )

    @property
    def external(self) -> Array:
        """(N,) USD mn: purchases beyond sales that deficits, transfers and rents from abroad pay for."""
        return self.deficit + self.transfer + self.rent_received_abroad - self.rent_paid_abroad

    @property
    def revenue(self) -> Array:
        """(N,) USD mn: all public revenue and rent that stays in or comes to the economy."""
        own = self.tariff_revenue + self.export_tax_revenue + self.rent
        return own - self.rent_paid_abroad + self.rent_received_abroad

    def imbalance(self) -> float:
        """Sum over economies of all cross-border entries, over world value added; zero when the books close."""
        return float(self.external.sum() / self.value_added.sum())


def deficits(world: World, closure: Closure, change: Array) -> Array:
    """Deficits under a closure, USD mn in units of world value added; they sum to the baseline's sum (zero).

    Parameters
    ----------
    change : (N,) value added of each economy over its baseline.
    """
    if closure.deficit == "balanced":
        return np.zeros_like(change)
    if closure.deficit == "fixed":
        return world.deficit
    value_added = change * world.value_added
    proportional = world.deficit * change
    return np.asarray(proportional - proportional.sum() * value_added / value_added.sum())
