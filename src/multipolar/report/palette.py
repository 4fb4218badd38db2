"""The one look: colour tokens from `tokens.css`, and the classes and fallback colours that SVG marks carry.

A mark has both a class (browsers follow light and dark) and a plain attribute (programs without CSS variables show
light).
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from multipolar.report.numbers import TINY

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif"
CLASSES = 4
_LADDER = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)


@functools.cache
def template(name: str) -> str:
    """Text of a file in `report/templates`."""
    return files("multipolar.report").joinpath("templates", name).read_text(encoding="utf-8")


@functools.cache
def light() -> Mapping[str, str]:
    """Light colour of each token."""
    block = template("tokens.css").partition("}")[0]
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", block))


@functools.cache
def style() -> str:
    """CSS that every figure needs, on the page or alone: tokens, fill and stroke classes, text."""
    rules = [f".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}" for name in light()]
    text = f"svg text{{font-family:{FONT};font-variant-numeric:tabular-nums}}"
    print_only = ".grey{display:none}@media print{.grey{display:inline}}"
    halo = ".halo{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}"
    return template("tokens.css") + "".join(rules) + text + print_only + halo


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes of a diverging scale, symmetric about zero; `breaks` ascend in absolute value."""

    breaks: tuple[float, ...]

    @classmethod
    def spanning(cls, values: Iterable[float]) -> Classes:
        """Breaks of the 1-3-10 ladder, so that the largest value falls in the outermost class."""
        largest = max((abs(value) for value in values if math.isfinite(value)), default=1.0)
        below = [step for step in _LADDER if step < largest]
        last = max(len(below), CLASSES)
        return cls(_LADDER[last - CLASSES : last])

    def token(self, value: float) -> str:
        """Token of a value; `missing` for no datum, never the colour of zero."""
        if not math.isfinite(value):
            return "missing"
        step = sum(abs(value) >= limit for limit in self.breaks)
        return "zero" if step == 0 else f"{'loss' if value < 0 else 'gain'}-{step}"


def side(value: float) -> str:
    """`loss`, `gain` or `neutral`, for marks and words; what is printed as zero has no side."""
    if not math.isfinite(value) or abs(value) < TINY:
        return "neutral"
    return "loss" if value < 0 else "gain"
