"""Linear scales with round ticks, and the split into panels when a few values dwarf the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from multipolar.report.numbers import number
from multipolar.report.svg import Drawing, text_width

_DWARFS = 3.5
_MOST_APART = 4
# Below the accuracy of a solution there is nothing to magnify, in per cent as in billions.
_NOTHING = 1e-7


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear scale from data to pixels."""

    low: float
    high: float
    left: float
    right: float

    @classmethod
    def spanning(cls, values: Sequence[float], left: float, right: float, margin: float = 0.04) -> Axis:
        """A scale that holds all finite values and zero; from minus one to one where nothing changed."""
        finite = [value for value in values if math.isfinite(value)]
        low, high = min([0.0, *finite]), max([0.0, *finite])
        if high - low < _NOTHING:
            low, high = -1.0, 1.0
        room = (high - low) * margin or 1.0
        return cls(low - (room if low < 0 else 0), high + (room if high > 0 else 0), left, right)

    def at(self, value: float) -> float:
        """Pixel of a value."""
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    def ticks(self, wanted: int = 6) -> list[float]:
        """Round values, zero among them."""
        raw = (self.high - self.low) / wanted
        power = 10.0 ** math.floor(math.log10(raw))
        step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
        first = math.ceil(self.low / step)
        return [n * step for n in range(first, math.floor(self.high / step) + 1)]

    def draw(
        self, drawing: Drawing, top: float, bottom: float, *, unit: str = "%", wanted: int = 6, size: float = 12
    ) -> None:
        """Grid, zero line and tick labels above: as many as stand beside each other, none beyond the drawing."""
        labels = self.labelled(wanted, unit)
        while wanted > 2 and self._crowded(labels, size, drawing.width):
            wanted -= 1
            labels = self.labelled(wanted, unit)
        for tick, label in labels:
            x = self.at(tick)
            drawing.line(x, top, x, bottom, "soft" if tick == 0 else "grid")
            half = text_width(label, size) / 2
            middle = min(max(x, half), drawing.width - half)
            drawing.text(middle, top - 6, label, size=size, anchor="middle", fill="soft")

    def labelled(self, wanted: int, unit: str) -> list[tuple[float, str]]:
        """Round values with their labels; zero is plain and carries the unit."""
        ticks = self.ticks(wanted)
        places = max(0, -math.floor(math.log10(ticks[1] - ticks[0]) + 1e-9)) if len(ticks) > 1 else 0
        zero = f"0 {unit}" if unit else "0"
        return [(tick, number(tick, places, signed=True) if tick else zero) for tick in ticks]

    def _crowded(self, labels: Sequence[tuple[float, str]], size: float, width: float) -> bool:
        """Whether two labels come nearer than a digit."""
        spans = []
        for tick, label in labels:
            half = text_width(label, size) / 2
            middle = min(max(self.at(tick), half), width - half)
            spans.append((middle - half, middle + half))
        return any(right + 0.5 * size > left for (_, right), (left, _) in pairwise(spans))


def panels(codes: Sequence[str], size: dict[str, float], dwarfs: float = _DWARFS) -> list[list[str]]:
    """One group, or two when up to four values are `dwarfs` times the next: the large ones apart, order kept."""
    known = sorted((code for code in codes if math.isfinite(size[code])), key=lambda code: -size[code])
    for apart in range(1, min(_MOST_APART, len(known) - 3) + 1):
        if size[known[apart - 1]] > dwarfs * size[known[apart]] > 0:
            large = set(known[:apart])
            return [[code for code in codes if code in large], [code for code in codes if code not in large]]
    return [list(codes)]
