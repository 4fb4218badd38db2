"""The page on energy says what the package computes."""

from __future__ import annotations

from pathlib import Path

import pytest

from multipolar.analysis.validation.pages import with_tables
from multipolar.report.energy_page import PAGE, page_figures, page_tables

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def tables() -> dict[str, str]:
    return page_tables()


def test_the_tables_are_the_computed_ones(tables: dict[str, str]) -> None:
    text = (DOCS / PAGE).read_text(encoding="utf-8")
    assert with_tables(text, tables) == text


def test_the_figures_are_the_computed_ones() -> None:
    for stem, figure in page_figures().items():
        assert (DOCS / "figures" / f"{stem}.svg").read_text(encoding="utf-8") == figure.svg, stem
        assert f"figures/{stem}.svg" in (DOCS / PAGE).read_text(encoding="utf-8")


def test_missing_flows_are_not_printed_as_zero(tables: dict[str, str]) -> None:
    lines = {line.split("|")[1].strip(): line for line in tables["russia-crude"].splitlines()}
    assert lines["Türkiye"].count("missing") == 3
    assert lines["Belarus"].count("missing") == 3
    assert "72.1" in lines["China"]
    customs = [line for line in tables["china-crude"].splitlines() if "2023 | Russia" in line]
    assert "99.6" in customs[0]
    assert "107.0" in customs[0]
