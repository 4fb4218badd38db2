"""Multipolar: a laboratory for the world economy under power politics.

The public names load on first use, so that importing the package stays fast::

    import multipolar as mp
    world = mp.load()                          # the bundled world of 2022
    result = mp.simulate(world, "western-embargo")
    result.to_frame()["real_income_pct"].sort_values()
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

try:
    __version__ = version("multipolar")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0+unknown"

if TYPE_CHECKING:
    from multipolar.analysis.compare import compare
    from multipolar.analysis.study import study
    from multipolar.baseline.baseline import Baseline
    from multipolar.baseline.registry import load
    from multipolar.errors import MultipolarError
    from multipolar.model.settings import Assumptions, Closure
    from multipolar.model.wedges import Wedges
    from multipolar.scenario import Scenario, load_scenario
    from multipolar.simulation.horizons import horizon
    from multipolar.simulation.result import Result
    from multipolar.simulation.simulate import assumptions_of, prepare_baseline, simulate
    from multipolar.solve.driver import SolverSettings

_HOME = {
    "Assumptions": "multipolar.model.settings",
    "Baseline": "multipolar.baseline.baseline",
    "Closure": "multipolar.model.settings",
    "MultipolarError": "multipolar.errors",
    "Result": "multipolar.simulation.result",
    "Scenario": "multipolar.scenario",
    "SolverSettings": "multipolar.solve.driver",
    "Wedges": "multipolar.model.wedges",
    "compare": "multipolar.analysis.compare",
    "assumptions_of": "multipolar.simulation.simulate",
    "horizon": "multipolar.simulation.horizons",
    "load": "multipolar.baseline.registry",
    "load_scenario": "multipolar.scenario",
    "prepare_baseline": "multipolar.simulation.simulate",
    "simulate": "multipolar.simulation.simulate",
    "study": "multipolar.analysis.study",
}

__all__ = [
    "Assumptions",
    "Baseline",
    "Closure",
    "MultipolarError",
    "Result",
    "Scenario",
    "SolverSettings",
    "Wedges",
    "__version__",
    "assumptions_of",
    "compare",
    "horizon",
    "load",
    "load_scenario",
    "prepare_baseline",
    "simulate",
    "study",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'multipolar' has no attribute '{name}'")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
