"""The Red Sea of 2024: the counts as published, the forecasts as the page has them, fitted apart from predicted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from multipolar.analysis.validation.pages import with_tables
from multipolar.analysis.validation.red_sea import (
    ANNOUNCED,
    FITTED,
    FITTED_BY_SHIP,
    FITTED_TO,
    MAIN,
    NO_CHANGE,
    ROUND_THE_CAPE,
    RedSeaStudy,
    study_red_sea,
)
from multipolar.analysis.validation.red_sea_tables import AFTER_FIT, largest_misses, red_sea_tables

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "validation-red-sea.md"


@pytest.fixture(scope="module")
def study() -> RedSeaStudy:
    return study_red_sea()


def total(study: RedSeaStudy, name: str, code: str) -> float:
    return float(study.forecast(name).transits[study.passages.index(code)].sum())


def test_counts_are_those_of_portwatch(study: RedSeaStudy) -> None:
    """Suez 26,791 to 14,424 and Cape 17,835 to 31,749 transits; kinds of ships add up but for rounding of none."""
    suez, cape = (study.passages.index(code) for code in ("suez", "cape-of-good-hope"))
    assert (study.before[suez].sum(), study.outcome[suez].sum()) == (26_791, 14_424)
    assert (study.before[cape].sum(), study.outcome[cape].sum()) == (17_835, 31_749)


def test_main_forecast_knows_no_outcome(study: RedSeaStudy) -> None:
    main = study.forecast(MAIN)
    assert main.fitted == 0
    assert main.shares == ANNOUNCED
    assert 0.55 < total(study, MAIN, "suez") / 26_791 < 0.7
    assert 1.3 < total(study, MAIN, "cape-of-good-hope") / 17_835 < 1.5


def test_what_the_page_claims(study: RedSeaStudy) -> None:
    assert study.error(MAIN) < study.error(NO_CHANGE)
    # Not claimed, and not so: away from the Red Sea no change is nearer, and so is the rule without a model.
    assert study.error(MAIN, AFTER_FIT) > study.error(NO_CHANGE, AFTER_FIT)
    assert study.error(ROUND_THE_CAPE, AFTER_FIT) < study.error(FITTED, AFTER_FIT)
    assert study.signs(MAIN)[0] > study.signs(NO_CHANGE)[0]
    assert "malacca" in largest_misses(study)


def test_fits_meet_what_they_are_fitted_to_and_nothing_else_is_fitted(study: RedSeaStudy) -> None:
    assert study.forecast(FITTED).fitted == 1
    assert study.forecast(FITTED_BY_SHIP).fitted == 5
    assert total(study, FITTED, FITTED_TO) == pytest.approx(14_424, abs=5)
    at = study.passages.index(FITTED_TO)
    np.testing.assert_allclose(study.forecast(FITTED_BY_SHIP).transits[at], study.outcome[at], atol=2)
    assert {f.role for f in study.forecasts if f.fitted} == {"fitted"}


def test_trade_falls_with_days_as_in_the_closure_of_1967(study: RedSeaStudy) -> None:
    """Feyrer (2021): elasticity of trade to sea distance between -0.2 and -0.5."""
    assert -0.5 < study.elasticity_to_days < -0.2


def test_page_holds_the_tables(study: RedSeaStudy) -> None:
    page = PAGE.read_text(encoding="utf-8")
    again = "run: python -m multipolar.analysis.validation.red_sea_page docs"
    assert with_tables(page, red_sea_tables(study)) == page, again
