"""Instruments on routes: what they accept, say and write, and the library scenarios that use them."""

from __future__ import annotations

import datetime
from dataclasses import replace

import numpy as np
import pytest

from multipolar.analysis.routes import route_accounts
from multipolar.baseline.registry import load
from multipolar.codes.passages import passage_mask
from multipolar.errors import AssumptionError, ScenarioError
from multipolar.report.route_map import route_map_of
from multipolar.scenario import Scenario, compile_scenario
from multipolar.scenario.base import Instrument
from multipolar.scenario.instruments.close_passage import ClosePassage
from multipolar.scenario.instruments.corridor import Corridor
from multipolar.scenario.instruments.northern_sea_route import NorthernSeaRoute
from multipolar.scenario.instruments.tariff import Tariff
from multipolar.scenario.years import Years
from multipolar.simulation.simulate import Prepared, prepare_baseline, simulate
from multipolar.simulation.timeline import timeline

DAY = datetime.date(2025, 6, 1)


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare_baseline(load())


def scenario(*instruments: Instrument) -> Scenario:
    return Scenario(name="routes", instruments=instruments)


def compiled(prepared: Prepared, *instruments: Instrument):  # type: ignore[no-untyped-def]
    return compile_scenario(scenario(*instruments), prepared.baseline, prepared.assumptions.trade_elasticity, date=DAY)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (ClosePassage(passages="suez"), "Suez Canal: closed to all ships."),
        (
            ClosePassage(passages=["red sea", "suez"], share_closed=0.5, ships=["tanker", "container"]),
            "Bab el-Mandeb and Suez Canal: 50 % of container ships and tankers no longer pass.",
        ),
        (
            ClosePassage(passages="hormuz", added_cost_percent=1.5),
            "Strait of Hormuz: passing costs ships 1.5 % of the goods' value more.",
        ),
        (NorthernSeaRoute(months=5), "The Northern Sea Route is open 5 months a year to all ships."),
        (
            NorthernSeaRoute(months=3, users=["CHN", "RUS"], able_share=0.2),
            "The Northern Sea Route is open 3 months a year to the trade of CHN and RUS, 20 % of it able to go.",
        ),
        (Corridor(corridor="rail-kazakhstan", cost_percent=-20), "The corridor rail-kazakhstan costs 20 % less."),
    ],
)
def test_sentences(made: Instrument, text: str) -> None:
    assert made.describe() == text


@pytest.mark.parametrize(
    ("kind", "fields", "text"),
    [
        (ClosePassage, {"passages": ["suetz"]}, "Did you mean suez"),
        (ClosePassage, {"passages": ["suez"], "share_closed": 50}, "Write 0.5 for 50 percent"),
        (ClosePassage, {"passages": ["suez"], "ships": ["rowing boat"]}, "ships"),
        (ClosePassage, {"passages": ["suez"], "added_cost_percent": -1}, "negative"),
        (NorthernSeaRoute, {"months": 13}, "0 to 12"),
        (NorthernSeaRoute, {"months": 5, "toll_percent": -1}, "negative"),
        (Corridor, {"corridor": "rail-kazakhstan", "cost_percent": -100}, "leaves nothing"),
    ],
)
def test_refusals(kind: type[Instrument], fields: dict[str, object], text: str) -> None:
    with pytest.raises(ScenarioError, match=text):
        kind(**fields)


def test_unknown_corridor_names_the_known(prepared: Prepared) -> None:
    with pytest.raises(ScenarioError, match="Did you mean rail-kazakhstan"):
        compiled(prepared, Corridor(corridor="rail-kasakhstan", cost_percent=-20))


def test_instruments_share_one_channel(prepared: Prepared) -> None:
    """The larger share of two closures counts; extra costs add up; touched cells are goods only."""
    found = compiled(
        prepared,
        ClosePassage(id="a", passages="suez", share_closed=0.3, added_cost_percent=0.5),
        ClosePassage(id="b", passages="suez", share_closed=0.6, added_cost_percent=0.25, ships="tanker"),
    )
    channel = found.channels["routes"]
    bit = passage_mask(["suez"])
    assert channel.finished
    assert channel.measures("tanker").closed == {bit: 0.6}
    assert channel.measures("container").closed == {bit: 0.3}
    assert channel.measures("tanker").added[bit] == pytest.approx(0.0075)
    size = len(prepared.baseline.economies) ** 2
    sectors = {prepared.baseline.sectors[j] for j in np.unique(found.touched[1].cells // size)}
    assert sectors == {"B06", "C19"}
    kinds = {notice.kind for notice in found.warnings}
    assert {"assumed", "routes-unknown"} <= kinds


def test_what_was_asked_before_is_answered_as_if_anew() -> None:
    """Routes are remembered by what measures do: another share, cost, season, ship or corridor is another question."""
    asked: list[tuple[Instrument, ...]] = [
        (ClosePassage(passages="suez"),),
        (ClosePassage(passages="suez", share_closed=0.5),),
        (ClosePassage(passages="suez", share_closed=0.5, added_cost_percent=1.0),),
        (ClosePassage(passages="suez", ships="tanker"),),
        (NorthernSeaRoute(months=5),),
        (NorthernSeaRoute(months=5, users=["CHN", "RUS"]),),
        (Corridor(corridor="rail-kazakhstan", cost_percent=-20),),
        (Corridor(corridor="rail-kazakhstan", cost_percent=-20), ClosePassage(passages="suez")),
    ]
    world = load()
    found = [compiled(prepare_baseline(world), *instruments).wedges for instruments in (*asked, *asked)]
    for instruments, first, second in zip(asked, found[: len(asked)], found[len(asked) :], strict=True):
        # A baseline of its own has no memory.
        fresh = compiled(prepare_baseline(replace(world)), *instruments).wedges
        for wedges in (first, second):
            np.testing.assert_array_equal(wedges.index, fresh.index)
            np.testing.assert_array_equal(wedges.iceberg_hat, fresh.iceberg_hat)
            np.testing.assert_array_equal(wedges.survival_share, fresh.survival_share)
    sizes = {wedges.iceberg_hat.tobytes() for wedges in found}
    assert len(sizes) == len(asked)


def test_when_rails_are_the_only_way_left_the_run_says_what_it_cannot_say(prepared: Prepared) -> None:
    found = compiled(prepared, ClosePassage(passages=["gibraltar", "suez"]))
    told = [notice.text for notice in found.warnings if notice.kind == "capacity"]
    assert any("the only way that is left" in text and "experimental" in text for text in told)


def test_a_season_of_no_months_changes_nothing(prepared: Prepared) -> None:
    found = compiled(prepared, NorthernSeaRoute(months=0))
    assert found.wedges.index.size == 0
    assert found.touched[0].cells.size == 0


def test_result_carries_routes_to_accounts_and_map(prepared: Prepared) -> None:
    result = simulate(prepared, "suez-closed")
    accounts = route_accounts(result)
    assert accounts.passage("suez").after_usd_mn == 0.0
    assert "Suez Canal" in route_map_of(result, source="test").title
    with pytest.raises(AssumptionError, match="no measure on routes"):
        route_accounts(simulate(prepared, "us-ev-tariff"))


def test_partial_closure_lies_between(prepared: Prepared) -> None:
    income = [simulate(prepared, name).real_income_pct() for name in ("suez-closed@half", "suez-closed")]
    hit = income[1] < -0.01
    assert (income[0][hit] < 0).all()
    assert (income[0][hit] > income[1][hit]).all()


def test_more_months_gain_more(prepared: Prepared) -> None:
    gains = [
        simulate(prepared, f"arctic-season{variant}").real_income_pct() @ prepared.baseline.value_added
        for variant in ("@three-months", "", "@all-year")
    ]
    assert 0 < gains[0] < gains[1] < gains[2]


def test_full_railways_leave_little_of_a_cut(prepared: Prepared) -> None:
    cut, room = (simulate(prepared, f"belt-and-road-rail{v}").real_income_pct() for v in ("", "@double-capacity"))
    assert np.abs(cut).max() < 1e-3
    assert room.max() > 0.01


def test_elasticities_by_importer(prepared: Prepared) -> None:
    """Spread over importers the same elasticities give the same wedges; another one bears on its importer alone."""
    theta = np.array(prepared.assumptions.trade_elasticity)
    wide = np.repeat(theta[:, None], len(prepared.baseline.economies), axis=1)
    measure = scenario(ClosePassage(passages="suez"), ClosePassage(id="hormuz", passages="hormuz", share_closed=0.5))
    one, same = (compile_scenario(measure, prepared.baseline, each, date=DAY).wedges for each in (theta, wide))
    np.testing.assert_array_equal(same.index, one.index)
    np.testing.assert_allclose(same.iceberg_hat, one.iceberg_hat, rtol=1e-12)
    np.testing.assert_allclose(same.survival_share, one.survival_share, rtol=1e-12)
    germany = prepared.baseline.economies.index("DEU")
    wide[:, germany] = 0.8
    other = compile_scenario(measure, prepared.baseline, wide, date=DAY).wedges
    importer = np.unravel_index(one.index, prepared.baseline.trade_share.shape)[1]
    differs = ~np.isclose(other.iceberg_hat, one.iceberg_hat, rtol=1e-9)
    assert differs.any()
    assert set(importer[differs].tolist()) == {germany}


def test_a_timeline_of_routes_beside_an_older_measure(prepared: Prepared) -> None:
    older = Tariff(
        id="older", origin=("CHN",), destination=("DEU",), sectors=("C29",), rate=0.2, from_=datetime.date(2020, 1, 1)
    )
    closed = ClosePassage(id="closed", passages="suez", from_=datetime.date(2023, 1, 1))
    found = timeline(prepared, scenario(older, closed), years=Years(2022, 2023), paths=("central",))
    assert not found.failures()
    assert found.of("DEU")[1] < found.of("DEU")[0]
