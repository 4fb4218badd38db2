"""Simulate: what may be reused, and what a result must warn of."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.baseline.baseline import Baseline
from multipolar.baseline.bundled import load_bundled
from multipolar.errors import AssumptionError, InfeasibleError
from multipolar.model.settings import Closure, RevenueClosure
from multipolar.scenario import Embargo, Scenario, Tariff, compile_scenario, load_scenario
from multipolar.simulation.labels import economy_measures
from multipolar.simulation.simulate import assumptions_of, prepare_baseline, simulate

EMBARGO = "western-embargo"


@pytest.fixture(scope="module")
def world() -> Baseline:
    return load_bundled()


def _incomes(*arguments: object, **settings: object) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return simulate(*arguments, **settings).real_income_pct()  # type: ignore[arg-type]


def test_a_world_prepared_without_deficits_gives_them_back_under_another_closure(world: Baseline) -> None:
    balanced = prepare_baseline(world, Closure("balanced"))
    for closure in (Closure("fixed"), Closure("proportional"), Closure("balanced")):
        reused, fresh = (_incomes(start, EMBARGO, closure=closure) for start in (balanced, world))
        np.testing.assert_allclose(reused, fresh, atol=1e-7)


def test_a_world_prepared_without_deficits_is_prepared_again_for_other_elasticities(world: Baseline) -> None:
    balanced = prepare_baseline(world, Closure("balanced"))
    low = assumptions_of(world, "low")
    reused = _incomes(balanced, EMBARGO, assumptions=low)
    fresh = _incomes(world, EMBARGO, assumptions=low, closure=Closure("balanced"))
    np.testing.assert_allclose(reused, fresh, atol=1e-7)


def test_a_compiled_measure_on_part_of_a_sector_follows_the_elasticities_of_the_solve(world: Baseline) -> None:
    scenario = load_scenario("us-ev-tariff")
    compiled = compile_scenario(scenario, world, world.elasticities.central)
    low = assumptions_of(world, "low")
    np.testing.assert_array_equal(
        _incomes(world, compiled, assumptions=low), _incomes(world, scenario, assumptions=low)
    )


def test_a_compiled_measure_follows_the_tariffs_of_the_baseline_it_is_solved_on(world: Baseline) -> None:
    duty = Tariff(id="duty", origin=("CHN",), destination=("USA",), sectors=("C29",), rate=0.1, mode="add")
    scenario = Scenario(name="duty", instruments=(duty,))
    compiled = compile_scenario(scenario, world, world.elasticities.central)
    assert world.table is not None
    free = Baseline.from_table(world.table, np.zeros_like(world.tariff_rate), world.elasticities)
    np.testing.assert_array_equal(_incomes(free, compiled), _incomes(free, scenario))


@pytest.mark.parametrize("revenue", ["lump_sum", "lost"])
def test_money_over_income_before_is_the_per_cent_change(world: Baseline, revenue: RevenueClosure) -> None:
    measures = economy_measures(simulate(world, "eu-us-tariffs", closure=Closure(revenue=revenue)))
    ratio = measures["real_income_usd_bn"] / measures["income_before_usd_bn"]
    np.testing.assert_allclose(100 * ratio, measures["real_income_pct"], rtol=1e-9)


def test_autarky_needs_balanced_trade_and_says_what_is_not_determined(world: Baseline) -> None:
    everyone = [code for code in world.economies if code != "RUS"]
    cut = Embargo(id="cut", origin=("RUS",), destination=tuple(everyone), leakage=0.0)
    alone = Scenario(name="alone", instruments=(cut,))
    with pytest.raises(InfeasibleError, match="RUS"):
        simulate(world, alone)
    result = simulate(world, alone, closure=Closure("balanced"))
    assert any("RUS trades with nobody else" in line for line in result.warnings)
    russia = result.economies.index("RUS")
    flow = result.after.flow[:, russia].sum(axis=0)
    assert flow[russia] > 0
    assert np.delete(flow, russia).max() == 0


def test_a_date_that_is_none_is_refused(world: Baseline) -> None:
    with pytest.raises(AssumptionError, match="is not a day"):
        simulate(world, EMBARGO, date="31 December")
