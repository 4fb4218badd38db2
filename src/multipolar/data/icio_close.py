"""From the sums of an official ICIO file to closed accounts: what the file leaves open, and the rules that close it.

The file is used as it stands except where the model cannot take it. The rules, in this order:

1. *Rounding below zero* in sales to industries is set to zero.
2. *Negative net final sales* (a run-down of inventories larger than the purchases) are set to zero. The producer's
   output and value added rise by the same amount.
3. *Gross output* is what the cells of the row add up to; the printed total may differ by the publisher's rounding.
   Value added is gross output minus inputs minus taxes on them, so the difference to the printed one lands there.
4. *Value added below one per cent of output* (losses, or subsidies booked as negative) is lifted to that floor: final
   users at home cover the loss, so the producer's home final sales, output and value added rise by the same amount.

Every amount is counted and told in the notes of the table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from multipolar.arrays import Array
from multipolar.data.icio_layout import IcioLayout
from multipolar.data.icio_stream import IcioSums
from multipolar.data.world_table import CellState, WorldTable

VALUE_ADDED_FLOOR = 0.01
"""Smallest value added (and primary income) left to a producer, as a share of its gross output."""

BALANCE_RELATIVE = 1e-4
BALANCE_ABSOLUTE_USD_MN = 5.0
"""A row or column may miss its printed total by 5 USD mn plus 0.01 % of it. In 2022 the largest misses are 1.8 USD mn
(Iceland, G) and 1.4 % of a cell of 67 USD mn (Iceland, C21): the publisher's rounding, well inside."""


@dataclass(frozen=True, slots=True)
class ClosedTable:
    """A world table whose accounts close, and one line for each rule that had work to do."""

    table: WorldTable
    notes: tuple[str, ...]


def find_imbalances(layout: IcioLayout, sums: IcioSums, tolerance: float = BALANCE_RELATIVE) -> list[str]:
    """Rows and columns that do not add up to the printed totals, largest first.

    Parameters
    ----------
    tolerance : ratio; a total may be missed by this share of it plus `BALANCE_ABSOLUTE_USD_MN`.
    """
    producers = np.array(layout.producers)
    finals = np.array([layout.columns[i] for i in layout.final])
    checks = (
        ("row {}: cells add up to {:,.3f} but OUT says {:,.3f}", producers, sums.row_sum, sums.output_column),
        ("column {}: cells, TLS and VA add up to {:,.3f} but OUT says {:,.3f}",
         producers, sums.column_sum, sums.output_row),
        ("{}: column OUT says {:,.3f} but row OUT says {:,.3f}", producers, sums.output_column, sums.output_row),
        ("column {}: cells and TLS add up to {:,.3f} but OUT says {:,.3f}",
         finals, sums.final_column_sum, sums.final_total),
    )  # fmt: skip
    found: list[tuple[float, str]] = []
    for text, labels, left, right in checks:
        left, right = left.ravel(), right.ravel()
        excess = np.abs(left - right) - tolerance * np.abs(right) - BALANCE_ABSOLUTE_USD_MN
        found += [
            (
                float(excess[p]),
                text.format(labels[p], left[p], right[p]) + f" (off by {left[p] - right[p]:,.3f} USD mn)",
            )
            for p in np.flatnonzero(excess > 0)
        ]
    return [text for _, text in sorted(found, key=lambda pair: -pair[0])]


def close_accounts(layout: IcioLayout, sums: IcioSums, *, name: str, title: str, year: int) -> ClosedTable:
    """Make a `WorldTable` by the rules above.

    Raises
    ------
    DataError
        If a rule of the table is still broken, which no file that passed `find_imbalances` should reach.
    """
    merge = np.zeros((len(layout.blocks), len(layout.economies)))
    merge[np.arange(len(layout.blocks)), layout.block_economy] = 1.0
    intermediate = sums.intermediate @ merge
    final = sums.final @ merge
    notes: list[str] = []
    if len(layout.blocks) > len(layout.economies):
        notes.append(
            f"Split economies added up: {len(layout.blocks)} blocks of the file are {len(layout.economies)} here."
        )
    if sums.clipped_count:
        notes.append(
            f"{sums.clipped_count} sales to industries below zero by rounding set to zero, "
            f"{sums.clipped_usd_mn:.6g} USD mn in all."
        )
    negative = final < 0
    if negative.any():
        j, n, i = (int(a) for a in np.unravel_index(int(np.argmin(final)), final.shape))
        notes.append(
            f"{int(negative.sum())} negative net final sales (inventories run down) set to zero, "
            f"{-final[negative].sum():,.1f} USD mn in all, largest {layout.sectors[j]} from {layout.economies[i]} to "
            f"{layout.economies[n]} {-final[j, n, i]:,.1f}; output and value added of the producers rise by as much."
        )
    state = np.where(negative, CellState.IMPUTED, np.where(final == 0, CellState.ZERO, CellState.OBSERVED))
    final = np.where(negative, 0.0, final)
    taxes = (merge.T @ sums.taxes).T
    output = intermediate.sum(axis=1) + final.sum(axis=1)
    value_added = output - sums.input_use.sum(axis=1).T - taxes
    printed_output, printed_value_added = (merge.T @ sums.output_column).T, (merge.T @ sums.value_added).T
    drift = np.abs(value_added - printed_value_added)
    j, n = (int(a) for a in np.unravel_index(int(np.argmax(drift)), drift.shape))
    notes.append(
        f"Value added is output minus inputs and taxes: {value_added.sum():,.0f} USD mn against "
        f"{printed_value_added.sum():,.0f} printed, largest difference {drift[j, n]:,.1f} in "
        f"{layout.economies[n]} {layout.sectors[j]}; "
        f"output {output.sum():,.0f} against {printed_output.sum():,.0f}."
    )
    notes.append(
        f"Final flows are at basic prices: {sums.final_taxes:,.0f} USD mn of taxes less subsidies on what final users "
        "buy are outside the table."
    )
    table = WorldTable(
        name=name,
        title=title,
        year=year,
        economies=layout.economies,
        sectors=layout.sectors,
        intermediate_flow=intermediate,
        final_flow=final,
        input_use=sums.input_use,
        value_added=value_added,
        net_taxes_on_inputs=taxes,
        final_state=state.astype(np.uint8),
        intermediate_state=np.where(intermediate == 0, CellState.ZERO, CellState.OBSERVED).astype(np.uint8),
        final_log_error=np.zeros_like(final),
    )
    lifted = lift_value_added(table)
    lifted.table.check()
    return ClosedTable(lifted.table, (*notes, *lifted.notes))


def lift_value_added(table: WorldTable, extra_cost: Array | None = None) -> ClosedTable:
    """Apply rule 4, so that value added and primary income are at least the floor.

    Parameters
    ----------
    extra_cost : (J, N) USD mn that will come out of primary income besides, such as tariffs paid on inputs.

    Returns
    -------
    The table, unchanged where nothing lies below the floor. The lifted home flows are marked imputed, with the log of
    the lift as their error.
    """
    output = table.gross_output
    primary = table.value_added + table.net_taxes_on_inputs
    if extra_cost is not None:
        primary = primary - extra_cost
    income = np.minimum(table.value_added, primary)
    lift = np.maximum((VALUE_ADDED_FLOOR * output - income) / (1.0 - VALUE_ADDED_FLOOR), 0.0)
    # a hair below the floor is rounding, and an absent producer has nothing to lift
    lift = np.where(lift > 1e-9 * np.maximum(output, 1e-6), lift, 0.0)
    if not lift.any():
        return ClosedTable(table, ())
    j, n = np.nonzero(lift)
    final, state, error = table.final_flow.copy(), table.final_state.copy(), table.final_log_error.copy()
    before = final[j, n, n]
    final[j, n, n] += lift[j, n]
    state[j, n, n] = CellState.IMPUTED
    error[j, n, n] = np.minimum(np.log(final[j, n, n] / np.maximum(before, 1e-12)), 1.0)
    worst = int(np.argmax(lift[j, n]))
    note = (
        f"{len(j)} producers with value added below {VALUE_ADDED_FLOOR:.0%} of output lifted to it by final sales at "
        f"home, {lift.sum():,.1f} USD mn in all, largest {table.economies[n[worst]]} {table.sectors[j[worst]]} "
        f"{lift[j, n][worst]:,.1f}; those home flows are marked imputed."
    )
    lifted = replace(
        table, final_flow=final, value_added=table.value_added + lift, final_state=state, final_log_error=error
    )
    return ClosedTable(lifted, (note,))
