"""What no price can mend is found before solving and named."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.baseline.baseline import Baseline
from multipolar.errors import InfeasibleError, NoSellerError, SolveError
from multipolar.model.feasibility import (
    cut_off_buyers,
    live_output,
    open_cells,
    trade_graph,
    unfinanced_groups,
)
from multipolar.model.settings import Closure, DeficitClosure
from multipolar.model.wedges import Wedges
from multipolar.model.world import prepare
from multipolar.simulation.simulate import simulate
from random_worlds import world_from_shares


def made_up(spending: list[float] | None = None, *, single_seller: bool = False) -> Baseline:
    """Four economies, two sectors; the second can have E01 as its only seller."""
    share = np.full((2, 4, 4), 0.1)
    share[:, range(4), range(4)] = 0.7
    if single_seller:
        share[1] = 0.0
        share[1, :, 0] = 1.0
    value_added = np.full((2, 4), 0.6)
    inputs = np.full((4, 2, 2), 0.2)
    if single_seller:
        value_added[1, 1:], inputs[1:, :, 1] = 1.0, 0.0
    return world_from_shares(
        trade_share=share,
        final_share=np.full((2, 4), 0.5),
        value_added_share=value_added,
        input_share=inputs,
        final_expenditure=None if spending is None else np.array(spending),
    )


def cutting(world: Baseline, cells: np.ndarray, left: float = 0.0, transfer: np.ndarray | None = None) -> Wedges:
    """`cells` (N, N) by importer and exporter, in all sectors."""
    survival = np.where(cells, left, 1.0) * np.ones((2, 1, 1))
    return Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, survival_share=survival, transfer=transfer)


def around(*members: int, imports: bool = True, exports: bool = True) -> np.ndarray:
    """(N, N) the border of a group."""
    inside = np.isin(np.arange(4), members)
    cells = np.zeros((4, 4), dtype=bool)
    if imports:
        cells |= inside[:, None] & ~inside
    if exports:
        cells |= ~inside[:, None] & inside
    return cells


UNEQUAL = [100.0, 120.0, 95.0, 85.0]


def groups(world: Baseline, wedges: Wedges, closure: DeficitClosure) -> list[tuple[int, ...]]:
    prepared = prepare(world)
    found = unfinanced_groups(prepared, wedges, Closure(closure), open_cells(prepared, wedges))
    return [group.members for group in found]


def test_a_buyer_without_seller_is_named() -> None:
    world = made_up(single_seller=True)
    wedges = cutting(world, around(2))
    prepared = prepare(world)
    cut = cut_off_buyers(prepared, open_cells(prepared, wedges))
    assert list(zip(*np.nonzero(cut), strict=True)) == [(1, 2)]
    with pytest.raises(NoSellerError, match=r"E03 S02.*\n?.*Sellers of E03 S02 in the baseline: E01"):
        simulate(world, wedges)
    assert simulate(world, cutting(world, around(2), left=0.01)).quality.converged


def test_an_underflowing_cost_is_not_mistaken_for_an_embargo() -> None:
    """No seller is gone where all are dear: exp(-1000) rounds to zero, the equilibrium exists."""
    world = made_up()
    dear = np.where(np.eye(4, dtype=bool), 1.0, 1e300)[None] * np.ones((2, 1, 1))
    wedges = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, iceberg_hat=dear)
    assert simulate(world, wedges).quality.converged


@pytest.mark.parametrize("closure", ["fixed", "proportional"])
def test_an_isolated_economy_with_a_deficit_cannot_finance_it(closure: DeficitClosure) -> None:
    world = made_up(UNEQUAL)
    wedges = cutting(world, around(1))
    assert (1,) in groups(world, wedges, closure)
    assert groups(world, wedges, "balanced") == []
    with pytest.raises(InfeasibleError, match="E02 can trade with nobody else") as caught:
        simulate(world, wedges, closure=Closure(closure))
    assert "--closure balanced" in caught.value.remedy
    assert isinstance(caught.value, SolveError)
    assert simulate(world, wedges, closure=Closure("balanced")).quality.converged


def test_a_group_is_judged_as_a_whole() -> None:
    world = made_up(UNEQUAL)
    deficit = world.deficit
    assert (0, 1) in groups(world, cutting(world, around(0, 1)), "fixed")
    even = made_up([100.0, 100.0, 100.0, 100.0])
    assert np.abs(even.deficit).max() < 1e-9
    assert groups(even, cutting(even, around(0, 1)), "fixed") == []
    transfer = np.array([5.0, -5.0, 0.0, 0.0])
    assert groups(even, cutting(even, around(0, 1), transfer=transfer), "fixed") == []
    assert (0,) in groups(even, cutting(even, around(0), transfer=transfer), "fixed")
    assert abs(deficit.sum()) < 1e-9


def test_goods_that_go_one_way_must_be_paid_for() -> None:
    """E02 has a deficit: it can do without exports, not without imports. The others mirror it."""
    world = made_up(UNEQUAL)
    deficit = world.deficit
    assert deficit[1] > 0 > deficit[3]
    only_buys = cutting(world, around(1, imports=False))
    assert groups(world, only_buys, "fixed") == []
    assert simulate(world, only_buys).quality.converged
    assert (3,) in groups(world, cutting(world, around(3, imports=False)), "fixed")
    only_sells = cutting(world, around(1, exports=False))
    assert (1,) in groups(world, only_sells, "fixed")
    assert (1,) in groups(world, only_sells, "balanced")
    with pytest.raises(InfeasibleError, match="E02 can still sell abroad but no longer buy"):
        simulate(world, only_sells)


def test_an_economy_that_nobody_may_buy_from_is_named() -> None:
    world = made_up()
    cells = np.zeros((4, 4), dtype=bool)
    cells[:, 2] = True
    wedges = cutting(world, cells)
    prepared = prepare(world)
    assert not live_output(prepared, open_cells(prepared, wedges))[:, 2].any()
    with pytest.raises(InfeasibleError, match="E03 without any buyer"):
        simulate(world, wedges)


def test_leakage_however_small_leaves_the_graph_whole() -> None:
    world = made_up(UNEQUAL)
    wedges = cutting(world, around(1), left=1e-12)
    prepared = prepare(world)
    graph = trade_graph(prepared, open_cells(prepared, wedges))
    assert graph.sum() == 12
    assert groups(world, wedges, "fixed") == []


def test_lending_more_than_one_earns_is_named() -> None:
    world = made_up()
    give = np.array([1.5, -1.5, 0.0, 0.0]) * world.value_added[1]
    wedges = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, transfer=give)
    with pytest.raises(SolveError, match="E02 would have to lend or transfer more abroad than it earns"):
        simulate(world, wedges)
    failed = simulate(world, wedges, on_failure="return")
    assert not failed.quality.converged
    assert failed.warnings[0].startswith("NOT CONVERGED")
