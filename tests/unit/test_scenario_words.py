"""Titles and descriptions of scenarios: they stand alone, and say what the run says."""

from __future__ import annotations

import numpy as np
import pytest

import multipolar as mp
from multipolar.analysis.price_cap import cap_outcomes
from multipolar.scenario import Scenario, compile_scenario, load_scenario, parse_scenario, scenario_names, variants
from multipolar.scenario.instruments import ImportBan
from multipolar.simulation.simulate import prepare_baseline, simulate

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


def test_descriptions_agree_with_what_the_scenarios_do() -> None:
    world = prepare_baseline(mp.load())
    said = {name: " ".join(load_scenario(name).description.split()) for name in scenario_names()}
    full = simulate(world, "belt-and-road-rail")
    assert np.abs(full.real_income_pct()).max() < 1e-9
    assert "the queue eats all of the gain and nothing changes" in said["belt-and-road-rail"]
    (cap,) = cap_outcomes(simulate(world, "oil-cap-2022"))
    assert cap.status == "not reached"
    assert "where the cap is not reached" in said["oil-cap-2022"]
    assert "B061" in mp.load("icio-2022-crude").sectors
    assert "On the usual tables crude and gas are one good" in said["eu-crude-embargo"]


def test_no_note_that_crude_is_all_of_crude() -> None:
    told = {}
    for name in ("icio-2022", "icio-2022-crude"):
        world = mp.load(name)
        found = compile_scenario(load_scenario("eu-crude-embargo"), world, world.elasticities.central)
        told[name] = [notice.text for notice in found.warnings if notice.kind == "product-share"]
    assert all("of these flows of B06 " in text for text in told["icio-2022"])
    assert told["icio-2022"]
    assert told["icio-2022-crude"] == []


def test_where_crude_apart_has_none_of_it_the_note_stays() -> None:
    world = mp.load("icio-2022-crude")
    ban = ImportBan(id="ban", origin="RUS", destination="ISL", product="crude", from_="2024-01-01")
    made = Scenario(name="said", instruments=(ban,))
    found = compile_scenario(made, world, world.elasticities.central)
    assert any("none of it on these borders" in notice.text for notice in found.warnings)


def test_gas_shares_its_part_with_liquefied_gas_and_says_how_much_it_is() -> None:
    world = mp.load("icio-2022-crude")
    ban = ImportBan(id="ban", origin="RUS", destination="DEU", product="gas", from_="2024-01-01")
    found = compile_scenario(Scenario(name="said", instruments=(ban,)), world, world.elasticities.central)
    assert any("of these flows of B062" in notice.text for notice in found.warnings)
