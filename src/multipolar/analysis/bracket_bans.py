"""Which flows a scenario bans, and which of its instruments ban nothing.

The survival share of compiled wedges is not enough: a tariff on a part of a cell writes there too, for what is left of
the cell after buyers have moved. So every instrument is compiled alone, and a ban is what lowers the survival share of
a cell whose price it leaves as it was. Bans on the same cell multiply, as they do in `multipolar.scenario.border`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, IntArray, frozen
from multipolar.baseline.baseline import Baseline
from multipolar.errors import AssumptionError
from multipolar.model.wedges import Wedges
from multipolar.scenario import CompiledScenario, compile_scenario

BY_PRICE = "works through prices, which do not move here"
BY_TRANSFER = "moves money and no goods"
BY_RESPONSE = "its size is found with prices, which do not move here"
NO_CELL = "bans no flow of these tables"
IN_PART = "only the flows that it stops altogether are covered; on the others it works through prices"


@dataclass(frozen=True, slots=True)
class Uncovered:
    """An instrument, or a part of one, that rationing cannot represent, and why."""

    instrument: str
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Bans:
    """Flows that are stopped.

    Attributes
    ----------
    cells : (M,) sorted flat positions into (J, N, N). survival_share : (M,) part that still flows.
    covered : ids of the instruments behind them. uncovered : the others, and those that are covered in part.
    """

    cells: IntArray
    survival_share: Array
    covered: tuple[str, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    title: str = ""


def bans_of(baseline: Baseline, compiled: CompiledScenario) -> Bans:
    """The bans in a compiled scenario.

    Raises
    ------
    AssumptionError
        If the scenario was compiled for a world of another shape.
    """
    if compiled.wedges.shape != baseline.trade_share.shape:
        raise AssumptionError(
            f"bracket, scenario {compiled.scenario.name}",
            f"was compiled for a world of {compiled.wedges.shape}, not {baseline.trade_share.shape}",
            remedy="Compile it for the baseline that you pass.",
        )
    survival = np.ones(baseline.trade_share.size)
    covered, uncovered = [], []
    for entry in compiled.touched:
        alone = compile_scenario(
            compiled.scenario, baseline, compiled.trade_elasticity, date=compiled.date, instruments=[entry.instrument]
        ).wedges
        stopped = _stopped(alone, baseline)
        survival[alone.index[stopped]] *= alone.survival_share[stopped]
        if stopped.any():
            covered.append(entry.instrument)
        if not stopped.any() or not stopped.all() or alone.responses:
            uncovered.append(Uncovered(entry.instrument, entry.kind, _why(alone, bool(stopped.any()))))
    cells = np.flatnonzero(survival < 1.0).astype(np.int64)
    return Bans(cells, frozen(survival[cells]), tuple(covered), tuple(uncovered), compiled.scenario.title)


def _stopped(wedges: Wedges, baseline: Baseline) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """(cells,) True where less gets through and nothing else changes."""
    tariff = baseline.tariff_rate.ravel()[wedges.index]
    same_price = (wedges.iceberg_hat == 1.0) & (wedges.tariff_rate == tariff) & (wedges.export_tax_rate == 0.0)
    return np.asarray((wedges.survival_share < 1.0) & same_price)


def _why(wedges: Wedges, in_part: bool) -> str:
    if in_part:
        return IN_PART
    if wedges.responses:
        return BY_RESPONSE
    if wedges.index.size:
        return BY_PRICE
    return BY_TRANSFER if wedges.transfer.any() else NO_CELL
