"""What must hold at every horizon: in random worlds, and once in the bundled one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from horizon_beliefs import beliefs, resource
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.bundled import load_bundled
from multipolar.model.equations import Equations
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from multipolar.simulation.balance import without_deficits
from multipolar.simulation.horizons import HORIZONS, horizon
from multipolar.simulation.simulate import prepare_baseline, simulate
from random_worlds import WorldStyle, random_world
from solved import Answer, solved
from stress import SEED, assess

NESTS = ("value_added_elasticity", "input_elasticity", "final_elasticity")
seeds = pytest.mark.parametrize("seed", [1, 2, 3])
horizons = pytest.mark.parametrize("name", HORIZONS)


def world_and_shock(seed: int, *, tariffs: bool = True) -> tuple[Baseline, Wedges]:
    """A small world with deficits and tariffs, and icebergs, bans on part of the trade, and tariffs in it."""
    rng = np.random.default_rng(seed)
    style = WorldStyle(economies=4, sectors=3, tariff=0.1, deficit_spread=0.1, empty=0.2)
    world = random_world(rng, style)
    shape = world.trade_share.shape
    foreign = np.broadcast_to(~np.eye(shape[1], dtype=bool), shape)
    hit = foreign & (rng.random(shape) < 0.4)
    iceberg = np.where(hit, np.exp(rng.uniform(-0.1, 0.4, shape)), 1.0)
    survival = np.where(foreign & (rng.random(shape) < 0.2), rng.uniform(0.2, 1.0, shape), 1.0)
    tariff = np.where(hit, rng.uniform(0.0, 0.5, shape), world.tariff_rate) if tariffs else None
    wedges = Wedges.from_dense(
        baseline_tariff_rate=world.tariff_rate, iceberg_hat=iceberg, survival_share=survival, tariff_rate=tariff
    )
    return world, wedges


def gap(one: Answer, other: Answer) -> float:
    """Largest difference in prices and real incomes, log points."""
    prices = np.abs(one.log_price - other.log_price).max()
    return float(max(prices, np.abs(one.log_real_income - other.log_real_income).max()))


def scaled(world: Baseline, factor: float) -> Baseline:
    """The same world in another currency."""
    return Baseline.from_shares(
        name="scaled",
        year=world.year,
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


# --- exact at every horizon --------------------------------------------------------------------------------------


@horizons
@seeds
def test_nothing_changes_when_nothing_is_done(name: str, seed: int) -> None:
    world, _ = world_and_shock(seed)
    answer = solved(world, assumptions=beliefs(name, world))
    assert answer.solution.sweeps == 1
    assert (answer.solution.x == answer.solution.problem.start()).all()
    np.testing.assert_allclose(answer.real_income, 1.0, rtol=1e-12)


@horizons
@seeds
@pytest.mark.parametrize("closure", ["fixed", "proportional"])
def test_the_market_left_unsolved_clears(name: str, seed: int, closure: str) -> None:
    world, wedges = world_and_shock(seed)
    answer = solved(world, wedges, assumptions=beliefs(name, world), closure=Closure(closure))  # type: ignore[arg-type]
    residuals = answer.solution.residual_by_group()
    assert residuals["numeraire"] <= 1e-9
    assert residuals["budget"] <= 1e-9
    assert abs(answer.ledger.imbalance()) <= 1e-12
    assert answer.ledger.value_added.sum() == pytest.approx(world.value_added.sum(), rel=1e-9)
    np.testing.assert_allclose(answer.trade_share.sum(axis=2)[world.expenditure > 0], 1.0, rtol=1e-12)


@horizons
@pytest.mark.parametrize("factor", [1e-3, 2.0, 1e6])
def test_scaling_all_money_changes_nothing_real(name: str, factor: float) -> None:
    world, wedges = world_and_shock(4)
    other = scaled(world, factor)
    assumptions = beliefs(name, world)
    assert gap(solved(world, wedges, assumptions=assumptions), solved(other, wedges, assumptions=assumptions)) < 1e-9


@horizons
def test_the_bundled_world(name: str) -> None:
    world = load_bundled()
    assumptions, closure = horizon(name, world)
    prepared = prepare_baseline(world, closure, assumptions)
    nothing = simulate(prepared, Wedges.none(prepared.world.shape), assumptions=assumptions)
    assert nothing.quality.sweeps == 1
    assert (nothing.after.price_hat == 1.0).all()
    assert nothing.after.log_rent == pytest.approx(0.0, abs=1e-14)
    assert nothing.real_income_pct() == pytest.approx(0.0, abs=1e-10)
    result = simulate(prepared, "eu-us-tariffs", assumptions=assumptions)
    assert abs(result.quality.walras) <= 1e-9
    assert result.quality.largest_residual <= 1e-9
    assert result.after.value_added.sum() == pytest.approx(world.value_added.sum(), rel=1e-9)
    np.testing.assert_allclose(result.after.final_share.sum(axis=0), 1.0, rtol=1e-12)
    if name == "long":
        other = simulate(scaled(world, 1e3), "eu-us-tariffs", assumptions=assumptions)
        np.testing.assert_allclose(other.real_income_pct(), result.real_income_pct(), atol=1e-7)


# --- limits ------------------------------------------------------------------------------------------------------


@horizons
@seeds
def test_labour_that_moves_ever_faster_is_mobile(name: str, seed: int) -> None:
    world, wedges = world_and_shock(seed)
    assumptions = beliefs(name, world)

    def at(mobility: float) -> Answer:
        return solved(world, wedges, assumptions=replace(assumptions, factor_mobility=mobility))

    mobile = at(np.inf)
    assert gap(at(1e9), mobile) < 1e-8
    assert gap(at(1e3), mobile) / gap(at(1e4), mobile) == pytest.approx(10.0, rel=0.1)


@horizons
@seeds
def test_nests_of_elasticity_one_are_cobb_douglas(name: str, seed: int) -> None:
    world, wedges = world_and_shock(seed)
    labour = beliefs(name, world).factor_mobility
    theta = beliefs(name, world).trade_elasticity

    def at(elasticity: float) -> Answer:
        nests = dict.fromkeys(NESTS, elasticity)
        return solved(world, wedges, assumptions=Assumptions(theta, factor_mobility=labour, **nests))

    limit = at(1.0)
    assert gap(at(1.0 - 1e-10), limit) < 1e-9
    assert gap(at(1.0 - 1e-8), limit) < 1e-7
    # The forms below and above the switch to plain powers meet: the approach is linear through both.
    far, near, nearest = gap(at(0.99), limit), gap(at(0.9995), limit), gap(at(0.99995), limit)
    assert far / near == pytest.approx(20.0, rel=0.1)
    assert near / nearest == pytest.approx(10.0, rel=0.02)
    assert gap(at(1.00005), limit) == pytest.approx(nearest, rel=0.02)


@pytest.mark.parametrize("nest", NESTS)
def test_each_nest_alone_matters_and_approaches_one(nest: str) -> None:
    world, wedges = world_and_shock(5)
    theta = np.full(len(world.sectors), 2.0)

    def at(elasticity: float) -> Answer:
        return solved(world, wedges, assumptions=Assumptions(theta, **{nest: elasticity}))

    limit = at(1.0)
    assert gap(at(0.5), limit) > 1e-4
    assert gap(at(0.999), limit) / gap(at(0.9999), limit) == pytest.approx(10.0, rel=0.05)


@horizons
@seeds
def test_a_resource_of_no_account_whose_supply_is_elastic_is_no_resource(name: str, seed: int) -> None:
    world, wedges = world_and_shock(seed)
    without = replace(beliefs(name, world), resource=None)
    elastic = replace(without, resource=resource(world, 1e-7, 1e7))
    assert gap(solved(world, wedges, assumptions=elastic), solved(world, wedges, assumptions=without)) < 1e-6


# --- resources ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["impact", "short", "medium"])
@seeds
def test_rents_of_resources_are_positive_and_leave_something_for_labour(name: str, seed: int) -> None:
    world, wedges = world_and_shock(seed)
    answer = solved(world, wedges, assumptions=beliefs(name, world))
    equations: Equations = answer.solution.problem
    at = equations.layout.split(answer.solution.x)
    costs = equations.production.costs(at.log_wage, at.log_price, at.supply)
    share, log_rent = costs.rent_share, equations.log_rent(answer.solution.x)
    assert np.abs(log_rent).max() > 1e-3
    assert (share > 0).all()
    assert (share < 1).all()
    paid = share * answer.sales[:1]
    before = equations.production.rent_baseline
    np.testing.assert_allclose(paid / before, np.exp(log_rent), rtol=1e-9)  # the quantity is fixed
    assert (equations.value_added(answer.solution.x)[:1] > paid).all()


def test_the_less_supply_gives_way_the_more_the_rent_does() -> None:
    """Buyers who find one economy's oil dearer to fetch pay its owners less; the more so, the steeper supply."""
    world, _ = world_and_shock(6)
    iceberg = np.ones(world.trade_share.shape)
    iceberg[0, 1:, 0] = 1.5
    wedges = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, iceberg_hat=iceberg)
    rents, outputs = [], []
    for supply in (0.05, 0.5, 5.0):
        theta = np.full(len(world.sectors), 2.0)
        answer = solved(world, wedges, assumptions=Assumptions(theta, resource=resource(world, 0.5, supply)))
        equations: Equations = answer.solution.problem
        rents.append(float(equations.log_rent(answer.solution.x)[0, 0]))
        cost = equations.log_cost(answer.solution.x)[0, 0]
        outputs.append(float(np.log(answer.sales[0, 0] / world.gross_output[0, 0]) - cost))
    assert rents[0] < rents[1] < rents[2] < 0
    assert outputs[2] < outputs[1] < outputs[0] < 0


# --- trade elasticities by importer ------------------------------------------------------------------------------


@horizons
@seeds
def test_one_trade_elasticity_may_be_written_for_each_importer(name: str, seed: int) -> None:
    world, wedges = world_and_shock(seed)
    assumptions = beliefs(name, world)
    economies = len(world.economies)
    wide = np.repeat(assumptions.trade_elasticity[:, None], economies, axis=1)
    one = solved(world, wedges, assumptions=assumptions)
    assert gap(one, solved(world, wedges, assumptions=replace(assumptions, trade_elasticity=wide))) < 1e-12
    # So little apart that nothing changes, yet each importer goes its own way through the sums.
    apart = wide * (1.0 + 1e-13 * np.arange(economies))
    assert gap(one, solved(world, wedges, assumptions=replace(assumptions, trade_elasticity=apart))) < 1e-9


@horizons
@seeds
def test_elasticities_that_differ_by_importer(name: str, seed: int) -> None:
    world, wedges = world_and_shock(seed)
    theta = np.random.default_rng(seed).uniform(0.7, 6.0, world.expenditure.shape)
    answer = solved(world, wedges, assumptions=beliefs(name, world, theta))
    np.testing.assert_allclose(answer.trade_share.sum(axis=2)[world.expenditure > 0], 1.0, rtol=1e-12)
    _check_gravity(world, wedges, theta, answer)


def _check_gravity(world: Baseline, wedges: Wedges, theta: Array, answer: Answer) -> None:
    """Relative shares follow the importer's own elasticity (Caliendo and Parro 2015, eq. 12)."""
    equations: Equations = answer.solution.problem
    shape = world.trade_share.shape
    tariff, iceberg, survival = world.tariff_rate.copy(), np.ones(shape), np.ones(shape)
    tariff.ravel()[wedges.index] = wedges.tariff_rate
    iceberg.ravel()[wedges.index], survival.ravel()[wedges.index] = wedges.iceberg_hat, wedges.survival_share
    kappa = (1 + tariff) / (1 + world.tariff_rate) * iceberg
    cost = np.exp(equations.log_cost(answer.solution.x))[:, None, :]
    weight = world.trade_share * survival * (kappa * cost) ** -theta[:, :, None]
    total = weight.sum(axis=2, keepdims=True)
    expected = np.divide(weight, total, out=np.zeros(shape), where=total > 0)
    np.testing.assert_allclose(answer.trade_share, expected, rtol=1e-9, atol=1e-15)


# --- the world without deficits ----------------------------------------------------------------------------------


@horizons
@seeds
def test_deficits_can_be_removed_first(name: str, seed: int) -> None:
    """With nothing fixed, removing deficits and then shocking is the same as both at once."""
    world, wedges = world_and_shock(seed)
    assumptions = replace(beliefs(name, world), resource=None)
    balanced = without_deficits(world, assumptions)
    assert np.abs(balanced.deficit / balanced.value_added).max() < 1e-9
    closure = Closure("balanced")
    alone = solved(world, assumptions=assumptions, closure=closure)
    both = solved(world, wedges, assumptions=assumptions, closure=closure)
    after = solved(balanced, wedges, assumptions=assumptions, closure=closure)
    np.testing.assert_allclose(alone.log_price + after.log_price, both.log_price, atol=1e-8)
    np.testing.assert_allclose(after.expenditure, both.expenditure, rtol=1e-7)


@pytest.mark.parametrize("name", ["impact", "short", "medium"])
@seeds
def test_the_balanced_closure_with_resources(name: str, seed: int) -> None:
    world, wedges = world_and_shock(seed)
    result = simulate(world, wedges, assumptions=beliefs(name, world), closure=Closure("balanced"))
    assert result.quality.largest_residual <= 1e-9
    assert abs(result.quality.walras) <= 1e-9
    trade = result.exports(result.after) - result.imports(result.after)
    np.testing.assert_allclose(trade / world.value_added, 0.0, atol=1e-8)


@horizons
def test_random_worlds_are_right_or_named(name: str) -> None:
    """The first worlds of the stress script, judged by equations that share nothing with the package."""
    kinds = [assess(SEED, number, horizon=name).kind for number in range(16)]
    assert {kind.split(":")[0] for kind in kinds} <= {"converged", "named"}, kinds
    assert kinds.count("converged") >= 12
