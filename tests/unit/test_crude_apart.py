"""Crude oil apart from gas: the accounts stay, the rules hold, and measures on crude fall on crude alone."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from multipolar.baseline.baseline import Baseline
from multipolar.baseline.crude_apart import CRUDE, FIRST_USER, REST, WHOLE, crude_apart
from multipolar.baseline.energy import energy_of
from multipolar.baseline.registry import CRUDE_APART, available, load
from multipolar.codes import on_axis, whole_of
from multipolar.data.world_table import CellState
from multipolar.errors import DataError, ScenarioError
from multipolar.scenario import Scenario, compile_scenario
from multipolar.scenario.load import parse_scenario
from multipolar.simulation.horizons import horizon
from multipolar.simulation.simulate import simulate


@pytest.fixture(scope="module")
def world() -> Baseline:
    return load()


@pytest.fixture(scope="module")
def apart() -> Baseline:
    return load(CRUDE_APART)


def _of(**instrument: object) -> Scenario:
    return parse_scenario(json.dumps({"name": "one", "instruments": [{"id": "one", **instrument}]}))


def _ban(**changes: object) -> Scenario:
    return _of(kind="import_ban", origin=["RUS"], destination=["EU"], leakage=0.0, **changes)


def _stopped(scenario: Scenario, baseline: Baseline) -> dict[str, float]:
    """USD mn that the measures stop, by sector."""
    wedges = compile_scenario(scenario, baseline, np.array(baseline.elasticities.central)).wedges
    size = len(baseline.economies) ** 2
    lost = baseline.flow.ravel()[wedges.index] * (1.0 - wedges.survival_share)
    total = np.bincount(wedges.index // size, weights=lost, minlength=len(baseline.sectors))
    return {code: float(amount) for code, amount in zip(baseline.sectors, total, strict=True) if amount > 0}


def test_accounts_of_the_table_stay(world: Baseline, apart: Baseline) -> None:
    j = world.sectors.index(WHOLE)
    assert apart.sectors == (*world.sectors[:j], CRUDE, REST, *world.sectors[j + 1 :])
    before, after = world.table, apart.table
    assert before is not None
    assert after is not None
    after.check(1e-9)

    def together(values: np.ndarray) -> np.ndarray:
        return np.concatenate([values[:j], values[j : j + 2].sum(axis=0, keepdims=True), values[j + 2 :]])

    for name in ("intermediate_flow", "final_flow", "value_added", "net_taxes_on_inputs"):
        np.testing.assert_allclose(together(getattr(after, name)), getattr(before, name), rtol=1e-9, atol=1e-6)
    use = together(together(after.input_use.transpose(1, 0, 2)).transpose(2, 1, 0)).transpose(1, 2, 0)
    np.testing.assert_allclose(use, before.input_use, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(apart.value_added, world.value_added, rtol=1e-12)
    np.testing.assert_allclose(apart.income, world.income, rtol=1e-12)


def test_flows_abroad_are_cut_by_customs_values(world: Baseline, apart: Baseline) -> None:
    energy = energy_of(world)
    j = world.sectors.index(WHOLE)
    abroad = ~np.eye(len(world.economies), dtype=bool) & (world.flow[j] > 1.0)
    crude = apart.flow[apart.sectors.index(CRUDE)] / np.where(world.flow[j] > 0, world.flow[j], 1.0)
    np.testing.assert_allclose(crude[abroad], energy.share[energy.position("crude")][abroad], atol=1e-9)


def test_refining_takes_crude_first_and_from_home_what_it_does_not_import(apart: Baseline) -> None:
    table = apart.table
    assert table is not None
    crude, rest, refining = (apart.sectors.index(code) for code in (CRUDE, REST, FIRST_USER))
    use = table.input_use[:, [crude, rest], :]
    others = np.delete(use[:, 0, :], refining, axis=1).sum(axis=1)
    total = use.sum(axis=(1, 2))
    # Where refining still buys the rest of oil and gas, nobody else has crude.
    short_of_crude = use[:, 1, refining] > 1e-6 * total
    assert short_of_crude.any()
    assert (others[short_of_crude] < 1e-6 * total[short_of_crude]).all()
    china, home = apart.economies.index("CHN"), table.intermediate_flow[crude]
    imported = home[china].sum() - home[china, china]
    assert home[china, china] == pytest.approx(use[china].sum(axis=0)[refining] - imported, rel=1e-6)


def test_what_is_guessed_is_marked(world: Baseline, apart: Baseline) -> None:
    table, energy = apart.table, energy_of(world)
    assert table is not None
    guessed = energy.share_filled[energy.position("crude")]
    assert (table.intermediate_state[apart.sectors.index(CRUDE)][guessed] == CellState.IMPUTED).all()
    assert any("assumed" in note and CRUDE in note for note in apart.provenance.notes)
    assert apart.provenance.checksum == world.provenance.checksum


def test_with_nothing_to_tell_them_apart_the_answer_is_that_of_one_sector(
    world: Baseline, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Equal shares on all pairs, one tariff on both: prices of both parts and real incomes are those of the whole."""
    energy = energy_of(world)
    even = replace(energy, share=np.full(energy.share.shape, 0.4))
    monkeypatch.setattr("multipolar.baseline.crude_apart.energy_of", lambda _baseline: even)
    monkeypatch.setattr("multipolar.baseline.crude_apart._with_home", lambda share, _bought, _refined: share)
    alike = crude_apart(world)
    scenario = _of(kind="tariff", origin=["RUS"], destination=["CHN", "IND"], sectors=["B06"], rate=0.3)
    one, two = simulate(world, scenario), simulate(alike, scenario)
    np.testing.assert_allclose(two.real_income_pct(), one.real_income_pct(), atol=1e-7)
    np.testing.assert_allclose(two.after.price_hat[alike.sectors.index(CRUDE)], one.after.price_hat[4], atol=1e-9)


def test_a_measure_on_crude_stops_crude_alone(world: Baseline, apart: Baseline) -> None:
    whole = _stopped(_ban(product="crude"), world)
    parts = _stopped(_ban(product="crude"), apart)
    assert list(parts) == [CRUDE]
    assert parts[CRUDE] == pytest.approx(whole[WHOLE], rel=1e-9)
    gas = _stopped(_ban(product="gas"), apart)
    assert list(gas) == [REST]
    # Where a pair has no figures of gas, the mean of its seller stands in: of the part here, of the whole there.
    assert gas[REST] == pytest.approx(_stopped(_ban(product="gas"), world)[WHOLE], rel=0.02)


def test_a_measure_on_the_whole_sector_stops_both(world: Baseline, apart: Baseline) -> None:
    assert set(_stopped(_ban(sectors=["B06"]), apart)) == {CRUDE, REST}
    assert set(_stopped(_ban(sectors=["energy"]), apart)) >= {CRUDE, REST}
    assert CRUDE not in _stopped(_ban(sectors=["energy"], exclude_sectors=["B06"]), apart)
    without_gas = _stopped(_ban(sectors=["mining"], exclude_sectors=["B062"]), apart)
    assert CRUDE in without_gas
    assert REST not in without_gas
    assert sum(_stopped(_ban(sectors=["B06"]), apart).values()) == pytest.approx(
        sum(_stopped(_ban(sectors=["B06"]), world).values()), rel=1e-9
    )


@pytest.mark.parametrize("field", ["sectors", "exclude_sectors"])
def test_a_part_that_the_baseline_lacks_is_refused(world: Baseline, field: str) -> None:
    given: dict[str, list[str]] = {"sectors": ["mining"]} | {field: ["B061"]}
    with pytest.raises(ScenarioError, match=r"B061 .* is part of B06") as raised:
        _stopped(_ban(**given), world)
    assert "--baseline icio-2022-crude" in str(raised.value)


def test_a_cap_on_crude_falls_on_crude(apart: Baseline) -> None:
    scenario = _of(kind="price_cap", target=["RUS"], product="crude", cap=60, coalition=["EU"])
    (response,) = compile_scenario(scenario, apart, np.array(apart.elasticities.central)).wedges.responses
    assert response.seller[0] == apart.sectors.index(CRUDE)  # type: ignore[attr-defined]
    np.testing.assert_allclose(response.coverage, 1.0)  # type: ignore[attr-defined]


def test_horizons_know_the_parts(world: Baseline, apart: Baseline) -> None:
    of_whole, of_parts = horizon("short", world)[0].resource, horizon("short", apart)[0].resource
    assert of_whole is not None
    assert of_parts is not None
    j = world.sectors.index(WHOLE)
    for code in (CRUDE, REST):
        k = apart.sectors.index(code)
        assert of_parts.rent_share[k] == of_whole.rent_share[j]
        assert of_parts.supply_elasticity[k] == of_whole.supply_elasticity[j]


def test_codes() -> None:
    assert whole_of("B061") == "B06"
    assert whole_of("C29") == "C29"
    assert whole_of("own") == "own"
    assert on_axis(["B06", "C19"], ["B061", "B062", "C19"]) == ("B061", "B062", "C19")
    assert on_axis(["B06"], ["B06"]) == ("B06",)
    assert on_axis(["B06"], ["C19"]) == ("B06",)


def test_the_registry_lists_it() -> None:
    assert [entry.name for entry in available()][:2] == ["icio-2022", CRUDE_APART]


def test_a_world_without_a_table_is_refused(world: Baseline) -> None:
    with pytest.raises(DataError, match="no table behind it"):
        crude_apart(replace(world, table=None))
