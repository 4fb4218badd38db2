"""What the solver sees of a model: a fixed-point map on a vector of named blocks. No economics here."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from multipolar.arrays import Array


class Block(Protocol):
    """A named slice of the vector of unknowns, with the shape in which the model reads it."""

    @property
    def name(self) -> str: ...

    @property
    def slice(self) -> slice: ...

    def of(self, vector: Array) -> Array:
        """View of the block in a vector."""
        ...


class Problem(Protocol):
    """A fixed point ``x = sweep(x)``, with independent residuals to judge an answer by."""

    @property
    def blocks(self) -> tuple[Block, ...]: ...

    @property
    def size(self) -> int: ...

    @property
    def memory(self) -> int:
        """Differences that mixing should keep at least; ten where nothing speaks for more."""
        ...

    def start(self) -> Array:
        """A first guess."""
        ...

    def step(self) -> Array:
        """(size,) mixing step of each unknown: one where the plain update is well scaled."""
        ...

    def sweep(self, x: Array) -> Array:
        """One pass through all equations; a new vector."""
        ...

    def residuals(self, x: Array) -> dict[str, Array]:
        """Residuals of every equation group at ``x``, evaluated afresh."""
        ...

    def at(self, size: float) -> Problem:
        """The same problem with the shock scaled to `size` in [0, 1], for continuation."""
        ...

    def robust(self) -> Problem:
        """The same unknowns and solutions by a map that converges more surely; may be slower, may be itself."""
        ...

    def recentred(self, x: Array) -> Problem:
        """The same problem, numerically centred on ``x``; the unknowns keep their meaning."""
        ...


def largest(residuals: dict[str, Array]) -> tuple[float, str, tuple[int, ...]]:
    """Largest absolute residual over all groups, with its group and position; infinite if any is not a number."""
    worst, where = 0.0, ""
    position: tuple[int, ...] = ()
    for group, values in residuals.items():
        if values.size == 0:
            continue
        size = np.abs(values)
        if not np.isfinite(size).all():
            size = np.where(np.isfinite(size), size, np.inf)
        index = int(np.argmax(size))
        if size.ravel()[index] > worst or not where:
            worst, where = float(size.ravel()[index]), group
            position = tuple(int(i) for i in np.unravel_index(index, values.shape))
    return worst, where, position
