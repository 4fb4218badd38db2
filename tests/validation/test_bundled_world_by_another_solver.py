"""The bundled world, exported and solved by the nested reference implementation: the same answer as ours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from multipolar.baseline.bundled import load_bundled
from multipolar.cli import main
from multipolar.simulation.simulate import simulate
from nested_reference import solve_nested


@pytest.mark.parametrize("scenario", ["western-embargo", "east-west-split@tariff-war", "eu-us-tariffs@retaliation"])
def test_nested_reference_agrees_on_the_exported_arrays(scenario: str, tmp_path: Path) -> None:
    target = tmp_path / "world.npz"
    assert main(["data", "export", "icio-2022", str(target), "--scenario", scenario]) == 0
    with np.load(target) as arrays:
        case = {key: arrays[key] for key in arrays.files if key not in ("keys", "name", "year")}
    nested = solve_nested(case, 1e-9, wage_step=0.2, fold_wedges=True)
    prices = np.exp((case["alpha_nj"] * np.log(nested.P_hat)).sum(axis=1))
    theirs = 100 * (nested.income / np.asarray(case["F_nj"]).sum(axis=1) / prices - 1)
    ours = simulate(load_bundled(), scenario).real_income_pct()
    assert np.abs(ours - theirs).max() < 1e-6
