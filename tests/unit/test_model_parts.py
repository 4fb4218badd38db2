"""Blocks, kernel, Responses, ledger: the parts of the model one by one."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.errors import AssumptionError, ShapeError
from multipolar.model.balance_form import BalanceEquations
from multipolar.model.blocks import Layout
from multipolar.model.equations import Equations
from multipolar.model.kernel import fold, fold_recentred
from multipolar.model.responses import ImportQuota, Market
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from multipolar.model.world import prepare
from multipolar.solve.driver import SolverSettings, solve
from random_worlds import WorldStyle, random_world, world_from_shares
from solved import read, solved

THETA = np.array([0.7, 4.0, 15.0])


@pytest.fixture(scope="module")
def world() -> Baseline:
    style = WorldStyle(economies=4, sectors=3, empty=0.2, deficit_spread=0.1, tariff=0.2, absent=0.2)
    return random_world(np.random.default_rng(7), style)


def all_wedges(world: Baseline, *responses: ImportQuota) -> Wedges:
    """Every kind of wedge at once."""
    rng, shape = np.random.default_rng(3), world.trade_share.shape
    some = np.broadcast_to(~np.eye(shape[1], dtype=bool), shape) & (rng.random(shape) < 0.6)
    return Wedges.from_dense(
        baseline_tariff_rate=world.tariff_rate,
        iceberg_hat=np.where(some, rng.uniform(1, 2, shape), 1.0),
        survival_share=np.where(some, rng.uniform(0.2, 1, shape), 1.0),
        tariff_rate=np.where(some, rng.uniform(0, 1, shape), world.tariff_rate),
        export_tax_rate=np.where(some, rng.uniform(0, 0.5, shape), 0.0),
        transfer=np.array([1.0, -1.0, 0.0, 0.0]),
        responses=responses,
    )


def quota(world: Baseline, limit: float = 0.5, **changes: float) -> ImportQuota:
    cells = np.flatnonzero((world.trade_share > 0) & ~np.eye(4, dtype=bool))[:3].astype(np.int64)
    return ImportQuota("q", cells, limit, **changes)


# --- blocks ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("specific", [False, True])
def test_layout_splits_what_it_joins(world: Baseline, specific: bool) -> None:
    layout = Layout.of((3, 4, 4), specific, (quota(world),))
    rng = np.random.default_rng(0)
    parts = rng.normal(size=(3, 4) if specific else 4), rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    x = layout.join(*parts, [np.array([0.3])])
    assert x.size == layout.size == (12 if specific else 4) + 24 + 1
    wage, price, expenditure, _, own = layout.split(x)
    for view, part in zip((wage, price, expenditure), parts, strict=True):
        np.testing.assert_array_equal(view, part)
    assert own[0] == 0.3
    assert [block.name for block in layout.blocks] == ["wage", "price", "expenditure", "response q"]
    price[...] = 5.0
    assert (x[layout.price.slice] == 5.0).all(), "split gives views"


# --- kernel ----------------------------------------------------------------------------------------------------------


def test_fold_is_the_formula(world: Baseline) -> None:
    wedges, theta = all_wedges(world), THETA
    kernel = fold(prepare(world), wedges, theta)
    shape = world.trade_share.shape
    for cell, iceberg, survival, tariff, export in zip(
        wedges.index,
        wedges.iceberg_hat,
        wedges.survival_share,
        wedges.tariff_rate,
        wedges.export_tax_rate,
        strict=True,
    ):
        j, n, i = np.unravel_index(cell, shape)
        kappa = (1 + tariff) / (1 + world.tariff_rate[j, n, i]) * iceberg * (1 + export)
        expected = world.trade_share[j, n, i] * kappa ** -theta[j] * survival
        np.testing.assert_allclose(kernel.buyer[j, n, i], expected, rtol=1e-12)
        np.testing.assert_allclose(kernel.border[j, n, i], expected / (1 + tariff), rtol=1e-12)
        np.testing.assert_allclose(kernel.seller[j, n, i], expected / (1 + tariff) / (1 + export), rtol=1e-12)
    untouched = np.delete(np.arange(world.trade_share.size), wedges.index)
    np.testing.assert_array_equal(kernel.buyer.ravel()[untouched], world.trade_share.ravel()[untouched])


def test_recentring_changes_no_equation_and_no_answer(world: Baseline) -> None:
    wedges, theta = all_wedges(world, quota(world)), THETA
    equations = Equations(prepare(world), wedges, Assumptions(theta), Closure())
    rng = np.random.default_rng(2)
    x = equations.start() + 0.1 * rng.normal(size=equations.size) * (equations.start() != 0)
    x[equations.layout.price.slice] += 0.1 * rng.normal(size=12)
    x[-1] = 0.2
    moved = equations.recentred(x + 0.3)
    np.testing.assert_allclose(moved.sweep(x), equations.sweep(x), atol=1e-12)
    for group, values in equations.residuals(x).items():
        np.testing.assert_allclose(moved.residuals(x)[group], values, atol=1e-11, err_msg=group)
    np.testing.assert_allclose(moved.trade_share(x), equations.trade_share(x), atol=1e-13)
    plain, centred = solve(equations, SolverSettings(1e-11)), solve(moved, SolverSettings(1e-11))
    np.testing.assert_allclose(plain.x, centred.x, atol=1e-8)


def test_recentred_kernel_holds_the_shares_of_its_reference(world: Baseline) -> None:
    """A cost of e**300 to the power of 25 is far outside floating point, its shares are not."""
    prepared, theta = prepare(world), np.full(3, 25.0)
    cost = np.full((3, 4), 300.0)
    kernel = fold_recentred(prepared, Wedges.none(prepared.shape), theta, cost, cost)
    np.testing.assert_allclose(kernel.buyer, world.trade_share, atol=1e-12)


def test_answers_survive_powers_beyond_floating_point() -> None:
    """Without inputs every cost up by e**40 raises every price by as much, and shares stay: exp(-1000) on the way."""
    share = np.random.default_rng(1).dirichlet(np.ones(3), size=(2, 3))
    world = world_from_shares(
        trade_share=share,
        final_share=np.full((2, 3), 0.5),
        value_added_share=np.ones((2, 3)),
        input_share=np.zeros((3, 2, 2)),
    )
    wedges = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, iceberg_hat=np.full(share.shape, np.exp(40.0)))
    assert fold(prepare(world), wedges, np.full(2, 25.0)).buyer.max() == 0.0, "the plain kernel has lost everything"
    answer = solved(world, wedges, theta=np.full(2, 25.0), tolerance=1e-9)
    np.testing.assert_allclose(answer.trade_share, share, atol=1e-8)
    np.testing.assert_allclose(answer.log_price, 40.0, rtol=1e-9)


def test_size_zero_is_the_baseline_and_size_one_the_scenario(world: Baseline) -> None:
    wedges, theta, prepared = all_wedges(world), THETA, prepare(world)
    np.testing.assert_allclose(fold(prepared, wedges, theta, 0.0).buyer, world.trade_share, rtol=1e-14)
    whole, nearly = fold(prepared, wedges, theta), fold(prepared, wedges, theta, 1.0 - 1e-12)
    np.testing.assert_allclose(nearly.buyer, whole.buyer, rtol=1e-9)
    np.testing.assert_allclose(nearly.seller, whole.seller, rtol=1e-9)


# --- the two forms ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mobility", [np.inf, 1.0, 2.5])
@pytest.mark.parametrize("deficit", ["fixed", "proportional"])
def test_both_forms_have_the_same_solution(world: Baseline, mobility: float, deficit: str) -> None:
    wedges = all_wedges(world, quota(world, 0.05, rent_share_importer=0.3))
    arguments = prepare(world), wedges, Assumptions(THETA, "test", mobility), Closure(deficit)  # type: ignore[arg-type]
    labour = solve(Equations(*arguments), SolverSettings(1e-11, method="mixing"))
    balance = solve(Equations(*arguments), SolverSettings(1e-11, method="robust"))
    assert labour.converged
    assert balance.converged
    assert isinstance(balance.problem, BalanceEquations)
    assert labour.x[-1] > 0, "the quota binds"
    np.testing.assert_allclose(read(labour).log_real_income, read(balance).log_real_income, atol=1e-8)
    np.testing.assert_allclose(labour.x, balance.x, atol=1e-7)


def test_specific_factors_by_hand() -> None:
    """m = 1: each sector's wage is its own value added; mobility in between mixes sector and economy."""
    world = random_world(np.random.default_rng(1), WorldStyle(economies=3, sectors=3))
    iceberg = np.ones(world.trade_share.shape)
    iceberg[0, 0, 1:] = 1.5
    wedges = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, iceberg_hat=iceberg)
    for m in (1.0, 2.0):
        answer = solved(world, wedges, mobility=m)
        change = answer.sales / world.gross_output
        level = answer.ledger.value_added / world.value_added
        np.testing.assert_allclose(answer.log_wage, np.log(change) / m + (1 - 1 / m) * np.log(level), atol=1e-9)
    mobile = solved(world, wedges)
    nearly = solved(world, wedges, mobility=1e7)
    np.testing.assert_allclose(nearly.log_real_income, mobile.log_real_income, atol=1e-6)


def test_income_below_zero_is_not_an_answer() -> None:
    """An economy that lends half of what it earns and then loses most of its income: equations hold, nobody lives."""
    world = random_world(np.random.default_rng(4), WorldStyle(economies=3, sectors=2))
    give = np.array([-1.5, 1.5, 0.0]) * world.value_added[0]
    wedges = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, transfer=give)
    equations = Equations(prepare(world), wedges, Assumptions(np.full(2, 4.0)), Closure())
    solution = solve(equations)
    if (equations.ledger(solution.x).income > 0).all():
        pytest.fail("the case no longer tests what it says")
    assert not solution.converged
    assert solution.problem.residuals(solution.x)["income"][0] >= 1.0


def test_an_absent_buyer_spends_nothing_at_the_start(world: Baseline) -> None:
    assert (world.expenditure == 0).any(), "the fixture has absent buyers"
    equations = Equations(prepare(world), Wedges.none(world.trade_share.shape), Assumptions(np.full(3, 4.0)), Closure())
    books = equations.ledger(equations.start())
    np.testing.assert_allclose(books.imports.sum(), world.flow.sum(), rtol=1e-12)
    np.testing.assert_allclose(books.tariff_revenue, prepare(world).revenue, atol=1e-9)
    np.testing.assert_allclose(books.income, prepare(world).final_expenditure, rtol=1e-10)


# --- responses, ledger, wedges ---------------------------------------------------------------------------------------


def test_quota_is_complementary(world: Baseline) -> None:
    response = quota(world, 0.5)
    before = np.array([2.0, 1.0, 1.0])
    free, at_limit, over = 0.4 * before, 0.5 * before, 0.6 * before
    theta, nothing = np.full(3, 4.0), np.zeros((3, 4))

    def market(quantity: Array) -> Market:
        return Market(quantity, before, quantity, before, theta, nothing, nothing)

    assert response.residual(np.zeros(1), market(free))[0] == 0.0
    assert abs(response.residual(np.array([0.7]), market(at_limit))[0]) < 1e-15
    assert response.residual(np.zeros(1), market(over))[0] == pytest.approx(-np.log(1.2))
    assert response.residual(np.array([0.7]), market(free))[0] == pytest.approx(-np.log(0.8))
    assert response.update(np.zeros(1), market(over))[0] > 0
    assert response.update(np.zeros(1), market(free))[0] == 0.0
    assert 0 <= response.update(np.array([0.7]), market(free))[0] < 0.7


def test_quota_on_the_way_in(world: Baseline) -> None:
    assert quota(world, 0.25).at(0.5).limit_hat == pytest.approx(0.5)
    assert quota(world, 0.25).at(1.0).limit_hat == pytest.approx(0.25)
    assert quota(world, 3.0).at(0.5).limit_hat == 3.0


@pytest.mark.parametrize(
    ("changes", "word"),
    [({"limit": 0.0}, "limit"), ({"limit": np.inf}, "limit"), ({"rent_share_importer": 1.5}, "rent_share_importer")],
)
def test_quota_refuses_nonsense(world: Baseline, changes: dict[str, float], word: str) -> None:
    with pytest.raises(AssumptionError, match=word):
        quota(world, **changes)
    with pytest.raises(AssumptionError, match="no cell"):
        ImportQuota("q", np.zeros(0, dtype=np.int64), 0.5)


def test_two_quotas_on_one_cell_share_its_rent(world: Baseline) -> None:
    """The tighter one binds; the other's rate is zero, so it gets none of the rent."""
    loose, tight = quota(world, 0.9, rent_share_importer=0.0), quota(world, 0.05, rent_share_importer=1.0)
    both = all_wedges(world, ImportQuota("loose", loose.cells, 0.9, 0.0), ImportQuota("tight", tight.cells, 0.05, 1.0))
    answer = solved(world, both, theta=THETA, tolerance=1e-10)
    alone = solved(world, all_wedges(world, tight), theta=THETA, tolerance=1e-10)
    assert answer.unknowns[0] == 0.0
    assert answer.unknowns[1] > 0
    np.testing.assert_allclose(answer.log_real_income, alone.log_real_income, atol=1e-8)
    assert answer.ledger.rent_paid_abroad.sum() == 0.0


def test_books_close_with_everything_at_once(world: Baseline) -> None:
    answer = solved(world, all_wedges(world, quota(world, 0.05, rent_share_importer=0.4)), theta=THETA, tolerance=1e-10)
    books = answer.ledger
    assert abs(books.imbalance()) < 1e-10
    parts = books.value_added + books.revenue + books.deficit + books.transfer
    np.testing.assert_allclose(parts, books.income, rtol=1e-12)
    assert books.rent.sum() > 0
    np.testing.assert_allclose(books.rent_paid_abroad.sum(), 0.6 * books.rent.sum(), rtol=1e-12)
    np.testing.assert_allclose(books.imports.sum(), books.exports.sum(), rtol=1e-9)
    np.testing.assert_allclose(books.value_added.sum(), world.value_added.sum(), rtol=1e-9)


def test_wedges_refuse_other_shapes() -> None:
    with pytest.raises(ShapeError, match="transfer"):
        Wedges.from_dense(baseline_tariff_rate=np.zeros((2, 3, 3)), transfer=np.zeros(2))
    assert Wedges.none((2, 3, 3)).is_empty
    assert Wedges.from_dense(baseline_tariff_rate=np.zeros((2, 3, 3))).is_empty


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("iceberg_hat", 0.0),
        ("iceberg_hat", np.inf),
        ("survival_share", -0.1),
        ("survival_share", np.nan),
        ("tariff_rate", -1.0),
        ("export_tax_rate", -1.5),
    ],
)
def test_wedges_refuse_values_that_no_equation_can_use(field: str, value: float) -> None:
    cells = np.zeros((2, 3, 3)) + (1.0 if field in ("iceberg_hat", "survival_share") else 0.0)
    cells[1, 0, 2] = value
    with pytest.raises(AssumptionError, match=field):
        Wedges.from_dense(baseline_tariff_rate=np.zeros((2, 3, 3)), **{field: cells})


def test_transfers_must_sum_to_zero() -> None:
    with pytest.raises(AssumptionError, match="sum to zero"):
        Wedges.from_dense(baseline_tariff_rate=np.zeros((2, 3, 3)), transfer=np.array([1.0, -0.5, 0.0]))
