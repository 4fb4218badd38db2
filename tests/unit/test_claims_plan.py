"""What-ifs as plans: outcomes by hand, settings, and the three answers."""

from __future__ import annotations

import numpy as np
import pytest

import multipolar as mp
from multipolar.baseline.baseline import Baseline
from multipolar.claims.what_ifs.outcomes import Outcome
from multipolar.claims.what_ifs.plan import Plan, as_tested, with_threshold
from multipolar.claims.what_ifs.plan_solved import solve_plan
from multipolar.errors import AssumptionError, ScenarioError

TARIFF = """name: duty
title: A duty on steel from China
instruments:
  - id: duty
    kind: tariff
    origin: [CHN]
    destination: [USA]
    sectors: [C24A]
    mode: add
    rate: 0.5
    from: 2023-02-06
    source: Thought experiment.
"""


@pytest.fixture(scope="module")
def world() -> Baseline:
    return mp.load()


def _plan(outcome: Outcome, threshold: float, relation: str, scenario: str = TARIFF, against: str = "") -> Plan:
    return Plan("tariff", "What if?", scenario, outcome, threshold, relation, "as the test says", against)  # type: ignore[arg-type]


def test_outcomes_are_what_the_result_says(world: Baseline) -> None:
    result = mp.simulate(world, "western-embargo")
    russia, china = world.economies.index("RUS"), world.economies.index("CHN")
    income = Outcome("real_income", ("RUS",)).value(result, None)
    assert income == pytest.approx(result.real_income_pct()[russia], rel=1e-9)
    oil = world.sectors.index("B06")
    before, after = (flow.flow[oil, china, russia] for flow in (result.before, result.after))
    sold = Outcome("flow", ("RUS",), ("CHN",), ("B06",)).value(result, None)
    assert sold == pytest.approx(100 * (after / before - 1), rel=1e-9)
    shares = []
    for state in (result.before, result.after):
        own = state.flow[:, russia, russia].sum()
        total = state.flow[:, :, russia].sum() + state.flow[:, russia, :].sum() - 2 * own
        shares.append((state.flow[:, china, russia].sum() + state.flow[:, russia, china].sum()) / total)
    share = Outcome("partner_share", ("RUS",), ("CHN",)).value(result, None)
    assert share == pytest.approx(100 * (shares[1] - shares[0]), rel=1e-9)
    price = Outcome("price", ("RUS",)).value(result, None)
    assert price == pytest.approx(result.price_pct()[russia], rel=1e-9)


def test_against_itself_nothing_changes(world: Baseline) -> None:
    result = mp.simulate(world, "western-embargo")
    for outcome in (Outcome("real_income", ("RUS", "CHN")), Outcome("partner_share", ("RUS",), ("CHN",))):
        assert abs(outcome.value(result, result)) < 1e-12


def test_a_flow_that_never_was_has_no_per_cent(world: Baseline) -> None:
    result = mp.simulate(world, "western-embargo")
    dead = np.argwhere(world.flow.sum(axis=1) == 0)
    sector, exporter = world.sectors[dead[0][0]], world.economies[dead[0][1]]
    other = next(code for code in world.economies if code != exporter)
    with pytest.raises(AssumptionError, match="zero before"):
        Outcome("flow", (exporter,), (other,), (sector,)).value(result, None)


def test_inside_outside_and_between(world: Baseline) -> None:
    steel = Outcome("flow", ("CHN",), ("USA",), ("C24A",))
    falls = solve_plan(_plan(steel, -0.1, "at most"), world)
    assert falls.word == "inside"
    assert falls.tested is not None
    assert len(falls.tested.settings) == 8
    assert {setting.horizon for setting in falls.tested.settings} == {"short", "long"}
    low, high = falls.tested.band
    assert low < high < 0
    assert solve_plan(_plan(steel, 0.1, "at least"), world).word == "outside"
    middle = sorted(setting.value for setting in falls.tested.settings)[1]
    assert solve_plan(_plan(steel, middle, "at most"), world).word == "not decidable"
    assert set(falls.tested.central) == {"short", "long"}
    assert "settings reach it" in falls.reason


def test_a_threshold_of_ones_own(world: Baseline) -> None:
    plan = with_threshold(_plan(Outcome("real_income", ("USA",)), 0.0, "at least"), -50.0)
    assert "set by the user" in plan.reason
    assert solve_plan(plan, world).word == "inside"


def test_yaml_that_cannot_be_read_is_refused(world: Baseline) -> None:
    with pytest.raises(ScenarioError):
        solve_plan(_plan(Outcome("real_income", ("USA",)), 0.0, "at least", TARIFF.replace("CHN", "CHNN")), world)


def test_a_plan_that_is_only_mapped_keeps_its_scenario() -> None:
    tested = as_tested(_plan(Outcome("real_income", ("USA",)), 0.0, "at least"))
    record = tested.as_record()
    assert record["scenario"] == TARIFF
    assert record["low"] is None
    assert record["settings"] == []
