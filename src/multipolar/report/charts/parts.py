"""What the change consists of: by instrument (Shapley), and by partner and by sector (exact accounting)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from multipolar.analysis.outcome import Accounting
from multipolar.report.charts.bars import Bar, beside, draw_bars
from multipolar.report.figure import NARROW, WIDE, Cell, Column, Figure
from multipolar.report.numbers import count, number
from multipolar.report.svg import Drawing
from multipolar.report.view import View, name_of, sector_label
from multipolar.report.words import capital, subtitle

TOP = 7
MOST_PANELS = 4
MOST_BARS = 10


def instrument_parts(view: View) -> Figure | None:
    """Contribution of each instrument to the change of each headline economy; None when there is nothing to divide."""
    found = view.outcome.contributions
    if found is None or len(found.players) < 2:
        return None
    codes = [code for code in view.focus if math.isfinite(found.total[view.position[code]])][:MOST_PANELS]
    if not codes:
        return None
    rows: list[tuple[Cell, ...]] = []
    panels_: list[list[Bar]] = []
    for code in codes:
        n = view.position[code]
        parts = sorted(zip(found.players, found.values[:, n].tolist(), strict=True), key=lambda part: -abs(part[1]))
        total = float(found.total[n])
        rows += [(code, name_of(code), *part) for part in (*parts, ("all together", total))]
        bars = sorted((Bar(*part) for part in parts[:MOST_BARS]), key=lambda bar: bar.value)
        if parts[MOST_BARS:]:
            rest = sum(value for _, value in parts[MOST_BARS:])
            bars.append(Bar(count(len(parts) - MOST_BARS, "other"), rest))
        bars.append(Bar("all together", total, bold=True))
        panels_.append(bars)
    lead = max((bar for bar in panels_[0] if not bar.bold), key=lambda bar: abs(bar.value))
    title = (
        f"For {name_of(codes[0], article=True)}, the instrument ‘{lead.label}’ weighs most: "
        f"{number(lead.value, signed=True)} "
        f"of {number(panels_[0][-1].value, signed=True)} {found.unit}"
    )
    how = "solved for every combination" if found.exact else "sampled orders"
    return Figure(
        name="by-instrument",
        title=title,
        subtitle=subtitle(
            view, f"Contribution of each instrument to the change in real income, {found.unit}", banded=False
        ),
        description=f"Bars by instrument for {', '.join(name_of(code) for code in codes)}. {title}.",
        source=view.source_line(),
        wide=_multiples(panels_, codes, 460, WIDE, "instruments-wide"),
        narrow=_multiples(panels_, codes, NARROW, NARROW, "instruments-narrow"),
        columns=(
            Column("economy", "code"),
            Column("name", "economy"),
            Column("instrument", "instrument"),
            Column("contribution", "contribution", "%"),
        ),
        rows=tuple(rows),
        note=(
            f"Shapley values ({how}): each instrument's effect averaged over all orders of adding them, so the "
            "parts sum to the whole." + (" Each economy has a scale of its own." if len(codes) > 1 else "")
        ),
    )


def _multiples(panels_: list[list[Bar]], codes: list[str], each: float, width: float, name: str) -> Drawing:
    drawings = [
        draw_bars(bars, each, f"{name}-{code}", heading=capital(name_of(code)))
        for bars, code in zip(panels_, codes, strict=True)
    ]
    if width == NARROW:
        return beside(drawings, width, name)
    lines = [beside(drawings[n : n + 2], width, f"{name}-{n}") for n in range(0, len(drawings), 2)]
    return beside(lines, width, name)


def accounting_parts(view: View, code: str) -> Figure | None:
    """One economy's change by partner and by sector; None when it was not taken apart."""
    found = next((a for a in view.outcome.accounting if a.economy == code), None)
    if found is None:
        return None
    other = [(capital(name.replace("_", " ")), 100 * value) for name, value in found.other.items() if abs(value) > 1e-9]
    partners, rows_p = _grouped(_by_partner(found), other, 100 * found.total)
    sectors, rows_s = _grouped(_by_sector(found), other, 100 * found.total)
    who = name_of(code, article=True)
    sums = 100 * (found.prices.sum(axis=1) + found.sales.sum(axis=1))
    abroad = [part for part in zip(found.partners, sums.tolist(), strict=True) if part[0] != code]
    largest = max(abroad, key=lambda part: abs(part[1]), default=None)
    title = f"What moves {who}"
    if largest:
        title = f"Of the partners of {who}, {name_of(largest[0], article=True)} weighs most: "
        title += (
            f"{number(largest[1], signed=True)}, against {number(100 * found.total, signed=True)} log points in all"
        )
    return Figure(
        name=f"accounting-{code.lower()}",
        title=title,
        subtitle=subtitle(
            view, f"Parts of the change in real income of {who}, log points (close to per cent)", banded=False
        ),
        description=f"Two bar charts, by partner and by sector. {title}.",
        source=view.source_line(),
        wide=beside(
            [
                draw_bars(b, 460, f"acc-{code}-{n}-wide", unit="", heading=h)
                for n, (b, h) in enumerate(((partners, "By partner"), (sectors, "By sector")))
            ],
            WIDE,
            "acc-wide",
        ),
        narrow=beside(
            [
                draw_bars(b, NARROW, f"acc-{code}-{n}-narrow", unit="", heading=h)
                for n, (b, h) in enumerate(((partners, "By partner"), (sectors, "By sector")))
            ],
            NARROW,
            "acc-narrow",
        ),
        columns=(Column("kind", "by"), Column("part", "part"), Column("contribution", "contribution", "log points")),
        rows=(*(("partner", *row) for row in rows_p), *(("sector", *row) for row in rows_s)),
        note=(
            "A partner's part is what it changes in the prices that this economy pays and in the income that it earns "
            "from selling there. Home prices and home sales largely offset each other. The parts sum to the total "
            "exactly."
        ),
    )


def _by_partner(found: Accounting) -> list[tuple[str, float]]:
    sums = 100 * (found.prices.sum(axis=1) + found.sales.sum(axis=1))
    return [
        (name_of(code) + (" (home)" if code == found.economy else ""), float(sums[i]))
        for i, code in enumerate(found.partners)
    ]


def _by_sector(found: Accounting) -> list[tuple[str, float]]:
    sums = 100 * (found.prices.sum(axis=0) + found.sales.sum(axis=0))
    return [(sector_label(code), float(sums[j])) for j, code in enumerate(found.sectors)]


def _grouped(
    parts: Sequence[tuple[str, float]], other: Sequence[tuple[str, float]], total: float
) -> tuple[list[Bar], list[tuple[str, float]]]:
    """Largest parts, the rest as one, the other terms and the total; and every part for the table."""
    ranked = sorted(parts, key=lambda part: -abs(part[1]))
    top, rest = sorted(ranked[:TOP], key=lambda part: part[1]), ranked[TOP:]
    bars = [Bar(label, value) for label, value in top]
    if rest:
        bars.append(Bar(count(len(rest), "other"), float(np.sum([value for _, value in rest]))))
    bars += [Bar(label, value) for label, value in other]
    bars.append(Bar("total", total, bold=True))
    return bars, [*ranked, *other, ("total", total)]
