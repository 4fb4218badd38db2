"""Horizons in a study: beside each other, in ranges, flips, differences and explanations."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from multipolar.analysis.compare import difference_ranges
from multipolar.analysis.differences import differences
from multipolar.analysis.explain import explain_difference
from multipolar.analysis.horizons import beliefs_in_force, beliefs_of, elasticities_text, title_of
from multipolar.analysis.outcome import Outcome
from multipolar.analysis.ranges import ELASTICITY_RANGE
from multipolar.analysis.study import study
from multipolar.analysis.welfare_first_order import first_order_welfare_of
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.bundled import load_bundled
from multipolar.errors import AssumptionError
from multipolar.model.settings import Closure
from multipolar.scenario import ImportBan, Scenario, Tariff
from multipolar.simulation.horizons import HORIZONS, horizon, parameters, trade_elasticities
from multipolar.simulation.simulate import simulate


@pytest.fixture(scope="module")
def world() -> Baseline:
    return load_bundled()


def ban() -> Scenario:
    measure = ImportBan(origin=["RUS"], destination=["DEU", "POL"], sectors=["B06", "C19"], leakage=0.1, id="energy")
    return Scenario(name="ban", instruments=(measure,))


@pytest.fixture(scope="module")
def outcome(world: Baseline) -> Outcome:
    return study(world, ban(), draws=0)


def test_the_short_run_stands_beside_the_long_one_with_a_range_of_its_own(world: Baseline, outcome: Outcome) -> None:
    (short,) = outcome.horizons
    assert (outcome.result.assumptions.horizon, short.name, short.failed) == ("long", "short", "")
    assert short.result is not None
    assert short.range is not None
    for member, row in zip(short.range.members, short.range.values, strict=True):
        beliefs, closure = horizon("short", world, member)  # type: ignore[arg-type]
        alone = simulate(world, ban(), assumptions=beliefs, closure=closure)
        assert np.abs(row - alone.real_income_pct()).max() < 1e-6
    assert short.range.members == ("low", "central", "high")


def test_any_horizon_can_be_the_main_one(world: Baseline) -> None:
    found = study(world, ban(), horizon="medium", full=False, beside=("long", "short", "medium", "short"))
    assert found.result.assumptions.horizon == "medium"
    assert [other.name for other in found.horizons] == ["short", "long"]
    assert all(other.range is None for other in found.horizons)
    known = found.range_of(ELASTICITY_RANGE)
    assert known is not None
    beliefs, closure = horizon("medium", world, "low")
    alone = simulate(world, ban(), assumptions=beliefs, closure=closure)
    assert np.abs(known.values[0] - alone.real_income_pct()).max() < 1e-6
    assert study(world, ban(), horizon=beliefs, full=False, beside=()).horizons == ()


def test_an_end_of_the_elasticities_is_taken_at_every_horizon(world: Baseline) -> None:
    found = study(world, ban(), elasticities="low", full=False)
    assert np.array_equal(found.horizons[0].assumptions.trade_elasticity, trade_elasticities("short", world, "low"))
    assert "low end" in found.horizons[0].elasticities


def test_a_horizon_and_whole_assumptions_together_are_refused(world: Baseline) -> None:
    beliefs, _ = horizon("short", world)
    with pytest.raises(AssumptionError, match="given whole"):
        study(world, ban(), horizon="long", elasticities=beliefs)
    with pytest.raises(AssumptionError, match="soon"):
        study(world, ban(), horizon="soon")
    with pytest.raises(AssumptionError, match="soon"):
        study(world, ban(), beside=("soon",))


@pytest.mark.parametrize("name", HORIZONS)
def test_every_number_in_force_has_a_source_and_the_users_own_are_marked(world: Baseline, name: str) -> None:
    usual = beliefs_of(world, name, "central")
    told = beliefs_in_force(world, usual)
    assert {entry.status for entry in told} <= {entry.status for entry in parameters()}
    assert all(entry.source and entry.low <= entry.value <= entry.high for entry in told)
    assert "changed by the user" not in title_of(world, usual)
    assert "chosen by the user" not in elasticities_text(world, usual)
    own = beliefs_of(world, name, "central", {"factor_mobility": 7.5})
    (marked,) = [entry for entry in beliefs_in_force(world, own) if entry.status == "own"]
    assert (marked.name, marked.value) == ("factor_mobility", 7.5)
    assert title_of(world, own).endswith("changed by the user: factor mobility 7.5")
    theirs = replace(usual, trade_elasticity=usual.trade_elasticity * 1.5)
    assert "chosen by the user" in elasticities_text(world, theirs)


def test_flips_try_the_horizon_and_what_it_assumes(world: Baseline, outcome: Outcome) -> None:
    tried = {name: (span, value) for name, span, value, _ in outcome.flips[0].tried}
    assert tried["horizon"][0] == "long, short"
    n = world.economies.index(outcome.flips[0].economy)
    assert outcome.horizons[0].result is not None
    # The range has both horizons: the value nearest to turning is that of the milder one.
    both = (outcome.flips[0].value, float(outcome.horizons[0].result.real_income_pct()[n]))
    assert tried["horizon"][1] == pytest.approx(min(both, key=lambda x: x * np.sign(both[0])))
    assert {"factor mobility", "value added elasticity", "input elasticity", "final elasticity"} <= set(tried)


def test_outcomes_at_two_horizons_differ_by_the_horizon(world: Baseline, outcome: Outcome) -> None:
    short = study(world, ban(), horizon="short", full=False)
    assert outcome.case is not None
    assert short.case is not None
    assert [name for name, _ in differences(outcome.case, short.case)] == ["horizon: long to short"]
    found = explain_difference(outcome, short, ("RUS", "DEU"))
    assert found.contributions is not None
    gap = short.result.real_income_pct() - outcome.result.real_income_pct()
    assert np.allclose(found.contributions.values[0], gap, atol=1e-9)
    for parts in found.accounting:
        assert parts.prices.sum() + parts.sales.sum() + sum(parts.other.values()) == pytest.approx(
            parts.total, abs=1e-9
        )
    assert difference_ranges(outcome, short) == ()


def test_a_horizon_without_an_answer_is_named(world: Baseline, monkeypatch: pytest.MonkeyPatch) -> None:
    from multipolar.analysis import horizons as module
    from multipolar.errors import SolveError

    def broken(*_: object, **__: object) -> None:
        raise SolveError("ban", "went away")

    monkeypatch.setattr(module, "elasticity_range", broken)
    found = study(world, ban(), draws=0, full=False, beside=())
    assert found.case is not None
    there = module.horizon_outcome(found.case, found.result, "medium")
    assert there.failed == "ban: went away"


@pytest.mark.parametrize("name", HORIZONS)
def test_the_first_order_formula_holds_at_every_horizon_for_a_small_tariff(world: Baseline, name: str) -> None:
    # An efficient world without deficits: to first order only prices of what is traded, and tariffs there are, matter.
    beliefs, _ = horizon(name, world)
    exact = []
    for rate in (1e-3, 2e-3):
        small = Tariff(origin=["CHN"], destination=["USA"], sectors=["C29", "C26"], rate=rate, mode="add", id="t")
        result = simulate(
            world, Scenario(name="small", instruments=(small,)), assumptions=beliefs, closure=Closure("balanced")
        )
        n = [world.economies.index(code) for code in ("USA", "CHN", "MEX")]
        exact.append(result.real_income_pct()[n] / first_order_welfare_of(result).welfare_by_economy[n])
    # The remainder is of the order of the tariff.
    assert np.allclose(2 * exact[0] - exact[1], 1.0, atol=2e-3)
    assert math.isfinite(float(exact[0].sum()))
