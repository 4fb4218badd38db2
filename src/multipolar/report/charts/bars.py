"""Sorted diverging bars with a label and numbers on each row: the shape that several figures share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from multipolar.report.charts.axis import Axis
from multipolar.report.numbers import number
from multipolar.report.palette import side
from multipolar.report.svg import Drawing, fit


@dataclass(frozen=True, slots=True)
class Bar:
    """One row; `extra` is printed at the right, `bold` marks a total."""

    label: str
    value: float
    extra: str = ""
    bold: bool = False
    tip: str = ""


def draw_bars(
    bars: Sequence[Bar],
    width: float,
    name: str,
    *,
    unit: str = "%",
    heading: str = "",
    extra_heading: str = "",
    left: float = 0,
) -> Drawing:
    """Bars on one axis; on a narrow page the label stands above its bar."""
    wide = width >= 440
    row = 24.0 if wide else 40.0
    head = (24.0 if heading or extra_heading else 0.0) + 24
    extra = 96.0 if extra_heading else 0.0
    label = (left or min(190.0, width * 0.4)) if wide else 0.0
    numbers = 68.0
    drawing = Drawing(width, head + len(bars) * row + 6, name)
    right = width - extra - numbers if wide else width - 8
    axis = Axis.spanning([bar.value for bar in bars], label + 8, right)
    if heading:
        drawing.text(0, 13, heading, size=13, bold=True)
    if extra_heading:
        drawing.text(width, 13, extra_heading, size=12, anchor="end", fill="soft")
    axis.draw(drawing, head - 2, head + len(bars) * row, unit=unit, wanted=5 if wide else 4, size=12 if wide else 11)
    for n, bar in enumerate(bars):
        middle = head + (n + 0.5) * row
        shown = number(bar.value, signed=True)
        tone = f"{side(bar.value)}-text" if side(bar.value) != "neutral" else "soft"
        if wide:
            drawing.text(0, middle + 4.5, fit(bar.label, 13, label), bold=bar.bold)
            drawing.text(width - extra, middle + 4.5, shown, anchor="end", fill=tone, bold=True)
        else:
            drawing.rect(0, middle - 18, width, 16, "paper")
            drawing.text(0, middle - 5, fit(bar.label, 13, width * (0.5 if extra else 0.7)), bold=bar.bold)
            drawing.text(width - extra, middle - 5, shown, anchor="end", fill=tone, bold=True)
        if bar.extra:
            drawing.text(width, middle + (4.5 if wide else -5), bar.extra, size=12, anchor="end", fill="soft")
        if not math.isfinite(bar.value):
            continue
        y, thick = (middle - 7, 14.0) if wide else (middle + 3, 11.0)
        start, end = sorted((axis.at(0), axis.at(bar.value)))
        drawing.rect(
            start,
            y,
            max(end - start, 0.8),
            thick,
            "ink" if bar.bold else side(bar.value),
            title=bar.tip or f"{bar.label}: {shown} {unit}",
        )
    return drawing


def beside(drawings: Sequence[Drawing], width: float, name: str, *, gap: float = 40) -> Drawing:
    """Small multiples: side by side when they fit the width, else one under the other."""
    across = sum(d.width for d in drawings) + gap * (len(drawings) - 1) <= width + 0.5
    height = max(d.height for d in drawings) if across else sum(d.height for d in drawings) + 20 * (len(drawings) - 1)
    sheet = Drawing(width, height, name)
    x = y = 0.0
    for drawing in drawings:
        sheet.parts.append(f'<g transform="translate({x:g} {y:g})">{drawing.body()}</g>')
        if across:
            x += drawing.width + gap
        else:
            y += drawing.height + 20
    return sheet
