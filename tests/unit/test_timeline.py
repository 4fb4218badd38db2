"""Timelines: ages, assumptions, exact years without measures, agreement with single solves, failures said."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest

import multipolar as mp
from multipolar.baseline.baseline import Baseline
from multipolar.errors import AssumptionError, ScenarioError
from multipolar.model.settings import Closure
from multipolar.scenario import Scenario, dump_scenario, load_scenario, parse_scenario
from multipolar.scenario.years import Years
from multipolar.simulation.horizons import elasticity_at_age, horizon, parameter
from multipolar.simulation.simulate import Prepared, prepare_baseline
from multipolar.simulation.timeline import span_of, timeline
from multipolar.simulation.timeline_ages import LARGEST, Ages, ages_on, measures_of
from multipolar.simulation.timeline_beliefs import MOST_KINDS, STEP, beliefs_at, kinds_of, rounded_ages
from multipolar.simulation.timeline_result import Timeline, last_day

TWO_BANS = """
name: two-bans
instruments:
  - {id: coal, kind: import_ban, origin: [RUS], destination: [DEU], sectors: [B05], leakage: 0.1, from: 2023-01-01}
  - {id: steel, kind: import_ban, origin: [RUS], destination: [DEU], sectors: [C24A], leakage: 0.1, from: 2025-07-01}
  - {id: coal-too, kind: tariff, origin: [AUS], destination: [DEU], sectors: [B05], rate: 0.2, from: 2024-01-01,
     until: 2026-06-30}
"""


@pytest.fixture(scope="module")
def world() -> Baseline:
    return mp.load()


@pytest.fixture(scope="module")
def prepared(world: Baseline) -> Prepared:
    return prepare_baseline(world)


@pytest.fixture(scope="module")
def two_bans() -> Scenario:
    return parse_scenario(TWO_BANS)


@pytest.fixture(scope="module")
def solved(prepared: Prepared, two_bans: Scenario) -> Timeline:
    return timeline(prepared, two_bans, years=Years(2021, 2028))


def test_ages_are_means_weighted_by_shocks(world: Baseline, two_bans: Scenario) -> None:
    coal, steel, duty = measures_of(two_bans, world)
    germany, russia = world.economies.index("DEU"), world.economies.index("RUS")
    b05, c24 = world.sectors.index("B05"), world.sectors.index("C24A")
    # A ban that leaks a tenth changes the log kernel by log(10), on Russia's share.
    assert coal.size[b05, germany] == pytest.approx(np.log(10) * world.trade_share[b05, germany, russia])
    assert np.count_nonzero(coal.size) == 1
    day = datetime.date(2025, 12, 31)
    ages = ages_on((coal, steel, duty), day)
    weight = np.array([coal.size[b05, germany], duty.size[b05, germany]])
    expected = np.average([coal.age(day), duty.age(day)], weights=weight)
    assert ages.by_importer[b05, germany] == pytest.approx(expected)
    assert duty.age(day) < expected < coal.age(day)
    assert ages.by_importer[c24, germany] == pytest.approx(steel.age(day))
    dollars = [m.dollars for m in (coal, steel, duty)]
    assert ages.mean == pytest.approx(np.average([m.age(day) for m in (coal, steel, duty)], weights=dollars))
    assert ages.own.sum() == 2
    assert np.all(ages.by_importer[~ages.own] == ages.mean)
    assert ages_on((coal, steel, duty), day, "oldest").by_importer[b05, germany] == pytest.approx(coal.age(day))
    assert ages_on((coal, steel, duty), day, "youngest").by_importer[b05, germany] == pytest.approx(duty.age(day))
    assert ages_on((coal, steel, duty), datetime.date(2027, 1, 1)).measures == ("coal", "steel")


def test_an_airtight_ban_has_a_finite_size(world: Baseline) -> None:
    text = TWO_BANS.replace("leakage: 0.1", "leakage: 0")
    coal = measures_of(parse_scenario(text), world)[0]
    n, i, j = world.economies.index("DEU"), world.economies.index("RUS"), world.sectors.index("B05")
    assert coal.size[j, n] == pytest.approx(LARGEST * world.trade_share[j, n, i])


def test_years_without_measures_are_exactly_zero(prepared: Prepared, solved: Timeline) -> None:
    for y, year in enumerate(solved.years):
        changed = np.any(solved.real_income_pct[y] != 0)
        assert changed == (year >= 2023)
        assert np.isnan(solved.mean_age()[y]) == (year < 2023)
    ended = parse_scenario(TWO_BANS.replace("from: 2023-01-01", "from: 2023-01-01, until: 2023-12-30"))
    alone = ended.without(["steel", "coal-too"])
    gone = timeline(prepared, alone, years=Years(2022, 2024), paths=("central",))
    assert not gone.real_income_pct.any()
    assert solved.of("DEU")[2] < 0


def test_a_year_is_what_a_single_solve_gives(prepared: Prepared, two_bans: Scenario, solved: Timeline) -> None:
    for name in ("central", "low", "oldest"):
        path = solved.paths[name]
        for year in (2024, 2026):
            y = solved.years.index(year)
            single = mp.simulate(prepared, two_bans, assumptions=path.assumptions[y], date=last_day(year))
            np.testing.assert_allclose(path.real_income_pct[y], single.real_income_pct(), atol=2e-7)


def test_bands_hold_the_central_path_and_ages_differ_where_measures_meet(solved: Timeline) -> None:
    low, high = solved.band("DEU")
    central = solved.of("DEU")
    assert np.all((low <= central) & (central <= high))
    assert low[-1] < high[-1]
    meet, alone = solved.years.index(2025), solved.years.index(2023)
    assert solved.of("DEU", "oldest")[meet] != solved.of("DEU", "youngest")[meet]
    assert solved.of("DEU", "oldest")[alone] == solved.of("DEU", "youngest")[alone]


def test_assumptions_pass_through_the_named_horizons(world: Baseline) -> None:
    shape = (len(world.sectors), len(world.economies))
    for name in ("impact", "short", "medium"):
        age = parameter(name, "age").value
        ours = beliefs_at(world, Ages(("a",), age, np.full(shape, age), np.ones(shape, dtype=bool))).assumptions
        named, _ = horizon(name, world)
        assert ours.same_beliefs(named) or all(
            np.isclose(getattr(ours, key), getattr(named, key))
            for key in ("factor_mobility", "value_added_elasticity", "input_elasticity", "final_elasticity")
        )
        np.testing.assert_allclose(ours.trade_elasticity, named.trade_elasticity)
        assert ours.resource is not None
        assert named.resource is not None
        np.testing.assert_allclose(ours.resource.supply_elasticity, named.resource.supply_elasticity)
    late = beliefs_at(world, Ages(("a",), 60.0, np.full(shape, 60.0), np.ones(shape, dtype=bool))).assumptions
    assert late.factor_mobility > 100
    assert late.input_elasticity == pytest.approx(1.0, abs=1e-6)
    np.testing.assert_allclose(late.trade_elasticity, elasticity_at_age(60.0))


def test_rounding_keeps_the_mean_and_bounds_the_error() -> None:
    rng = np.random.default_rng(3)
    ages = Ages(("a",), 2.0, 2.0 + rng.uniform(-0.6, 0.6, (4, 30)), np.ones((4, 30), dtype=bool))
    ages.by_importer[0, 0] = ages.mean
    rounded = rounded_ages(ages)
    assert rounded[0, 0] == 2.0
    assert kinds_of(rounded) <= MOST_KINDS
    assert np.abs(rounded - ages.by_importer).max() <= STEP / 2 + 1e-12
    wide = replace(ages, by_importer=rng.uniform(0.0, 12.0, (4, 30)))
    assert kinds_of(rounded_ages(wide)) <= MOST_KINDS
    assert np.array_equal(rounded_ages(wide, 0.0), wide.by_importer)


def test_a_year_without_equilibrium_is_named_and_has_no_number(prepared: Prepared) -> None:
    text = """
name: cut-off
instruments:
  - {id: duty, kind: tariff, origin: [DEU], destination: [FRA], sectors: [C29], rate: 0.1, from: 2023-01-01}
  - {id: alone, kind: import_ban, origin: [ALL], destination: [MLT], sectors: [A02], from: 2024-01-01}
"""
    found = timeline(prepared, parse_scenario(text), years=Years(2022, 2024))
    assert found.paths["central"].quality[1].solved
    assert not found.paths["central"].quality[2].solved
    assert np.isnan(found.real_income_pct[2]).all()
    assert any("2024, central" in text and "seller" in text for text in found.failures())
    assert np.isnan(found.band("MLT")[0][2])
    assert found.payload()["real_income_pct"]["central"]["MLT"][2] is None


def test_balanced_closure_follows_each_years_beliefs(world: Baseline, two_bans: Scenario) -> None:
    found = timeline(world, two_bans, years=Years(2022, 2023), closure=Closure("balanced"), paths=("central",))
    assert found.failures() == ()
    beliefs = found.paths["central"].assumptions[1]
    single = mp.simulate(world, two_bans, assumptions=beliefs, closure=Closure("balanced"), date="2023-12-31")
    np.testing.assert_allclose(found.real_income_pct[1], single.real_income_pct(), atol=2e-7)


def test_years_of_a_scenario(world: Baseline, two_bans: Scenario) -> None:
    measures = measures_of(two_bans, world)
    assert span_of(two_bans, measures, 2022) == tuple(range(2022, 2032))
    assert span_of(two_bans, measures, 2022, Years(None, 2025)) == (2022, 2023, 2024, 2025)
    later = measures_of(parse_scenario(TWO_BANS.replace("2023-01-01", "2019-05-01")), world)
    assert span_of(two_bans, later, 2022) == tuple(range(2018, 2028))
    with pytest.raises(AssumptionError, match="ends before"):
        span_of(two_bans, measures, 2022, Years(2030, 2025))
    with pytest.raises(AssumptionError, match="no path"):
        timeline(world, two_bans, paths=("middle",))


def test_a_measure_without_a_day_starts_after_the_tables(prepared: Prepared) -> None:
    measure = "{id: x, kind: tariff, origin: [CHN], destination: [USA], sectors: goods, rate: 0.1}"
    text = f"name: undated\ninstruments:\n  - {measure}\n"
    found = timeline(prepared, parse_scenario(text), years=Years(2022, 2023), paths=("central",))
    assert not found.real_income_pct[0].any()
    assert found.real_income_pct[1].any()
    assert any("x" in text and "2023-01-01" in text for text in found.warnings)


def test_timeline_key_of_a_file() -> None:
    assert load_scenario("measures-2022").timeline == Years(2021, 2030)
    assert load_scenario("western-embargo@airtight").timeline == Years()
    for written, read in (("true", Years()), ("false", None), ("{from: 2021}", Years(2021))):
        scenario = parse_scenario(TWO_BANS + f"timeline: {written}\n")
        assert scenario.timeline == read
        assert parse_scenario(dump_scenario(scenario)) == scenario
    for wrong in ("2021", "{from: 2030, to: 2021}", "{begin: 2021}", "{from: 20}", "{from: 1990, to: 2100}"):
        with pytest.raises(ScenarioError) as caught:
            parse_scenario(TWO_BANS + f"timeline: {wrong}\n")
        assert caught.value.problems[0].field == "timeline"
        assert caught.value.problems[0].line is not None


def test_frame_and_payload_say_the_same(solved: Timeline) -> None:
    frame = solved.frame()
    assert len(frame) == len(solved.years) * len(solved.economies) * len(solved.paths)
    row = frame[(frame.economy == "DEU") & (frame.path == "low") & (frame.year == 2026)].iloc[0]
    payload = solved.payload(["DEU"])
    assert row.real_income_pct == payload["real_income_pct"]["low"]["DEU"][solved.years.index(2026)]
    assert row.mean_age == pytest.approx(payload["mean_age_of"]["DEU"][solved.years.index(2026)])
    assert payload["assumptions"][0] is None
    assert payload["assumptions"][-1]["factor_mobility"] > 1
