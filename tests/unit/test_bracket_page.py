"""The bracket on a page, in a picture and on the command line."""

from __future__ import annotations

import functools
import json
import math
import re
from pathlib import Path

import pytest

from multipolar.analysis.bracket import Bracket
from multipolar.baseline.bundled import load_bundled
from multipolar.cli import main
from multipolar.report.bracket_docs import DRAWN, FIGURE, PAGE, SCENARIO, found_for, rationing_tables
from multipolar.report.bracket_figure import bracket_figure
from multipolar.report.numbers import percent

DOCS = Path(__file__).resolve().parents[2] / "docs"
WORLD = load_bundled()


@functools.cache
def embargo() -> Bracket:
    return found_for(WORLD, SCENARIO)


def test_page_shows_what_is_computed() -> None:
    page = (DOCS / PAGE).read_text(encoding="utf-8")
    shown = dict(re.findall(r"<!-- table: ([\w-]+) -->\n(.*?)<!-- end -->", page, re.DOTALL))
    for name, text in rationing_tables(WORLD).items():
        assert shown[name].strip() == text, f"run python -m multipolar.report.bracket_docs docs ({name})"


def test_figure_of_the_page_has_the_same_losses() -> None:
    picture = (DOCS / FIGURE).read_text(encoding="utf-8")
    fresh = bracket_figure(embargo(), {}, source="test", economies=DRAWN, year=WORLD.year)
    assert len(fresh.rows) == len(DRAWN)
    for row in fresh.rows:
        assert isinstance(row[2], float)
        assert math.isnan(row[2])
        for change in row[3:5]:
            assert isinstance(change, float)
            assert percent(change) in picture


def test_figure_shows_the_hardest_hit_by_default() -> None:
    figure = bracket_figure(embargo(), {}, source="test", year=WORLD.year)
    losses = [row[4] for row in figure.rows]
    assert losses == sorted(losses, key=float)
    assert len(losses) == 12
    assert figure.wide.body().count("<circle") == 0


def test_figure_takes_the_economies_it_is_given() -> None:
    figure = bracket_figure(embargo(), {"RUS": -2.5}, source="test", economies=("DEU", "RUS"), year=WORLD.year)
    assert [row[0] for row in figure.rows] == ["RUS", "DEU"]
    assert figure.rows[0][2] == -2.5
    assert figure.wide.body().count("<circle") == 1


def test_payload_is_json_and_agrees_with_the_sentence() -> None:
    found = embargo()
    payload = json.loads(json.dumps(found.payload(), allow_nan=False))
    russia = payload["economies"]["RUS"]
    mild, main_inputs, harsh = found.value_added_pct("RUS")
    assert russia["linear"]["value_added_pct"] == mild
    assert russia["main_inputs"]["value_added_pct"] == main_inputs
    assert russia["bottleneck"]["value_added_pct"] == harsh
    assert harsh < main_inputs < mild < 0
    assert f"\u2212{-mild:.1f} %" in found.sentence("RUS")
    assert f"\u2212{-harsh:.1f} %" in found.sentence("RUS")


def test_command_prints_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bracket", "eu-oil-embargo", "--economy", "DEU", "--json"]) == 0
    payload = json.loads(capsys.readouterr().out)
    assert list(payload["economies"]) == ["DEU"]
    germany = payload["economies"]["DEU"]
    assert germany["bottleneck"]["value_added_pct"] < germany["linear"]["value_added_pct"] < 0
    assert -5 < germany["adjusted_real_income_pct"] < 0


def test_command_says_what_is_not_covered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bracket", "us-ev-tariff"]) == 0
    shown = capsys.readouterr().out
    assert "rationing has nothing to say" in shown
    assert "Not covered: electric-cars (tariff)" in shown
