"""Drawings of the energy figures: paired bars before and after, and steps from one total to another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from multipolar.report.charts.axis import Axis
from multipolar.report.figure import WIDE
from multipolar.report.numbers import number
from multipolar.report.palette import side
from multipolar.report.svg import Drawing, fit

NAME_ROOM, NUMBER_ROOM, STUB = 170.0, 130.0, 16.0


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: before and after, NaN where not known; `shown` is printed at the right."""

    label: str
    before: float
    after: float
    shown: str
    tip: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step before and after: `value` signed, from `start`; a total starts at zero."""

    label: str
    value: tuple[float, float]
    start: tuple[float, float]
    total: bool


def draw_pairs(pairs: Sequence[Pair], width: float, name: str, *, unit: str) -> Drawing:
    """Two bars a row, before above after; what is not known is a hatched stub without a length of its own."""
    wide = width == WIDE
    row, head = (34.0, 44.0) if wide else (50.0, 44.0)
    drawing = Drawing(width, head + len(pairs) * row + 6, name)
    left, right = (NAME_ROOM, width - NUMBER_ROOM) if wide else (0.0, width - 8)
    values = [value for pair in pairs for value in (pair.before, pair.after) if math.isfinite(value)]
    axis = Axis(0.0, max([*values, 0.0]) * 1.04 or 1.0, left, right)
    _grid(drawing, axis, head, head + len(pairs) * row, unit, 6 if wide else 4)
    _key(drawing, ("gain", "loss"))
    drawing.text(width, 12, f"before → after, {unit}", size=12, anchor="end", fill="soft")
    for n, pair in enumerate(pairs):
        top = head + n * row
        known = math.isfinite(pair.before)
        shown = pair.shown if known else "not known"
        tone = f"{side(pair.after - pair.before)}-text" if known and _moves(pair) else "soft"
        if wide:
            drawing.text(0, top + row / 2 + 4.5, fit(pair.label, 13, left - 10))
            drawing.text(width, top + row / 2 + 4.5, shown, anchor="end", fill=tone, bold=known)
            y, thick = top + 5, 11.0
        else:
            drawing.rect(0, top + 2, width, 18, "paper")
            drawing.text(0, top + 16, fit(pair.label, 13, width * 0.5))
            drawing.text(width, top + 16, shown, anchor="end", fill=tone, bold=known)
            y, thick = top + 22, 10.0
        if not known:
            drawing.rect(axis.at(0), y, STUB, 2 * thick + 1, drawing.hatch("cross"), title=f"{pair.label}: {pair.tip}")
            continue
        hue = side(pair.after - pair.before) if _moves(pair) else "neutral"
        _outlined(drawing, axis, 0.0, pair.before, y, thick, "neutral-band", pair.tip)
        _bar(drawing, axis, 0.0, pair.after, y + thick + 1, thick, hue, pair.tip)
    return drawing


def draw_steps(steps: Sequence[Step], width: float, name: str) -> Drawing:
    """Steps one under the other, before above after; thin lines carry each end to the next step."""
    wide = width == WIDE
    row, head = (58.0, 44.0) if wide else (76.0, 44.0)
    drawing = Drawing(width, head + len(steps) * row + 6, name)
    left, right = (NAME_ROOM, width - NUMBER_ROOM - 20) if wide else (0.0, width - 8)
    ends = [step.start[k] + step.value[k] for step in steps for k in (0, 1)]
    axis = Axis(min([0.0, *ends]) * 1.04, max([0.0, *ends]) * 1.04 or 1.0, left, right)
    _grid(drawing, axis, head, head + len(steps) * row, "USD bn", 6 if wide else 4)
    _key(drawing, ("ink",))
    drawing.text(width, 12, "before → after, USD bn", size=12, anchor="end", fill="soft")
    thick = 20.0
    for n, step in enumerate(steps):
        top = head + n * row
        shown = f"{number(step.value[0])} → {number(step.value[1])}"
        if wide:
            drawing.text(0, top + row / 2 + 4.5, fit(step.label, 13, left - 10), bold=step.total)
            drawing.text(width, top + row / 2 + 4.5, shown, anchor="end", fill="ink", bold=step.total)
            y = top + 8
        else:
            drawing.rect(0, top + 3, width, 18, "paper")
            drawing.text(0, top + 17, step.label, bold=step.total)
            drawing.text(width, top + 17, shown, anchor="end", bold=step.total)
            y = top + 26
        for k, (start, value) in enumerate(zip(step.start, step.value, strict=True)):
            hue = ("neutral-band", "ink") if step.total else (f"{side(value)}-band", side(value))
            tip = f"{step.label}, {('before', 'after')[k]}: {number(value)} USD bn"
            (_bar if k else _outlined)(drawing, axis, start, start + value, y + k * (thick + 1), thick, hue[k], tip)
            if n + 1 < len(steps):
                x = axis.at(start + value)
                drawing.line(x, y + (k + 1) * thick + k, x, y + row + k * (thick + 1), "neutral", width=0.8, dash="2 2")
    return drawing


def _moves(pair: Pair) -> bool:
    """Whether before and after differ by more than rounding of what is printed."""
    return abs(pair.after - pair.before) > 0.0005 * max(pair.before, pair.after)


def _bar(drawing: Drawing, axis: Axis, start: float, end: float, y: float, thick: float, fill: str, tip: str) -> None:
    low, high = sorted((axis.at(start), axis.at(end)))
    drawing.rect(low, y, max(high - low, 0.8), thick, fill, title=tip)


def _outlined(
    drawing: Drawing, axis: Axis, start: float, end: float, y: float, thick: float, fill: str, tip: str
) -> None:
    """A bar of what was before: pale, so that its outline must hold it against the page."""
    low, high = sorted((axis.at(start), axis.at(end)))
    wide = max(high - low, 0.8)
    d = f"M{low:.1f} {y + 0.5:.1f}h{wide:.1f}v{thick - 1:.1f}h{-wide:.1f}z"
    drawing.path(d, fill, stroke="neutral", width=0.8, title=tip)


def _key(drawing: Drawing, after: Sequence[str]) -> None:
    """Which bar is which, at the left of the heading; what rises and what falls has a colour of its own."""
    x = 0.5
    for text, fills in (("before", ("neutral-band",)), ("after", after)):
        for fill in fills:
            drawing.path(f"M{x:g} 3.5h14v9h-14z", fill, stroke="neutral", width=0.8)
            x += 16
        drawing.text(x + 4, 12, text, size=12, fill="soft")
        x += 62


def _grid(drawing: Drawing, axis: Axis, top: float, bottom: float, unit: str, wanted: int) -> None:
    """Unsigned ticks: quantities and amounts are no changes."""
    ticks = axis.ticks(wanted)
    places = max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9)) if len(ticks) > 1 else 0
    for tick in ticks:
        x = axis.at(tick)
        drawing.line(x, top, x, bottom, "soft" if tick == 0 else "grid")
        label = number(tick, places) if tick else f"0 {unit}"
        anchor = "start" if x < 20 else "middle"
        drawing.text(x, top - 6, label, size=12, anchor=anchor, fill="soft")
