"""Figures of payments are well formed, carry their data, and say what they show."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from multipolar.analysis.payments import PaymentOutcome, payment_outcome
from multipolar.baseline.registry import load
from multipolar.report.payment_figures import PathPoint, path_figure, shares_figure
from multipolar.scenario import Scenario
from multipolar.scenario.instruments.payment_sanction import PaymentSanction
from multipolar.simulation.simulate import simulate


@pytest.fixture(scope="module")
def outcome() -> PaymentOutcome:
    measure = PaymentSanction(issuer=("USA", "EU"), target=("RUS",), percent=8.0)
    found = payment_outcome(simulate(load(), Scenario(name="x", instruments=(measure,))))
    assert found is not None
    return found


def test_shares_before_and_after(outcome: PaymentOutcome) -> None:
    figure = shares_figure(outcome, "RUS", ("CHN", "IND"), source="test", horizon="long run")
    ElementTree.fromstring(figure.svg)
    assert "falls from 87 to" in figure.title
    assert "uses up" in figure.note
    assert len(figure.rows) == 5 * len(outcome.currencies)
    for label in {str(row[0]) for row in figure.rows}:
        for column in (2, 3):
            total = sum(float(row[column]) for row in figure.rows if row[0] == label)
            assert total == pytest.approx(100.0, abs=1e-9)


def test_path_beside_published() -> None:
    points = (
        PathPoint("yuan", "2022-01", "published", 0.5),
        PathPoint("yuan", "2022-12", "published", 16.0),
        PathPoint("yuan", "2022-12", "fitted", 16.0),
        PathPoint("yuan", "2023-12", "predicted", 21.8),
    )
    figure = path_figure(points, source="test", title="A finding")
    ElementTree.fromstring(figure.svg)
    assert "predicted: 21.8" in figure.svg
    assert len(figure.rows) == 4
