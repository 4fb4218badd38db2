"""Mentions of a document in portions, so that a text of any length takes bounded time and memory.

An article is one portion. A longer text is cut at ends of sentences, and no further portion is looked at once enough
claims were found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from multipolar.claims.document import Document, Span
from multipolar.claims.find.entities import entities
from multipolar.claims.find.periods import periods
from multipolar.claims.find.quantities import quantities
from multipolar.claims.find.terms import terms
from multipolar.claims.mentions import Entity, Period, Quantity, Term

PORTION = 100_000
"""Characters that are looked at in one go; some 15,000 words."""
MOST_CHARACTERS = 1_000_000
"""Characters of a text that claims are looked for in; more than a long book has."""

M = TypeVar("M", Quantity, Period, Entity, Term)


@dataclass(frozen=True, slots=True)
class Portion:
    """Sentences of a document in a row and what was found in them; offsets are into the main text."""

    sentences: Sequence[Span]
    quantities: Sequence[Quantity]
    periods: Sequence[Period]
    entities: Sequence[Entity]
    terms: Sequence[Term]


def portions(document: Document) -> Iterator[Portion]:
    """The portions of a document, in order, up to `MOST_CHARACTERS`."""
    for sentences in _cut(document):
        begin, end = sentences[0].start, sentences[-1].end
        # Whole where the text is short: what stands around its sentences (a bracket, a dash) may matter.
        text = document.text if len(document.text) <= PORTION else document.text[begin:end]
        moved = 0 if len(document.text) <= PORTION else begin
        language = document.language
        yield Portion(
            sentences,
            _moved(quantities(text, language), moved),
            _moved(periods(text, language, document.date), moved),
            _moved(entities(text, language), moved),
            _moved(terms(text, language), moved),
        )


def characters_left_out(document: Document) -> int:
    """How many characters at the end of a text are too many to look for claims in."""
    return max(len(document.text) - MOST_CHARACTERS, 0)


def _cut(document: Document) -> Iterator[tuple[Span, ...]]:
    row: list[Span] = []
    for sentence in document.sentences:
        if sentence.start >= MOST_CHARACTERS:
            break
        if row and sentence.end - row[0].start > PORTION:
            yield tuple(row)
            row = []
        row.append(sentence)
    if row:
        yield tuple(row)


def _moved(found: Sequence[M], by: int) -> Sequence[M]:
    if not by:
        return found
    return [replace(mention, span=Span(mention.span.start + by, mention.span.end + by)) for mention in found]
