"""What Python refuses as assumptions: in a sentence, before anything is solved."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import multipolar as mp
from multipolar.baseline.baseline import Baseline
from multipolar.errors import AssumptionError


@pytest.fixture(scope="module")
def world() -> Baseline:
    return mp.load()


def test_a_set_that_is_not_known(world: Baseline) -> None:
    wrong: Any = "loww"
    with pytest.raises(AssumptionError, match=r"'loww'.*(?s:.*)low, central, high"):
        mp.assumptions_of(world, wrong)
    with pytest.raises(AssumptionError, match="'loww'"):
        mp.study(world, "us-ev-tariff", elasticities=wrong, full=False)


@pytest.mark.parametrize("shape", [(7,), (50, 7), (81, 50), (), (50, 81, 81)])
def test_values_of_another_shape(world: Baseline, shape: tuple[int, ...]) -> None:
    with pytest.raises(AssumptionError, match=r"\(50,\), one a sector, or \(50, 81\)") as caught:
        mp.assumptions_of(world, np.full(shape, 4.0))
    assert str(shape) in str(caught.value)
    with pytest.raises(AssumptionError, match="have shape"):
        mp.study(world, "us-ev-tariff", elasticities=np.full(shape, 4.0), full=False)


def test_values_by_sector_and_by_importer_are_taken(world: Baseline) -> None:
    wide = np.broadcast_to(world.elasticities.central[:, None], (50, 81))
    one, two = (
        mp.simulate(world, "us-ev-tariff", assumptions=mp.assumptions_of(world, theta)).real_income_pct()
        for theta in (world.elasticities.central, wide)
    )
    assert one == pytest.approx(two, abs=1e-9)


def test_fewer_draws_than_none(world: Baseline) -> None:
    with pytest.raises(AssumptionError, match="draws -1"):
        mp.study(world, "us-ev-tariff", draws=-1)
