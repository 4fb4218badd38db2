"""The bundled routes against the sea network itself, where a copy of it is at hand (environment variable below)."""

from __future__ import annotations

import os
import random
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from multipolar.codes.passages import passages
from multipolar.data.sea_network import SeaNetwork, read_sea_network
from multipolar.data.sea_routes import SEA_SPEED_KM_A_DAY, port_routes, sea_ports

VARIABLE = "MULTIPOLAR_SEA_NETWORK"


@pytest.fixture(scope="module")
def network() -> SeaNetwork:
    """The network of the package searoute, named by its path."""
    path = os.environ.get(VARIABLE)
    if path is None:
        pytest.skip(f"set {VARIABLE} to marnet_searoute.geojson of the package searoute")
    return read_sea_network(Path(path), passages())


def _stays(mask: np.ndarray) -> np.ndarray:
    return sum(np.where(mask & found.bit, found.stay_days, 0.0) for found in passages().values())


@pytest.mark.parametrize("seed", range(12))
def test_any_closure_gives_the_route_that_the_network_gives(network: SeaNetwork, seed: int) -> None:
    chance = random.Random(seed)
    closed = sum(found.bit for found in chance.sample(list(passages().values()), chance.randint(0, 8)))
    kept = (network.mask & closed) == 0
    effort = network.km + _stays(network.mask) * SEA_SPEED_KM_A_DAY
    graph = coo_matrix(
        (np.maximum(effort[kept], 1e-6), (network.start[kept], network.end[kept])), (len(network.place),) * 2
    )
    table = port_routes()
    access = {code: network.nearest(port.place) for code, port in sea_ports().items()}
    origins = chance.sample(table.ports, 5)
    direct = dijkstra(graph.tocsr(), directed=False, indices=[access[code][0] for code in origins])
    stored = table.km + _stays(table.mask) * SEA_SPEED_KM_A_DAY
    for row, origin in enumerate(origins):
        for other in table.ports:
            if other == origin:
                continue
            found = table.between(origin, other)
            free = stored[found][(table.mask[found] & closed) == 0]
            expected = direct[row, access[other][0]] + access[origin][1] + access[other][1]
            # Stored km are whole numbers.
            assert min(free, default=np.inf) == pytest.approx(expected, abs=0.51), f"{origin} {other} {closed:b}"
