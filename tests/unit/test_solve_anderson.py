"""Anderson mixing: exact on linear maps, safeguarded on hostile ones."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.solve.anderson import MixingSettings, mix


def linear_map(size: int, radius: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(size, size))
    matrix *= radius / np.abs(np.linalg.eigvals(matrix)).max()
    return matrix, rng.normal(size=size)


@pytest.mark.parametrize("radius", [0.5, 0.99, 3.0])
def test_a_linear_map_is_solved_in_as_many_sweeps_as_unknowns(radius: float) -> None:
    """With memory for all unknowns mixing is GMRES (Walker and Ni 2011), for contractions and expansions alike."""
    matrix, offset = linear_map(6, radius)
    result = mix(lambda x: matrix @ x + offset, np.zeros(6), np.ones(6), 1e-9, MixingSettings(memory=8))
    assert result.converged
    assert len(result.history) <= 6 + 3
    np.testing.assert_allclose(result.x, np.linalg.solve(np.eye(6) - matrix, offset), atol=1e-7)


def test_the_answer_is_the_point_whose_residual_was_measured() -> None:
    result = mix(np.cos, np.zeros(3), np.ones(3), 1e-12)
    assert result.converged
    assert result.residual == np.abs(np.cos(result.x) - result.x).max() == result.history[-1]
    np.testing.assert_allclose(result.x, 0.7390851332151607, atol=1e-11)


def test_a_start_at_the_solution_takes_one_sweep_and_stays() -> None:
    start = np.array([1.0, 2.0])
    result = mix(lambda x: x.copy(), start, np.ones(2), 1e-9)
    assert result.history == (0.0,)
    np.testing.assert_array_equal(result.x, start)


def test_a_point_outside_the_domain_restarts_from_the_best_one_with_a_smaller_step() -> None:
    """log of a negative number: the first full step leaves the domain, damped ones do not."""

    def sweep(x: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore"):
            return x + 4.0 * (0.1 - x) * np.where(x > 0, 1.0, np.nan)

    result = mix(sweep, np.array([1.0]), np.ones(1), 1e-10)
    assert result.converged
    assert result.restarts >= 1
    assert np.inf in result.history
    np.testing.assert_allclose(result.x, 0.1, atol=1e-9)


def test_a_runaway_residual_restarts() -> None:
    def sweep(x: np.ndarray) -> np.ndarray:
        return x - x * np.abs(x) ** 3  # Newton-like near zero, explosive far away

    result = mix(sweep, np.array([3.0]), np.full(1, 1.9), 1e-8, MixingSettings(growth=10.0, max_sweeps=400))
    assert result.restarts >= 1
    assert np.abs(result.x).max() < 3.0


def test_a_map_without_fixed_point_gives_up_within_the_limit() -> None:
    result = mix(lambda x: x + 1.0, np.zeros(2), np.ones(2), 1e-9, MixingSettings(max_sweeps=60, patience=10))
    assert not result.converged
    assert result.residual == 1.0
    assert len(result.history) <= 60


def test_a_map_without_numbers_ends_at_once() -> None:
    result = mix(lambda x: np.full_like(x, np.nan), np.zeros(2), np.ones(2), 1e-9)
    assert not result.converged
    assert result.residual == np.inf
    assert len(result.history) == 1


def test_progress_is_reported_for_every_sweep() -> None:
    seen: list[tuple[int, float]] = []
    result = mix(np.cos, np.zeros(2), np.ones(2), 1e-10, on_sweep=lambda number, size: seen.append((number, size)))
    assert seen == list(enumerate(result.history, 1))


def test_the_start_is_not_overwritten() -> None:
    start = np.zeros(3)
    mix(np.cos, start, np.ones(3), 1e-10)
    assert (start == 0).all()
