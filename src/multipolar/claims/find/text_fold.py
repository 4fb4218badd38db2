"""A text in small letters, character for character, so that places in it are places in the original."""

from __future__ import annotations

import re

_KEPT = re.compile(r"(\[[^\]]*\]|\(\?<[=!][^)]*\))")


def folded(text: str) -> str:
    """The text in small letters, of the same length: letters whose small form is longer stay as they are."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)


def with_gaps(pattern: str, gap: str) -> str:
    """A pattern whose blanks stand for `gap`, except those in a class of characters and in a look behind."""
    parts = _KEPT.split(pattern)
    return "".join(
        part if place % 2 else part.replace(" ?", f"(?:{gap})?").replace(" ", gap) for place, part in enumerate(parts)
    )
