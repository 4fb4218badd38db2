"""Scenarios side by side: one row an economy, one lettered mark a scenario."""

from __future__ import annotations

import math
from collections.abc import Sequence

from multipolar.report.charts.axis import Axis, panels
from multipolar.report.figure import NARROW, WIDE, Cell, Column, Figure
from multipolar.report.numbers import number, percent
from multipolar.report.palette import side
from multipolar.report.svg import Drawing, fit
from multipolar.report.view import ELASTICITY, INCOME, View, name_of, short_name
from multipolar.report.words import capital, subtitle, verb

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST = 16


def change(views: Sequence[View], code: str) -> float:
    """Last scenario less the first, percentage points; NaN where one has no such economy."""
    if any(code not in view.position for view in views):
        return math.nan
    return views[-1].value(INCOME, code) - views[0].value(INCOME, code)


def dumbbells(views: Sequence[View]) -> Figure:
    """Real income under each scenario, for the economies of the headlines and those between which they differ most."""
    common = [code for code in views[0].economies if math.isfinite(change(views, code))]
    apart = sorted(common, key=lambda code: -abs(change(views, code)))
    focus = [code for view in views for code in view.focus if code in common]
    codes = list(dict.fromkeys([*focus, *apart]))[:MOST]
    codes.sort(key=lambda code: views[-1].value(INCOME, code))
    lead = views[0].lead
    title = _title(views, lead, common)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (code, name_of(code), *(view.value(INCOME, code) for view in views), change(views, code))
        for code in sorted(common, key=lambda code: change(views, code))
    )
    return Figure(
        name="side-by-side",
        title=title,
        subtitle=subtitle(
            views[0], "Change in real income under each scenario, per cent, with elasticity range", banded=False
        ),
        description=f"Marks for {len(codes)} economies under {len(views)} scenarios. {title}.",
        source=views[0].source_line(),
        wide=_draw(views, codes, WIDE),
        narrow=_draw(views, codes, NARROW),
        columns=(
            Column("economy", "code"),
            Column("name", "economy"),
            *(Column(view.outcome.result.name, LETTERS[n], "%") for n, view in enumerate(views)),
            Column("difference", f"{LETTERS[len(views) - 1]} less {LETTERS[0]}", "percentage points"),
        ),
        rows=rows,
        note="; ".join(f"{LETTERS[n]}: {view.title}" for n, view in enumerate(views)) + ".",
    )


def _title(views: Sequence[View], lead: str, common: list[str]) -> str:
    """The leading economy under the last scenario and the first, and whom else the difference moves most in dollars."""
    letter = LETTERS[len(views) - 1]
    first, last = views[0].value(INCOME, lead), views[-1].value(INCOME, lead)
    before = f"a {'loss' if first < 0 else 'gain'} of {percent(first, signed=False)} under\u00a0{LETTERS[0]}"
    text = f"{capital(name_of(lead, article=True))} {verb(last)} {percent(last, signed=False)} of its real income "
    text += f"under\u00a0{letter}, against {before}"
    money = "real_income_usd_bn"
    others = [code for code in common if code not in (lead, "ROW")]
    if not others:
        return text
    most = max(others, key=lambda code: abs(views[-1].value(money, code) - views[0].value(money, code)))
    ends = [percent(view.value(INCOME, most)) for view in (views[0], views[-1])]
    return f"{text}; {name_of(most, article=True)} goes from {ends[0]} to {ends[1]}"


def _draw(views: Sequence[View], codes: list[str], width: float) -> Drawing:
    wide = width == WIDE
    values = {code: [view.value(INCOME, code) for view in views] for code in codes}
    groups = panels(codes, {code: max(map(abs, values[code])) for code in codes})
    row, gap, head = (30.0, 44.0, 22.0) if wide else (46.0, 40.0, 22.0)
    drawing = Drawing(width, head + len(codes) * row + gap * len(groups), f"dumbbells-{'wide' if wide else 'narrow'}")
    left, right = (170.0, 790.0) if wide else (12.0, width - 12)
    last = LETTERS[len(views) - 1]
    drawing.text(width, 12, f"{last} less {LETTERS[0]}, points", size=12, anchor="end", fill="soft")
    y = head
    for place, group in enumerate(groups):
        spread = [end for code in group for view in views for end in view.band(ELASTICITY, code) or ()]
        axis = Axis.spanning([*spread, *(value for code in group for value in values[code])], left, right)
        top = y + gap - 10
        if place:
            drawing.text(0, y + 12, "The others, magnified", size=12, fill="soft")
        axis.draw(drawing, top, top + len(group) * row, wanted=6 if wide else 4, size=12 if wide else 11)
        for n, code in enumerate(group):
            centre = top + (n + 0.5) * row
            bold = code in views[0].focus
            if wide:
                drawing.text(0, centre + 4.5, fit(name_of(code), 13, 155), bold=bold)
                drawing.text(width, centre + 4.5, number(change(views, code), signed=True), anchor="end")
            else:
                drawing.rect(0, centre - 21, width, 17, "paper")
                drawing.text(0, centre - 8, short_name(code), bold=bold)
                drawing.text(width, centre - 8, number(change(views, code), signed=True), anchor="end")
                centre += 10
            _marks(drawing, axis, values[code], code, views, centre)
        y += gap + len(group) * row
    return drawing


def _marks(drawing: Drawing, axis: Axis, values: list[float], code: str, views: Sequence[View], y: float) -> None:
    places = [axis.at(value) for value in values]
    for n, (view, value) in enumerate(zip(views, values, strict=True)):
        band = view.band(ELASTICITY, code)
        if band and side(value) != "neutral":
            low, high = (axis.at(end) for end in band)
            offset = (n - (len(views) - 1) / 2) * 7
            drawing.rect(low, y + offset - 2.5, max(high - low, 1), 5, f"{side(value)}-band", radius=2)
    drawing.line(min(places), y, max(places), y, "neutral", width=2.5)
    for n, (x, value) in enumerate(zip(places, values, strict=True)):
        hue = side(value)
        tip = f"{name_of(code)}, {views[n].title}: {percent(value)}"
        first = n == 0
        drawing.circle(x, y, 8.5, "paper" if first else hue, stroke=hue, width=1.8, title=tip)
        drawing.text(
            x,
            y + 4,
            LETTERS[n],
            size=11,
            anchor="middle",
            fill=f"{hue}-text" if first and hue != "neutral" else "paper" if not first else "soft",
            bold=True,
        )
