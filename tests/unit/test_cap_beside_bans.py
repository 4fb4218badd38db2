"""A price cap beside bans on the same crude, and beside another cap: each barrel is hit once."""

from __future__ import annotations

import json

import numpy as np
import pytest

from multipolar.analysis.energy import energy_flows
from multipolar.analysis.price_cap import cap_outcomes
from multipolar.baseline.energy import energy_of
from multipolar.baseline.registry import load
from multipolar.model.price_cap import PriceCap
from multipolar.scenario import CompiledScenario, Scenario, compile_scenario
from multipolar.scenario.load import parse_scenario
from multipolar.simulation.simulate import Prepared, prepare_baseline, simulate

BAN = {"id": "ban", "kind": "import_ban", "origin": "RUS", "destination": "EU", "product": "crude", "leakage": 0.0}
CAP = {"id": "cap", "kind": "price_cap", "target": "RUS", "product": "crude", "cap": 60, "coalition": "EU", "price": 80}


@pytest.fixture(scope="module", params=["icio-2022", "icio-2022-crude"])
def prepared(request: pytest.FixtureRequest) -> Prepared:
    return prepare_baseline(load(request.param))


def _scenario(*instruments: dict[str, object]) -> Scenario:
    return parse_scenario(json.dumps({"name": "made", "instruments": list(instruments)}))


def _compiled(prepared: Prepared, *instruments: dict[str, object]) -> CompiledScenario:
    return compile_scenario(_scenario(*instruments), prepared.baseline, np.array(prepared.assumptions.trade_elasticity))


def _coverage(compiled: CompiledScenario, prepared: Prepared, name: str = "cap") -> dict[str, float]:
    """Covered share by buyer."""
    found = next((r for r in compiled.wedges.responses if r.name == name), None)
    if not isinstance(found, PriceCap):
        return {}
    importer = np.unravel_index(found.cells, prepared.baseline.trade_share.shape)[1]
    codes = (prepared.baseline.economies[n] for n in importer.tolist())
    return dict(zip(codes, found.coverage.tolist(), strict=True))


@pytest.mark.parametrize("ban_first", [True, False])
def test_a_cap_on_what_a_ban_has_stopped_does_exactly_nothing(prepared: Prepared, ban_first: bool) -> None:
    both = (BAN, CAP) if ban_first else (CAP, BAN)
    compiled = _compiled(prepared, *both)
    assert not compiled.wedges.responses
    assert any(
        "covers only what the ban leaves" in note.text and note.instrument == "cap" for note in compiled.warnings
    )
    alone = simulate(prepared, _scenario(BAN))
    np.testing.assert_array_equal(simulate(prepared, compiled).real_income_pct(), alone.real_income_pct())


def test_a_cap_covers_what_leaks_through_a_ban(prepared: Prepared) -> None:
    leaking = BAN | {"leakage": 0.2}
    alone, beside = (_coverage(_compiled(prepared, *each), prepared) for each in ((CAP,), (leaking, CAP)))
    assert set(beside) == set(alone)
    for code, share in alone.items():
        assert beside[code] == pytest.approx(share * 0.2 / (1 - share * 0.8))
    others = CAP | {"coalition": ["JPN"]}
    free = _coverage(_compiled(prepared, leaking, others), prepared)
    assert free == _coverage(_compiled(prepared, others), prepared)


def test_tonnes_under_ban_and_cap_are_those_of_the_product(prepared: Prepared) -> None:
    """What is left of crude is the ban's leak times what the cap leaves; crude and the rest sum to the cell."""
    result = simulate(prepared, _scenario(BAN | {"leakage": 0.5}, CAP | {"cap": 30}))
    flows = energy_flows(result)
    p = flows.energy.position("crude")
    seller = prepared.baseline.economies.index("RUS")
    (cap,) = cap_outcomes(result)
    left = 0.5 * (1.0 if cap.rate == 0 else 1.0 / (1.0 + cap.rate))
    for code in ("ITA", "HUN", "ROU"):
        hat = float(flows.quantity_hat[p, prepared.baseline.economies.index(code), seller])
        assert 0 < hat < left * 1.2
    assert cap.covered_after < cap.covered_before


def test_of_two_caps_the_lowest_counts_where_both_reach(prepared: Prepared) -> None:
    low, high = CAP | {"id": "low", "cap": 45}, CAP | {"id": "high", "cap": 60}
    one = simulate(prepared, _scenario(low))
    compiled = _compiled(prepared, high, low)
    assert [found.name for found in compiled.wedges.responses] == ["low"]
    assert any(note.instrument == "high" and "lower cap" in note.text for note in compiled.warnings)
    np.testing.assert_array_equal(simulate(prepared, compiled).real_income_pct(), one.real_income_pct())
    wider = high | {"coalition": ["EU", "JPN"]}
    both = _compiled(prepared, wider, low)
    assert set(_coverage(both, prepared, "high")) == {"JPN"}
    assert _coverage(both, prepared, "low") == _coverage(_compiled(prepared, low), prepared, "low")


def test_a_seller_in_its_own_coalition_is_told(prepared: Prepared) -> None:
    compiled = _compiled(prepared, CAP | {"coalition": ["EU", "RUS"]})
    assert any("RUS is in the coalition that caps it" in note.text for note in compiled.warnings)
    assert "RUS" not in _coverage(compiled, prepared)


def test_a_cap_beside_bans_on_the_other_products_covers_all_that_is_left() -> None:
    """With gas and liquefied gas stopped, what is left of a cell is crude and what is no product."""
    world = prepare_baseline(load())
    gas, lng = (BAN | {"id": product, "product": product} for product in ("gas", "lng"))
    beside = _coverage(_compiled(world, gas, lng, CAP), world)
    energy = energy_of(world.baseline)
    seller = world.baseline.economies.index("RUS")
    share = {p: energy.share[energy.position(p), :, seller] for p in ("crude", "gas", "lng")}
    for code, covered in beside.items():
        n = world.baseline.economies.index(code)
        assert covered == pytest.approx(share["crude"][n] / (1.0 - share["gas"][n] - share["lng"][n]))
    assert sum(covered > 0.999 for covered in beside.values()) > 5
    flows = energy_flows(simulate(world, _scenario(gas, lng, CAP)))
    hat = flows.quantity_hat[flows.energy.position("crude"), :, seller]
    for code in ("DEU", "BGR", "HUN"):
        assert hat[world.baseline.economies.index(code)] < 0.01, "the cap is not reached: what it covers is gone"


def test_what_a_cap_had_before_knows_bans_alone() -> None:
    """A tariff on a part of a flow stops nothing; a way through a third economy does not undo a ban."""
    world = prepare_baseline(load())

    def before(*others: dict[str, object]) -> float:
        (found,) = cap_outcomes(simulate(world, _scenario(*others, CAP | {"coalition": ["EU", "CHN"]})))
        return found.covered_before

    plain = before()
    duty = {"id": "duty", "kind": "tariff", "origin": "RUS", "destination": "CHN", "sectors": "B06", "rate": 1.0}
    assert before(duty | {"coverage": 0.5}) == pytest.approx(plain)
    ban = {"id": "part", "kind": "import_ban", "origin": "RUS", "destination": "EU", "sectors": "B06", "coverage": 0.8}
    banned = before(ban)
    assert banned < 0.75 * plain
    way = {"id": "way", "kind": "detour", "origin": "RUS", "destination": "EU", "hubs": ["TUR"], "share": 0.0001}
    assert before(ban, way) == pytest.approx(banned)


def test_a_ban_on_a_part_of_the_sector_beside_a_cap_is_told(prepared: Prepared) -> None:
    part = {"id": "part", "kind": "import_ban", "origin": "RUS", "destination": "EU", "sectors": "B06", "coverage": 0.4}
    told = [note.text for note in _compiled(prepared, part, CAP).warnings if note.instrument == "cap"]
    assert any("part of the whole sector" in text for text in told)
    assert not any("part of the whole sector" in note.text for note in _compiled(prepared, BAN, CAP).warnings)


def test_two_caps_that_are_not_reached_leave_nothing_that_both_together_cover() -> None:
    """The lower covers half of all that sails, the higher the other half too: neither reached, nothing is left."""
    world = prepare_baseline(load("icio-2022-crude"))
    low = CAP | {"id": "low", "cap": 1, "coalition": [], "service_share": 0.5}
    high = low | {"id": "high", "cap": 2, "service_share": 1.0}
    both = simulate(world, _scenario(high, low))
    outcomes = {found.name: found for found in cap_outcomes(both)}
    assert {found.status for found in outcomes.values()} == {"not reached"}
    flows = energy_flows(both)
    p, seller = flows.energy.position("crude"), world.baseline.economies.index("RUS")
    sold = np.nan_to_num(flows.quantity[p, :, seller])
    before = np.nan_to_num(flows.energy.quantity[p, :, seller])
    assert sold.sum() < 0.01 * before.sum()
    alone = simulate(world, _scenario(high))
    np.testing.assert_allclose(both.real_income_pct(), alone.real_income_pct(), atol=0.02)
    (whole,) = cap_outcomes(alone)
    assert outcomes["low"].covered_before == pytest.approx(0.5 * whole.covered_before)
    assert outcomes["high"].covered_before == pytest.approx(0.5 * whole.covered_before)
