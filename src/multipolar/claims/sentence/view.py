"""One sentence with everything that was found in it, and what the sentences before it left in the air."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from multipolar.claims.document import Document, Span
from multipolar.claims.find.portions import Portion
from multipolar.claims.mentions import Entity, Period, Quantity, Term
from multipolar.claims.sentence.grammar import Grammar, grammar

# A comma between digits belongs to a number, a colon before a letter to a word ("USA:s"); all others, and dashes with
# blanks around them, part clauses.
_BOUNDARY = re.compile(r"(?:,(?!\d)|(?<!\d),|:(?!\w)|[;，；：]|\s[–—-]\s)")
# Crossing a clause boundary counts as this many characters when the nearest of several is sought.
BOUNDARY_COST = 60
MOST_MENTIONS = 80
"""Of each sort in one sentence. What holds more is a table or a list of links, read in part."""


class Placed(Protocol):
    """Anything with a place in the text."""

    @property
    def span(self) -> Span: ...


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True, slots=True)
class View:
    """A sentence and its mentions; all offsets are into the main text of the document.

    Attributes
    ----------
    earlier : economies named in earlier sentences, latest first, each once.
    inherited : measure and commodity that the sentence before was about, each may be empty.
    crowded : whether more was found in the sentence than is kept.
    """

    document: Document
    span: Span
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    entities: tuple[Entity, ...]
    terms: tuple[Term, ...]
    earlier: tuple[str, ...] = ()
    inherited: tuple[str, str] = ("", "")
    boundaries: tuple[int, ...] = field(default=())
    crowded: bool = False

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def words(self) -> str:
        return self.document.words(self.span)

    @property
    def grammar(self) -> Grammar:
        return grammar(self.document.language)

    def of_group(self, *groups: str) -> tuple[Term, ...]:
        """Terms of these groups, in order."""
        return tuple(term for term in self.terms if term.group in groups)

    def clause(self, span: Span) -> Span:
        """The clause that a span lies in."""
        at = bisect_left(self.boundaries, span.start + 1)
        start = self.boundaries[at - 1] if at else self.span.start
        end = self.boundaries[at] if at < len(self.boundaries) else self.span.end
        return Span(start, max(end, span.end))

    def distance(self, one: Span, other: Span) -> int:
        """Characters between two spans, with a charge for each clause boundary in between."""
        low, high = (one, other) if one.start <= other.start else (other, one)
        gap = max(high.start - low.end, 0)
        crossed = bisect_left(self.boundaries, high.start + 1) - bisect_left(self.boundaries, low.end)
        return gap + BOUNDARY_COST * max(crossed, 0)

    def nearest(self, span: Span, candidates: Iterable[P], *, reach: int = 10_000) -> P | None:
        """The candidate nearest to a span; of two equally near ones the earlier."""
        scored = [(self.distance(span, found.span), found.span.start, found) for found in candidates]
        scored = [entry for entry in scored if entry[0] <= reach]
        return min(scored, key=lambda entry: entry[:2])[2] if scored else None

    def inside(self, span: Span, candidates: Iterable[P]) -> tuple[P, ...]:
        """Candidates that begin inside a span."""
        return tuple(found for found in candidates if span.start <= found.span.start < span.end)


def views(document: Document, portions: Iterable[Portion]) -> Iterable[View]:
    """One View a sentence, in order, each with at most `MOST_MENTIONS` mentions of a sort."""
    earlier: list[str] = []
    inherited = ("", "")
    for portion in portions:
        sentences = portion.sentences
        quantities_of, periods_of = (
            _by_sentence(sentences, portion.quantities),
            _by_sentence(sentences, portion.periods),
        )
        entities_of, terms_of = _by_sentence(sentences, portion.entities), _by_sentence(sentences, portion.terms)
        for number, span in enumerate(portion.sentences):
            words = document.words(span)
            # Words that run on into the next sentence ("75th", a new paragraph, "largest") are no figure.
            whole = [quantity for quantity in quantities_of[number] if quantity.span.end <= span.end]
            boundaries = tuple(span.start + match.end() for match in _BOUNDARY.finditer(words))
            view = View(
                document,
                span,
                tuple(whole[:MOST_MENTIONS]),
                tuple(periods_of[number][:MOST_MENTIONS]),
                tuple(entities_of[number][:MOST_MENTIONS]),
                tuple(terms_of[number][:MOST_MENTIONS]),
                tuple(earlier),
                inherited,
                boundaries,
                any(len(found[number]) > MOST_MENTIONS for found in (quantities_of, periods_of, entities_of, terms_of)),
            )
            yield view
            for entity in view.entities:
                for code in entity.codes:
                    if code in earlier:
                        earlier.remove(code)
                    earlier.insert(0, code)
            del earlier[8:]
            measures, commodities = view.of_group("measure"), view.of_group("commodity")
            inherited = (measures[-1].id if measures else "", commodities[-1].id if commodities else "")


def _by_sentence(sentences: Sequence[Span], found: Sequence[P]) -> list[list[P]]:
    pools: list[list[P]] = [[] for _ in sentences]
    starts = [sentence.start for sentence in sentences]
    for mention in found:
        at = bisect_left(starts, mention.span.start + 1) - 1
        if at >= 0 and mention.span.start < sentences[at].end:
            pools[at].append(mention)
    return pools
