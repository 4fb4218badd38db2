"""Titles and descriptions of scenarios: they stand alone, and say what the run says."""

from __future__ import annotations

import pytest

from multipolar.scenario import load_scenario, parse_scenario, scenario_names, variants

BASE = """
name: base
title: Steel stops
instruments:
  - {id: steel, kind: import_ban, origin: [RUS], destination: [DEU], sectors: [C24A]}
variants:
  leaky: {title: "The same, and half leaks", instruments: [{id: steel, leakage: 0.5}]}
  other: {title: Iron stops as well}
  silent: {instruments: [{id: steel, leakage: 0.1}]}
"""


@pytest.mark.parametrize(
    ("variant", "title"),
    [
        ("leaky", "Steel stops: the same, and half leaks"),
        ("other", "Iron stops as well"),
        ("silent", "Steel stops"),
        (None, "Steel stops"),
    ],
)
def test_title_of_a_variant_stands_alone(variant: str | None, title: str) -> None:
    assert parse_scenario(BASE, variant=variant).title == title


def test_no_title_of_the_library_means_nothing_alone() -> None:
    names = [f"{name}@{variant}" for name in scenario_names() for variant in variants(name)]
    assert [name for name in names if load_scenario(name).title.startswith("The same")] == []
    told = load_scenario("western-embargo@airtight").title
    assert told == "The West and Russia stop trading: the same, and nothing leaks"
    assert variants("western-embargo")["airtight"] == "The same, and nothing leaks"
