"""Words that say what a figure measures, what happens, why, on what condition: the lexicons `lexicon/terms_*.toml`.

A lexicon has one table a group (see `GROUPS`), one line an id, entries in the notation of `terms_notation`. The table
``blocked`` lists, by group, phrases that hold an entry's words and mean something else ("gold medal"). All lexicons
share the ids of the English one.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from multipolar.claims.document import LANGUAGES
from multipolar.claims.find.terms_han import HanScanner
from multipolar.claims.find.terms_notation import alternatives
from multipolar.claims.find.terms_trie import Hit, WordTrie, words_of
from multipolar.claims.mentions import Term

LEXICON = Path(__file__).parents[1] / "lexicon"
FALLBACK = "en"
GROUPS = (
    "measure",
    "commodity",
    "change",
    "level",
    "multiple",
    "rank",
    "share",
    "causal",
    "conditional",
    "modal",
    "forecast",
    "hedge",
    "event",
    "position",
    "outcome",
    "currency_use",
    "currency",
    "route",
)
"""Groups of `Term`; ``modal`` holds "would" and its like, ``currency`` has ISO 4217 codes as ids, ``route`` the ids of
`multipolar.codes.passages`."""

# Group and id; an empty id for a phrase that is to be passed over.
_Meaning = tuple[str, str]


def terms(text: str, language: str) -> tuple[Term, ...]:
    """Terms of a text by place; within a group none overlaps another, the longest stands.

    Parameters
    ----------
    language : ISO 639-1; a language without a lexicon is read with the English one.
    """
    known = language if language in LANGUAGES else FALLBACK
    found = _chinese(text) if known == "zh" else _worded(text, known)
    return tuple(sorted(found, key=lambda term: (term.span.start, -term.span.end, term.group)))


def lexicon_entries(language: str) -> list[tuple[str, _Meaning]]:
    """All forms of a language's lexicon with group and id."""
    with (LEXICON / f"terms_{language}.toml").open("rb") as stream:
        tables: dict[str, dict[str, str]] = tomllib.load(stream)
    entries = []
    for group, table in tables.items():
        for name, patterns in table.items():
            meaning = (name, "") if group == "blocked" else (group, name)
            entries += [(form, meaning) for form in alternatives(patterns, language)]
    return entries


def _chinese(text: str) -> list[Term]:
    found = []
    for scanner in _scanners():
        found += [Term(span, group, name) for span, (group, name) in scanner.find(text) if name]
    return found


@cache
def _scanners() -> tuple[HanScanner[_Meaning], ...]:
    entries = lexicon_entries("zh")
    return tuple(HanScanner([entry for entry in entries if entry[1][0] == group]) for group in GROUPS)


@cache
def _tries(language: str) -> tuple[WordTrie[_Meaning], WordTrie[_Meaning]]:
    """One table without regard to capitals, one for the entries that need them."""
    entries = lexicon_entries(language)
    plain = [entry for entry in entries if not entry[0].startswith("=")]
    exact = [(form[1:], meaning) for form, meaning in entries if form.startswith("=")]
    return WordTrie(plain, fold=True), WordTrie(exact, fold=False)


def _worded(text: str, language: str) -> list[Term]:
    words = words_of(text)
    plain, exact = _tries(language)
    found: list[Term] = []
    # Where the last hit of each group ended; later hits of the group that begin before it are parts of it.
    ends: dict[str, int] = {}
    for hits, exact_hits in zip(plain.find(text, words), exact.find(text, words), strict=True):
        if not hits and not exact_hits:
            continue
        best: dict[str, list[Hit[_Meaning]]] = {}
        for hit in (*hits, *exact_hits):
            best.setdefault(hit.payload[0], []).append(hit)
        for group, candidates in best.items():
            # A compound may name two things of one group ("handels-" and "-överskott"): each stands if apart.
            for hit in sorted(candidates, key=_strength, reverse=True):
                if hit.span.start < ends.get(group, 0):
                    continue
                ends[group] = hit.span.end
                if hit.payload[1]:
                    found.append(Term(hit.span, group, hit.payload[1]))
    return found


def _strength(hit: Hit[_Meaning]) -> tuple[int, bool, int, bool]:
    # Of two equal in all else, the one to be passed over.
    return hit.length, hit.exact, hit.span.end - hit.span.start, not hit.payload[1]
