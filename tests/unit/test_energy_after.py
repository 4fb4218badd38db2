"""Energy after a scenario: nothing changes nothing, sums close, a named product moves apart from its sector."""

from __future__ import annotations

import datetime
import json
import re
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from multipolar.analysis.energy import EnergyFlows, energy_flows, less_at_home, status_words
from multipolar.analysis.energy_accounts import revenue_account
from multipolar.analysis.energy_named import factor_of_bans, factors_of_caps
from multipolar.analysis.energy_tables import OTHERS, buyers, energy_frame, energy_payload
from multipolar.analysis.study import study
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.bundled import load_bundled
from multipolar.baseline.energy import Energy, energy_of
from multipolar.baseline.registry import load
from multipolar.errors import AssumptionError, ShapeError
from multipolar.model.price_cap import PriceCap
from multipolar.model.responses import Market, ResponseState
from multipolar.model.wedges import Wedges
from multipolar.report.energy_text import energy_table
from multipolar.report.energy_told import told_of
from multipolar.report.sections.energy import energy_section
from multipolar.report.view import View
from multipolar.scenario import CompiledScenario, Scenario, compile_scenario
from multipolar.scenario.instruments.export_tax import ExportTax
from multipolar.scenario.instruments.trade_cost import TradeCost
from multipolar.scenario.load import parse_scenario
from multipolar.simulation.horizons import horizon
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import assumptions_of, simulate

# A ban that covers crude as one share of oil and gas for all, and one on products.
SHARE_OF_SECTOR = """
name: share-of-sector
instruments:
  - {id: crude, kind: import_ban, origin: [RUS], destination: [EU], sectors: [B06], coverage: 0.45, leakage: 0.05}
  - {id: products, kind: import_ban, origin: [RUS], destination: [EU], sectors: [C19], leakage: 0.05}
"""
WORLD = load_bundled()
RUSSIA = WORLD.economy_index()["RUS"]


@pytest.fixture(scope="module")
def energy() -> Energy:
    return energy_of(WORLD)


@pytest.fixture(scope="module")
def nothing() -> Result:
    return simulate(WORLD, Wedges.none(WORLD.tariff_rate.shape))


@pytest.fixture(scope="module")
def compiled() -> CompiledScenario:
    theta = assumptions_of(WORLD).trade_elasticity
    return compile_scenario(parse_scenario(SHARE_OF_SECTOR), WORLD, theta, date=datetime.date(2023, 6, 1))


@pytest.fixture(scope="module")
def embargo(compiled: CompiledScenario) -> Result:
    return simulate(WORLD, compiled)


@pytest.fixture(scope="module")
def flows(embargo: Result, energy: Energy) -> EnergyFlows:
    return energy_flows(embargo, energy=energy)


def test_nothing_changes_nothing(nothing: Result) -> None:
    found = energy_flows(nothing)
    known = found.known
    np.testing.assert_array_equal(found.quantity[known], found.energy.quantity[known])
    np.testing.assert_allclose(found.price_after, found.price, rtol=1e-12)
    np.testing.assert_allclose(found.benchmark_after, found.benchmark, rtol=1e-12)
    np.testing.assert_allclose(found.transport_after, found.transport, rtol=1e-9)
    account = revenue_account(found, "crude", "RUS")
    assert account.after.receipts == pytest.approx(account.before.receipts, rel=1e-12)


def test_tonnes_move_with_their_sector(flows: EnergyFlows, embargo: Result) -> None:
    p, at = flows.energy.position("crude"), WORLD.economy_index()
    ratio = embargo.quantity_hat()[WORLD.sector_index()["B06"]]
    for buyer in ("CHN", "IND", "DEU"):
        cell = (at[buyer], RUSSIA)
        assert flows.quantity[(p, *cell)] == pytest.approx(flows.energy.quantity[(p, *cell)] * ratio[cell])
    assert flows.quantity[p, at["CHN"], RUSSIA] > flows.energy.quantity[p, at["CHN"], RUSSIA]
    assert flows.quantity[p, at["DEU"], RUSSIA] < flows.energy.quantity[p, at["DEU"], RUSSIA]
    assert np.isnan(flows.quantity[p, at["TUR"], RUSSIA]), "missing before is missing after"


def test_the_seller_gets_less_against_the_benchmark(flows: EnergyFlows) -> None:
    p, at = flows.energy.position("crude"), WORLD.economy_index()
    cell = (p, at["CHN"], RUSSIA)
    assert flows.discount_after[cell] > flows.discount[cell]
    assert flows.benchmark_after[p] > flows.benchmark[p], "Norway and Britain sell what Europe no longer buys"


def test_a_named_product_moves_apart_and_the_sector_still_sums(
    compiled: CompiledScenario, embargo: Result, energy: Energy, flows: EnergyFlows
) -> None:
    factor = factor_of_bans(compiled, energy, "crude", ["crude"])
    named = energy_flows(embargo, energy=energy, named={"crude": factor})
    p, at = energy.position("crude"), WORLD.economy_index()
    assert factor[at["CHN"], RUSSIA] == 1.0
    assert factor[at["ITA"], RUSSIA] == pytest.approx(0.05), "all of Italy's crude is covered; a twentieth leaks"
    assert named.quantity[p, at["ITA"], RUSSIA] < flows.quantity[p, at["ITA"], RUSSIA]
    gas = energy.position("gas")
    assert named.quantity[gas, at["ITA"], RUSSIA] > flows.quantity[gas, at["ITA"], RUSSIA]
    np.testing.assert_array_equal(named.quantity[p, at["CHN"]], flows.quantity[p, at["CHN"]])
    own = [q for q, code in enumerate(energy.sector) if code == "B06"]
    share = energy.share[own]
    rest = 1.0 - share.sum(axis=0)
    sector = flows.quantity_hat[own[0]]
    split = np.nan_to_num(named.quantity_hat[own])
    # What is neither crude nor gas moves with the other products.
    whole = 1.0 - energy.share[p] + energy.share[p] * factor
    together = (share * split).sum(axis=0) + rest * np.nan_to_num(sector) / whole
    np.testing.assert_allclose(together, np.nan_to_num(sector), atol=1e-12)


def test_names_that_mean_nothing_are_refused(compiled: CompiledScenario, embargo: Result, energy: Energy) -> None:
    with pytest.raises(AssumptionError, match="not in force"):
        factor_of_bans(compiled, energy, "crude", ["gas-ban"])
    with pytest.raises(ShapeError, match="factor on crude"):
        energy_flows(embargo, energy=energy, named={"crude": np.ones(3)})
    with pytest.raises(AssumptionError, match="negative"):
        energy_flows(embargo, energy=energy, named={"crude": np.full(energy.share.shape[1:], -1.0)})
    with pytest.raises(AssumptionError, match="transport margin"):
        energy_flows(embargo, energy=energy, transport_margin=-0.1)


@pytest.mark.parametrize("product", ["crude", "lng", "gas", "coal"])
@pytest.mark.parametrize("exporter", ["RUS", "NOR", "USA"])
def test_the_account_sums_exactly(flows: EnergyFlows, product: str, exporter: str) -> None:
    account = revenue_account(flows, product, exporter)
    for side in (account.before, account.after):
        total = side.at_world_price - side.buyers_discount - side.transport
        assert total == pytest.approx(side.receipts, rel=1e-12, abs=1e-9)
        assert side.at_world_price == pytest.approx(side.units * side.benchmark)


def test_receipts_before_are_the_customs_value(flows: EnergyFlows) -> None:
    p = flows.energy.position("crude")
    counted = flows.known[p, :, RUSSIA]
    account = revenue_account(flows, "crude", "RUS")
    assert account.before.receipts == pytest.approx(flows.energy.value[p, counted, RUSSIA].sum(), rel=1e-3)
    assert {"BLR", "TUR"} <= set(account.left_out)


def test_a_trade_cost_is_transport_and_nothing_else() -> None:
    cost = TradeCost(origin=("RUS",), destination=("IND",), sectors=("B06",), ratio=1.1, assumed={"ratio": "a test"})
    dearer = Scenario(name="dear-route", instruments=(cost,))
    found = energy_flows(simulate(WORLD, dearer))
    p, at = found.energy.position("crude"), WORLD.economy_index()
    cell = (p, at["IND"], RUSSIA)
    expected = found.price_after[cell] * (1.06 * 1.1 - 1.0)
    assert found.transport_after[cell] == pytest.approx(expected)
    other = (p, at["CHN"], RUSSIA)
    assert found.transport_after[other] == pytest.approx(found.price_after[other] * 0.06)


def test_an_export_tax_is_part_of_what_the_exporter_receives() -> None:
    tax = ExportTax(origin=("RUS",), destination=("ALL",), sectors=("B06",), rate=0.2, assumed={"rate": "a test"})
    result = simulate(WORLD, Scenario(name="tax", instruments=(tax,)))
    found = energy_flows(result)
    p, at = found.energy.position("crude"), WORLD.economy_index()
    cell, sector = (p, at["CHN"], RUSSIA), WORLD.sector_index()["B06"]
    assert found.price_after[cell] == pytest.approx(found.price[cell] * result.after.cost_hat[sector, RUSSIA] * 1.2)
    assert found.transport_after[cell] == pytest.approx(0.06 * found.price_after[cell])
    assert found.quantity[cell] < found.energy.quantity[cell]


def test_buyers_sum_to_the_known_total_and_end_with_the_missing(flows: EnergyFlows) -> None:
    p = flows.energy.position("crude")
    known = flows.known[p, :, RUSSIA]
    lines = buyers(flows, "crude", "RUS", top=5)
    shown = [line for line in lines if np.isfinite(line.mt_before)]
    assert [line.importer for line in shown[:2]] == ["CHN", "IND"]
    assert shown[-1].importer == OTHERS
    assert sum(line.mt_before for line in shown) == pytest.approx(flows.energy.quantity[p, known, RUSSIA].sum())
    assert sum(line.mt_after for line in shown) == pytest.approx(flows.quantity[p, known, RUSSIA].sum())
    assert {line.importer for line in lines[len(shown) :]} >= {"BLR", "TUR"}
    assert {line.status for line in lines[len(shown) :]} <= {"missing", "doubtful", "unmodelled"}


def test_the_frame_is_tidy_and_labelled(flows: EnergyFlows) -> None:
    frame = energy_frame(flows, ["RUS"])
    assert set(frame["exporter"]) == {"RUS"}
    assert not frame.duplicated(["product", "exporter", "importer"]).any()
    assert set(frame["status"]) <= {"reconciled", "partial", "doubtful", "missing", "unmodelled"}
    missing = frame[frame["status"] == "missing"]
    assert missing["mt_before"].isna().all()
    crude = frame[(frame["product"] == "crude") & (frame["importer"] == "CHN")].iloc[0]
    assert crude["mbd_before"] == pytest.approx(86.25 * 7.28 / 365, rel=1e-3)
    assert crude["discount_before"] == pytest.approx(crude["benchmark_before"] - crude["price_before"])
    assert "unmodelled" in set(status_words(flows)[flows.unmodelled])


def test_the_payload_is_plain_json(flows: EnergyFlows) -> None:
    payload = energy_payload(flows, ["RUS", "NOR"], ["crude", "gas"])
    again = json.loads(json.dumps(payload, allow_nan=False))
    assert again["year_of_tonnes"] == 2022
    assert again["transport_margin"]["status"] == "assumed"
    crude = next(entry for entry in again["sold"] if (entry["exporter"], entry["product"]) == ("RUS", "crude"))
    turkey = next(line for line in crude["buyers"] if line["importer"] == "TUR")
    assert turkey["mt_before"] is None
    gas = next(entry for entry in again["sold"] if (entry["exporter"], entry["product"]) == ("NOR", "gas"))
    first = gas["buyers"][0]
    assert first["bcm_before"] == pytest.approx(1.36 * first["mt_before"])


def test_a_price_cap_in_the_result_names_crude(embargo: Result, energy: Energy) -> None:
    p, at = energy.position("crude"), WORLD.economy_index()
    sector = WORLD.sector_index()["B06"]
    cells = np.sort(np.ravel_multi_index((sector, [at["IND"], at["CHN"]], RUSSIA), WORLD.tariff_rate.shape))
    _, importer, exporter = np.unravel_index(cells, WORLD.tariff_rate.shape)
    share = energy.share[p, importer, exporter]
    cap = PriceCap("cap", cells, 0.5 * share, np.full(2, 4.0), (sector, RUSSIA), 0.8, 0.3)
    unknown = np.array([0.4])
    nothing = np.zeros(0)
    market = Market(nothing, nothing, nothing, nothing, nothing, nothing, nothing)
    capped = SimpleNamespace(after=embargo.after, responses={"cap": ResponseState(cap, unknown, market)})
    factor = factors_of_caps(cast(Result, capped), energy)["crude"]
    rent = 0.6 ** (1 / 4)
    assert factor[at["IND"], RUSSIA] == pytest.approx(1 - 0.5 * (1 - 0.6 * rent)), "half covered, three fifths stay"
    assert factor[at["DEU"], RUSSIA] == 1.0
    assert factors_of_caps(cast(Result, SimpleNamespace(after=embargo.after, responses={})), energy) == {}


def test_tonnes_under_a_cap_and_the_spared_ones_are_the_cell(energy: Energy) -> None:
    """A solved cap: what it leaves of crude, and the rest, against the cell's value over the seller's price."""
    result = simulate(WORLD, "oil-cap-2022")
    factor = factors_of_caps(result, energy)["crude"]
    found = energy_flows(result, energy=energy)
    (cap, unknown) = next((state.response, state.unknown) for state in result.responses.values())
    assert isinstance(cap, PriceCap)
    sector, importer, exporter = np.unravel_index(cap.cells, WORLD.tariff_rate.shape)
    y = np.exp(-(cap.elasticity + 1.0) * cap.log_rate(unknown))
    np.testing.assert_allclose(
        1.0 - energy.share[energy.position("crude"), importer, exporter] * (1.0 - factor[importer, exporter]),
        1.0 - cap.coverage * (1.0 - y),
        rtol=1e-12,
    )
    # Quantity by its definition: what the buyers spend, less their rent, over the seller's price.
    after = result.after
    theta, cost, index = cap.elasticity, after.cost_hat[sector, exporter], after.price_hat[sector, importer]
    spent_hat = after.expenditure[sector, importer] / result.before.expenditure[sector, importer]
    at_given_prices = spent_hat * (cost / index) ** -theta / cost
    p, j = energy.position("crude"), WORLD.sector_index()["B06"]
    crude, rest = found.quantity_hat[p, importer, exporter], at_given_prices
    share = energy.share[p, importer, exporter]
    np.testing.assert_allclose(crude, at_given_prices * factor[importer, exporter], rtol=1e-6)
    whole = result.quantity_hat()[j, importer, exporter]
    np.testing.assert_allclose(share * crude + (1.0 - share) * rest, whole, rtol=1e-6)
    gas = energy.position("gas")
    np.testing.assert_allclose(found.quantity_hat[gas, importer, exporter], rest, rtol=1e-6)
    assert (factor[importer, exporter] < 1.0).all()


def test_the_text_table_holds_the_account(flows: EnergyFlows) -> None:
    table = energy_table(flows, "crude", "RUS", top=3)
    assert {len(row) for row in table.rows} == {len(table.headings)}
    assert [row[0] for row in table.rows] == ["China", "India", "Germany", "others", "all known"]
    after = revenue_account(flows, "crude", "RUS").after
    assert float(table.rows[-1][2]) == pytest.approx(after.mt, abs=0.5)
    told = [float(text) for text in re.findall(r"[0-9.]+(?= |\.$)", table.notes[1])]
    world, discount, transport, receipts = told
    assert receipts == pytest.approx(after.receipts / 1e3, abs=0.5)
    assert world - discount - transport == pytest.approx(receipts, abs=1.2)
    assert "Belarus and Türkiye" in table.notes[-1]


def test_another_source_stands_beside(flows: EnergyFlows) -> None:
    crude = energy_payload(flows, ["RUS"], ["crude"])["sold"][0]
    assert crude["other_sources"][0]["mt_before"] == pytest.approx(86.2)
    assert crude["other_sources"][0]["importer"] == "CHN"


def test_why_a_seller_under_measures_ships_more() -> None:
    """Its refineries lose buyers, and the crude that they leave goes abroad; a ban on crude alone is no such case."""
    short, _ = horizon("short", WORLD)
    embargo = simulate(WORLD, "western-embargo", assumptions=short)
    flows = energy_flows(embargo)
    less = less_at_home(embargo, flows, "crude", "RUS")
    assert less is not None
    j = WORLD.sector_index()["B06"]
    assert less == pytest.approx(1.0 - embargo.quantity_hat()[j, RUSSIA, RUSSIA])
    assert 0.05 < less < 0.5
    alone = simulate(WORLD, "eu-crude-embargo", assumptions=short)
    assert less_at_home(alone, energy_flows(alone), "crude", "RUS") is None


def test_a_seller_under_a_cap_is_told_of_even_if_little_moves() -> None:
    result = simulate(WORLD, "oil-cap-revised")
    flows = energy_flows(result)
    assert ("crude", "RUS") not in {(one.product, one.exporter) for one in told_of(flows)}
    assert ("crude", "RUS") in {(one.product, one.exporter) for one in told_of(flows, ["RUS"])}


def test_no_refinery_is_made_up_where_prices_rose() -> None:
    """A seller whom no measure hits and whose oil got dearer ships more for another reason."""
    short, _ = horizon("short", WORLD)
    closed = simulate(WORLD, "hormuz-closed", assumptions=short)
    assert less_at_home(closed, energy_flows(closed), "crude", "USA") is None


def test_notes_on_what_rises_under_bans() -> None:
    """Coal that rises although it is banned is told with its reason; gas and crude are one good only where they are."""

    def notes(world: Baseline, scenario: str | Scenario, name: str) -> str:
        beliefs, _ = horizon(name, world)
        section = energy_section(View.of(study(world, scenario, elasticities=beliefs, draws=0, full=False)))
        assert section is not None
        return " ".join(note.text for note in section.notes)

    assert "more coal although measures ban a part of it" in notes(WORLD, "western-embargo", "long")
    gas = parse_scenario("{name: g, instruments: [{kind: import_ban, origin: RUS, destination: EU, product: gas}]}")
    usual, apart = notes(WORLD, gas, "short"), notes(load("icio-2022-crude"), gas, "short")
    assert "Crude, LNG and pipeline gas are one good" in usual
    assert "On the baseline icio-2022-crude crude is apart" in usual
    assert "LNG and pipeline gas are one good" in apart
    assert "icio-2022-crude" not in apart
