"""Speed of the solver, as ratios within one run against the fixed nested implementation of the same equations.

Run with ``make bench``. Nothing here asserts a time; what is asserted is that the answers agree.
"""

from __future__ import annotations

import csv
import statistics
import time
import tracemalloc
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from cases import ANSWER, as_case, baseline_of, published_case, resized
from multipolar.arrays import Array
from multipolar.baseline.bundled import load_bundled
from multipolar.model.equations import Equations
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from multipolar.model.world import World, prepare
from multipolar.scenario import compile_scenario, load_scenario
from multipolar.simulation.horizons import HORIZONS, horizon
from multipolar.solve.driver import SolverSettings, solve
from multipolar.solve.solution import Solution
from nested_reference import NestedAnswer, solve_nested

TOLERANCE = 1e-9


def _solve(world: World, wedges: Wedges, theta: Array) -> Solution:
    """Everything that a warm solve takes: folding the scenario, mixing, judging by fresh residuals."""
    return solve(Equations(world, wedges, Assumptions(theta), Closure()), SolverSettings(tolerance=TOLERANCE))


def _real_income_pct(world: World, solution: Solution) -> Array:
    equations: Equations = solution.problem
    log_price = equations.layout.split(solution.x).log_price
    income = equations.ledger(solution.x).income / world.final_expenditure
    return np.asarray(100 * (income / np.exp((world.final_share * log_price).sum(axis=0)) - 1))


def _gap(ours: Array, case: Mapping[str, Any], nested: NestedAnswer) -> float:
    """Largest difference in real income, percentage points."""
    before = np.asarray(case["F_nj"]).sum(axis=1)
    prices = np.exp((case["alpha_nj"] * np.log(nested.P_hat)).sum(axis=1))
    return float(np.abs(ours - 100 * (nested.income / before / prices - 1)).max())


def test_full_size_case_against_the_nested_reference(benchmark: Any) -> None:
    case = published_case()
    if case is None:
        baseline, wedges = resized(80, 50)
        case = as_case(baseline, wedges)
    else:
        baseline, wedges = baseline_of(case)
    world, theta = prepare(baseline), baseline.elasticities.central
    solution = benchmark.pedantic(_solve, (world, wedges, theta), rounds=60, warmup_rounds=5)
    assert solution.largest_residual <= TOLERANCE
    ours = _real_income_pct(world, solution)
    benchmark.extra_info |= {"sweeps": solution.sweeps, "largest_residual": solution.largest_residual}
    for name, fold in (("plain", False), ("folded", True)):
        runs = [solve_nested(case, TOLERANCE, fold_wedges=fold) for _ in range(3)]
        assert _gap(ours, case, runs[0]) < 1e-6
        seconds = statistics.median(run.seconds for run in runs)
        benchmark.extra_info[f"nested_{name}_seconds"] = round(seconds, 3)
        benchmark.extra_info[f"nested_{name}_over_ours"] = round(seconds / benchmark.stats.stats.median, 1)
    if ANSWER.exists() and published_case() is not None:
        with ANSWER.open(encoding="utf-8") as file:
            published = {row["country"]: float(row["real_income_pct"]) for row in csv.DictReader(file)}
        worst = max(abs(ours[n] - published[code]) for n, code in enumerate(baseline.economies))
        assert worst < 1e-6
        benchmark.extra_info["gap_to_published_pp"] = worst
    print(benchmark.extra_info)


@pytest.mark.parametrize(("economies", "sectors"), [(40, 25), (80, 50), (160, 50), (160, 100)])
def test_time_grows_with_economies_squared_times_sectors(benchmark: Any, economies: int, sectors: int) -> None:
    baseline, wedges = resized(economies, sectors)
    world, theta = prepare(baseline), baseline.elasticities.central
    solution = benchmark.pedantic(_solve, (world, wedges, theta), rounds=15, warmup_rounds=2)
    assert solution.largest_residual <= TOLERANCE
    cells = economies**2 * sectors
    per_cell = benchmark.stats.stats.median / cells * 1e9
    benchmark.extra_info |= {"sweeps": solution.sweeps, "nanoseconds_per_cell": round(per_cell, 1)}
    print(benchmark.extra_info)


def test_peak_memory_of_a_solve(benchmark: Any) -> None:
    baseline, wedges = resized(80, 50)
    world, theta = prepare(baseline), baseline.elasticities.central
    tracemalloc.start()
    _solve(world, wedges, theta)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    benchmark.pedantic(_solve, (world, wedges, theta), rounds=5)
    benchmark.extra_info["peak_mb"] = round(peak / 1e6, 1)
    print(benchmark.extra_info)
    assert peak < 200e6


def test_twenty_scenarios_on_one_world(benchmark: Any) -> None:
    baseline, _ = resized(80, 50)
    world, theta = prepare(baseline), baseline.elasticities.central
    generator = np.random.default_rng(1)
    scenarios = []
    for _ in range(20):
        iceberg = np.ones(world.shape)
        buyers = generator.choice(80, 10, replace=False)
        iceberg[:, buyers, generator.integers(80)] = 1.0 + generator.random()
        scenarios.append(Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, iceberg_hat=iceberg))

    def batch() -> list[Solution]:
        return [_solve(world, wedges, theta) for wedges in scenarios]

    solutions = benchmark.pedantic(batch, rounds=3, warmup_rounds=1)
    assert all(solution.largest_residual <= TOLERANCE for solution in solutions)
    benchmark.extra_info["median_sweeps"] = statistics.median(solution.sweeps for solution in solutions)


@pytest.mark.parametrize("scenario", ["western-embargo", "suez-closed", "eu-us-tariffs", "oil-cap-2022"])
@pytest.mark.parametrize("name", HORIZONS)
def test_each_horizon_of_the_bundled_world(benchmark: Any, name: str, scenario: str) -> None:
    """Its time over that of the long run, the two solved in turn so that other load falls on both."""
    baseline = load_bundled()
    world = prepare(baseline)

    def problem(horizon_name: str) -> tuple[Wedges, Assumptions, Closure]:
        assumptions, closure = horizon(horizon_name, baseline)
        compiled = compile_scenario(load_scenario(scenario), baseline, assumptions.trade_elasticity)
        return compiled.wedges, assumptions, closure

    def seconds(given: tuple[Wedges, Assumptions, Closure]) -> float:
        began = time.perf_counter()
        solve(Equations(world, *given), SolverSettings(tolerance=TOLERANCE))
        return time.perf_counter() - began

    here, long = problem(name), problem("long")
    solution = benchmark.pedantic(
        lambda: solve(Equations(world, *here), SolverSettings(tolerance=TOLERANCE)), rounds=5, warmup_rounds=1
    )
    assert solution.largest_residual <= TOLERANCE
    pairs = [(seconds(here), seconds(long)) for _ in range(11)]
    ratio = statistics.median(one for one, _ in pairs) / statistics.median(other for _, other in pairs)
    benchmark.extra_info |= {"sweeps": solution.sweeps, "over_long": round(ratio, 2)}
    print(scenario, name, benchmark.extra_info)
