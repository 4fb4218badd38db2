"""Answers too large for an estimate are said to be so; a sign that hangs on the reach of a cap is not called firm."""

from __future__ import annotations

import json

import multipolar as mp
from multipolar.analysis.credible import LARGEST, beyond_belief
from multipolar.scenario.load import parse_scenario
from multipolar.simulation.horizons import horizon


def test_only_what_is_too_large_is_named() -> None:
    assert list(beyond_belief({"DEU": -3.0, "NOR": LARGEST, "SVK": float("nan")}, "short run")) == []
    (told,) = beyond_belief({"DEU": -3.0, "SVK": -29.8, "NOR": 15.7}, "short run")
    assert "Slovakia −29.8" in told
    assert told.index("Slovakia") < told.index("Norway")
    assert "Germany" not in told
    (many,) = beyond_belief(dict.fromkeys(("DEU", "FRA", "ITA", "ESP", "POL", "SWE", "NOR", "SVK"), -50.0), "2023")
    assert "and 2 more" in many


def test_a_run_says_so_of_the_horizon_beside_it_too() -> None:
    world = mp.load()
    long = mp.study(world, "western-embargo", focus=("SVK",), draws=0)
    assert any("Not to be read as an estimate (short run)" in note and "Slovakia" in note for note in long.notes)
    small = mp.study(world, "us-ev-tariff", draws=0)
    assert not any("Not to be read as an estimate" in note for note in small.notes)


def test_the_reach_of_a_cap_can_turn_a_sign() -> None:
    world = mp.load("icio-2022-crude")
    found = mp.study(world, "oil-cap-2022", elasticities=horizon("short", world)[0], beside=(), focus=("BGR",), draws=0)
    (flip,) = (each for each in found.flips if each.economy == "BGR")
    assert flip.turns == ("both of the cap together",)
    assert any("Buyers under it go without" in note for note in found.notes)
    plain = parse_scenario(
        json.dumps(
            {
                "name": "t",
                "instruments": [
                    {"kind": "tariff", "origin": "CHN", "destination": "USA", "sectors": "C29", "rate": 0.1}
                ],
            }
        )
    )
    without = mp.study(world, plain, draws=0, beside=())
    assert not any("cap" in name for each in without.flips for name, *_ in each.tried)
