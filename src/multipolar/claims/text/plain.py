"""Plain text: its paragraphs, headings and list items, with hard line breaks undone."""

from __future__ import annotations

import re
from typing import Literal

from multipolar.claims.text.read_trace import Block, Role, Tracer

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_ITEM = re.compile(r"(?:[-*+•●▪◦‣·–—]|\(?\d{1,3}[.)]|\(?[a-z]\))[ \t\u00a0]+\S")
_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
_CLOSED = re.compile(r"[.!?…。！？；:：;,][\"'”’»)\]」』]*$")
_WRAP_LEAST, _WRAP_MOST = 45, 130

Line = tuple[int, int]
"""First character and end (exclusive) of a line in the original, without blanks around it."""


def blocks_of(original: str) -> list[Block]:
    """Paragraphs, headings and items of a plain text, in order; empty lines part them.

    Lines within a paragraph are joined by a blank where they look broken at a margin; else each is a block of its own.
    """
    blocks: list[Block] = []
    group: list[Line] = []
    for start, end in _lines(original):
        if start == end:
            _close(original, group, blocks)
            group = []
        else:
            group.append((start, end))
    _close(original, group, blocks)
    return blocks


def _lines(original: str) -> list[Line]:
    lines: list[Line] = []
    at = 0
    for mark in [*_BREAK.finditer(original), None]:
        stop = mark.start() if mark is not None else len(original)
        line = original[at:stop]
        start = at + len(line) - len(line.lstrip())
        lines.append((start, max(start, at + len(line.rstrip()))))
        at = mark.end() if mark is not None else stop
    return lines


def _close(original: str, lines: list[Line], blocks: list[Block]) -> None:
    if not lines:
        return
    width = max(end - start for start, end in lines)
    tracer = Tracer()
    begin = lines[0][0]
    for number, (start, end) in enumerate(lines):
        heading = _MARKDOWN_HEADING.match(original, start, end)
        tracer.run(original, heading.end() if heading else start, end)
        following = lines[number + 1] if number + 1 < len(lines) else None
        if following is not None and not heading and _wrapped(original, (start, end), following, width):
            tracer.put(" ", end, following[0] - end)
            continue
        block = tracer.block("heading" if heading else _role(original[begin:end], alone=len(lines) == 1))
        if block is not None:
            blocks.append(block)
        tracer = Tracer()
        begin = following[0] if following is not None else end


def _wrapped(original: str, line: Line, following: Line, width: int) -> bool:
    """Whether the break after a line is one of the margin's: the next word would not have fitted."""
    if not _WRAP_LEAST <= width <= _WRAP_MOST or _ITEM.match(original, *following):
        return False
    if original[following[0]].islower() and line[1] - line[0] >= 25 and not _CLOSED.search(original, *line):
        return True
    words = original[following[0] : following[1]].split(None, 1)
    room = width - (line[1] - line[0])
    return room <= len(words[0]) + max(4, width // 12)


def is_item(line: str) -> bool:
    """Whether a line begins with a bullet, a dash or the number of a list."""
    return _ITEM.match(line) is not None


def _role(line: str, *, alone: bool) -> Role:
    if is_item(line):
        return "item"
    return "heading" if alone and len(line) <= 120 and not _CLOSED.search(line) else "paragraph"


Edge = Literal["top", "middle", "bottom"]


def edge_of(number: int, count: int, *, reach: int = 8) -> Edge:
    """Whether the block `number` of `count` lies near the top or the bottom of the page."""
    if number < min(reach, (count + 1) // 2):
        return "top"
    return "bottom" if number >= count - reach else "middle"
