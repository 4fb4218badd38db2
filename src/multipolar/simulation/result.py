"""The Result of one scenario: the equilibrium before and after, with labels, and the measures computed from it.

Axis order of arrays: j sector, n importer, i exporter. Percentages are changes from the baseline; money is USD mn of
the baseline year in units of world value added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.model.ledger import Ledger
from multipolar.model.responses import ResponseState
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


@dataclass(frozen=True, slots=True)
class Quality:
    """How well an equilibrium was solved: what every result carries.

    Attributes
    ----------
    residuals : largest absolute residual of each equation group.
    walras : residual of the market left unsolved (world value added against the numeraire), relative.
    trace : residual of each sweep, as columns.
    """

    converged: bool
    largest_residual: float
    tolerance: float
    residuals: dict[str, float]
    walras: float
    sweeps: int
    methods: tuple[str, ...]
    seconds: float
    trace: dict[str, list[Any]] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """One equilibrium in levels, with the changes that lead to it from the baseline.

    Attributes
    ----------
    wage_hat, price_hat, cost_hat : (J, N) ratios to the baseline; wages are equal across sectors if labour is mobile.
    trade_share : (J, N, N) at buyers' prices; sums to one over exporters.
    flow : (J, N, N) USD mn at the border, before import tariffs and rents, export taxes included.
    tariff_rate : (J, N, N) in force; export_tax_rate : (J, N, N) or None.
    expenditure : (J, N) USD mn at buyers' prices. sales : (J, N) USD mn at the seller's door.
    log_price_factor : (J, N, N) log of iceberg times export tax on each flow, or None when zero everywhere.
    final_price_hat : (N,) price of the final basket, ratio. value_added : (J, N) USD mn of labour and resources.
    input_share : (N, K, J) spending on input k per dollar of sales of sector j. final_share : (J, N).
    log_rent : (R, N) log change of the rent of resources, of `resource_sectors`.
    """

    wage_hat: Array
    price_hat: Array
    cost_hat: Array
    trade_share: Array
    flow: Array
    tariff_rate: Array
    export_tax_rate: Array | None
    log_price_factor: Array | None
    expenditure: Array
    sales: Array
    ledger: Ledger
    final_price_hat: Array
    value_added: Array
    input_share: Array
    final_share: Array
    log_rent: Array
    resource_sectors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """Before and after.

    Attributes
    ----------
    name, title : of the scenario. date : the day on which the timeline was evaluated, ISO, or empty.
    baseline : the world before; with the ``balanced`` closure, the world after deficits were removed.
    before, after : equilibria. warnings : what a reader must know.
    responses : each Response at the solution, by name. channels : routes, payments and hubs, by name.
    """

    name: str
    title: str
    date: str
    baseline: Baseline
    assumptions: Assumptions
    closure: Closure
    wedges: Wedges
    before: Equilibrium
    after: Equilibrium
    quality: Quality
    warnings: tuple[str, ...] = ()
    responses: Mapping[str, ResponseState] = field(default_factory=dict)
    channels: Mapping[str, Any] = field(default_factory=dict)

    @property
    def response_unknowns(self) -> dict[str, tuple[float, ...]]:
        """Unknowns of each Response, such as the log of a quota's shadow tariff; zero where it does not bind."""
        return {name: tuple(float(u) for u in state.unknown) for name, state in self.responses.items()}

    @property
    def economies(self) -> tuple[str, ...]:
        return self.baseline.economies

    @property
    def sectors(self) -> tuple[str, ...]:
        return self.baseline.sectors

    # --- measures, all (N,) unless said ---------------------------------------------------------------------------

    def final_price_hat(self) -> Array:
        """Change of the price of the final basket, ratio."""
        return self.after.final_price_hat

    def household_income(self, equilibrium: Equilibrium) -> Array:
        """USD mn that counts as income: all of it, or without revenue and rent when the closure calls them lost."""
        ledger = equilibrium.ledger
        return ledger.income - ledger.revenue if self.closure.revenue == "lost" else ledger.income

    def real_income_hat(self) -> Array:
        """Exact change in real income: income over the price of the final basket, ratio."""
        income = self.household_income(self.after) / self.household_income(self.before)
        return np.asarray(income / self.final_price_hat())

    def real_income_pct(self) -> Array:
        """Exact change in real income, per cent."""
        return 100.0 * (self.real_income_hat() - 1.0)

    def real_income_usd_mn(self) -> Array:
        """Change in real income at baseline prices (equivalent variation), USD mn."""
        return self.household_income(self.before) * (self.real_income_hat() - 1.0)

    def real_wage_pct(self) -> Array:
        """Change in value added per unit of labour over the price of the final basket, per cent."""
        change = self.after.ledger.value_added / self.before.ledger.value_added
        return np.asarray(100.0 * (change / self.final_price_hat() - 1.0))

    def price_pct(self) -> Array:
        """Change in the price of the final basket in units of the numeraire, per cent."""
        return 100.0 * (self.final_price_hat() - 1.0)

    def exports(self, equilibrium: Equilibrium) -> Array:
        """USD mn sold abroad at border prices."""
        return np.asarray(equilibrium.flow.sum(axis=(0, 1)) - _home(equilibrium.flow))

    def imports(self, equilibrium: Equilibrium) -> Array:
        """USD mn bought abroad at border prices, before tariffs."""
        return np.asarray(equilibrium.flow.sum(axis=(0, 2)) - _home(equilibrium.flow))

    def value_added_by_sector(self, equilibrium: Equilibrium) -> Array:
        """(J, N) USD mn."""
        return equilibrium.value_added

    def quantity_hat(self) -> Array:
        """(J, N, N) change of the quantity that arrives, ratio; NaN where nothing was traded before."""
        log_price = np.log(self.after.cost_hat)[:, None, :]
        if self.after.log_price_factor is not None:
            log_price = log_price + self.after.log_price_factor
        value = np.divide(
            self.after.flow, self.before.flow, out=np.full_like(self.after.flow, np.nan), where=self.before.flow > 0
        )
        return np.asarray(value / np.exp(log_price))

    # --- labelled views -------------------------------------------------------------------------------------------

    def dataset(self) -> xr.Dataset:
        """All measures as an xarray Dataset with units and long names; bilateral flows included."""
        from multipolar.simulation.labels import dataset_of

        return dataset_of(self)

    def to_frame(self) -> pd.DataFrame:
        """One row for each economy, one column for each measure."""
        from multipolar.simulation.labels import economies_frame

        return economies_frame(self)


def _home(flow: Array) -> Array:
    return np.asarray(np.einsum("jnn->n", flow))
