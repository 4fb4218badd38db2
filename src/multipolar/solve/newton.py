"""Newton-Krylov, the last resort: SciPy's inexact Newton with LGMRES on ``x - sweep(x)``.

Knoll and Keyes (2004), Journal of Computational Physics 193(2).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from multipolar.arrays import Array


def newton_krylov(
    sweep: Callable[[Array], Array], start: Array, tolerance: float, max_steps: int = 40
) -> tuple[Array, tuple[float, ...], bool]:
    """Solve ``x = sweep(x)`` by Newton steps.

    Returns
    -------
    point, largest residual after each Newton step, and whether the tolerance was met. Where a step leaves the domain
    of the map the best point so far comes back, not converged.
    """
    from scipy.optimize import NoConvergence
    from scipy.optimize import newton_krylov as scipy_newton_krylov

    history: list[float] = []
    best: list[Array] = [start]

    def residual(x: Array) -> Array:
        values = x - sweep(x)
        return np.where(np.isfinite(values), values, 1e6)

    def remember(x: Array, values: Array) -> None:
        size = float(np.abs(values).max())
        if not history or size < min(history):
            best[0] = np.array(x)
        history.append(size)

    try:
        x = scipy_newton_krylov(residual, start, f_tol=tolerance, maxiter=max_steps, method="lgmres", callback=remember)
    except (NoConvergence, ValueError, FloatingPointError, np.linalg.LinAlgError):
        return best[0], tuple(history), False
    return np.asarray(x, dtype=np.float64), tuple(history), True
