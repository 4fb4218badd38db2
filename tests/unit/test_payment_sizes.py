"""Sizes of payment measures: nonsense is refused, and what no published figure comes near is told as such."""

from __future__ import annotations

import pytest

from multipolar.baseline.baseline import Baseline
from multipolar.baseline.registry import load
from multipolar.cli.satellites import satellite_lines
from multipolar.errors import ScenarioError
from multipolar.scenario import Scenario, compile_scenario, load_scenario
from multipolar.scenario.base import Instrument
from multipolar.scenario.instruments import PaymentSanction, SecondarySanctions, SettlementAgreement
from multipolar.scenario.load import parse_scenario
from multipolar.simulation.simulate import simulate


@pytest.fixture(scope="module")
def world() -> Baseline:
    return load("icio-2022")


def _sizes(world: Baseline, scenario: Scenario) -> list[str]:
    found = compile_scenario(scenario, world, world.elasticities.central)
    return [notice.text for notice in found.warnings if notice.kind == "size"]


def _agreement(percent: float) -> Instrument:
    return SettlementAgreement(members=("RUS", "CHN"), percent=percent)


def _sanction(percent: float) -> Instrument:
    return PaymentSanction(issuer="USA", target="RUS", percent=percent)


def _risk(percent: float) -> Instrument:
    return SecondarySanctions(target="RUS", partners="CHN", percent=percent)


@pytest.mark.parametrize(
    ("instrument", "said"),
    [
        (_agreement(20), ""),
        (_agreement(21), "21 % of the value of trade cheaper"),
        (_agreement(80), "80 % of the value of trade cheaper"),
        (_sanction(100), ""),
        (_sanction(101), "101 % of the value of trade dearer"),
        (_risk(1000), "1000 % of the value of trade dearer"),
        (PaymentSanction(issuer="USA", target="RUS", closed=True), ""),
    ],
)
def test_a_size_that_nobody_has_published_is_told(world: Baseline, instrument: Instrument, said: str) -> None:
    found = _sizes(world, Scenario(name="made", instruments=(instrument,)))
    assert len(found) == bool(said)
    assert all(said in text for text in found)


def test_the_library_stays_within_what_was_published(world: Baseline) -> None:
    for name in ("swift-cut", "yuan-settlement-agreement", "secondary-sanctions-banks"):
        assert _sizes(world, load_scenario(name)) == []


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("{kind: payment_sanction, issuer: USA, target: RUS, percent: 5000}", "Write at most 1000"),
        ("{kind: secondary_sanctions, target: RUS, partners: CHN, percent: 1001}", "Write at most 1000"),
        ("{kind: settlement_agreement, members: [RUS, CHN], percent: 100}", "leaves no cost"),
    ],
)
def test_a_size_without_sense_is_refused(measure: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        parse_scenario(f"name: made\ninstruments:\n  - {measure}\n")


def test_the_line_on_the_cost_of_paying_says_at_which_trade(world: Baseline) -> None:
    made = Scenario(name="made", instruments=(_sanction(5),))
    (line,) = (text for text in satellite_lines(simulate(world, made)) if text.startswith("Payments"))
    assert "bn a year, valued at trade after (assumed: the shares before of " in line
