"""Winners and losers: a dot for each economy with both ranges, and the numbers beside it."""

from __future__ import annotations

import math

from multipolar.report.charts.axis import Axis, panels
from multipolar.report.figure import NARROW, WIDE, Cell, Column, Figure
from multipolar.report.groups import glance
from multipolar.report.numbers import dollars, number, per_head
from multipolar.report.palette import side
from multipolar.report.svg import Drawing, fit
from multipolar.report.view import ELASTICITY, IMPUTATION, INCOME, View, name_of, ordered, short_name
from multipolar.report.words import capital, moved, subtitle

WAGE, BILLION, HEAD = "real_wage_pct", "real_income_usd_bn", "real_income_usd_per_head"
LOSERS, WINNERS = 12, 8


def chosen(view: View) -> list[str]:
    """The economies that readers look for, the largest losers and the largest winners, lowest first."""
    values = {code: view.value(INCOME, code) for code in view.economies}
    ranked = [code for code in ordered(values, values) if math.isfinite(values[code])]
    losers = [code for code in ranked if values[code] < 0][:LOSERS]
    winners = [code for code in reversed(ranked) if values[code] > 0][:WINNERS]
    wanted = {*losers, *winners, *glance(view)} | ({"ROW"} & set(values))
    return ordered(wanted, values)


def winners_and_losers(view: View) -> Figure:
    """Real income beside real wage, in per cent, USD bn and USD a head."""
    values = {code: view.value(INCOME, code) for code in view.economies}
    codes = chosen(view)
    finite = [code for code in ordered(values, values) if math.isfinite(values[code])]
    worst, best = finite[0], finite[-1]
    if values[worst] >= 0 or values[best] <= 0:
        extreme = best if values[worst] >= 0 else worst
        none = "loses" if extreme == best else "gains"
        title = f"{capital(moved(view, extreme))}, the most of all economies; none {none}"
    else:
        title = f"{capital(moved(view, worst))}, the most of all; {moved(view, best)}, the largest gain"
    low, high = (f"{label} {end}" for label in (ELASTICITY,) for end in ("low", "high"))
    low2, high2 = (f"{label} {end}" for label in (IMPUTATION,) for end in ("low", "high"))
    rows: list[tuple[Cell, ...]] = []
    for code in ordered(values, values):
        first = view.band(ELASTICITY, code) or (math.nan, math.nan)
        second = view.band(IMPUTATION, code) or (math.nan, math.nan)
        numbers = (view.value(m, code) for m in (INCOME, WAGE, BILLION, HEAD))
        rows.append((code, name_of(code), *numbers, *first, *second))
    return Figure(
        name="winners-and-losers",
        title=title,
        subtitle=subtitle(
            view, f"Change in real income and in real wage, per cent; USD bn and USD a head at prices of {view.year}"
        ),
        description=f"Dot chart of {len(codes)} economies, sorted. {capital(moved(view, view.lead))}.",
        source=view.source_line(),
        wide=_draw(view, codes, WIDE),
        narrow=_draw(view, codes, NARROW),
        columns=(
            Column("economy", "code"),
            Column("name", "economy"),
            Column(INCOME, "real income", "%"),
            Column(WAGE, "real wage", "%"),
            Column(BILLION, "real income", "USD bn"),
            Column(HEAD, "real income", "USD a head"),
            Column("elasticity_low", low, "%"),
            Column("elasticity_high", high, "%"),
            Column("imputation_low", low2, "%"),
            Column("imputation_high", high2, "%"),
        ),
        rows=tuple(rows),
        note=(
            f"Shown: the economies named above, the {LOSERS} largest losses and {WINNERS} largest gains in per cent, "
            "and the rest of the world; all economies are in the table. Bold: the economies of the headline. A range "
            "says how far the answer moves within what is known of its inputs; it carries no probability."
        ),
    )


def _draw(view: View, codes: list[str], width: float) -> Drawing:
    wide = width == WIDE
    groups = panels(codes, {code: abs(view.value(INCOME, code)) for code in codes})
    row = 25.0 if wide else 41.0
    head, gap = (44.0, 46.0) if wide else (54.0, 40.0)
    height = head + sum(map(len, groups)) * row + gap * len(groups)
    drawing = Drawing(width, height, f"dots-{'wide' if wide else 'narrow'}")
    left, right = (158.0, 610.0) if wide else (8.0, width - 8)
    _key(drawing, view, 0)
    if wide:
        for x, lines in (
            (692, ("real income", "%")),
            (772, ("real wage", "%")),
            (860, ("income", "USD bn")),
            (955, ("income", "USD a head")),
        ):
            for n, line in enumerate(lines):
                drawing.text(x, 28 + 15 * n, line, size=12, anchor="end", fill="soft")
    y = head
    for number_, group in enumerate(groups):
        spread = [end for code in group for label in (ELASTICITY, IMPUTATION) for end in view.band(label, code) or ()]
        shown = [view.value(m, code) for code in group for m in (INCOME, WAGE)]
        axis = Axis.spanning([*spread, *shown], left, right)
        if number_:
            drawing.text(0, y + 14, "Magnified:" if wide else "The others, magnified", size=12, fill="soft")
            if wide:
                drawing.text(0, y + 29, "the other economies", size=12, fill="soft")
        top = y + gap - 10
        axis.draw(drawing, top, top + len(group) * row, wanted=6 if wide else 4, size=12 if wide else 11)
        for n, code in enumerate(group):
            (_wide_row if wide else _narrow_row)(drawing, view, code, axis, top + (n + 0.5) * row)
        y += gap + len(group) * row
    return drawing


def _key(drawing: Drawing, view: View, x: float) -> None:
    """What the marks mean, in one line above them."""
    wide = drawing.width == WIDE
    entries = [("dot", "real income"), ("ring", "real wage")]
    entries += [(kind, label) for kind, label in (("band", ELASTICITY), ("bar", IMPUTATION)) if view.range(label)]
    start, y = x, 10.0
    for number_, (kind, label) in enumerate(entries):
        if not wide and number_ == 2:
            x, y = start, 28.0
        if kind == "dot":
            drawing.circle(x + 10, y, 5, "neutral")
        elif kind == "ring":
            drawing.circle(x + 10, y, 4, "paper", stroke="neutral")
        elif kind == "band":
            drawing.rect(x, y - 5, 20, 10, "neutral-band", radius=2)
        else:
            _whisker(drawing, x, x + 20, y)
        drawing.text(x + 26, y + 4, label, size=12, fill="soft")
        x += 26 + 6.6 * len(label) + 12


def _marks(drawing: Drawing, view: View, code: str, axis: Axis, y: float) -> None:
    value, wage = view.value(INCOME, code), view.value(WAGE, code)
    if not math.isfinite(value):
        return
    hue = side(value)
    band = view.band(ELASTICITY, code)
    if band:
        drawing.rect(axis.at(band[0]), y - 5, max(axis.at(band[1]) - axis.at(band[0]), 1), 10, f"{hue}-band", radius=2)
    inner = view.band(IMPUTATION, code)
    if inner:
        _whisker(drawing, axis.at(inner[0]), axis.at(inner[1]), y)
    if math.isfinite(wage):
        drawing.circle(
            axis.at(wage), y, 4, "paper", stroke=hue, title=f"{name_of(code)}, real wage: {number(wage, signed=True)} %"
        )
    drawing.circle(axis.at(value), y, 5, hue, title=f"{name_of(code)}, real income: {number(value, signed=True)} %")


def _whisker(drawing: Drawing, x1: float, x2: float, y: float) -> None:
    drawing.line(x1, y, x2, y, "ink", width=1.2)
    for x in (x1, x2):
        drawing.line(x, y - 4, x, y + 4, "ink", width=1.2)


def _wide_row(drawing: Drawing, view: View, code: str, axis: Axis, y: float) -> None:
    lead = code in view.focus
    drawing.text(0, y + 4.5, fit(name_of(code), 13, 150), bold=lead)
    _marks(drawing, view, code, axis, y)
    value = view.value(INCOME, code)
    for x, measure in ((692.0, INCOME), (772.0, WAGE), (860.0, BILLION), (955.0, HEAD)):
        shown = view.value(measure, code)
        text = per_head(shown, signed=True).replace("$", "") if measure == HEAD else number(shown, signed=True)
        tone = f"{side(shown)}-text" if side(shown) != "neutral" else "soft"
        drawing.text(x, y + 4.5, text, anchor="end", fill=tone, bold=measure == INCOME and math.isfinite(value))


def _narrow_row(drawing: Drawing, view: View, code: str, axis: Axis, y: float) -> None:
    value, money = view.value(INCOME, code), view.value(BILLION, code)
    tone = f"{side(value)}-text" if side(value) != "neutral" else "soft"
    drawing.rect(0, y - 18, drawing.width, 17, "paper")
    drawing.text(0, y - 5, short_name(code), size=13, bold=code in view.focus)
    drawing.text(
        238,
        y - 5,
        number(value, signed=True) + (" %" if math.isfinite(value) else ""),
        size=13,
        anchor="end",
        fill=tone,
        bold=True,
    )
    if math.isfinite(money):
        drawing.text(drawing.width, y - 5, dollars(money, signed=True), size=12, anchor="end", fill="soft")
    _marks(drawing, view, code, axis, y + 9)
