"""Routes on the bundled world: identities that hold for every closure, and the accounts that follow."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from multipolar.analysis.route_legs import leg_values, voyage
from multipolar.analysis.routes import RouteAccounts, accounts_of
from multipolar.analysis.validation.pages import with_tables
from multipolar.baseline.registry import load
from multipolar.codes.passages import passage_mask, passages
from multipolar.report.route_docs import PAGE, route_tables
from multipolar.report.route_map import route_map
from multipolar.scenario.border import Border
from multipolar.scenario.route_states import ArcticTerms
from multipolar.scenario.routes import RouteChannels
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import Prepared, prepare_baseline, simulate

SUEZ = passage_mask(["suez"])


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare_baseline(load())


@pytest.fixture(scope="module")
def nests(prepared: Prepared) -> RouteChannels:
    return RouteChannels(prepared.baseline)


def border(prepared: Prepared) -> Border:
    return Border(prepared.baseline, prepared.assumptions.trade_elasticity)


def world(prepared: Prepared, channel: RouteChannels) -> tuple[Result, RouteAccounts]:
    made = border(prepared)
    channel.finish(made)
    result = simulate(prepared, made.wedges())
    theta = prepared.assumptions.trade_elasticity
    return result, accounts_of(channel, result.before.flow, result.after.flow, theta)


@pytest.fixture(scope="module")
def suez_closed(prepared: Prepared, nests: RouteChannels) -> tuple[RouteChannels, Result, RouteAccounts]:
    channel = nests.without_measures()
    channel.close(SUEZ, 1.0)
    return channel, *world(prepared, channel)


def test_nothing_done_changes_nothing(prepared: Prepared, nests: RouteChannels) -> None:
    made, channel = border(prepared), nests.without_measures()
    channel.close(SUEZ, 0.0)
    channel.add_cost(SUEZ, 0.0)
    channel.finish(made)
    assert (made.iceberg_hat == 1.0).all()
    assert (made.survival_share == 1.0).all()
    assert made.wedges().index.size == 0
    assert not any(notice.kind in {"no-path", "capacity"} for notice in channel.notices)


@pytest.mark.parametrize("name", [code for code in passages() if code != "northern-sea-route"])
@pytest.mark.parametrize("share", [0.3, 1.0])
def test_closing_never_lowers_a_cost(prepared: Prepared, nests: RouteChannels, name: str, share: float) -> None:
    made, channel = border(prepared), nests.without_measures()
    channel.close(passage_mask([name]), share)
    channel.finish(made)
    assert (made.iceberg_hat >= 1.0 - 1e-12).all()
    assert (made.survival_share <= 1.0).all()
    using = channel.cells(channel.layout.pairs_by(passage_mask([name])))
    changed = np.flatnonzero((made.iceberg_hat != 1.0) | (made.survival_share != 1.0))
    # Full corridors make pairs dearer that do not use the passage at all.
    with_rail = np.any([channel.uses_corridor(k) for k in range(len(channel.corridors))], axis=0)
    assert np.isin(changed, np.union1d(using, channel.cells(with_rail))).all()


def test_a_northern_season_only_helps(prepared: Prepared, nests: RouteChannels) -> None:
    channel, made = nests.without_measures(), border(prepared)
    channel.open_arctic(ArcticTerms(5, 1.0, 10.0, 0.3, 0.0035, np.ones(channel.layout.pairs)))
    channel.finish(made)
    assert (made.iceberg_hat <= 1.0 + 1e-12).all()
    assert (made.iceberg_hat < 1.0).any()


def test_baseline_fits_what_is_published(suez_closed: tuple[object, Result, RouteAccounts]) -> None:
    """By value 73 % sea, 13 % air and 14 % overland (Rodrigue, 2008); 12 to 15 % of trade through Suez."""
    before = suez_closed[2].before
    share = before.mode_usd_mn / before.mode_usd_mn.sum()
    assert share[0] == pytest.approx(0.73, abs=0.05)
    assert share[-1] == pytest.approx(0.13, abs=0.05)
    assert share[1:-1].sum() == pytest.approx(0.14, abs=0.05)
    suez = suez_closed[2].passage("suez").before_usd_mn
    assert 0.10 < suez / before.mode_usd_mn.sum() < 0.15
    assert before.tonne_km_bn.sum() == pytest.approx(115_000, rel=0.25)


def test_closed_suez(suez_closed: tuple[RouteChannels, Result, RouteAccounts]) -> None:
    channel, result, accounts = suez_closed
    assert accounts.passage("suez").after_usd_mn == 0.0
    assert accounts.passage("suez").change_pct == -100.0
    assert accounts.passage("cape-of-good-hope").change_pct > 100
    by_ship = sum(row.after_usd_mn for row in accounts.passages if row.passage == "panama" and row.ships != "all")
    assert by_ship == pytest.approx(accounts.passage("panama").after_usd_mn)
    # What the modes carry is all goods trade of the pairs with routes.
    layout = channel.layout
    goods = result.after.flow[channel.cargo >= 0][:, layout.importer, layout.exporter].sum()
    assert accounts.after.mode_usd_mn.sum() == pytest.approx(goods, rel=1e-9)
    dearest = accounts.dearest(5)
    assert all(row.extra_days > 3 and row.cost_pct > 1 for row in dearest)
    assert [row.cost_usd_mn for row in dearest] == sorted((row.cost_usd_mn for row in dearest), reverse=True)
    assert result.real_income_pct()[list(result.baseline.economies).index("EGY")] < 0


def test_no_path_is_a_ban_with_a_reason(prepared: Prepared, nests: RouteChannels) -> None:
    channel = nests.without_measures()
    channel.close(passage_mask(["hormuz"]), 0.9)
    _, accounts = world(prepared, channel)
    (notice,) = [notice for notice in channel.notices if notice.kind == "no-path"]
    assert "without any way" in notice.text
    assert "ARE to" in notice.text
    assert {"ARE", "SAU"} <= {row.exporter for row in accounts.cut()}
    assert all(0 < row.cut_share <= 0.9 + 1e-9 for row in accounts.cut())


def test_a_cheaper_full_railway_carries_no_more(nests: RouteChannels) -> None:
    k = [link.code for link in nests.corridors].index("rail-kazakhstan")
    full, twice = nests.without_measures(), nests.without_measures()
    full.change_corridor("rail-kazakhstan", cost=0.8)
    twice.change_corridor("rail-kazakhstan", cost=0.8, capacity=2.0)
    for channel in (full, twice):
        channel.solve()
    assert full.surcharge[k] > 0
    assert twice.surcharge[k] == 0.0
    used = [sum(v.mode_share[:, 2 + k].sum() for states in c.states for v in states) for c in (nests, full, twice)]
    assert used[1] == pytest.approx(used[0], rel=0.05)
    assert used[2] > 1.02 * used[0]


def test_map(suez_closed: tuple[RouteChannels, Result, RouteAccounts]) -> None:
    channel, result, accounts = suez_closed
    theta = result.assumptions.trade_elasticity
    before = leg_values(channel, [(nest.base,) for nest in channel.nests], result.before.flow, theta)
    after = leg_values(channel, channel.states, result.after.flow, theta)
    assert before["gibraltar", "suez"] > 0
    assert after.get(("gibraltar", "suez"), 0.0) == 0.0
    figure = route_map(accounts, before, after, scenario="Suez closed", source="test")
    assert figure.title.startswith("The Suez Canal loses all its goods, the Cape of Good Hope gains")
    assert "assumed" in figure.note
    assert figure.svg.count("<circle") == 2 * sum(
        row.before_usd_mn > 0.5 for row in accounts.passages if row.ships == "all"
    )
    assert "suez,Suez Canal" in figure.csv


def test_voyages_pass_in_order() -> None:
    legs = voyage("CNSHA", "NLRTM", ("suez", "bab-el-mandeb", "malacca", "gibraltar"))
    assert legs == (
        ("CNSHA", "malacca"),
        ("bab-el-mandeb", "malacca"),
        ("bab-el-mandeb", "suez"),
        ("gibraltar", "suez"),
        ("NLRTM", "gibraltar"),
    )
    assert voyage("CNSHA", "JPYOK", ()) == ()


def test_page_holds_the_tables(suez_closed: tuple[RouteChannels, Result, RouteAccounts]) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / PAGE).read_text(encoding="utf-8")
    assert with_tables(page, route_tables(*suez_closed)) == page, "run: python -m multipolar.report.route_docs docs"
