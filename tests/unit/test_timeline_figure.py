"""Fan chart of a timeline: well-formed, bands and gaps where they belong, events named, data behind it."""

from __future__ import annotations

import datetime
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

import multipolar as mp
from multipolar.report.timeline_figure import events_of, timeline_figure
from multipolar.scenario import parse_scenario
from multipolar.scenario.years import Years
from multipolar.simulation.timeline import timeline
from multipolar.simulation.timeline_result import Timeline

SCENARIO = """
name: steel-duties
title: Duties on steel
instruments:
  - {id: first, kind: tariff, origin: [CHN], destination: [USA], sectors: [C24A], rate: 0.5, from: 2023-03-01}
  - {id: second, kind: tariff, origin: [KOR], destination: [USA], sectors: [C24A], rate: 0.5, from: 2024-03-01,
     until: 2025-06-30}
"""


@pytest.fixture(scope="module")
def found() -> Timeline:
    return timeline(mp.load(), parse_scenario(SCENARIO), years=Years(2022, 2026), paths=("central", "low", "high"))


def test_events_are_starts_and_ends_within_the_years(found: Timeline) -> None:
    events = [(event.day, event.what, event.measures) for event in events_of(found)]
    assert events == [
        (datetime.date(2023, 3, 1), "start", ("first",)),
        (datetime.date(2024, 3, 1), "start", ("second",)),
        (datetime.date(2025, 6, 30), "end", ("second",)),
    ]


def test_figure_is_well_formed_and_names_what_it_shows(found: Timeline) -> None:
    figure = timeline_figure(found, source="Source: test.", focus=["USA", "CHN"])
    for drawing in (figure.svg, figure.inline("x")):
        ET.fromstring(f"<r>{drawing}</r>")
    assert figure.title.startswith("The United States' real income is ")
    texts = re.findall(r">([^<>]+)</text>", figure.svg)
    assert {"first", "second", "second ends", "China"} <= set(texts)
    assert "2024-03-01, start: second" in figure.svg
    assert len(figure.rows) == 2 * len(found.years)
    assert figure.rows[0][3] == 0.0
    assert figure.csv.splitlines()[0].startswith("economy,name,year,central [%],low [%],high [%]")


def test_a_year_that_was_not_solved_leaves_a_gap(found: Timeline) -> None:
    central = found.paths["central"]
    income = central.real_income_pct.copy()
    income[2] = np.nan
    quality = list(central.quality)
    quality[2] = replace(quality[2], solved=False, message="NOT converged in 900 sweeps")
    holed = replace(found, paths={"central": replace(central, real_income_pct=income, quality=tuple(quality))})
    figure = timeline_figure(holed, source="Source: test.", focus=["USA"])
    assert figure.rows[2][3] != figure.rows[2][3]
    assert figure.wide.body().count("<circle") == len(found.years) - 1
    assert ">?</text>" in figure.wide.body()
    assert "Not solved and left open: 2024, central" in figure.note
    # Two lines, before and after the gap, and nothing across it.
    assert len(re.findall(r'<path d="M[^"]*L[^"]*"[^>]*s-(?:loss|gain)"', figure.wide.body())) == 2


def test_nothing_moves_and_nothing_is_known() -> None:
    scenario = parse_scenario(SCENARIO)
    still = timeline(mp.load(), scenario, years=Years(2020, 2022), paths=("central",))
    assert "does not change" in timeline_figure(still, source="", focus=["USA"]).title
    central = still.paths["central"]
    gone = replace(central, real_income_pct=np.full_like(central.real_income_pct, np.nan))
    blank = timeline_figure(replace(still, paths={"central": gone}), source="", focus=["USA"])
    assert blank.title == "No year was solved for the United States"
    ET.fromstring(blank.svg)
