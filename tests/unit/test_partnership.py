"""Percentiles with ties, the index of a pair, and what it hangs on."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.errors import AssumptionError
from multipolar.observatory.partnership import Measure, profile
from multipolar.observatory.partnership_measures import Crossing, mean_share, pair_columns
from multipolar.observatory.percentile import percentile, percentiles, place

HUNDRED = np.arange(100.0)


def _measure(name: str, values: np.ndarray) -> Measure:
    return Measure(name, name.title(), "as it is", "x", "2022", "nobody", values)


def test_percentile_counts_ties_by_half() -> None:
    among = np.array([1.0, 2.0, 2.0, 3.0, np.nan])
    assert percentile(2.0, among) == 50.0
    assert percentile(0.0, among) == 0.0
    assert percentile(9.0, among) == 100.0
    assert np.isnan(percentile(1.0, np.array([])))
    assert percentiles(among)[:4].tolist() == [12.5, 50.0, 50.0, 87.5]
    assert np.isnan(percentiles(among)[4])


def test_ties_share_the_better_place() -> None:
    among = np.array([5.0, 9.0, 5.0, 1.0])
    assert [place(value, among) for value in (9.0, 5.0, 1.0)] == [1, 2, 4]


def test_the_index_is_the_weighted_mean_of_percentiles() -> None:
    measures = [_measure("up", HUNDRED), _measure("same", HUNDRED), _measure("down", HUNDRED[::-1])]
    found = profile(measures, 99, {"down": 0.0})
    assert found.index is not None
    assert [component.percentile for component in found.components] == [99.5, 99.5, 0.5]
    assert [component.weight for component in found.components] == [0.5, 0.5, 0.0]
    assert found.index.value == pytest.approx(99.5)
    assert found.index.standing == 99.5
    assert dict(found.index.dropped)["down"] == 99.5
    assert found.index.low < found.index.median <= found.index.high
    even = profile(measures, 99)
    assert even.index is not None
    # Without one of the two that rise, a riser and a faller leave every pair at the middle.
    assert dict(even.index.dropped)["up"] == 50.0
    assert profile(measures, 99).index == even.index


def test_no_index_from_too_little() -> None:
    few = profile([_measure("up", HUNDRED), _measure("down", HUNDRED[::-1])], 3)
    assert few.index is None
    assert "at least 3" in few.reason
    holed = HUNDRED.copy()
    holed[:95] = np.nan
    apart = profile([_measure("a", HUNDRED), _measure("b", HUNDRED), _measure("c", holed)], 99)
    assert apart.index is None
    assert "only 5 pairs" in apart.reason
    lacking = profile([_measure("a", HUNDRED), _measure("c", holed)], 0)
    assert lacking.lacking == ("C",)


@pytest.mark.parametrize(
    ("weights", "message"),
    [({"trad": 1.0}, "no dimension"), ({"up": -1.0}, "zero or more"), ({"up": 0.0, "down": 0.0}, "zero in every")],
)
def test_weights_that_make_no_sense(weights: dict[str, float], message: str) -> None:
    with pytest.raises(AssumptionError, match=message):
        profile([_measure("up", HUNDRED), _measure("down", HUNDRED)], 3, weights)


def test_mean_share_by_hand() -> None:
    flows = [("AAA", "BBB", 30.0), ("BBB", "AAA", 10.0), ("AAA", "CCC", 40.0), ("AAA", "WLD", 999.0)]
    codes, values = mean_share(flows)
    assert codes == ("AAA", "BBB", "CCC")
    # A trades 80 in all, 40 with B; B trades only with A.
    assert values[0, 1] == values[1, 0] == pytest.approx((50 + 100) / 2)
    assert values[1, 2] == 0.0


def test_columns_name_the_right_pair() -> None:
    values = np.array([[0.0, 12.0, 13.0], [12.0, 0.0, 23.0], [13.0, 23.0, 0.0]])
    crossing = Crossing("d", "D", "f", "x", "2022", "nobody", ("AAA", "BBB", "CCC"), values)
    for first, second, expected in (("AAA", "BBB", 12.0), ("CCC", "AAA", 13.0), ("BBB", "CCC", 23.0)):
        measures, row = pair_columns([crossing], first, second)
        assert measures[0].values[row] == expected
    measures, row = pair_columns([crossing], "AAA", "ZZZ")
    assert np.isnan(measures[0].values[row])
