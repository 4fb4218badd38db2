"""The ladder: mixing, a more robust map, continuation in the size of the shock, Newton-Krylov. Judged by residuals.

The robust rungs start from the problem's own guess: where mixing got lost is no good place to begin. Newton starts
from the best point of all, and some plain sweeps may end what it leaves. Whatever rung ends the climb, the answer is
judged by residuals that the problem evaluates afresh, not by the step that the iteration made.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from multipolar.arrays import Array
from multipolar.errors import AssumptionError
from multipolar.solve.anderson import MixingSettings, mix
from multipolar.solve.newton import newton_krylov
from multipolar.solve.problem import Problem, largest
from multipolar.solve.solution import Solution, Stage

Method = Literal["auto", "mixing", "robust", "continuation", "newton"]

# Far from the baseline more differences pay; near it they cost more than they save.
ROBUST_MEMORY = 20
# Where the robust rungs stop stepping plainly and start to mix.
SETTLE = 1e-2
# So near the target, plain sweeps of the problem's own map may end what the robust one leaves: it can hardly move some
# unknowns far from the baseline, and judges itself by the others.
NEARLY, PLAIN_SWEEPS = 1e3, 20


@dataclass(frozen=True, slots=True)
class SolverSettings:
    """What to reach, and how hard to try.

    Parameters
    ----------
    tolerance : largest residual over all equations, relative.
    method : ``auto`` climbs the whole ladder; the others try that rung alone.
    smallest_step : continuation gives up when it would have to move the shock by less than this share.
    """

    tolerance: float = 1e-9
    method: Method = "auto"
    mixing: MixingSettings = field(default_factory=MixingSettings)
    smallest_step: float = 1.0 / 64.0

    def __post_init__(self) -> None:
        if not 1e-13 <= self.tolerance < 1e-2:
            raise AssumptionError(
                "solver settings", f"tolerance {self.tolerance} is outside 1e-13 to 1e-2", remedy="1e-9 is usual."
            )


class _Climb:
    """The state of one solve: best point so far, trace, progress."""

    def __init__(self, settings: SolverSettings, on_sweep: Callable[[int, float], None] | None) -> None:
        self.settings, self.on_sweep = settings, on_sweep
        self.stages: list[Stage] = []

    def mix(self, problem: Problem, start: Array, tolerance: float, size: float, method: str) -> tuple[Array, float]:
        done = sum(len(stage.residuals) for stage in self.stages)
        report = None
        if self.on_sweep is not None:
            notify = self.on_sweep

            def report(number: int, residual: float) -> None:
                notify(done + number, residual)

        mixing = self.settings.mixing
        mixing = replace(mixing, memory=max(mixing.memory, problem.memory))
        if method != "mixing":
            mixing = replace(mixing, memory=max(mixing.memory, ROBUST_MEMORY), settle=SETTLE)
        result = mix(problem.sweep, start, problem.step(), tolerance, mixing, report)
        self.stages.append(Stage(method, size, result.history, result.converged, result.restarts))
        return result.x, result.residual


def solve(
    problem: Problem,
    settings: SolverSettings | None = None,
    *,
    start: Array | None = None,
    on_sweep: Callable[[int, float], None] | None = None,
) -> Solution:
    """Solve a fixed-point problem.

    Parameters
    ----------
    start : (size,) warm start; the problem's own guess by default.
    on_sweep : called with the sweep number and the residual, for progress.

    Returns
    -------
    Solution; look at `Solution.converged` before using it.
    """
    settings = settings or SolverSettings()
    began = time.perf_counter()
    climb = _Climb(settings, on_sweep)
    guess = problem.start() if start is None else start
    with np.errstate(all="ignore"):
        best, x, _, residuals = _climb(problem, guess, climb)
    return Solution(x, best, residuals, settings.tolerance, tuple(climb.stages), time.perf_counter() - began)


def _climb(problem: Problem, guess: Array, climb: _Climb) -> tuple[Problem, Array, float, dict[str, Array]]:
    settings, target = climb.settings, climb.settings.tolerance
    candidates: list[tuple[Problem, Array, float, dict[str, Array]]] = []

    def judge(candidate: Problem, x: Array) -> bool:
        residuals = candidate.residuals(x)
        error = largest(residuals)[0]
        candidates.append((candidate, x, error, residuals))
        return error <= target

    def finish(candidate: Problem, x: Array, method: str) -> bool:
        """Mix to the target; tighten if the step was small but an equation is not yet satisfied."""
        # An iteration's own step understates some residuals, so it aims a little lower than the target.
        tolerance = 0.5 * target
        for _ in range(3):
            x, reached = climb.mix(candidate, x, tolerance, 1.0, method)
            if not np.isfinite(reached):
                return False
            # After the first rung, centred on the answer: its entries are shares then, with nothing lost to range.
            if judge(candidate if method == "mixing" else candidate.recentred(x), x):
                return True
            if reached > tolerance:
                return False
            tolerance *= 0.1
        return False

    rungs = ("mixing", "robust", "continuation", "newton") if settings.method == "auto" else (settings.method,)
    if "mixing" in rungs and finish(problem, guess, "mixing"):
        return candidates[-1]
    robust = problem.robust()
    if "robust" in rungs and finish(robust, robust.start(), "robust"):
        return candidates[-1]
    if "continuation" in rungs:
        end = _continue(robust, climb)
        if end is not None and finish(robust.recentred(end), end, "continuation"):
            return candidates[-1]
    if "newton" in rungs:
        x = min(candidates, key=lambda c: c[2])[1] if candidates else guess
        centred = robust.recentred(x) if np.isfinite(x).all() else robust
        x, history, converged = newton_krylov(centred.sweep, x, 0.5 * target)
        climb.stages.append(Stage("newton", 1.0, history, converged))
        if judge(centred.recentred(x), x):
            return candidates[-1]
    if not candidates:
        judge(problem, guess)
    best = min(candidates, key=lambda c: c[2])
    if settings.method == "auto" and best[2] <= NEARLY * target:
        _end_plainly(problem, best[1], climb, judge)
    return min(candidates, key=lambda c: c[2])


def _end_plainly(problem: Problem, x: Array, climb: _Climb, judge: Callable[[Problem, Array], bool]) -> None:
    """Sweep without mixing from a point that is nearly there, until the residuals agree."""
    history: list[float] = []
    centred, done = problem.recentred(x), False
    while not done and len(history) < PLAIN_SWEEPS:
        after = centred.sweep(x)
        history.append(float(np.abs(after - x).max()))
        x = after
        done = judge(centred, x)
    climb.stages.append(Stage("plain", 1.0, tuple(history), done))


def _continue(problem: Problem, climb: _Climb) -> Array | None:
    """Follow the solution from no shock to the whole one; the point near the end, or None when it is lost."""
    x, reached, step = problem.start(), 0.0, 0.5
    slope: Array | None = None
    loose = max(1e-5, climb.settings.tolerance)
    while reached < 1.0:
        size = min(1.0, reached + step)
        guess = x if slope is None else x + (size - reached) * slope
        y, error = _reach(problem.at(size), guess, loose, size, climb)
        if not error <= loose and slope is not None:
            y, error = _reach(problem.at(size), x, loose, size, climb)
        if error <= loose:
            slope = (y - x) / (size - reached)
            x, reached, step = y, size, step * 1.5
        else:
            step *= 0.5
            if step < climb.settings.smallest_step:
                return None
    return x


def _reach(problem: Problem, guess: Array, tolerance: float, size: float, climb: _Climb) -> tuple[Array, float]:
    return climb.mix(problem.recentred(guess), guess, tolerance, size, "continuation")
