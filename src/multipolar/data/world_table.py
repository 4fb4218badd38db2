"""An inter-country input-output table as read or completed: flows at basic prices, before any model is put on it.

Axis order: j sector, n importer (using economy), i exporter (producing economy). Values in USD mn.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from multipolar.arrays import Array
from multipolar.errors import DataError, ShapeError


class CellState(IntEnum):
    """What is known of one bilateral cell. Missing, zero and unspecified are three different things."""

    OBSERVED = 0  # the source prints a value
    ZERO = 1  # the source prints zero, or accounting leaves no room for anything else
    IMPUTED = 2  # completed by a documented method
    MISSING = 3  # no value and none could be made: treated as absent
    UNSPECIFIED = 4  # the source books the flow without naming the partner


@dataclass(frozen=True, slots=True)
class WorldTable:
    """One year of the world economy in flows, closed: use equals supply for every producer.

    Attributes
    ----------
    name, title : short key such as ``icio-2022`` and a line for people.
    economies, sectors : codes, in the order of the axes.
    intermediate_flow : (J, N, N) USD mn, sales of ``j`` by exporter ``i`` to the industries of importer ``n``.
    final_flow : (J, N, N) USD mn, sales to final users; never negative.
    input_use : (N, K, J) USD mn, input ``k`` from all origins used by sector ``j`` of economy ``n``, basic prices.
    value_added : (J, N) USD mn at basic prices.
    net_taxes_on_inputs : (J, N) USD mn, taxes less subsidies on the products that the sector buys.
    final_state, intermediate_state : (J, N, N) `CellState` codes of the two flow arrays.
    final_log_error : (J, N, N) standard deviation of the log error of each final flow; zero where observed.
    """

    name: str
    title: str
    year: int
    economies: tuple[str, ...]
    sectors: tuple[str, ...]
    intermediate_flow: Array
    final_flow: Array
    input_use: Array
    value_added: Array
    net_taxes_on_inputs: Array
    final_state: NDArray[np.uint8]
    intermediate_state: NDArray[np.uint8]
    final_log_error: Array

    def __post_init__(self) -> None:
        sectors, economies = len(self.sectors), len(self.economies)
        pair, cell = (sectors, economies, economies), (sectors, economies)
        expected = {
            "intermediate_flow": pair,
            "final_flow": pair,
            "input_use": (economies, sectors, sectors),
            "value_added": cell,
            "net_taxes_on_inputs": cell,
            "final_state": pair,
            "intermediate_state": pair,
            "final_log_error": pair,
        }
        for field, shape in expected.items():
            found = getattr(self, field).shape
            if found != shape:
                raise ShapeError(f"world table {self.name}, {field}", f"has shape {found}, expected {shape}")

    @property
    def gross_output(self) -> Array:
        """(J, N) USD mn: what each producer sells, to industries and final users everywhere."""
        total: Array = self.intermediate_flow.sum(axis=1) + self.final_flow.sum(axis=1)
        return total

    def imbalances(self) -> dict[str, float]:
        """Largest violation of each accounting rule, relative to the size of the account (ratio)."""
        output = self.gross_output
        cost = self.input_use.sum(axis=1).T + self.value_added + self.net_taxes_on_inputs
        bought = self.intermediate_flow.sum(axis=2)
        used = self.input_use.sum(axis=2).T
        floor = 1e-9 * output.max()

        def worst(left: Array, right: Array) -> float:
            return float((np.abs(left - right) / np.maximum(np.maximum(np.abs(left), np.abs(right)), floor)).max())

        return {"output equals cost": worst(output, cost), "purchases equal input use": worst(bought, used)}

    def check(self, tolerance: float = 1e-6) -> None:
        """Raise DataError with the worst cell if an accounting rule or a sign is broken.

        Rules: output equals cost for each producer; purchases of each input equal its use; no negative flow;
        value added positive wherever there is output.
        """
        for rule, size in self.imbalances().items():
            if not size <= tolerance:
                raise DataError(
                    f"world table {self.name}", f"rule '{rule}' is broken", evidence=f"relative imbalance {size:.2e}"
                )
        for field in ("intermediate_flow", "final_flow", "input_use"):
            values = getattr(self, field)
            if not np.isfinite(values).all() or (values < 0).any():
                worst = np.unravel_index(int(np.argmin(np.nan_to_num(values, nan=-np.inf))), values.shape)
                raise DataError(
                    f"world table {self.name}, {field}",
                    "holds a negative or non-finite value",
                    evidence=f"{values[worst]:.6g} at {self._label(field, tuple(int(w) for w in worst))}",
                )
        output = self.gross_output
        bad = (output > 0) & (self.value_added + self.net_taxes_on_inputs <= 0)
        if bad.any():
            j, n = (int(a[0]) for a in np.nonzero(bad))
            raise DataError(
                f"world table {self.name}",
                "value added is not positive where there is output",
                evidence=f"{int(bad.sum())} cells, first {self.economies[n]} {self.sectors[j]}",
            )

    def _label(self, field: str, index: tuple[int, ...]) -> str:
        if field == "input_use":
            return f"{self.economies[index[0]]}: {self.sectors[index[1]]} into {self.sectors[index[2]]}"
        return f"{self.sectors[index[0]]}: {self.economies[index[2]]} to {self.economies[index[1]]}"
