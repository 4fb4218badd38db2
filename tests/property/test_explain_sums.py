"""Every decomposition sums exactly, on random worlds and under every kind of measure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.analysis.accounting import SHARES_MOVED, accounting, accounting_between
from multipolar.analysis.diversion import diversion
from multipolar.analysis.explain import explain_difference
from multipolar.analysis.shapley import shapley, shapley_exact, shapley_sampled
from multipolar.analysis.study import study
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.elasticities import ElasticityTable
from multipolar.model.responses import ImportQuota
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from multipolar.scenario import Embargo, ExportTax, ImportBan, Scenario, Tariff, Transfer
from multipolar.simulation.horizons import HORIZONS, horizon
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import prepare_baseline, simulate

ECONOMIES, SECTORS = ("RUS", "DEU", "CHN", "USA"), ("B06", "C29", "G")
EXACT = 1e-9
seeds = st.integers(0, 2**31)


def random_world(seed: int) -> Baseline:
    """A consistent world: expenditure is what final demand and inputs ask for; deficits follow and sum to zero."""
    draw = np.random.default_rng(seed)
    sectors, economies = len(SECTORS), len(ECONOMIES)
    home = 3.0 * np.eye(economies)
    trade_share = draw.uniform(0.2, 1.0, (sectors, economies, economies)) + home
    trade_share[0, 1, 0] *= 3.0
    trade_share /= trade_share.sum(axis=2, keepdims=True)
    tariff_rate = draw.uniform(0.0, 0.2, trade_share.shape) * (1 - np.eye(economies))
    input_share = draw.uniform(0.02, 0.2, (economies, sectors, sectors))
    value_added_share = 1.0 - input_share.sum(axis=1).T
    final = draw.uniform(50.0, 150.0, (sectors, economies))
    # Unknown: expenditure (J, N), with output[j, i] = sum_n share / (1 + tariff) * expenditure.
    size = sectors * economies
    needs = np.zeros((size, size))
    border = trade_share / (1.0 + tariff_rate)
    for k in range(sectors):
        for n in range(economies):
            for j in range(sectors):
                for m in range(economies):
                    needs[k * economies + n, j * economies + m] = input_share[n, k, j] * border[j, m, n]
    expenditure = np.linalg.solve(np.eye(size) - needs, final.ravel()).reshape(sectors, economies)
    output = (border * expenditure[:, :, None]).sum(axis=1)
    theta = draw.uniform(2.0, 8.0, sectors)
    table = ElasticityTable(SECTORS, theta, 0.7 * theta, 1.5 * theta, 0.1 * theta, ("test",) * 3, ("assumed",) * 3)
    return Baseline.from_shares(
        name="random",
        year=2022,
        economies=ECONOMIES,
        sectors=SECTORS,
        trade_share=trade_share,
        expenditure=expenditure,
        gross_output=output,
        value_added_share=value_added_share,
        input_share=input_share,
        tariff_rate=tariff_rate,
        elasticities=table,
    )


def measures() -> Scenario:
    """One of each kind that touches prices or income, an airtight embargo among them."""
    return Scenario(
        name="all-at-once",
        instruments=(
            Embargo(origin=["RUS"], destination=["DEU"], leakage=0.0, id="embargo"),
            ImportBan(origin=["RUS"], destination=["USA"], sectors=["B06"], leakage=0.1, id="ban"),
            Tariff(origin=["CHN"], destination=["USA"], sectors=["B06", "C29"], rate=0.6, id="tariff"),
            ExportTax(origin=["CHN"], destination=["DEU"], sectors=["C29"], rate=0.3, id="tax"),
            Transfer(payer=["DEU"], receiver=["CHN"], amount_usd_bn=0.005, id="transfer"),
        ),
    )


def remainder(result: Result, economy: str) -> float:
    """What the accounting of an economy leaves over, against the log change that the result itself states."""
    parts = accounting(result, economy)
    total = float(np.log(result.real_income_hat()[result.economies.index(economy)]))
    assert abs(parts.total - total) < EXACT
    assert parts.by_partner().sum() + sum(parts.rest().values()) == pytest.approx(total, abs=EXACT)
    assert parts.by_sector().sum() + sum(parts.rest().values()) == pytest.approx(total, abs=EXACT)
    return abs(parts.prices.sum() + parts.sales.sum() + sum(parts.other.values()) - total)


@given(
    seed=seeds,
    revenue=st.sampled_from(["lump_sum", "lost"]),
    deficit=st.sampled_from(["fixed", "proportional", "balanced"]),
)
@settings(max_examples=25, deadline=None)
def test_accounting_sums_to_the_log_change_of_real_income(seed: int, revenue: str, deficit: str) -> None:
    result = simulate(random_world(seed), measures(), closure=Closure(deficit, revenue))  # type: ignore[arg-type]
    for economy in ECONOMIES:
        assert remainder(result, economy) < EXACT


@given(seed=seeds, name=st.sampled_from(HORIZONS), revenue=st.sampled_from(["lump_sum", "lost"]))
@settings(max_examples=12, deadline=None)
def test_accounting_sums_at_every_horizon(seed: int, name: str, revenue: str) -> None:
    world = random_world(seed)
    beliefs, _ = horizon(name, world)
    result = simulate(world, measures(), assumptions=beliefs, closure=Closure("fixed", revenue))  # type: ignore[arg-type]
    for economy in ECONOMIES:
        assert remainder(result, economy) < EXACT
        # Where value shares of production move, what that does to income has a line of its own; else there is none.
        assert (SHARES_MOVED in accounting(result, economy).other) is (name != "long")
    again = simulate(world, measures().without(["embargo"]), assumptions=beliefs, closure=result.closure)
    expected = np.log(again.real_income_hat() / result.real_income_hat())
    for n, economy in enumerate(ECONOMIES):
        parts = accounting_between(result, again, economy)
        assert abs(parts.prices.sum() + parts.sales.sum() + sum(parts.other.values()) - expected[n]) < EXACT


@given(seed=seeds)
@settings(max_examples=5, deadline=None)
def test_accounting_sums_with_elasticities_by_importer(seed: int) -> None:
    world = random_world(seed)
    theta = np.random.default_rng(seed).uniform(0.8, 6.0, (len(SECTORS), len(ECONOMIES)))
    result = simulate(world, measures(), assumptions=Assumptions(theta))
    for economy in ECONOMIES:
        assert remainder(result, economy) < EXACT


@given(seed=seeds, limit=st.floats(0.2, 0.9), share=st.sampled_from([0.0, 0.4, 1.0]))
@settings(max_examples=15, deadline=None)
def test_accounting_sums_with_a_quota_and_its_rent(seed: int, limit: float, share: float) -> None:
    world = random_world(seed)
    shape = world.tariff_rate.shape
    cells = np.ravel_multi_index(([0, 1], [1, 1], [0, 0]), shape).astype(np.int64)
    wedges = replace(Wedges.none(shape), responses=(ImportQuota("cap", cells, limit, share),))
    result = simulate(world, wedges)
    assert result.response_unknowns["cap"][0] > 0
    for economy in ECONOMIES:
        assert remainder(result, economy) < EXACT
    kept = accounting(result, "DEU").other["rent kept"], accounting(result, "RUS").other["rent from abroad"]
    assert (kept[0] > 0, kept[1] > 0) == (share > 0, share < 1)


@given(seed=seeds)
@settings(max_examples=10, deadline=None)
def test_accounting_between_two_results_sums_directly_and_by_difference(seed: int) -> None:
    prepared = prepare_baseline(random_world(seed))
    # The base has the airtight embargo and the other has not: shares of zero where it starts.
    base, other = simulate(prepared, measures()), simulate(prepared, measures().without(["embargo", "tax"]))
    elsewhere = simulate(prepared, measures(), assumptions=replace(base.assumptions, factor_mobility=2.0))
    proportional = simulate(prepared, measures(), closure=Closure("proportional"))
    for second in (other, elsewhere, proportional):
        expected = np.log(second.real_income_hat() / base.real_income_hat())
        for n, economy in enumerate(ECONOMIES):
            parts = accounting_between(base, second, economy)
            found = parts.prices.sum() + parts.sales.sum() + sum(parts.other.values())
            assert abs(found - expected[n]) < EXACT
            assert abs(parts.total - expected[n]) < EXACT


@given(seed=seeds)
@settings(max_examples=5, deadline=None)
def test_contributions_and_diversion_of_a_study_sum(seed: int) -> None:
    outcome = study(random_world(seed), measures())
    parts = outcome.contributions
    assert parts is not None
    assert parts.exact
    assert parts.solved == 2 ** len(parts.players)
    assert np.abs(parts.values.sum(axis=0) - outcome.result.real_income_pct()).max() < EXACT
    # An order of joining cannot matter: the same instruments listed backwards have the same values.
    backwards = measures().model_copy(update={"instruments": measures().instruments[::-1]})
    again = study(random_world(seed), backwards).contributions
    assert again is not None
    assert np.allclose(again.values[::-1], parts.values, atol=1e-6)
    for account in outcome.diversion:
        scale = max(abs(account.total.value_before), 1.0)
        for field in ("value_before", "value_after", "value_change", "volume_change", "price_change"):
            total = sum(getattr(line, field) for line in account.lines)
            assert abs(total - getattr(account.total, field)) < EXACT * scale
        for line in account.lines:
            assert abs(line.value_after - line.value_before - line.value_change) < EXACT * scale
            assert abs(line.volume_change + line.price_change - line.value_change) < EXACT * scale
            assert line.volume_change >= -line.value_before - EXACT * scale


@given(seed=seeds)
@settings(max_examples=5, deadline=None)
def test_difference_of_two_outcomes_sums_over_its_changes(seed: int) -> None:
    world = random_world(seed)
    base = study(world, measures().without(["tax"]), full=False)
    changed = measures().model_copy(
        update={"instruments": (*measures().without(["tariff", "ban"]).instruments, _tariff(0.2))}
    )
    other = study(world, changed, closure=Closure("proportional", "lost"), elasticities="high", full=False)
    found = explain_difference(base, other)
    assert found.contributions is not None
    assert set(found.contributions.players) == {
        "ban (removed)",
        "tariff (changed)",
        "tax (added)",
        "elasticities: central to high",
        "closure: fixed, lump_sum to proportional, lost",
    }
    expected = other.result.real_income_pct() - base.result.real_income_pct()
    assert np.abs(found.contributions.values.sum(axis=0) - expected).max() < EXACT
    # The last step of any order leads exactly to the other case: solving it afresh gives its result.
    for parts in found.accounting:
        assert abs(parts.prices.sum() + parts.sales.sum() + sum(parts.other.values()) - parts.total) < EXACT


def _tariff(rate: float) -> Tariff:
    return Tariff(origin=["CHN"], destination=["USA"], sectors=["B06", "C29"], rate=rate, id="tariff")


@given(seed=seeds, players=st.integers(1, 6))
@settings(max_examples=30, deadline=None)
def test_shapley_values_sum_whatever_the_game(seed: int, players: int) -> None:
    worth = np.random.default_rng(seed).normal(size=(1 << players, 3))
    exact = shapley_exact(players, lambda mask: worth[mask])
    sampled = shapley_sampled(players, lambda mask: worth[mask], evaluations=40, seed=seed)
    assert np.allclose(exact.values.sum(axis=0), worth[-1] - worth[0], atol=1e-12)
    assert np.allclose(sampled.values.sum(axis=0), worth[-1] - worth[0], atol=1e-12)
    assert exact.solved == 1 << players


def test_sampled_values_come_close_to_the_exact_ones_within_their_error() -> None:
    worth = np.random.default_rng(7).normal(size=(256, 4))
    exact = shapley(8, lambda mask: worth[mask])
    sampled = shapley_sampled(8, lambda mask: worth[mask], evaluations=10_000, seed=3)
    assert exact.exact
    assert not sampled.exact
    assert sampled.standard_error is not None
    assert (np.abs(sampled.values - exact.values) < 4.5 * sampled.standard_error).all()


def test_diversion_of_nothing_is_empty() -> None:
    result = simulate(random_world(1), measures().without([i for i in measures().ids if i != "transfer"]))
    assert diversion(result, {}) == ()
