"""Routes between economies: lanes, shares, states, corridors and legs for a map."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from multipolar.baseline.routes import distance, port_distance, routes_between
from multipolar.baseline.routes_legs import route_legs, trunk_legs
from multipolar.codes.economies import economies
from multipolar.codes.passages import passages
from multipolar.codes.tables import UnknownCodeError
from multipolar.data.corridors import corridors
from multipolar.data.land_links import SHUT_BORDERS, land_links
from multipolar.data.sea_routes import gateways, port_routes, sea_port, sea_ports
from multipolar.errors import DataError

ALL = tuple(found.code for found in economies())


def test_every_economy_but_the_rest_of_the_world_has_ports() -> None:
    assert set(ALL) - set(gateways()) == {"ROW"}
    assert routes_between(ALL).without_data == ("ROW",)
    for code, found in gateways().items():
        assert sum(gateway.share for gateway in found) == pytest.approx(1.0), code
        assert {gateway.port for gateway in found} <= set(sea_ports())
        for gateway in found:
            assert gateway.check in ("assumed", "lookup")
            assert gateway.overland_km == 0 or gateway.note


def test_all_pairs_have_lanes_whose_shares_sum_to_one() -> None:
    routes = routes_between(ALL)
    listed = len(ALL) - 1
    assert np.count_nonzero(routes.count) == listed * (listed - 1)
    first = np.unique(
        np.column_stack([routes.pair_importer, routes.pair_exporter, routes.lane, routes.kind]),
        axis=0,
        return_index=True,
    )[1]
    sea = first[routes.kind[first] == 0]
    total = np.zeros((len(ALL), len(ALL)))
    np.add.at(total, (routes.pair_importer[sea], routes.pair_exporter[sea]), routes.lane_share[sea])
    assert total[total > 0] == pytest.approx(1.0)
    assert np.count_nonzero(total) == listed * (listed - 1)


def test_distances_are_the_same_both_ways() -> None:
    routes = routes_between(ALL)
    for one, other in (("CHN", "DEU"), ("USA", "JPN"), ("KAZ", "ITA")):
        there, back = routes.alternatives(one, other), routes.alternatives(other, one)
        assert sorted(routes.km[there]) == sorted(routes.km[back])


def test_closing_more_never_shortens() -> None:
    routes = routes_between(("CHN", "NLD", "SAU", "USA"))
    for importer, exporter in (("NLD", "CHN"), ("USA", "SAU")):
        days = [
            routes.distance(importer, exporter, closed).days
            for closed in ((), ("suez",), ("suez", "cape"), ("suez", "cape", "panama"))
        ]
        assert all(a is not None and b is not None and a <= b for a, b in itertools.pairwise(days))


def test_what_has_no_data_says_so() -> None:
    assert distance("DEU", "ROW").state == "no data"
    assert "ROW" in distance("DEU", "ROW").reason
    assert distance("DEU", "DEU").state == "no data"
    assert routes_between(("DEU", "ZZZ")).without_data == ("ZZZ",)
    assert port_distance("Rotterdam", "Rotterdam").state == "no path"
    with pytest.raises(UnknownCodeError):
        routes_between(("DEU", "FRA")).distance("DEU", "USA")
    with pytest.raises(UnknownCodeError, match="unknown passage"):
        distance("DEU", "CHN", ["the moon"])
    with pytest.raises(UnknownCodeError, match="unknown port"):
        sea_port("Atlantis")
    with pytest.raises(DataError, match="one is an economy and the other a port"):
        distance("DEU", "Shanghai")


def test_ports_answer_by_name() -> None:
    assert distance("Shanghai", "Rotterdam").km == port_distance("CNSHA", "NLRTM").km


def test_stored_routes_are_sorted_by_days_and_masks_are_known() -> None:
    table = port_routes()
    size = len(table.ports)
    assert np.count_nonzero(table.count) == size * (size - 1)
    assert table.mask.max() < 1 << len(passages())
    north = passages()["northern-sea-route"].bit
    assert ((table.northern_km > 0) == ((table.mask & north) != 0)).all()
    assert (table.northern_km <= table.km).all()
    everyday = (table.mask & north) == 0
    pair = table.first * size + table.second
    assert set(pair[everyday]) == set(pair)  # every pair of ports has a way without the north


def test_land_links_are_symmetric_and_leave_shut_borders_out() -> None:
    links = land_links()
    assert links["DEU", "POL"] is links["POL", "DEU"]
    assert links["DEU", "POL"].borders == 1
    assert 500 < links["DEU", "POL"].km < 1300
    for pair in SHUT_BORDERS:
        assert pair not in links or links[pair].borders > 1
    assert ("FRA", "GBR") in links  # the tunnel
    assert ("JPN", "KOR") not in links
    assert ("AUS", "IDN") not in links


def test_corridors_serve_their_pairs() -> None:
    found = corridors()
    siberia = found["power-of-siberia"]
    assert (siberia.capacity, siberia.unit, siberia.check) == (38, "bcm a year", "lookup")
    assert siberia.serves("CHN", "RUS")
    assert not siberia.serves("RUS", "CHN")
    assert found["rail-kazakhstan"].serves("DEU", "CHN")
    assert found["rail-kazakhstan"].serves("CHN", "DEU")
    routes = routes_between(ALL)
    kinds = {routes.kinds[kind] for kind in routes.kind[routes.alternatives("CHN", "RUS")]}
    assert {"sea", "land", "power-of-siberia", "skovorodino-daqing"} <= kinds
    assert np.isnan(routes.days_open_water[routes.kind == routes.kinds.index("power-of-siberia")]).all()
    for corridor in found.values():
        assert corridor.check in ("lookup", "unverified")
        assert corridor.source
        assert set(corridor.exporters) | set(corridor.importers) <= set(ALL)


def test_legs_join_into_a_route() -> None:
    answer = port_distance("Shanghai", "Rotterdam")
    legs = route_legs("CNSHA", "NLRTM", answer.passages)
    stops = [legs[0].first, *(leg.second for leg in legs)]
    assert stops == ["CNSHA", "taiwan-strait", "malacca", "bab-el-mandeb", "suez", "gibraltar", "NLRTM"]
    assert sum(leg.km for leg in legs) == pytest.approx(answer.km, rel=0.03)
    for one, other in itertools.pairwise(legs):
        assert one.corners[-1] == other.corners[0]
    assert route_legs("CNSHA", "DERSK", ()) == ()


def test_legs_are_small() -> None:
    legs = {id(leg.corners): leg for leg in trunk_legs().values()}
    assert all(2 <= len(leg.corners) <= 60 for leg in legs.values())
    assert all(-90 <= lat <= 90 and -540 <= lon <= 540 for leg in legs.values() for lon, lat in leg.corners)
