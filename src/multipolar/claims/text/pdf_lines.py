"""Paragraphs out of the lines of PDF pages: running heads found, lines joined, hyphens at line ends undone."""

from __future__ import annotations

import re
from collections import Counter
from statistics import quantiles

from multipolar.claims.text.plain import Line, is_item
from multipolar.claims.text.read_trace import Block, Tracer

_NUMBER = re.compile(
    r"\W*(?:page|sida|sidan|seite|página|side|стр\.?|страница|第)?\s*\d{1,4}\s*(?:页|/\s*\d+|(?:of|av|von|de|sur|из)\s+\d+)?\W*",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_ENDED = re.compile(r"[.!?。！？…:：;；][\"'”’»)\]」』]*$")
_HYPHEN = re.compile(r"[^\W\d_]{2}[-\u2010\u00ad]$")
_EDGE = 3
_KEPT = re.compile(
    # First parts of compounds whose hyphen stays: "kinesisk-ryska", "sino-russe", "deutsch-französisch".
    r"(?:kinesisk|rysk|russisk|svensk|amerikansk|europeisk|tysk|fransk|sino|russo|anglo|franco|euro|chinesisch|russisch"
    r"|deutsch|amerikanisch|europäisch|chinese|russian|российско|китайско|русско|американо|германо|self|long|short|well)$",
    re.I,
)


def blocks_of_pages(original: str) -> tuple[list[Block], int]:
    """Paragraphs of extracted pages, and how many lines were left out as running heads or page numbers."""
    pages = _pages(original)
    running = _running(original, pages)
    kept: list[Line] = []
    dropped = 0
    for lines in pages:
        solid = [line for line in lines if line[0] < line[1]]
        edge = set(solid[:_EDGE] + solid[-_EDGE:])
        for line in lines:
            text = original[line[0] : line[1]]
            if line in edge and (_shape(text) in running or (len(pages) > 1 and _is_number(line, solid, text))):
                dropped += 1
            else:
                kept.append(line)
        while kept and kept[-1][0] == kept[-1][1]:
            # The end of a page is not the end of a paragraph.
            kept.pop()
    return _joined(original, kept), dropped


def _pages(original: str) -> list[list[Line]]:
    pages: list[list[Line]] = []
    at = 0
    for page in original.split("\f"):
        lines: list[Line] = []
        for line in page.split("\n"):
            start = at + len(line) - len(line.lstrip())
            lines.append((start, max(start, at + len(line.rstrip()))))
            at += len(line) + 1
        while lines and lines[0][0] == lines[0][1]:
            lines.pop(0)
        pages.append(lines)
    return pages


def _shape(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split()).casefold())


def _running(original: str, pages: list[list[Line]]) -> set[str]:
    """Lines, figures aside, that stand at the top or bottom of at least three pages and of a third of all."""
    if len(pages) < 3:
        return set()
    counts: Counter[str] = Counter()
    for lines in pages:
        solid = [line for line in lines if line[0] < line[1]]
        counts.update({_shape(original[start:end]) for start, end in solid[:_EDGE] + solid[-_EDGE:]})
    least = max(3, len(pages) // 3)
    return {shape for shape, count in counts.items() if count >= least and len(shape) <= 150}


def _is_number(line: Line, solid: list[Line], text: str) -> bool:
    return line in (solid[0], solid[-1]) and _NUMBER.fullmatch(text) is not None


def _joined(original: str, lines: list[Line]) -> list[Block]:
    solid = [end - start for start, end in lines if end > start]
    width = int(quantiles(solid, n=10)[-1]) if len(solid) > 3 else max(solid, default=0)
    words = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", original.casefold()))
    blocks: list[Block] = []
    tracer = Tracer()
    for number, (start, end) in enumerate(lines):
        if start == end:
            _close(tracer, blocks)
            tracer = Tracer()
            continue
        following = lines[number + 1] if number + 1 < len(lines) else (end, end)
        line, after = original[start:end], original[following[0] : following[1]]
        if after and _HYPHEN.search(line) and after[0].islower():
            keep = _keeps_hyphen(line, after, words)
            tracer.run(original, start, end if keep else end - 1)
        elif after and _HYPHEN.search(line) and after[0].isupper():
            # "Sino-" before "Russian": the hyphen is the word's own.
            tracer.run(original, start, end)
        elif after and _goes_on(line, after, width):
            tracer.run(original, start, end)
            tracer.put(" ", end, following[0] - end)
        else:
            tracer.run(original, start, end)
            _close(tracer, blocks)
            tracer = Tracer()
    _close(tracer, blocks)
    return blocks


def _close(tracer: Tracer, blocks: list[Block]) -> None:
    block = tracer.block()
    if block is not None:
        heading = len(block.text) <= 100 and not _ENDED.search(block.text)
        blocks.append(Block(block.text, block.pieces, "heading" if heading else "paragraph"))


def _goes_on(line: str, after: str, width: int) -> bool:
    """Whether the next line belongs to the same paragraph. Widths in characters vary with the letters of a line."""
    if is_item(after):
        return False
    if after[0].islower() or (after[0].isdigit() and line[-1].islower() and len(line) > 25):
        return True
    if _ENDED.search(line):
        return len(line) >= 0.85 * width
    return len(line) >= 0.6 * width


def _keeps_hyphen(line: str, after: str, words: Counter[str]) -> bool:
    """Whether a hyphen at the end of a line is the word's own, as far as the rest of the text tells."""
    first = re.split(r"[^\w-]", line[:-1])[-1]
    second = (re.match(r"[^\W\d_]+", after) or re.match("", after)).group()  # type: ignore[union-attr]
    together, apart = (first + second).casefold(), f"{first}-{second}".casefold()
    if words[together] != words[apart]:
        return words[apart] > words[together]
    return first.isupper() or _KEPT.search(first) is not None
