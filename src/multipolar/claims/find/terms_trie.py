"""Look-up of words and phrases in languages that part words by blanks: one dictionary step a word, linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from multipolar.claims.document import Span
from multipolar.claims.find.terms_notation import SKIP

T = TypeVar("T")

_WORD = re.compile(r"[^\W_]+")
_SOFT = frozenset({"", "-", "\u2010", "\u2011"})
_APOSTROPHES = str.maketrans("\u2019\u2018\u02bc`", "''''")
# A compound's other part has at least this many letters.
_REST_AFTER, _REST_BEFORE = 3, 2
_REMEMBERED = 50_000
# No entry's stem or head is longer; a word without blanks may be as long as the text.
_LONGEST = 40
# A sentence may end inside a gap that `...` stands for; none is skipped across these.
_STOP = re.compile(r"[.!?;:\n]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text; `glue` is empty after a blank or a hyphen, else the signs between it and the word before."""

    text: str
    start: int
    end: int
    glue: str


def words_of(text: str) -> list[Word]:
    """The words of a text. Hyphens and apostrophes part them."""
    found = []
    last = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        found.append(Word(match.group(), start, end, _glue(text[last:start])))
        last = end
    return found


def _glue(between: str) -> str:
    if between == " ":
        return ""
    signs = between.strip()
    if "\n\n" in between:
        return "\n"
    return "" if signs in _SOFT else signs.translate(_APOSTROPHES)


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """An entry found: its place, how many words it took, whether all of them were written out in the entry."""

    span: Span
    payload: T
    length: int
    exact: bool


class _Node(Generic[T]):
    __slots__ = ("ends", "exact", "heads", "skip", "stems")

    def __init__(self) -> None:
        self.exact: dict[str, _Node[T]] = {}
        self.stems: dict[tuple[str, bool], _Node[T]] = {}
        self.heads: dict[str, _Node[T]] = {}
        self.skip: _Node[T] | None = None
        self.ends: list[tuple[T, bool]] = []


# A step from a node: the next node, letters cut from the word's beginning and its end, whether the word was exact.
_Step = tuple["_Node[T]", int, int, bool]


class WordTrie(Generic[T]):
    """Entries of a lexicon, found in texts.

    Parameters
    ----------
    entries : pairs of a form without braces (see `terms_notation`) and what it stands for.
    fold : whether capitals are disregarded.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], *, fold: bool) -> None:
        self._fold = fold
        self._root: _Node[T] = _Node()
        self._known: dict[str, list[_Step[T]]] = {}
        for form, payload in entries:
            self._add(form.lower() if fold else form, payload)

    def _add(self, form: str, payload: T) -> None:
        node = self._root
        before_hyphen = form.endswith("-")
        for piece in _pieces(form):
            if piece == "...":
                node.skip = node.skip or _Node()
                node = node.skip
            elif piece.endswith(("*", "+")):
                node = node.stems.setdefault((piece[:-1], piece.endswith("*")), _Node())
            elif piece.startswith("+"):
                node = node.heads.setdefault(piece[1:], _Node())
            else:
                node = node.exact.setdefault(piece, _Node())
        node.ends.append((payload, before_hyphen))

    def find(self, text: str, words: list[Word]) -> list[list[Hit[T]]]:
        """For each word, the entries that begin with it."""
        return [self._from(text, words, index) for index in range(len(words))]

    def _from(self, text: str, words: list[Word], index: int) -> list[Hit[T]]:
        word = words[index]
        known = self._known.get(word.text)
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            known = self._known[word.text] = self._steps(self._root, word.text)
        hits: list[Hit[T]] = []
        for node, cut, spare, exact in known:
            self._follow(text, words, index, (node, word.start + cut, spare, exact), hits, index)
        return hits

    def _follow(
        self,
        text: str,
        words: list[Word],
        index: int,
        step: tuple[_Node[T], int, int, bool],
        hits: list[Hit[T]],
        first: int,
    ) -> None:
        node, start, spare, exact = step
        end = words[index].end - spare
        for payload, before_hyphen in node.ends:
            if not before_hyphen or text[end : end + 1] in ("-", "\u2010", "\u2011"):
                hits.append(Hit(Span(start, end), payload, index - first + 1, exact))
        if index + 1 >= len(words) or spare:
            return
        if node.exact or node.stems or node.heads:
            following = words[index + 1]
            for child, _, rest, whole in self._steps(node, following.text, following.glue):
                self._follow(text, words, index + 1, (child, start, rest, exact and whole), hits, first)
        if node.skip is not None:
            for ahead in range(index + 1, min(index + 2 + SKIP, len(words))):
                for child, _, rest, _ in self._steps(node.skip, words[ahead].text):
                    self._follow(text, words, ahead, (child, start, rest, False), hits, first)
                if _STOP.search(words[ahead].glue) or ("," in words[ahead].glue and ahead > index + 1):
                    break

    def _steps(self, node: _Node[T], word: str, glue: str = "") -> list[_Step[T]]:
        text = word.lower() if self._fold else word
        steps: list[_Step[T]] = []
        child = node.exact.get(glue + text)
        if child is not None:
            steps.append((child, 0, 0, True))
        size = len(text)
        if node.stems and not glue:
            for length in range(1, min(size, _LONGEST) + 1):
                stem = text[:length]
                child = node.stems.get((stem, True))
                if child is not None:
                    steps.append((child, 0, 0, False))
                child = node.stems.get((stem, False))
                if child is not None and size - length >= _REST_AFTER:
                    steps.append((child, 0, size - length, False))
        if node.heads and not glue:
            for cut in range(max(_REST_BEFORE, size - _LONGEST), size):
                child = node.heads.get(text[cut:])
                if child is not None:
                    steps.append((child, cut, 0, False))
        return steps


def _pieces(form: str) -> list[str]:
    """The words of a form, signs that part them (other than blanks and hyphens) put before the second."""
    pieces: list[str] = []
    for index, part in enumerate(form.split(" ... ")):
        if index:
            pieces.append("...")
        last = 0
        for match in re.finditer(r"[+]?[^\W_]+[*+]?", part):
            glue = _glue(part[last : match.start()]) if last else ""
            pieces.append(glue + match.group())
            last = match.end()
    return pieces
