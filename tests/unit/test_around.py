"""Change around a date: the arithmetic by hand, gaps that stay gaps, groups that are too small."""

from __future__ import annotations

import pytest

from multipolar.errors import AssumptionError
from multipolar.observatory.around import FEWEST_PAIRS, Change, Windows, change, least_flow, spread

WINDOWS = Windows.around(2022, 2)
FLAT = {2020: 10.0, 2021: 10.0, 2023: 10.0, 2024: 10.0}


def _times(factor: float) -> dict[int, float]:
    return {2020: 10.0, 2021: 10.0, 2023: 10.0 * factor, 2024: 10.0 * factor}


def test_windows_leave_out_the_year_of_the_event() -> None:
    assert Windows((2020, 2021), (2023, 2024)) == WINDOWS
    with pytest.raises(AssumptionError, match="at least 2"):
        Windows.around(2022, 1)


def test_amounts_change_in_per_cent_and_scores_in_their_unit() -> None:
    series = {2020: 8.0, 2021: 12.0, 2022: 99.0, 2023: 14.0, 2024: 16.0}
    assert change(series, WINDOWS, relative=True) == Change(10.0, 15.0, 2, 2, 50.0)
    assert change(series, WINDOWS, relative=False) == Change(10.0, 15.0, 2, 2, 5.0)


def test_a_year_without_a_record_is_no_zero() -> None:
    wide = Windows.around(2022, 3)
    found = change({2019: 10.0, 2021: 20.0, 2023: 30.0, 2025: 30.0}, wide, relative=True)
    assert found == Change(15.0, 30.0, 2, 2, 100.0)
    assert change({2020: 10.0, 2021: 10.0, 2023: 0.0}, WINDOWS, relative=True) is None
    assert change({2020: 0.0, 2021: 0.0, 2023: 5.0, 2024: 5.0}, WINDOWS, relative=True) is None


def test_the_difference_stands_beside_the_spread_of_the_group() -> None:
    pair = change(_times(1.5), WINDOWS, relative=True)
    assert pair is not None
    group = {f"P{n}": _times(factor) for n, factor in enumerate((0.6, 0.8, 1.0, 1.2, 2.0))}
    found = spread(pair, group, WINDOWS, relative=True)
    assert found is not None
    assert (found.count, found.without_record) == (5, 0)
    assert found.median == pytest.approx(0.0)
    assert (found.low, found.high) == (pytest.approx(-20.0), pytest.approx(20.0))
    assert found.difference == pytest.approx(50.0)
    assert found.percentile == pytest.approx(80.0)
    assert found.median_if_none == found.median


def test_members_that_drop_out_are_told_with_what_they_would_do() -> None:
    pair = change(_times(1.0), WINDOWS, relative=True)
    assert pair is not None
    staying = {f"P{n}": _times(2.0) for n in range(5)}
    leaving = {f"Q{n}": {2020: 10.0, 2021: 10.0} for n in range(6)}
    found = spread(pair, staying | leaving, WINDOWS, relative=True)
    assert found is not None
    assert (found.count, found.without_record) == (5, 6)
    assert found.median == pytest.approx(100.0)
    assert found.median_if_none == pytest.approx(-100.0)
    assert found.percentile == 0.0
    assert found.percentile_if_none == pytest.approx(100 * 6 / 11)


def test_too_small_a_group_is_refused_and_tiny_flows_are_left_out() -> None:
    pair = change(FLAT, WINDOWS, relative=True)
    assert pair is not None
    group = {f"P{n}": FLAT for n in range(FEWEST_PAIRS)}
    assert spread(pair, dict(list(group.items())[1:]), WINDOWS, relative=True) is None
    assert spread(pair, group, WINDOWS, relative=True, weight=10.0) is not None
    assert spread(pair, group, WINDOWS, relative=True, weight=10.1) is None
    assert least_flow([FLAT, FLAT], WINDOWS) == pytest.approx(0.02)
