"""Economies, blocs and loose groups that a text names: by name, adjective, capital, government or leader."""

from __future__ import annotations

from functools import cache

from multipolar.claims.document import LANGUAGES, Span
from multipolar.claims.find.entities_table import Named, entity_entries
from multipolar.claims.find.terms_han import HanScanner
from multipolar.claims.find.terms_trie import Hit, WordTrie, words_of
from multipolar.claims.mentions import Entity

FALLBACK = "en"
_HYPHENS = ("-", "\u2010", "\u2011")


def entities(text: str, language: str) -> tuple[Entity, ...]:
    """Mentions in a text, in order, none inside another: the longest at each place.

    Parameters
    ----------
    language : ISO 639-1; a language without a lexicon is read with the English one.
    """
    if language == "zh":
        return tuple(Entity(span, named.codes, named.form) for span, named in _scanner().find(text) if named.codes)
    words = words_of(text)
    trie = _trie(language if language in LANGUAGES else FALLBACK)
    found: list[Entity] = []
    index = 0
    for place, hits in enumerate(trie.find(text, words)):
        if place < index or not hits:
            continue
        best = _best(hits)
        if best is None:
            continue
        index = place + best.length
        if best.payload.codes:
            _append(found, _entity(text, best), text)
    return tuple(found)


@cache
def _trie(language: str) -> WordTrie[Named]:
    return WordTrie(entity_entries(language), fold=False)


@cache
def _scanner() -> HanScanner[Named]:
    return HanScanner(entity_entries("zh"))


def _best(hits: list[Hit[Named]]) -> Hit[Named] | None:
    """The longest; a form written out before a compound that begins with another ("Nigeria" before "Niger+")."""
    return max(hits, key=lambda hit: (hit.length, hit.exact, hit.span.end - hit.span.start), default=None)


def _entity(text: str, hit: Hit[Named]) -> Entity:
    start, end = hit.span.start, hit.span.end
    codes, form = hit.payload.codes, hit.payload.form
    if "." in text[start:end] and text[end : end + 1] == ".":
        end += 1
    if codes in (("OPEC",), ("BRICS",)) and text[end : end + 1] == "+":
        codes = ("OPEC+",) if codes == ("OPEC",) else codes
        end += 1
    return Entity(Span(start, end), codes, form)


def _append(found: list[Entity], entity: Entity, text: str) -> None:
    """Add a mention; one that a hyphen ties to an adjective before it makes one word with it ("kinesisk-ryska")."""
    if found and entity.form == "adjective" and found[-1].form == "adjective":
        last = found[-1]
        if text[last.span.end : entity.span.start] in _HYPHENS:
            codes = tuple(dict.fromkeys((*last.codes, *entity.codes)))
            found[-1] = Entity(Span(last.span.start, entity.span.end), codes, "adjective")
            return
    found.append(entity)
