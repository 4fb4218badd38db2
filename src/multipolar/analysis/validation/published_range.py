"""Russia's loss in the literature, and ours under settings as near to theirs as we have.

Published numbers are forecasts or counterfactuals of other models; so are ours. None is an outcome. They differ in what
is done, by whom, for how long, and in who adjusts: those columns matter more than the numbers beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from multipolar.analysis.validation.published_results import PUBLISHED, PublishedResult
from multipolar.analysis.validation.range_settings import SETTINGS, Setting
from multipolar.analysis.validation.rebase import with_pattern_of
from multipolar.analysis.validation.trade_forecasts import TARGET
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.registry import load
from multipolar.data.russia_trade import load_russia_trade
from multipolar.model.settings import Closure, DeficitClosure
from multipolar.scenario import load_scenario
from multipolar.simulation.horizons import horizon
from multipolar.simulation.simulate import prepare_baseline, simulate

CLOSURES: tuple[DeficitClosure, ...] = get_args(DeficitClosure)
NOT_COMPARABLE = "not comparable: no setting of ours is near"

Verdict = Literal["larger loss", "smaller loss", "within closures", "not compared"]


@dataclass(frozen=True, slots=True)
class OurResult:
    """Russia under one setting.

    Attributes
    ----------
    real_income_pct, real_wage_pct : by closure, change in per cent.
    exports_pct, imports_pct : change of Russia's total trade at border prices, deficits fixed, per cent.
    """

    setting: Setting
    real_income_pct: Mapping[DeficitClosure, float]
    real_wage_pct: Mapping[DeficitClosure, float]
    exports_pct: float
    imports_pct: float


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A published number beside our nearest counterpart; `ours` is None where there is none."""

    published: PublishedResult
    ours: OurResult | None

    @property
    def verdict(self) -> Verdict:
        """Whether the published loss lies inside our three closures, or on which side of them ours lies."""
        if self.ours is None or not self.published.comparable:
            return "not compared"
        # In the decimals that are printed; a loss of "over" a number is not reached by that number.
        values = [round(value, 1) for value in self.ours.real_income_pct.values()]
        theirs = self.published.change_pct
        if max(values) < theirs:
            return "larger loss"
        reached = min(values) < theirs if self.published.qualifier else min(values) <= theirs
        return "within closures" if reached else "smaller loss"


def our_results(
    baseline: Baseline | None = None, on_step: Callable[[str, float], None] | None = None
) -> tuple[OurResult, ...]:
    """Russia's change in real income under every setting and closure.

    Parameters
    ----------
    baseline : the bundled one by default. on_step : told what is being done and the share done.

    Raises
    ------
    SolveError
        If an equilibrium was not found.
    """
    world = baseline or load()
    tell = on_step or (lambda _text, _share: None)
    worlds = {"": world}
    if any(setting.pattern_year for setting in SETTINGS):
        worlds["2021"] = with_pattern_of(world, load_russia_trade(), 2021).baseline
    found = []
    for number, setting in enumerate(SETTINGS):
        tell(setting.title, number / len(SETTINGS))
        found.append(_solve(worlds[setting.pattern_year], setting))
    return tuple(found)


def compare_range(ours: tuple[OurResult, ...]) -> tuple[RangeRow, ...]:
    """Each published number with our counterpart."""
    by_key = {result.setting.key: result for result in ours}
    return tuple(RangeRow(entry, by_key.get(entry.counterpart)) for entry in PUBLISHED)


def _solve(world: Baseline, setting: Setting) -> OurResult:
    russia = world.economies.index(TARGET)
    central, _ = horizon(setting.horizon, world)
    theta = central.trade_elasticity * setting.elasticity_factor
    assumptions = replace(central, trade_elasticity=theta, label=f"central x {setting.elasticity_factor:g}")
    change = load_scenario(setting.scenario) if isinstance(setting.scenario, str) else setting.scenario
    income: dict[DeficitClosure, float] = {}
    wage: dict[DeficitClosure, float] = {}
    trade = (0.0, 0.0)
    for deficit in CLOSURES:
        prepared = prepare_baseline(world, Closure(deficit), assumptions)
        result = simulate(prepared, change, assumptions=assumptions)
        income[deficit] = float(result.real_income_pct()[russia])
        wage[deficit] = float(result.real_wage_pct()[russia])
        if deficit == "fixed":
            before, after = result.before, result.after
            exports = result.exports(after)[russia] / result.exports(before)[russia]
            imports = result.imports(after)[russia] / result.imports(before)[russia]
            trade = (100.0 * (float(exports) - 1.0), 100.0 * (float(imports) - 1.0))
    return OurResult(setting, income, wage, *trade)
