"""Published sea distances, and what the closure of a passage does to them. Tolerances are stated at each figure."""

from __future__ import annotations

import pytest

from multipolar.baseline.routes import RouteAnswer, distance, port_distance, routes_between
from multipolar.codes.passages import passages

NAUTICAL_MILE_KM = 1.852

# Ports, Northern Sea Route open, published km, tolerance. The network is coarse in open water and at the ends.
PUBLISHED = [
    ("Shanghai", "Rotterdam", False, 19500.0, 0.005),
    ("Shanghai", "Rotterdam", True, 15400.0, 0.005),
    ("Murmansk", "Shanghai", False, 22400.0, 0.005),
    ("Murmansk", "Shanghai", True, 12600.0, 0.005),
    ("Rotterdam", "Yokohama", False, 11200 * NAUTICAL_MILE_KM, 0.01),
    # The network keeps to the coast, 3 % more than the 7,350 nautical miles of the literature.
    ("Rotterdam", "Yokohama", True, 7350 * NAUTICAL_MILE_KM, 0.035),
]


@pytest.mark.parametrize(("one", "other", "north", "published", "tolerance"), PUBLISHED)
def test_published_distances(one: str, other: str, north: bool, published: float, tolerance: float) -> None:
    answer = port_distance(one, other, nsr=north)
    assert answer.state == "open"
    assert answer.km == pytest.approx(published, rel=tolerance)
    assert ("northern-sea-route" in answer.passages) == north
    assert port_distance(other, one, nsr=north).km == answer.km


def test_northern_water_is_counted_apart() -> None:
    north = port_distance("Shanghai", "Rotterdam", nsr=True)
    # The water area from Novaya Zemlya to the Bering Strait is about 5,600 km along the coast, less on the transit.
    assert north.northern_km is not None
    assert 4500 < north.northern_km < 5800
    assert port_distance("Shanghai", "Rotterdam").northern_km == 0.0


def test_suez_closed_leads_round_the_cape() -> None:
    open_way, detour = port_distance("Shanghai", "Rotterdam"), port_distance("Shanghai", "Rotterdam", ["suez"])
    assert {"suez", "bab-el-mandeb", "malacca", "gibraltar"} <= set(open_way.passages)
    assert "cape-of-good-hope" in detour.passages
    assert not {"suez", "bab-el-mandeb"} & set(detour.passages)
    assert open_way.days is not None
    assert detour.days is not None
    assert 8 < detour.days - open_way.days < 11
    assert port_distance("Shanghai", "Rotterdam", ["Bab el-Mandeb"]).km == detour.km


@pytest.mark.parametrize(
    ("port", "shut"), [("Odesa", "bosporus"), ("Novorossiysk", "bosporus"), ("Constanța", "bosporus")]
)
def test_the_black_sea_has_one_way_out(port: str, shut: str) -> None:
    assert port_distance(port, "Rotterdam").state == "open"
    _has_no_path(port_distance(port, "Rotterdam", [shut]))
    assert port_distance(port, "Varna", [shut]).state == "open"


@pytest.mark.parametrize("port", ["Dammam", "Jebel Ali"])
def test_the_gulf_has_one_way_out(port: str) -> None:
    _has_no_path(port_distance(port, "Shanghai", ["hormuz"]))
    assert port_distance("Fujairah", "Shanghai", ["hormuz"]).state == "open"
    assert port_distance("Dammam", "Jebel Ali", ["hormuz"]).state == "open"


@pytest.mark.parametrize("port", ["Saint Petersburg", "Gdańsk", "Helsinki"])
def test_the_baltic_has_one_way_out(port: str) -> None:
    _has_no_path(port_distance(port, "Rotterdam", ["danish straits"]))


def test_the_mediterranean_has_two_ways_out() -> None:
    assert port_distance("Genoa", "Rotterdam", ["gibraltar"]).passages[:2] == ("suez", "bab-el-mandeb")
    _has_no_path(port_distance("Genoa", "Rotterdam", ["gibraltar", "suez"]))


def test_everything_closed_leaves_neighbours_alone() -> None:
    everything = tuple(passages())
    assert port_distance("Rotterdam", "Hamburg", everything).state == "open"
    _has_no_path(port_distance("Rotterdam", "Shanghai", everything))


def test_economies_answer_by_their_main_lane() -> None:
    answer = distance("CHN", "NLD", closed=["suez"])
    assert answer.ports == ("CNSHA", "NLRTM")
    assert answer.km == port_distance("Shanghai", "Rotterdam", ["suez"]).km
    pacific = distance("Russia", "China")
    assert pacific.ports == ("RUVYP", "CNSHA")
    assert pacific.lost_share == 0.0
    _has_no_path(distance("UKR", "CHN", ["bosporus"]))
    saudi = distance("SAU", "JPN", ["hormuz"])
    assert saudi.ports[0] == "SAJED"
    assert saudi.lost_share is not None
    assert 0.5 < saudi.lost_share < 0.9


def test_trade_of_china_and_america_over_the_pacific_coast() -> None:
    # Fitted, not predicted: 56.9 % of weight and 60.6 % of value of containers from East Asia, March 2022.
    routes = routes_between(("CHN", "USA"))
    found = routes.alternatives("USA", "CHN")
    lanes = {
        (routes.exporter_port[at], routes.importer_port[at]): routes.lane_share[at]
        for at in range(found.start, found.stop)
    }
    pacific = sum(share for (_, port), share in lanes.items() if routes.ports[port] == "USLAX")
    assert pacific == pytest.approx(0.569, abs=0.02)


def _has_no_path(answer: RouteAnswer) -> None:
    assert answer.state == "no path"
    assert answer.km is None
    assert answer.days is None
    assert answer.reason
