"""Numbers in plain text, the same wherever a sentence or a terminal shows them."""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
NO_DATUM = "no datum"
# A small change keeps two figures, but what lies below this many decimals is solver noise.
MOST_DECIMALS = 5


def signed(value: float, digits: int = 2) -> str:
    """A change with its sign and a true minus: `digits` decimals, and more where fewer than two figures would show."""
    if not math.isfinite(value):
        return NO_DATUM
    if 0 < abs(value) < 1:
        digits = max(digits, min(MOST_DECIMALS, 1 - math.floor(math.log10(abs(value)))))
    text = f"{value:+.{digits}f}"
    if float(text) == 0:
        return "0"
    return text.replace("-", MINUS)
