"""Flip: which assumption, within its range, would turn the sign of a headline; or that none does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, get_args

import numpy as np

from multipolar.analysis.accounting import accounting
from multipolar.analysis.case import Case, Progress
from multipolar.analysis.horizons import beliefs_in_force
from multipolar.analysis.outcome import Flip, HorizonOutcome, Range
from multipolar.analysis.ranges import ELASTICITY_RANGE, IMPUTATION_RANGE, MEASURE, attempt, named_elasticities
from multipolar.arrays import Array
from multipolar.model.settings import Closure, DeficitClosure, RevenueClosure
from multipolar.scenario import Scenario
from multipolar.scenario.instruments.price_cap import PriceCap
from multipolar.simulation.result import Result

CAP_ENDS: tuple[tuple[str, str, tuple[dict[str, float], ...]], ...] = (
    ("share of other buyers' cargoes under the cap", "0 to 1", ({"service_share": 0.0}, {"service_share": 1.0})),
    ("evasion of the price cap", "0 to 0.5", ({"evasion": 0.0}, {"evasion": 0.5})),
    (
        "both of the cap together",
        "least to most reach",
        ({"service_share": 0.0, "evasion": 0.5}, {"service_share": 1.0, "evasion": 0.0}),
    ),
)
"""What caps are tried with: name, range, and the fields at its two ends."""
LEAKAGE_ENDS = (0.0, 0.5)
TOP_SECTORS = 3
# Below this a change is no finding and has no sign to turn; per cent.
SMALLEST = 1e-6

_WORDS = {
    "fixed": "deficits fixed in world value added",
    "proportional": "deficits in proportion to income",
    "balanced": "deficits removed first",
    "lump_sum": "revenue to households",
    "lost": "revenue lost",
}


@dataclass(frozen=True, slots=True)
class Variant:
    """One alternative that was solved, or tried.

    Attributes
    ----------
    assumption : what is varied. setting : the value it has here. span : the whole range tried, in words.
    values : (N,) real income changes in per cent; NaN where there is no equilibrium.
    failure : the reason, empty when solved.
    """

    assumption: str
    setting: str
    span: str
    values: Array
    failure: str = ""


def flips(
    case: Case,
    main: Result,
    economies: Sequence[str],
    instruments: Sequence[str],
    *,
    ranges: Iterable[Range] = (),
    balanced: Result | None = None,
    horizons: Iterable[HorizonOutcome] = (),
    top_sectors: int = TOP_SECTORS,
    progress: Progress | None = None,
) -> tuple[Flip, ...]:
    """Try every assumption over its range, once for all economies, and read each economy's headline off.

    Parameters
    ----------
    main : the result of `case`. economies : whose headline, the change of real income, is tested.
    instruments : ids in force.
    ranges : elasticity and imputation ranges that are known already. balanced : the result without deficits, if known.
    horizons : the case at other horizons, if known.
    top_sectors : sectors whose elasticity is moved singly: those that matter most to the first economy.
    """
    variants = [variant for known in ranges for variant in _from_range(known)]
    variants += _from_horizons(case, main, tuple(horizons))
    jobs = [
        *_closure_jobs(case, main),
        *_leakage_jobs(case, instruments),
        *_cap_jobs(case, instruments),
        *_belief_jobs(case),
        *_sector_jobs(case, main, economies[:1], top_sectors),
    ]
    for number, job in enumerate(jobs):
        if progress is not None:
            progress("flip", number / len(jobs))
        if balanced is not None and job.setting == _WORDS["balanced"]:
            values, failure = balanced.real_income_pct(), ""
        else:
            values, reasons = attempt(job.make, f"{job.assumption}, {job.setting}", main)
            failure = "; ".join(reasons)
        variants.append(Variant(job.assumption, job.setting, job.span, values, failure))
    return tuple(flip_of(economy, main, variants) for economy in economies)


def flip_of(economy: str, main: Result, variants: Sequence[Variant]) -> Flip:
    """One economy's headline against the variants.

    The range of an assumption holds the value that it has in the headline, so no value told is further from turning
    than the headline itself.
    """
    n = main.economies.index(economy)
    value = float(main.real_income_pct()[n])
    sign = float(np.sign(value)) if abs(value) > SMALLEST else 0.0
    tried = []
    for assumption in dict.fromkeys(v.assumption for v in variants):
        mine = [v for v in variants if v.assumption == assumption and np.isfinite(v.values[n])]
        if not mine:
            continue
        values = (value, *(float(v.values[n]) for v in mine))
        nearest = min(values, key=lambda x: x * sign if sign else -abs(x))
        tried.append((assumption, mine[0].span, nearest, bool(sign * nearest < -SMALLEST)))
    return Flip(
        economy=economy,
        measure=MEASURE,
        value=value,
        tried=tuple(tried),
        variants=tuple((v.assumption, v.setting, float(v.values[n])) for v in variants if np.isfinite(v.values[n])),
        failed=tuple(v.failure for v in variants if v.failure),
    )


@dataclass(frozen=True, slots=True)
class _Job:
    assumption: str
    setting: str
    span: str
    make: Callable[[], Case]


def _from_range(known: Range) -> list[Variant]:
    if known.label == ELASTICITY_RANGE:
        name, span = "all trade elasticities", "low to high"
    elif known.label == IMPUTATION_RANGE:
        name, span = "imputed flows", f"{len(known.members) - 1} draws"
    else:
        name, span = known.label, f"{known.members[0]} to {known.members[-1]}"
    reasons = {reason.split(":", 1)[0]: reason for reason in known.failed}
    return [
        Variant(name, member, span, values, reasons.get(member, ""))
        for member, values in zip(known.members, known.values, strict=True)
    ]


def _from_horizons(case: Case, main: Result, horizons: tuple[HorizonOutcome, ...]) -> list[Variant]:
    span = ", ".join((case.assumptions.horizon, *(other.name for other in horizons)))
    nothing = np.full(len(main.economies), np.nan)
    return [
        Variant(
            "horizon",
            other.name,
            span,
            nothing if other.result is None else other.result.real_income_pct(),
            f"{other.name}: {other.failed}" if other.failed else "",
        )
        for other in horizons
    ]


def _belief_jobs(case: Case) -> Iterator[_Job]:
    """Each assumption of the horizon but the trade elasticities at both ends of its range; none in the long run."""
    held = case.assumptions
    for entry in beliefs_in_force(case.baseline, held):
        if entry.low == entry.high or not hasattr(held, entry.name):
            continue
        name, span = entry.name.replace("_", " "), f"{entry.low:g} to {entry.high:g}"
        for end, value in (("low", entry.low), ("high", entry.high)):
            if value != entry.value:
                moved: dict[str, Any] = {entry.name: value}
                beliefs = replace(held, label=f"{name} {end}", **moved)
                yield _Job(name, f"{end} ({value:g})", span, partial(case.with_assumptions, beliefs))
    yield from _supply_jobs(case)


def _supply_jobs(case: Case) -> Iterator[_Job]:
    """All supply elasticities of extraction together at both ends of their ranges."""
    held, resource = case.assumptions, case.assumptions.resource
    if resource is None:
        return
    entries = {entry.name: entry for entry in beliefs_in_force(case.baseline, held)}
    for end in ("low", "high"):
        supply = resource.supply_elasticity.copy()
        for j in resource.sectors.tolist():
            supply[j] = getattr(entries[f"supply_elasticity {case.baseline.sectors[j]}"], end)
        # An end without limit is no resource at all: the horizon as it stands in the long run.
        if np.isfinite(supply).all() and not np.array_equal(supply, resource.supply_elasticity):
            beliefs = replace(held, resource=replace(resource, supply_elasticity=supply), label=f"supply {end}")
            name = "supply elasticities of extraction"
            yield _Job(name, end, "low to high", partial(case.with_assumptions, beliefs))


def _closure_jobs(case: Case, main: Result) -> Iterator[_Job]:
    now = case.closure
    if case.baseline.deficit.any():
        span = ", ".join(get_args(DeficitClosure))
        for deficit in get_args(DeficitClosure):
            if deficit != now.deficit:
                closure = Closure(deficit, now.revenue)
                yield _Job("deficit closure", _WORDS[deficit], span, partial(case.with_closure, closure))
    if main.before.ledger.revenue.any() or main.after.ledger.revenue.any():
        for revenue in get_args(RevenueClosure):
            if revenue != now.revenue:
                closure = Closure(now.deficit, revenue)
                span = "to households, or lost"
                yield _Job("revenue closure", _WORDS[revenue], span, partial(case.with_closure, closure))


def _leakage_jobs(case: Case, instruments: Sequence[str]) -> Iterator[_Job]:
    if any(hasattr(case.scenario.instrument(name), "leakage") for name in instruments):
        span = f"{LEAKAGE_ENDS[0]:g} to {LEAKAGE_ENDS[1]:g}"
        for end in LEAKAGE_ENDS:
            scenario = with_leakage(case.scenario, end)
            yield _Job("leakage of the bans", f"{end:g}", span, partial(replace, case, scenario=scenario))


def _cap_jobs(case: Case, instruments: Sequence[str]) -> Iterator[_Job]:
    """What price caps reach: a cap that is not reached is an embargo to those under it, one that binds a windfall."""
    if not any(isinstance(case.scenario.instrument(name), PriceCap) for name in instruments):
        return
    for words, span, ends in CAP_ENDS:
        for end in ends:
            moved = tuple(i.model_copy(update=end) if isinstance(i, PriceCap) else i for i in case.scenario.instruments)
            scenario = case.scenario.model_copy(update={"instruments": moved})
            setting = ", ".join(f"{value:g}" for value in end.values())
            yield _Job(words, setting, span, partial(replace, case, scenario=scenario))


def with_leakage(scenario: Scenario, leakage: float) -> Scenario:
    """The scenario with one leakage for every instrument that has one."""
    moved = tuple(
        i.model_copy(update={"leakage": leakage}) if hasattr(i, "leakage") else i for i in scenario.instruments
    )
    return scenario.model_copy(update={"instruments": moved})


def _sector_jobs(case: Case, main: Result, economies: Sequence[str], top: int) -> Iterator[_Job]:
    """The elasticity of one sector at a time, low and high, others as they are."""
    table = named_elasticities(case)
    low, high = table["low"], table["high"]
    for economy in economies:
        parts = accounting(main, economy)
        abroad = np.array([code != economy for code in parts.partners])
        weight = np.abs(parts.prices[abroad]).sum(axis=0) + np.abs(parts.sales[abroad]).sum(axis=0)
        for j in np.argsort(-weight)[:top].tolist():
            name, span = f"elasticity of {main.sectors[j]}", f"{low[j]:.3g} to {high[j]:.3g}"
            for end, values in (("low", low), ("high", high)):
                theta = case.assumptions.trade_elasticity.copy()
                if (theta[j] == values[j]).all():
                    continue
                theta[j] = values[j]
                beliefs = replace(case.assumptions, trade_elasticity=theta, label=f"{main.sectors[j]} {end}")
                yield _Job(name, f"{end} ({values[j]:.3g})", span, partial(case.with_assumptions, beliefs))
