"""Bounds on what takes time and memory besides length: lines, tags, references, marks that are not seen.

No article comes near them. A text beyond one is cut there, with a note, so that reading stays within seconds.
"""

from __future__ import annotations

import re

from multipolar.claims.text.read_bytes import Kind
from multipolar.claims.text.read_trace import ACCENTS, UNSEEN

LINES = 120_000
TAGS = 120_000
REFERENCES = 200_000
MARKS = 200_000
STOPS = 300_000

_LINE_ENDS = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_STOPS = re.compile(r"[.!?…。！？；][\s\"'”’»)\]」』]")


def bounded(text: str, kind: Kind) -> tuple[str, tuple[str, ...]]:
    """A text cut where it goes beyond a bound, with a note that says which."""
    notes: list[str] = []
    bounds: list[tuple[str, int, str | re.Pattern[str]]] = [("unseen marks and accents", MARKS, UNSEEN)]
    if not text.isascii():
        bounds.append(("unseen marks and accents", MARKS, ACCENTS))
    if kind == "html":
        bounds += [("tags", TAGS, "<"), ("character references", REFERENCES, "&")]
    bounds += [("lines", LINES, _LINE_ENDS), ("sentence ends", STOPS, _STOPS)]
    for name, most, mark in bounds:
        place = _place(text, most, mark)
        if place >= 0:
            notes.append(f"Only the part up to {most:,} {name} was read.")
            text = text[:place]
    return text, tuple(dict.fromkeys(notes))


def _place(text: str, most: int, mark: str | re.Pattern[str]) -> int:
    """Where the first mark beyond `most` of them stands, -1 if there are no more."""
    if isinstance(mark, str):
        if text.count(mark) <= most:
            return -1
        mark = re.compile(re.escape(mark))
    for number, found in enumerate(mark.finditer(text)):
        if number == most:
            return found.start()
    return -1
