"""`multipolar data distance`: kilometres, days and passages, or that there is no path."""

from __future__ import annotations

import json

import pytest

from multipolar.cli import main
from multipolar.cli.distance import distance
from multipolar.cli.places import two_places
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


def _said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["data", "distance", *arguments]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_a_shorter_way_from_another_port_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(capsys, "ARE", "IND", "--close", "hormuz")
    for words in ("Jebel Ali", "Fujairah", "no way left % by", "20 77 open sea", "different ports"):
        assert words in said


def test_overland_ways_stand_apart_from_those_at_sea(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(capsys, "AUT", "CZE")
    for words in ("Rotterdam to Hamburg", "551", "1,790", "Austria has no port of its own", "joined by land, 359 km"):
        assert words in said
    assert "2,341" not in said
    distance("AUT", "CZE", json=True)
    (answer,) = json.loads(capsys.readouterr().out)["routes"].values()
    assert answer["sea_km"] + answer["overland_km"] == answer["km"]


def test_days_sailing_stand_apart_from_days_in_all(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(capsys, "Shanghai", "Rotterdam")
    assert "days sailing days in all" in said
    assert "31.4 32.1 Suez Canal" in said


def test_what_is_closed_stands_once_and_beside_the_arctic_too(capsys: pytest.CaptureFixture[str]) -> None:
    said = _said(capsys, "Shanghai", "Rotterdam", "--close", "suez", "suez", "--nsr")
    assert "suez, suez" not in said
    assert "Northern Sea Route open, closed: suez" in said


def test_a_port_and_itself_are_no_distance_apart(capsys: pytest.CaptureFixture[str]) -> None:
    distance("Rotterdam", "NLRTM", close=["suez"], json=True)
    for answer in json.loads(capsys.readouterr().out)["routes"].values():
        assert (answer["state"], answer["km"], answer["days"]) == ("open", 0, 0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Vladivostok", "Busan"), "Vostochny"),
        (("Roterdam", "Busan"), "Did you mean Rotterdam"),
        (("UZB", "CHN"), "part of ROW"),
        (("EU", "CHN"), "It is a bloc; name its economies"),
        (("Shanghai", "DEU"), "Shanghai is a port and Germany is an economy"),
        (("SWE", "JPN", "--nsr", "--close", "nsr"), "Leave one of them out"),
    ],
)
def test_wrong_names_end_with_a_remedy_that_works(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["data", "distance", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_name_of_both_an_economy_and_a_port_is_read_as_what_stands_beside_it() -> None:
    for name in ("Singapore", "Hong Kong"):
        assert [found.kind for found in two_places(name, "Rotterdam")] == ["port", "port"]
        assert [found.kind for found in two_places("Rotterdam", name)] == ["port", "port"]
        assert [found.kind for found in two_places(name, "NLD")] == ["economy", "economy"]
    assert [found.kind for found in two_places("Singapore", "Hong Kong")] == ["economy", "economy"]
    with pytest.raises(MultipolarError, match="Name two ports or two economies"):
        two_places("SGP", "Rotterdam")
