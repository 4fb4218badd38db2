"""Hand cases of the decompositions: numbers that can be checked on paper."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from multipolar.analysis.accounting import log_mean, price_parts
from multipolar.analysis.diversion import groups
from multipolar.analysis.shapley import gray_order, shapley, shapley_exact, shapley_sampled


def test_logarithmic_mean() -> None:
    found = log_mean(np.array([2.0, 3.0, 0.0, 5.0]), np.array([1.0, 3.0, 4.0, 0.0]))
    assert found == pytest.approx([1.0 / np.log(2.0), 3.0, 0.0, 0.0])


def test_logarithmic_mean_is_accurate_where_the_two_are_nearly_equal() -> None:
    for relative in (1e-3, 2e-6, 5e-7, 1e-9, 1e-14, -1e-8):
        old = 0.3
        new = old * (1.0 + relative)
        # Series of the logarithmic mean around equality, to third order.
        expected = old * (1.0 + relative / 2.0 - relative**2 / 12.0 + relative**3 / 24.0)
        assert float(log_mean(new, old)) == pytest.approx(expected, rel=1e-12)


def test_log_mean_of_next_to_nothing() -> None:
    """A share that all but vanishes is no division by zero (warnings are errors here)."""
    found = log_mean(np.array([1e-30, 1e-310, 1e30]), np.array([1.0, 1e5, 1e-30]))
    expected = [(1.0 - 1e-30) / np.log(1e30), 1e5 / (np.log(1e5) - np.log(1e-310)), 1e30 / np.log(1e60)]
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_an_airtight_ban_carries_the_whole_price_change_when_nothing_else_moves() -> None:
    # A quarter of the good came from a seller that is gone; the other seller's price stays.
    # P_hat = 0.75 ** (-1 / 4), and the survivor's part is exactly zero.
    theta = np.array([4.0])
    log_price = -np.log(0.75) / theta
    parts = price_parts(np.array([[0.0, 1.0]]), np.array([[0.25, 0.75]]), log_price, theta)
    assert parts.shape == (2, 1)
    assert parts[:, 0] == pytest.approx([log_price[0], 0.0], abs=1e-15)


def test_a_price_that_rises_for_one_seller_is_its_part() -> None:
    # Sato-Vartia: the part is the seller's log price times its normalised log-mean share.
    theta, rise = 3.0, np.log(1.2)
    old = np.array([0.4, 0.6])
    power = old * np.array([np.exp(-theta * rise), 1.0])
    log_price = -np.log(power.sum()) / theta
    new = power / power.sum()
    weight = log_mean(new, old)
    parts = price_parts(new[None], old[None], np.array([log_price]), np.array([theta]))[:, 0]
    assert parts == pytest.approx([rise * weight[0] / weight.sum(), 0.0], abs=1e-14)
    assert parts.sum() == pytest.approx(log_price, abs=1e-14)


def test_a_good_that_nobody_buys_has_no_parts() -> None:
    parts = price_parts(np.zeros((1, 3)), np.zeros((1, 3)), np.zeros(1), np.ones(1))
    assert not parts.any()


def test_shapley_value_of_the_glove_game() -> None:
    # Player 0 has the left glove, 1 and 2 a right one each; a pair is worth one. Known value: 2/3, 1/6, 1/6.
    found = shapley(3, lambda mask: np.array(float(bool(mask & 1) and bool(mask & 6))))
    assert found.values == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert found.exact
    assert found.solved == 8


def test_shapley_value_is_the_average_over_all_orders() -> None:
    worth = np.random.default_rng(5).normal(size=16)
    by_hand = np.zeros(4)
    for order in itertools.permutations(range(4)):
        mask = 0
        for player in order:
            by_hand[player] += worth[mask | 1 << player] - worth[mask]
            mask |= 1 << player
    assert shapley_exact(4, lambda mask: worth[mask]).values == pytest.approx(by_hand / 24)


def test_every_coalition_is_asked_once_and_next_to_the_one_before() -> None:
    order = list(gray_order(5))
    assert sorted(order) == list(range(32))
    assert all((a ^ b).bit_count() == 1 for a, b in itertools.pairwise(order))


def test_sampling_is_exact_for_players_that_do_not_interact() -> None:
    own = np.arange(1.0, 13.0)
    asked: list[int] = []

    def value(mask: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        asked.append(mask)
        return np.array(sum(own[p] for p in range(12) if mask >> p & 1))

    found = shapley_sampled(12, value, evaluations=96, seed=1)
    assert found.values == pytest.approx(own)
    assert found.standard_error == pytest.approx(np.zeros(12), abs=1e-12)
    assert not found.exact
    assert len(asked) == len(set(asked)) == found.solved <= 96


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        # One economy against three, both ways: each side is one group.
        ([(0, 1), (0, 2), (0, 3), (1, 0), (2, 0), (3, 0)], [((0,), (1, 2, 3)), ((1, 2, 3), (0,))]),
        # Two economies, both ways: two groups, not one bloc.
        ([(0, 1), (1, 0)], [((0,), (1,)), ((1,), (0,))]),
        # A bloc of six in which all trade with all but themselves: one group that faces itself.
        ([(a, b) for a in range(6) for b in range(6) if a != b], [(tuple(range(6)), tuple(range(6)))]),
    ],
)
def test_economies_that_face_the_same_partners_make_one_group(
    flows: list[tuple[int, int]], expected: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    own, other = np.array(flows, dtype=np.int64).T
    assert groups(own, other) == expected
