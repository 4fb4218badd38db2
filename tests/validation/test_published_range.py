"""The published range for Russia: readings on hand cases, our side by its definition, the page as computed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from multipolar.analysis.validation.pages import with_tables
from multipolar.analysis.validation.published_range import (
    CLOSURES,
    NOT_COMPARABLE,
    OurResult,
    RangeRow,
    compare_range,
    our_results,
)
from multipolar.analysis.validation.published_results import PUBLISHED
from multipolar.analysis.validation.range_settings import SETTINGS
from multipolar.analysis.validation.range_tables import our_text, range_tables
from multipolar.baseline.registry import load
from multipolar.model.settings import Closure
from multipolar.simulation.simulate import simulate

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "validation-published-range.md"
QUOTED = {"2014": -1.5, "2022": -2.6, "decoupling": -9.7, "embargo-short": -14.0}


@pytest.fixture(scope="module")
def ours() -> tuple[OurResult, ...]:
    return our_results()


def test_the_page_holds_the_computed_tables(ours: tuple[OurResult, ...]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    tables = range_tables(compare_range(ours), ours)
    assert with_tables(page, tables) == page, "run: python -m multipolar.analysis.validation.pages docs"


def test_the_range_that_is_quoted_is_all_there() -> None:
    found = {entry.key: entry.change_pct for entry in PUBLISHED}
    assert QUOTED.items() <= found.items()


def test_what_was_not_seen_is_marked_and_what_was_names_where() -> None:
    for entry in PUBLISHED:
        assert (entry.standing == "unverified") == (entry.seen_in == "not seen")
    assert [entry.key for entry in PUBLISHED if entry.standing == "unverified"] == ["2022"]


def test_every_counterpart_is_a_setting_and_the_short_run_is_not_judged(ours: tuple[OurResult, ...]) -> None:
    keys = {setting.key for setting in SETTINGS}
    assert len(keys) == len(SETTINGS)
    assert {entry.counterpart for entry in PUBLISHED} - {""} <= keys
    (short,) = [row for row in compare_range(ours) if row.published.key == "embargo-short"]
    assert short.ours is not None
    assert short.ours.setting.horizon == "short"
    assert short.verdict == "not compared", "theirs has the exit of capital, ours has not"
    assert our_text(replace(short, ours=None)) == NOT_COMPARABLE


def test_readings_of_a_hand_case(ours: tuple[OurResult, ...]) -> None:
    published = replace(PUBLISHED[0], change_pct=-4.0, qualifier="", comparable=True)
    spans = {
        (-3.9, -3.0, -3.5): "smaller loss",
        (-4.04, -3.0, -3.5): "within closures",
        (-5.0, -3.0, -3.5): "within closures",
        (-5.0, -4.2, -4.5): "larger loss",
    }
    for values, expected in spans.items():
        result = replace(ours[0], real_income_pct=dict(zip(CLOSURES, values, strict=True)))
        assert RangeRow(published, result).verdict == expected
    # "over 4" is not reached by 4.0.
    edge = replace(ours[0], real_income_pct=dict(zip(CLOSURES, (-4.04, -3.0, -3.5), strict=True)))
    assert RangeRow(replace(published, qualifier="over"), edge).verdict == "smaller loss"


@pytest.mark.parametrize("closure", CLOSURES)
def test_ours_is_what_the_simulation_says(ours: tuple[OurResult, ...], closure: str) -> None:
    world = load()
    result = simulate(world, "western-embargo", closure=Closure(closure))  # type: ignore[arg-type]
    (found,) = [entry for entry in ours if entry.setting.key == "embargo"]
    russia = world.economies.index("RUS")
    assert found.real_income_pct[closure] == pytest.approx(result.real_income_pct()[russia], abs=1e-6)  # type: ignore[index]


def test_what_the_page_says_of_our_settings(ours: tuple[OurResult, ...]) -> None:
    income = {entry.setting.key: entry.real_income_pct for entry in ours}
    fixed = {key: values["fixed"] for key, values in income.items()}
    assert fixed["allies-half"] / fixed["allies"] == pytest.approx(1.9, abs=0.1)
    assert fixed["allies-quarter"] / fixed["allies"] == pytest.approx(3.5, abs=0.15)
    assert income["allies"]["proportional"] / fixed["allies"] == pytest.approx(2 / 3, abs=0.03)
    assert 1.18 < fixed["allies-2021"] / fixed["allies"] < 1.27
    assert 1.18 < fixed["measures-2021"] / fixed["measures"] < 1.29
    assert fixed["double"] / fixed["allies"] == pytest.approx(0.92, abs=0.03)
    assert fixed["double-quarter"] / fixed["allies-quarter"] == pytest.approx(0.5, abs=0.03)
    assert fixed["allies"] / fixed["airtight"] == pytest.approx(1.14, abs=0.02)
    assert fixed["world"] / fixed["allies"] > 2
    assert all(entry.real_wage_pct["fixed"] > entry.real_income_pct["fixed"] for entry in ours)


def test_ours_lie_at_the_small_end(ours: tuple[OurResult, ...]) -> None:
    compared = [row for row in compare_range(ours) if row.verdict != "not compared"]
    assert {row.verdict for row in compared} == {"smaller loss"}
