"""What comes through hubs: for each sector the share of what bans stop, with the money behind it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from multipolar.report.charts.axis import Axis
from multipolar.report.figure import WIDE
from multipolar.report.numbers import SPACE, number, percent
from multipolar.report.svg import Drawing, fit

NAMES, MONEY = 190.0, 210.0


@dataclass(frozen=True, slots=True)
class Leak:
    """One sector: share that comes through in per cent (NaN where nothing is stopped), and money in USD mn."""

    label: str
    share_pct: float
    stopped: float
    through: float


def draw_leaks(leaks: Sequence[Leak], width: float, name: str) -> Drawing:
    """Bars of the share; at the right, dollars through hubs of dollars stopped."""
    wide = width == WIDE
    row, head = (28.0, 44.0) if wide else (44.0, 44.0)
    drawing = Drawing(width, head + len(leaks) * row + 6, name)
    left, right = (NAMES, width - MONEY) if wide else (0.0, width - 60)
    shares = [leak.share_pct for leak in leaks if math.isfinite(leak.share_pct)]
    axis = Axis(0.0, max([*shares, 0.0]) * 1.04 or 1.0, left, right)
    for tick in axis.ticks(5 if wide else 3):
        x = axis.at(tick)
        drawing.line(x, head, x, head + len(leaks) * row, "soft" if tick == 0 else "grid")
        label = percent(tick, None, signed=False) if tick else f"0{SPACE}%"
        drawing.text(x, head - 6, label, size=12, anchor="start" if x < 20 else "middle", fill="soft")
    drawing.text(width, 12, "through hubs, of stopped, USD mn", size=12, anchor="end", fill="soft")
    for n, leak in enumerate(leaks):
        top = head + n * row
        money = f"{number(leak.through)} of {number(leak.stopped)}"
        if wide:
            middle = top + row / 2
            drawing.text(0, middle + 4.5, fit(leak.label, 13, left - 10))
            drawing.text(width, middle + 4.5, money, anchor="end", fill="soft")
        else:
            middle = top + 32
            drawing.rect(0, top + 2, width, 18, "paper")
            drawing.text(0, top + 16, fit(leak.label, 13, width * 0.55))
            drawing.text(width, top + 16, money, anchor="end", size=12, fill="soft")
        if not math.isfinite(leak.share_pct):
            drawing.rect(left, middle - 7, 90, 14, drawing.hatch("cross"), title="nothing is stopped")
            continue
        length = max(axis.at(leak.share_pct) - left, 0.8)
        tip = f"{leak.label}: {percent(leak.share_pct, signed=False)}, {money} USD mn"
        drawing.rect(left, middle - 7, length, 14, "loss", title=tip)
        drawing.text(
            left + length + 6, middle + 4.5, percent(leak.share_pct, signed=False), size=12.5, bold=True, halo=True
        )
    return drawing
