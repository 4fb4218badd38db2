"""The same scenario at several horizons: for each economy a dot with its elasticity range at each of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from multipolar.report.charts.axis import Axis, panels
from multipolar.report.figure import NARROW, WIDE, Column, Figure, wrap
from multipolar.report.horizons import AtHorizon, Who, at_horizons, band_at, shown, value_at
from multipolar.report.numbers import TINY, number, percent, span
from multipolar.report.palette import side
from multipolar.report.svg import BOLD, Drawing, fit, text_width
from multipolar.report.terms import in_the
from multipolar.report.view import ELASTICITY, Band, View, name_of
from multipolar.report.words import STILL, capital, listed, verb

Mark = tuple[AtHorizon, float, Band | None]


def horizon_dots(view: View) -> Figure:
    """Real income at each horizon, economies in the order of the headline, the nearest horizon on top."""
    ats, people = at_horizons(view), shown(view)
    marks = {who: [(at, value_at(view, at, who), band_at(view, at, who)) for at in ats] for who in people}
    title = _title(view, marks[people[0]])
    ranged = any(band for row in marks.values() for _, _, band in row)
    band_words = f"; band: {ELASTICITY} of each horizon" if ranged else ""
    return Figure(
        name="horizons",
        title=title,
        subtitle=f"Change in real income, per cent, by horizon{band_words}.",
        description=f"A dot for each of {len(people)} economies and groups at {len(ats)} horizons. {title}.",
        source=view.source_line(),
        wide=_draw(view, marks, WIDE),
        narrow=_draw(view, marks, NARROW),
        columns=(
            Column("code", "code"),
            Column("economy", "economy or group"),
            Column("horizon", "horizon"),
            Column("real_income", "real income", "%"),
            Column("low", "low end of the elasticity range", "%"),
            Column("high", "high end of the elasticity range", "%"),
            Column("elasticities", "trade elasticities"),
        ),
        rows=tuple(
            (
                "" if who.group else who.codes[0],
                who.name,
                at.name,
                value,
                band[0] if band else math.nan,
                band[1] if band else math.nan,
                at.elasticities,
            )
            for who, row in marks.items()
            for at, value, band in row
        ),
        note="Each horizon is an equilibrium of its own under other assumptions, not a point on one path."
        + (" Groups are weighted by real income before." if any(who.group for who in people) else ""),
    )


def _title(view: View, row: Sequence[Mark]) -> str:
    """Russia loses 4.6 % in the short run, 2.9 % in the long run."""
    who = name_of(view.lead, article=True)
    if row and all(abs(value) < TINY for _, value, _ in row):
        return f"Real income of {who} moves by less than {STILL} at any of these horizons"
    said, last = [], ""
    for at, value, _ in row:
        if math.isfinite(value):
            word = verb(value)
            said.append(f"{word + ' ' if word != last else ''}{percent(value, signed=False)} {in_the(at.name)}")
            last = word
    return capital(f"{who} {listed(said)}" if said else f"{who} has no datum at any horizon")


def _draw(view: View, marks: dict[Who, list[Mark]], width: float) -> Drawing:
    wide = width == WIDE
    size = {who.name: max((abs(v) for _, v, _ in row if math.isfinite(v)), default=0.0) for who, row in marks.items()}
    by_name = {who.name: who for who in marks}
    groups = [[by_name[name] for name in group] for group in panels(list(size), size)]
    steps = len(next(iter(marks.values())))
    row, gap, head = 21.0, 14.0 if wide else 32.0, 46.0
    block = steps * row + gap
    drawing = Drawing(width, sum(head + len(group) * block for group in groups), f"horizons-{'wide' if wide else 'n'}")
    shown_values = [number(value, signed=True) for row_ in marks.values() for _, value, _ in row_]
    room = max(text_width(f"{text} %", 13) for text in shown_values) * BOLD
    left, right = (300.0, 720.0) if wide else (100.0, width - room - 12)
    y = 0.0
    for number_, group in enumerate(groups):
        spread = [end for who in group for _, value, band in marks[who] for end in (value, *(band or ()))]
        axis = Axis.spanning(spread, left, right)
        if number_:
            drawing.text(0, y + 16, "The others, magnified", size=12, fill="soft")
        elif wide:
            drawing.text(800, y + 34, "%", size=12, anchor="end", fill="soft")
            drawing.text(width, y + 34, ELASTICITY, size=12, anchor="end", fill="soft")
        top = y + head
        axis.draw(drawing, top - 6, top + len(group) * block - gap, wanted=6 if wide else 4, size=12 if wide else 11)
        for n, who in enumerate(group):
            _block(drawing, view, who, marks[who], axis, top + n * block, row)
        y += head + len(group) * block
    return drawing


def _block(drawing: Drawing, view: View, who: Who, row: list[Mark], axis: Axis, top: float, step: float) -> None:
    wide = drawing.width == WIDE
    bold = not who.group and who.codes[0] == view.lead
    if wide:
        for k, line in enumerate(wrap(who.name, 13, 190)[:2]):
            drawing.text(0, top + 15 + 16 * k, fit(line, 13, 198), bold=bold)
    else:
        drawing.rect(0, top - 4, drawing.width, 18, "paper")
        drawing.text(0, top + 10, fit(who.name, 13, drawing.width - 8), bold=True)
        top += 16
    for n, (at, value, band) in enumerate(row):
        y = top + (n + 0.5) * step
        drawing.text(205 if wide else 8, y + 4.5, at.when, size=12.5, fill="ink" if at.main else "soft", bold=at.main)
        if not math.isfinite(value):
            drawing.rect(axis.at(0) - 60, y - 6, 120, 12, drawing.hatch("cross"), title=at.failed or "no datum")
            drawing.text(drawing.width, y + 4.5, "no equilibrium", size=12, anchor="end", fill="soft")
            continue
        hue = side(value)
        if band:
            drawing.rect(axis.at(band[0]), y - 5, max(axis.at(band[1]) - axis.at(band[0]), 1), 10, f"{hue}-band")
        tip = f"{who.name}, {at.when}: {number(value, signed=True)} %"
        drawing.circle(axis.at(value), y, 5, hue, stroke="paper", title=tip)
        tone = f"{hue}-text" if hue != "neutral" else "soft"
        shown_value = number(value, signed=True)
        if wide:
            drawing.text(800, y + 4.5, shown_value, anchor="end", fill=tone, bold=True)
            drawing.text(
                drawing.width, y + 4.5, span(*band, unit="") if band else "", size=12, anchor="end", fill="soft"
            )
        else:
            drawing.text(drawing.width, y + 4.5, f"{shown_value} %", anchor="end", fill=tone, bold=True)
