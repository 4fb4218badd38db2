"""Amounts and periods in words, for the one line of arithmetic under a verdict."""

from __future__ import annotations

PLURAL = frozenset({"year", "month", "day", "word", "person", "ship", "vehicle"})
COUNTED = PLURAL | {"count", "km", "bbl"}
_LARGE = ((1e12, "tn"), (1e9, "bn"), (1e6, "mn"), (1e3, "thousand"))


def amount(value: float, unit: str) -> str:
    """``240.1 bn USD``, ``107.0 Mt``, ``63.5 %``."""
    if unit == "t" and abs(value) >= 1e5:
        return f"{_digits(value / 1e6)} Mt"
    if unit == "m3" and abs(value) >= 1e8:
        return f"{_digits(value / 1e9)} bcm"
    if unit == "bbl/d" and abs(value) >= 1e5:
        return f"{_digits(value / 1e6)} mb/d"
    if unit == "rank":
        return f"rank {value:.0f}"
    if unit in COUNTED and float(value).is_integer() and abs(value) < 1e5:
        return f"{value:,.0f} {unit}{'s' if abs(value) != 1 and unit in PLURAL else ''}".replace(",", " ")
    if unit in {"%", "pp", "x"}:
        return f"{_digits(value)} {'points' if unit == 'pp' else 'times' if unit == 'x' else '%'}"
    for size, word in _LARGE:
        if abs(value) >= size and unit not in {"year", "rank"}:
            return f"{_digits(value / size)} {word} {unit}"
    return f"{_digits(value)} {unit}".strip()


def stated_amount(value: float, unit: str) -> str:
    """An amount that a text states, without digits that it does not have: ``240 bn USD``, ``64 %``, ``4 times``."""
    number, space, rest = amount(value, unit).partition(" ")
    return f"{number.rstrip('0').rstrip('.') if '.' in number else number}{space}{rest}"


def signed_amount(value: float, unit: str) -> str:
    """The same with its sign."""
    return f"{'+' if value >= 0 else '−'}{amount(abs(value), unit)}"


def _digits(value: float) -> str:
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if size >= 10 else f"{value:.2f}" if size >= 0.1 or value == 0 else f"{value:.2g}"
