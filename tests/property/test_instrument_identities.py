"""What must hold of each instrument: quotas, export taxes, tariffs, transfers, closures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.baseline.baseline import Baseline
from multipolar.model.responses import ImportQuota
from multipolar.model.settings import Closure
from multipolar.model.wedges import Wedges
from multipolar.simulation.balance import without_deficits
from multipolar.simulation.simulate import assumptions_of, simulate
from random_worlds import WorldStyle, random_world, world_from_shares
from solved import solved

SEEDS = st.integers(min_value=0, max_value=2**32 - 1)
quick = settings(derandomize=True, max_examples=12, deadline=None)


def draw(seed: int, **changes: object) -> tuple[np.random.Generator, Baseline]:
    rng = np.random.default_rng(seed)
    style = {"economies": int(rng.integers(3, 6)), "sectors": int(rng.integers(1, 4)), **changes}
    return rng, random_world(rng, WorldStyle(**style))  # type: ignore[arg-type]


def cell(world: Baseline, sector: int, importer: int, exporter: int) -> int:
    return int(np.ravel_multi_index((sector, importer, exporter), world.trade_share.shape))


def quota(world: Baseline, limit: float, keeps: float = 1.0) -> ImportQuota:
    return ImportQuota("q", np.array([cell(world, 0, 0, 1)]), limit, keeps)


def with_quota(world: Baseline, response: ImportQuota, **wedges: np.ndarray) -> Wedges:
    return Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, responses=(response,), **wedges)


@quick
@given(SEEDS)
def test_a_quota_far_above_the_flow_has_no_effect(seed: int) -> None:
    rng, world = draw(seed, tariff=0.2)
    idle = solved(world, with_quota(world, quota(world, 50.0)))
    assert idle.unknowns[0] == 0.0
    assert (idle.log_wage == 0).all()
    assert (idle.log_price == 0).all()
    iceberg = np.where(rng.random(world.trade_share.shape) < 0.3, 1.3, 1.0)
    wedges = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, iceberg_hat=iceberg)
    without = solved(world, wedges)
    beside = solved(world, with_quota(world, quota(world, 1e6), iceberg_hat=iceberg))
    assert beside.unknowns[0] == 0.0
    np.testing.assert_allclose(beside.log_real_income, without.log_real_income, atol=1e-9)


@quick
@given(SEEDS, st.floats(min_value=0.1, max_value=0.9))
def test_a_binding_quota_holds_the_limit_and_equals_a_tariff(seed: int, limit: float) -> None:
    _, world = draw(seed, tariff=0.2)
    answer = solved(world, with_quota(world, quota(world, limit)))
    rate = float(np.expm1(answer.unknowns[0]))
    assert rate > 0
    j, n, i = 0, 0, 1
    before = world.flow[j, n, i]
    seller_price = np.exp(answer.solution.problem.log_cost(answer.solution.x)[j, i])
    np.testing.assert_allclose(answer.border_flow[j, n, i] / seller_price, limit * before, rtol=1e-8)
    rent = answer.border_flow[j, n, i] * (1 + world.tariff_rate[j, n, i]) * rate
    np.testing.assert_allclose(answer.ledger.rent[n], rent, rtol=1e-9)
    assert answer.ledger.rent_paid_abroad.sum() == 0
    tariff = world.tariff_rate.copy()
    tariff[j, n, i] = (1 + tariff[j, n, i]) * (1 + rate) - 1
    same = solved(world, Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, tariff_rate=tariff))
    np.testing.assert_allclose(answer.log_real_income, same.log_real_income, atol=1e-8)


@quick
@given(SEEDS)
def test_rent_of_an_export_restraint_goes_abroad(seed: int) -> None:
    _, world = draw(seed)
    answer = solved(world, with_quota(world, quota(world, 0.5, keeps=0.0)))
    books = answer.ledger
    assert books.rent[0] > 0
    np.testing.assert_allclose(books.rent_paid_abroad[0], books.rent[0], rtol=1e-12)
    np.testing.assert_allclose(books.rent_received_abroad[1], books.rent[0], rtol=1e-12)
    assert abs(books.imbalance()) < 1e-12
    kept = solved(world, with_quota(world, quota(world, 0.5, keeps=1.0)))
    assert answer.real_income[0] < kept.real_income[0]


@quick
@given(SEEDS, st.floats(min_value=0.05, max_value=1.5))
def test_export_tax_revenue_is_the_rate_on_sales_and_lerner_holds(seed: int, rate: float) -> None:
    """Taxing all exports at a rate equals taxing all imports at it when trade balances (Lerner 1936)."""
    _, world = draw(seed)
    shape, n = world.trade_share.shape, 1
    export, tariff = np.zeros(shape), np.zeros(shape)
    others = np.arange(shape[1]) != n
    export[:, others, n] = rate
    tariff[:, n, others] = rate
    zero = world.tariff_rate
    taxed = solved(world, Wedges.from_dense(baseline_tariff_rate=zero, export_tax_rate=export))
    guarded = solved(world, Wedges.from_dense(baseline_tariff_rate=zero, tariff_rate=tariff))
    abroad = taxed.border_flow[:, others, n].sum()
    np.testing.assert_allclose(taxed.ledger.export_tax_revenue[n], abroad * rate / (1 + rate), rtol=1e-9)
    assert np.delete(taxed.ledger.export_tax_revenue, n).max() < 1e-9
    imports = guarded.border_flow[:, n, others].sum()
    np.testing.assert_allclose(guarded.ledger.tariff_revenue[n], rate * imports, rtol=1e-9)
    np.testing.assert_allclose(taxed.log_real_income, guarded.log_real_income, atol=1e-8)


@quick
@given(SEEDS)
def test_closures_differ_only_in_who_finances(seed: int) -> None:
    rng, world = draw(seed, deficit_spread=0.15, tariff=0.1)
    iceberg = np.where(rng.random(world.trade_share.shape) < 0.4, 1.4, 1.0)
    wedges = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, iceberg_hat=iceberg)
    fixed = solved(world, wedges, closure=Closure("fixed"))
    proportional = solved(world, wedges, closure=Closure("proportional"))
    np.testing.assert_array_equal(fixed.ledger.deficit, world.deficit)
    change = proportional.ledger.value_added / world.value_added
    spread = (world.deficit * change).sum() / proportional.ledger.value_added.sum()
    expected = world.deficit * change - spread * proportional.ledger.value_added
    np.testing.assert_allclose(proportional.ledger.deficit, expected, atol=1e-9 * world.value_added.sum())
    for answer in (fixed, proportional):
        assert abs(answer.ledger.deficit.sum()) < 1e-9 * world.value_added.sum()
    level = without_deficits(world, assumptions_of(world))
    assert np.abs(level.deficit).max() < 1e-8 * world.value_added.sum()
    same = [solved(level, wedges, closure=Closure(kind)) for kind in ("fixed", "proportional", "balanced")]
    for answer in same[1:]:
        np.testing.assert_allclose(answer.log_real_income, same[0].log_real_income, atol=1e-7)
    np.testing.assert_array_equal(same[2].ledger.deficit, 0.0)


@quick
@given(SEEDS)
def test_a_transfer_moves_income_and_its_return_undoes_it(seed: int) -> None:
    _, world = draw(seed)
    amount = 0.1 * float(world.value_added[:2].min())
    give = np.zeros(len(world.economies))
    give[:2] = -amount, amount
    answer = solved(world, Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, transfer=give))
    np.testing.assert_array_equal(answer.ledger.transfer, give)
    assert answer.real_income[0] < 1 < answer.real_income[1]
    gap = answer.ledger.imports - answer.ledger.exports
    np.testing.assert_allclose(gap, give, atol=1e-8 * world.value_added.sum())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_lost_revenue_changes_who_counts_it_not_prices(seed: int) -> None:
    rng, world = draw(seed, tariff=0.3)
    tariff = np.where(rng.random(world.trade_share.shape) < 0.5, 0.5, world.tariff_rate)
    wedges = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, tariff_rate=tariff)
    paid = simulate(world, wedges, closure=Closure(revenue="lump_sum"))
    lost = simulate(world, wedges, closure=Closure(revenue="lost"))
    np.testing.assert_array_equal(paid.after.price_hat, lost.after.price_hat)
    np.testing.assert_array_equal(paid.after.flow, lost.after.flow)
    books, before = paid.after.ledger, paid.before.ledger
    ratio = (books.income - books.revenue) / (before.income - before.revenue)
    np.testing.assert_allclose(lost.real_income_hat(), ratio / lost.final_price_hat(), rtol=1e-12)
    assert np.abs(lost.real_income_hat() - paid.real_income_hat()).max() > 1e-6


def _two_symmetric(home: float, theta: float) -> Baseline:
    """Armington: two mirror economies, one sector, no inputs."""
    share = np.array([[[home, 1 - home], [1 - home, home]]])
    return world_from_shares(
        trade_share=share,
        final_share=np.ones((1, 2)),
        value_added_share=np.ones((1, 2)),
        input_share=np.zeros((2, 1, 1)),
        theta=np.array([theta]),
    )


@pytest.mark.parametrize("theta", [0.5, 4.0, 25.0])
@pytest.mark.parametrize("cost", [0.8, 1.5, 1e4])
@pytest.mark.parametrize("home", [0.6, 0.99])
def test_iceberg_between_two_mirror_economies_by_hand(theta: float, cost: float, home: float) -> None:
    """w = 1 by symmetry, so real income is 1/P: (h + (1-h) cost**-theta)**(1/theta)."""
    world = _two_symmetric(home, theta)
    iceberg = np.where(np.eye(2, dtype=bool), 1.0, cost)[None]
    answer = solved(world, Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, iceberg_hat=iceberg))
    expected = (home + (1 - home) * cost**-theta) ** (1 / theta)
    np.testing.assert_allclose(answer.real_income, expected, rtol=1e-9)


@pytest.mark.parametrize("theta", [0.5, 4.0, 25.0])
@pytest.mark.parametrize("rate", [0.1, 5.0])
def test_tariff_between_two_mirror_economies_by_hand(theta: float, rate: float) -> None:
    """w = 1; import share m = (1-h)(1+t)**-theta P**theta; income VA / (1 - m t/(1+t)); real income over P."""
    home = 0.7
    world = _two_symmetric(home, theta)
    tariff = np.where(np.eye(2, dtype=bool), 0.0, rate)[None]
    answer = solved(world, Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, tariff_rate=tariff))
    power = home + (1 - home) * (1 + rate) ** -theta
    imported = (1 - home) * (1 + rate) ** -theta / power
    expected = power ** (1 / theta) / (1 - imported * rate / (1 + rate))
    np.testing.assert_allclose(answer.real_income, expected, rtol=1e-9)


def test_embargo_with_leakage_between_two_mirror_economies_by_hand() -> None:
    """Leakage multiplies the kernel entry, not the cost: h + (1-h) * leak, whatever the elasticity's size."""
    world = _two_symmetric(0.7, 5.0)
    survival = np.where(np.eye(2, dtype=bool), 1.0, 0.1)[None]
    answer = solved(world, Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, survival_share=survival))
    np.testing.assert_allclose(answer.real_income, 0.73 ** (1 / 5.0), rtol=1e-10)
    np.testing.assert_allclose(answer.trade_share[0, 0, 1], 0.03 / 0.73, rtol=1e-10)
