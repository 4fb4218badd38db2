"""The hub nest by hand, its limits, and the rule for baseline shares."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.baseline.hubs import LARGEST_SHARE, export_pattern, goods_cells, hub_shares, published_ratio
from multipolar.baseline.registry import load
from multipolar.data.eu_sanctioned import load_sanctioned_exports
from multipolar.errors import AssumptionError
from multipolar.model.hubs import HubNest
from multipolar.model.nest import channel_log_cost, channel_shares


def nest(**changed: object) -> HubNest:
    """One cell, two hubs."""
    parts: dict[str, object] = {
        "cells": np.array([5]),
        "hubs": np.array([1, 2]),
        "open_share": np.array([0.4]),
        "share": np.array([[0.02], [0.01]]),
        "transit_cost": np.array([[0.1], [0.2]]),
        "margin": np.array([[0.15], [0.05]]),
        "channel_elasticity": np.array([8.0]),
        "trade_elasticity": np.array([4.0]),
        "service_weight": np.array([[1.0, 0.0], [0.25, 0.75]]),
    }
    return HubNest(**(parts | changed))  # type: ignore[arg-type]


def test_leak_by_hand() -> None:
    first, second = 1.15 * 1.1, 1.05 * 1.2
    total = 0.02 * first**-8 + 0.01 * second**-8
    found = nest()
    assert found.leak(np.zeros(2))[0] == pytest.approx(total**0.5, rel=1e-14)
    factor = 0.4 + 0.6 * total**0.5
    assert found.kernel_factor(np.zeros(2))[0] == pytest.approx(factor, rel=1e-14)
    through = 0.6 * total**0.5 / factor
    assert found.paid_through(np.zeros(2)).sum() == pytest.approx(through, rel=1e-14)
    kept = found.margin_paid(np.zeros(2))[:, 0]
    assert kept[0] == pytest.approx(through * 0.02 * first**-8 / total * 0.15 / 1.15, rel=1e-14)


def test_leak_is_the_channel_nest_with_the_direct_way_closed() -> None:
    """The same number from the nest that routes and payments use, the direct way at infinite cost."""
    found, prices = nest(open_share=np.zeros(1)), np.array([0.03, -0.02])
    ways = np.concatenate([found.log_way_cost(prices)[:, 0], [np.inf]])
    share = np.array([0.02, 0.01, 0.97])
    assert found.leak(prices)[0] == pytest.approx(np.exp(-4.0 * channel_log_cost(share, ways, 8.0)), rel=1e-12)
    assert found.paid_through(prices)[:, 0] == pytest.approx(channel_shares(share, ways, 8.0)[:2], rel=1e-12)


def test_one_hub_of_share_one_at_no_cost_is_the_identity() -> None:
    whole = nest(share=np.array([[1.0], [0.0]]), transit_cost=np.zeros((2, 1)), margin=np.zeros((2, 1)))
    assert whole.leak(np.zeros(2))[0] == 1.0
    assert whole.kernel_factor(np.zeros(2))[0] == 1.0
    cost, rents = whole.log_costs(np.zeros(2))
    assert cost[0] == 0.0
    assert not rents.any()


def test_cost_is_rent_and_real_cost_and_the_rents_sum() -> None:
    found = nest()
    first, second = found.responses(("KAZ", "TUR"))
    unknown = np.array([0.01, 0.02])
    whole = first.log_cost(unknown) + second.log_cost(unknown)
    assert whole == pytest.approx(-np.log(found.kernel_factor(unknown)) / 4.0, rel=1e-13)
    rate = (1 + first.rent_rate(unknown)) * (1 + second.rent_rate(unknown)) - 1
    assert rate / (1 + rate) == pytest.approx(found.margin_paid(unknown).sum(axis=0), rel=1e-13)
    ((receiver, share),) = second.rent_shares(np.array([7]))
    assert receiver.tolist() == [2]
    assert share.tolist() == [1.0]


@pytest.mark.parametrize("field", ["transit_cost", "margin"])
def test_dearer_ways_leak_less(field: str) -> None:
    leaks = [float(nest(**{field: np.full((2, 1), cost)}).leak(np.zeros(2))[0]) for cost in (0.0, 0.1, 0.3, 1.0)]
    assert leaks == sorted(leaks, reverse=True)
    assert leaks[0] > leaks[-1]


def test_dearer_services_leak_less_and_the_unknown_is_their_price() -> None:
    found = nest()
    assert found.leak(np.array([0.2, 0.2]))[0] < found.leak(np.zeros(2))[0]
    log_cost = np.array([[0.0, 0.1, 0.2], [0.0, 0.3, 0.4]])
    assert found.services_price(log_cost) == pytest.approx([0.1, 0.25 * 0.2 + 0.75 * 0.4])


def test_continuation_runs_from_nothing_to_the_whole() -> None:
    airtight = nest(open_share=np.zeros(1))
    factors = [float(airtight.at(size).kernel_factor(np.zeros(2))[0]) for size in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert factors[0] == 1.0
    assert factors == sorted(factors, reverse=True)
    assert factors[-1] == airtight.kernel_factor(np.zeros(2))[0]


def test_numbers_outside_their_domain_are_refused() -> None:
    with pytest.raises(AssumptionError, match="open_share"):
        nest(open_share=np.full(1, 1.5))
    with pytest.raises(AssumptionError, match="above 0"):
        nest(share=np.zeros((2, 1)))
    with pytest.raises(AssumptionError, match="margin"):
        nest(margin=np.full((2, 1), -0.1))


def test_shares_follow_the_rule() -> None:
    """Machinery from Germany to Russia by Kazakhstan: rate x share of Russia in its exports x ratio of 2021."""
    world = load()
    axis, sector = world.economy_index(), world.sector_index()
    count = len(world.economies)
    rus, deu, kaz, tur = (axis[code] for code in ("RUS", "DEU", "KAZ", "TUR"))
    cells = np.array([(sector["C28"] * count + rus) * count + deu])
    found = hub_shares(world, ("KAZ", "TUR", "RUS", "ROW"), cells, 0.08)
    exports = load_sanctioned_exports()
    ratio = exports.total("KAZ", "2021-01", "2021-12", "C28") / exports.total("RUS", "2021-01", "2021-12", "C28")
    assert found.share[0, 0] == pytest.approx(0.08 * export_pattern(world, kaz)[rus] * ratio, rel=1e-12)
    flow = world.flow[sector["C28"]]
    by_table = 0.08 * export_pattern(world, tur)[rus] * flow[tur, deu] / flow[rus, deu]
    assert found.share[1, 0] == pytest.approx(by_table, rel=1e-12)
    assert found.share[2, 0] == 0.0, "a buyer is no hub for itself"
    others = sum(exports.total(code, "2021-01", "2021-12", "C28") for code in ("ARM", "GEO", "KGZ", "UZB"))
    rest = 0.08 * export_pattern(world, kaz)[rus] * others / exports.total("RUS", "2021-01", "2021-12", "C28")
    assert found.share[3, 0] == pytest.approx(rest, rel=1e-12)
    assert found.basis == ("published", "table", "table", "stand-in")


def test_rest_of_the_world_is_no_hub_for_other_buyers() -> None:
    world = load()
    axis, sector, count = world.economy_index(), world.sector_index(), len(world.economies)
    cells = np.array([(sector["C24A"] * count + axis["DEU"]) * count + axis["RUS"]])
    found = hub_shares(world, ("ROW", "TUR"), cells)
    assert found.basis == ("none", "table")
    assert found.share[0, 0] == 0.0
    assert 0.0 < found.share[1, 0] <= LARGEST_SHARE


def test_services_have_no_detour() -> None:
    world = load()
    count = len(world.economies)
    cells = np.arange(len(world.sectors) * count * count)
    kept = {world.sectors[j] for j in np.unique(goods_cells(world, cells) // (count * count))}
    assert "C29" in kept
    assert not kept & {"G", "H50", "K", "J62_63", "D", "F"}


def test_a_sector_without_listed_codes_has_the_ratio_of_all() -> None:
    world, exports = load(), load_sanctioned_exports()
    ratio = published_ratio(world, exports, ("KAZ",))
    whole = exports.total("KAZ", "2021-01", "2021-12") / exports.total("RUS", "2021-01", "2021-12")
    assert ratio[world.sector_index()["A02"]] == pytest.approx(whole)
    assert ratio[world.sector_index()["C28"]] != pytest.approx(whole)
