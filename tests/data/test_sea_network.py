"""The sea network: lines become a graph, gates find their edges, and the enumerated routes are complete."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from multipolar.baseline.build_route_legs import simplified
from multipolar.baseline.routes_graph import Alternatives, contract, enumerate_routes
from multipolar.codes.passages import Passage
from multipolar.data.sea_network import SeaNetwork, crosses, great_circle_km, read_sea_network
from multipolar.data.sea_routes import SEA_SPEED_KM_A_DAY
from multipolar.errors import DataError

PORTS = {"WEST": (0.0, 0.0), "EAST": (9.0, 0.0), "NORTH": (4.5, 6.0), "LAKE": (2.0, -9.0)}


def gate(code: str, bit: int, *corners: tuple[float, float], stay: float = 0.0) -> Passage:
    return Passage(code, code, (), corners[0], corners, "", "", stay, "", 0.0, 0.0, "none", "", bit)


@pytest.fixture
def gates() -> dict[str, Passage]:
    """Three gates side by side across a strait of three lanes, and one to a lake."""
    found = (
        gate("upper", 1, (3.0, 1.5), (3.0, 3.5)),
        gate("middle", 2, (3.0, -1.0), (3.0, 1.0), stay=2.0),
        gate("lower", 4, (6.0, -3.5), (6.0, -1.5)),
        gate("lock", 8, (1.0, -5.0), (3.0, -5.0)),
    )
    return {passage.code: passage for passage in found}


@pytest.fixture
def network_file(tmp_path: Path) -> Path:
    lines = [
        [[0.0, 0.0], [4.5, 0.0], [9.0, 0.0]],
        [[0.0, 0.0], [2.0, 2.5], [4.5, 2.5], [7.0, 2.5], [9.0, 0.0]],
        [[0.0, 0.0], [2.0, -2.5], [4.5, -2.5], [7.0, -2.5], [9.0, 0.0]],
        [[4.5, 0.0], [4.5, 2.5], [4.5, 6.0]],
        [[4.5, 0.0], [4.5, -2.5]],
        [[2.0, -2.5], [2.0, -9.0]],
    ]
    features = [{"type": "Feature", "geometry": {"type": "LineString", "coordinates": line}} for line in lines]
    path = tmp_path / "network.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_a_quarter_of_a_meridian() -> None:
    quarter = great_circle_km(np.array([[0.0, 0.0]]), np.array([[0.0, 90.0]]))
    assert quarter[0] == pytest.approx(10007.6, abs=0.1)


def test_gates_find_the_edges_that_cross_them() -> None:
    start = np.array([[-1.0, 0.0], [-1.0, 5.0], [179.0, 0.0]])
    end = np.array([[1.0, 0.0], [1.0, 5.0], [-179.0, 0.0]])
    assert crosses(start, end, ((0.0, -1.0), (0.0, 1.0))).tolist() == [True, False, False]
    assert crosses(start, end, ((0.0, -1.0), (0.0, 1.0), (0.0, 6.0))).tolist() == [True, True, False]


def test_the_antimeridian_is_one_line(tmp_path: Path, gates: dict[str, Passage]) -> None:
    lines = [[[170.0, 0.0], [180.0, 0.0], [190.0, 1.0]], [[-170.0, 1.0], [-160.0, 1.0]]]
    path = tmp_path / "line.geojson"
    shape = {"type": "MultiLineString", "coordinates": lines}
    path.write_text(json.dumps({"features": [{"geometry": shape}]}), encoding="utf-8")
    network = read_sea_network(path, {})
    assert len(network.place) == 4
    assert len(network.km) == 3
    assert network.km.max() == pytest.approx(1117.5, abs=1.0)
    with pytest.raises(DataError, match="has no edge through upper"):
        read_sea_network(path, gates)


@pytest.mark.parametrize("text", ["{}", "no json", '{"features": []}'])
def test_what_is_no_network_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"is no GeoJSON of lines|holds no lines"):
        read_sea_network(path, {})


def test_a_port_far_from_the_network_is_refused(network_file: Path, gates: dict[str, Passage]) -> None:
    network = read_sea_network(network_file, gates)
    with pytest.raises(DataError, match="lie too far from the sea network"):
        contract(network, {"FAR": (40.0, 40.0)}, gates)


def fastest_directly(network: SeaNetwork, gates: dict[str, Passage], closed: int) -> np.ndarray:
    """Days between all ports on the whole network with the edges over closed gates taken out."""
    stay = sum(np.where(network.mask & found.bit, found.stay_days, 0.0) for found in gates.values())
    kept = (network.mask & closed) == 0
    days = network.km / SEA_SPEED_KM_A_DAY + stay
    size = len(network.place)
    graph = coo_matrix((days[kept], (network.start[kept], network.end[kept])), shape=(size, size)).tocsr()
    nodes = [network.nearest(place)[0] for place in PORTS.values()]
    return dijkstra(graph, directed=False, indices=nodes)[:, nodes]


def fastest_of(found: Alternatives, gates: dict[str, Passage], closed: int) -> np.ndarray:
    """The same from the enumerated routes."""
    days = np.full((len(PORTS), len(PORTS)), np.inf)
    np.fill_diagonal(days, 0.0)
    stay = sum(np.where(found.mask & passage.bit, passage.stay_days, 0.0) for passage in gates.values())
    length = found.km / SEA_SPEED_KM_A_DAY + stay
    for a, b, mask, value in zip(found.first, found.second, found.mask, length, strict=True):
        if mask & closed == 0:
            days[a, b] = days[b, a] = min(days[a, b], value)
    return days


def test_routes_are_complete_for_every_set_of_closed_passages(network_file: Path, gates: dict[str, Passage]) -> None:
    network = read_sea_network(network_file, gates)
    found = enumerate_routes(contract(network, PORTS, gates))
    for closed in range(16):
        direct = fastest_directly(network, gates, closed)
        np.testing.assert_allclose(fastest_of(found, gates, closed), direct, rtol=1e-9, err_msg=f"closed {closed:04b}")
    shut = fastest_directly(network, gates, 8)
    assert np.isinf(shut[3, :3]).all()  # the lake has no other way out


def test_no_route_is_stored_that_another_always_beats(network_file: Path, gates: dict[str, Passage]) -> None:
    network = read_sea_network(network_file, gates)
    found = enumerate_routes(contract(network, PORTS, gates))
    routes = list(zip(found.first, found.second, found.mask, found.km, strict=True))
    for one, other in itertools.permutations(routes, 2):
        same_pair = one[:2] == other[:2]
        assert not (same_pair and one[2] & ~other[2] == 0 and one[2] != other[2] and one[3] >= other[3] + 4000)
    # A stay of two days at the middle gate sends ships by the lower lane, which is 40 km longer.
    first = next(route for route in routes if route[:2] == (0, 1))
    assert first[2] in (1, 4)


def test_simplified_lines_keep_ends_and_stay_close() -> None:
    line = np.array([[0.0, 0.0], [1.0, 0.1], [2.0, 0.0], [3.0, 2.0], [4.0, 0.0]])
    assert simplified(line, 0.3).tolist() == [[0.0, 0.0], [2.0, 0.0], [3.0, 2.0], [4.0, 0.0]]
    over = simplified(np.array([[170.0, 0.0], [-170.0, 0.0]]), 0.3)
    assert over.tolist() == [[170.0, 0.0], [190.0, 0.0]]
    loop = simplified(np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 0.0]]), 0.3)
    assert len(loop) == 3
