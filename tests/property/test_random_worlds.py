"""The stress script on its first worlds, and the generator that feeds it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from multipolar.model.equations import Equations
from multipolar.model.settings import Assumptions, Closure
from multipolar.model.wedges import Wedges
from multipolar.model.world import prepare
from random_worlds import SHOCKS, WorldStyle, random_shock, random_style, random_world
from stress import SEED, assess


def test_the_first_worlds_of_the_stress_script_are_right_or_named() -> None:
    outcomes = [assess(SEED, number) for number in range(70)]
    kinds = Counter(outcome.kind for outcome in outcomes)
    named = sum(count for kind, count in kinds.items() if kind.startswith("named"))
    assert kinds["converged"] + named == 70, kinds
    assert named >= 1
    assert len({outcome.shock for outcome in outcomes}) >= 10


@pytest.mark.parametrize("mobility", [1.0, 3.0])
def test_specific_labour_too(mobility: float) -> None:
    outcomes = [assess(SEED, number, mobile=False) for number in range(int(mobility), 30, 3)]
    assert {outcome.kind.split(":")[0] for outcome in outcomes} <= {"converged", "named"}


def test_random_worlds_are_consistent_and_varied() -> None:
    """Every account closes at the start, and the nasty features do occur."""
    seen: Counter[str] = Counter()
    for seed in range(60):
        rng = np.random.default_rng(seed)
        style = random_style(rng)
        baseline = random_world(rng, style)
        world = prepare(baseline)
        theta = Assumptions(baseline.elasticities.central)
        equations = Equations(world, Wedges.none(world.shape), theta, Closure())
        residuals = equations.residuals(equations.start())
        assert max(np.abs(values).max() for values in residuals.values()) < 1e-8
        seen["absent producer"] += not world.active_output.all()
        seen["absent buyer"] += not world.active_price.all()
        seen["empty cell"] += bool(((baseline.trade_share == 0) & (baseline.expenditure > 0)[:, :, None]).any())
        seen["single seller"] += bool(((baseline.gross_output > 0).sum(axis=1) == 1).any())
        seen["deficit"] += bool((np.abs(baseline.deficit) > 0.01 * baseline.value_added).any())
        seen["tariff"] += bool((baseline.tariff_rate > 0.1).any())
        seen["a thousand times larger"] += bool(baseline.value_added.max() > 1e3 * baseline.value_added.min())
    assert min(seen.values()) >= 3, seen


def test_every_kind_of_shock_touches_something() -> None:
    rng = np.random.default_rng(3)
    world = random_world(rng, WorldStyle())
    for kind in SHOCKS:
        shocks = [random_shock(rng, world, kind) for _ in range(10)]
        touched = [not shock.wedges.is_empty for shock in shocks]
        assert any(touched) == (kind != "nothing"), kind


def test_a_seed_names_a_world() -> None:
    one, other = (random_world(np.random.default_rng(11)) for _ in range(2))
    np.testing.assert_array_equal(one.trade_share, other.trade_share)
