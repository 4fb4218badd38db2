"""The other reading of the calibration: nothing gets cheaper, all currencies but the yuan get dearer.

Shares tell relative costs only. That the yuan won between Russia and China can mean that it got cheaper by x, or that
everything else got dearer by x; the shares are the same, what is used up is not. The truth lies between, and the page
shows both.
"""

from __future__ import annotations

import numpy as np

from multipolar.analysis.payments import payment_outcome
from multipolar.analysis.validation.settlement import DAYS, SettlementStudy, scenario_of
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.registry import load
from multipolar.codes.currencies import currency_codes
from multipolar.scenario import load_scenario
from multipolar.scenario.instruments.secondary_sanctions import SecondarySanctions
from multipolar.simulation.simulate import Prepared, prepare_baseline, simulate


def cost_if_others_dearer(
    study: SettlementStudy, year: int = 2022, baseline: Baseline | Prepared | None = None
) -> tuple[float, float]:
    """USD mn used up in paying for Russia's exports and imports when all but the yuan got dearer.

    Raises
    ------
    SolveError
        If the equilibrium was not found.
    """
    world = baseline if isinstance(baseline, Prepared) else prepare_baseline(baseline or load())
    costs = study.costs[year]
    scenario = scenario_of(load_scenario("measures-2022"), costs, study.parameters)
    dearer = 100.0 * (1.0 / (1.0 - costs.yuan / 100.0) - 1.0)
    others = tuple(code for code in currency_codes() if code != "CNY")
    risk = SecondarySanctions(id="all-others", target=("RUS",), partners=("CHN",), currencies=others, percent=dearer)
    kept = tuple(found for found in scenario.instruments if found.id != "yuan")
    changed = scenario.model_copy(update={"instruments": (*kept, risk)})
    outcome = payment_outcome(simulate(world, changed, date=DAYS[year]))
    return outcome.cost_of("RUS") if outcome is not None else (np.nan, np.nan)
