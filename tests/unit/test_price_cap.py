"""The price cap: the Response by itself, the instrument, and what is said of its result."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest

from multipolar.analysis.price_cap import cap_outcomes
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.registry import load
from multipolar.errors import AssumptionError, ScenarioError
from multipolar.model.price_cap import PRACTICALLY_NIL, PriceCap
from multipolar.model.responses import Market
from multipolar.scenario import Scenario, load_scenario
from multipolar.scenario.compile import compile_scenario
from multipolar.scenario.instruments import PriceCap as CapInstrument
from multipolar.simulation.simulate import assumptions_of, simulate


def cap(cap_hat: float = 0.8, **changes: object) -> PriceCap:
    fields = {
        "name": "cap",
        "cells": np.array([1, 4], dtype=np.int64),
        "coverage": np.array([0.5, 1.0]),
        "elasticity": np.array([4.0, 4.0]),
        "seller": (0, 1),
        "cap_hat": cap_hat,
        "exposure": 0.4,
        "price": 80.0,
    }
    return PriceCap(**(fields | changes))  # type: ignore[arg-type]


def market(log_price: float) -> Market:
    log_cost = np.zeros((1, 3))
    log_cost[0, 1] = log_price
    one = np.ones(2)
    return Market(one, one, one, one, np.full(2, 4.0), log_cost, np.zeros((1, 3)))


def test_zero_is_no_cap() -> None:
    assert not cap().log_cost(np.zeros(1)).any()
    assert not cap().rent_rate(np.zeros(1)).any()
    assert cap().rent_shares(np.array([1, 1])) == ()


def test_the_covered_part_pays_the_rate_and_the_kernel_is_the_mixture() -> None:
    found, t = cap(), np.log(1.25)
    unknown = np.array([1 - np.exp(-4 * t)])
    assert found.log_rate(unknown) == pytest.approx(t)
    kernel = np.exp(-4 * found.log_cost(unknown))
    np.testing.assert_allclose(kernel, [0.5 + 0.5 * 1.25**-4, 1.25**-4])
    covered = np.array([0.5, 1.0]) * 1.25**-4 / kernel
    np.testing.assert_allclose(found.rent_rate(unknown), covered * 0.2 / (1 - covered * 0.2))
    assert found.rent_rate(unknown)[1] == pytest.approx(0.25), "fully covered: the rate itself"


def test_complementarity_at_both_ends() -> None:
    found, at_cap = cap(), float(np.log(0.8))
    zero, inside, end = np.zeros(1), np.array([0.4]), np.array([found.largest])
    assert found.residual(zero, market(at_cap - 0.1)) == 0
    assert found.residual(zero, market(at_cap + 0.1)) < 0
    assert abs(found.residual(inside, market(at_cap))) < 1e-15
    assert found.residual(inside, market(at_cap - 0.1)) > 0
    assert found.residual(end, market(at_cap + 0.1)) == 0
    assert found.residual(end, market(at_cap - 0.1)) > 0
    assert found.residual(np.array([-0.1]), market(at_cap - 0.1)) < 0
    assert [found.status(u, market(p)) for u, p in ((zero, -1.0), (inside, at_cap), (end, 0.0))] == [
        "not binding",
        "binding",
        "not reached",
    ]


def test_at_the_upper_end_a_thousandth_is_left() -> None:
    found = cap(coverage=np.ones(2))
    np.testing.assert_allclose(np.exp(-4 * found.log_cost(np.array([2.0]))), PRACTICALLY_NIL)


def test_on_the_way_in() -> None:
    assert cap(0.25).at(0.5).cap_hat == pytest.approx(0.5)
    assert cap(1.5).at(0.5).cap_hat == 1.5


@pytest.mark.parametrize(
    "changes",
    [
        {"cap_hat": 0.0},
        {"cells": np.zeros(0, dtype=np.int64)},
        {"coverage": np.array([0.5, 1.5])},
        {"coverage": np.array([0.5])},
        {"elasticity": np.array([4.0, 0.0])},
    ],
)
def test_refuses_nonsense(changes: dict[str, object]) -> None:
    with pytest.raises(AssumptionError):
        cap(**changes)  # type: ignore[arg-type]


# --- the instrument --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world() -> Baseline:
    return load()


def compiled(world: Baseline, **fields: object) -> PriceCap:
    asked = {"id": "cap", "target": "RUS", "cap": 60.0, "service_share": 0.5} | fields
    scenario = Scenario(name="x", title="x", instruments=(CapInstrument(**asked),))  # type: ignore[arg-type]
    found = compile_scenario(scenario, world, world.elasticities.central, date=datetime.date(2023, 6, 1))
    (response,) = found.wedges.responses
    assert isinstance(response, PriceCap)
    return response


def test_reach_of_the_coalition(world: Baseline) -> None:
    response = compiled(
        world, coalition=["DEU"], exempt=["KOR"], pipeline={"CHN": 0.55}, evasion=0.2, product_share=0.5, price=80.0
    )
    importer = np.unravel_index(response.cells, world.trade_share.shape)[1]
    coverage = {world.economies[n]: c for n, c in zip(importer, response.coverage, strict=True)}
    assert coverage["DEU"] == pytest.approx(0.5 * 1.0 * 0.8)
    assert coverage["IND"] == pytest.approx(0.5 * 0.5 * 0.8)
    assert coverage["CHN"] == pytest.approx(0.5 * 0.5 * 0.45 * 0.8)
    assert "KOR" not in coverage
    assert "RUS" not in coverage
    assert response.cap_hat == pytest.approx(0.75)


def test_price_and_crude_share_come_from_the_tables(world: Baseline) -> None:
    response = compiled(world)
    assert 60 / response.cap_hat == pytest.approx(89.8, abs=0.5), "unit value of Russia's crude exports in 2022"
    importer = np.unravel_index(response.cells, world.trade_share.shape)[1]
    coverage = {world.economies[n]: c for n, c in zip(importer, response.coverage, strict=True)}
    assert coverage["IND"] == pytest.approx(0.5, abs=0.01), "India buys hardly anything but crude"
    assert coverage["HUN"] < 0.25, "Hungary's is mostly gas"


def test_one_rate_for_each_seller(world: Baseline) -> None:
    instrument = CapInstrument(id="cap", target=["RUS", "KAZ"], cap=50, service_share=0.5, price=80)
    scenario = Scenario(name="x", title="x", instruments=(instrument,))
    found = compile_scenario(scenario, world, world.elasticities.central, date=datetime.date(2023, 6, 1))
    assert [response.name for response in found.wedges.responses] == ["cap RUS", "cap KAZ"]


def test_oil_products_need_a_price(world: Baseline) -> None:
    with pytest.raises(ScenarioError, match="Write price"):
        compiled(world, product="oil-products")
    assert compiled(world, product="oil-products", price=90.0).seller[0] == world.sectors.index("C19")


def test_numbers_by_economy_have_a_standing() -> None:
    instrument = CapInstrument(
        id="cap", target="RUS", cap=60, pipeline={"HUN": 1.0}, source="somewhere", assumed={"pipeline": "Druzhba"}
    )
    found = {number.field: (number.value, number.status) for number in instrument.numbers()}
    assert found == {"cap": (60.0, "sourced"), "pipeline HUN": (1.0, "assumed")}
    with pytest.raises(ScenarioError, match="share"):
        CapInstrument(id="cap", target="RUS", cap=60, pipeline={"HUN": 100})


# --- results ---------------------------------------------------------------------------------------------------------


def test_a_cap_above_the_price_changes_nothing(world: Baseline) -> None:
    result = simulate(
        world,
        Scenario(name="x", title="x", instruments=(CapInstrument(id="cap", target="RUS", cap=150, service_share=1.0),)),
    )
    (outcome,) = cap_outcomes(result)
    assert outcome.status == "not binding"
    assert outcome.price_after == outcome.price_before
    assert (result.real_income_hat() == 1.0).all()
    assert "does not bind" in outcome.sentence


def test_books_of_the_cap_of_2022(world: Baseline) -> None:
    short = replace(assumptions_of(world), factor_mobility=1.0)
    result = simulate(world, "oil-cap-2022", assumptions=short)
    (outcome,) = cap_outcomes(result)
    assert outcome.status == "not reached"
    assert 60 < outcome.price_after < outcome.price_before
    assert outcome.covered_after < 0.01 * outcome.covered_before
    assert outcome.spared_after > outcome.spared_before
    np.testing.assert_allclose(outcome.rent, result.after.ledger.rent, atol=1e-6)
    assert result.quality.walras < 1e-9
    assert "not reached" in outcome.sentence


def test_a_mild_cap_is_reached_and_pays_buyers(world: Baseline) -> None:
    short = replace(assumptions_of(world), factor_mobility=1.0)
    scenario = load_scenario("oil-cap-2022@strict")
    mild = scenario.model_copy(
        update={"instruments": tuple(i.model_copy(update={"cap": 77.0}) for i in scenario.instruments)}
    )
    (outcome,) = cap_outcomes(simulate(world, mild, assumptions=short))
    assert outcome.status == "binding"
    assert outcome.price_after == pytest.approx(77.0, rel=1e-8)
    india = world.economies.index("IND")
    assert outcome.rent[india] > 0
    assert 0 < outcome.rate < 1
    assert "binds" in outcome.sentence
