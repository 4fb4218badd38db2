"""What must hold of a price cap in any world: it binds or it does nothing, tighter is never looser, the books close."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.baseline.baseline import Baseline
from multipolar.model.price_cap import PriceCap
from multipolar.model.wedges import Wedges
from multipolar.scenario.border import Border
from random_worlds import WorldStyle, random_world
from solved import Answer, solved

SEEDS = st.integers(min_value=0, max_value=2**32 - 1)
quick = settings(derandomize=True, max_examples=12, deadline=None)
SELLER = (0, 1)


def draw(seed: int, **changes: object) -> tuple[np.random.Generator, Baseline]:
    rng = np.random.default_rng(seed)
    style = {"economies": int(rng.integers(3, 6)), "sectors": int(rng.integers(1, 4)), **changes}
    return rng, random_world(rng, WorldStyle(**style))  # type: ignore[arg-type]


def price_cap(world: Baseline, cap_hat: float, coverage: float = 0.7) -> PriceCap:
    """All foreign buyers of the first good of economy 1 are covered to the same share."""
    j, i = SELLER
    buyers = np.array([n for n in range(len(world.economies)) if n != i])
    cells = np.ravel_multi_index((np.full(buyers.size, j), buyers, np.full(buyers.size, i)), world.trade_share.shape)
    exposed = coverage * world.flow[j, buyers, i].sum() / world.gross_output[j, i]
    theta = np.full(buyers.size, world.elasticities.central[j])
    return PriceCap("cap", cells.astype(np.int64), np.full(buyers.size, coverage), theta, SELLER, cap_hat, exposed)


def with_cap(world: Baseline, cap: PriceCap, **wedges: np.ndarray) -> Wedges:
    return Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, responses=(cap,), **wedges)


def seller_price(answer: Answer) -> float:
    """Seller's price over its baseline."""
    return float(np.exp(answer.solution.problem.log_cost(answer.solution.x)[SELLER]))


@quick
@given(SEEDS)
def test_a_cap_far_above_the_price_has_no_effect(seed: int) -> None:
    rng, world = draw(seed, tariff=0.2)
    idle = solved(world, with_cap(world, price_cap(world, 3.0)), mobility=1.0)
    assert idle.unknowns[0] == 0.0
    assert (idle.log_wage == 0).all()
    assert (idle.log_price == 0).all()
    iceberg = np.where(rng.random(world.trade_share.shape) < 0.3, 1.3, 1.0)
    without = solved(
        world, Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, iceberg_hat=iceberg), mobility=1.0
    )
    beside = solved(world, with_cap(world, price_cap(world, 1e3), iceberg_hat=iceberg), mobility=1.0)
    assert beside.unknowns[0] == 0.0
    np.testing.assert_allclose(beside.log_real_income, without.log_real_income, atol=1e-9)


@quick
@given(SEEDS, st.floats(min_value=0.9, max_value=0.999), st.floats(min_value=0.2, max_value=1.0))
def test_between_the_ends_the_price_is_the_cap_and_the_cap_is_a_tariff(seed: int, cap_hat: float, share: float) -> None:
    """The mixture of a covered and a spared part is that of fixed measures with partial coverage, revenue included."""
    _, world = draw(seed, tariff=0.2)
    cap = price_cap(world, cap_hat, share)
    answer = solved(world, with_cap(world, cap), mobility=1.0)
    z = answer.unknowns[:1]
    assert 0 < z[0] <= cap.largest
    if z[0] < cap.largest:
        assert seller_price(answer) == pytest.approx(cap_hat, rel=1e-9)
    else:
        assert seller_price(answer) >= cap_hat
    border = Border(world, world.elasticities.central)
    old = border.tariff_rate[cap.cells]
    border.change(cap.cells, coverage=share, tariff_rate=(1 + old) * np.exp(cap.log_rate(z)) - 1)
    same = solved(world, border.wedges(), mobility=1.0)
    np.testing.assert_allclose(answer.log_real_income, same.log_real_income, atol=1e-8)
    np.testing.assert_allclose(answer.border_flow, same.border_flow, rtol=1e-7)
    revenue = answer.ledger.tariff_revenue + answer.ledger.rent
    np.testing.assert_allclose(revenue, same.ledger.tariff_revenue, rtol=1e-7, atol=1e-9)


@quick
@given(SEEDS)
def test_the_rent_is_the_rate_on_the_covered_part_and_stays_with_buyers(seed: int) -> None:
    _, world = draw(seed)
    cap = price_cap(world, 0.97, 0.6)
    answer = solved(world, with_cap(world, cap), mobility=1.0)
    t = cap.log_rate(answer.unknowns[:1])
    assert t > 0
    left = 0.6 * np.exp(-cap.elasticity * t)
    covered = left / (0.4 + left)
    j, n, i = np.unravel_index(cap.cells, world.trade_share.shape)
    paid = answer.trade_share[j, n, i] * answer.expenditure[j, n]
    expected = np.zeros(len(world.economies))
    np.add.at(expected, n, paid * covered * -np.expm1(-t))
    np.testing.assert_allclose(answer.ledger.rent, expected, rtol=1e-9, atol=1e-12)
    assert not answer.ledger.rent_paid_abroad.any()
    assert abs(answer.ledger.imbalance()) < 1e-12


@quick
@given(SEEDS)
def test_walras_and_continuation(seed: int) -> None:
    _, world = draw(seed, deficit_spread=0.05, tariff=0.1)
    wedges = with_cap(world, price_cap(world, 0.95))
    labour = solved(world, wedges, mobility=1.0)
    assert labour.solution.residual_by_group()["numeraire"] < 1e-9
    other = solved(world, wedges, mobility=1.0, method="continuation")
    np.testing.assert_allclose(labour.log_real_income, other.log_real_income, atol=1e-8)


@quick
@given(SEEDS)
def test_a_tighter_cap_gives_a_lower_price_and_a_higher_rate(seed: int) -> None:
    _, world = draw(seed)
    prices, rates = [], []
    for cap_hat in (1.1, 0.995, 0.97, 0.9, 0.6, 0.3):
        cap = price_cap(world, cap_hat)
        answer = solved(world, with_cap(world, cap), mobility=1.0)
        prices.append(seller_price(answer))
        rates.append(cap.log_rate(answer.unknowns[:1]))
    assert (np.diff(prices) <= 1e-9).all(), prices
    assert (np.diff(rates) >= -1e-9).all(), rates
    assert rates[0] == 0.0


@quick
@given(SEEDS)
def test_a_cap_at_the_price_reached_needs_no_rate(seed: int) -> None:
    """With another measure in force, the cap that equals the price it leads to is slack."""
    _, world = draw(seed)
    survival = np.ones(world.trade_share.shape)
    survival[0, 0, 1] = 0.3
    plain = solved(
        world, Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, survival_share=survival), mobility=1.0
    )
    cap = price_cap(world, seller_price(plain))
    answer = solved(world, with_cap(world, cap, survival_share=survival), mobility=1.0)
    assert cap.log_rate(answer.unknowns[:1]) < 1e-7
    np.testing.assert_allclose(answer.log_real_income, plain.log_real_income, atol=1e-8)


def test_a_cap_out_of_reach_drives_covered_trade_away() -> None:
    _, world = draw(5)
    cap = price_cap(world, 0.05, 0.5)
    answer = solved(world, with_cap(world, cap), mobility=1.0)
    assert answer.unknowns[0] == cap.largest
    assert 0.05 < seller_price(answer) < 1.0
    j, i = SELLER
    before, after = world.flow[j, 0, i], answer.border_flow[j, 0, i]
    assert after < before, "covered trade is gone, the rest is left"
