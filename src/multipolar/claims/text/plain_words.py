"""Words and phrases by which menus, footers and calls to share or subscribe are known, in eight languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from multipolar.claims.text.read_words import table, words


@dataclass(frozen=True, slots=True)
class PageWords:
    """All in lower case.

    Attributes
    ----------
    labels : whole lines.
    words : may stand together in any number on one line.
    sections : names of sections; a menu if several stand together.
    openers : begin a short line that is no part of an article.
    rights : mark a line about copyright at the top or bottom of a page.
    pleas, asks : a sentence at the top or bottom with one of each is about cookies or subscriptions.
    """

    labels: frozenset[str]
    words: frozenset[str]
    sections: frozenset[str]
    openers: tuple[str, ...]
    rights: tuple[str, ...]
    pleas: tuple[str, ...]
    asks: tuple[str, ...]


@cache
def page_words() -> PageWords:
    """The lists of ``lexicon/page_words.toml``."""
    lists = table("page_words")
    return PageWords(
        labels=frozenset(lists["labels"]),
        words=words(lists["words"]),
        sections=words(lists["sections"]),
        openers=tuple(lists["openers"]),
        rights=tuple(lists["rights"]),
        pleas=tuple(lists["pleas"]),
        asks=tuple(lists["asks"]),
    )
