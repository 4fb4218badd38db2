"""The page on horizons says what the model says."""

from __future__ import annotations

from pathlib import Path

from multipolar.baseline.registry import load
from multipolar.report.horizon_docs import PAGE, main_tables
from multipolar.simulation.simulate import prepare_baseline

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_what_the_model_computes() -> None:
    page = (DOCS / PAGE).read_text(encoding="utf-8")
    for name, table in main_tables(prepare_baseline(load())).items():
        assert table in page, name
