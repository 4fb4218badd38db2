"""One small multiple of a dossier: the lines of an indicator over time, events marked, gaps left open.

Directions differ by colour and by name on the line; sources of one direction by full and dashed strokes. Nothing is
averaged and nothing is drawn between two figures that are not neighbours in time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from multipolar.observatory.dossier_evidence import short
from multipolar.observatory.dossier_parts import Line, Panel
from multipolar.report.charts.axis import Axis
from multipolar.report.dossier_quantity import amount, period_words, scale
from multipolar.report.dossier_time import at, pieces
from multipolar.report.numbers import number
from multipolar.report.svg import Drawing

WIDTH, HEIGHT = 330.0, 190.0
LEFT, RIGHT, TOP, FOOT = 44.0, 12.0, 32.0, 24.0
SIZE = 12.0
_DASHES = ("", "6 3", "2 3", "8 3 2 3")
_RISING = frozenset(("%", "index"))
_YES_NO = {0.0: "no", 1.0: "yes"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the axis; `strong` for the event that the reader asked about."""

    position: float
    text: str
    strong: bool = False


def panel_chart(
    panel: Panel, pair: tuple[str, str], since: int, last: int, marks: Sequence[Mark], name: str
) -> Drawing:
    """The drawing, `WIDTH` pixels wide.

    Parameters
    ----------
    pair : the first of it has the first colour as origin. since, last : years of the axis, the same in all panels.
    """
    drawing = Drawing(WIDTH, HEIGHT, name)
    lines = [line for line in panel.lines if line.points]
    values = [point.value for line in lines for point in line.points]
    size = scale(panel.unit, values)
    axis = _axis_of(panel.unit, [value / size.divisor for value in values])
    years = Axis(since, max(last + 1, since + 1), LEFT, WIDTH - RIGHT)
    _frame(drawing, _ticks(panel.unit, axis), axis, years, size.label, since, last)
    for mark in marks:
        if since <= mark.position <= last + 1:
            x = years.at(mark.position)
            if mark.strong:
                drawing.line(x, TOP - 8, x, HEIGHT - FOOT, "soft", width=1.2, dash="3 3")
                drawing.text(x, TOP - 12, mark.text, size=SIZE, anchor=_anchor(x), fill="soft")
            else:
                drawing.path(f"M{x:.1f} {TOP - 5:.1f}V{TOP:.1f}", "none", stroke="neutral", width=1.1, title=mark.text)
    for line in lines:
        dash = _DASHES[min(order_of(line, lines), len(_DASHES) - 1)]
        _line(drawing, line, colour_of(line, pair), dash, axis, years, size.divisor)
    return drawing


def direction(line: Line) -> str:
    """``Russia → China``, ``Russia`` for a figure of one economy, ``both`` for one of the pair."""
    if line.symmetric:
        return f"{short(line.origin)} and {short(line.destination)}"
    return f"{short(line.origin)} → {short(line.destination)}" if line.destination else short(line.origin)


def axis_words(panel: Panel) -> str:
    """What is unusual about the axis of a panel; empty where it begins at zero."""
    values = [point.value for line in panel.lines for point in line.points]
    if panel.unit == "rank":
        return "The first rank is at the top."
    return "The axis does not begin at zero." if _from_above(panel.unit, values) else ""


def _from_above(unit: str, values: Sequence[float]) -> bool:
    return unit in _RISING and min(values) > 0.6 * max(values)


def _axis_of(unit: str, values: Sequence[float]) -> Axis:
    """From zero, but for shares and scores far from it, for yes and no, and for ranks, whose first is at the top."""
    if unit == "flag":
        return Axis(-0.15, 1.15, HEIGHT - FOOT, TOP)
    if unit == "rank":
        last = max(*values, 2.0)
        return Axis(last + 0.12 * (last - 1), 1 - 0.12 * (last - 1), HEIGHT - FOOT, TOP)
    if _from_above(unit, values):
        return _axis(min(values) - 0.15 * (max(values) - min(values) or max(values)), max(values))
    return _axis(min(0.0, *values), max(values))


def _ticks(unit: str, axis: Axis) -> list[tuple[float, str]]:
    """Places of the grid with their labels."""
    if unit == "flag":
        return list(_YES_NO.items())
    if unit == "rank":
        last = math.floor(axis.low)
        stride = math.ceil(last / 4)
        return [(float(rank), str(rank)) for rank in dict.fromkeys((1, *range(stride, last + 1, stride)))]
    ticks = axis.ticks(4)
    places = max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9)) if len(ticks) > 1 else 0
    return [(tick, number(tick, places) if tick else "0") for tick in ticks]


def _axis(low: float, high: float) -> Axis:
    if high - low <= 0:
        high = low + (abs(low) or 1.0)
    room = 0.08 * (high - low)
    return Axis(low - (room if low < 0 else 0.0), high + room, HEIGHT - FOOT, TOP)


def _frame(
    drawing: Drawing, ticks: Sequence[tuple[float, str]], axis: Axis, years: Axis, unit: str, since: int, last: int
) -> None:
    for tick, label in ticks:
        y = axis.at(tick)
        drawing.line(LEFT, y, WIDTH - RIGHT, y, "soft" if tick == 0 else "grid")
        drawing.text(LEFT - 6, y + 4, label, size=SIZE, anchor="end", fill="soft")
    if unit:
        drawing.text(0, TOP - 12, unit, size=SIZE, fill="soft")
    stride = next(step for step in (1, 2, 5, 10, 20, 50) if (last - since) / step <= 5)
    for year in range(since + (-since) % stride, last + 1, stride):
        drawing.text(years.at(year + 0.5), HEIGHT - 6, str(year), size=SIZE, anchor="middle", fill="soft")


def _line(drawing: Drawing, line: Line, colour: str, dash: str, axis: Axis, years: Axis, divisor: float) -> None:
    dense = len(line.points) > 40
    for run in pieces(line.points):
        spots = [(years.at(at(point.period)), axis.at(point.value / divisor)) for point in run]
        if len(spots) > 1:
            for (x1, y1), (x2, y2) in pairwise(spots):
                drawing.line(x1, y1, x2, y2, colour, width=1.8, cap="" if dash else "round", dash=dash)
        for (x, y), point in zip(spots, run, strict=True):
            newest = point == line.latest
            if dense and len(run) > 1 and not newest:
                continue
            said = f"{line.source}, {point.status}"
            tip = f"{direction(line)}, {period_words(point.period)}: {amount(point.value, line.unit)} ({said})"
            hollow = point.status in ("unverified", "imputed", "estimate")
            _marker(drawing, x, y, 3.2 if newest else 2.0, colour, hollow=hollow, title=tip)


def _marker(drawing: Drawing, x: float, y: float, size: float, colour: str, *, hollow: bool, title: str) -> None:
    """A disc, or a square for the second economy so that grey print tells them apart; hollow where not official."""
    if colour == "gain":
        d = f"M{x - size:.1f} {y - size:.1f}h{2 * size:.1f}v{2 * size:.1f}h{-2 * size:.1f}z"
        drawing.path(d, "card" if hollow else colour, stroke=colour, width=1.3, title=title)
    else:
        drawing.circle(x, y, size, "card" if hollow else colour, stroke=colour, width=1.3, title=title)


def swatch(line: Line, pair: tuple[str, str], order: int, name: str) -> Drawing:
    """The stroke and marker of a line, for its row in the key."""
    drawing = Drawing(30, 12, name)
    colour = colour_of(line, pair)
    drawing.line(1, 6, 29, 6, colour, width=1.8, dash=_DASHES[min(order, len(_DASHES) - 1)])
    hollow = line.latest.status in ("unverified", "imputed", "estimate")
    _marker(drawing, 15, 6, 3.2, colour, hollow=hollow, title="")
    return drawing


def colour_of(line: Line, pair: tuple[str, str]) -> str:
    """Colour of the economy that a line starts from; ink for a figure without direction."""
    if line.symmetric:
        return "ink"
    colours = {pair[0]: "loss", pair[1]: "gain"}
    return colours.get(line.origin, colours.get(line.destination, "ink"))


def order_of(line: Line, lines: Sequence[Line]) -> int:
    """How many lines of the same direction stand before it: its stroke."""
    before = lines[: list(lines).index(line)]
    return sum((other.origin, other.destination) == (line.origin, line.destination) for other in before)


def _anchor(x: float) -> str:
    return "end" if x > WIDTH * 0.75 else "start" if x < WIDTH * 0.3 else "middle"
