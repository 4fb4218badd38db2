"""Every number behind a result is listed: the horizon's, and those of the payments, routes, detours and caps used."""

from __future__ import annotations

import csv
import json
from dataclasses import fields
from pathlib import Path

import pytest

from multipolar.analysis.horizons import beliefs_in_force, number_rows
from multipolar.analysis.numbers import numbers_in_force
from multipolar.analysis.study import study
from multipolar.baseline.registry import load
from multipolar.cli import main
from multipolar.cli.satellites import satellite_payloads
from multipolar.codes.currencies import currency_codes
from multipolar.data.corridors import corridors
from multipolar.data.payment_rules import load_rules
from multipolar.model.payments import PaymentParameters
from multipolar.model.price_cap import PRACTICALLY_NIL
from multipolar.report.trust import checks
from multipolar.report.view import View
from multipolar.scenario import Scenario, load_scenario
from multipolar.scenario.base import Instrument
from multipolar.scenario.instruments import Detour, ExportBan, NorthernSeaRoute, PaymentSanction
from multipolar.scenario.route_cargo import CARGOES, RouteAssumptions
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import Prepared, prepare_baseline, simulate

STATUSES = {"sourced", "derived", "assumed", "unverified", "unsourced"}


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare_baseline(load())


def brought(result: Result) -> dict[str, tuple[float, str, str]]:
    """Value, status and source of what measures bring, by name."""
    found = numbers_in_force(result)[len(beliefs_in_force(result.baseline, result.assumptions)) :]
    assert len({entry.name for entry in found}) == len(found)
    assert {entry.status for entry in found} <= STATUSES
    assert all(entry.source and entry.unit for entry in found)
    assert all(not entry.low > entry.value and not entry.high < entry.value for entry in found)
    return {entry.name: (entry.value, entry.status, entry.source) for entry in found}


def with_measures(prepared: Prepared, *instruments: Instrument) -> dict[str, tuple[float, str, str]]:
    return brought(simulate(prepared, Scenario(name="numbers", instruments=instruments)))


def test_a_plain_measure_brings_none(prepared: Prepared) -> None:
    assert not brought(simulate(prepared, "us-ev-tariff"))


def test_payments(prepared: Prepared) -> None:
    told = brought(simulate(prepared, "swift-cut"))
    usual = PaymentParameters()
    assert told["payments: substitution"][:2] == (usual.substitution, "assumed")
    assert told["payments: network_effect"][:2] == (usual.network, "assumed")
    assert told["payments: usage_floor"][:2] == (usual.usage_floor, "assumed")
    assert 50 < told["payments: trade by assumed shares"][0] < 100


def test_a_number_that_the_scenario_sets_has_its_own_standing(prepared: Prepared) -> None:
    sanction = PaymentSanction(
        issuer="USA", target="RUS", percent=5, substitution=10, assumed={"substitution": "half"}, network_effect=0.2
    )
    told = with_measures(prepared, sanction)
    assert told["payments: substitution"] == (10.0, "assumed", "half")
    assert told["payments: network_effect"][:2] == (0.2, "unsourced")
    assert told["payments: usage_floor"][1] == "assumed"


def test_routes(prepared: Prepared) -> None:
    result = simulate(prepared, "suez-closed")
    told = brought(result)
    for entry in fields(RouteAssumptions):
        assert told[f"routes: {entry.name}"][0] == getattr(RouteAssumptions(), entry.name)
    for cargo in CARGOES:
        assert told[f"routes: {cargo.name}: freight"][0] == cargo.freight_share
        assert told[f"routes: {cargo.name}: a day"][0] == cargo.day_cost
    for code in {link.code for link in result.channels["routes"].corridors}:
        assert told[f"routes: corridor {code}: capacity"][0] == corridors()[code].capacity
    assert told["routes: suez: toll of a transit"][1] == "derived"
    assert told["routes: suez: days of a transit"][1] == "assumed"


def test_the_terms_of_the_arctic(prepared: Prepared) -> None:
    told = with_measures(prepared, NorthernSeaRoute(id="season", months=4, source="Rosatom", toll_percent=1))
    assert told["northern sea route season: months"] == (4.0, "sourced", "Rosatom")
    assert told["northern sea route season: toll_percent"] == (1.0, "sourced", "Rosatom")
    assert told["northern sea route season: ice_knots"][:2] == (10.0, "assumed")
    assert {f"northern sea route season: {name}" for name in NorthernSeaRoute.number_fields} <= set(told)


def test_detours(prepared: Prepared) -> None:
    told = brought(simulate(prepared, "measures-with-detours"))
    (written,) = [found for found in load_scenario("measures-with-detours").instruments if isinstance(found, Detour)]
    for name in ("transit_cost", "margin", "elasticity_ratio", "reexport_rate"):
        value, status, reason = told[f"detour through-hubs: {name}"]
        assert (value, status, reason) == (getattr(written, name), "assumed", written.assumed[name])
    assert told["detour through-hubs: largest share of a hub"][0] == 0.5
    ban = ExportBan(origin="DEU", destination="RUS")
    way = Detour(id="way", origin="DEU", destination="RUS", hubs="KAZ", share=0.1, enforcement=0.5)
    told = with_measures(prepared, ban, way)
    assert told["detour way: share"][:2] == (0.1, "unsourced")
    assert told["detour way: enforcement"][:2] == (0.5, "unsourced")
    assert told["detour way: transit_cost"][:2] == (0.1, "assumed")
    assert "detour way: reexport_rate" not in told


def test_a_price_cap_says_when_trade_counts_as_gone(prepared: Prepared) -> None:
    told = brought(simulate(prepared, "oil-cap-2022"))
    (name,) = [name for name in told if name.startswith("price cap ")]
    assert told[name][:2] == (1 - PRACTICALLY_NIL, "assumed")


@pytest.mark.parametrize("name", ["swift-cut", "suez-closed", "measures-with-detours"])
def test_the_part_on_a_channel_lists_its_numbers_too(prepared: Prepared, name: str) -> None:
    result = simulate(prepared, name)
    (part,) = set(satellite_payloads(result)) & {"payments", "routes", "detours"}
    rows = satellite_payloads(result)[part]["parameters"]
    assert {"name", "value", "low", "high", "unit", "status", "source"} == set(rows[0])
    json.dumps(rows, allow_nan=False)
    everything = {row["name"] for row in number_rows(numbers_in_force(result))}
    assert {row["name"] for row in rows} <= everything


def test_the_run_folder_lists_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "swift-cut", "--draws", "0", "--no-report", "--quiet", "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    (folder,) = tmp_path.iterdir()
    with (folder / "assumptions.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["parameter"]: row for row in csv.DictReader(file)}
    assert listed["payments: substitution"]["value"] == "20.0"
    assert (listed["payments: substitution"]["low"], listed["payments: substitution"]["high"]) == ("10.0", "40.0")
    assert listed["payments: trade by assumed shares"]["low"] == ""
    with (folder / "currency-shares.csv").open(encoding="utf-8", newline="") as file:
        rules = list(csv.DictReader(file))
    assert len(rules) == len(load_rules())
    assert all(row["standing"] and row["reason"] for row in rules)
    assert sum(float(rules[0][code]) for code in currency_codes()) == pytest.approx(100)


def test_the_report_counts_them(prepared: Prepared) -> None:
    outcome = study(prepared.source, "suez-closed", full=False, beside=())
    (told,) = [check.meaning for check in checks(View.of(outcome)) if "beside trade elasticities" in check.meaning]
    assert f"Of {len(numbers_in_force(outcome.result))} numbers beside trade elasticities" in told
    assert "sourced" in told
    assert "derived" in told
