"""Sectors of one economy: output volume and value added."""

from __future__ import annotations

import math

import numpy as np

from multipolar.report.charts.bars import Bar, draw_bars
from multipolar.report.figure import NARROW, WIDE, Column, Figure
from multipolar.report.numbers import TINY, number, percent
from multipolar.report.view import View, name_of, sector_label
from multipolar.report.words import capital, subtitle

# Sectors below this share of the economy's value added stay in the table.
SMALLEST = 0.003
LOSERS, WINNERS = 10, 8


def sector_bars(view: View, code: str) -> Figure:
    """Change in output volume by sector, with the value added it earns."""
    result = view.outcome.result
    n = view.position[code]
    before, after = result.before.sales[:, n], result.after.sales[:, n]
    cost = result.after.cost_hat[:, n]
    ratio = np.divide(after, before * cost, out=np.full_like(before, np.nan), where=before > 0)
    volume = 100.0 * (ratio - 1.0)
    earned = result.value_added_by_sector(result.before)[:, n] / 1e3
    earned_after = result.value_added_by_sector(result.after)[:, n] / 1e3
    order = sorted(range(len(result.sectors)), key=lambda j: (not math.isfinite(volume[j]), volume[j]))
    large = [j for j in order if math.isfinite(volume[j]) and earned[j] >= SMALLEST * earned.sum()]
    shown = [j for j in large if volume[j] < 0][:LOSERS] + [j for j in large if volume[j] >= 0][-WINNERS:]
    bars = [
        Bar(
            sector_label(result.sectors[j]),
            float(volume[j]),
            number(float(earned[j])),
            tip=f"{result.sectors[j]}, {sector_label(result.sectors[j])}: output {percent(float(volume[j]))}",
        )
        for j in shown
    ]
    who = name_of(code, article=True)
    title = _title(who, [(sector_label(result.sectors[j]), float(volume[j]), float(earned[j])) for j in large])
    heading = f"value added {view.year}, $bn"
    rows = tuple(
        (
            result.sectors[j],
            sector_label(result.sectors[j]),
            float(volume[j]),
            float(earned[j]),
            float(earned_after[j] - earned[j]),
        )
        for j in order
    )
    return Figure(
        name=f"sectors-{code.lower()}",
        title=title,
        subtitle=subtitle(
            view,
            f"Change in output volume of {who}, per cent, by sector; value added in {view.year}, USD bn",
            banded=False,
        ),
        description=f"Bar chart of {len(bars)} sectors of {who}, sorted. {capital(title)}.",
        source=view.source_line(),
        wide=draw_bars(bars, WIDE, f"sectors-{code}-wide", extra_heading=heading, left=200),
        narrow=draw_bars(bars, NARROW, f"sectors-{code}-narrow", extra_heading=heading),
        columns=(
            Column("sector", "code"),
            Column("name", "sector"),
            Column("output_volume", "output volume", "%"),
            Column("value_added", f"value added {view.year}", "USD bn"),
            Column("value_added_change", "change of value added", "USD bn"),
        ),
        rows=rows,
        note=(
            f"Shown: the largest falls and rises among sectors with at least {100 * SMALLEST:g} % of the economy's "
            f"value added. {_why_some_grow(view)}"
        ),
    )


def _why_some_grow(view: View) -> str:
    mobility = view.outcome.result.assumptions.factor_mobility
    if math.isinf(mobility):
        return "In the long run labour that leaves one sector finds work in another, so some sectors grow."
    return "Labour that leaves one sector finds work in another only in part: it is not fully mobile at this horizon."


def _title(who: str, sectors: list[tuple[str, float, float]]) -> str:
    """The fall and the rise that weigh most in value added."""
    parts: list[str] = []
    for falls, word in ((True, "falls"), (False, "rises")):
        moved = [found for found in sectors if (found[1] < 0) == falls and abs(found[1]) >= TINY]
        if moved:
            label, change, _ = max(moved, key=lambda found: abs(found[1] * found[2]))
            label = label if label[:2].isupper() else label[:1].lower() + label[1:]
            parts.append(f"{'output of' if not parts else 'that of'} {label} {word} by {percent(change, signed=False)}")
    return f"In {who}, {' and '.join(parts)}" if parts else f"In {who} no large sector moves"
