"""Anderson mixing of a fixed-point map, safeguarded.

Anderson (1965), Journal of the ACM 12(4); type II in the notation of Walker and Ni (2011), SIAM J. Numer. Anal. 49(4).
The next point combines the last few so that the linearised residual is smallest:

    x+ = x + b f - (dX + b dF) c,    c = argmin |f - dF c|

with ``f = sweep(x) - x`` and differences ``dX``, ``dF`` of successive points and residuals. The least-squares problem
is solved through its Gram matrix, updated by one matrix-vector product a sweep.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array


@dataclass(frozen=True, slots=True)
class MixingSettings:
    """How to mix.

    Parameters
    ----------
    memory : differences kept; 8 to 12 is the useful range for the world model.
    max_sweeps : give up after so many.
    growth : restart from the best point when the residual exceeds the best by this factor.
    patience : restart, damped, when the best residual has not halved within so many sweeps.
    settle : step plainly, without combining points, until the residual is below this. Differences taken far from the
        solution of a strongly nonlinear map mislead; plain small steps do not.
    settle_sweeps : start to mix after so many plain steps in any case.
    """

    memory: int = 10
    max_sweeps: int = 250
    growth: float = 1e3
    patience: int = 45
    ridge: float = 1e-13
    settle: float = float("inf")
    settle_sweeps: int = 600


@dataclass(frozen=True, slots=True)
class MixingResult:
    """Where mixing stopped: best point, its largest ``|sweep(x) - x|``, residuals by sweep, and why."""

    x: Array
    residual: float
    history: tuple[float, ...]
    restarts: int
    converged: bool


class _Memory:
    """Ring of differences with the Gram matrix of the residual differences."""

    def __init__(self, size: int, length: int) -> None:
        self.residuals = np.empty((length, size))
        self.moves = np.empty((length, size))  # dX + b dF
        self.gram = np.empty((length, length))
        self.length, self.count = length, 0

    def clear(self) -> None:
        self.count = 0

    def add(self, move: Array, residual: Array, step: Array) -> None:
        slot = self.count % self.length
        np.multiply(step, residual, out=self.moves[slot])
        self.moves[slot] += move
        self.residuals[slot] = residual
        self.count += 1
        used = min(self.count, self.length)
        products = self.residuals[:used] @ residual
        self.gram[slot, :used] = products
        self.gram[:used, slot] = products

    def combination(self, residual: Array, ridge: float) -> Array | None:
        """Coefficients of the smallest linearised residual, or None when the differences say nothing."""
        used = min(self.count, self.length)
        if used == 0:
            return None
        gram = self.gram[:used, :used]
        scale = np.sqrt(np.diag(gram))
        if not (np.isfinite(scale).all() and (scale > 0).all()):
            return None
        scaled = gram / (scale[:, None] * scale)
        scaled.flat[:: used + 1] += ridge
        try:
            solution: Array = np.linalg.solve(scaled, (self.residuals[:used] @ residual) / scale)
        except np.linalg.LinAlgError:
            return None
        return solution / scale


def mix(
    sweep: Callable[[Array], Array],
    start: Array,
    step: Array,
    tolerance: float,
    settings: MixingSettings | None = None,
    on_sweep: Callable[[int, float], None] | None = None,
) -> MixingResult:
    """Iterate ``sweep`` to a fixed point.

    Parameters
    ----------
    start : (size,) first point.
    step : (size,) mixing step of each unknown.
    tolerance : stop when the largest ``|sweep(x) - x|`` is below.
    on_sweep : called with the sweep number and the residual.

    Returns
    -------
    MixingResult, not converged when sweeps run out or the map yields no numbers even from the best point.
    """
    settings = settings or MixingSettings()
    memory = _Memory(start.size, settings.memory)
    x, damping = start, 1.0
    previous_x: Array | None = None
    previous: Array | None = None
    best_x, best, best_at, mark, mark_at = start, np.inf, 0, np.inf, 0
    history: list[float] = []
    restarts = 0
    settling = settings.settle_sweeps if np.isfinite(settings.settle) else 0
    for number in range(1, settings.max_sweeps + settling + 1):
        residual = sweep(x)
        residual -= x
        size = float(np.abs(residual).max())
        if not np.isfinite(size):
            size = np.inf
        history.append(size)
        if on_sweep is not None:
            on_sweep(number, size)
        if size < best:
            best_x, best, best_at = x, size, number
        if size < tolerance:
            return MixingResult(x, size, tuple(history), restarts, True)
        if number <= settling:
            if settings.settle < size < np.inf:
                best_x, best, best_at, mark, mark_at = x, size, number, size, number
                x = x + step * residual
                continue
            settling = 0
        if best < 0.5 * mark:
            mark, mark_at = best, number
        runaway = not size < settings.growth * max(best, tolerance)
        stalled = number - mark_at > settings.patience
        if runaway or stalled:
            if damping < 0.02 or (runaway and best_at == 0):
                break
            restarts, damping = restarts + 1, damping * 0.5
            memory.clear()
            x, previous, previous_x, mark, mark_at = best_x, None, None, best, number
            continue
        effective = step if damping == 1.0 else step * damping
        if previous is not None and previous_x is not None:
            memory.add(x - previous_x, residual - previous, effective)
        combination = memory.combination(residual, settings.ridge)
        previous_x, previous = x, residual
        x = x + effective * residual
        if combination is not None:
            x -= combination @ memory.moves[: combination.size]
    return MixingResult(best_x, best, tuple(history), restarts, False)
