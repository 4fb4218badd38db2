"""The table of the horizons: every number has unit, source and status, ranges hold it, and time only loosens."""

from __future__ import annotations

import itertools
import math
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from multipolar.simulation.horizons import elasticity_at_age, smooth_elasticity_at_age

HORIZONS = ("impact", "short", "medium", "long")
SCALARS = ("factor_mobility", "value_added_elasticity", "input_elasticity", "final_elasticity", "trade_elasticity")


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    return tomllib.loads(files("multipolar.simulation").joinpath("horizons.toml").read_text(encoding="utf-8"))


def _entries(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in node.items():
        if isinstance(value, dict):
            if "value" in value:
                yield f"{path}{key}", value
            else:
                yield from _entries(value, f"{path}{key}.")


def test_every_number_says_unit_source_and_status(table: dict[str, Any]) -> None:
    entries = dict(_entries(table))
    assert len(entries) > 40
    wrong = [
        name
        for name, entry in entries.items()
        if not entry["unit"] or not entry["source"] or entry["status"] not in {"sourced", "assumed", "unverified"}
    ]
    assert wrong == []


def test_ranges_hold_their_value(table: dict[str, Any]) -> None:
    for name, entry in _entries(table):
        low, high = entry.get("low", entry["value"]), entry.get("high", entry["value"])
        assert low <= entry["value"] <= high, name
        # What lies below zero, or is it, no equation can use; only ages and an elasticity of zero may stand there.
        if not name.endswith("age") and not name.startswith("energy_sensitivity"):
            assert low > 0, name


@pytest.mark.parametrize("name", SCALARS)
def test_time_only_loosens(table: dict[str, Any], name: str) -> None:
    values = [table[horizon][name]["value"] for horizon in HORIZONS]
    assert values == sorted(values)
    assert values[0] < values[-1]


def test_supply_gets_more_elastic_in_every_sector_of_extraction(table: dict[str, Any]) -> None:
    sectors = set(table["rent_share"])
    for horizon in HORIZONS:
        assert set(table[horizon]["supply_elasticity"]) == sectors
    for sector in sectors:
        values = [table[horizon]["supply_elasticity"][sector]["value"] for horizon in HORIZONS]
        assert all(early < late for early, late in itertools.pairwise(values)), sector
        assert 0 < table["rent_share"][sector]["value"] < 1


def test_the_long_run_is_caliendo_and_parro(table: dict[str, Any]) -> None:
    long = table["long"]
    assert [long[name]["value"] for name in SCALARS[1:4]] == [1.0, 1.0, 1.0]
    assert math.isinf(long["factor_mobility"]["value"])
    assert all(math.isinf(entry["value"]) for entry in long["supply_elasticity"].values())


def test_the_horizons_stand_on_the_published_points(table: dict[str, Any]) -> None:
    path = table["trade_elasticity_path"]
    assert path["ages"] == sorted(path["ages"])
    for horizon in ("impact", "short", "medium"):
        assert table[horizon]["trade_elasticity"]["value"] == elasticity_at_age(table[horizon]["age"]["value"])
        assert table[horizon]["trade_elasticity"]["low"] == pytest.approx(
            float(elasticity_at_age(table[horizon]["age"]["value"], "low"))
        )
    assert elasticity_at_age(3.0) == pytest.approx((0.76 + 1.24) / 2)
    assert elasticity_at_age(30.0) == 2.12


def test_the_smooth_path_runs_above_the_estimates_in_between(table: dict[str, Any]) -> None:
    rate = table["trade_elasticity_path"]["rate"]["value"]
    assert 1 - math.exp(-rate * 8.5) == pytest.approx(0.95, abs=1e-6)
    assert smooth_elasticity_at_age(0.0) == 0.76
    assert smooth_elasticity_at_age(5.0) == pytest.approx(1.7871, abs=1e-4)
    assert smooth_elasticity_at_age(5.0) > elasticity_at_age(5.0, "high")
