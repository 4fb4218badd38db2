"""The page on timelines shows what the model gives."""

from __future__ import annotations

import html
import re
from pathlib import Path

import multipolar as mp
from multipolar.report.timeline_docs import DRAWN, FIGURE, PAGE, SCENARIO, SOURCE, tables
from multipolar.report.timeline_figure import timeline_figure
from multipolar.simulation.simulate import prepare_baseline
from multipolar.simulation.timeline import timeline

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_tables_and_figure_are_up_to_date() -> None:
    prepared = prepare_baseline(mp.load())
    found = timeline(prepared, SCENARIO)
    page = (DOCS / PAGE).read_text(encoding="utf-8")
    shown = dict(re.findall(r"<!-- table: ([\w-]+) -->\n(.*?)<!-- end -->", page, re.DOTALL))
    for name, text in tables(prepared, found).items():
        assert shown[name].strip() == text, f"run python -m multipolar.report.timeline_docs docs ({name})"
    figure = timeline_figure(found, source=SOURCE, focus=DRAWN)
    drawn = html.unescape((DOCS / FIGURE).read_text(encoding="utf-8"))
    assert figure.title in drawn
    assert len(re.findall("<circle", drawn)) == len(DRAWN) * len(found.years)
