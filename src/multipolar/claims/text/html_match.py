"""Which paragraphs of a page a chosen text consists of.

The chosen text has lost its places in the page. Its lines are found again by their letters and figures alone: long
lines first, since they occur once; short ones only between the long ones around them, so that a heading that is also
the name of a menu is taken where the article has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from multipolar.claims.text.read_trace import Block

_NOT_WORD = re.compile(r"[\W_]+")
_LONG = 30
_SHORT_LIMIT = 5000


def matched(blocks: list[Block], chosen: str) -> list[Block]:
    """The blocks, or parts of them, whose words stand in the chosen text; in the order of the page.

    None if it has thousands of short lines: a list that large is no article, and is read as a whole.
    """
    keys = [_key(block.text) for block in blocks]
    lines = [key for key in (_key(line) for line in chosen.splitlines()) if key]
    if sum(len(line) < _LONG for line in lines) > _SHORT_LIMIT:
        return []
    taken: dict[int, list[tuple[int, int]]] = {}
    anchors = _anchor(keys, lines, taken)
    _fill(keys, lines, anchors, taken)
    found: list[Block] = []
    for number in sorted(taken):
        block, whole = blocks[number], len(keys[number])
        for start, end in _merged(taken[number]):
            found.append(block if (start, end) == (0, whole) else _part(block, start, end))
    return [block for block in found if block.text]


def _key(text: str) -> str:
    # Small letters first: "İ" becomes two characters, of which the second goes with the marks.
    return _NOT_WORD.sub("", text.lower())


def _anchor(keys: list[str], lines: list[str], taken: dict[int, list[tuple[int, int]]]) -> list[int | None]:
    """Block of each long line, None for the others; fills `taken` with the parts of blocks that they cover."""
    places: dict[str, int] = {}
    for number, key in enumerate(keys):
        if len(key) >= _LONG:
            places.setdefault(key, number)
    joined, starts = _joined(keys)
    anchors: list[int | None] = []
    cursor = 0
    for line in lines:
        if len(line) < _LONG:
            anchors.append(None)
            continue
        if line in places:
            number = places[line]
            taken[number] = [(0, len(line))]
            anchors.append(number)
            cursor = starts[number] + len(line)
            continue
        place = joined.find(line, cursor)
        if place < 0:
            place = joined.find(line)
        if place < 0:
            anchors.append(None)
            continue
        cursor = place + len(line)
        anchors.append(_cover(place, cursor, starts, keys, taken))
    return anchors


def _joined(keys: list[str]) -> tuple[str, list[int]]:
    starts: list[int] = []
    length = 0
    for key in keys:
        starts.append(length)
        length += len(key)
    return "".join(keys), starts


def _cover(start: int, end: int, starts: list[int], keys: list[str], taken: dict[int, list[tuple[int, int]]]) -> int:
    """Marks the parts of all blocks that the characters `start` to `end` of the joined keys cover; the last block."""
    number = bisect_right(starts, start) - 1
    while number > 0 and not keys[number]:
        number -= 1
    last = number
    while number < len(keys) and starts[number] < end:
        low, high = max(start - starts[number], 0), min(end - starts[number], len(keys[number]))
        if low < high:
            taken.setdefault(number, []).append((low, high))
            last = number
        number += 1
    return last


def _fill(
    keys: list[str], lines: list[str], anchors: list[int | None], taken: dict[int, list[tuple[int, int]]]
) -> None:
    """Takes the short lines between the blocks of the long ones around them, the nearest to the later one."""
    after: list[int] = [len(keys)] * len(lines)
    following = len(keys)
    for number in range(len(lines) - 1, -1, -1):
        after[number] = following
        place_of_line = anchors[number]
        following = following if place_of_line is None else place_of_line
    before = -1
    for number, line in enumerate(lines):
        anchor = anchors[number]
        if anchor is not None:
            before = anchor
            continue
        bound = after[number] if after[number] > before else len(keys)
        reach = range(max(before + 1, bound - 200), bound) if before < 0 else range(before, min(bound, before + 200))
        candidates = [place for place in reach if keys[place] == line and place not in taken]
        if candidates:
            # Before the first long line the nearest is the article's; after one, the next.
            place = candidates[-1] if before < 0 else candidates[0]
            taken[place] = [(0, len(line))]
            before = max(before, place) if before >= 0 else before
            continue
        for place in reach:
            low = keys[place].find(line) if len(line) >= 4 and len(keys[place]) >= len(line) else -1
            if low >= 0:
                taken.setdefault(place, []).append((low, low + len(line)))
                break
        else:
            # Cells of one table row come as one line.
            for place in reach:
                if len(keys[place]) >= 1 and keys[place] in line and place not in taken and bound < len(keys):
                    taken[place] = [(0, len(keys[place]))]


def _merged(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _part(block: Block, start: int, end: int) -> Block:
    """The part of a block from its letter or figure number `start` to number `end`, with the marks that follow it."""
    places = [place for place, character in enumerate(block.text) if character.isalnum()]
    if start >= len(places):
        return block.part(0, 0)
    first = 0 if start == 0 else places[start]
    last = places[end] if end < len(places) else len(block.text)
    words = block.text[first:last]
    # An opening quote or bracket before the next word belongs to what is left out.
    return block.part(first, first + len(words.rstrip(' \n"“„«([')) if last < len(block.text) else last)
