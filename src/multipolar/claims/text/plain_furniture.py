"""Which lines of a page are menu, footer or a call to share, and not the article.

A line with a figure in it is kept, except for breadcrumbs of dates, copyright lines and the like at the very edges.
When in doubt a line is kept: a menu line too many yields no claim, a sentence too few loses one.
"""

from __future__ import annotations

import re

from multipolar.claims.text.plain import Edge, edge_of
from multipolar.claims.text.plain_words import page_words
from multipolar.claims.text.read_trace import Block

_TRIM = " \t\u00a0.,:;!|·•›»«<>→←↑↓▲▼▶►✕×+-–—/\\()[]{}\"'”“’*#&"
_PARTS = re.compile(r"\s*[|›»·•→▸▶►\t/]\s*|\s+[>–—-]\s+|\s{2,}")
_CRUMBS = re.compile(r"\s*[›»→▸▶►|/>]\s*")
_ENDED = re.compile(r"[.!?。！？…][\"'”’»)\]」』]*$")
_WORD = re.compile(r"\w[\w'’.-]*")
_LONG = 120


def without_furniture(blocks: list[Block]) -> tuple[list[Block], int]:
    """The blocks that belong to the article, in order, and how many were left out."""
    count = len(blocks)
    drop = {number for number, block in enumerate(blocks) if _is_furniture(block.text, edge_of(number, count))}
    drop |= _menu_runs(blocks, drop)
    kept = [block for number, block in enumerate(blocks) if number not in drop]
    # A text made of nothing but such lines is not ours to judge.
    return (kept, len(drop)) if kept else (blocks, 0)


def _is_furniture(text: str, edge: Edge) -> bool:
    if len(text) > 400:
        return False
    line = text.casefold().strip(_TRIM)
    if not line:
        # Rules, arrows and bullets without a letter or figure.
        return True
    has_figure = any(character.isdigit() for character in line)
    words = _WORD.findall(line)
    if edge != "middle" and len(words) <= 16 and any(mark in text.casefold() for mark in page_words().rights):
        return edge == "bottom" or len(words) <= 8
    if has_figure:
        return False
    if len(text) <= _LONG and (_is_label(line, words) or _opens_like_a_link(text, line, words)):
        return True
    if edge == "middle":
        return False
    return _is_trail(text) or _is_plea(line, words)


def _is_label(line: str, words: list[str]) -> bool:
    if line in page_words().labels or _undoubled(line) in page_words().labels:
        return True
    if words and len(words) <= 12 and all(word.strip(_TRIM) in page_words().words for word in words):
        return True
    parts = [part.strip(_TRIM) for part in _PARTS.split(line)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and all(
        part in page_words().labels or part in page_words().words or part in page_words().sections for part in parts
    ):
        return any(part in page_words().labels or part in page_words().words for part in parts) or len(parts) > 2
    return False


def _undoubled(line: str) -> str:
    """ "meny meny" as "meny": a label for the eye followed by the same for a screen reader."""
    words = line.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and len(words) % 2 == 0 and words[:half] == words[half:] else line


def _opens_like_a_link(text: str, line: str, words: list[str]) -> bool:
    short = len(words) <= 9 and (not _has_spaces(text) or len(text) <= 90) and len(text) <= 90
    return short and line.startswith(page_words().openers) and not _ENDED.search(text)


def _has_spaces(text: str) -> bool:
    return " " in text.strip()


def _is_trail(text: str) -> bool:
    """Breadcrumbs: three or more short parts with arrows or bars between them."""
    parts = [part for part in _CRUMBS.split(text.strip()) if part.strip()]
    if len(parts) < 3 or _ENDED.search(text):
        return False
    return len(text) <= 160 and all(len(part.split()) <= 4 for part in parts[:-1]) and len(parts[-1].split()) <= 12


def _is_plea(line: str, words: list[str]) -> bool:
    return (
        len(words) <= 45
        and any(plea in line for plea in page_words().pleas)
        and any(ask in line for ask in page_words().asks)
    )


def _menu_runs(blocks: list[Block], known: set[int]) -> set[int]:
    """Runs of section names at the edges ("Sport", "Ekonomi", "Kultur"): three or more, or beside a known menu line."""
    found: set[int] = set()
    run: list[int] = []
    count = len(blocks)
    for number in range(count + 1):
        line = blocks[number].text.casefold().strip(_TRIM) if number < count else "."
        if number < count and (number in known or line in page_words().sections or _all_sections(line)):
            run.append(number)
            continue
        at_edge = bool(run) and (edge_of(run[0], count) == "top" or edge_of(run[-1], count) == "bottom")
        if at_edge and (len(run) > 2 or any(place in known for place in run)):
            found.update(run)
        run = []
    return found


def _all_sections(line: str) -> bool:
    words = line.split()
    return 1 < len(words) <= 15 and all(
        word.strip(_TRIM) in page_words().sections or word in page_words().words for word in words
    )
