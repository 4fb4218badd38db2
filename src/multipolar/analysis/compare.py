"""Compare: several outcomes side by side, and the difference of two with its ranges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from multipolar.analysis.outcome import Outcome, Range
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.errors import AssumptionError
from multipolar.model.settings import Assumptions, Closure
from multipolar.scenario import Scenario
from multipolar.simulation.labels import economy_measures
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import prepare_baseline, simulate

if TYPE_CHECKING:
    import pandas as pd


def compare(
    baseline: Baseline,
    scenarios: Sequence[str | Scenario],
    *,
    measure: str = "real_income_pct",
    assumptions: Assumptions | None = None,
    closure: Closure | None = None,
) -> pd.DataFrame:
    """Solve several scenarios on one baseline: one row an economy, one column a scenario.

    Parameters
    ----------
    scenarios : library names, paths or Scenarios.
    measure : as in `economy_measures`, such as ``real_wage_pct``.

    Raises
    ------
    AssumptionError
        If the measure is unknown. SolveError, ScenarioError, as `simulate`.
    """
    import pandas as pd

    prepared = prepare_baseline(baseline, closure, assumptions)
    results = [simulate(prepared, scenario, assumptions=assumptions) for scenario in scenarios]
    columns = {result.name: _measure(result, measure) for result in results}
    return pd.DataFrame(columns, index=pd.Index(baseline.economies, name="economy"))


def comparison_frame(outcomes: Sequence[Outcome], measure: str = "real_income_pct") -> pd.DataFrame:
    """One row an economy, one column a scenario; `measure` as in `economy_measures`.

    Raises
    ------
    AssumptionError
        If the outcomes have other economies, or the measure is unknown.
    """
    import pandas as pd

    _check(outcomes)
    columns = {outcome.result.name: _measure(outcome.result, measure) for outcome in outcomes}
    return pd.DataFrame(columns, index=pd.Index(outcomes[0].result.economies, name="economy"))


def _measure(result: Result, measure: str) -> Array:
    measures = economy_measures(result)
    if measure not in measures:
        raise AssumptionError(f"measure {measure}", "is not known", remedy=f"Choose one of: {', '.join(measures)}.")
    return measures[measure]


def difference_ranges(base: Outcome, other: Outcome) -> tuple[Range, ...]:
    """Ranges of the difference, other minus base, variant by variant: what both assume is the same in each row.

    Only variants that both have are paired; a variant that failed in one of them is a NaN row, named. Outcomes under
    different beliefs (elasticities, horizon) have no range of their difference: pairing would compare other worlds
    than the two.
    """
    _check((base, other))
    found = []
    for theirs in other.ranges:
        ours = base.range_of(theirs.label)
        if ours is None or ours.measure != theirs.measure or not _alike(base, other):
            continue
        members = tuple(member for member in theirs.members if member in ours.members)
        rows = [theirs.values[theirs.members.index(m)] - ours.values[ours.members.index(m)] for m in members]
        if members:
            failed = tuple(dict.fromkeys((*ours.failed, *theirs.failed)))
            found.append(Range(theirs.label, theirs.measure, members, np.stack(rows), failed))
    return tuple(found)


def difference_frame(base: Outcome, other: Outcome) -> pd.DataFrame:
    """One row an economy: real income in both, the difference in percentage points, and its ranges."""
    import pandas as pd

    first, second = base.result.real_income_pct(), other.result.real_income_pct()
    columns = {base.result.name: first, other.result.name: second, "difference": second - first}
    for known in difference_ranges(base, other):
        columns[f"{known.label}, low"] = known.low
        columns[f"{known.label}, high"] = known.high
    return pd.DataFrame(columns, index=pd.Index(base.result.economies, name="economy"))


def _alike(base: Outcome, other: Outcome) -> bool:
    return base.result.assumptions.same_beliefs(other.result.assumptions)


def _check(outcomes: Sequence[Outcome]) -> None:
    if not outcomes:
        raise AssumptionError("compare", "needs at least one outcome")
    first = outcomes[0].result
    for outcome in outcomes[1:]:
        if outcome.result.economies != first.economies:
            raise AssumptionError(
                "compare",
                f"{outcome.result.name} has other economies than {first.name}",
                remedy="Run both on the same baseline.",
            )
