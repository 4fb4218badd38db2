"""Scenarios side by side: one row an economy, one lettered mark a scenario."""

from __future__ import annotations

from collections.abc import Sequence

from multipolar.report.charts.axis import Axis, panels
from multipolar.report.comparison import LETTERS, change, common, finding, floor, sign_rule
from multipolar.report.figure import NARROW, WIDE, Cell, Column, Figure
from multipolar.report.groups import glance
from multipolar.report.numbers import floored, percent
from multipolar.report.palette import side
from multipolar.report.svg import Drawing, fit, text_width
from multipolar.report.view import ELASTICITY, INCOME, View, name_of, short_name
from multipolar.report.words import subtitle

# Height of one scenario's line in a row: marks of 6.5 pixels do not touch.
LINE = 14.0
# Economies beyond those of the headlines and the tables: the ones between which the scenarios differ most.
APART = 6
# The leading economy gets a panel of its own when it moves this much more than any other.
DWARFS = 1.5


def dumbbells(views: Sequence[View]) -> Figure:
    """Real income under each scenario, for the economies of the headlines and those between which they differ most."""
    codes = chosen(views)
    least = floor(views)
    title = finding(views)
    last = LETTERS[len(views) - 1]
    bars = ", ".join(LETTERS[n] for n in range(len(views)))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (code, name_of(code), *(view.value(INCOME, code) for view in views), change(views, code))
        for code in sorted(common(views), key=lambda code: change(views, code))
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
            *(Column(view.outcome.result.name, LETTERS[n], "%", least) for n, view in enumerate(views)),
            Column("difference", f"{last} less {LETTERS[0]}", "percentage points", least),
        ),
        rows=rows,
        note=(
            f"In each row from top to bottom: {bars}, each mark on the bar of its own elasticity range. "
            f"{sign_rule(views)}; <{least:g} is less than that either way. Bold: the economies of a headline. Shown "
            f"beside them: the largest economies, the largest losers and gainers, and the {APART} between which the "
            "scenarios differ most."
        ),
    )


def chosen(views: Sequence[View]) -> list[str]:
    """Economies of the headlines and of the tables of all scenarios, and the largest differences; lowest first."""
    known = common(views)
    apart = sorted(known, key=lambda code: -abs(change(views, code)))[:APART]
    named = [code for view in views for code in (*view.focus, *glance(view)) if code in known]
    return sorted(dict.fromkeys([*named, *apart]), key=lambda code: views[-1].value(INCOME, code))


def groups(views: Sequence[View], codes: Sequence[str]) -> list[list[str]]:
    """Panels: the leading economies apart when they dwarf the rest, then what dwarfs the rest of those."""
    size = {code: max(abs(view.value(INCOME, code)) for view in views) for code in codes}
    leads = [code for code in codes if code in {view.lead for view in views}]
    others = [code for code in codes if code not in leads]
    if leads and others and min(size[code] for code in leads) > DWARFS * max(size[code] for code in others):
        return [leads, *panels(others, size, DWARFS)]
    return panels(codes, size)


def _draw(views: Sequence[View], codes: list[str], width: float) -> Drawing:
    wide = width == WIDE
    values = {code: [view.value(INCOME, code) for view in views] for code in codes}
    parts = groups(views, codes)
    lines = LINE * len(views)
    row, gap, head = (lines + 8, 44.0, 40.0) if wide else (lines + 28, 48.0, 56.0)
    drawing = Drawing(width, head + len(codes) * row + gap * len(parts), f"dumbbells-{'wide' if wide else 'narrow'}")
    left, right = (170.0, 790.0) if wide else (12.0, width - 12)
    least = floor(views)
    bold = {code for view in views for code in view.focus}
    _key(drawing, views, left if wide else 0)
    drawing.text(width, 12, f"{LETTERS[len(views) - 1]} less {LETTERS[0]}, points", size=12, anchor="end", fill="soft")
    if wide:
        drawing.text(width, 27, "+ is better off", size=12, anchor="end", fill="soft")
    y = head
    for place, group in enumerate(parts):
        spread = [end for code in group for view in views for end in view.band(ELASTICITY, code) or ()]
        axis = Axis.spanning([*spread, *(value for code in group for value in values[code])], left, right)
        top = y + gap - 10
        if place:
            drawing.text(0, y + 12, "Magnified further" if place > 1 else "The others, magnified", size=12, fill="soft")
        axis.draw(drawing, top, top + len(group) * row, wanted=6 if wide else 4, size=12 if wide else 11)
        for n, code in enumerate(group):
            centre = top + (n + 0.5) * row
            shown = floored(change(views, code), least)
            if wide:
                drawing.text(0, centre + 4.5, fit(name_of(code), 13, 155), bold=code in bold)
                drawing.text(width, centre + 4.5, shown, anchor="end")
            else:
                drawing.rect(0, centre - row / 2 + 2, width, 17, "paper")
                drawing.text(0, centre - row / 2 + 15, short_name(code), bold=code in bold)
                drawing.text(width, centre - row / 2 + 15, shown, anchor="end")
                centre += 9
            _marks(drawing, axis, values[code], code, views, centre)
        y += gap + len(group) * row
    return drawing


def _key(drawing: Drawing, views: Sequence[View], x: float) -> None:
    """Which bar and mark belong to which scenario."""
    wide = drawing.width == WIDE
    y = 8.0 if wide else 28.0
    places = ("upper", "lower") if len(views) == 2 else tuple(f"bar {n + 1}" for n in range(len(views)))
    for n in range(len(views)):
        drawing.rect(x, y - 3, 44, 6, "neutral-band", radius=3)
        _mark(drawing, x + 22, y, n, "neutral", "")
        label = f"{LETTERS[n]} ({places[n]}), bar: {ELASTICITY}" if n == 0 else f"{LETTERS[n]} ({places[n]})"
        drawing.text(x + 50, y + 4, label, size=12, fill="soft")
        x += 66 + text_width(label, 12)


def _marks(drawing: Drawing, axis: Axis, values: list[float], code: str, views: Sequence[View], y: float) -> None:
    """One line for each scenario: its bar, and its lettered mark on it; a thin line ties the marks together."""
    heights = [y + (n - (len(views) - 1) / 2) * LINE for n in range(len(views))]
    places = [axis.at(value) for value in values]
    for n, (view, value) in enumerate(zip(views, values, strict=True)):
        band = view.band(ELASTICITY, code)
        if band and side(value) != "neutral":
            low, high = (axis.at(end) for end in band)
            drawing.rect(low, heights[n] - 3, max(high - low, 1), 6, f"{side(value)}-band", radius=3)
    for n in range(1, len(views)):
        drawing.line(places[n - 1], heights[n - 1], places[n], heights[n], "neutral", width=1.5)
    for n, (x, value) in enumerate(zip(places, values, strict=True)):
        _mark(drawing, x, heights[n], n, side(value), f"{name_of(code)}, {views[n].title}: {percent(value)}")


def _mark(drawing: Drawing, x: float, y: float, n: int, hue: str, tip: str) -> None:
    """A lettered disc, hollow for the first scenario."""
    tone = "paper" if n else "soft" if hue == "neutral" else f"{hue}-text"
    drawing.circle(x, y, 6.5, hue if n else "paper", stroke=hue, width=1.5, title=tip)
    drawing.text(x, y + 3.4, LETTERS[n], size=9.5, anchor="middle", fill=tone, bold=True)
