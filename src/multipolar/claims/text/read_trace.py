"""Text that remembers where each of its characters stands in the original.

Characters that are not seen (soft hyphens, zero-width marks, direction marks, controls) are left out, and a letter
followed by a combining accent becomes one character, so that words can be looked up; both are recorded in the pieces.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from multipolar.claims.document import Piece

Role = Literal["paragraph", "heading", "item"]

UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\ufff9-\ufffb]+"
)
_CLUSTER = re.compile(r"[^\u0300-\u036f\u0483-\u0487\u3099\u309a][\u0300-\u036f\u0483-\u0487\u3099\u309a]{1,8}")


ACCENTS = re.compile("[\u0300-\u036f\u0483-\u0487\u3099\u309a]")
"""Marks that go with the letter before them."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item on its own.

    Attributes
    ----------
    text : without surrounding blanks; a line feed inside it is a line break of the page.
    pieces : where its characters stand in the original; `start` counts from the start of the block.
    furniture : True where the page itself marks it as navigation, footer, form or the like.
    """

    text: str
    pieces: tuple[Piece, ...]
    role: Role = "paragraph"
    furniture: bool = False

    @property
    def origin(self) -> int:
        """Where its first character stands in the original."""
        return self.pieces[0].origin if self.pieces else 0

    def part(self, start: int, end: int) -> Block:
        """The characters `start` to `end` (exclusive) as a block, without surrounding blanks."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end = start + len(words.strip())
        kept = []
        first = max(bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1, 0)
        for piece in self.pieces[first:]:
            if piece.start >= end:
                break
            low, high = max(piece.start, start), min(piece.start + piece.length, end)
            if low < high:
                shift = 0 if piece.extent else low - piece.start
                kept.append(Piece(low - start, high - low, piece.origin + shift, piece.extent))
        return Block(self.text[start:end], tuple(kept), self.role, self.furniture)


class Tracer:
    """Builds a text from runs of the original, in order."""

    __slots__ = ("_length", "_parts", "_pieces")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def ends_blank(self) -> bool:
        """Whether there is nothing yet, or the last character is a blank."""
        return not self._parts or self._parts[-1][-1].isspace()

    @property
    def broken(self) -> bool:
        """Whether the last character is a line break."""
        return bool(self._parts) and self._parts[-1].rstrip(" ")[-1:] == "\n"

    def run(self, original: str, start: int, end: int) -> None:
        """Adds the characters `start` to `end` of the original."""
        words = original[start:end]
        if words.isascii() and words.isprintable():
            self._add(words, start, 0)
            return
        at = 0
        for unseen in UNSEEN.finditer(words):
            self._compose(words[at : unseen.start()], start + at)
            at = unseen.end()
        self._compose(words[at:], start + at)

    def put(self, characters: str, origin: int, extent: int) -> None:
        """Adds characters that stand for `extent` other ones of the original: a decoded entity, a blank for a break."""
        characters = UNSEEN.sub("", characters)
        if characters:
            self._add(characters, origin, extent)

    def block(self, role: Role = "paragraph", *, furniture: bool = False) -> Block | None:
        """What was added so far as a block without surrounding blanks, None if there is nothing but blanks."""
        text = "".join(self._parts)
        if not text or text.isspace():
            return None
        whole = Block(text, tuple(self._pieces), role, furniture)
        return whole if text == text.strip() else whole.part(0, len(text))

    def _compose(self, words: str, origin: int) -> None:
        if not words or unicodedata.is_normalized("NFC", words):
            self._add(words, origin, 0)
            return
        at = 0
        for cluster in _CLUSTER.finditer(words):
            composed = unicodedata.normalize("NFC", cluster.group())
            if composed == cluster.group():
                continue
            self._add(words[at : cluster.start()], origin + at, 0)
            self._add(composed, origin + cluster.start(), len(cluster.group()))
            at = cluster.end()
        self._add(words[at:], origin + at, 0)

    def _add(self, words: str, origin: int, extent: int) -> None:
        if not words:
            return
        if extent == len(words) == 1:
            extent = 0
        last = self._pieces[-1] if self._pieces else None
        if last is not None and not extent and not last.extent and last.origin + last.length == origin:
            self._pieces[-1] = Piece(last.start, last.length + len(words), last.origin)
        else:
            self._pieces.append(Piece(self._length, len(words), origin, extent))
        self._parts.append(words)
        self._length += len(words)


def join(blocks: Iterable[Block]) -> tuple[str, tuple[Piece, ...]]:
    """All blocks as one text, an empty line between each two, with its pieces."""
    parts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for block in blocks:
        if parts:
            parts.append("\n\n")
            length += 2
        parts.append(block.text)
        if length:
            pieces += [Piece(piece.start + length, piece.length, piece.origin, piece.extent) for piece in block.pieces]
        else:
            pieces += block.pieces
        length += len(block.text)
    return "".join(parts), tuple(pieces)
