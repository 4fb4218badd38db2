"""What a compiled scenario says: of measures that change nothing, of two that contradict, of answers not to trust."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from multipolar.analysis.routes import route_accounts
from multipolar.analysis.study import study
from multipolar.baseline.registry import load
from multipolar.cli.satellites import satellite_lines
from multipolar.errors import ScenarioError
from multipolar.report.sections.routes import _lead
from multipolar.scenario import CompiledScenario, Scenario, compile_scenario, load_scenario
from multipolar.scenario.base import Instrument
from multipolar.scenario.instruments import (
    BlocAgreement,
    ClosePassage,
    Corridor,
    Detour,
    Embargo,
    ExportBan,
    ExportTax,
    ImportBan,
    NorthernSeaRoute,
    PaymentSanction,
    SettlementAgreement,
    Tariff,
    TradeCost,
    Transfer,
)
from multipolar.scenario.place import Notice
from multipolar.scenario.route_effects import DEAR, NOTABLE
from multipolar.simulation.simulate import Prepared, prepare_baseline, simulate

DAY = datetime.date(2025, 6, 1)
WHOLE = "every number is that of the baseline."
EVERYTHING = ("USD", "EUR", "CNY", "RUB", "INR", "GBP", "JPY", "OTH")


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare_baseline(load())


def compiled(prepared: Prepared, *instruments: Instrument) -> CompiledScenario:
    theta = prepared.assumptions.trade_elasticity
    return compile_scenario(Scenario(name="said", instruments=instruments), prepared.baseline, theta, date=DAY)


def said(found: CompiledScenario, kind: str, instrument: str | None = None) -> list[str]:
    return [n.text for n in found.warnings if n.kind == kind and instrument in (None, n.instrument)]


def tariff(**changes: object) -> Tariff:
    return Tariff(**{"origin": "CHN", "destination": "USA", "sectors": "C29", "rate": 0.5} | changes)


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        ((), "no measures"),
        ((tariff(until="2024-01-01"),), "No measure is in force"),
        ((tariff(coverage=0),), "A coverage of 0"),
        ((tariff(mode="add", rate=0),), "The duty stays as it is"),
        ((tariff(mode="multiply", rate=1),), "The duty stays as it is"),
        ((TradeCost(origin="CHN", destination="USA", percent=0),), "Delivery costs as much as before"),
        ((ImportBan(origin="RUS", destination="EU", leakage=1),), "leakage of 1"),
        ((Embargo(origin="RUS", destination="EU", coverage=0),), "A coverage of 0"),
        ((ClosePassage(passages="suez", share_closed=0),), "No ship is kept out"),
        ((ClosePassage(passages="northern-sea-route"),), "closed to transit in the baseline"),
        ((Corridor(corridor="rail-kazakhstan"),), "Neither cost nor capacity changes"),
        ((Corridor(corridor="rail-kazakhstan", cost_percent=-20),), "Raise capacity_percent"),
        ((NorthernSeaRoute(months=0),), "No goods get a way"),
        ((Detour(origin="EU", destination="RUS", hubs=("KAZ", "TUR")),), "No ban of the scenario stops goods"),
        ((PaymentSanction(issuer="USA", target="RUS", percent=5, coverage=0),), "A coverage of 0"),
    ],
)
def test_a_scenario_that_changes_nothing_says_so_and_why(
    prepared: Prepared, made: tuple[Instrument, ...], reason: str
) -> None:
    found = compiled(prepared, *made)
    assert found.warnings[0].kind == "nothing"
    assert found.warnings[0].text.endswith(WHOLE)
    assert any(reason in notice.text for notice in found.warnings)
    assert all(entry.cells.size == 0 for entry in found.touched)


def test_one_measure_of_several_that_changes_nothing_is_named(prepared: Prepared) -> None:
    ban = ImportBan(id="ban", origin="RUS", destination="EU", sectors="B06")
    idle = tariff(id="idle", coverage=0)
    found = compiled(prepared, ban, idle)
    assert not any(text.endswith(WHOLE) for text in said(found, "nothing"))
    assert said(found, "nothing", "idle") == ["A coverage of 0 reaches nothing: it changes nothing."]
    assert not said(found, "nothing", "ban")
    assert [entry.cells.size > 0 for entry in found.touched] == [True, False]


def test_a_duty_that_is_in_force_already_is_no_change(prepared: Prepared) -> None:
    free = BlocAgreement(id="free", members="EU", tariff_cut=1)
    found = compiled(prepared, free, ImportBan(id="ban", origin="RUS", destination="EU", sectors="B06"))
    assert "stay as they are" in said(found, "nothing", "free")[0]


def test_measures_that_do_something_are_not_called_idle(prepared: Prepared) -> None:
    for made in (
        (Transfer(payer="USA", receiver="UKR", amount_usd_bn=1),),
        (tariff(),),
        (ExportTax(origin="CHN", destination="USA", sectors="C29", rate=0.1),),
        (SettlementAgreement(members=("CHN", "RUS"), percent=2),),
        (NorthernSeaRoute(months=5),),
        (Corridor(corridor="rail-kazakhstan", cost_percent=-20, capacity_percent=100),),
        (ClosePassage(passages="suez", added_cost_percent=0.1),),
    ):
        assert not said(compiled(prepared, *made), "nothing"), made[0].kind_name()


@pytest.mark.parametrize(("hub", "seller"), [("RUS", "EU"), ("DEU", "DEU")])
def test_a_hub_that_buys_or_sells_itself_is_none(prepared: Prepared, hub: str, seller: str) -> None:
    ban = ExportBan(id="ban", origin=seller, destination="RUS")
    found = compiled(prepared, ban, Detour(id="way", origin=seller, destination="RUS", hubs=hub))
    assert hub in said(found, "hub", "way")[0]
    assert "None of its hubs gives a way" in said(found, "nothing", "way")[0]
    also = compiled(prepared, ban, Detour(id="way", origin=seller, destination="RUS", hubs=("KAZ", hub)))
    assert hub in said(also, "hub", "way")[0]
    assert not said(also, "nothing", "way")


def test_detours_count_only_what_is_stopped(prepared: Prepared) -> None:
    ban = ExportBan(id="ban", origin="EU", destination="RUS", sectors="C26")
    found = compiled(prepared, ban, Detour(id="way", origin="EU", destination="RUS", hubs="KAZ"))
    assert set(found.touched[1].cells) <= set(found.touched[0].cells)
    assert found.touched[1].cells.size > 0


# --- which of two counts ----------------------------------------------------------------------------------------------


def test_of_two_duties_the_later_counts(prepared: Prepared) -> None:
    one, two = tariff(id="one"), tariff(id="two", rate=0.1, destination=("USA", "CAN"))
    assert "the tariff of one on 1 flows" in said(compiled(prepared, one, two), "conflict", "two")[0]
    assert not said(compiled(prepared, one, tariff(id="two", origin="JPN")), "conflict")
    assert not said(compiled(prepared, one, tariff(id="two")), "conflict"), "the same duty twice"
    assert not said(compiled(prepared, one, tariff(id="two", rate=0.1, mode="add")), "conflict")
    free = BlocAgreement(id="free", members=("CHN", "USA"), tariff_cut=1)
    assert "the tariff of free" in said(compiled(prepared, free, one), "conflict", "one")[0]
    taxes = [ExportTax(id=f"tax-{n}", origin="CHN", destination="USA", sectors="C29", rate=n / 10) for n in (1, 2)]
    assert "the export tax of tax-1" in said(compiled(prepared, *taxes), "conflict", "tax-2")[0]
    assert not said(compiled(prepared, taxes[0], one), "conflict")


def test_of_a_closure_and_an_opening_of_the_arctic_the_closure_counts(prepared: Prepared) -> None:
    closed, opened = ClosePassage(passages="northern-sea-route"), NorthernSeaRoute(months=12)
    found = compiled(prepared, closed, opened)
    assert said(found, "conflict") == [
        "The Northern Sea Route is opened by one measure and closed by another: the closure counts."
    ]
    assert found.wedges.is_empty
    half = ClosePassage(passages="northern-sea-route", share_closed=0.5)
    assert "for 50 % of ships" in said(compiled(prepared, half, opened), "conflict")[0]
    assert "the last one" in said(compiled(prepared, opened, NorthernSeaRoute(months=1)), "conflict")[0]


def test_a_closure_for_some_ships_counts_for_them(prepared: Prepared) -> None:
    tankers = ClosePassage(id="a", passages="northern-sea-route", ships="tanker")
    season = NorthernSeaRoute(id="season", months=4)
    found, without = compiled(prepared, tankers, season), compiled(prepared, season)
    assert found.wedges.index.size < without.wedges.index.size
    for name in ("a", "season"):
        (text,) = [n.text for n in found.warnings if n.kind == "conflict" and name in n.instrument.split(", ")]
        assert text.endswith("closed by another: for tankers the closure counts.")
    assert not said(found, "nothing"), "the closure takes the season away from tankers"
    assert found.touched[0].cells.size == 0
    assert found.touched[1].cells.size > 0
    some = ClosePassage(id="b", passages="northern-sea-route", ships="container", share_closed=0.5)
    (text,) = said(compiled(prepared, tankers, some, season), "conflict")
    assert "for tankers and 50 % of container ships the closure counts" in text


def test_a_cost_counts_only_for_ships_that_still_pass(prepared: Prepared) -> None:
    closed = ClosePassage(id="closed", passages="suez", share_closed=1)
    dearer = ClosePassage(id="dearer", passages="suez", added_cost_percent=1)
    found = compiled(prepared, closed, dearer)
    assert said(found, "conflict", "dearer") == [
        "Suez Canal is closed to all ships: what passing would cost them on top counts for nothing."
    ]
    assert not said(found, "nothing")
    np.testing.assert_array_equal(found.wedges.iceberg_hat, compiled(prepared, closed).wedges.iceberg_hat)
    assert [entry.cells.size > 0 for entry in found.touched] == [True, False]
    both = compiled(prepared, ClosePassage(id="both", passages="suez", share_closed=1, added_cost_percent=1))
    assert said(both, "conflict", "both")
    assert both.touched[0].cells.size > 0
    tankers = compiled(prepared, closed.model_copy(update={"ships": ("tanker",)}), dearer)
    assert "closed to tankers" in said(tankers, "conflict", "dearer")[0]
    assert tankers.touched[1].cells.size > 0
    half = closed.model_copy(update={"share_closed": 0.5})
    assert not said(compiled(prepared, half, dearer), "conflict")


def test_a_measure_that_leaves_nothing_to_another_takes_its_flows(prepared: Prepared) -> None:
    small, large = (ClosePassage(id=f"at-{n}", passages="suez", share_closed=n / 10) for n in (3, 6))
    found = compiled(prepared, small, large)
    assert [entry.cells.size > 0 for entry in found.touched] == [False, True]
    assert not said(found, "nothing")
    same = compiled(prepared, large, large.model_copy(update={"id": "again"}))
    assert [entry.cells.size > 0 for entry in same.touched] == [True, True], "of equal closures both count"
    seasons = compiled(prepared, NorthernSeaRoute(id="one", months=4), NorthernSeaRoute(id="two", months=6))
    assert [entry.cells.size > 0 for entry in seasons.touched] == [False, True]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (tariff(id="one", mode="multiply", rate=2), tariff(id="two", mode="multiply", rate=0.5)),
        (
            TradeCost(id="one", origin="CHN", destination="USA", sectors="C29", percent=25),
            TradeCost(id="two", origin="CHN", destination="USA", sectors="C29", percent=-20),
        ),
        (
            Corridor(id="one", corridor="rail-kazakhstan", cost_percent=25),
            Corridor(id="two", corridor="rail-kazakhstan", cost_percent=-20),
        ),
    ],
)
def test_measures_that_undo_each_other_are_a_conflict(prepared: Prepared, one: Instrument, two: Instrument) -> None:
    found = compiled(prepared, one, two, tariff(id="other", origin="JPN"))
    assert not said(found, "nothing")
    for name in ("one", "two"):
        assert [n for n in found.warnings if n.kind == "conflict" and name in n.instrument.split(", ")]
    assert [entry.cells.size for entry in found.touched] == [0, 0, 1]


def test_a_duty_put_back_is_a_change_of_what_was_before(prepared: Prepared) -> None:
    world = prepared.baseline
    usual = world.tariff_rate[world.sectors.index("C29"), world.economies.index("USA"), world.economies.index("CHN")]
    found = compiled(prepared, tariff(id="one"), tariff(id="two", rate=float(usual)), tariff(id="other", origin="JPN"))
    assert any("puts back the duty of the baseline on 1 flows" in text for text in said(found, "conflict", "two"))
    assert "take back what it does" in said(found, "conflict", "one")[0]
    assert not said(found, "nothing")
    taxes = [ExportTax(id=f"t{n}", origin="CHN", destination="USA", sectors="C29", rate=n / 10) for n in (1, 0)]
    (text,) = said(compiled(prepared, *taxes, tariff(id="other", origin="JPN")), "nothing", "t0")
    assert text.endswith("stay as they are in the baseline on all that it falls on.")


def test_a_product_that_no_flow_has_is_said_once(prepared: Prepared) -> None:
    ban = ImportBan(id="ban", origin="JPN", destination="AUS", product="crude")
    found = compiled(prepared, ban, tariff(id="other"))
    assert "the ban changes nothing" in said(found, "product-share", "ban")[0]
    assert not said(found, "nothing")
    full = compiled(prepared, ban.model_copy(update={"leakage": 1.0, "origin": ("RUS",)}), tariff(id="other"))
    assert "leakage of 1" in said(full, "nothing", "ban")[0]


@pytest.mark.parametrize("field", ["sectors", "exclude_sectors"])
def test_a_part_that_is_not_there_has_a_remedy_that_can_be_followed(prepared: Prepared, field: str) -> None:
    given = {"sectors": "mining"} | {field: "B061"}
    mine = replace(prepared.baseline, name="mine")
    with pytest.raises(ScenarioError, match=rf"one\.{field}") as raised:
        compile_scenario(Scenario(name="part", instruments=(tariff(id="one", **given),)), mine, np.ones(50), date=DAY)
    text = str(raised.value)
    assert "--baseline mine-crude." in text
    assert ("coverage: in a tariff" if field == "sectors" else "Take B061 out of exclude_sectors") in text


def test_a_tariff_that_changes_nothing_puts_none_on_services(prepared: Prepared) -> None:
    for changes in ({"coverage": 0}, {"mode": "add", "rate": 0}, {"mode": "multiply", "rate": 2}, {"rate": 0}):
        assert not said(compiled(prepared, tariff(sectors="all", **changes)), "services-tariff"), changes
    (text,) = said(compiled(prepared, tariff(sectors="all")), "services-tariff")
    assert text.startswith("It puts a tariff on E, F, G, H49")


def test_of_two_closures_the_larger_counts(prepared: Prepared) -> None:
    found = compiled(
        prepared,
        ClosePassage(id="a", passages="suez", share_closed=0.3),
        ClosePassage(id="b", passages="suez", share_closed=0.6),
    )
    assert "the largest share counts" in said(found, "conflict")[0]
    apart = ClosePassage(id="b", passages="suez", share_closed=0.6, ships="tanker")
    only = ClosePassage(id="a", passages="suez", share_closed=0.3, ships="container")
    assert not said(compiled(prepared, only, apart), "conflict")


def test_a_closed_currency_gets_no_cheaper(prepared: Prepared) -> None:
    closed = PaymentSanction(id="closed", issuer="CHN", target="RUS", closed=True)
    cheaper = SettlementAgreement(id="cheaper", members=("CHN", "RUS"), currencies="CNY", percent=10)
    found = compiled(prepared, closed, cheaper)
    assert "closed closes CNY on" in said(found, "conflict", "cheaper")[0]
    roubles = SettlementAgreement(id="roubles", members=("CHN", "RUS"), currencies="RUB", percent=10)
    assert not said(compiled(prepared, closed, roubles), "conflict")
    partly = PaymentSanction(id="closed", issuer="CHN", target="RUS", closed=True, coverage=0.5)
    assert not said(compiled(prepared, partly, cheaper), "conflict")


def test_of_two_currencies_only_the_closed_one_is_named(prepared: Prepared) -> None:
    closed = PaymentSanction(id="closed", issuer="USA", target="RUS", currencies="USD", closed=True)
    dearer = PaymentSanction(id="dearer", issuer=("USA", "EU"), target="RUS", currencies=("USD", "EUR"), percent=5)
    (text,) = said(compiled(prepared, closed, dearer), "conflict", "dearer")
    assert text == (
        "closed closes USD on 160 pairs of economies: what it does to the cost of USD counts for nothing there."
    )


def test_of_two_detours_the_later_counts(prepared: Prepared) -> None:
    ban = ExportBan(id="ban", origin="EU", destination="RUS")
    ways = [
        Detour(id=f"way-{n}", origin="EU", destination="RUS", hubs=hub, elasticity_ratio=n)
        for n, hub in ((1, "KAZ"), (4, "TUR"))
    ]
    assert "that of way-4 counts for all hubs" in said(compiled(prepared, ban, *ways), "conflict", "way-4")[0]
    again = Detour(id="again", origin="EU", destination="RUS", hubs="KAZ", elasticity_ratio=1, margin=0)
    assert "KAZ is a hub of way-1 too" in said(compiled(prepared, ban, ways[0], again), "conflict", "again")[0]
    assert not said(compiled(prepared, ban, ways[0], again.model_copy(update={"hubs": ("TUR",)})), "conflict")


def test_payment_sanctions_that_reach_further_than_they_seem(prepared: Prepared) -> None:
    own = PaymentSanction(id="own", issuer="CHN", target="CHN", percent=5)
    assert "issuer and target" in said(compiled(prepared, own), "overlap", "own")[0]
    every = PaymentSanction(id="every", issuer="EU", target="RUS", closed=True, currencies=EVERYTHING)
    found = compiled(prepared, every)
    assert "No issuer issues USD, CNY" in said(found, "reach", "every")[0]
    assert "RUS trades with nobody" in said(found, "payment-ban", "every")[0]
    plain = PaymentSanction(id="plain", issuer=("EU", "USA"), target="RUS", closed=True, currencies=("USD", "EUR"))
    assert not said(compiled(prepared, plain), "reach")
    limited = PaymentSanction(id="few", issuer="EU", target="RUS", partners="EU", percent=5, currencies="USD")
    assert not said(compiled(prepared, limited), "reach")


# --- what not to trust ------------------------------------------------------------------------------------------------


def test_the_gulf_is_named_where_hormuz_is_touched(prepared: Prepared) -> None:
    for made in (
        ClosePassage(passages="hormuz"),
        ClosePassage(passages="hormuz", share_closed=0.5, ships="tanker"),
        ClosePassage(passages="hormuz", added_cost_percent=1),
    ):
        texts = [text for text in said(compiled(prepared, made), "routes-unknown") if "Hormuz" in text]
        assert all(name in texts[0] for name in ("Iran", "Iraq", "Kuwait", "Qatar", "ROW is not credible"))
    assert not any("Iraq" in text for text in said(compiled(prepared, ClosePassage(passages="suez")), "routes-unknown"))


def test_ports_without_capacity_are_said_where_another_port_stays_open(prepared: Prepared) -> None:
    (text,) = said(compiled(prepared, ClosePassage(passages="hormuz")), "ports")
    assert "(SAU and ARE)" in text
    assert not said(compiled(prepared, ClosePassage(passages="suez")), "ports")


@pytest.mark.parametrize("share", [0.5, 1.0])
def test_ways_that_nobody_would_go_are_named(prepared: Prepared, share: float) -> None:
    (text,) = said(compiled(prepared, ClosePassage(passages="danish-straits", share_closed=share)), "not-credible")
    assert "CHN to POL +" in text
    assert "cannot change port" in text
    assert not said(compiled(prepared, ClosePassage(passages="suez", share_closed=share)), "not-credible")


def test_what_is_called_dear_is_dear(prepared: Prepared) -> None:
    found = compiled(prepared, ClosePassage(passages="danish-straits"))
    channel = found.channels["routes"]
    dear = channel.effects.dear > 0
    mean = 1 + channel.effects.extra[dear] / channel.effects.dear[dear]
    assert (mean >= DEAR).all()
    result = simulate(prepared, Scenario(name="x", instruments=(ClosePassage(passages="danish-straits"),)))
    told = {(row.exporter, row.importer): row.cost_pct for row in route_accounts(result).pairs}
    codes = prepared.baseline.economies
    layout = channel.layout
    named = {(codes[layout.exporter[k]], codes[layout.importer[k]]) for k in np.flatnonzero(dear)}
    assert {pair for pair, cost in told.items() if cost > 100 * (DEAR - 1)} <= named


def test_delivery_costs_say_what_is_left_out(prepared: Prepared) -> None:
    lines = {}
    for share in (0.9, 1.0):
        made = ClosePassage(passages="hormuz", share_closed=share)
        result = simulate(prepared, Scenario(name="x", instruments=(made,)))
        accounts = route_accounts(result)
        assert accounts.without_way_usd_mn > 1e5
        (lines[share],) = [line for line in satellite_lines(result) if line.startswith("Routes")]
        assert f"USD {accounts.without_way_usd_mn / 1e3:,.1f} bn of goods have no way left" in lines[share]
        assert "no way left and are not in that sum" in _lead(accounts)[0]
    (line,) = [line for line in satellite_lines(simulate(prepared, "suez-closed")) if line.startswith("Routes")]
    assert "no way left" not in line


def test_flows_hit_are_those_that_move(prepared: Prepared) -> None:
    found = compiled(prepared, ClosePassage(id="canal", passages="suez"))
    (entry,) = found.touched
    flow = prepared.baseline.flow.ravel()
    assert (flow[entry.cells] > 0).all()
    assert flow[entry.cells].sum() < 5e6, "USD mn; all pairs with any path through Suez trade twice as much"
    theta = prepared.assumptions.trade_elasticity[found.wedges.index // len(prepared.baseline.economies) ** 2]
    moved = np.zeros(flow.size)
    moved[found.wedges.index] = np.log(found.wedges.iceberg_hat) - np.log(found.wedges.survival_share) / theta
    assert set(np.flatnonzero(np.abs(moved) >= 1.001 * NOTABLE)) <= set(entry.cells)
    assert (np.abs(moved[entry.cells]) >= 0.999 * NOTABLE).all()
    assert "USD 1,887 bn through Suez Canal" in said(found, "passing")[0]
    little = compiled(prepared, ClosePassage(id="canal", passages="suez", added_cost_percent=0.01))
    assert little.touched[0].cells.size > 0, "where nothing moves notably, all that moves counts"


def test_what_is_too_small_to_print_is_not_said(prepared: Prepared) -> None:
    found = compiled(prepared, ClosePassage(id="canal", passages="suez", added_cost_percent=0.001))
    assert found.touched[0].cells.size > 0
    (text,) = said(found, "passing")
    assert text.endswith("No delivery gets dearer or cheaper by 0.1 %: all flows count as hit that move at all.")
    assert not said(found, "capacity"), "a surcharge of 0.0 %"
    closed = ClosePassage(id="canal", passages="suez")
    (text,) = said(compiled(prepared, closed), "passing")
    assert text.endswith("by at least 0.1 %, with all that they are worth.")
    two = compiled(prepared, closed, ClosePassage(id="straits", passages="malacca", added_cost_percent=0.001))
    assert said(two, "passing")[0].endswith("of a measure that moves none so much, all that it moves.")


def test_the_example_of_the_guide_that_changes_nothing_says_so(prepared: Prepared) -> None:
    outcome = study(prepared.source, "belt-and-road-rail", draws=0, beside=())
    assert outcome.result.warnings[0].endswith(WHOLE)
    assert outcome.contributions is None
    full = [text for text in outcome.result.warnings if "capacity_percent" in text]
    assert len(full) == len(load_scenario("belt-and-road-rail").instruments)


def test_notices_of_the_library_are_few(prepared: Prepared) -> None:
    def kinds(name: str) -> Iterable[str]:
        found = compile_scenario(load_scenario(name), prepared.baseline, prepared.assumptions.trade_elasticity)
        return {notice.kind for notice in found.warnings}

    for name in ("western-embargo", "measures-2022", "swift-cut", "oil-cap-2022", "us-ev-tariff", "east-west-split"):
        assert not {"nothing", "conflict", "reach", "not-credible", "ports"} & set(kinds(name)), name


def test_who_is_not_credible_is_named_and_nobody_else() -> None:
    """A handful of dear pairs of large economies say nothing of those; whose trade hangs on them is named."""
    told = [note.text for note in _notices("suez-closed@with-bab-el-mandeb") if note.kind == "not-credible"]
    dear = next(text for text in told if "dearer" in text)
    assert "What happens to Jordan is not credible" in dear
    straits = [note.text for note in _notices("danish")]
    assert any("Lithuania" in text and "is not credible" in text for text in straits)


def test_a_corridor_with_room_that_nobody_wants_says_so() -> None:
    told = [note.text for note in _notices("room")]
    assert any("can carry more, and no more goods want to go" in text for text in told)


OWN = {
    "danish": ClosePassage(passages="danish-straits"),
    "room": Corridor(corridor="rail-kazakhstan", capacity_percent=100),
}


def _notices(name: str) -> tuple[Notice, ...]:
    world = load()
    made = Scenario(name=name, instruments=(OWN[name],)) if name in OWN else load_scenario(name)
    return compile_scenario(made, world, np.array(world.elasticities.central)).warnings
