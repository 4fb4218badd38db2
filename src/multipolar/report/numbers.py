"""Numbers as people read them: a true minus sign, decimals that mean something, words for what is missing."""

from __future__ import annotations

import math
from collections.abc import Iterable

NO_DATUM = "no datum"
MINUS = "\u2212"
SPACE = "\u00a0"
TINY = 0.00005


def decimals(value: float) -> int:
    """Decimals that a value deserves: two digits that count, one decimal from 1 on, none from 100 on."""
    size = abs(value)
    for limit, places in ((99.5, 0), (0.995, 1), (0.0995, 2), (0.00995, 3)):
        if size >= limit:
            return places
    return 4 if size >= TINY else 2


def number(value: float, places: int | None = None, *, signed: bool = False) -> str:
    """A number with thousands separators and a true minus sign; ``no datum`` when there is none."""
    if not math.isfinite(value):
        return NO_DATUM
    places = decimals(value) if places is None else places
    text = f"{abs(value):,.{places}f}"
    if not any(digit in text for digit in "123456789"):
        return text
    return f"{MINUS if value < 0 else '+' if signed else ''}{text}"


def percent(value: float, places: int | None = None, *, signed: bool = True) -> str:
    """``−9.7 %``; the sign can be left to a word such as loses."""
    if not math.isfinite(value):
        return NO_DATUM
    if not signed and 0 < abs(value) < TINY:
        return f"less than 0.0001{SPACE}%"
    return f"{number(value if signed else abs(value), places, signed=signed)}{SPACE}%"


def span(low: float, high: float, unit: str = "%") -> str:
    """``−12.1 to −7.7 %``: each end with the digits of its own, but at most one decimal more than the larger one.

    Ends that would look alike get one more decimal, so that a narrow range does not pass for none.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        return NO_DATUM
    if max(abs(low), abs(high)) < TINY:
        return f"{number(0.0)}{SPACE}{unit}" if unit else number(0.0)
    most = decimals(max(abs(low), abs(high))) + 1
    shown = [number(end, min(decimals(end), most), signed=True) for end in (low, high)]
    if shown[0] == shown[1] and low != high:
        shown = [number(end, most, signed=True) for end in (low, high)]
    ends = " to ".join(shown)
    return f"{ends}{SPACE}{unit}" if unit else ends


def floor_of(values: Iterable[float]) -> float:
    """Size below which numbers of one table are noise: a hundredth of the largest, a power of ten, 0.01 at most."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if not largest:
        return 0.0
    return float(min(max(10.0 ** math.floor(math.log10(largest / 100)), 0.0001), 0.01))


def floored(value: float, floor: float) -> str:
    """A signed number; one that is smaller than `floor` either way is ``<0.01``, without a sign."""
    if math.isfinite(value) and 0 < abs(value) < floor:
        return f"<{floor:g}" if floor >= 0.0001 else f"<{floor:.4f}"
    return number(value, signed=True)


def dollars(usd_bn: float, *, signed: bool = False) -> str:
    """An amount in words' reach: ``$1.2 tn``, ``$158 bn``, ``$40 mn``."""
    if not math.isfinite(usd_bn):
        return NO_DATUM
    size = abs(usd_bn)
    sign = MINUS if signed and usd_bn < 0 else "+" if signed and usd_bn > 0 else ""
    if size >= 999.5:
        return f"{sign}${number(size / 1000, 2 if size < 9_995 else 1)}{SPACE}tn"
    if size >= 0.095:
        return f"{sign}${number(size)}{SPACE}bn"
    if size >= 0.0005:
        return f"{sign}${number(size * 1000, 0)}{SPACE}mn"
    return f"less than $1{SPACE}mn" if size else "$0"


def per_head(usd: float, *, signed: bool = False) -> str:
    """Dollars a head to two or three figures, no finer than a cent."""
    if not math.isfinite(usd):
        return NO_DATUM
    size = abs(usd)
    rounded = round(size, -1) if size >= 1000 else size
    sign = MINUS if signed and usd < 0 else "+" if signed and usd > 0 else ""
    text = f"{rounded:,.0f}" if size >= 9.5 else f"{rounded:.{min(decimals(size), 2)}f}"
    return f"{sign if any(d in text for d in '123456789') else ''}${text}"


def count(amount: int, singular: str, plural: str = "") -> str:
    """``1 economy``, ``31 economies``."""
    return f"{amount:,} {singular if amount == 1 else plural or singular + 's'}"


def scientific(value: float) -> str:
    """``3 × 10⁻¹⁰`` for residuals."""
    if not math.isfinite(value):
        return NO_DATUM
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    digits = str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{number(value / 10**exponent, 1)} × 10{digits}"
