"""Numbers in words, up to thousands: "two hundred and forty", "fünfundzwanzig", "двадцати пяти", "anderthalb"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from multipolar.claims.find.numbers import Number

MOST_PARTS = 8


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words for numbers of one language.

    Attributes
    ----------
    values : word to value; 100 and 1000 multiply what stands before them.
    pattern : a whole number in words.
    part : one word of it.
    half : what adds a half ("and a half"), directly after the number.
    """

    values: dict[str, float]
    pattern: re.Pattern[str]
    part: re.Pattern[str]
    half: re.Pattern[str] | None

    def read(self, lowered: str, start: int, end: int) -> Number:
        """The number that the words between two places spell."""
        total = current = 0.0
        last = 1.0
        for match in self.part.finditer(lowered, start, end):
            value = self.values[match.group()]
            if value == 1000:
                total, current, last = total + (current or 1.0) * 1000, 0.0, 1000.0
            elif value == 100:
                current, last = (current or 1.0) * 100, 100.0
            else:
                current, last = current + value, 1.0 if value == int(value) else 0.1
        if self.half is not None and (half := self.half.match(lowered, end)):
            return Number(start, half.end(), total + current + 0.5, 0.1, spelled=True)
        return Number(start, end, total + current, last, spelled=True)


def number_words(values: dict[str, float], joiner: str, half: list[str], glued: str = "") -> NumberWords:
    """The reader of a language's words for numbers.

    Parameters
    ----------
    values : word to value.
    joiner : a pattern of what may stand between two words of one number ("and", a hyphen, nothing).
    half : patterns of what adds a half.
    glued : a pattern of what may follow without a blank ("полмиллиона").
    """
    body = _one_of(list(values))
    first = _one_of([word for word, value in values.items() if value != 1.0])
    large = _one_of([word for word, value in values.items() if value >= 100]) or r"[^\s\S]"
    one = _one_of([word for word, value in values.items() if value == 1.0]) or r"[^\s\S]"
    # "One" is also an article: it begins a longer number only where it is glued to it or multiplies.
    end = rf"(?:(?!\w)|(?={glued}))" if glued else r"(?!\w)"
    start = rf"(?:{first}|(?:{one})(?=\w|[\s-](?:{large})))"
    return NumberWords(
        values,
        re.compile(rf"(?<!\w)(?:{start}(?:{joiner}(?:{body})){{0,{MOST_PARTS}}}|(?:{one})){end}"),
        re.compile(body),
        re.compile(rf"\s+(?:{'|'.join(half)})(?!\w)") if half else None,
    )


def _one_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
