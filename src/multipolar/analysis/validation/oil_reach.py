"""How far down a coalition can push Russia's price of crude: the price reached when no cap is low enough.

The scenario is `oil-cap-2022` without evasion and with a cap that nothing reaches; only the part of the other buyers'
seaborne crude that the coalition serves is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from multipolar.analysis.price_cap import cap_outcomes
from multipolar.analysis.validation.oil_settings import SHORT, horizon_settings, own_setting
from multipolar.baseline.baseline import Baseline
from multipolar.scenario import Scenario, load_scenario
from multipolar.simulation.simulate import prepare_baseline, simulate

SCENARIO = "oil-cap-2022"
SERVED = (0.0, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9, 1.0)
NEVER = 1.0
"""Dollars a barrel: a cap that no coalition reaches."""


@dataclass(frozen=True, slots=True)
class CapReach:
    """Lowest price by horizon, dollars a barrel, for each share in `served`; `before` is the price without measures."""

    served: tuple[float, ...]
    before: float
    lowest: Mapping[str, tuple[float, ...]]


def cap_reach(baseline: Baseline) -> CapReach:
    """Solve for every share and horizon, and for the short run with its elasticity for crude as well.

    Raises
    ------
    SolveError
        If an equilibrium was not found.
    """
    lowest: dict[str, tuple[float, ...]] = {}
    before = 0.0
    for setting in (*horizon_settings(baseline), own_setting(baseline, SHORT)):
        prepared = prepare_baseline(baseline, setting.closure, setting.assumptions)
        prices = []
        for share in SERVED:
            result = simulate(prepared, _served(share), assumptions=setting.assumptions)
            (found,) = cap_outcomes(result)
            before = found.price_before
            prices.append(found.price_after)
        lowest[setting.name] = tuple(prices)
    return CapReach(SERVED, before, lowest)


def _served(share: float) -> Scenario:
    scenario = load_scenario(SCENARIO)
    changes = {"service_share": share, "evasion": 0.0, "cap": NEVER}
    changed = tuple(instrument.model_copy(update=changes) for instrument in scenario.instruments)
    return scenario.model_copy(update={"instruments": changed})
