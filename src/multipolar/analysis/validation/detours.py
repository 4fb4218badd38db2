"""EU exports of sanctioned goods to Russia's neighbours after February 2022: forecasts beside what happened.

The forecasts of the model are the scenario ``measures-with-detours`` as it stands in the library, on the bundled
baseline. For each sector and neighbour it gives the part of what bans stop that leaves EU economies for that hub; times
EU exports of listed goods to Russia in the same months of 2021 it is what detours add to EU exports to the neighbour.
Nothing in it was fitted to the outcome. Neighbours that share a row (Kyrgyzstan, Armenia, Georgia, Uzbekistan in the
rest of the world) split what comes through it by their part of EU exports in 2021, sector by sector: who among them,
the model cannot say.

The outcome is the first nine months, so the main forecast uses the trade elasticity at once after a change, 0.76
(Boehm, Levchenko and Pandalai-Nayar 2023, American Economic Review 113(4)); the one with the long-run elasticities of
the baseline stands beside it.

``no change`` and the trade lost spread over all other buyers in proportion know no model. ``as other goods`` lets
listed exports grow as all other EU exports to the same neighbour did: it knows the outcome of those, and shows how much
of the rise is demand rather than detour. ``demand and detour`` adds the model's detours to that.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from multipolar.analysis.detours import KIND, DetourAccount, detour_account
from multipolar.analysis.validation.forecast_scores import ForecastScore, score_forecast
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.hubs import NEIGHBOURS, REST, TARGET
from multipolar.baseline.registry import load
from multipolar.codes import bloc_members
from multipolar.data.eu_sanctioned import ALL_GOODS, SanctionedExports, load_sanctioned_exports
from multipolar.errors import DataError
from multipolar.scenario import Scenario, load_scenario
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import Prepared, assumptions_of, prepare_baseline, simulate

SCENARIO = "measures-with-detours"
BEFORE = ("2021-03", "2021-11")
AFTER = ("2022-03", "2022-11")
"""The months after the first measures, and the same months of the year before."""
MODEL, LONG_RUN = "model, first year", "model, long run"
NO_CHANGE, IN_PROPORTION = "no change", "spread in proportion"
AS_OTHERS, ON_TOP = "as other goods", "demand and detour"
AT_ONCE = 0.76
"""Trade elasticity within a year of a change (Boehm, Levchenko and Pandalai-Nayar 2023): one for all sectors."""
FITTED = "elasticity ratio fitted to the total"
LARGEST_RATIO = 64.0

Role = Literal["main", "null", "hindsight", "variant", "fitted"]
Step = Callable[[str, float], None]

VARIANTS: tuple[tuple[str, Mapping[str, float]], ...] = (
    ("re-export rate 0.02", {"reexport_rate": 0.02}),
    ("re-export rate 0.2", {"reexport_rate": 0.2}),
    ("elasticity ratio 1", {"elasticity_ratio": 1.0}),
    ("elasticity ratio 4", {"elasticity_ratio": 4.0}),
    ("elasticity ratio 8", {"elasticity_ratio": 8.0}),
    ("way round free", {"transit_cost": 0.0, "margin": 0.0}),
    ("way round at 55 percent", {"transit_cost": 0.2, "margin": 0.29}),
    ("rate 0.2, ratio 4", {"reexport_rate": 0.2, "elasticity_ratio": 4.0}),
)
"""What is varied, one thing at a time and the two least known together; shown, never chosen from."""


@dataclass(frozen=True, slots=True)
class DetourForecast:
    """One forecast of EU exports of listed goods.

    Attributes
    ----------
    value : (P, S) EUR mn by neighbour and sector.
    leakage : part of what bans stop that came through all hubs; NaN for forecasts without a model.
    fitted : number of parameters fitted to the outcome.
    """

    name: str
    role: Role
    note: str
    value: Array
    leakage: float = float("nan")
    fitted: int = 0


@dataclass(frozen=True, slots=True)
class DetourValidation:
    """Forecasts and outcome.

    Attributes
    ----------
    partners, sectors : axes. start, outcome : (P, S) EUR mn in the months of `BEFORE` and `AFTER`.
    to_target : (2,) EUR mn of listed goods to Russia, before and after.
    results, accounts : of the forecasts of the model, by name: solution and detours.
    ratio : fitted elasticity ratio; NaN where no ratio reaches the total.
    """

    partners: tuple[str, ...]
    sectors: tuple[str, ...]
    start: Array
    outcome: Array
    to_target: Array
    forecasts: tuple[DetourForecast, ...]
    results: Mapping[str, Result]
    accounts: Mapping[str, DetourAccount]
    ratio: float

    def forecast(self, name: str) -> DetourForecast:
        """The forecast of this name."""
        return next(found for found in self.forecasts if found.name == name)

    def score(self, name: str, detail: Literal["partners", "cells"]) -> ForecastScore:
        """Score over neighbours, or over neighbours and sectors, in values."""
        start, guess, outcome = (
            values.sum(axis=1) if detail == "partners" else values.ravel()
            for values in (self.start, self.forecast(name).value, self.outcome)
        )
        return score_forecast(start, guess, outcome, "usd")

    def substitution(self, name: str | None = None, partners: tuple[str, ...] = NEIGHBOURS) -> float:
        """Rise of exports to some neighbours over the fall of exports to Russia; of the outcome, or of a forecast.

        A forecast's fall is that of the outcome: it says what part of it came round, not how large it was.
        """
        rows = [self.partners.index(code) for code in partners]
        after = self.outcome if name is None else self.forecast(name).value
        return float((after - self.start)[rows].sum() / (self.to_target[0] - self.to_target[1]))


def validate_detours(
    baseline: Baseline | None = None, exports: SanctionedExports | None = None, on_step: Step | None = None
) -> DetourValidation:
    """Make all forecasts and set them beside EU exports of 2022.

    Parameters
    ----------
    baseline : with rows for Russia and EU members; the bundled one by default. exports : the shipped table by default.
    on_step : told what is being done and the share done.

    Raises
    ------
    SolveError
        If a forecast's equilibrium was not found. DataError, if the scenario opens no hub on this baseline.
    """
    world, table = baseline or load(), exports or load_sanctioned_exports()
    tell = on_step or (lambda _text, _share: None)
    sectors = tuple(code for code in world.sectors if code in table.sectors())
    start, outcome = (_listed(table, sectors, months) for months in (BEFORE, AFTER))
    lost = np.array([table.total(TARGET, *BEFORE, good) for good in sectors])
    scenario = load_scenario(SCENARIO)
    at_once = assumptions_of(world, np.full(len(world.sectors), AT_ONCE), "at once")
    prepared = prepare_baseline(world, assumptions=at_once)

    def forecast(name: str, role: Role, note: str, changed: Mapping[str, float], fitted: int = 0) -> DetourForecast:
        _, account = _solve(prepared, with_detour(scenario, changed))
        value = start + added_exports(world, account, sectors, start, lost)
        return DetourForecast(name, role, note, value, account.leakage(), fitted)

    tell("detours", 0.0)
    solved = {MODEL: _solve(prepared, scenario), LONG_RUN: _solve(prepare_baseline(world), scenario)}
    accounts = {name: account for name, (_, account) in solved.items()}
    added = {name: added_exports(world, account, sectors, start, lost) for name, account in accounts.items()}
    account, demand = accounts[MODEL], start * _others(table)
    forecasts = [
        DetourForecast(MODEL, "main", f"trade elasticity {AT_ONCE}", start + added[MODEL], account.leakage()),
        DetourForecast(
            LONG_RUN, "main", "elasticities of the baseline", start + added[LONG_RUN], accounts[LONG_RUN].leakage()
        ),
        DetourForecast(NO_CHANGE, "null", "2021 again", start),
        DetourForecast(
            IN_PROPORTION,
            "null",
            "what bans stop, spread over all other buyers abroad by what they bought of it",
            start * (1.0 + _spread(world, account, sectors))[None, :],
        ),
        DetourForecast(AS_OTHERS, "hindsight", "grows as unlisted goods to the same neighbour", demand),
        DetourForecast(ON_TOP, "hindsight", f"{AS_OTHERS}, and the detours of the model", demand + added[MODEL]),
    ]
    for place, (name, changed) in enumerate(VARIANTS):
        tell("sensitivity of detours", (1.0 + place) / (2.0 + len(VARIANTS)))
        forecasts.append(forecast(name, "variant", "one thing changed", changed))
    tell("fit of the total", 0.9)
    ratio = _fit(lambda r: float(forecast(FITTED, "fitted", "", {"elasticity_ratio": r}).value.sum()), outcome.sum())
    if np.isfinite(ratio):
        note = f"elasticity ratio {ratio:.2f}, found from the total alone"
        forecasts.append(forecast(FITTED, "fitted", note, {"elasticity_ratio": ratio}, fitted=1))
    return DetourValidation(
        partners=NEIGHBOURS,
        sectors=sectors,
        start=start,
        outcome=outcome,
        to_target=np.array([table.total(TARGET, *BEFORE), table.total(TARGET, *AFTER)]),
        forecasts=tuple(forecasts),
        results={name: result for name, (result, _) in solved.items()},
        accounts=accounts,
        ratio=ratio,
    )


def with_detour(scenario: Scenario, changed: Mapping[str, float]) -> Scenario:
    """The scenario with some numbers of its detours replaced."""
    instruments = tuple(
        instrument.model_copy(update=dict(changed)) if instrument.kind_name() == KIND else instrument
        for instrument in scenario.instruments
    )
    return scenario.model_copy(update={"instruments": instruments})


def added_exports(
    baseline: Baseline, account: DetourAccount, sectors: tuple[str, ...], start: Array, lost: Array
) -> Array:
    """(P, S) EUR mn that detours add to EU exports to each neighbour.

    Parameters
    ----------
    start : (P, S) EUR mn to the neighbours before. lost : (S,) EUR mn to Russia before, what is there to come round.
    """
    union = bloc_members("EU", datetime.date(2022, 2, 24))
    members = [n for n, code in enumerate(baseline.economies) if code in union]
    ours = np.isin(account.exporter, members) & (account.importer == baseline.economies.index(TARGET))
    added = np.zeros_like(start)
    for column, code in enumerate(sectors):
        chosen = ours & (account.sector == baseline.sectors.index(code))
        stopped = float(account.stopped[chosen].sum())
        if stopped <= 0:
            continue
        for row, hub in enumerate(account.hubs):
            through = float(account.to_hub[row, chosen].sum()) / stopped * lost[column]
            group = [p for p, name in enumerate(NEIGHBOURS) if name == hub]
            if hub == REST:
                group = [p for p, name in enumerate(NEIGHBOURS) if name not in baseline.economies]
            weight = start[group, column]
            if weight.sum() > 0:
                added[group, column] += through * weight / weight.sum()
    return added


def _solve(prepared: Prepared, scenario: Scenario) -> tuple[Result, DetourAccount]:
    result = simulate(prepared, scenario)
    account = detour_account(result)
    if account is None:
        raise DataError(
            f"scenario {scenario.name}",
            f"opens no hub on baseline {prepared.baseline.name}",
            remedy="Use a baseline with rows for Russia, EU members and at least one hub.",
        )
    return result, account


def _listed(table: SanctionedExports, sectors: tuple[str, ...], months: tuple[str, str]) -> Array:
    return np.array([[table.total(code, *months, good) for good in sectors] for code in NEIGHBOURS])


def _others(table: SanctionedExports) -> Array:
    """(P, 1) growth of EU exports of goods that are on no list."""

    def rest(code: str, months: tuple[str, str]) -> float:
        return table.total(code, *months, ALL_GOODS) - table.total(code, *months)

    return np.array([[rest(code, AFTER) / rest(code, BEFORE)] for code in NEIGHBOURS])


def _spread(baseline: Baseline, account: DetourAccount, sectors: tuple[str, ...]) -> Array:
    """(S,) what bans stop over what the same sellers sell to all other buyers abroad."""
    flow, share = baseline.flow, np.zeros(len(sectors))
    target = baseline.economies.index(TARGET)
    for column, code in enumerate(sectors):
        j = baseline.sectors.index(code)
        chosen = account.sector == j
        sellers = np.unique(account.exporter[chosen])
        abroad = flow[j][:, sellers].sum() - flow[j, target, sellers].sum() - flow[j, sellers, sellers].sum()
        share[column] = account.stopped[chosen].sum() / abroad if abroad > 0 else 0.0
    return share


def _fit(total: Callable[[float], float], wanted: float) -> float:
    """The elasticity ratio that gives the wanted total, by bisection; NaN where none up to `LARGEST_RATIO` does."""
    low, high = 1.0, LARGEST_RATIO
    if not total(low) <= wanted <= total(high):
        return float("nan")
    while high / low > 1.01:
        middle = float(np.sqrt(low * high))
        low, high = (middle, high) if total(middle) < wanted else (low, middle)
    return float(np.sqrt(low * high))
