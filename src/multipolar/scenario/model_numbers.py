"""Numbers of the model that a measure brings with it, each with what stands behind it: elasticities, costs, rules."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelNumber:
    """One number behind a result, beside trade elasticities and what a horizon believes.

    Attributes
    ----------
    name : whose and what, such as ``payments: substitution``. value : in force.
    status : ``sourced``, ``derived`` from a source, ``assumed``, ``unverified``, or ``unsourced`` where the scenario
        sets it without a source.
    source : who says so, or the reason.
    low, high : range that was tried or published; NaN where there is none.
    """

    name: str
    value: float
    unit: str
    status: str
    source: str
    low: float = math.nan
    high: float = math.nan
