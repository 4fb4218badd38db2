"""The Solution of a solve: the point, what is known of its quality, and how it was reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from multipolar.arrays import Array
from multipolar.solve.problem import largest


@dataclass(frozen=True, slots=True)
class Stage:
    """One attempt: the method, the size of the shock that it solved, and its residual by sweep."""

    method: str
    shock_size: float
    residuals: tuple[float, ...]
    converged: bool
    restarts: int = 0


@dataclass(frozen=True, slots=True)
class Solution:
    """A solved (or failed) problem.

    Attributes
    ----------
    x : (size,) the point.
    problem : the problem at the end, possibly recentred; reads ``x``.
    residuals : every equation group at ``x``, evaluated afresh.
    tolerance : what was asked.
    stages : the trace.
    seconds : wall time.
    """

    x: Array
    problem: Any
    residuals: dict[str, Array]
    tolerance: float
    stages: tuple[Stage, ...]
    seconds: float

    @property
    def largest_residual(self) -> float:
        """Largest absolute residual over all equations; infinite when something is not a number."""
        return largest(self.residuals)[0]

    @property
    def worst(self) -> tuple[str, tuple[int, ...]]:
        """Group and position of the largest residual."""
        _, group, position = largest(self.residuals)
        return group, position

    @property
    def converged(self) -> bool:
        """Whether every equation holds to the tolerance."""
        return self.largest_residual <= self.tolerance

    @property
    def sweeps(self) -> int:
        """Passes through the equations over all stages."""
        return sum(len(stage.residuals) for stage in self.stages)

    def residual_by_group(self) -> dict[str, float]:
        """Largest absolute residual of each equation group."""
        return {group: largest({group: values})[0] for group, values in self.residuals.items()}

    def trace(self) -> dict[str, list[Any]]:
        """The residual of each sweep as columns: stage, method, shock_size, sweep, residual."""
        rows = [
            (number, stage.method, stage.shock_size, sweep, residual)
            for number, stage in enumerate(self.stages, 1)
            for sweep, residual in enumerate(stage.residuals, 1)
        ]
        columns = ("stage", "method", "shock_size", "sweep", "residual")
        return {name: [row[i] for row in rows] for i, name in enumerate(columns)}

    def summary(self) -> str:
        """One line on how it ended."""
        state = "converged" if self.converged else "NOT converged"
        methods = ", ".join(dict.fromkeys(stage.method for stage in self.stages))
        return (
            f"{state} in {self.sweeps} sweeps ({methods}), largest residual {self.largest_residual:.1e} "
            f"against {self.tolerance:.0e}, {1e3 * self.seconds:.0f} ms"
        )


def finite(residuals: dict[str, Array]) -> bool:
    """True when every residual is a number."""
    return all(bool(np.isfinite(values).all()) for values in residuals.values())
