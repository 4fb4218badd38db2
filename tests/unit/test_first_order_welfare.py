"""The first-order welfare formula: a hand case, an identity, and its axes."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.analysis.validation.comparison import Comparison, ComparisonTable
from multipolar.analysis.welfare_first_order import first_order_welfare
from multipolar.errors import ShapeError


def two_economies() -> dict[str, np.ndarray]:
    # One sector. Economy 0 buys 10 from 1 (tariff 20 %) and sells it 8; home sales 90 and 50.
    return {
        "flow": np.array([[[90.0, 10.0], [8.0, 50.0]]]),
        "flow_new": np.array([[[89.0, 12.0], [8.0, 51.0]]]),
        "cost_hat": np.array([[1.02, 0.99]]),
        "tariff_rate": np.array([[[0.0, 0.2], [0.0, 0.0]]]),
        "income": np.array([100.0, 50.0]),
    }


def test_hand_case() -> None:
    ours = first_order_welfare(**two_economies())
    # Exports 8 dearer by 2 %, imports 10 cheaper by 1 %: 0.16 + 0.10 on an income of 100.
    assert ours.terms_of_trade_by_economy[0] == pytest.approx(0.26)
    assert ours.terms_of_trade_by_economy[1] == pytest.approx(-0.52)
    # Imports grow by 2 in value and by 2.1 in volume at 20 % tariff.
    assert ours.volume_of_trade_by_economy[0] == pytest.approx(0.42)
    assert ours.welfare_by_economy[0] == pytest.approx(0.68)
    terms, volume = ours.with_partners([1])
    assert (terms[0], volume[0]) == pytest.approx((0.26, 0.42))


def test_terms_of_trade_are_zero_sum_in_money() -> None:
    draw = np.random.default_rng(1)
    flow = draw.uniform(1, 5, (3, 4, 4))
    income = draw.uniform(50, 90, 4)
    ours = first_order_welfare(
        flow=flow,
        flow_new=flow,
        cost_hat=draw.uniform(0.9, 1.1, (3, 4)),
        tariff_rate=np.zeros((3, 4, 4)),
        income=income,
        export_tax_factor=draw.uniform(1.0, 1.2, (3, 4, 4)),
    )
    assert (ours.terms_of_trade_by_economy * income).sum() == pytest.approx(0.0, abs=1e-10)


def test_iceberg_costs_are_paid_and_not_received() -> None:
    case = two_economies() | {"iceberg_hat": np.array([[[1.0, 1.1], [1.0, 1.0]]])}
    plain, dear = first_order_welfare(**two_economies()), first_order_welfare(**case)
    assert dear.terms_of_trade_by_economy[0] - plain.terms_of_trade_by_economy[0] == pytest.approx(-0.99)
    assert dear.terms_of_trade_by_economy[1] == pytest.approx(plain.terms_of_trade_by_economy[1])


def test_shapes_are_checked() -> None:
    with pytest.raises(ShapeError, match="tariff_rate"):
        first_order_welfare(**(two_economies() | {"tariff_rate": np.zeros((2, 2))}))
    with pytest.raises(ShapeError, match="income"):
        first_order_welfare(**(two_economies() | {"income": np.zeros(3)}))


def test_agreement_is_in_the_printed_decimals() -> None:
    assert Comparison("a", "x", 1.17, 1.1749, 2).agrees is True
    assert Comparison("a", "x", 1.17, 1.1751, 2).agrees is False
    assert Comparison("a", "x", 0.0, -0.0004, 2).ours_printed == "0.00"
    assert Comparison("a", "x", None, 0.1, 2).agrees is None
    cells = (Comparison("a", "x", 1.0, 1.0, 1), Comparison("b", "y", None, 2.0, 1), Comparison("b", "x", 3.0, 4.0, 1))
    table = ComparisonTable("t", "T", "S", "u", cells)
    assert table.summary.startswith("1 of 2 ")
    assert table.disagreements == cells[2:]
    assert table.as_markdown().splitlines() == [
        "| | x | y |",
        "|---|---:|---:|",
        "| a | 1.0 / 1.0 |  |",
        "| b | 3.0 / 4.0 | 2.0 |",
    ]
