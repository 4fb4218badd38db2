"""The figures of the page on dossiers are what the program draws."""

from __future__ import annotations

from pathlib import Path

from multipolar.report.dossier_docs import drawn

FIGURES = Path(__file__).resolve().parents[2] / "docs" / "figures"


def test_figures_of_the_page_are_ours() -> None:
    found = drawn()
    assert set(found) == {"dossier-dependence.svg", "dossier-around.svg", "dossier-profile.svg"}
    for name, text in found.items():
        assert (FIGURES / name).read_text(encoding="utf-8") == text
