"""Russia's goods trade by partner after the measures of 2022: forecasts beside what happened.

The main forecast is the scenario ``measures-2022`` as it stands in the library, on the bundled baseline, central
elasticities, deficits fixed: its growth factors by partner, times published trade of 2021. Nothing in it was fitted to
the outcome. The two that know no model are ``no change`` and the trade lost with sanctioning partners spread over the
others in proportion. Variants change one thing at a time and are shown, never chosen from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from multipolar.analysis.validation.forecast_scores import (
    ForecastScore,
    Measure,
    in_measure,
    leave_one_out,
    score_forecast,
    scored_partners,
)
from multipolar.analysis.validation.rebase import with_pattern_of
from multipolar.analysis.validation.trade_forecasts import (
    TARGET,
    direct_hit,
    model_growth,
    spread_in_proportion,
    started_since,
    with_leakage,
)
from multipolar.arrays import Array, BoolArray
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.registry import load
from multipolar.data.russia_trade import FLOWS, RussiaTrade, TradeFlow, load_russia_trade
from multipolar.scenario import Scenario, load_scenario
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import Prepared, assumptions_of, prepare_baseline, simulate

SCENARIO = "measures-2022"
MODEL, NO_CHANGE, IN_PROPORTION = "model", "no change", "spread in proportion"
REBASED = "pattern of 2021"
HINDSIGHT, HINDSIGHT_SPREAD = "western-embargo", "western-embargo, spread in proportion"
OUTCOMES = (2022, 2023, 2024)
LATE = "2022-07-01"
"""Measures from this day on can hardly be in the tables of 2022: what comes on top of them."""

Role = Literal["main", "null", "variant", "on top"]


@dataclass(frozen=True, slots=True)
class TradeForecast:
    """One forecast.

    Attributes
    ----------
    role : ``main`` and ``null`` are compared; ``variant`` is sensitivity; ``on top`` starts from 2022.
    note : what is different in it, in a line.
    start_year : whose published values it starts from.
    value : by flow, (N,) USD mn on the economies of the baseline; NaN for Russia and where nothing is published.
    """

    name: str
    role: Role
    note: str
    start_year: int
    value: Mapping[TradeFlow, Array]


@dataclass(frozen=True, slots=True)
class TradeStudy:
    """Forecasts and outcomes on the same partners.

    Attributes
    ----------
    economies : axis of all arrays. published : by flow and year, (N,) USD mn, ``ROW`` included.
    hit : by flow, (N,) share of the trade that the measures remove before anyone reacts.
    rebased_limited : partners whose move to the pattern of 2021 was limited, by flow.
    real_income_pct : Russia's, of the main forecast and on the pattern of 2021.
    """

    economies: tuple[str, ...]
    published: Mapping[tuple[TradeFlow, int], Array]
    forecasts: tuple[TradeForecast, ...]
    hit: Mapping[TradeFlow, Array]
    rebased_limited: Mapping[TradeFlow, tuple[str, ...]]
    real_income_pct: Mapping[str, float]

    def forecast(self, name: str) -> TradeForecast:
        """The forecast of this name."""
        return next(found for found in self.forecasts if found.name == name)

    def named(self) -> BoolArray:
        """(N,) whether an economy is a partner with a name: not Russia, not the rest of the world."""
        return np.array([code not in {TARGET, "ROW"} for code in self.economies])

    def score(self, name: str, flow: TradeFlow, year: int, measure: Measure, *, rest: bool = False) -> ForecastScore:
        """Score of a forecast over named partners; `rest` adds the rest of the world as one partner."""
        start, guess, outcome = self._triple(name, flow, year, rest=rest)
        return score_forecast(start, guess, outcome, measure)

    def margin(self, flow: TradeFlow, year: int, measure: Measure, null: str) -> tuple[float, float]:
        """Error of `null` less that of the model, and the smallest such margin when any one partner is left out."""
        start, guess, outcome = self._triple(MODEL, flow, year)
        other = self._triple(null, flow, year)[1]
        gap = self.score(null, flow, year, measure).error - self.score(MODEL, flow, year, measure).error
        if gap >= 0:
            return gap, leave_one_out(start, guess, other, outcome, measure)
        return gap, -leave_one_out(start, other, guess, outcome, measure)

    def in_shares(self, name: str, flow: TradeFlow, year: int) -> tuple[tuple[str, ...], Array, Array, Array]:
        """Codes of the scored partners with their share at the start, forecast and in the outcome, per cent."""
        triple = self._triple(name, flow, year)
        known = scored_partners(triple[0], triple[2])
        codes = tuple(code for code, take in zip(self.economies, known, strict=True) if take)
        start, guess, outcome = (100.0 * in_measure(values[known], "share") for values in triple)
        return codes, start, guess, outcome

    def _triple(self, name: str, flow: TradeFlow, year: int, *, rest: bool = False) -> tuple[Array, Array, Array]:
        found = self.forecast(name)
        take = self.named()
        if rest:
            take[self.economies.index("ROW")] = True
        raw = (self.published[flow, found.start_year], found.value[flow], self.published[flow, year])
        start, guess, outcome = (np.where(take, values, np.nan) for values in raw)
        return start, guess, outcome


def study_russia_trade(
    baseline: Baseline | None = None,
    trade: RussiaTrade | None = None,
    on_step: Callable[[str, float], None] | None = None,
) -> TradeStudy:
    """Make all forecasts and set them beside the published trade.

    Parameters
    ----------
    baseline : of 2022; the bundled one by default. trade : the shipped table by default.
    on_step : told what is being done and the share done, for a progress bar.

    Raises
    ------
    SolveError
        If a forecast's equilibrium was not found.
    """
    world = baseline or load()
    table = trade or load_russia_trade()
    tell = on_step or (lambda _text, _share: None)
    published = {(f, y): table.by_economy(f, y, world.economies) for f in FLOWS for y in (2021, *OUTCOMES)}
    scenario = load_scenario(SCENARIO)
    prepared = prepare_baseline(world)
    tell("measures of 2022", 0.0)
    main = simulate(prepared, scenario)
    hit = {f: direct_hit(world, main.wedges, main.assumptions.trade_elasticity, f) for f in FLOWS}
    forecasts = [
        _grown(MODEL, "main", f"{SCENARIO} on the bundled world", 2021, published, main),
        TradeForecast(NO_CHANGE, "null", "2021 again", 2021, {f: published[f, 2021] for f in FLOWS}),
        TradeForecast(
            IN_PROPORTION,
            "null",
            "what the scenario removes directly, spread over the others by their trade of 2021",
            2021,
            {f: spread_in_proportion(published[f, 2021], hit[f]) for f in FLOWS},
        ),
    ]
    tell("pattern of 2021", 0.2)
    rebased = with_pattern_of(world, table, 2021)
    early = simulate(rebased.baseline, scenario)
    forecasts.append(_grown(REBASED, "variant", "starts from the pattern of 2021", 2021, published, early))
    tell("sensitivity", 0.5)
    forecasts += _sensitivity(prepared, scenario, published)
    tell("on top of 2022", 0.9)
    forecasts += _on_top(prepared, scenario, published, main)
    russia = world.economies.index(TARGET)
    return TradeStudy(
        economies=world.economies,
        published=published,
        forecasts=tuple(forecasts),
        hit=hit,
        rebased_limited=rebased.limited,
        real_income_pct={
            MODEL: float(main.real_income_pct()[russia]),
            REBASED: float(early.real_income_pct()[russia]),
        },
    )


def _grown(
    name: str,
    role: Role,
    note: str,
    year: int,
    published: Mapping[tuple[TradeFlow, int], Array],
    result: Result,
) -> TradeForecast:
    return TradeForecast(name, role, note, year, {f: published[f, year] * model_growth(result, f) for f in FLOWS})


def _sensitivity(
    prepared: Prepared, scenario: Scenario, published: Mapping[tuple[TradeFlow, int], Array]
) -> list[TradeForecast]:
    found = []
    leaks: tuple[tuple[str, Scenario], ...] = (
        ("nothing leaks", with_leakage(scenario, 0.0)),
        ("leakage as assumed", scenario),
        ("half leaks", with_leakage(scenario, 0.5)),
    )
    sets: tuple[Literal["low", "central", "high"], ...] = ("low", "central", "high")
    for label, leaking in leaks:
        for elasticities in sets:
            if elasticities == "central" and leaking is scenario:
                continue
            result = simulate(prepared, leaking, assumptions=assumptions_of(prepared.baseline, elasticities))
            name = f"elasticities {elasticities}, {label}"
            found.append(_grown(name, "variant", name, 2021, published, result))
    world = prepared.baseline
    result = simulate(prepared, "western-embargo")
    note = "another scenario of the library: all trade with the EU and the G7 stops, a tenth leaks"
    found.append(_grown(HINDSIGHT, "variant", note, 2021, published, result))
    spread: dict[TradeFlow, Array] = {}
    for flow in FLOWS:
        hit = direct_hit(world, result.wedges, result.assumptions.trade_elasticity, flow)
        spread[flow] = spread_in_proportion(published[flow, 2021], hit)
    note = "what that scenario removes directly, spread over the others"
    return [*found, TradeForecast(HINDSIGHT_SPREAD, "variant", note, 2021, spread)]


def _on_top(
    prepared: Prepared, scenario: Scenario, published: Mapping[tuple[TradeFlow, int], Array], main: Result
) -> list[TradeForecast]:
    """Forecasts that start from 2022, the year of the tables."""
    late = simulate(prepared, started_since(scenario, LATE))
    world = prepared.baseline
    hit = {f: direct_hit(world, late.wedges, late.assumptions.trade_elasticity, f) for f in FLOWS}
    base = {f: published[f, 2022] for f in FLOWS}
    spread = {f: spread_in_proportion(base[f], hit[f]) for f in FLOWS}
    return [
        _grown("from 2022: late measures", "on top", f"measures in force since {LATE} or later", 2022, published, late),
        _grown(
            "from 2022: all measures", "on top", "all measures, as if none was in the tables", 2022, published, main
        ),
        TradeForecast("from 2022: no change", "on top", "2022 again", 2022, base),
        TradeForecast("from 2022: spread in proportion", "on top", "late measures, no model", 2022, spread),
    ]
