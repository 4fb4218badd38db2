"""The nest of routes on a small world whose answers are known: identities, closures, seasons, corridors."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.codes.passages import passage_mask, passages
from multipolar.errors import AssumptionError, DataError
from multipolar.scenario.route_capacity import LARGEST, shadow_prices
from multipolar.scenario.route_cargo import CARGOES, RouteAssumptions, cargo_of_sectors, route_parameters
from multipolar.scenario.route_layout import Alternatives, RouteLayout, lay_out
from multipolar.scenario.route_nest import CargoNest, StateRoutes, log_level
from multipolar.scenario.route_states import ArcticTerms, PassageMeasures, RouteState, blend

OIL = CARGOES[0]
SUEZ, CAPE = ("suez", "bab-el-mandeb"), ("cape-of-good-hope",)
# importer, exporter, branch, share, passages, km, ice km, kind
ROWS = (
    (0, 1, 0, 0.75, (*SUEZ, "malacca"), 19_500, 0, "sea"),
    (0, 1, 0, 0.75, (*CAPE, "sunda"), 25_800, 0, "sea"),
    (0, 1, 0, 0.75, ("northern-sea-route",), 15_400, 4_500, "sea"),
    (0, 1, 1, 0.25, (*SUEZ, "malacca"), 21_000, 0, "sea"),
    (0, 1, 1, 0.25, CAPE, 26_500, 0, "sea"),
    (0, 1, 2, 1.0, (), 10_900, 0, "rail"),
    (0, 2, 0, 1.0, ("hormuz", *SUEZ), 12_000, 0, "sea"),
    (0, 2, 0, 1.0, ("hormuz", *CAPE), 20_900, 0, "sea"),
    (1, 3, 0, 1.0, (), 1_500, 0, "sea"),
    (1, 3, 1, 1.0, (), 2_000, 0, "land"),
    (3, 4, 0, 1.0, (), 900, 0, "land"),
)


def layout() -> RouteLayout:
    importer, exporter, branch, share, names, km, ice, kind = zip(*ROWS, strict=True)
    length = np.array(km, dtype=float)
    return lay_out(
        Alternatives(
            importer=np.array(importer),
            exporter=np.array(exporter),
            branch=np.array(branch),
            share=np.array(share),
            mask=np.array([passage_mask(found) for found in names]),
            km=length,
            ice_km=np.array(ice, dtype=float),
            overland_km=np.zeros(len(ROWS)),
            days=(length - np.array(ice)) / 622.0,
            kind=kind,
        ),
        ("rail",),
    )


def nest(cargo: int = 4, corridor: float = 0.05) -> CargoNest:
    found = layout()
    share = np.where(np.isfinite(found.corridor_km), corridor, 0.0)
    return CargoNest(found, CARGOES[cargo], RouteAssumptions(), share)


def after(made: CargoNest, measures: PassageMeasures) -> StateRoutes:
    return made.state(made.by_sea(measures.states()[0], measures))


def closed(*names: str) -> PassageMeasures:
    return PassageMeasures(closed={passage_mask([name]): 1.0 for name in names})


def test_layout_has_a_row_for_each_pair_of_ports() -> None:
    found = layout()
    assert found.pairs == 4
    assert found.rows == 5
    np.testing.assert_allclose(np.bincount(found.pair, found.weight), 1.0)
    assert found.way_row.size == 3 + 2 + 2 + 1
    assert found.shortest_sea_km()[0] == 19_500
    assert np.isinf(found.land_km[0])
    assert found.pairs_by(passage_mask(["hormuz"])).tolist() == [False, True, False, False]


def test_layout_refuses_unknown_kinds_and_shares_that_do_not_add_up() -> None:
    one = np.array([0])
    good = {"importer": one, "exporter": one + 1, "branch": one, "share": np.ones(1), "mask": one}
    more = {"km": np.ones(1), "ice_km": np.zeros(1), "overland_km": np.zeros(1), "days": np.ones(1)}
    with pytest.raises(DataError, match="balloon"):
        lay_out(Alternatives(**good, **more, kind=("balloon",)))
    with pytest.raises(DataError, match="do not sum to one"):
        lay_out(Alternatives(**(good | {"share": np.array([0.4])}), **more, kind=("sea",)))


@pytest.mark.parametrize("cargo", range(len(CARGOES)))
def test_nothing_changed_is_exactly_one(cargo: int) -> None:
    made = nest(cargo)
    state = after(made, PassageMeasures())
    assert (state.cost_ratio == 1.0).all()
    assert (state.mode_share == made.mode_share).all()
    np.testing.assert_allclose(state.mode_share.sum(axis=1), 1.0, atol=1e-14)
    by_row = layout().by_row(state.path_share)
    np.testing.assert_allclose(by_row[np.isfinite(layout().shortest_sea_km())], 1.0, atol=1e-12)


def test_northern_route_is_closed_in_the_baseline() -> None:
    made = nest()
    arctic = made.layout.uses(passage_mask(["northern-sea-route"]))
    assert (made.base.path_share[arctic] == 0).all()


def test_a_single_path_is_the_identity() -> None:
    """Two paths of equal cost share evenly; one of one has all."""
    made = nest()
    row = int(np.flatnonzero(made.layout.pair == 2)[0])
    assert made.base.path_share[made.layout.row == row].tolist() == [1.0]
    group = np.array([0, 1, 1])
    cost = np.log(np.array([0.2, 0.3, 0.3]))
    level = log_level(cost, group, 10.0, 2)
    assert level[0] == cost[0]
    assert level[1] == pytest.approx(np.log(0.3) - np.log(2) / 10)
    assert log_level(np.array([np.inf]), np.array([0]), 10.0, 1).tolist() == [np.inf]


def test_shares_follow_the_ratio_of_costs() -> None:
    made = nest(0)
    row = np.flatnonzero(made.layout.row == int(np.flatnonzero(made.layout.pair == 1)[0]))
    held, days, km = made.held, made.layout.days[row], made.layout.km[row]
    toll = passages()["suez"].toll_usd_per_transit / (1e6 * held.goods_per_transit_usd_mn)
    uses_suez = made.layout.uses(passage_mask(["suez"]))[row]
    cost = OIL.freight_share * held.freight_factor(km) + OIL.day_cost * days + toll * uses_suez
    share = cost**-held.route_elasticity
    np.testing.assert_allclose(made.base.path_share[row], share / share.sum(), rtol=1e-10)


@pytest.mark.parametrize("cargo", range(len(CARGOES)))
@pytest.mark.parametrize("names", [("suez",), ("malacca",), ("cape-of-good-hope",), ("suez", "cape-of-good-hope")])
def test_closing_never_lowers_a_cost(cargo: int, names: tuple[str, ...]) -> None:
    made = nest(cargo)
    state = after(made, closed(*names))
    assert (state.cost_ratio >= 1.0).all()
    shut = made.layout.uses(passage_mask(names))
    assert (state.path_share[shut] == 0).all()
    untouched = np.bincount(made.layout.row, shut, minlength=made.layout.rows) == 0
    assert (state.cost_ratio[untouched] == 1.0).all()


def test_closing_what_nobody_uses_changes_nothing() -> None:
    assert (after(nest(), closed("panama", "bosporus")).cost_ratio == 1.0).all()


def test_no_path_is_infinite_for_what_cannot_fly_and_dear_for_what_can() -> None:
    oil, goods = after(nest(0), closed("hormuz")), after(nest(), closed("hormuz"))
    gulf = layout().pair == 1
    assert np.isinf(oil.cost_ratio[gulf]).all()
    assert (oil.mode_share[gulf] == 0).all()
    assert np.isnan(oil.days[gulf]).all()
    made = nest()
    air = made.mode_share[gulf, -1]
    level = made.level[gulf]
    np.testing.assert_allclose(goods.cost_ratio[gulf], (1 + level / air) / (1 + level), rtol=1e-12)
    np.testing.assert_allclose(goods.mode_share[gulf, -1], 1.0, rtol=1e-14)


def test_added_cost_moves_goods_and_costs_them() -> None:
    made = nest()
    dear = PassageMeasures(added={passage_mask(["bab-el-mandeb"]): 0.02})
    state = made.state(made.by_sea(RouteState(1.0), dear))
    suez = made.layout.uses(passage_mask(["suez"]))
    first = made.layout.row == 0
    assert state.path_share[suez & first].sum() < made.base.path_share[suez & first].sum()
    assert 1.0 < state.cost_ratio[0] < 1.02
    assert (made.state(made.by_sea(RouteState(1.0), PassageMeasures(added={1: 0.0}))).cost_ratio == 1.0).all()


def test_partial_closures_are_nested_states() -> None:
    suez, hormuz = passage_mask(["suez"]), passage_mask(["hormuz"])
    found = PassageMeasures(closed={suez: 0.6, hormuz: 0.25}).states()
    assert [(state.weight, state.closed) for state in found] == [
        (0.25, suez | hormuz),
        (pytest.approx(0.35), suez),
        (pytest.approx(0.4), 0),
    ]
    assert [state.neutral for state in PassageMeasures().states()] == [True]
    assert [state.weight for state in closed("suez").states()] == [1.0]


def terms(months: float, users: float = 1.0) -> ArcticTerms:
    return ArcticTerms(months, 1.0, 10.0, 0.3, 0.003, np.full(layout().pairs, users))


def test_a_season_is_a_share_of_the_year() -> None:
    found = PassageMeasures(arctic=terms(3)).states()
    assert [state.weight for state in found] == [0.25, 0.75]
    assert found[1].neutral
    assert len(PassageMeasures(arctic=terms(12)).states()) == 1
    assert PassageMeasures(arctic=terms(0)).states()[0].neutral


def test_an_open_northern_route_makes_only_its_users_cheaper() -> None:
    made = nest()
    state = after(made, PassageMeasures(arctic=terms(12)))
    assert state.cost_ratio[0] < 1.0
    assert (state.cost_ratio[1:] == 1.0).all()
    arctic = made.layout.uses(passage_mask(["northern-sea-route"]))
    assert state.path_share[arctic].sum() > 0.1
    assert (after(made, PassageMeasures(arctic=terms(12, users=0.0))).cost_ratio == 1.0).all()


def test_cheaper_corridor_takes_from_the_sea() -> None:
    made = nest()
    hat = np.where(np.isfinite(made.layout.corridor_km), np.log(0.8), 0.0)
    state = made.state(made.by_sea(RouteState(1.0), PassageMeasures()), hat)
    assert (state.cost_ratio[:2] < 1.0).all()
    assert (state.cost_ratio[2:] == 1.0).all()
    old, new = made.mode_share[0], state.mode_share[0]
    assert new[2] > old[2]
    # Relative use rises by the elasticity times the fall of the relative cost.
    assert np.log(new[2] / new[0]) - np.log(old[2] / old[0]) == pytest.approx(-np.log(0.8))


def test_shadow_price_fills_a_corridor_and_no_more() -> None:
    share = np.array([0.05, 0.9, 0.3])

    def carried(price: np.ndarray) -> np.ndarray:
        use = share * np.exp(-price) * np.array([1.6, 1.0, 0.9])
        return use / (1 - share + use)

    limit = np.array([0.05, 0.85, 0.35])
    price = shadow_prices(carried, limit, 1.0)
    np.testing.assert_allclose(carried(price)[:2], limit[:2], rtol=1e-8)
    assert price[2] == 0.0
    assert shadow_prices(carried, np.full(3, np.inf), 1.0).tolist() == [0.0, 0.0, 0.0]
    with pytest.raises(AssumptionError, match="above zero"):
        shadow_prices(carried, np.array([0.0, 1.0, 1.0]), 1.0)


def test_a_corridor_that_is_the_only_way_costs_the_most_there_is() -> None:
    """No surcharge empties it; the search ends all the same, and the other corridor is as if it were alone."""
    captive = np.array([2.0, 0.0])

    def carried(price: np.ndarray) -> np.ndarray:
        use = np.array([0.1, 0.3]) * np.exp(-price)
        return captive + use / (1.0 + use)

    price = shadow_prices(carried, np.array([1.0, 0.2]), 1.0)
    assert price[0] == LARGEST
    assert carried(price)[1] == pytest.approx(0.2, rel=1e-8)


def test_blend_keeps_the_kernel_and_the_quantity() -> None:
    pair = np.array([0, 0, 1, 2])
    weight = np.array([[0.3, 0.2], [0.1, 0.4], [0.5, 0.5], [0.6, 0.4]])
    ratio = np.array([[1.0, 1.3], [1.1, np.inf], [1.2, 1.2], [np.inf, np.inf]])
    cost, survival, share = blend(pair, weight, ratio, 4.0)
    factor = (weight * ratio**-4.0).sum(axis=1)
    np.testing.assert_allclose(survival * cost**-4.0, [factor[0] + factor[1], 1.2**-4.0, 0.0], rtol=1e-12)
    assert (cost[1], survival[1]) == (1.2, 1.0)
    assert (cost[2], survival[2]) == (1.0, 0.0)
    np.testing.assert_allclose(np.bincount(pair, share.sum(axis=1)), [1.0, 1.0, 0.0])
    # What arrives for a unit of money is the mean over the states, weighted by the money.
    assert 1 / cost[0] == pytest.approx((share[:2] / ratio[:2]).sum())


def test_every_parameter_has_a_standing() -> None:
    found = route_parameters()
    assert {entry.status for entry in found} == {"sourced", "derived", "assumed"}
    assert all(entry.source and entry.unit for entry in found)
    with pytest.raises(AssumptionError, match="route_elasticity"):
        RouteAssumptions(route_elasticity=0)


def test_services_do_not_travel() -> None:
    assert cargo_of_sectors(("B06", "C26", "K", "H50", "B09")).tolist() == [0, 5, -1, -1, -1]


def test_a_world_without_known_economies_has_no_routes() -> None:
    none = np.zeros(0, dtype=np.int64)
    empty = lay_out(Alternatives(none, none, none, none * 1.0, none, *(none * 1.0 for _ in range(4)), kind=()))
    assert (empty.pairs, empty.rows) == (0, 0)
    made = CargoNest(empty, OIL, RouteAssumptions(), np.zeros((0, 0)))
    state = after(made, closed("suez"))
    assert state.cost_ratio.size == 0
    cost, survival, share = blend(empty.pair, np.zeros((0, 1)), np.ones((0, 1)), 4.0)
    assert cost.size == survival.size == share.size == 0
