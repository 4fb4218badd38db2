"""Small words that say what a figure or an actor does in its sentence. The words stand in `lexicon/grammar.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

GRAMMAR_FILE = Path(__file__).parents[1] / "lexicon" / "grammar.toml"
FALLBACK = "en"
NEVER = "(?!)"
"""Matches nothing: what a language that lacks such words gets."""

Word = Literal[
    "by",
    "to",
    "from",
    "of",
    "into",
    "between",
    "against",
    "both",
    "both_blocs",
    "the_country",
    "the_bloc",
    "passed",
    "marked",
    "hostile",
    "verb_first",
    "no_condition",
    "no_cue",
    "part",
    "sure_by",
    "versus",
    "in",
    "and",
    "more",
    "less",
    "stop",
]

# Words that may stand between a small word and what it governs: articles, hedges, currency signs, brackets.
_GAP = r"(?:[\s(«„\"'’]*(?:[^\W\d_]+[\s'’]+){0,2}[^\w\s]?\s*)"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled small words of one language.

    `just_before` holds patterns that match at the end of what stands before a figure or an actor, `just_after` at the
    beginning of what stands after it, `anywhere` the words themselves.
    """

    language: str
    just_before: dict[str, re.Pattern[str]]
    just_after: dict[str, re.Pattern[str]]
    anywhere: dict[str, re.Pattern[str]]

    def before(self, word: Word, text: str, position: int, reach: int = 30) -> bool:
        """Whether the word stands just before a position, with at most two words in between."""
        return self.just_before[word].search(text[max(position - reach, 0) : position]) is not None

    def closest_before(self, words: tuple[Word, ...], text: str, position: int, reach: int = 30) -> str:
        """Which of the words stands just before a position and nearest to it; empty if none does."""
        found = self.place_before(words, text, position, reach)
        return found[0] if found is not None else ""

    def place_before(
        self, words: tuple[Word, ...], text: str, position: int, reach: int = 30
    ) -> tuple[Word, int] | None:
        """As `closest_before`, with the place in the text where the word ends; of two that end there the longer."""
        low = max(position - reach, 0)
        window = text[low:position]
        found = {word: match for word in words if (match := self.just_before[word].search(window))}
        if not found:
            return None
        word = max(found, key=lambda word: (found[word].end("word"), -found[word].start("word")))
        return word, low + found[word].end("word")

    def after(self, word: Word, text: str, position: int) -> bool:
        """Whether the word stands directly after a position."""
        return self.just_after[word].match(text[position : position + 30]) is not None


@cache
def grammar(language: str) -> Grammar:
    """The small words of a language; those of English for a language that has none."""
    with GRAMMAR_FILE.open("rb") as stream:
        tables = tomllib.load(stream)
    table = tables.get(language, tables[FALLBACK])
    chinese = language == "zh"
    before, after, anywhere = {}, {}, {}
    for word, entries in table.items():
        # Longest first, so that "bound for" is tried before "for".
        body = "|".join(sorted(entries, key=len, reverse=True)) or NEVER
        if chinese:
            before[word] = re.compile(rf"(?P<word>{body})[约近大逾超\s]{{0,3}}[^\s，。；、\d]{{0,2}}$")
            after[word] = re.compile(rf"\s*(?:{body})")
            anywhere[word] = re.compile(body)
            continue
        before[word] = re.compile(rf"(?<!\w)(?P<word>{body})(?!\w){_GAP}$", re.IGNORECASE)
        after[word] = re.compile(rf"[\s)]*(?:{body})(?!\w)", re.IGNORECASE)
        anywhere[word] = re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)
    return Grammar(language, before, after, anywhere)
