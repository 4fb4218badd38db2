"""Small cases, by hand, of the functions that complete the bundled world."""

from __future__ import annotations

import numpy as np
import pytest

from multipolar.baseline.balance import edge_of_band, fit_rows, fit_rows_and_expenditure, tradedness
from multipolar.baseline.build_concordance import Concordance, aggregate, merge_sectors
from multipolar.baseline.evidence import normalise_pairs
from multipolar.baseline.perturb import log_error_of
from multipolar.baseline.prior import PriorSettings, destination_prior, processing_weight
from multipolar.data.wiod import OldTable
from multipolar.errors import DataError


def test_fit_rows_by_hand():
    flow = np.array([[[1.0, 0.0], [3.0, 0.0]]])
    fitted = fit_rows(flow, np.array([[8.0, 5.0]]))
    np.testing.assert_allclose(fitted, [[[2.0, 0.0], [6.0, 0.0]]])


def test_expenditure_inside_its_interval_is_left_alone():
    random = np.random.default_rng(0)
    flow = random.uniform(1, 2, (3, 4, 4))
    sales, spending = flow.sum(axis=1), flow.sum(axis=(0, 2))
    same = fit_rows_and_expenditure(flow, sales, 0.9 * spending, 1.1 * spending, np.ones(3))
    np.testing.assert_allclose(same, flow)


def test_expenditure_reaches_its_edge_with_rows_exact():
    random = np.random.default_rng(1)
    flow = random.uniform(1, 2, (3, 4, 4))
    sales, spending = flow.sum(axis=1), flow.sum(axis=(0, 2))
    low = spending.copy()
    low[0] *= 1.2
    high = np.full(4, np.inf)
    fitted = fit_rows_and_expenditure(
        flow, sales, np.where(np.arange(4) == 0, low, 0.0), high, np.array([1.0, 1.0, 0.0])
    )
    np.testing.assert_allclose(fitted.sum(axis=1), sales)
    assert fitted.sum(axis=(0, 2))[0] == pytest.approx(low[0], rel=1e-4)
    np.testing.assert_allclose(fitted[2], flow[2])


@pytest.mark.parametrize(
    ("estimate", "evidence", "factor"),
    [(100.0, 100.0, 1.0), (100.0, 120.0, 1.0), (100.0, 150.0, 1.2), (100.0, 50.0, 0.625), (100.0, np.nan, 1.0)],
)
def test_dead_band(estimate, evidence, factor):
    assert edge_of_band(np.array([estimate]), np.array([evidence]), 0.25)[0] == pytest.approx(factor)


def test_tradedness_of_a_home_good_is_zero():
    flow = np.stack([np.diag([1.0, 2.0]), np.ones((2, 2))])
    np.testing.assert_allclose(tradedness(flow), [0.0, 1.0])


def test_normalised_pairs_have_the_model_s_totals():
    random = np.random.default_rng(2)
    modelled = random.uniform(1, 5, (5, 5))
    np.fill_diagonal(modelled, 0.0)
    customs = modelled * random.uniform(1, 2, (5, 1)) * random.uniform(1, 2, (1, 5))
    customs[1, 2] = np.nan
    target = normalise_pairs(customs, modelled)
    usable = np.isfinite(target)
    assert not usable[1, 2]
    np.testing.assert_allclose(target[usable], modelled[usable], rtol=1e-6)


@pytest.mark.parametrize("error", [0.05, 0.38, 0.65, 1.05])
def test_log_error_gives_the_cell_error(error):
    random = np.random.default_rng(3)
    spread = log_error_of(error)
    factor = np.exp(spread * random.standard_normal(400_000) - spread**2 / 2)
    assert np.abs(factor - 1).mean() == pytest.approx(error, rel=0.02)


def _old(final: np.ndarray, intermediate: np.ndarray) -> OldTable:
    return OldTable(2000, ("AAA", "BBB", "ROW"), ("s",), intermediate, final)


def test_prior_of_an_unchanged_world_is_the_old_final_demand():
    random = np.random.default_rng(4)
    final = random.uniform(1, 2, (1, 3, 3))
    prior = destination_prior(
        _old(final, final), final, np.ones(3), Concordance.identity(1, 3), PriorSettings(processing=0.0)
    )
    np.testing.assert_allclose(prior, final / final.sum(axis=1, keepdims=True), rtol=1e-6)


def test_prior_of_economies_that_the_old_table_lacks():
    random = np.random.default_rng(5)
    old = _old(random.uniform(1, 2, (1, 3, 3)), random.uniform(1, 2, (1, 3, 3)))
    new = random.uniform(1, 2, (1, 4, 4))
    prior = destination_prior(old, new, np.ones(4), Concordance(np.array([0]), np.array([0, 1, 2, 2])))
    np.testing.assert_allclose(prior.sum(axis=1), 1.0)
    assert (prior > 0).all()


def test_processing_importers_weigh_less():
    flow = np.ones((1, 3, 3))
    weight = processing_weight(flow, np.array([10.0, 1.0, 10.0]), 0.5)
    assert weight[1] < weight[0] == weight[2]


def test_concordance_keeps_totals_and_covers_every_sector():
    random = np.random.default_rng(6)
    flow = random.uniform(0, 1, (3, 4, 4))
    small = aggregate(flow, Concordance(np.array([0, 0, 1]), np.array([0, 1, 1, 2])), 2, 3)
    assert small.shape == (2, 3, 3)
    assert small.sum() == pytest.approx(flow.sum())
    assert small[1, 0, 2] == pytest.approx(flow[2, 0, 3])
    with pytest.raises(DataError, match="every old sector"):
        merge_sectors(_old(flow[:1, :3, :3], flow[:1, :3, :3]), {"x": ()})
