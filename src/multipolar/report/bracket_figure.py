"""Figure of the bracket: for each economy what is lost if nothing adjusts beside what is lost if everything does.

A pure function of a `Bracket` and the long-run real incomes; the report and the documentation call the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from multipolar.analysis.bracket import Bracket
from multipolar.report.charts.axis import Axis
from multipolar.report.figure import NARROW, WIDE, Column, Figure
from multipolar.report.numbers import percent
from multipolar.report.svg import Drawing, fit, text_width
from multipolar.report.view import name_of, short_name

NAME_ROOM, NUMBER_ROOM = 150.0, 270.0
COLUMNS = (WIDE - 190, WIDE - 96, WIDE)
TOP = 12


@dataclass(frozen=True, slots=True)
class _Bar:
    """One economy, per cent: the three readings if nothing adjusts, and real income if everything does (or NaN)."""

    code: str
    linear: float
    main: float
    bottleneck: float
    adjusted: float

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(percent(value) for value in (self.adjusted, self.linear, self.main))

    @property
    def shown(self) -> str:
        return " · ".join(self.numbers)


def bracket_figure(
    bracket: Bracket,
    real_income_pct: Mapping[str, float],
    *,
    source: str,
    economies: Sequence[str] = (),
    year: int,
) -> Figure:
    """Economies that lose most if nothing adjusts, from that loss to the long-run change in real income.

    Parameters
    ----------
    real_income_pct : long run, per cent by economy; an economy without one gets a bar without its dot.
    economies : which to show, the title's first; by default the `TOP` hardest hit when main inputs stop sectors.
    """
    codes = tuple(economies) or _hardest_hit(bracket)
    bars = [_Bar(code, *bracket.value_added_pct(code), real_income_pct.get(code, math.nan)) for code in codes]
    bars.sort(key=lambda bar: bar.main)
    least = f"{100 * bracket.main_inputs.rule.least_input:g}"
    title = _title(bracket, next((bar for bar in bars if bar.code == codes[0]), None))
    return Figure(
        name="bracket",
        title=title,
        subtitle=f"{bracket.title}: value added if nothing adjusts (bar) and real income if everything does (dot, long "
        f"run), change in per cent of {year}",
        description=f"One bar for each of {len(bars)} economies, sorted. {title}.",
        source=source,
        wide=_draw(bars, WIDE, "bracket-wide", codes[0], least),
        narrow=_draw(bars, NARROW, "bracket-narrow", codes[0], least),
        columns=(
            Column("economy", "code"),
            Column("name", "economy"),
            Column("adjusted", "real income, all adjusts", "%"),
            Column("linear", "value added, missing inputs cost their worth", "%"),
            Column("main_inputs", f"value added, scarcest input of {least} % or more", "%"),
            Column("bottleneck", "value added, scarcest input", "%"),
        ),
        rows=tuple((b.code, name_of(b.code), b.adjusted, b.linear, b.main, b.bottleneck) for b in bars),
        note="Numbers: everything adjusts; missing inputs cost their worth (start of the bar); the scarcest input "
        f"worth at least {least} % of output stops a sector (its end; the {least} % is assumed). Thin line: any input, "
        "however small, stops a sector. Bars are value added, dots real income: not one measure.",
    )


def _hardest_hit(bracket: Bracket) -> tuple[str, ...]:
    losses = dict(zip(bracket.economies, bracket.main_inputs.value_added, strict=True))
    return tuple(sorted(losses, key=lambda code: (-losses[code], code))[:TOP])


def _title(bracket: Bracket, bar: _Bar | None) -> str:
    if not bracket.covered or bar is None:
        return "Nothing is banned, so rationing takes nothing"
    who = name_of(bar.code, article=True)
    text = (
        f"{who[0].upper()}{who[1:]} would lose {_loss(bar.linear)} to {_loss(bar.main)} of value added "
        "if nothing adjusted"
    )
    if math.isfinite(bar.adjusted):
        text += f"; its real income changes by {percent(bar.adjusted)} if everything does"
    return text


def _loss(change: float) -> str:
    return percent(abs(change), signed=False)


def _draw(bars: Sequence[_Bar], width: float, name: str, lead: str, least: str) -> Drawing:
    wide = width == WIDE
    row, head = (30.0, 44.0) if wide else (50.0, 50.0)
    drawing = Drawing(width, head + len(bars) * row + 6, name)
    left, right = (NAME_ROOM, width - NUMBER_ROOM) if wide else (4.0, width - 8)
    values = [v for b in bars for v in (b.linear, b.main, b.bottleneck, b.adjusted) if math.isfinite(v)]
    axis = Axis(min([0.0, *values]) * 1.02 or -1.0, max([0.0, *values]) * 1.02, left, right)
    for tick in axis.ticks(6 if wide else 4):
        x = axis.at(tick)
        drawing.line(x, head, x, head + len(bars) * row, "soft" if tick == 0 else "grid")
        label = percent(tick, 0) if tick else "0"
        half = text_width(label, 12) / 2
        drawing.text(min(max(x, half), width - half), head - 6, label, size=12, anchor="middle", fill="soft")
    _headings(drawing, least)
    for n, bar in enumerate(bars):
        top = head + n * row
        middle = top + (row / 2 if wide else 36)
        if wide:
            drawing.text(0, middle + 4.5, fit(short_name(bar.code), 13, left - 10), bold=bar.code == lead)
            for place, text in zip(COLUMNS, bar.numbers, strict=True):
                drawing.text(place, middle + 4.5, text, anchor="end", bold=bar.code == lead)
        else:
            drawing.rect(0, top + 4, width, 18, "paper")
            drawing.text(0, top + 18, fit(short_name(bar.code), 13, width * 0.35), bold=bar.code == lead)
            drawing.text(width, top + 18, bar.shown, anchor="end", size=12)
        tip = f"{name_of(bar.code)}: {bar.shown}; any input, however small, stops a sector: {percent(bar.bottleneck)}"
        drawing.line(axis.at(bar.bottleneck), middle, axis.at(bar.main), middle, "neutral", width=2)
        low, high = sorted((axis.at(bar.main), axis.at(bar.linear)))
        drawing.rect(low, middle - 6, max(high - low, 1.0), 12, "loss", title=tip)
        if math.isfinite(bar.adjusted):
            drawing.circle(axis.at(bar.adjusted), middle, 5, "ink", stroke="paper", title=tip)
    return drawing


def _headings(drawing: Drawing, least: str) -> None:
    """What the three numbers are; in one line above them all where there is no room for columns."""
    if drawing.width != WIDE:
        text = f"all adjusts · worth for worth · {least} % stops (assumed)"
        drawing.text(drawing.width, 14, text, size=11, anchor="end", fill="soft")
        return
    heads = (("all", "adjusts"), ("worth", "for worth"), (f"{least} % stops", "(assumed)"))
    for place, lines in zip(COLUMNS, heads, strict=True):
        for n, line in enumerate(lines):
            drawing.text(place, 21 + 15 * n, line, size=12, anchor="end", fill="soft")
