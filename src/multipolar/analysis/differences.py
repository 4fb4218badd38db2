"""What makes two cases differ, as changes that can be applied one by one in any order."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from multipolar.analysis.case import Case
from multipolar.scenario import Instrument

Change = Callable[[Case], Case]

# Fields that say when a measure applies or where it is written, not what it does while in force.
_NOT_CONTENT = {"from_", "until", "source", "assumed", "check", "note"}


def differences(base: Case, other: Case) -> list[tuple[str, Change]]:
    """Each change by name that leads from `base` (made `timeless`) towards `other`; all of them lead there.

    Instruments are matched by id and compared by what they do; beliefs (horizon, elasticities) and closure count as one
    change each.
    """
    players: list[tuple[str, Change]] = []
    ours, theirs = _in_force(base), _in_force(other)
    order = tuple(dict.fromkeys((*other.scenario.ids, *base.scenario.ids)))
    for name in sorted({*ours, *theirs}, key=order.index):
        if name in ours and name in theirs:
            if _content(ours[name]) == _content(theirs[name]):
                continue
            verb = "changed"
        else:
            verb = "added" if name in theirs else "removed"
        players.append((f"{name} ({verb})", _swap(name, theirs.get(name), order)))
    beliefs, before = other.assumptions, base.assumptions
    if not before.same_beliefs(beliefs):
        label = f"elasticities: {before.label} to {beliefs.label}"
        if before.horizon != beliefs.horizon:
            label = f"horizon: {before.horizon} to {beliefs.horizon}"
        elif before.same_beliefs(replace(beliefs, trade_elasticity=before.trade_elasticity)) is False:
            label = f"assumptions of the {beliefs.horizon} run"
        players.append((label, lambda case: case.with_assumptions(beliefs)))
    if base.closure != other.closure:
        closure, old = other.closure, base.closure
        label = f"closure: {old.deficit}, {old.revenue} to {closure.deficit}, {closure.revenue}"
        players.append((label, lambda case: case.with_closure(closure)))
    return players


def timeless(case: Case, date: datetime.date) -> Case:
    """The case with only the instruments in force on its day, their own dates taken off, evaluated on `date`."""
    undated = {"from_": None, "until": None}
    instruments = tuple(instrument.model_copy(update=undated) for instrument in _in_force(case).values())
    scenario = case.scenario.model_copy(update={"instruments": instruments})
    return replace(case, scenario=scenario, date=date, instruments=None)


def _in_force(case: Case) -> dict[str, Instrument]:
    chosen = set(case.compiled().instruments)
    return {str(i.id): i for i in case.scenario.instruments if str(i.id) in chosen}


def _content(instrument: Instrument) -> dict[str, Any]:
    return instrument.model_dump(exclude=_NOT_CONTENT)


def _swap(name: str, new: Instrument | None, order: tuple[str, ...]) -> Change:
    """Replace one instrument by that of the other case, add it, or take it out; the order is the other case's."""

    def change(case: Case) -> Case:
        kept = {str(i.id): i for i in case.scenario.instruments if str(i.id) != name}
        if new is not None:
            kept[name] = new
        instruments = tuple(kept[each] for each in sorted(kept, key=order.index))
        return replace(case, scenario=case.scenario.model_copy(update={"instruments": instruments}))

    return change
