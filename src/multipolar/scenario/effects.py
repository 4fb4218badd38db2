"""Which flows measures really change, and what to say where they change none."""

from __future__ import annotations

import datetime
from typing import Protocol, runtime_checkable

import numpy as np

from multipolar.arrays import BoolArray, IntArray
from multipolar.model.payments import PaymentNests
from multipolar.model.wedges import Wedges
from multipolar.scenario.base import Instrument
from multipolar.scenario.border import Border
from multipolar.scenario.place import Notice, Place
from multipolar.scenario.scenario import Scenario

UNCHANGED = 1e-9
"""Changes up to here are rounding."""
SAID = ("nothing", "no-flow", "no-hub")
"""Kinds of notices that say that a measure changes nothing, whatever else is written of it."""
EXPLAINED = ("conflict", "product-share")
"""Kinds that say why a measure with no reason of its own changes nothing: others decide, or there is none of it."""
IDLE = (
    ("coverage", 0.0, "A coverage of 0 reaches nothing"),
    ("leakage", 1.0, "With a leakage of 1 everything gets through"),
    ("evasion", 1.0, "With an evasion of 1 nobody keeps to the cap"),
)


@runtime_checkable
class Counting(Protocol):
    """A channel that knows which of an instrument's cells it changes."""

    def counted(self, cells: IntArray) -> IntArray:
        """Those of flat cells that it changes, once finished."""
        ...


@runtime_checkable
class Deciding(Protocol):
    """A channel that knows of which instruments nothing is left beside the others."""

    def overruled(self, instrument: str) -> bool:
        """Whether others decide all that it writes."""
        ...


def changed_cells(border: Border, wedges: Wedges) -> BoolArray:
    """(J * N * N,) flows whose cost, duty or survival is another than in the baseline, or may be in the solution."""
    found = np.zeros(border.baseline.tariff_rate.size, dtype=bool)
    before = border.baseline.tariff_rate.ravel()[wedges.index]
    moved = np.abs(np.log(wedges.iceberg_hat)) > UNCHANGED
    for value, usual in ((wedges.survival_share, 1.0), (wedges.tariff_rate, before), (wedges.export_tax_rate, 0.0)):
        moved |= np.abs(value - usual) > UNCHANGED
    found[wedges.index[moved]] = True
    for response in wedges.responses:
        if isinstance(response, PaymentNests):
            hit = np.any((response.log_channel != 0) & (response.share > 0), axis=1)
            found[response.cells[hit[response.unit]]] = True
        else:
            found[response.cells] = True
    return found


def idle_reason(instrument: Instrument) -> str:
    """Why a measure changes nothing wherever it falls, as a sentence without its end; empty where it may."""
    for field, value, reason in IDLE:
        if getattr(instrument, field, None) == value:
            return reason
    return instrument.idle()


def hit_by(instrument: Instrument, cells: IntArray, border: Border, changed: BoolArray) -> IntArray:
    """The cells that one measure changes, of those that it falls on; where several fall on one, all change it."""
    if idle_reason(instrument):
        return cells[:0]
    channel = border.channels.get(instrument.channel)
    if isinstance(channel, Deciding) and channel.overruled(str(instrument.id)):
        return cells[:0]
    return channel.counted(cells) if isinstance(channel, Counting) else cells[changed[cells]]


def without_effect(instrument: Instrument, border: Border, place: Place) -> Notice | None:
    """What to say of a measure that changes no flow and moves no money, unless it or its channel has said so."""
    reason = idle_reason(instrument)
    said = [*place.notices]
    for channel in border.channels.values():
        said += (found for found in getattr(channel, "notices", ()) if found.instrument == place.instrument)
    if any(notice.kind in SAID or (notice.kind in EXPLAINED and not reason) for notice in said):
        return None
    if reason:
        return Notice("nothing", f"{reason}: it changes nothing.", place.instrument)
    if _acts_alone(instrument, border, place):
        text = "Other measures take back what it does: costs, duties and what gets through stay as they are."
        return Notice("conflict", text, place.instrument)
    # Not that it changes nothing: it may put back what was there before another measure.
    text = "Costs, duties and what gets through stay as they are in the baseline on all that it falls on."
    return Notice("nothing", text, place.instrument)


def _acts_alone(instrument: Instrument, border: Border, place: Place) -> bool:
    """Whether a measure changes flows where no other is in force."""
    alone = Border(border.baseline, border.trade_elasticity)
    cells = instrument.apply(alone, Place(border.baseline, place.day, place.subject, place.instrument))
    alone.finish()
    return bool(changed_cells(alone, alone.wedges())[cells].any())


def nothing_at_all(scenario: Scenario, in_force: int, day: datetime.date, border: Border, changed: BoolArray) -> str:
    """What to say of a scenario that leaves the baseline as it is; empty where it does not."""
    if changed.any() or border.transfer.any():
        return ""
    same = "every number is that of the baseline."
    if not scenario.instruments:
        return f"The scenario has no measures: {same}"
    if not in_force:
        return f"No measure is in force on {day}: {same}"
    return f"The measures change no cost, no duty and no flow: {same}"
