"""The responsive part of the kernel: what Responses do to their cells, sweep by sweep.

All Responses of a scenario share one list of cells. Their rents on a cell are levied together like one tariff on the
buyer's price after tariff, and split among them in proportion to their log rates, so that the parts sum to the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.model.kernel import Kernel
from multipolar.model.responses import Market, Response
from multipolar.model.world import World


@dataclass(frozen=True, slots=True)
class CellState:
    """One sweep's view of the responsive cells; all arrays are (M,)."""

    factor: Array  # on the buyer kernel
    rent_rate: Array  # rent per dollar at the border after tariff
    log_iceberg: Array  # real cost, the part of the buyer's price that nobody earns
    log_rates: tuple[Array, ...]  # by response, on the union of cells


@dataclass(frozen=True, slots=True)
class ResponsiveCells:
    """Union of the cells of all Responses, with their coordinates and baseline kernel entries."""

    responses: tuple[Response, ...]
    cells: IntArray
    positions: tuple[IntArray, ...]
    sector: IntArray
    importer: IntArray
    exporter: IntArray
    elasticity: Array
    buyer: Array
    border: Array
    seller: Array
    tariff_rate: Array
    value_baseline: Array

    @classmethod
    def of(cls, world: World, kernel: Kernel, responses: tuple[Response, ...], elasticity: Array) -> ResponsiveCells:
        """Collect the cells of `responses`; empty when there are none."""
        cells = np.unique(np.concatenate([r.cells for r in responses])) if responses else np.zeros(0, dtype=np.int64)
        sector, importer, exporter = np.unravel_index(cells, world.shape)
        tariff_before = world.tariff_rate.ravel()[cells]
        paid = world.trade_share.ravel()[cells] * world.expenditure[sector, importer]
        return cls(
            responses=responses,
            cells=cells,
            positions=tuple(np.searchsorted(cells, r.cells) for r in responses),
            sector=sector,
            importer=importer,
            exporter=exporter,
            elasticity=elasticity[sector] if elasticity.ndim == 1 else elasticity[sector, importer],
            buyer=kernel.buyer.ravel()[cells],
            border=kernel.border.ravel()[cells],
            seller=kernel.seller.ravel()[cells],
            tariff_rate=kernel.tariff_rate.ravel()[cells],
            value_baseline=paid / (1.0 + tariff_before),
        )

    def state(self, unknowns: list[Array]) -> CellState:
        """What the current unknowns do to the cells."""
        log_cost, log_iceberg = np.zeros(self.cells.size), np.zeros(self.cells.size)
        log_rates = []
        for response, where, unknown in zip(self.responses, self.positions, unknowns, strict=True):
            log_cost[where] += response.log_cost(unknown)  # the cells of a Response are unique
            log_iceberg[where] += response.log_iceberg(unknown)
            rate = np.zeros(self.cells.size)
            rate[where] = np.log1p(response.rent_rate(unknown))
            log_rates.append(rate)
        total = np.sum(log_rates, axis=0) if log_rates else np.zeros(self.cells.size)
        factor = np.exp(-self.elasticity * log_cost)
        return CellState(factor, np.expm1(total), log_iceberg, tuple(log_rates))

    def apply(self, state: CellState, kernel: Kernel) -> None:
        """Write the cells into the solver's own copy of the kernel, where `border` and `buyer` are separate arrays."""
        kernel.buyer.ravel()[self.cells] = self.buyer * state.factor
        kernel.border.ravel()[self.cells] = self.border * state.factor / (1.0 + state.rent_rate)
        if kernel.seller is not kernel.border:
            kernel.seller.ravel()[self.cells] = self.seller * state.factor / (1.0 + state.rent_rate)

    def market(self, where: IntArray, value: Array, quantity: Array, log_cost: Array, log_price: Array) -> Market:
        """The market of one Response, whose cells stand at `where` in the union."""
        before = self.value_baseline[where]
        return Market(value[where], before, quantity[where], before, self.elasticity[where], log_cost, log_price)

    def rent(self, state: CellState, border_value: Array) -> Array:
        """(M,) USD mn of rent on each cell: levied on the border price after tariff."""
        return np.asarray(border_value * (1.0 + self.tariff_rate) * state.rent_rate)

    def rent_abroad(self, state: CellState, rent: Array, economies: int) -> tuple[Array, Array]:
        """Rent that leaves the importer: (N,) paid by importers, (N,) received by others."""
        paid, received = np.zeros(economies), np.zeros(economies)
        total = np.sum(state.log_rates, axis=0)
        for response, where, rate in zip(self.responses, self.positions, state.log_rates, strict=True):
            part = np.divide(rate, total, out=np.zeros_like(total), where=total != 0)[where]
            for receiver, share in response.rent_shares(self.exporter[where]):
                leaving = rent[where] * part * share
                np.add.at(paid, self.importer[where], leaving)
                np.add.at(received, receiver, leaving)
        return paid, received
