"""The calibration of payments: the fit is met, predictions beat no change, and the page shows what is computed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from multipolar.analysis.validation.settlement import CLOSE, SettlementStudy, study_settlement
from multipolar.analysis.validation.settlement_tables import fitted, predicted, score, start
from multipolar.baseline.registry import load

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "calibration-payments.md"


@pytest.fixture(scope="module")
def study() -> SettlementStudy:
    return study_settlement()


def test_five_costs_meet_five_shares(study: SettlementStudy) -> None:
    assert study.fitted_parameters == len(study.of("fitted")) == 5
    assert study.largest_gap < CLOSE
    assert max(abs(check.miss) for check in study.of("fitted")) < CLOSE


def test_predictions_beat_no_change(study: SettlementStudy) -> None:
    for year in (2022, 2023, None):
        ours, null = study.mean_miss(year)
        assert ours < null / 2
    yuan = next(c for c in study.of("predicted", 2022) if c.published.currency == "CNY")
    assert abs(yuan.miss) < 5.0


def test_fitted_and_predicted_share_no_row(study: SettlementStudy) -> None:
    rows = [
        {(c.published.date, c.published.flow, c.published.currency, c.published.scope) for c in study.of(role)}
        for role in ("fitted", "predicted")
    ]  # type: ignore[arg-type]
    assert not rows[0] & rows[1]


def test_the_page_shows_what_is_computed(study: SettlementStudy) -> None:
    page = PAGE.read_text(encoding="utf-8")
    tables = {
        "fitted": fitted(study),
        "predicted": predicted(study),
        "score": score(study),
        "start": start(study.outcomes[2022].shares, load()),
    }
    for name, text in tables.items():
        shown = re.search(rf"<!-- table: {name} -->\n(.*?)<!-- end -->", page, flags=re.DOTALL)
        assert shown is not None
        assert shown[1].strip() == text, f"run python -m multipolar.report.payment_docs docs ({name})"
