"""Identities of detours: no ban, no hub, money that closes, and leakage that answers to cost."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.analysis.case import Case
from multipolar.analysis.detours import DetourStudy, by_pair, by_sector, compare_detours, customs_view, detour_account
from multipolar.analysis.explain import contributions
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.registry import load
from multipolar.model.hubs import HubNest
from multipolar.model.settings import Closure
from multipolar.model.wedges import Wedges
from multipolar.scenario import CompiledScenario, compile_scenario, parse_scenario
from multipolar.scenario.hubs import HubChannels
from multipolar.simulation.simulate import Prepared, assumptions_of, prepare_baseline, simulate
from random_worlds import WorldStyle, random_world

BAN = """
  - id: ban
    kind: export_ban
    origin: [EU, USA]
    destination: [RUS]
    sectors: [C26, C28, C29]
    coverage: {coverage}
"""
DETOUR = """
  - id: round
    kind: detour
    origin: [EU, USA]
    destination: [RUS]
    sectors: [C26, C28, C29, K]
    hubs: [KAZ, TUR, ROW]
    transit_cost: {transit}
    margin: {margin}
    enforcement: {enforcement}
"""


@pytest.fixture(scope="module")
def world() -> Baseline:
    return load()


@pytest.fixture(scope="module")
def prepared(world: Baseline) -> Prepared:
    return prepare_baseline(world)


def compiled(
    world: Baseline,
    *,
    ban: str = BAN,
    coverage: float = 1.0,
    transit: float = 0.1,
    margin: float = 0.15,
    enforcement: float = 0.0,
    more: str = "",
) -> CompiledScenario:
    text = "name: detours\ninstruments:\n" + ban.format(coverage=coverage)
    text += DETOUR.format(transit=transit, margin=margin, enforcement=enforcement) + more
    return compile_scenario(parse_scenario(text), world, world.elasticities.central)


@pytest.fixture(scope="module")
def airtight(world: Baseline, prepared: Prepared) -> DetourStudy:
    return compare_detours(prepared, compiled(world))


def test_without_a_ban_nothing_happens(world: Baseline, prepared: Prepared) -> None:
    free = compiled(world, ban="")
    assert free.wedges.is_empty
    result = simulate(prepared, free)
    assert detour_account(result) is None
    nothing = simulate(prepared, Wedges.none(prepared.world.shape))
    assert np.array_equal(result.after.flow, nothing.after.flow)
    assert np.array_equal(result.after.price_hat, nothing.after.price_hat)


@pytest.mark.parametrize("coverage", [1.0, 0.6])
def test_with_every_hub_closed_it_is_the_ban_alone(world: Baseline, prepared: Prepared, coverage: float) -> None:
    study = compare_detours(prepared, compiled(world, coverage=coverage, enforcement=1.0))
    assert study.account is None
    assert np.array_equal(study.with_hubs.after.flow, study.without_hubs.after.flow)
    assert not study.real_income_gain_pct.any()


def test_it_does_not_matter_where_the_detour_stands(world: Baseline) -> None:
    after = compiled(world).channels["hubs"]
    before = compile_scenario(
        parse_scenario(
            "name: detours\ninstruments:\n"
            + DETOUR.format(transit=0.1, margin=0.15, enforcement=0.0)
            + BAN.format(coverage=1.0)
        ),
        world,
        world.elasticities.central,
    ).channels["hubs"]
    assert isinstance(after, HubChannels)
    assert isinstance(before, HubChannels)
    assert after.nest is not None
    assert before.nest is not None
    assert np.array_equal(after.nest.cells, before.nest.cells)
    assert np.array_equal(after.nest.share, before.nest.share)


def test_money_closes(airtight: DetourStudy) -> None:
    result, account = airtight.with_hubs, airtight.account
    assert account is not None
    ledger = result.after.ledger
    assert result.quality.converged
    assert abs(result.quality.walras) < 1e-9
    assert abs(ledger.imbalance()) < 1e-12
    assert ledger.rent.sum() == pytest.approx(account.margin.sum(), rel=1e-12)
    assert ledger.rent_paid_abroad.sum() == pytest.approx(ledger.rent_received_abroad.sum(), rel=1e-12)
    received = {result.economies[n] for n in np.flatnonzero(ledger.rent_received_abroad)}
    assert received == {"KAZ", "TUR", "ROW"}
    for row, hub in enumerate(account.hubs):
        own = ledger.rent_received_abroad[result.economies.index(hub)]
        assert own == pytest.approx(account.margin[row].sum(), rel=1e-10)


def test_ways_sum_to_the_flow(airtight: DetourStudy, world: Baseline, prepared: Prepared) -> None:
    """Airtight: everything that arrives came through hubs. Partly covered: the spared part came directly."""
    account = airtight.account
    assert account is not None
    assert (account.to_hub + account.transit).sum(axis=0) == pytest.approx(account.after, rel=1e-10)
    partly = compare_detours(prepared, compiled(world, coverage=0.6)).account
    assert partly is not None
    direct = partly.after - (partly.to_hub + partly.transit).sum(axis=0)
    assert (direct > 0).all()
    assert partly.stopped == pytest.approx(0.6 * partly.before, rel=1e-12)


def test_tables_sum(airtight: DetourStudy) -> None:
    account, result = airtight.account, airtight.with_hubs
    assert account is not None
    whole = account.to_hub.sum()
    assert sum(row["to_hubs_usd_mn"] for row in by_sector(account, result.sectors)) == pytest.approx(whole)
    assert sum(row["to_hubs_usd_mn"] for row in by_pair(account, result.economies)) == pytest.approx(whole)
    customs = customs_view(account, result.economies)
    assert sum(row["added_usd_mn"] for row in customs if row["leg"] == "to hub") == pytest.approx(whole)
    onward = sum(row["added_usd_mn"] for row in customs if row["leg"] == "to buyer")
    assert onward == pytest.approx(account.to_buyer.sum())
    assert {row["importer"] for row in customs if row["leg"] == "to buyer"} == {"RUS"}


def test_leakage_rises_as_transit_gets_cheaper(world: Baseline, prepared: Prepared) -> None:
    leaks = []
    for transit in (0.4, 0.2, 0.1, 0.0):
        account = detour_account(simulate(prepared, compiled(world, transit=transit)))
        assert account is not None
        leaks.append(account.leakage())
    assert leaks == sorted(leaks)
    assert leaks[-1] > 2 * leaks[0]


def test_target_stands_between_the_ban_and_no_ban(airtight: DetourStudy) -> None:
    russia = airtight.with_hubs.economies.index("RUS")
    open_way, closed = (r.real_income_pct()[russia] for r in (airtight.with_hubs, airtight.without_hubs))
    assert closed < open_way < 0.0


def test_a_hub_that_joins_the_ban_is_closed(world: Baseline) -> None:
    joined = BAN.replace("origin: [EU, USA]", "origin: [EU, USA, KAZ]")
    channel = compiled(world, ban=joined).channels["hubs"]
    assert isinstance(channel, HubChannels)
    assert channel.codes == ("TUR", "ROW")
    half = """
  - id: half
    kind: export_ban
    origin: [EU, USA]
    destination: [TUR]
    sectors: [C26, C28, C29]
    coverage: 0.5
"""
    whole, cut = (compiled(world, more=more).channels["hubs"] for more in ("", half))
    assert isinstance(whole, HubChannels)
    assert isinstance(cut, HubChannels)
    assert whole.nest is not None
    assert cut.nest is not None
    assert cut.nest.share[1] == pytest.approx(0.5 * whole.nest.share[1], rel=1e-12)
    assert cut.nest.share[0] == pytest.approx(whole.nest.share[0], rel=1e-12)


def test_contributions_of_ban_and_detour_sum(world: Baseline) -> None:
    """Coalitions without the ban, or without the detour, have other unknowns; warm starts must fit all of them."""
    theta = assumptions_of(world)
    case = Case.of(world, compiled(world).scenario, theta, Closure())
    main = case.solve()
    found = contributions(case, main, ("ban", "round"))
    russia = world.economies.index("RUS")
    assert found.values[:, russia].sum() == pytest.approx(main.real_income_pct()[russia], abs=1e-7)


@pytest.mark.parametrize("seed", range(6))
def test_on_random_worlds(seed: int) -> None:
    """A hub for some cells of a random world: solved to tolerance, books closed, and better than the ban alone."""
    rng = np.random.default_rng(seed)
    world = random_world(rng, WorldStyle())
    count = len(world.economies)
    prepared = prepare_baseline(world)
    target, hub = (int(n) for n in rng.choice(count, 2, replace=False))
    sector, importer, exporter = np.nonzero(world.trade_share > 0)
    take = (importer == target) & (exporter != target) & (exporter != hub) & (rng.random(importer.size) < 0.7)
    cells = np.ravel_multi_index((sector[take], importer[take], exporter[take]), world.trade_share.shape)
    if cells.size == 0:
        pytest.skip("the random target buys nothing abroad but from the hub")
    theta, size = world.elasticities.central[sector[take]], (1, cells.size)
    nest = HubNest(
        cells=cells.astype(np.int64),
        hubs=np.array([hub]),
        open_share=np.full(cells.size, 0.2),
        share=rng.uniform(0.01, 0.3, size),
        transit_cost=rng.uniform(0.0, 0.4, size),
        margin=rng.uniform(0.0, 0.4, size),
        channel_elasticity=2.0 * theta,
        trade_elasticity=theta,
        service_weight=world.gross_output[:, [hub]].T / world.gross_output[:, hub].sum(),
    )
    dense = Wedges.from_dense(baseline_tariff_rate=world.tariff_rate, responses=nest.responses(("HUB",)))
    result = simulate(prepared, dense)
    assert result.quality.converged
    assert abs(result.quality.walras) < 1e-9
    assert abs(result.after.ledger.imbalance()) < 1e-12
    assert result.after.ledger.rent_received_abroad[hub] > 0
