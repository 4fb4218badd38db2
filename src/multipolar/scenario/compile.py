"""Scenario to Wedges: the instruments in force on a day write on the borders, in order."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from multipolar.arrays import Array, IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.codes import nearest
from multipolar.errors import Problem, ScenarioError, ShapeError
from multipolar.model.wedges import Wedges
from multipolar.scenario.base import Instrument
from multipolar.scenario.border import Border, Channel
from multipolar.scenario.conflicts import replaced_duties
from multipolar.scenario.effects import changed_cells, hit_by, idle_reason, nothing_at_all, without_effect
from multipolar.scenario.place import Notice, Place
from multipolar.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Touched:
    """What one instrument does.

    Attributes
    ----------
    instrument, kind, text : id, kind, and a sentence.
    cells : sorted flat positions into (J, N, N) of the flows whose cost, duty or survival it changes, alone or with
        others; those of measures on routes by at least a thousandth, unless none is. Empty for a transfer.
    """

    instrument: str
    kind: str
    text: str
    cells: IntArray


@dataclass(frozen=True, slots=True)
class CompiledScenario:
    """A scenario on a baseline and a day.

    Attributes
    ----------
    scenario, date : what was compiled, and the day of evaluation.
    baseline : on which; tariffs in force and the split of a transfer are its.
    instruments : ids of those in force and asked for, in order.
    wedges : what the model takes.
    touched : one entry for each of `instruments`.
    warnings : what a reader of the result must know.
    trade_elasticity : (J,) or (J, N) for which it was compiled.
    channels : routes, payments and hubs that instruments wrote on, by name.
    """

    scenario: Scenario
    date: datetime.date
    instruments: tuple[str, ...]
    wedges: Wedges
    touched: tuple[Touched, ...]
    warnings: tuple[Notice, ...]
    trade_elasticity: Array
    baseline: Baseline = field(repr=False)
    channels: Mapping[str, Channel] = field(default_factory=dict, repr=False)


def compile_scenario(
    scenario: Scenario,
    baseline: Baseline,
    trade_elasticity: Array,
    *,
    date: datetime.date | None = None,
    instruments: Iterable[str] | None = None,
) -> CompiledScenario:
    """Compile the instruments that are in force on a day.

    Parameters
    ----------
    trade_elasticity : (J,), or (J, N) by importer, positive. A measure with coverage below 1 needs it; see
        `multipolar.scenario.border`.
    date : day of evaluation; by default `Scenario.evaluation_day`.
    instruments : ids to compile, for contributions of single measures; all by default. Order is the scenario's.

    Raises
    ------
    ScenarioError
        If an economy has no row in the baseline, or an id is unknown.
    """
    sectors, economies = len(baseline.sectors), len(baseline.economies)
    if trade_elasticity.shape not in ((sectors,), (sectors, economies)):
        raise ShapeError(
            f"scenario {scenario.name}, trade_elasticity",
            f"has shape {trade_elasticity.shape}, expected ({sectors},), or ({sectors}, {economies}) by importer",
        )
    day = date or scenario.evaluation_day(baseline.year)
    asked = _asked(scenario, instruments)
    border = Border(baseline, trade_elasticity)
    written: list[tuple[Instrument, IntArray, Place]] = []
    problems: list[Problem] = []
    in_force = scenario.in_force(day)
    for instrument in in_force:
        name = str(instrument.id)
        if name not in asked:
            continue
        place = Place(baseline, day, scenario.name, name)
        try:
            cells = instrument.apply(border, place)
        except ScenarioError as error:
            problems += error.problems
            continue
        written.append((instrument, cells, place))
    if problems:
        raise ScenarioError(scenario.name, problems)
    border.finish()
    wedges = border.wedges()
    changed = changed_cells(border, wedges)
    nothing = nothing_at_all(scenario, len(in_force), day, border, changed)
    warnings = [Notice("nothing", nothing)] if nothing else []
    warnings += _date_notices(scenario.instruments, baseline, day)
    touched = []
    for instrument, cells, place in written:
        hit = hit_by(instrument, cells, border, changed)
        hit.setflags(write=False)
        touched.append(Touched(place.instrument, instrument.kind_name(), instrument.describe(), hit))
        warnings += place.notices
        # What is said of the whole need not be said of each, but for its reason.
        idle = not hit.size and (idle_reason(instrument) or (cells.size and not nothing))
        warnings += [found for found in (without_effect(instrument, border, place),) if found] if idle else []
    warnings += replaced_duties([(found, cells) for found, cells, _ in written], changed.size)
    for channel in border.channels.values():
        warnings += getattr(channel, "notices", ())
    return CompiledScenario(
        scenario=scenario,
        date=day,
        instruments=tuple(entry.instrument for entry in touched),
        wedges=wedges,
        touched=tuple(touched),
        warnings=_once(warnings),
        trade_elasticity=trade_elasticity,
        baseline=baseline,
        channels=dict(border.channels),
    )


def _asked(scenario: Scenario, instruments: Iterable[str] | None) -> frozenset[str]:
    if instruments is None:
        return frozenset(scenario.ids)
    asked = frozenset(instruments)
    problems = []
    for name in sorted(asked - set(scenario.ids)):
        meant = nearest(name, scenario.ids)
        remedy = f"Did you mean {meant[0]}?" if meant else f"It has: {', '.join(scenario.ids)}."
        problems.append(Problem(None, "instruments", f"no instrument {name!r}.", remedy))
    if problems:
        raise ScenarioError(scenario.name, problems)
    return asked


def _date_notices(instruments: tuple[Instrument, ...], baseline: Baseline, day: datetime.date) -> Iterable[Notice]:
    year = baseline.year
    early = sorted((i.from_, str(i.id)) for i in instruments if i.from_ and i.from_.year <= year)
    if early:
        named = ", ".join(name for _, name in early[:4]) + (" ..." if len(early) > 4 else "")
        yield Notice(
            "before-baseline",
            f"{len(early)} of {len(instruments)} measures start in {year} or before (first {early[0][0]}: {named}). "
            f"The tables of {year} already contain the sanctions of {year}: what traders had done by then is the "
            "starting point, and the effect shown is what comes on top.",
        )
    if day.year < year:
        yield Notice(
            "before-baseline", f"The day of evaluation, {day}, lies before the tables, which are of {baseline.year}."
        )
    for instrument in instruments:
        if not instrument.in_force(day):
            span = f"from {instrument.from_ or 'the beginning'} until {instrument.until or 'further notice'}"
            yield Notice("not-in-force", f"Not in force on {day} ({span}): left out.", str(instrument.id))


def _once(notices: list[Notice]) -> tuple[Notice, ...]:
    """Each text once; what several instruments share belongs to none of them."""
    owners: dict[tuple[str, str], list[str]] = {}
    for notice in notices:
        owners.setdefault((notice.kind, notice.text), []).append(notice.instrument)
    shared = ("bloc", "outside-table")
    return tuple(
        Notice(kind, text, "" if len(set(names)) > 1 and kind in shared else names[0])
        if kind in shared
        else Notice(kind, text, ", ".join(dict.fromkeys(names)))
        for (kind, text), names in owners.items()
    )
