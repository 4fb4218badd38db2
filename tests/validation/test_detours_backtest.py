"""Detours beside EU exports of sanctioned goods: rules, the page, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from multipolar.analysis.validation.detour_tables import PAGE, detour_tables
from multipolar.analysis.validation.detours import (
    FITTED,
    IN_PROPORTION,
    LONG_RUN,
    MODEL,
    NO_CHANGE,
    DetourValidation,
    validate_detours,
)
from multipolar.analysis.validation.pages import with_tables
from multipolar.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def found() -> DetourValidation:
    return validate_detours()


def test_the_page_holds_what_is_computed(found: DetourValidation) -> None:
    page = (DOCS / PAGE).read_text(encoding="utf-8")
    assert with_tables(page, detour_tables(found)) == page


def test_outcome_is_the_published_one(found: DetourValidation) -> None:
    assert found.start.sum() == pytest.approx(4455, abs=1)
    assert found.outcome.sum() == pytest.approx(8668, abs=1)
    assert found.substitution() == pytest.approx(0.228, abs=0.001)


def test_what_the_page_says_of_the_scores(found: DetourValidation) -> None:
    """Nearer than no change and than the rule of proportion, and far too small."""
    errors = {name: found.score(name, "partners").error for name in (MODEL, LONG_RUN, NO_CHANGE, IN_PROPORTION)}
    assert errors[MODEL] < errors[LONG_RUN] < errors[IN_PROPORTION] < errors[NO_CHANGE]
    rise = (found.forecast(MODEL).value - found.start).sum() / (found.outcome - found.start).sum()
    assert 1 / 8 < rise < 1 / 6
    assert found.score(MODEL, "partners").rank < 0.2, "it cannot say which neighbour"


def test_only_the_fitted_forecast_knows_the_outcome(found: DetourValidation) -> None:
    assert [one.name for one in found.forecasts if one.fitted] == [FITTED]
    assert found.forecast(FITTED).value.sum() == pytest.approx(found.outcome.sum(), rel=0.01)
    tables = detour_tables(found)
    assert all(FITTED not in text for name, text in tables.items() if name != "fitted")


def test_the_rest_of_the_world_splits_by_what_the_four_bought(found: DetourValidation) -> None:
    added = found.forecast(MODEL).value - found.start
    rows = [found.partners.index(code) for code in ("ARM", "GEO", "KGZ", "UZB")]
    for column in np.flatnonzero(added[rows].sum(axis=0) > 0):
        assert added[rows, column] == pytest.approx(
            added[rows, column].sum() * found.start[rows, column] / found.start[rows, column].sum()
        )


def test_the_command_works_from_the_package_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MULTIPOLAR_DATA", raising=False)
    assert main(["validate", "detours", "--json"]) == 0
    payload = json.loads(capsys.readouterr().out)["detours"]
    assert [one["parameters_fitted"] for one in payload["fitted"]] == [1]
    assert {one["parameters_fitted"] for one in payload["scores"]} == {0}
    assert {row["hub"] for row in payload["detours"]["hubs"]} == {"KAZ", "BLR", "TUR", "ARE", "HKG", "ROW"}
