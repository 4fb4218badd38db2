"""Numbers written in digits, as each language writes them: 1 234,5 and 1.234,5 and 1,234.5 and 1'234.

Which sign is the decimal one is a matter of language, and where a number breaks the rule of its language ("2.4" in a
German text, "1,234.5" in a French one) of its shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SPACES = "\u0020\u00a0\u2007\u2009\u202f"
"""Blanks that group digits: space, no-break space, figure space, thin space, narrow no-break space."""

POINT_LANGUAGES = frozenset({"en", "zh", "ja", "ko", "he", "th"})
"""Languages that write decimals with a point; all others are read with a comma."""

MOST_DIGITS = 24
DIGITS = re.compile(rf"\d{{1,3}}(?:[{SPACES}]\d{{3}}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*")
_APOSTROPHES = "'’"


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text, without its unit.

    `step` is the size of one in the last written digit. `spelled` is True for words, `grouped` for digits with
    separators of thousands; `loose` marks digits that could be thousands as well as decimals ("7.000" in English).
    """

    start: int
    end: int
    value: float
    step: float
    spelled: bool = False
    grouped: bool = False
    loose: bool = False


def read_digits(text: str, start: int, end: int, language: str) -> Number | None:
    """The number that digits and separators spell; None where they spell none (versions, addresses)."""
    written = text[start:end]
    if len(written) > 2 * MOST_DIGITS:
        return None
    point = language in POINT_LANGUAGES
    marks = [sign for sign in written if not sign.isdigit()]
    parts = re.split(r"\D", written)
    if not marks:
        return _number(start, end, written, "")
    if marks[0] in SPACES:
        fraction = parts.pop() if marks[-1] in ".," else ""
        return _number(start, end, "".join(parts), fraction, grouped=True)
    if len(set(marks)) == 2 and marks[-1] not in marks[:-1] and marks[-1] in ".,":
        return _number(start, end, "".join(parts[:-1]), parts[-1], grouped=True) if _groups(parts[:-1]) else None
    if len(set(marks)) > 1:
        return None
    if len(marks) > 1 or marks[0] in _APOSTROPHES:
        return _number(start, end, "".join(parts), "", grouped=True) if _groups(parts) else None
    whole, rest = parts
    decimal = marks[0] == ("." if point else ",")
    groups = _groups(parts)
    if groups and (not decimal or (not point and _thousands(rest, language))):
        return _number(start, end, whole + rest, "", grouped=True)
    return _number(start, end, whole, rest, loose=groups and rest == "000")


def thousands(number: Number) -> Number:
    """A loose number read as thousands: "7.000" as seven thousand, where what is counted has no decimals."""
    return Number(number.start, number.end, number.value * 1000, 1.0, grouped=True)


def _groups(parts: list[str]) -> bool:
    first, *rest = parts
    return 1 <= len(first) <= 3 and first[0] != "0" and all(len(part) == 3 for part in rest)


def _thousands(rest: str, language: str) -> bool:
    """Nobody writes three decimals that are zeros: then the comma groups, as in Mexico, or in translated text."""
    return rest == "000" or (language == "es" and rest.endswith("00"))


def _number(
    start: int, end: int, whole: str, fraction: str, *, grouped: bool = False, loose: bool = False
) -> Number | None:
    if len(whole) + len(fraction) > MOST_DIGITS:
        return None
    return Number(start, end, float(f"{whole}.{fraction or 0}"), 10.0 ** -len(fraction), False, grouped, loose)
