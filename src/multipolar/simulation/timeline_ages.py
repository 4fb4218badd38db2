"""How old the measures of a scenario are on a day: by importer and sector, and on the whole.

Several measures of different age meet in one price index, so each importer's sector has one age: the mean over the
measures in force, weighted by the size of their shocks (or, to see what that choice does, the oldest or youngest)::

    size[m, j, n] = sum_i  pi[j, n, i] * min(|log change of the kernel entry by m alone|, LARGEST)
    age[j, n]     = sum_m  size[m, j, n] * age[m] / sum_m size[m, j, n]

Importers and sectors without measures of their own take the trade-weighted mean of the day, in which each measure
counts with ``sum_jn size[m, j, n] * expenditure[j, n]``. What a measure does alone to the kernel is taken at one trade
elasticity, that of measures five years old, on the first day of the measure.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from multipolar.arrays import Array, BoolArray, IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.errors import ScenarioError
from multipolar.model.responses import ImportQuota, Response
from multipolar.scenario import Scenario, compile_scenario
from multipolar.scenario.base import Instrument
from multipolar.simulation.horizons import elasticity_at_age, parameter

AgeRule = Literal["mean", "oldest", "youngest"]
AGE_RULES: tuple[AgeRule, ...] = get_args(AgeRule)
# An airtight ban counts like one that lets a hundredth through; its own log change is infinite.
LARGEST = float(np.log(100.0))
# Of instruments whose size only the solver knows, such as a price cap: as if prices rose by a quarter.
RESPONSIVE = float(np.log(1.25))
DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Measure:
    """One instrument on its importers and sectors.

    Attributes
    ----------
    start : first day in force; `dated` says whether the scenario names it.
    size : (J, N) size of the shock on each importer's sector. dollars : the same in USD mn of purchases, summed.
    """

    instrument: Instrument
    start: datetime.date
    dated: bool
    size: Array
    dollars: float

    def age(self, day: datetime.date) -> float:
        """Years since the start."""
        return (day - self.start).days / DAYS_A_YEAR


@dataclass(frozen=True, slots=True)
class Ages:
    """Ages of the measures in force on a day, years.

    Attributes
    ----------
    measures : ids of those in force. mean : trade-weighted over all of them (or oldest, youngest).
    by_importer : (J, N); `own` says where measures of their own decide and not the mean of the day.
    """

    measures: tuple[str, ...]
    mean: float
    by_importer: Array
    own: BoolArray


def measures_of(scenario: Scenario, baseline: Baseline) -> tuple[Measure, ...]:
    """Every measure with its start and the size of its shock.

    A measure without a first day starts on the first day after the year of the tables.
    """
    reference = float(elasticity_at_age(parameter("medium", "age").value))
    theta = np.full(len(baseline.sectors), reference)
    found = []
    for instrument in scenario.instruments:
        start = instrument.from_ or datetime.date(baseline.year + 1, 1, 1)
        size = _size(scenario, instrument, baseline, theta, start)
        dollars = float((size * baseline.expenditure).sum())
        found.append(Measure(instrument, start, instrument.from_ is not None, size, dollars))
    return tuple(found)


def _size(scenario: Scenario, instrument: Instrument, baseline: Baseline, theta: Array, start: datetime.date) -> Array:
    """(J, N) size of the shock of one instrument alone."""
    economies = len(baseline.economies)
    day = instrument.until if instrument.until and instrument.until < start else start
    try:
        compiled = compile_scenario(scenario, baseline, theta, date=day, instruments=[str(instrument.id)])
    except ScenarioError:
        # What only amends other measures says nothing alone, and takes their age.
        return np.zeros((len(baseline.sectors), economies))
    wedges = compiled.wedges
    total = np.zeros(baseline.expenditure.shape)

    def add(cells: IntArray, change: Array | float) -> None:
        """Weighted by trade shares, summed over exporters."""
        weighted = baseline.trade_share.ravel()[cells] * change
        total.ravel()[:] += np.bincount(cells // economies, weighted, minlength=total.size)

    if wedges.index.size:
        before = baseline.tariff_rate.ravel()[wedges.index]
        kappa = (1 + wedges.tariff_rate) / (1 + before) * (1 + wedges.export_tax_rate) * wedges.iceberg_hat
        sector = wedges.index // (economies * economies)
        with np.errstate(divide="ignore"):
            change = np.abs(np.log(wedges.survival_share) - theta[sector] * np.log(kappa))
        add(wedges.index, np.minimum(change, LARGEST))
    for response in wedges.responses:
        add(response.cells, _of_response(response, float(theta[0])))
    return total


def _of_response(response: Response, theta: float) -> float:
    if isinstance(response, ImportQuota):
        return min(abs(min(float(np.log(response.limit_hat)), 0.0)), LARGEST)
    return theta * RESPONSIVE


def ages_on(measures: Sequence[Measure], day: datetime.date, rule: AgeRule = "mean") -> Ages:
    """Ages on a day. Without any measure in force the mean is NaN."""
    forced = [m for m in measures if m.start <= day and m.instrument.in_force(day)]
    names = tuple(str(m.instrument.id) for m in forced)
    if not forced:
        shape = measures[0].size.shape if measures else (0, 0)
        return Ages((), float("nan"), np.full(shape, np.nan), np.zeros(shape, dtype=bool))
    age = np.array([m.age(day) for m in forced])
    size = np.stack([m.size for m in forced])
    dollars = np.array([m.dollars for m in forced])
    total = size.sum(axis=0)
    own = total > 0
    if rule == "mean":
        # Measures that touch no trade, such as transfers, decide only where there is nothing else.
        mean = float(np.average(age, weights=dollars if dollars.any() else None))
        inside = np.einsum("m,mjn->jn", age, size) / np.where(own, total, 1.0)
    else:
        pick, empty = (np.max, -np.inf) if rule == "oldest" else (np.min, np.inf)
        acting = dollars > 0 if dollars.any() else np.ones(age.size, dtype=bool)
        mean = float(pick(age[acting]))
        inside = pick(np.where(size > 0, age[:, None, None], empty), axis=0)
    return Ages(names, mean, np.where(own, inside, mean), own)
