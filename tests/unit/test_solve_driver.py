"""The ladder on problems made to fall off each rung; no economics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from multipolar.errors import AssumptionError
from multipolar.solve.driver import SolverSettings, solve
from multipolar.solve.newton import newton_krylov
from multipolar.solve.problem import largest

Map = Callable[[np.ndarray, float], np.ndarray]


@dataclass(frozen=True)
class Block:
    name: str = "all"

    @property
    def slice(self) -> slice:
        return slice(None)

    def of(self, vector: np.ndarray) -> np.ndarray:
        return vector


def broken(x: np.ndarray, size: float) -> np.ndarray:  # noqa: ARG001
    return np.full_like(x, np.nan)


@dataclass(frozen=True)
class Toy:
    """x = target, by one map for mixing and another for the robust rungs; either may be broken."""

    plain: Map
    sure: Map
    solution: Callable[[float], np.ndarray]
    shock: float = 1.0
    is_robust: bool = False
    size: int = 2
    memory: int = 10
    blocks: tuple[Block, ...] = (Block(),)
    log: list[str] = field(default_factory=list)

    def start(self) -> np.ndarray:
        return np.zeros(2)

    def step(self) -> np.ndarray:
        return np.ones(2)

    def sweep(self, x: np.ndarray) -> np.ndarray:
        return (self.sure if self.is_robust else self.plain)(x, self.shock)

    def residuals(self, x: np.ndarray) -> dict[str, np.ndarray]:
        return {"gap": x - self.solution(self.shock)}

    def at(self, size: float) -> Toy:
        self.log.append(f"at {size:.2f}")
        return replace(self, shock=size)

    def robust(self) -> Toy:
        return replace(self, is_robust=True)

    def recentred(self, x: np.ndarray) -> Toy:  # noqa: ARG002
        self.log.append("recentred")
        return self


def target(size: float) -> np.ndarray:
    return np.array([1.0, 9.0]) * size


def easy(x: np.ndarray, size: float) -> np.ndarray:
    return 0.5 * x + 0.5 * target(size)


def near_only(x: np.ndarray, size: float) -> np.ndarray:
    """Numbers only close to the solution, so that a cold start fails and following the path does not."""
    return easy(x, size) if np.abs(x - target(size)).max() < 1.5 else np.full_like(x, np.nan)


def methods(toy: Toy, **settings: object) -> list[str]:
    solution = solve(toy, SolverSettings(**settings))  # type: ignore[arg-type]
    assert solution.converged
    np.testing.assert_allclose(solution.x, target(1.0), atol=1e-8)
    return list(dict.fromkeys(stage.method for stage in solution.stages))


def test_the_first_rung_is_enough_for_an_easy_problem() -> None:
    assert methods(Toy(easy, broken, target)) == ["mixing"]


def test_the_robust_map_takes_over_when_mixing_fails() -> None:
    assert methods(Toy(broken, easy, target)) == ["mixing", "robust"]


def test_continuation_follows_the_path_when_a_cold_start_fails() -> None:
    toy = Toy(broken, near_only, target)
    assert methods(toy) == ["mixing", "robust", "continuation"]
    assert "at 0.50" in toy.log
    assert "at 0.12" in toy.log


def test_newton_is_the_last_resort() -> None:
    def expansive(x: np.ndarray, size: float) -> np.ndarray:
        return x + 60.0 * (target(size) - x) if size == 1.0 else np.full_like(x, np.nan)

    settings = {"mixing": replace(SolverSettings().mixing, max_sweeps=1)}
    assert methods(Toy(expansive, expansive, target), **settings)[-1] == "newton"


def test_plain_sweeps_end_what_the_robust_map_leaves() -> None:
    """The robust map stops a hair from the solution; near it the problem's own map, lost from afar, goes the rest."""

    def near(x: np.ndarray, size: float) -> np.ndarray:
        gap = x - target(size)
        return target(size) + 0.5 * gap if np.abs(gap).max() < 1e-3 else np.full_like(x, np.nan)

    def off(x: np.ndarray, size: float) -> np.ndarray:
        return 0.5 * x + 0.5 * (target(size) + 2e-8)

    solution = solve(Toy(near, off, target))
    assert solution.converged
    assert solution.stages[-1].method == "plain"
    assert len(solution.stages[-1].residuals) < 10
    far = solve(Toy(near, lambda x, size: off(x, size) + 1e-4, target))
    assert not far.converged
    assert all(stage.method != "plain" for stage in far.stages), "not from where a proper search has failed"


@pytest.mark.parametrize("method", ["mixing", "robust", "continuation", "newton"])
def test_a_single_rung_can_be_asked_for(method: str) -> None:
    assert methods(Toy(easy, easy, target), method=method) == [method]


def test_failure_returns_the_best_point_marked_as_failed() -> None:
    solution = solve(Toy(broken, broken, target))
    assert not solution.converged
    assert solution.largest_residual == pytest.approx(9.0)
    assert solution.worst == ("gap", (1,))
    assert "NOT converged" in solution.summary()


def test_a_small_step_is_no_proof() -> None:
    """The map stands still at once, but the equations do not hold: that is not an answer."""
    solution = solve(Toy(lambda x, _: x.copy(), lambda x, _: x.copy(), target))
    assert not solution.converged


def test_a_warm_start_is_used() -> None:
    solution = solve(Toy(easy, broken, target), start=target(1.0))
    assert solution.sweeps == 1


def test_tolerance_outside_its_range_is_refused() -> None:
    with pytest.raises(AssumptionError, match="tolerance"):
        SolverSettings(tolerance=0.5)


def test_the_trace_counts_every_sweep() -> None:
    solution = solve(Toy(broken, easy, target))
    trace = solution.trace()
    assert len(trace["residual"]) == solution.sweeps
    assert trace["method"][0] == "mixing"
    assert trace["method"][-1] == "robust"


def test_newton_returns_its_best_point_when_it_cannot_finish() -> None:
    x, history, converged = newton_krylov(lambda x: x - np.cos(x) - 2.0, np.array([0.3]), 1e-12, max_steps=3)
    assert not converged
    assert len(history) <= 4
    assert np.isfinite(x).all()


def test_newton_solves_what_iteration_cannot() -> None:
    x, _, converged = newton_krylov(lambda x: x + 3.0 * (x**2 - 4.0), np.array([1.5, 3.0]), 1e-10)
    assert converged
    np.testing.assert_allclose(x, 2.0, atol=1e-8)


def test_largest_counts_what_is_not_a_number_as_infinite() -> None:
    groups = {"a": np.array([1.0, -3.0]), "b": np.array([[0.0, np.nan]]), "empty": np.zeros(0)}
    assert largest({"a": groups["a"]}) == (3.0, "a", (1,))
    assert largest(groups) == (np.inf, "b", (0, 1))
    assert largest({"empty": groups["empty"]}) == (0.0, "", ())
