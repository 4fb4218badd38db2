"""The same world with crude oil apart from natural gas: sector B06 of the tables cut into its two ISIC groups.

One good in the tables, two in the world: where crude is banned or capped, buyers of the one good take more of the
other, which no pipeline lets them. With the crude part ``s[n, i]`` of each flow of oil and gas from customs values
(`multipolar.baseline.energy`), the sector becomes B061, crude oil, and B062, natural gas and the rest:

* flows: ``s`` of each is crude, of what industries buy and of what final users buy, at the same tariff;
* users: refining (C19) takes crude before all other industries, as far as it buys oil and gas at all, and they share
  what is left in proportion to what they buy;
* home: customs do not see what an economy sells to itself. Crude is what its refineries buy and do not import, at
  most all of it;
* makers: both are made from the same inputs in the same proportions (no source says more).

The rules are assumed. Every total of the table by pair, maker and user stays what it was.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.elasticities import ElasticityTable
from multipolar.baseline.energy import energy_of
from multipolar.data.world_table import CellState, WorldTable
from multipolar.errors import DataError

WHOLE, CRUDE, REST = "B06", "B061", "B062"
FIRST_USER = "C19"
SUFFIX = "-crude"
"""Ends the name of the new baseline."""


def crude_apart(baseline: Baseline) -> Baseline:
    """Cut oil and gas in two; crude takes the sector's place on the axis, gas comes after it.

    Raises
    ------
    DataError
        If the baseline has no table behind it, lacks oil and gas or refining, or is not of a year with trade in tonnes.
    """
    table, where = baseline.table, baseline.sector_index()
    if table is None:
        raise DataError(f"baseline {baseline.name}", "has no table behind it, so its flows cannot be cut")
    lacking = [code for code in (WHOLE, FIRST_USER) if code not in where]
    if lacking:
        raise DataError(f"baseline {baseline.name}", f"has no sector {lacking[0]}")
    j = where[WHOLE]
    energy = energy_of(baseline)
    p = energy.position("crude")
    refining = where[FIRST_USER]
    share = _with_home(energy.share[p], table.intermediate_flow[j], table.input_use[:, j, refining])
    cut = _cut(table, j, refining, share, energy.share_filled[p])
    made = Baseline.from_table(cut, _twice(baseline.tariff_rate, j), _elasticities(baseline.elasticities, j))
    taxes = baseline.provenance.net_tax_share
    note = (
        f"Oil and gas ({WHOLE}) is cut into crude oil ({CRUDE}) and natural gas and the rest ({REST}): by pair after "
        "customs values (CEPII BACI), at home after what refineries buy and do not import (assumed)."
    )
    provenance = replace(
        baseline.provenance,
        notes=(*baseline.provenance.notes, note),
        imputed_share=made.provenance.imputed_share,
        net_tax_share=None if taxes is None else _twice(taxes, j),
    )
    return replace(made, provenance=provenance)


def _with_home(share: Array, bought: Array, refined: Array) -> Array:
    """Shares (N, N) with home cells from what refining (N,) buys beyond the crude in imports."""
    found = np.array(share)
    home = np.diagonal(bought)
    imported = (share * bought).sum(axis=1) - np.diagonal(share) * home
    wanted = np.divide(refined - imported, home, out=np.zeros_like(home), where=home > 0)
    np.fill_diagonal(found, np.clip(wanted, 0.0, 1.0))
    return found


def _cut(table: WorldTable, j: int, first_user: int, share: Array, guessed: NDArray[np.bool_]) -> WorldTable:
    intermediate = _parts(table.intermediate_flow[j], share)
    final = _parts(table.final_flow[j], share)
    output = (intermediate + final).sum(axis=1)
    total = output.sum(axis=0)
    crude_made = np.divide(output[0], total, out=np.zeros_like(total), where=total > 0)
    # Columns: what the two makers use; then rows: who uses the two.
    columns = _twice(table.input_use.transpose(2, 0, 1), j, crude_made[:, None]).transpose(1, 2, 0)
    rows = _users(columns[:, j, :], intermediate.sum(axis=2), first_user if first_user < j else first_user + 1)
    use = _twice(columns.transpose(1, 0, 2), j)
    use[j], use[j + 1] = rows
    state = np.where(guessed, np.uint8(CellState.IMPUTED), table.intermediate_state[j])
    final_state = np.where(guessed & (table.final_flow[j] > 0), np.uint8(CellState.IMPUTED), table.final_state[j])
    return WorldTable(
        name=table.name + SUFFIX,
        title=f"{table.title}, crude oil apart from gas",
        year=table.year,
        economies=table.economies,
        sectors=(*table.sectors[:j], CRUDE, REST, *table.sectors[j + 1 :]),
        intermediate_flow=_insert(table.intermediate_flow, j, intermediate),
        final_flow=_insert(table.final_flow, j, final),
        input_use=np.ascontiguousarray(use.transpose(1, 0, 2)),
        value_added=_twice(table.value_added, j, crude_made),
        net_taxes_on_inputs=_twice(table.net_taxes_on_inputs, j, crude_made),
        final_state=_insert(table.final_state, j, np.stack([final_state] * 2)),
        intermediate_state=_insert(table.intermediate_state, j, np.stack([state] * 2)),
        final_log_error=_twice(table.final_log_error, j),
    )


def _users(use: Array, bought: Array, first: int) -> tuple[Array, Array]:
    """(N, K) crude and the rest by user, from the use of both (N, K) and what industries buy of each (2, N)."""
    crude = np.zeros_like(use)
    crude[:, first] = np.minimum(use[:, first], bought[0])
    others = use.copy()
    others[:, first] = 0.0
    pool = others.sum(axis=1)
    left = bought[0] - crude[:, first]
    crude += others * np.minimum(np.divide(left, pool, out=np.zeros_like(pool), where=pool > 0), 1.0)[:, None]
    return crude, use - crude


def _parts(flow: Array, share: Array) -> Array:
    """(2, ...) crude and the rest."""
    return np.stack([flow * share, flow * (1.0 - share)])


def _twice(values: Array, j: int, part: Array | None = None) -> Array:
    """Sector j of an array (J, ...) twice; with `part`, cut into that share and what is left."""
    here = np.stack([values[j]] * 2) if part is None else _parts(values[j], part)
    return _insert(values, j, here)


def _insert(values: NDArray, j: int, here: NDArray) -> NDArray:  # type: ignore[type-arg]
    return np.concatenate([values[:j], here, values[j + 1 :]])


def _elasticities(table: ElasticityTable, j: int) -> ElasticityTable:
    def twice(values: tuple[str, ...]) -> tuple[str, ...]:
        return (*values[: j + 1], *values[j:])

    return ElasticityTable(
        sectors=(*table.sectors[:j], CRUDE, REST, *table.sectors[j + 1 :]),
        central=_twice(table.central, j),
        low=_twice(table.low, j),
        high=_twice(table.high, j),
        standard_error=_twice(table.standard_error, j),
        source=twice(table.source),
        status=twice(table.status),
    )
