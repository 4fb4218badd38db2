"""Assumptions of each horizon for made-up worlds, whose sectors have no codes: the first sector is the extraction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.model.settings import Assumptions, ResourceFactor
from multipolar.simulation.horizons import horizon, parameter

# Whose supply elasticity and rent the made-up extraction has: oil and gas.
OIL = "B06"


def beliefs(name: str, baseline: Baseline, theta: Array | None = None) -> Assumptions:
    """What a horizon assumes, with a resource in the first sector except in the long run.

    Parameters
    ----------
    theta : (J,) or (J, N) trade elasticities; by default the horizon's own.
    """
    assumptions, _ = horizon(name, baseline)
    if theta is not None:
        assumptions = replace(assumptions, trade_elasticity=theta)
    if name == "long":
        return assumptions
    supply = parameter(name, f"supply_elasticity {OIL}").value
    return replace(assumptions, resource=resource(baseline, parameter(name, f"rent_share {OIL}").value, supply))


def resource(baseline: Baseline, rent: float, supply: float) -> ResourceFactor:
    """A resource in the first sector."""
    share = np.zeros(len(baseline.sectors))
    share[0] = rent
    return ResourceFactor(share, np.full(share.size, supply))
