"""What must hold in any world: random economies, exact identities."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.baseline.baseline import Baseline
from multipolar.model.equations import Equations
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from multipolar.model.world import prepare
from multipolar.solve.driver import SolverSettings, solve
from plain_model import PlainModel, PlainPoint
from random_worlds import WorldStyle, random_shock, random_style, random_world, world_from_shares
from solved import as_baseline, read, solved

SEEDS = st.integers(min_value=0, max_value=2**32 - 1)
quick = settings(derandomize=True, max_examples=12, deadline=None)


def tame(rng: np.random.Generator, **changes: object) -> Baseline:
    """A dense world of moderate sizes, for identities whose two sides are solved apart."""
    style = {"economies": int(rng.integers(3, 6)), "sectors": int(rng.integers(1, 4)), "tariff": 0.1, **changes}
    return random_world(rng, WorldStyle(**style))  # type: ignore[arg-type]


def random_wedges(rng: np.random.Generator, world: Baseline, *, tariffs: bool = True) -> Wedges:
    foreign = np.broadcast_to(~np.eye(len(world.economies), dtype=bool), world.trade_share.shape)
    hit = foreign & (rng.random(world.trade_share.shape) < 0.4)
    iceberg = np.where(hit, np.exp(rng.uniform(-0.2, 1.0, hit.shape)), 1.0)
    survival = np.where(foreign & (rng.random(hit.shape) < 0.2), rng.uniform(0.05, 1.0, hit.shape), 1.0)
    tariff = np.where(hit, rng.uniform(0.0, 1.0, hit.shape), world.tariff_rate) if tariffs else None
    return Wedges.from_dense(
        baseline_tariff_rate=world.tariff_rate, iceberg_hat=iceberg, survival_share=survival, tariff_rate=tariff
    )


@quick
@given(SEEDS)
def test_nothing_changes_when_nothing_is_done(seed: int) -> None:
    rng = np.random.default_rng(seed)
    world = random_world(rng, random_style(rng))
    answer = solved(world)
    assert answer.solution.sweeps == 1
    assert (answer.log_wage == 0).all()
    assert (answer.log_price == 0).all()
    np.testing.assert_allclose(answer.expenditure, world.expenditure, rtol=1e-14, atol=0)
    np.testing.assert_allclose(answer.real_income, 1.0, rtol=1e-11)


@settings(derandomize=True, max_examples=40, deadline=None)
@given(SEEDS, st.sampled_from([np.inf, np.inf, 1.0, 1.5, 3.0]))
def test_a_converged_answer_satisfies_the_plain_equations(seed: int, mobility: float) -> None:
    """Walras, budgets, ledger, shares: judged by a second implementation, on whatever shock comes."""
    rng = np.random.default_rng(seed)
    world = random_world(rng)
    shock = random_shock(rng, world, mobility=mobility)
    equations = Equations(prepare(world), shock.wedges, shock.assumptions, shock.closure)
    solution = solve(equations, SolverSettings(tolerance=1e-9))
    if not solution.converged:
        assert solution.largest_residual > 1e-9
        return
    answer = read(solution)
    plain = PlainModel(world, shock.wedges, shock.assumptions, shock.closure)
    point = PlainPoint(answer.log_wage, answer.log_price, answer.expenditure, answer.unknowns)
    assert max(plain.residuals(point).values()) <= 1e-8
    assert abs(answer.ledger.imbalance()) <= 1e-12
    assert (answer.ledger.income > 0).all()
    assert (answer.ledger.value_added > 0).all()
    bought = world.expenditure > 0
    np.testing.assert_allclose(answer.trade_share.sum(axis=2)[bought], 1.0, rtol=1e-12)
    assert (answer.trade_share >= 0).all()
    residuals = solution.residual_by_group()
    assert residuals["numeraire"] <= 1e-8
    assert residuals["budget"] <= 1e-8


@quick
@given(SEEDS, st.floats(min_value=0.01, max_value=1e4), st.sampled_from(["fixed", "proportional"]))
def test_doubling_all_nominal_values_changes_nothing_real(seed: int, factor: float, deficit: str) -> None:
    rng = np.random.default_rng(seed)
    world = tame(rng, deficit_spread=0.1)
    scaled = Baseline.from_shares(
        name="scaled",
        year=2022,
        economies=world.economies,
        sectors=world.sectors,
        trade_share=world.trade_share,
        expenditure=world.expenditure * factor,
        gross_output=world.gross_output * factor,
        value_added_share=world.value_added_share,
        input_share=world.input_share,
        tariff_rate=world.tariff_rate,
        elasticities=world.elasticities,
    )
    wedges, closure = random_wedges(rng, world), Closure(deficit)  # type: ignore[arg-type]
    one, other = solved(world, wedges, closure=closure), solved(scaled, wedges, closure=closure)
    np.testing.assert_allclose(one.log_price, other.log_price, atol=1e-8)
    np.testing.assert_allclose(one.log_real_income, other.log_real_income, atol=1e-8)
    np.testing.assert_allclose(one.expenditure * factor, other.expenditure, rtol=1e-7)


@quick
@given(SEEDS)
def test_renaming_economies_renames_the_answer(seed: int) -> None:
    """Stronger than: symmetric economies stay symmetric."""
    rng = np.random.default_rng(seed)
    world = tame(rng, deficit_spread=0.1)
    wedges = random_wedges(rng, world)
    order = rng.permutation(len(world.economies))
    renamed = Baseline.from_shares(
        name="renamed",
        year=2022,
        economies=tuple(world.economies[n] for n in order),
        sectors=world.sectors,
        trade_share=world.trade_share[:, order][:, :, order],
        expenditure=world.expenditure[:, order],
        gross_output=world.gross_output[:, order],
        value_added_share=world.value_added_share[:, order],
        input_share=world.input_share[order],
        tariff_rate=world.tariff_rate[:, order][:, :, order],
        elasticities=world.elasticities,
    )
    dense = _dense(world, wedges)
    moved = Wedges.from_dense(
        baseline_tariff_rate=renamed.tariff_rate,
        **{name: values[:, order][:, :, order] for name, values in dense.items()},
    )
    one, other = solved(world, wedges), solved(renamed, moved)
    np.testing.assert_allclose(one.log_real_income[order], other.log_real_income, atol=1e-8)
    np.testing.assert_allclose(one.log_price[:, order], other.log_price, atol=1e-8)


@pytest.mark.parametrize("closure", ["fixed", "proportional", "balanced"])
def test_symmetric_economies_stay_symmetric(closure: str) -> None:
    economies, sectors = 4, 3
    share = np.full((sectors, economies, economies), 0.1)
    share[:, range(economies), range(economies)] = 0.7
    world = world_from_shares(
        trade_share=share,
        final_share=np.tile(np.array([[0.5], [0.3], [0.2]]), (1, economies)),
        value_added_share=np.full((sectors, economies), 0.4),
        input_share=np.full((economies, sectors, sectors), 0.2),
        theta=np.array([1.0, 5.0, 12.0]),
    )
    tariff = np.where(np.eye(economies, dtype=bool), 0.0, 0.8) * np.ones((sectors, 1, 1))
    wedges = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, tariff_rate=tariff)
    answer = solved(world, wedges, closure=Closure(closure))  # type: ignore[arg-type]
    np.testing.assert_allclose(answer.log_wage, 0.0, atol=1e-10)
    assert answer.real_income[0] < 1
    np.testing.assert_allclose(answer.real_income, answer.real_income[0], rtol=1e-10)
    # Two of the four lift the tariff between themselves: both gain alike, the other two lose alike.
    tariff[:, [0, 1], [1, 0]] = 0.0
    agreement = solved(world, Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, tariff_rate=tariff))
    gain = agreement.real_income / answer.real_income - 1
    assert gain[0] > 0
    assert gain[2] < 0
    np.testing.assert_allclose(gain[0], gain[1], rtol=1e-7)
    np.testing.assert_allclose(gain[2], gain[3], rtol=1e-7)


@quick
@given(SEEDS, st.sampled_from(["fixed", "proportional"]))
def test_splitting_an_economy_changes_nothing_for_others(seed: int, deficit: str) -> None:
    """The last economy becomes two identical halves that trade with each other as they did at home."""
    rng = np.random.default_rng(seed)
    world = tame(rng, deficit_spread=0.1)
    wedges = random_wedges(rng, world)
    parent = np.append(np.arange(len(world.economies)), len(world.economies) - 1)
    half = np.where(parent == parent[-1], 0.5, 1.0)
    split = Baseline.from_shares(
        name="split",
        year=2022,
        economies=(*world.economies, "E99"),
        sectors=world.sectors,
        trade_share=world.trade_share[:, parent][:, :, parent] * half[None, None, :],
        expenditure=world.expenditure[:, parent] * half,
        gross_output=world.gross_output[:, parent] * half,
        value_added_share=world.value_added_share[:, parent],
        input_share=world.input_share[parent],
        tariff_rate=world.tariff_rate[:, parent][:, :, parent],
        elasticities=world.elasticities,
    )
    dense = _dense(world, wedges)
    both = Wedges.from_dense(
        baseline_tariff_rate=split.tariff_rate,
        **{name: values[:, parent][:, :, parent] for name, values in dense.items()},
    )
    closure = Closure(deficit)  # type: ignore[arg-type]
    whole, halves = solved(world, wedges, closure=closure), solved(split, both, closure=closure)
    np.testing.assert_allclose(whole.log_real_income[parent], halves.log_real_income, atol=1e-8)
    np.testing.assert_allclose(whole.log_price[:, parent], halves.log_price, atol=1e-8)
    np.testing.assert_allclose(whole.expenditure[:, parent] * half, halves.expenditure, rtol=1e-7)


@quick
@given(SEEDS)
def test_undoing_the_wedges_returns_the_baseline(seed: int) -> None:
    rng = np.random.default_rng(seed)
    world = tame(rng, deficit_spread=0.1)
    wedges = random_wedges(rng, world)
    there = solved(world, wedges)
    after = as_baseline(world, there)
    dense = _dense(world, wedges)
    back = Wedges.from_dense(
        baseline_tariff_rate=after.tariff_rate,
        iceberg_hat=1.0 / dense["iceberg_hat"],
        survival_share=1.0 / dense["survival_share"],
        tariff_rate=world.tariff_rate,
    )
    home = solved(after, back)
    np.testing.assert_allclose(there.log_real_income + home.log_real_income, 0.0, atol=1e-7)
    np.testing.assert_allclose(home.trade_share, world.trade_share, atol=1e-8)
    np.testing.assert_allclose(home.expenditure, world.expenditure, rtol=1e-7)


@quick
@given(SEEDS)
def test_prohibitive_iceberg_and_airtight_embargo_agree_in_the_limit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    world = tame(rng)
    theta = rng.uniform(2.0, 8.0, len(world.sectors))
    cells = np.zeros(world.trade_share.shape, dtype=bool)
    cells[:, 0, 1] = cells[:, 1, 0] = True
    embargo = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, survival_share=np.where(cells, 0.0, 1.0))
    cut = solved(world, embargo, theta=theta)
    gaps = []
    for cost in (1e2, 1e6):
        iceberg = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, iceberg_hat=np.where(cells, cost, 1.0))
        gaps.append(np.abs(solved(world, iceberg, theta=theta).log_real_income - cut.log_real_income).max())
    assert gaps[1] < 1e-8
    assert gaps[1] <= gaps[0]


@quick
@given(SEEDS, st.sampled_from(["labour", "balance"]))
def test_autarky_has_its_closed_form(seed: int, form: str) -> None:
    """All trade cut: log P solves a linear system in home shares (Caliendo and Parro 2015, eq. 15 at full cut)."""
    rng = np.random.default_rng(seed)
    world = tame(rng, tariff=0.0)
    theta = rng.uniform(0.8, 15.0, len(world.sectors))
    home = np.eye(len(world.economies), dtype=bool)
    survival = np.where(home, 1.0, 0.0) * np.ones(world.trade_share.shape)
    wedges = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, survival_share=survival)
    answer = solved(world, wedges, theta=theta, method="auto" if form == "labour" else "robust", tolerance=1e-10)
    for n in range(len(world.economies)):
        own = np.log(world.trade_share[:, n, n])
        # log P = io' log P - log(own share) / theta, in units of the wage
        real = np.linalg.solve(np.eye(len(world.sectors)) - world.input_share[n].T, -own / theta)
        np.testing.assert_allclose(answer.log_real_income[n], -(world.final_share[:, n] @ real), atol=1e-7)


def _dense(world: Baseline, wedges: Wedges) -> dict[str, np.ndarray]:
    """Dense arrays of fixed wedges."""
    shape = world.trade_share.shape
    fields = {
        "iceberg_hat": np.ones(shape),
        "survival_share": np.ones(shape),
        "tariff_rate": world.tariff_rate.copy(),
        "export_tax_rate": np.zeros(shape),
    }
    for name, values in fields.items():
        values.ravel()[wedges.index] = getattr(wedges, name)
    return fields


def test_assumptions_reach_the_equations() -> None:
    """A guard for this file: the elasticity handed to `solved` is the one that the model uses."""
    rng = np.random.default_rng(5)
    world = tame(rng)
    wedges = random_wedges(rng, world)
    low = solved(world, wedges, theta=np.full(len(world.sectors), 1.0))
    high = solved(world, wedges, theta=np.full(len(world.sectors), 9.0))
    assert isinstance(low.solution.problem.assumptions, Assumptions)
    assert np.abs(low.log_real_income - high.log_real_income).max() > 1e-3
