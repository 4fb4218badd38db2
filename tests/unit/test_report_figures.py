"""Figures: well-formed SVG, data that sums, and never a colour for what has no number."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest

from multipolar.analysis.outcome import HOME, Outcome
from multipolar.analysis.study import study
from multipolar.baseline.bundled import load_bundled
from multipolar.codes.economies import economies
from multipolar.report import Figure, figures, render_report
from multipolar.report.charts.accounts import combined_account, nodes_of
from multipolar.report.charts.axis import Axis, panels
from multipolar.report.charts.worldmap import outlines, world_map
from multipolar.report.numbers import NO_DATUM, dollars, floor_of, floored, number, per_head, percent, scientific, span
from multipolar.report.palette import Classes, light, style
from multipolar.report.svg import Drawing
from multipolar.report.view import View
from multipolar.scenario import Scenario

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return study(load_bundled(), "western-embargo", draws=2)


@pytest.fixture(scope="module")
def drawn(outcome: Outcome) -> dict[str, Figure]:
    return figures(outcome, run_id="run-1")


def test_the_page_has_its_figures(drawn: dict[str, Figure]) -> None:
    wanted = {"world-map", "winners-and-losers", "diversion-1", "sectors-rus", "accounting-rus"}
    assert wanted <= set(drawn)
    assert all(figure.name == name for name, figure in drawn.items())


def test_every_svg_is_well_formed_and_alone(drawn: dict[str, Figure]) -> None:
    for figure in drawn.values():
        root = ET.fromstring(figure.svg)
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        assert root.find(f"{SVG}title") is not None
        assert root.find(f"{SVG}desc") is not None
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", figure.svg)
        assert "run-1" in figure.svg
        used = set(re.findall(r"url\(#([^)]+)\)", figure.svg))
        assert used <= {node.get("id") for node in root.iter(f"{SVG}pattern")}
        ET.fromstring(f"<x>{figure.inline('p')}</x>")


def test_every_colour_is_a_token(drawn: dict[str, Figure]) -> None:
    for figure in drawn.values():
        marks = re.sub(r"<style>.*?</style>", "", figure.svg, flags=re.S)
        assert set(re.findall(r"#[0-9a-f]{6}", marks)) <= set(light().values())
    dark = style().partition("@media screen")[2]
    assert all(f"--{token}:" in dark for token in light())


def test_csv_holds_what_is_drawn(outcome: Outcome, drawn: dict[str, Figure]) -> None:
    for figure in drawn.values():
        rows = list(csv.reader(io.StringIO(figure.csv)))
        assert len(rows) == len(figure.rows) + 1
        assert {len(row) for row in rows} == {len(figure.columns)}
    rows = {row[0]: row for row in csv.reader(io.StringIO(drawn["winners-and-losers"].csv))}
    n = outcome.result.economies.index("RUS")
    assert float(rows["RUS"][2]) == pytest.approx(outcome.result.real_income_pct()[n], abs=1e-12)
    assert rows["TWN"][5] == ""


@pytest.mark.parametrize("by_change", [False, True])
def test_diversion_sums_close(outcome: Outcome, *, by_change: bool) -> None:
    assert outcome.diversion
    for account in outcome.diversion:
        nodes = nodes_of(account, by_change=by_change)
        scale = account.total.value_before / 1e3
        assert sum(n.before for n in nodes) == pytest.approx(account.total.value_before / 1e3, abs=1e-9 * scale)
        assert sum(n.after for n in nodes) == pytest.approx(account.total.value_after / 1e3, abs=1e-9 * scale)
        assert sum(n.change for n in nodes) == pytest.approx(account.total.value_change / 1e3, abs=1e-9 * scale)


def test_diversion_tables_close(drawn: dict[str, Figure]) -> None:
    found = [figure for name, figure in drawn.items() if name.startswith("diversion")]
    assert len(found) == 4
    for figure in found:
        *parts, total = figure.rows
        for column in (1, 2, 3):
            assert sum(float(row[column]) for row in parts) == pytest.approx(float(total[column]), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("side", ["buyers", "sellers"])
def test_account_over_all_measures_agrees_with_the_only_measure(outcome: Outcome, side: str) -> None:
    combined = combined_account(View.of(outcome), side)
    assert combined is not None
    own = next(a for a in outcome.diversion if a.side == side and a.group == ("RUS",))
    home = {line.partner: line.value_after for line in own.lines}
    assert combined.total.value_after == pytest.approx(own.total.value_after)
    for line in combined.lines:
        assert line.value_after == pytest.approx(home[line.partner], abs=1e-6)
    assert {line.partner for line in combined.lines} >= {HOME, "CHN"}


def test_missing_is_hatched_and_never_the_colour_of_zero(outcome: Outcome) -> None:
    view = View.of(outcome)
    income = view.measures["real_income_pct"].copy()
    income[view.position["DEU"]] = np.nan
    figure = world_map(replace(view, measures={**view.measures, "real_income_pct": income}))
    root = ET.fromstring(figure.svg)
    paths = {}
    for path in root.iter(f"{SVG}path"):
        title = path.find(f"{SVG}title")
        if title is not None and title.text:
            paths[title.text.partition(":")[0]] = path
    assert "url(#map-wide-cross" in paths["Germany"].get("fill", "")
    assert "url(#map-wide-hatch" in paths["Mongolia"].get("fill", "")
    assert "url(" not in paths["Russia"].get("fill", "")
    row = next(row for row in figure.rows if row[0] == "DEU")
    assert row[3] == NO_DATUM
    assert Classes((0.1, 0.3, 1.0, 3.0)).token(float("nan")) == "missing"


def test_rest_of_the_world_is_not_painted(outcome: Outcome, drawn: dict[str, Figure]) -> None:
    shapes = set(outlines()["shapes"]) | set(outlines()["points"])
    assert "ROW" not in shapes
    assert {found.code for found in economies()} - shapes == {"ROW"}
    assert "ROW" not in {row[0] for row in drawn["world-map"].rows}
    assert len(outcome.result.economies) - 1 == len(drawn["world-map"].rows)


def test_accounting_parts_sum_to_the_total(outcome: Outcome, drawn: dict[str, Figure]) -> None:
    rows = drawn["accounting-rus"].rows
    for kind in ("partner", "sector"):
        parts = [float(row[2]) for row in rows if row[0] == kind and row[1] != "total"]
        total = next(float(row[2]) for row in rows if row[0] == kind and row[1] == "total")
        assert sum(parts) == pytest.approx(total, abs=1e-8)
    n = outcome.result.economies.index("RUS")
    assert total == pytest.approx(100 * np.log(outcome.result.real_income_hat()[n]), abs=1e-8)


def test_scale_is_symmetric_and_zero_is_pale() -> None:
    classes = Classes.spanning([-2.5, 0.9])
    assert classes.breaks == (0.03, 0.1, 0.3, 1.0)
    assert [classes.token(v) for v in (-2.5, -0.02, 0.02, 0.05, 2.5)] == ["loss-4", "zero", "zero", "gain-1", "gain-4"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (percent(-9.71), "\u22129.7\u00a0%"),
        (percent(0.344), "+0.34\u00a0%"),
        (percent(0.0), "0.00\u00a0%"),
        (percent(0.00001, signed=False), "less than 0.0001\u00a0%"),
        (percent(float("nan")), NO_DATUM),
        (number(-0.0001, 2), "0.00"),
        (number(1234567.0), "1,234,567"),
        (span(-12.14, -7.7), "\u221212.1 to \u22127.7\u00a0%"),
        (span(-0.05, 0.02, ""), "\u22120.050 to +0.020"),
        (span(-0.17, -0.0563), "\u22120.17 to \u22120.056\u00a0%"),
        (span(-1.2, 0.0004), "\u22121.2 to 0.00\u00a0%"),
        (span(-2.541, -2.452), "\u22122.54 to \u22122.45\u00a0%"),
        (floored(-0.0049, 0.01), "<0.01"),
        (floored(-0.0149, 0.01), "\u22120.015"),
        (floored(0.0, 0.01), "0.00"),
        (floored(0.00002, 0.0001), "<0.0001"),
        (floored(float("nan"), 0.01), NO_DATUM),
        (dollars(-158.2, signed=True), "\u2212$158\u00a0bn"),
        (dollars(0.04), "$40\u00a0mn"),
        (dollars(1234.5), "$1.23\u00a0tn"),
        (per_head(-1093.0, signed=True), "\u2212$1,090"),
        (per_head(1.54, signed=True), "+$1.5"),
        (scientific(3.2e-10), "3.2 \u00d7 10\u207b\u00b9\u2070"),
    ],
)
def test_numbers_read_as_people_write_them(text: str, expected: str) -> None:
    assert text == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [([4.2, -0.1], 0.01), ([0.5], 0.001), ([1e-5], 0.0001), ([40.0], 0.01), ([], 0.0), ([float("nan")], 0.0)],
)
def test_noise_is_a_hundredth_of_the_largest(values: list[float], expected: float) -> None:
    assert floor_of(values) == pytest.approx(expected)


def test_a_few_giants_get_a_panel_of_their_own() -> None:
    size = {"A": 10.0, "B": 1.0, "C": 0.9, "D": 0.5, "E": 0.4}
    assert panels(["E", "A", "B", "C", "D"], size) == [["A"], ["E", "B", "C", "D"]]
    even = {"A": 1.2, "B": 1.0, "C": 0.9, "D": 0.5}
    assert panels(list(even), even) == [list(even)]


def test_axis_holds_zero_and_its_ends() -> None:
    axis = Axis.spanning([-4.0, -1.0], 0, 100)
    assert axis.at(-4.0) > 0
    assert axis.at(0) == pytest.approx(100)
    assert 0.0 in axis.ticks()


def test_axis_stands_where_nothing_changed() -> None:
    for values in ([], [0.0, 0.0], [1e-15, -1e-14]):
        axis = Axis.spanning(values, 0, 100)
        assert axis.at(0.0) == pytest.approx(50)
        assert 0.0 in axis.ticks()


def test_a_scenario_that_changes_nothing_is_drawn() -> None:
    nothing = Scenario(name="nothing", instruments=())
    outcome = study(load_bundled(), nothing, draws=0)
    found = figures(outcome, run_id="run")
    assert "world-map" in found
    assert not [name for name in found if name.startswith(("winners", "diversion", "sectors", "accounting"))]
    page = render_report([outcome], command="multipolar run nothing", run_id="run", version="0.0")
    assert "No economy gains or loses as much as" in page
    assert "left unchanged" not in page
    assert "What would turn the sign" not in page


def test_text_of_a_mark_is_escaped() -> None:
    drawing = Drawing(10, 10)
    drawing.text(0, 0, "<&>")
    drawing.rect(0, 0, 1, 1, "ink", title='a<b & "c"')
    ET.fromstring(f"<g>{drawing.body()}</g>")
