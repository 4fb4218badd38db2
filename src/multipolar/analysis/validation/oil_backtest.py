"""Russian crude after the measures of 2022: tonnes by destination and the discount, predicted beside what happened.

Set before any result was seen. The main forecast is the library scenario `russian-oil-2022` on the pattern of 2021,
at the short horizon (see `oil_settings`); tonnes of a year are the mean over its days of what the measures in force
lead to, times BACI's tonnes of 2021. Nothing is fitted to the outcome. The null forecasts are `no change` and the
trade lost with those who banned it spread over the others in proportion. Everything else (horizons, elasticities, the
tables of 2022 as they are, no cap) is a variant, shown and never chosen from.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from multipolar.analysis.price_cap import cap_outcomes
from multipolar.analysis.validation.forecast_scores import ForecastScore, Measure, score_forecast, scored_partners
from multipolar.analysis.validation.oil_measures import (
    PREWAR_DISCOUNT,
    SCENARIO,
    brent,
    on_world,
    sector_use,
    spans,
    survival,
    tonnes_hat,
)
from multipolar.analysis.validation.oil_pattern import PRODUCT, SELLER, OilWorld, as_tabled, with_crude_of
from multipolar.analysis.validation.oil_settings import (
    Setting,
    apart_settings,
    horizon_settings,
    own_settings,
    settings,
)
from multipolar.analysis.validation.trade_forecasts import spread_in_proportion
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.crude_apart import crude_apart
from multipolar.baseline.energy import energy_of
from multipolar.baseline.energy_cells import EnergyStatus
from multipolar.baseline.registry import load
from multipolar.data.urals import UralsDiscount, load_urals_discount
from multipolar.scenario import Scenario, load_scenario
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import Prepared, prepare_baseline, simulate

START, OUTCOMES = 2021, (2022, 2023)
NO_CHANGE, IN_PROPORTION = "no change", "spread in proportion"
UNKNOWN = (EnergyStatus.MISSING, EnergyStatus.DOUBTFUL)
BENCHMARK_SELLERS = ("NOR", "GBR")

Role = Literal["main", "null", "variant"]


@dataclass(frozen=True, slots=True)
class OilForecast:
    """Tonnes by destination.

    Attributes
    ----------
    role : ``main`` and ``null`` are compared; ``variant`` is sensitivity. note : what is different in it.
    mt : by year, (N,) million tonnes on the economies of the baseline, known or not in the outcome.
    price_hat : by year, Russia's price over that of the benchmark's sellers, mean over days; NaN for null forecasts.
    use : (2, 3) where Russia's oil and gas go, before and at the end of 2023, see `sector_use`; None for a null.
    """

    name: str
    role: Role
    note: str
    mt: Mapping[int, Array]
    price_hat: Mapping[int, float]
    use: Array | None = None


@dataclass(frozen=True, slots=True)
class DiscountRow:
    """The discount of Urals at one time, dollars a barrel.

    Attributes
    ----------
    published : with its kind, source and status. brent : of the month.
    predicted : by setting; the price without measures is Brent less the discount before the war.
    cap : by setting, what the price cap does: not in force, not binding, binding, not reached.
    """

    published: UralsDiscount
    brent: float
    predicted: Mapping[str, float]
    cap: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OilStudy:
    """Forecasts and outcomes.

    Attributes
    ----------
    economies : axis of arrays. published : by year, (N,) million tonnes; NaN where the tables have no tonnes.
    hit : by year, (N,) part of each buyer's crude that the bans stop, mean over days.
    unmoved : buyers of 2021 whose crude could not be moved to the pattern of 2021.
    """

    economies: tuple[str, ...]
    published: Mapping[int, Array]
    hit: Mapping[int, Array]
    forecasts: tuple[OilForecast, ...]
    discounts: tuple[DiscountRow, ...]
    unmoved: tuple[str, ...]

    def forecast(self, name: str) -> OilForecast:
        """The forecast of this name."""
        return next(found for found in self.forecasts if found.name == name)

    def missing(self, year: int) -> tuple[str, ...]:
        """Buyers of 2021 whose tonnes of `year` are not known: left out of every score of that year."""
        gone = np.isnan(self.published[year]) & (np.nan_to_num(self.published[START]) > 0)
        return tuple(code for code, g in zip(self.economies, gone, strict=True) if g)

    def score(self, name: str, year: int, measure: Measure, filled: Mapping[str, float] | None = None) -> ForecastScore:
        """Score over named buyers; `filled` stands in for missing outcomes, million tonnes by code."""
        return score_forecast(*self.triple(name, year, filled), measure)

    def triple(self, name: str, year: int, filled: Mapping[str, float] | None = None) -> tuple[Array, Array, Array]:
        """(N,) tonnes at the start, forecast and outcome; NaN for those not scored."""
        named = np.array([code not in {SELLER, "ROW"} for code in self.economies])
        outcome = self.published[year].copy()
        for code, mt in (filled or {}).items():
            outcome[self.economies.index(code)] = mt
        raw = (self.published[START], self.forecast(name).mt[year], outcome)
        start, guess, after = (np.where(named, values, np.nan) for values in raw)
        known = scored_partners(start, after)
        return np.where(known, start, np.nan), np.where(known, guess, np.nan), np.where(known, after, np.nan)


def study_oil(
    baseline: Baseline | None = None, on_step: Callable[[str, float], None] | None = None, *, variants: bool = True
) -> OilStudy:
    """Make all forecasts and set them beside the published tonnes and discounts.

    Parameters
    ----------
    baseline : of 2022; the bundled one by default. on_step : told what is being done and the share done.
    variants : whether to run the sensitivity as well, and not the horizons alone.

    Raises
    ------
    SolveError
        If an equilibrium was not found.
    """
    world = baseline or load()
    tell = on_step or (lambda _text, _share: None)
    scenario = load_scenario(SCENARIO)
    published = {year: _published(world, year) for year in (START, *OUTCOMES)}
    hit = {year: _hit(scenario, world, year) for year in OUTCOMES}
    start = published[START]
    forecasts = [
        OilForecast(NO_CHANGE, "null", "2021 again", dict.fromkeys(OUTCOMES, start), _none()),
        OilForecast(
            IN_PROPORTION,
            "null",
            "what the bans stop, spread over the others by their tonnes of 2021",
            {year: spread_in_proportion(start, hit[year]) for year in OUTCOMES},
            _none(),
        ),
    ]
    tell("pattern of 2021", 0.0)
    apart = crude_apart(world)
    worlds = {
        ("2021", False): with_crude_of(world, START),
        ("2022", False): as_tabled(world),
        ("2021", True): with_crude_of(apart, START),
    }
    own = settings(world) if variants else (*horizon_settings(world), *own_settings(world))
    chosen = (*own, *apart_settings(apart))
    rows = [row for row in load_urals_discount() if row.year > START]
    predicted: list[dict[str, float]] = [{} for _ in rows]
    cap_said: list[dict[str, str]] = [{} for _ in rows]
    for number, setting in enumerate(chosen):
        tell(setting.name, (number + 1) / (len(chosen) + 1))
        forecast, run = _forecast(scenario, worlds[setting.pattern, setting.apart], setting, start)
        forecasts.append(forecast)
        if setting.discount:
            for n, row in enumerate(rows):
                predicted[n][setting.name], cap_said[n][setting.name] = run.discount(row.period)
    return OilStudy(
        economies=world.economies,
        published=published,
        hit=hit,
        forecasts=tuple(forecasts),
        discounts=tuple(
            DiscountRow(row, _brent_of(row.period), predicted[n], cap_said[n]) for n, row in enumerate(rows)
        ),
        unmoved=worlds["2021", False].unmoved,
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """One setting's world, ready for any day."""

    scenario: Scenario
    world: OilWorld
    setting: Setting
    prepared: Prepared

    def on(self, day: datetime.date, price: float) -> Result:
        """The equilibrium under the measures in force on a day."""
        scenario = on_world(self.scenario, self.world, price, with_cap=self.setting.with_cap)
        return simulate(self.prepared, scenario, assumptions=self.setting.assumptions, date=day)

    def price_hat(self, result: Result) -> float:
        """Russia's price over that of the benchmark's sellers."""
        j = result.sectors.index(self.world.sector)
        cost = {code: float(result.after.cost_hat[j, result.baseline.economies.index(code)]) for code in _watched()}
        return cost[SELLER] / float(np.exp(np.mean([np.log(cost[code]) for code in BENCHMARK_SELLERS])))

    def discount(self, period: str) -> tuple[float, str]:
        """Dollars below Brent in a month, and what the cap does."""
        day = datetime.date(int(period[:4]), int(period[5:7]), 28)
        market = _brent_of(period)
        result = self.on(day, market - PREWAR_DISCOUNT)
        said = next((found.status for found in cap_outcomes(result)), "not in force")
        return market - (market - PREWAR_DISCOUNT) * self.price_hat(result), said


def _watched() -> tuple[str, ...]:
    return (SELLER, *BENCHMARK_SELLERS)


def _forecast(scenario: Scenario, world: OilWorld, setting: Setting, start: Array) -> tuple[OilForecast, _Run]:
    prepared = prepare_baseline(world.baseline, setting.closure, setting.assumptions)
    run = _Run(scenario, world, setting, prepared)
    mt, price = {}, {}
    use = np.zeros((2, 3))
    for year in OUTCOMES:
        ratio, relative, days = np.zeros(len(start)), 0.0, 0
        for span in spans(scenario, year):
            result = run.on(span.first, brent(span.first, span.last) - PREWAR_DISCOUNT)
            survive = survival(scenario, world.baseline, span.first)
            ratio += span.days * tonnes_hat(result, survive, world.crude_share)
            relative += span.days * run.price_hat(result)
            days += span.days
            use = sector_use(result, survive, world.crude_share)
        mt[year], price[year] = start * ratio / days, relative / days
    return OilForecast(setting.name, setting.role, setting.note, mt, price, use), run


def _published(baseline: Baseline, year: int) -> Array:
    """(N,) million tonnes of Russian crude by buyer; NaN where the flow exists and its tonnes are not known."""
    energy = energy_of(baseline, year)
    p, i = energy.position(PRODUCT), baseline.economies.index(SELLER)
    mt = np.where(np.isin(energy.status[p, :, i], UNKNOWN), np.nan, energy.quantity[p, :, i])
    mt[i] = np.nan
    return np.asarray(mt)


def _hit(scenario: Scenario, baseline: Baseline, year: int) -> Array:
    parts = spans(scenario, year)
    left = sum((span.days * survival(scenario, baseline, span.first) for span in parts), np.zeros(1))
    return np.asarray(1.0 - left / sum(span.days for span in parts))


def _brent_of(period: str) -> float:
    day = datetime.date(int(period[:4]), int(period[5:7]), 1)
    return brent(day, day)


def _none() -> dict[int, float]:
    return dict.fromkeys(OUTCOMES, float("nan"))
