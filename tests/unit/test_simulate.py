"""Simulate: what may be reused, and what a result must warn of."""

from __future__ import annotations

import numpy as np
import pytest

import multipolar as mp
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.bundled import load_bundled
from multipolar.errors import AssumptionError, InfeasibleError, NoSellerError
from multipolar.model.settings import Closure, RevenueClosure
from multipolar.scenario import Embargo, ImportBan, Scenario, Tariff, compile_scenario, load_scenario
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


def test_compare_puts_scenarios_in_columns(world: Baseline) -> None:
    frame = mp.compare(world, ["western-embargo", "western-embargo-china-joins"], measure="real_wage_pct")
    assert list(frame.columns) == ["western-embargo", "western-embargo-china-joins"]
    assert frame.loc["RUS"].is_monotonic_decreasing
    expected = simulate(world, "western-embargo").real_wage_pct()
    np.testing.assert_array_equal(frame["western-embargo"].to_numpy(), expected)
    with pytest.raises(AssumptionError, match="real_wage_pct"):
        mp.compare(world, ["western-embargo"], measure="happiness")


def test_only_the_ban_is_blamed_for_a_buyer_without_seller(world: Baseline) -> None:
    others = tuple(code for code in world.economies if code != "LUX")
    ban = ImportBan(id="ban", origin=others, destination=("LUX",), sectors=("B06",), leakage=0.0)
    tariff = Tariff(id="tariff", origin=others, destination=("LUX",), sectors=("B06",), rate=0.1)
    with pytest.raises(NoSellerError, match="by ban: no finite price") as caught:
        simulate(world, Scenario(name="cut", instruments=(tariff, ban)))
    assert "LUX B06" in str(caught.value)
    assert "tariff" not in str(caught.value)
