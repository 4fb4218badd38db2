"""Payments in the solved world: identities, limits and the arithmetic of what is reported."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from multipolar.analysis.payments import (
    PaymentOutcome,
    largest_changes,
    payment_outcome,
    payments_payload,
    world_shares,
)
from multipolar.baseline.registry import load
from multipolar.errors import ScenarioError
from multipolar.scenario import Embargo, Instrument, Scenario, compile_scenario
from multipolar.scenario.instruments.payment_sanction import PaymentSanction
from multipolar.scenario.instruments.secondary_sanctions import SecondarySanctions
from multipolar.scenario.instruments.settlement_agreement import SettlementAgreement
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import Prepared, prepare_baseline, simulate

ISSUERS = ("USA", "EU", "GBR", "JPN")


@pytest.fixture(scope="module")
def world() -> Prepared:
    return prepare_baseline(load())


def run(world: Prepared, *instruments: Instrument) -> Result:
    return simulate(world, Scenario(name="payments", instruments=instruments))


def outcome_of(result: Result) -> PaymentOutcome:
    found = payment_outcome(result)
    assert found is not None
    return found


def sanction(**given: Any) -> PaymentSanction:
    return PaymentSanction(**{"issuer": ISSUERS, "target": ("RUS",), "percent": 10.0, **given})


def test_what_does_not_bite_changes_nothing(world: Prepared) -> None:
    for given in ({"percent": 1e-12}, {"coverage": 0.0}, {"coverage": 0.0, "percent": None, "closed": True}):
        result = run(world, sanction(**given))
        outcome = outcome_of(result)
        assert np.abs(result.real_income_pct()).max() < 1e-7
        assert np.abs(result.responses["payments"].unknown).max() < 1e-9
        assert outcome.paid_after == pytest.approx(outcome.paid_before, rel=1e-7, abs=1e-4)
        assert np.abs(outcome.cost).max() < 1e-4


def test_books_close(world: Prepared) -> None:
    result = run(world, sanction(), SettlementAgreement(members=("RUS", "CHN"), currencies=("CNY",), percent=5.0))
    assert result.quality.converged
    assert abs(result.quality.walras) < 1e-9
    assert result.quality.largest_residual < 1e-9
    outcome = outcome_of(result)
    abroad = result.after.flow.sum(axis=0)
    np.fill_diagonal(abroad, 0.0)
    assert outcome.paid_after.sum(axis=2) == pytest.approx(abroad, rel=1e-10, abs=1e-8)
    assert outcome.of_world().sum() == pytest.approx(1.0, abs=1e-12)
    at = result.economies.index("USA"), result.economies.index("DEU")
    untouched = outcome.paid_after[at] / outcome.paid_after[at].sum()
    # Pairs without a party keep the shares of each kind of goods; the mix of kinds moves a little.
    assert untouched == pytest.approx(outcome.paid_before[at] / outcome.paid_before[at].sum(), abs=1e-3)
    assert not outcome.responding[at]


def test_the_network_amplifies_the_switch(world: Prepared) -> None:
    used = []
    for strength in (0.0, 0.3, 0.6, 0.9):
        outcome = outcome_of(run(world, sanction(network_effect=strength)))
        used.append(outcome.sum_of(outcome.of_economy("RUS", "export"), "USD", "EUR"))
    assert all(later < earlier - 1.0 for earlier, later in pairwise(used))


def test_no_currency_left_is_an_embargo(world: Prepared) -> None:
    codes = ("USD", "EUR", "CNY", "RUB", "INR", "GBP", "JPY", "OTH")
    shut = sanction(partners=("USA",), currencies=codes, percent=None, closed=True, network_effect=0.0)
    compiled = compile_scenario(
        Scenario(name="shut", instruments=(shut,)), world.baseline, world.assumptions.trade_elasticity
    )
    assert any("No currency is left" in notice.text for notice in compiled.warnings)
    by_payment = simulate(world, compiled)
    by_embargo = run(world, Embargo(origin=("RUS",), destination=("USA",)))
    assert by_payment.real_income_pct() == pytest.approx(by_embargo.real_income_pct(), abs=1e-6)
    at = by_payment.economies.index("RUS"), by_payment.economies.index("USA")
    assert by_payment.after.flow[:, at[0], at[1]].sum() == 0.0


def test_a_closed_currency_has_no_share_and_others_carry_the_trade(world: Prepared) -> None:
    outcome = outcome_of(run(world, sanction(percent=None, closed=True)))
    exports = outcome.of_economy("RUS", "export")
    assert outcome.sum_of(exports, "USD", "EUR", "GBP", "JPY") == pytest.approx(0.0, abs=1e-12)
    assert exports.sum() == pytest.approx(1.0, abs=1e-12)


def test_one_side_only(world: Prepared) -> None:
    outcome = outcome_of(run(world, sanction(flow="exports", network_effect=0.0)))
    before, after = (outcome.of_economy("RUS", "import", after=late) for late in (False, True))
    # Without a network the imports keep their shares, but for the mix of partners and goods.
    assert after == pytest.approx(before, abs=0.02)
    dropped = outcome.of_economy("RUS", "export", after=False) - outcome.of_economy("RUS", "export")
    assert dropped[0] > 0.1


def test_sectors_that_are_spared_keep_their_shares(world: Prepared) -> None:
    result = run(world, sanction(exclude_sectors=("energy",), network_effect=0.0))
    nests = result.responses["payments"].response
    hit = {result.sectors[int(cell) // len(result.economies) ** 2] for cell in nests.cells}
    assert "B06" not in hit
    assert "C28" in hit


def test_secondary_sanctions_cost_and_do_not_move_shares_of_the_pair(world: Prepared) -> None:
    result = run(world, SecondarySanctions(target=("RUS",), partners=("CHN",), percent=5.0, network_effect=0.0))
    outcome = outcome_of(result)
    before, after = outcome.of_pair("RUS", "CHN", after=False), outcome.of_pair("RUS", "CHN")
    assert after == pytest.approx(before, abs=0.01)
    at = outcome.economies.index("CHN"), outcome.economies.index("RUS")
    assert outcome.cost_pct[at] == pytest.approx(100 * (1 - 1 / 1.05), rel=1e-9)


def test_an_agreement_saves(world: Prepared) -> None:
    result = run(world, SettlementAgreement(members=("CHN", "RUS"), currencies=("CNY",), percent=6.7))
    outcome = outcome_of(result)
    assert outcome.cost.sum() < 0
    assert outcome.of_pair("RUS", "CHN")[2] > 2 * outcome.of_pair("RUS", "CHN", after=False)[2]
    assert result.real_income_pct()[result.economies.index("RUS")] > 0


def test_all_pairs_may_respond(world: Prepared) -> None:
    few, all_pairs = (outcome_of(run(world, sanction(network=which))) for which in ("parties", "world"))
    assert all_pairs.responding.sum() == 81 * 80
    assert few.responding.sum() == 2 * 80
    for flow in ("export", "import"):
        assert all_pairs.of_economy("RUS", flow) == pytest.approx(few.of_economy("RUS", flow), abs=1e-3)


def test_values_for_all_payments_must_agree(world: Prepared) -> None:
    with pytest.raises(ScenarioError, match="differs from"):
        run(world, sanction(id="one", network_effect=0.2), sanction(id="two", network_effect=0.3))
    with pytest.raises(ScenarioError, match="several outcomes"):
        sanction(network_effect=1.0)
    with pytest.raises(ScenarioError, match="either percent or closed"):
        sanction(closed=True)
    with pytest.raises(ScenarioError, match="unknown currency"):
        sanction(currencies=("XAU",))


def test_what_run_json_says(world: Prepared) -> None:
    result = run(world, sanction())
    payload = payments_payload(result)
    assert payload is not None
    assert payload["shares_of"] == "2022-01"
    assert payload["cost"][0]["economy"] == "RUS"
    total = payload["world_pct"]
    assert sum(entry["after"] for entry in total.values()) == pytest.approx(100.0)
    assert ("CHN", "RUS") in largest_changes(outcome_of(result))
    assert payments_payload(run(world, Embargo(origin=("RUS",), destination=("USA",)))) is None
    assert sum(world_shares(result).values()) == pytest.approx(100.0)
