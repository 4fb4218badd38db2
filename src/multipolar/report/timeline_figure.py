"""Fan chart of a timeline: real income year by year, with the band of trade elasticities and the days of the measures.

A pure function of a `Timeline`; the report, the command line and the documentation call the same. One small panel for
each economy, all on one scale. A year that was not solved leaves a gap; it is never drawn over.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from multipolar.report.charts.axis import Axis
from multipolar.report.figure import NARROW, WIDE, Column, Figure
from multipolar.report.numbers import number, percent
from multipolar.report.palette import side
from multipolar.report.svg import Drawing, fit, text_width
from multipolar.report.view import name_of, short_name
from multipolar.simulation.timeline_result import BAND, Timeline

MOST_PANELS = 6
HEAD, FOOT, LEFT, RIGHT = 64.0, 26.0, 40.0, 52.0
NAMED = 4


@dataclass(frozen=True, slots=True)
class Event:
    """A day on which measures start or end, and their ids."""

    day: datetime.date
    what: str
    measures: tuple[str, ...]

    @property
    def text(self) -> str:
        """For the mark's own title."""
        return f"{self.day}, {self.what}: {', '.join(self.measures)}"


def events_of(timeline: Timeline) -> tuple[Event, ...]:
    """Starts and ends of the measures within the years, in order of their days."""
    found: list[tuple[datetime.date, str, str]] = []
    for measure in timeline.measures:
        name = str(measure.instrument.id)
        found.append((measure.start, "start", name))
        if measure.instrument.until:
            found.append((measure.instrument.until, "end", name))
    first, last = timeline.years[0], timeline.years[-1]
    inside = sorted(entry for entry in found if first < entry[0].year <= last)
    return tuple(
        Event(day, what, tuple(entry[2] for entry in entries))
        for (day, what), entries in groupby(inside, key=lambda entry: entry[:2])
    )


def timeline_figure(timeline: Timeline, *, source: str, focus: Sequence[str] = ()) -> Figure:
    """The path of real income of some economies, with its band and the events.

    Parameters
    ----------
    focus : economies, the title's first; by default the three whose real income moves most. At most `MOST_PANELS`.
    source : what stands underneath.
    """
    codes = tuple(focus)[:MOST_PANELS] or timeline.leading()
    events = events_of(timeline)
    has_band = all(name in timeline.paths for name in ("low", "high"))
    title = _title(timeline, codes[0])
    band = "; band: low to high path of the trade elasticity" if has_band else ""
    return Figure(
        name=f"timeline-{timeline.name.replace('@', '-')}",
        title=title,
        subtitle=f"{timeline.title}: real income against a world without the measures, per cent, on the last day of "
        f"each year{band}",
        description=f"One panel for each of {', '.join(name_of(code) for code in codes)}: a line through the years "
        f"{timeline.years[0]} to {timeline.years[-1]}. {title}.",
        source=source,
        wide=_draw(timeline, codes, events, WIDE, "timeline-wide"),
        narrow=_draw(timeline, codes, events, NARROW, "timeline-narrow"),
        columns=(
            Column("economy", "code"),
            Column("name", "economy"),
            Column("year", "year"),
            *(Column(name, _heading(name), "%") for name in timeline.paths),
            Column("mean_age", "mean age of measures", "years"),
        ),
        rows=tuple(_rows(timeline, codes)),
        note=_note(timeline, events),
    )


def _heading(path: str) -> str:
    return {
        "central": "central path",
        "low": "low trade elasticities",
        "high": "high trade elasticities",
        "oldest": "age of the oldest measure",
        "youngest": "age of the youngest measure",
    }[path]


def _rows(timeline: Timeline, codes: Sequence[str]) -> list[tuple[str | float | int, ...]]:
    rows: list[tuple[str | float | int, ...]] = []
    for code in codes:
        age = timeline.mean_age(code)
        for y, year in enumerate(timeline.years):
            values = (float(timeline.of(code, name)[y]) for name in timeline.paths)
            rows.append((code, name_of(code), str(year), *values, float(age[y])))
    return rows


def _title(timeline: Timeline, code: str) -> str:
    who = name_of(code, article=True)
    whose = who[0].upper() + who[1:] + ("'" if who.endswith("s") else "'s")
    known = [(float(v), year) for v, year in zip(timeline.of(code), timeline.years, strict=True) if math.isfinite(v)]
    if not known:
        return f"No year was solved for {name_of(code, article=True)}"
    extreme, when = max(known, key=lambda entry: abs(entry[0]))
    last, year = known[-1]
    if abs(extreme) < 5e-5:
        return f"{whose} real income does not change"
    text = f"{whose} real income is {_moved(extreme)} in {when}"
    return text if when == year else f"{text} and {_moved(last)} in {year}"


def _moved(change: float) -> str:
    if abs(change) < 5e-5:
        return "unchanged"
    return f"{percent(change, signed=False)} {'lower' if change < 0 else 'higher'}"


def _note(timeline: Timeline, events: Sequence[Event]) -> str:
    parts = []
    for (year, what), group in groupby(events, key=lambda event: (event.day.year, event.what)):
        names = [name for event in group for name in event.measures]
        shown = ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")
        parts.append(f"{year}, {what}: {shown}")
    text = f"Ticks above are days on which measures start or end ({'; '.join(parts)}). " if parts else ""
    early = sum(m.start.year <= timeline.baseline_year for m in timeline.measures)
    if early:
        text += (
            f"{early} of {len(timeline.measures)} measures start in {timeline.baseline_year} or before: the tables of "
            f"{timeline.baseline_year} already contain part of what they did, and the path shows what comes on top. "
        )
    failed = timeline.failures()
    if failed:
        text += f"Not solved and left open: {'; '.join(entry.partition(':')[0] for entry in failed)}. "
    return text + "Every year is an equilibrium of its own at the age of its measures; a path is no forecast."


def _draw(timeline: Timeline, codes: Sequence[str], events: Sequence[Event], width: float, name: str) -> Drawing:
    across = min(len(codes), 3) if width == WIDE else 1
    down = -(-len(codes) // across)
    each, high = width / across, 300.0 if width == WIDE else 250.0
    drawing = Drawing(width, down * high, name)
    values = [float(v) for code in codes for path in BAND if path in timeline.paths for v in timeline.of(code, path)]
    for n, code in enumerate(codes):
        left, top = (n % across) * each, (n // across) * high
        axis = Axis.spanning(values, top + high - FOOT, top + HEAD, margin=0.06)
        years = Axis(
            timeline.years[0], max(timeline.years[-1], timeline.years[0] + 1), left + LEFT, left + each - RIGHT
        )
        _frame(drawing, timeline, axis, years)
        _events(drawing, events, years, top)
        drawing.text(left, top + 16, fit(short_name(code), 14, each - 10), size=14, bold=True)
        _fan(drawing, timeline, code, axis, years)
    return drawing


def _frame(drawing: Drawing, timeline: Timeline, axis: Axis, years: Axis) -> None:
    """Grid, zero line and years; a year stands at its last day."""
    ticks = axis.ticks(5)
    places = max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9)) if len(ticks) > 1 else 0
    for tick in ticks:
        y = axis.at(tick)
        drawing.line(years.left, y, years.right, y, "soft" if tick == 0 else "grid")
        label = number(tick, places, signed=True) + (" %" if tick == 0 else "")
        drawing.text(years.left - 6, y + 4, label, size=11, anchor="end", fill="soft")
    room = (years.right - years.left) / max(len(timeline.years) - 1, 1)
    stride = max(1, math.ceil(text_width("2022 ", 11) / room))
    for year in timeline.years[::stride]:
        drawing.text(years.at(year), axis.left + 18, str(year), size=11, anchor="middle", fill="soft")


def _events(drawing: Drawing, events: Sequence[Event], years: Axis, top: float) -> None:
    """Ticks between the name and the plot; what they are called where there is room, the year's count else."""
    floor, free = top + HEAD - 8, -math.inf
    for event in events:
        x = years.at(_at(event.day))
        shape = f"M{x:.1f} {floor - 9:.1f}V{floor:.1f}"
        drawing.path(shape, "none", stroke="ink" if event.what == "start" else "neutral", width=1.2, title=event.text)
    for _, group in groupby(events, key=lambda event: (event.day.year, event.what)):
        found = list(group)
        names = [name for event in found for name in event.measures]
        what = "" if found[0].what == "start" else " end" + ("s" if len(names) == 1 else "")
        text = (names[0] if len(names) == 1 else f"{len(names)} measures") + what
        x = max(years.at(_at(found[0].day)) - 2, free)
        text = fit(text, 11, years.right + RIGHT - x)
        if x < years.right and len(text) > 3:
            drawing.text(x, floor - 14, text, size=11, fill="soft")
            free = x + text_width(text, 11) + 8


def _at(day: datetime.date) -> float:
    """A day on the axis of years, on which 2022 is the last day of 2022."""
    return day.year - 1 + day.timetuple().tm_yday / 365.25


def _fan(drawing: Drawing, timeline: Timeline, code: str, axis: Axis, years: Axis) -> None:
    central = [float(v) for v in timeline.of(code)]
    lows, highs = timeline.band(code)
    known = [v for v in central if math.isfinite(v)]
    hue = side(max(known, key=abs, default=0.0))
    spots = [(years.at(year), v) for year, v in zip(timeline.years, central, strict=True)]
    for piece in _pieces([math.isfinite(low) for low in lows]):
        upper = [f"{spots[y][0]:.1f} {axis.at(float(highs[y])):.1f}" for y in piece]
        lower = [f"{spots[y][0]:.1f} {axis.at(float(lows[y])):.1f}" for y in reversed(piece)]
        if len(piece) > 1:
            drawing.path("M" + "L".join(upper + lower) + "Z", f"{hue}-band" if hue != "neutral" else "neutral-band")
    for piece in _pieces([math.isfinite(v) for v in central]):
        line = "L".join(f"{spots[y][0]:.1f} {axis.at(spots[y][1]):.1f}" for y in piece)
        if len(piece) > 1:
            drawing.path("M" + line, "none", stroke=hue, width=2)
    for y, (x, value) in enumerate(spots):
        if math.isfinite(value):
            tip = f"{name_of(code)}, {timeline.years[y]}: {percent(value)}"
            if len(timeline.paths) > 1:
                tip += f" ({number(float(lows[y]), signed=True)} to {number(float(highs[y]), signed=True)})"
            drawing.circle(x, axis.at(value), 3, hue, title=tip)
        else:
            drawing.text(x, axis.at(0) + 14, "?", size=12, anchor="middle", fill="soft", bold=True)
    deepest = max((y for y, v in enumerate(central) if math.isfinite(v)), key=lambda y: abs(central[y]), default=0)
    if 0 < deepest < len(central) - 1 and abs(axis.at(central[deepest]) - axis.at(0)) > 24:
        x, value = spots[deepest]
        # Outside the band, where the number can be read.
        edge = axis.at(float(lows[deepest])) + 15 if value < 0 else axis.at(float(highs[deepest])) - 6
        drawing.text(x, edge, number(value, signed=True), size=12, anchor="middle", fill=f"{hue}-text", halo=True)
    if math.isfinite(central[-1]):
        own = side(central[-1])
        ink = f"{own}-text" if own != "neutral" else "soft"
        drawing.text(spots[-1][0] + 7, axis.at(central[-1]) + 4, number(central[-1], signed=True), size=12, fill=ink)


def _pieces(known: Sequence[bool]) -> list[list[int]]:
    """Runs of neighbouring years with a number."""
    return [[y for y, _ in run] for good, run in groupby(enumerate(known), key=lambda entry: entry[1]) if good]
