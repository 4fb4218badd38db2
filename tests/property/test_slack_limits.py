"""A quota or price cap that does not bind has exactly no effect, alone or beside other measures, at every horizon."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from multipolar.baseline.baseline import Baseline
from multipolar.baseline.bundled import load_bundled
from multipolar.model.price_cap import PriceCap
from multipolar.model.responses import ImportQuota
from multipolar.model.wedges import Wedges
from multipolar.scenario import Embargo, Scenario, compile_scenario
from multipolar.simulation.horizons import horizon
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import prepare_baseline, simulate


@pytest.fixture(scope="module")
def world() -> Baseline:
    return load_bundled()


def measures(world: Baseline, theta: np.ndarray) -> Wedges:
    embargo = Embargo(origin=["RUS"], destination=["DEU", "POL"], leakage=0.1, id="embargo")
    return compile_scenario(Scenario(name="one", instruments=(embargo,)), world, theta).wedges


def quota(world: Baseline, name: str, limit: float, buyer: str = "JPN", seller: str = "RUS") -> ImportQuota:
    at = world.economies.index
    cells = np.ravel_multi_index(
        ([world.sectors.index("B06")], [at(buyer)], [at(seller)]), world.tariff_rate.shape
    ).astype(np.int64)
    return ImportQuota(name, cells, limit)


def cap(world: Baseline, theta: float, over: float) -> PriceCap:
    at, j = world.economies.index, world.sectors.index("B06")
    cells = np.ravel_multi_index(([j, j], sorted([at("ITA"), at("FRA")]), [at("RUS")] * 2), world.tariff_rate.shape)
    return PriceCap("cap", cells.astype(np.int64), np.full(2, 0.5), np.full(2, theta), (j, at("RUS")), over, 0.1)


def same_digits(one: Result, two: Result) -> bool:
    fields = ("wage_hat", "price_hat", "cost_hat", "flow", "expenditure", "value_added", "final_share", "log_rent")
    whole = all(np.array_equal(getattr(one.after, name), getattr(two.after, name)) for name in fields)
    return whole and np.array_equal(one.real_income_pct(), two.real_income_pct())


@pytest.mark.parametrize("name", ["long", "short"])
def test_slack_limits_beside_an_embargo_leave_every_digit(world: Baseline, name: str) -> None:
    beliefs, closure = horizon(name, world)
    prepared = prepare_baseline(world, closure, beliefs)
    bare = measures(world, beliefs.trade_elasticity)
    theta = float(beliefs.trade_elasticity[world.sectors.index("B06")])
    limits = (quota(world, "wide", 50.0), cap(world, theta, 3.0))
    with_limits = simulate(prepared, replace(bare, responses=limits), assumptions=beliefs)
    without = simulate(prepared, bare, assumptions=beliefs)
    assert same_digits(with_limits, without)
    assert with_limits.response_unknowns == {"wide": (0.0,), "cap": (0.0,)}
    assert tuple(with_limits.responses) == ("wide", "cap")
    market = with_limits.responses["wide"].market
    assert market.quantity.sum() / market.quantity_baseline.sum() > 1.01
    assert [r.name for r in with_limits.wedges.responses] == ["wide", "cap"]


def test_only_the_slack_one_of_two_limits_is_left_out(world: Baseline) -> None:
    beliefs, closure = horizon("long", world)
    prepared = prepare_baseline(world, closure, beliefs)
    bare = measures(world, beliefs.trade_elasticity)
    tight = quota(world, "tight", 0.5, buyer="CHN")
    both = simulate(prepared, replace(bare, responses=(quota(world, "wide", 50.0), tight)), assumptions=beliefs)
    alone = simulate(prepared, replace(bare, responses=(tight,)), assumptions=beliefs)
    assert same_digits(both, alone)
    assert both.response_unknowns["wide"] == (0.0,)
    assert both.response_unknowns["tight"] == alone.response_unknowns["tight"]
    assert both.response_unknowns["tight"][0] > 0.01


def test_a_limit_that_binds_changes_the_answer(world: Baseline) -> None:
    beliefs, closure = horizon("long", world)
    prepared = prepare_baseline(world, closure, beliefs)
    bare = measures(world, beliefs.trade_elasticity)
    bound = simulate(prepared, replace(bare, responses=(quota(world, "tight", 0.9),)), assumptions=beliefs)
    assert not same_digits(bound, simulate(prepared, bare, assumptions=beliefs))
    assert bound.response_unknowns["tight"][0] > 0
