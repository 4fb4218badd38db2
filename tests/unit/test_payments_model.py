"""The nests of currencies: hand cases, limits, identities, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from multipolar.arrays import Array
from multipolar.errors import AssumptionError
from multipolar.model.nest import channel_log_cost, channel_shares
from multipolar.model.payments import PaymentNests, PaymentParameters
from multipolar.model.responses import Market

NONE = PaymentParameters(substitution=4.0, network=0.0)


def nests(log_channel: Array, share: Array, parameters: PaymentParameters = NONE, fixed: float = 1.0) -> PaymentNests:
    """Two economies that trade one good both ways; rows of `share` and `log_channel` are nests."""
    return PaymentNests(
        cells=np.array([1, 2]),
        unit=np.array([0, 1]),
        importer=np.array([0, 1]),
        exporter=np.array([1, 0]),
        share=share,
        log_channel=log_channel,
        fixed_paid=np.full((2, share.shape[1]), fixed),
        parameters=parameters,
    )


def market(value: Array, before: Array | None = None) -> Market:
    base = value if before is None else before
    blank = np.zeros((1, 2))
    return Market(value, base, value, base, np.full(2, 4.0), blank, blank)


def settle(found: PaymentNests, value: Array) -> Array:
    """The fixed point of the unknowns at given values of trade."""
    unknown = np.zeros(found.size)
    for _ in range(2000):
        new = found.update(unknown, market(value))
        if np.abs(new - unknown).max() < 1e-13:
            return new
        unknown = new
    pytest.fail("no fixed point")


SHARE = np.array([[0.7, 0.2, 0.1], [0.5, 0.5, 0.0]])
VALUE = np.array([3.0, 5.0])


def test_nothing_changed_is_exactly_nothing() -> None:
    found = nests(np.zeros((2, 3)), SHARE, PaymentParameters())
    zero = np.zeros(found.size)
    assert (found.log_cost(zero) == 0.0).all()
    assert (found.shares(zero) == SHARE).all()
    assert (found.residual(zero, market(VALUE)) == 0.0).all()
    assert (found.rent_rate(zero) == 0.0).all()


def test_one_currency_passes_its_cost_on() -> None:
    found = nests(np.array([[0.3], [0.0]]), np.ones((2, 1)))
    assert found.log_cost(np.zeros(2)) == pytest.approx([0.3, 0.0], abs=1e-15)
    assert (found.shares(np.zeros(2)) == 1.0).all()


def test_closed_form_without_network() -> None:
    cost = np.array([[np.log(1.5), 0.0, 0.0], [0.0, 0.0, 0.0]])
    found = nests(cost, SHARE)
    zero = np.zeros(found.size)
    weight = 0.7 * 1.5**-4.0
    assert found.unit_cost(zero)[0] == pytest.approx(-np.log(weight + 0.3) / 4.0, rel=1e-14)
    assert found.shares(zero)[0] == pytest.approx(np.array([weight, 0.2, 0.1]) / (weight + 0.3), rel=1e-14)
    assert (found.update(np.ones(found.size), market(VALUE)) == 0.0).all()


def test_shares_sum_to_one_at_any_unknown() -> None:
    rng = np.random.default_rng(3)
    found = nests(rng.normal(size=(2, 3)), SHARE, PaymentParameters())
    assert found.shares(rng.normal(size=found.size)).sum(axis=1) == pytest.approx([1.0, 1.0], abs=1e-14)


def test_network_amplifies_a_switch() -> None:
    cost = np.array([[0.05, 0.0, 0.0], [0.05, 0.0, 0.0]])
    used = []
    for strength in (0.0, 0.3, 0.6, 0.9):
        parameters = PaymentParameters(network=strength)
        found = nests(cost, SHARE, parameters)
        used.append(found.shares(settle(found, VALUE))[0, 0])
    assert used[0] < SHARE[0, 0]
    assert all(later < earlier - 1e-4 for earlier, later in pairwise(used))


def test_use_elsewhere_makes_a_currency_cheaper() -> None:
    found = nests(np.zeros((2, 3)), SHARE, PaymentParameters())
    ratio = np.zeros((2, 3))
    ratio[:, 1] = 0.4
    costs = found.channel_costs(ratio.ravel())
    assert (costs[:, 1] < 0).all()
    assert (costs[:, [0, 2]] == 0).all()


@pytest.mark.parametrize("strength", [0.5, 0.95])
def test_the_map_contracts_below_one(strength: float) -> None:
    """The spectral radius of the map's derivative stays below phi * nu at random points."""
    rng = np.random.default_rng(11)
    found = nests(np.zeros((2, 3)), SHARE, PaymentParameters(network=strength), fixed=0.01)
    for _ in range(20):
        point = rng.normal(scale=0.5, size=found.size)
        step = 1e-6
        columns = [
            (found.update(point + step * unit, market(VALUE)) - found.update(point - step * unit, market(VALUE)))
            / (2 * step)
            for unit in np.eye(found.size)
        ]
        radius = np.abs(np.linalg.eigvals(np.array(columns).T)).max()
        assert radius < strength + 1e-6


def test_a_closed_currency_is_reached_by_continuation() -> None:
    closed = np.array([[np.inf, 0.0, 0.0], [np.inf, 0.1, 0.0]])
    found = nests(closed, SHARE)
    zero = np.zeros(found.size)
    kept = [found.at(size).shares(zero)[0, 0] for size in (0.0, 0.5, 0.99, 1.0)]
    assert kept[0] == pytest.approx(0.7, rel=1e-14)
    assert kept == sorted(kept, reverse=True)
    assert kept[-1] == 0.0
    costs = [found.at(size).unit_cost(zero) for size in (0.0, 0.5, 1 - 1e-12, 1.0)]
    assert np.isfinite(costs).all()
    assert costs[2] == pytest.approx(costs[3], abs=1e-9)
    assert costs[3][0] == pytest.approx(-np.log(0.3) / 4.0, rel=1e-14)


def test_no_currency_left_is_refused_here() -> None:
    with pytest.raises(AssumptionError, match="no currency left"):
        nests(np.array([[np.inf, np.inf, 0.0], [np.inf, np.inf, 0.0]]), SHARE)


@pytest.mark.parametrize(
    ("change", "word"),
    [({"network": 1.0}, "several outcomes"), ({"network": -0.1}, r"\[0, 1\)"), ({"substitution": 0.0}, "positive")],
)
def test_parameters_out_of_their_domain_are_refused(change: dict[str, float], word: str) -> None:
    with pytest.raises(AssumptionError, match=word):
        replace(PaymentParameters(), **change)


def test_scale_of_elasticity_and_cost_is_not_told_by_shares() -> None:
    cost = np.array([[0.08, 0.0, -0.02], [0.04, 0.0, 0.0]])
    one = nests(cost, SHARE, PaymentParameters(substitution=20.0, network=0.4))
    two = nests(cost / 2, SHARE, PaymentParameters(substitution=40.0, network=0.4))
    at_one, at_two = settle(one, VALUE), settle(two, VALUE)
    assert one.shares(at_one) == pytest.approx(two.shares(at_two), abs=1e-10)
    assert one.log_cost(at_one) == pytest.approx(2 * two.log_cost(at_two), abs=1e-12)


@pytest.mark.parametrize("scale", [0.0, 0.1, 3.0, 80.0])
def test_costs_and_shares_are_those_of_the_common_nest(scale: float) -> None:
    rng = np.random.default_rng(7)
    cost = scale * rng.normal(size=(2, 3))
    cost[0, 2] = np.inf
    found = nests(cost, SHARE, PaymentParameters(substitution=15.0, network=0.6))
    unknown = rng.normal(size=found.size)
    channel = found.channel_costs(unknown)
    assert found.unit_cost(unknown) == pytest.approx(channel_log_cost(SHARE, channel, 15.0), rel=1e-11, abs=1e-14)
    assert found.shares(unknown) == pytest.approx(channel_shares(SHARE, channel, 15.0), rel=1e-9, abs=1e-300)
