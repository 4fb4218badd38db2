"""A text that was read: its main text, its language and date, its sentences, and where each character came from."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from dataclasses import dataclass, field

LANGUAGE_NAMES = {
    "sv": "Swedish",
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "nb": "Norwegian",
    "ru": "Russian",
    "zh": "Chinese",
}
LANGUAGES = tuple(LANGUAGE_NAMES)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (exclusive) of a text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def within(self, other: Span) -> bool:
        """Whether every character of this one lies in the other."""
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of the main text that stand in the original, one for one, from `origin` on.

    `extent` is 0, except where they are not one for one: a character written as an entity, or as a letter and its
    accent. It is then the number of characters that they take up in the original.
    """

    start: int
    length: int
    origin: int
    extent: int = 0

    def last(self, position: int) -> int:
        """Where in the original the character at `position` of the main text ends (exclusive)."""
        if self.extent:
            return self.origin + self.extent
        return self.origin + min(position - self.start + 1, max(self.length, 1))


@dataclass(frozen=True, slots=True)
class Document:
    """One text, read.

    Attributes
    ----------
    text : the main text, as it is searched for claims.
    original : the whole text as it was given (decoded), to which all published offsets refer.
    pieces : how the main text lies in the original, in order; see `origin`.
    sentences : spans of `text`, in order, without surrounding blanks. Headings are sentences too.
    language : one of `LANGUAGES`, or another ISO 639-1 code that no rules exist for.
    language_share : how sure the detection is, in [0, 1]; 1 where the caller named the language.
    date : the day of the article, None when it is neither given nor found.
    date_basis : ``given``, where it was found, or ``unknown``.
    notes : what a reader must know: parts left out, encoding repaired, length cut.
    """

    text: str
    original: str
    pieces: tuple[Piece, ...]
    sentences: tuple[Span, ...]
    language: str
    language_share: float
    date: datetime.date | None = None
    date_basis: str = "unknown"
    title: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(piece.start for piece in self.pieces))

    def words(self, span: Span) -> str:
        """The characters of a span of the main text."""
        return self.text[span.start : span.end]

    def origin(self, span: Span) -> Span:
        """Where a span of the main text lies in the original. Characters in between may be markup."""
        if span.start >= span.end:
            at = self._place(span.start)
            return Span(at, at)
        return Span(self._place(span.start), self._piece(span.end - 1).last(span.end - 1))

    def found(self, span: Span) -> Span:
        """Where a span of the original lies in the main text: the inverse of `origin`."""
        return Span(self._read_at(span.start), max(self._read_at(max(span.end - 1, span.start)) + 1, 0))

    def _read_at(self, position: int) -> int:
        piece = self.pieces[max(bisect_right(self.pieces, position, key=lambda piece: piece.origin) - 1, 0)]
        return piece.start + min(max(position - piece.origin, 0), max(piece.length - 1, 0))

    def _piece(self, position: int) -> Piece:
        return self.pieces[max(bisect_right(self._starts, position) - 1, 0)]

    def _place(self, position: int) -> int:
        piece = self._piece(position)
        # A character that was put between two pieces (a line break) lies at the end of the first.
        return piece.origin + min(position - piece.start, max(piece.length - 1, 0))
