"""Close a world table: put the rest of the world beside the listed economies and impute final demand by destination."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multipolar.arrays import Array
from multipolar.baseline.balance import fit_rows
from multipolar.baseline.build_concordance import Concordance
from multipolar.baseline.prior import PriorSettings, destination_prior
from multipolar.baseline.rest_of_world import RestOfWorld, split_residual
from multipolar.data.reduced_icio import ReducedIcio, RestOfWorldTotals
from multipolar.data.wiod import OldTable
from multipolar.data.world_table import CellState, WorldTable

ROW = "ROW"


@dataclass(frozen=True, slots=True)
class OpenWorld:
    """A world whose intermediates are complete and whose final demand is known by producer only.

    Attributes
    ----------
    intermediate : (J, N, N) USD mn, the rest of the world last on both economy axes.
    intermediate_state : (J, N, N) `CellState` codes.
    input_use : (N, K, J) USD mn.
    final_sales : (J, N) USD mn sold to final users anywhere, by producer.
    value_added, net_taxes : (J, N) USD mn.
    """

    economies: tuple[str, ...]
    sectors: tuple[str, ...]
    intermediate: Array
    intermediate_state: NDArray[np.uint8]
    input_use: Array
    final_sales: Array
    value_added: Array
    net_taxes: Array

    @property
    def income(self) -> Array:
        """(N,) USD mn, value added and net taxes on inputs."""
        return np.asarray((self.value_added + self.net_taxes).sum(axis=0))


def assemble(icio: ReducedIcio, totals: RestOfWorldTotals, rest: RestOfWorld) -> OpenWorld:
    """Put the rest of the world's flows around the known block; what is left of output is final sales."""
    sectors, listed = len(icio.sectors), len(icio.economies)
    size = listed + 1
    intermediate = np.zeros((sectors, size, size))
    intermediate[:, :listed, :listed] = icio.intermediate
    intermediate[:, listed, :listed] = rest.bought
    intermediate[:, :listed, listed] = rest.sold
    intermediate[:, listed, listed] = rest.own
    state = np.full(intermediate.shape, CellState.IMPUTED, dtype=np.uint8)
    state[:, :listed, :listed] = np.where(icio.intermediate > 0, CellState.OBSERVED, CellState.ZERO)
    use = np.zeros((size, sectors, sectors))
    use[:listed] = icio.input_use + rest.use_of_sold
    use[listed] = rest.input_use
    output = np.concatenate([icio.gross_output, totals.output[:, None]], axis=1)
    purchases = use.sum(axis=1).T
    value_added, taxes = split_residual(output - purchases, purchases)
    return OpenWorld(
        (*icio.economies, ROW),
        icio.sectors,
        intermediate,
        state,
        use,
        np.maximum(output - intermediate.sum(axis=1), 0.0),
        value_added,
        taxes,
    )


def impute_final(
    world: OpenWorld, old: OldTable, concordance: Concordance, settings: PriorSettings | None = None
) -> Array:
    """(J, N, N) USD mn final flows from the blend prior, producers' final sales exact."""
    prior = destination_prior(old, world.intermediate, world.income, concordance, settings)
    return fit_rows(prior, world.final_sales)


def close_world(name: str, title: str, year: int, world: OpenWorld, final: Array, log_error: Array) -> WorldTable:
    """The finished table, in which output is the sum of sales and value added the remainder of output.

    `log_error` is (J, N, N), standard deviation of the log error of each imputed final flow.
    """
    output = world.intermediate.sum(axis=1) + final.sum(axis=1)
    remainder = output - world.input_use.sum(axis=1).T
    table = WorldTable(
        name=name,
        title=title,
        year=year,
        economies=world.economies,
        sectors=world.sectors,
        intermediate_flow=world.intermediate,
        final_flow=final,
        input_use=world.input_use,
        value_added=remainder - world.net_taxes,
        net_taxes_on_inputs=world.net_taxes,
        final_state=np.where(final > 0, CellState.IMPUTED, CellState.ZERO).astype(np.uint8),
        intermediate_state=world.intermediate_state,
        final_log_error=np.where(final > 0, log_error, 0.0),
    )
    table.check()
    return table
