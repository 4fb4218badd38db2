"""`multipolar data distance`: kilometres, days and passages, or that there is no path."""

from __future__ import annotations

import json

import pytest

from multipolar.cli.distance import distance
from multipolar.errors import MultipolarError


def test_distance_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert distance("Shanghai", "Rotterdam", close=["suez"], json=True) == 0
    routes = json.loads(capsys.readouterr().out)["routes"]
    assert routes["all passages open"]["km"] == pytest.approx(19_500, rel=0.01)
    assert routes["closed: suez"]["km"] > 24_000
    assert "suez" not in routes["closed: suez"]["passages"]


def test_no_path_is_a_state(capsys: pytest.CaptureFixture[str]) -> None:
    distance("ROU", "USA", close=["bosporus"])
    assert "no path" in capsys.readouterr().out


def test_the_arctic_route_is_shorter(capsys: pytest.CaptureFixture[str]) -> None:
    distance("Murmansk", "Shanghai", nsr=True, json=True)
    routes = json.loads(capsys.readouterr().out)["routes"]
    assert routes["Northern Sea Route open"]["km"] == pytest.approx(12_600, rel=0.01)


def test_an_unknown_port_is_named() -> None:
    with pytest.raises(MultipolarError, match="Atlantis"):
        distance("Atlantis", "Rotterdam")
