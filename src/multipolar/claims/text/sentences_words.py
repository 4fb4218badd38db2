"""Abbreviations, and words that begin a sentence, by language; see ``lexicon/sentence_words.toml`` for what each is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from multipolar.claims.text.read_words import table, words


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides whether a full stop ends a sentence of one language. All in lower case, without the last stop.

    Attributes
    ----------
    never : abbreviations that do not end a sentence when a word follows.
    sometimes : abbreviations that end one when a capital follows.
    figures : abbreviations only where a figure follows.
    titles : abbreviations after which not even a word of `starters` begins a sentence.
    starters : words that, with a capital, begin a sentence even after an abbreviation or an ordinal.
    months : as they follow an ordinal.
    ordinals : whether an ordinal is written as a figure with a full stop.
    """

    never: frozenset[str]
    sometimes: frozenset[str]
    figures: frozenset[str]
    titles: frozenset[str]
    starters: frozenset[str]
    months: frozenset[str]
    ordinals: bool


@cache
def rules(language: str) -> Rules:
    """The rules of a language; for one without its own, those common to all, with English sentence openers."""
    lists = table("sentence_words")
    starters = lists["starters"]
    return Rules(
        never=words(lists["never"]["all"] + lists["never"].get(language, "")),
        sometimes=words(lists["sometimes"]["all"] + lists["sometimes"].get(language, "")),
        figures=words(lists["figures"]["all"]),
        titles=words(lists["titles"]["all"]),
        starters=words(starters.get(language, starters["en"])),
        months=words(lists["months"]["all"]),
        ordinals=language in words(lists["ordinals"]["all"]),
    )
