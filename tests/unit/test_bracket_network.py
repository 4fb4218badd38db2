"""Rationing without prices: a network solved by hand, a dense linear solve, and what must hold on the bundled world."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from multipolar.analysis.bracket import Bracket, bracket, bracket_of
from multipolar.analysis.bracket_bans import Bans, bans_of
from multipolar.analysis.bracket_network import Network, network_of
from multipolar.analysis.bracket_rationing import BOTTLENECK, LINEAR, Rationing, Rule, ration
from multipolar.arrays import Array
from multipolar.baseline.bundled import load_bundled
from multipolar.errors import AssumptionError
from multipolar.scenario import CompiledScenario, compile_scenario, load_scenario

WORLD = load_bundled()
THETA = WORLD.elasticities.central
NO_CELLS = np.zeros(0, dtype=np.int64)
RULES = [BOTTLENECK, Rule("bottleneck", "industry", 0.01), LINEAR, Rule("linear", "industry")]


def chain(banned: float) -> Network:
    """Two economies, one good each way of use: A makes ore (100) sold to B; B makes steel (200) sold to its households.

    Ore is half of steel's cost; a part `banned` of the ore is stopped.
    """
    zero = np.zeros((2, 2))
    open_share = np.zeros((2, 2, 2))
    open_share[0, 1, 0] = 1 - banned  # ore: B buys from A
    open_share[1, 1, 1] = 1.0  # steel: B buys from B
    industry, final = zero.copy(), zero.copy()
    industry[0, 1], final[1, 1] = 100.0, 200.0
    use = np.zeros((2, 2, 2))
    use[1, 0, 1] = 0.5
    output = np.array([[100.0, 0.0], [0.0, 200.0]])
    sales_banned = np.array([[100.0 * banned, 0.0], [0.0, 0.0]])
    return Network(
        banned=np.array([[0.0, banned], [0.0, 0.0]]),
        open_share=open_share,
        open_sale=open_share,
        industry=industry,
        final=final,
        sales=output,
        sales_banned=sales_banned,
        open_industry=np.array([[100.0 * (1 - banned), 0.0], [0.0, 0.0]]),
        open_final=np.array([[0.0, 0.0], [0.0, 200.0]]),
        use=use,
        output=output,
        value_added=np.array([[100.0, 0.0], [0.0, 100.0]]),
    )


@pytest.mark.parametrize(
    ("rule", "steel"), [(BOTTLENECK, 0.4), (Rule("bottleneck", "proportional"), 0.4), (LINEAR, 0.2)]
)
def test_chain_by_hand(rule: Rule, steel: float) -> None:
    """40 % of the ore is stopped: fixed proportions stop 40 % of the steel; worth for worth, 40 of 200 dollars."""
    found = ration(chain(0.4), rule)
    assert found.missing[0, 1] == pytest.approx(0.4)
    assert found.loss[1, 1] == pytest.approx(steel)
    assert found.loss[0, 0] == pytest.approx(0.4)
    assert found.final_missing[1, 1] == pytest.approx(steel)


def own_use(rule: Rule) -> Rationing:
    """One good, used by itself (50 of 100 produced) and by households (50); 10 imported for industry, all stopped."""
    array = np.array
    network = Network(
        banned=array([[0.2]]),
        open_share=array([[[0.8]]]),
        open_sale=array([[[0.8]]]),
        industry=array([[50.0]]),
        final=array([[50.0]]),
        sales=array([[80.0]]),
        sales_banned=array([[0.0]]),
        open_industry=array([[40.0]]),
        open_final=array([[40.0]]),
        use=array([[[0.5]]]),
        output=array([[100.0]]),
        value_added=array([[50.0]]),
    )
    return ration(network, rule)


def test_a_loop_by_hand() -> None:
    """Worth for worth: s = (0.2 + 0.8 s) / 2, so 1/6. Fixed proportions: 0.2, which households of this good absorb."""
    assert own_use(LINEAR).shortage[0, 0] == pytest.approx(1 / 6)
    assert own_use(BOTTLENECK).shortage[0, 0] == pytest.approx(0.2)
    # Passed on to everybody alike, s = 0.2 + 0.8 s: nothing is left.
    assert own_use(Rule("bottleneck", "proportional")).shortage[0, 0] == pytest.approx(1.0)


@functools.cache
def compiled(name: str) -> CompiledScenario:
    return compile_scenario(load_scenario(name), WORLD, THETA)


@functools.cache
def embargo() -> Network:
    bans = bans_of(WORLD, compiled("western-embargo"))
    return network_of(WORLD, bans.cells, bans.survival_share)


@functools.cache
def embargo_bracket() -> Bracket:
    return bracket(WORLD, compiled("western-embargo"))


def test_linear_rationing_is_two_linear_systems() -> None:
    """The same losses from dense matrices over the nodes of seven economies, written out anew."""
    keep = [WORLD.economies.index(code) for code in ("RUS", "DEU", "CHN", "USA", "BGR", "LTU", "ROW")]
    sectors, count = len(WORLD.sectors), len(keep)
    pick = np.ix_(range(sectors), keep, keep)
    share = WORLD.trade_share[pick]
    share = share / share.sum(axis=2, keepdims=True).clip(1e-12)
    survival = np.ones_like(share)
    survival[:, 1:3, 0] = 0.3  # Germany and China buy less from Russia
    use = WORLD.input_share[keep] * (WORLD.gross_output[:, keep].T > 0)[:, None, :]
    final = WORLD.final_share[:, keep] * WORLD.income[keep]
    size = sectors * count

    # Output that this closed world of seven sells: x = A x + f.
    inputs = np.einsum("kni,nkj->kijn", share, use).reshape(size, size)
    output = np.linalg.solve(np.eye(size) - inputs, np.einsum("kni,kn->ki", share, final).ravel())
    network = _network(share, survival, use, output.reshape(sectors, count), final)
    found = ration(network, LINEAR)

    open_inputs = np.einsum("kni,nkj->kijn", share * survival, use).reshape(size, size)
    lost = (inputs - open_inputs).sum(axis=0)
    shortage = np.linalg.solve(np.eye(size) - open_inputs.T, lost)
    np.testing.assert_allclose(found.shortage.ravel(), shortage, atol=1e-9)

    deliver = 1.0 - shortage
    sold_final = np.einsum("kni,kn->ki", share * survival, final).ravel() * deliver
    # A node orders in proportion to its output, of what its sellers can deliver to it when it works at capacity.
    orders = deliver[:, None] * open_inputs * (1.0 / (1.0 - shortage))[None, :]
    sold = np.linalg.solve(np.eye(size) - orders, sold_final)
    active = output > 0
    np.testing.assert_allclose(found.loss.ravel()[active], 1.0 - sold[active] / output[active], atol=1e-8)
    assert not found.loss.ravel()[~active & (shortage == 0)].any()
    assert found.loss.max() > 0.01


def _network(share: Array, survival: Array, use: Array, output: Array, final: Array) -> Network:
    industry = np.einsum("nkj,jn->kn", use, output)
    left = share * survival
    sales_of = functools.partial(np.einsum, "kni,kn->ki")
    open_industry, open_final = sales_of(left, industry), sales_of(left, final)
    stopped = sales_of(share - left, industry + final)
    return Network(
        banned=(share - left).sum(axis=2),
        open_share=left,
        open_sale=left,
        industry=industry,
        final=final,
        sales=open_industry + open_final + stopped,
        sales_banned=stopped,
        open_industry=open_industry,
        open_final=open_final,
        use=use,
        output=output,
        value_added=output,
    )


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_no_ban_no_loss_exactly(rule: Rule) -> None:
    found = ration(network_of(WORLD, NO_CELLS, np.zeros(0)), rule)
    for losses in (found.missing, found.shortage, found.loss, found.final_missing):
        assert not losses.any()


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_losses_are_shares_and_grow_with_the_ban(rule: Rule) -> None:
    bans = bans_of(WORLD, compiled("eu-oil-embargo"))
    before = np.zeros_like(WORLD.gross_output)
    for part in (0.0, 0.3, 0.7, 1.0):
        survival = 1.0 - part * (1.0 - bans.survival_share)
        loss = ration(network_of(WORLD, bans.cells, survival), rule).loss
        assert (loss >= before - 1e-9).all()
        assert loss.max() <= 1.0
        before = loss
    assert before.max() > 0.1


def test_each_milder_rule_loses_less() -> None:
    """Among rules that ration alike, order is exact: inputs weigh at most one, and main inputs are some of all."""
    harsh, main, mild = (ration(embargo(), rule) for rule in (RULES[0], RULES[1], RULES[3]))
    assert (main.shortage <= harsh.shortage + 1e-9).all()
    assert (mild.shortage <= harsh.shortage + 1e-9).all()


def test_policy_iteration_ends_where_plain_sweeps_end() -> None:
    network, found = embargo(), ration(embargo(), BOTTLENECK)
    shortage = np.zeros_like(found.shortage)
    for _ in range(1500):
        gap = np.clip(
            np.divide(
                shortage * network.sales - network.spare,
                network.open_industry,
                out=np.zeros_like(shortage),
                where=network.open_industry > 0,
            ),
            0,
            1,
        )
        missing = np.minimum(network.banned + np.einsum("kni,ki->kn", network.open_share, gap), 1)
        shortage = np.where(network.use > 0, missing.T[:, :, None], 0).max(axis=1).T
    np.testing.assert_allclose(found.shortage, shortage, atol=1e-8)
    assert sum(found.sweeps) < 200


def test_one_small_cell_costs_little() -> None:
    """Sweden stops buying Norway's textiles: it loses no more than it bought, others next to nothing."""
    shape = WORLD.trade_share.shape
    cell = WORLD.sectors.index("C13T15"), WORLD.economies.index("SWE"), WORLD.economies.index("NOR")
    flat = np.array([np.ravel_multi_index(cell, shape)], dtype=np.int64)
    part = float(WORLD.trade_share[cell])
    assert 0 < part < 0.05
    found = bracket_of(WORLD, Bans(flat, np.zeros(1), ("textiles",)), "one cell")
    sweden = cell[1]
    assert 0 < found.linear.value_added[sweden] < part
    assert found.linear.world_value_added < 1e-5
    assert found.bottleneck.value_added.max() < 10 * part


def test_what_is_no_ban_is_listed() -> None:
    tariff = bracket(WORLD, compiled("us-ev-tariff"))
    assert tariff.covered == ()
    assert [entry.kind for entry in tariff.uncovered] == ["tariff"]
    assert not tariff.bottleneck.value_added.any()
    assert "bans" in tariff.sentence("CHN")
    mixed = bracket(WORLD, compiled("measures-2022"))
    assert {entry.instrument for entry in mixed.uncovered} == {"canada-tariff", "uk-tariff", "us-tariff"}
    assert "does not cover canada-tariff" in mixed.sentence("RUS")


def test_bans_are_the_compiled_survival_where_nothing_else_is_in_force() -> None:
    wedges, bans = compiled("western-embargo").wedges, bans_of(WORLD, compiled("western-embargo"))
    np.testing.assert_array_equal(bans.cells, wedges.index)
    np.testing.assert_allclose(bans.survival_share, wedges.survival_share, rtol=1e-15)
    assert bans.covered == ("embargo",)
    assert bans.uncovered == ()


def test_scarce_inputs_add_up() -> None:
    found = embargo_bracket()
    germany = WORLD.economies.index("DEU")
    scarce = found.scarce_main["DEU"]
    assert scarce
    assert [entry.value_added for entry in scarce] == sorted((entry.value_added for entry in scarce), reverse=True)
    assert sum(entry.value_added for entry in scarce) <= found.main_inputs.missing_inputs[germany] + 1e-12
    for entry in scarce:
        assert 0 <= entry.banned <= entry.missing <= 1
        assert 0 < entry.seller_part <= 1


def test_errors_name_what_is_wrong() -> None:
    with pytest.raises(AssumptionError, match="between 0 and 1"):
        network_of(WORLD, np.array([3], dtype=np.int64), np.array([1.5]))
    with pytest.raises(AssumptionError, match="main_input"):
        bracket_of(WORLD, Bans(NO_CELLS, np.zeros(0)), "nothing", main_input=2.0)
    with pytest.raises(AssumptionError, match="ATLANTIS"):
        embargo_bracket().sentence("ATLANTIS")
