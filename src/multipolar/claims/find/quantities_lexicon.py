"""The words by which a language writes quantities, compiled from `lexicon/quantities_<language>.toml`.

Entries are regular expressions. A blank in one stands for blanks or a hyphen; a leading ``=`` makes it case-sensitive.
Every pattern that is tried at a number is anchored there, so that the time is linear in the length of the text.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from multipolar.claims.find.numbers_words import NumberWords, number_words
from multipolar.claims.find.text_fold import with_gaps

_NOTHING = r"[^\s\S]"
FOLDER = Path(__file__).parents[1] / "lexicon"


@dataclass(frozen=True, slots=True)
class Choice:
    """A pattern of many entries and what each of them stands for, by the number of its group."""

    pattern: re.Pattern[str]
    keys: tuple[str, ...]

    def match(self, text: str, position: int) -> tuple[str, int] | None:
        """The key of the entry that stands at a position, and where it ends."""
        found = self.pattern.match(text, position)
        return None if found is None else (self.keys[(found.lastindex or 1) - 1], found.end())

    def before(self, text: str, position: int, reach: int) -> tuple[str, int] | None:
        """The key of the entry that ends at a position, and where it starts."""
        found = self.pattern.search(text, max(position - reach, 0), position)
        return None if found is None else (self.keys[(found.lastindex or 1) - 1], found.start())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What `multipolar.claims.find.quantities` knows of one language. Fields ending in `_before` end at a number."""

    language: str
    words: NumberWords | None
    ones: frozenset[str]
    words_not_within: re.Pattern[str]
    half_after: re.Pattern[str]
    magnitudes: Choice
    between: re.Pattern[str]
    units: Choice
    counts: Choice
    counts_small: re.Pattern[str]
    rates: Choice
    prefixes_before: Choice
    join: re.Pattern[str]
    both_before: re.Pattern[str]
    both_and: re.Pattern[str]
    change_before: re.Pattern[str]
    listed: re.Pattern[str]
    out_of: re.Pattern[str]
    inherit: re.Pattern[str]
    inherit_after: re.Pattern[str]
    hedges_before: Choice
    hedges_after: Choice
    phrases: Choice
    times: re.Pattern[str]
    times_before: re.Pattern[str]
    shrinking: re.Pattern[str]
    one_of_before: re.Pattern[str]
    one_of_after: re.Pattern[str]
    never_before: re.Pattern[str]
    never_after: re.Pattern[str]


@cache
def lexicon(language: str) -> Lexicon:
    """The words of a language; signs and international symbols only for one that has no file."""
    common = _table("common")
    own = _table(language)
    chinese = language == "zh"
    numbers = own.get("numbers", {})
    values = {word: float(key) for key, words in numbers.get("words", {}).items() for word in words}
    ranges, hedges, never = own.get("ranges", {}), own.get("hedges", {}), own.get("never", {})
    stop = own.get("between_stop", [])
    # Up to two words may stand before what is counted ("14 new sanctions packages"), but not the "th" of "14th".
    word = rf"(?!(?:{_any(stop)})(?!\w))[^\W\d_]\w*[\s-]+"
    filler = rf"(?:|(?<!\d)(?:{word}){{1,2}}?)" if stop else ""
    article = rf"(?:{_gap(_any(hedges.get('article', [])))}[\s]*)*"

    def ends(entries: list[str]) -> re.Pattern[str]:
        """Words that end where a number begins."""
        return re.compile(rf"(?:{_words(entries, chinese=chinese)})\s*\Z", re.IGNORECASE)

    def between(entries: list[str], signs: str) -> re.Pattern[str]:
        """Words that fill the room between two numbers."""
        return re.compile(rf"\s*(?:{signs}|{_words(entries, chinese=chinese)})\s*", re.IGNORECASE)

    ordinals, times = own.get("ordinals", {}), own.get("times", {})
    adjectives = _gap(_any(own.get("between", {}).get("words", [])))
    no_letter = "" if chinese else r"(?!\w)"
    return Lexicon(
        language=language,
        words=(
            number_words(values, numbers.get("joiner", ""), numbers.get("half", []), numbers.get("glued", ""))
            if values
            else None
        ),
        ones=frozenset(numbers.get("ones", [])),
        words_not_within=_pattern(_any(numbers.get("not_within", []))),
        half_after=_pattern(rf"\s+(?:{_any(numbers.get('half_after', []))})(?!\w)"),
        magnitudes=_choice([own.get("magnitudes", {}), common["magnitudes"]], chinese=chinese),
        between=_pattern(rf"(?:(?:{adjectives})(?:\s+|(?<=['’]))){{1,3}}"),
        units=_choice([own.get("units", {}), common["units"]], chinese=chinese),
        counts=_choice([own.get("counts", {})], chinese=chinese, lead=filler),
        counts_small=_pattern(rf"(?:{_any(own.get('counts_small', {}).get('words', []))})\Z"),
        rates=_choice([own.get("rates", {}), common["rates"]], chinese=chinese),
        prefixes_before=_choice(
            [own.get("prefixes", {}), _signs(common["units"])],
            chinese=chinese,
            lead="" if chinese else r"(?<![^\W\d_])",
            tail=r"[\s\u00a0-]?\Z",
        ),
        join=between(ranges.get("join", []), "[-–—~～−]"),
        both_before=ends(ranges.get("both", [])),
        both_and=between(ranges.get("and", []), r"[^\s\S]"),
        change_before=ends(ranges.get("from", [])),
        listed=between(ranges.get("list", []), ",|、"),
        out_of=_pattern(rf"\s+(?:{_any(ranges.get('out_of', []))})\s+"),
        inherit=ends(ranges.get("inherit", [])),
        inherit_after=_pattern(rf"\s*(?:[,.;:)]|\Z|(?:{ranges.get('inherit_after', _NOTHING)})(?!\w))"),
        hedges_before=_choice(
            [{kind: hedges.get(kind, []) for kind in ("least", "most", "about")}],
            chinese=chinese,
            lead="" if chinese else r"(?<!\w)",
            tail=rf"\s*{article}\Z",
        ),
        hedges_after=_choice(
            [{kind: hedges.get(f"after_{kind}", []) for kind in ("least", "most", "about")}],
            chinese=chinese,
            lead=r"\s*",
        ),
        phrases=_phrases(own, chinese=chinese),
        times=_pattern(rf"\s(?:{_any(times.get('words', []))})(?!\w)"),
        times_before=_pattern(rf"(?<!\w)(?:{_any(times.get('before', []))})\s(?:\w+\s){{0,3}}\Z"),
        shrinking=_pattern(_any(own.get("shrinking", {}).get("words", []))),
        one_of_before=_pattern(rf"(?:{_any(ordinals.get('one_of', []))})\Z"),
        one_of_after=_pattern(_any(ordinals.get("one_of_after", []))),
        never_before=_pattern(rf"(?:§+|#|№|\bv\.?|第|(?<!\w)(?:{_any(never.get('before', []))}))\s*\Z"),
        never_after=_pattern(rf"[\s-]*(?:{_any(never.get('after', []))}){no_letter}"),
    )


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _table(name: str) -> dict[str, Any]:
    file = FOLDER / f"quantities_{name}.toml"
    if not name.isalpha() or not file.exists():
        return {}
    with file.open("rb") as stream:
        return tomllib.load(stream)


def _any(entries: list[str]) -> str:
    """One of the entries; a pattern that never matches where there is none."""
    return "|".join(entries) if entries else r"[^\s\S]"


def _words(entries: list[str], *, chinese: bool) -> str:
    return _any(entries) if chinese else rf"(?<!\w)(?:{_gap(_any(entries))})(?!\w)"


def _gap(pattern: str) -> str:
    return with_gaps(pattern, r"[\s-]{1,3}")


def _choice(tables: list[dict[str, list[str]]], *, chinese: bool, lead: str = "", tail: str = "") -> Choice:
    keys: list[str] = []
    groups: list[str] = []
    for table in tables:
        for key, entries in table.items():
            if not entries:
                continue
            keys.append(key)
            groups.append(f"({'|'.join(_entry(entry, chinese=chinese) for entry in entries)})")
    body = "|".join(groups) if groups else r"([^\s\S])"
    return Choice(re.compile(f"{lead}(?:{body}){tail}"), tuple(keys) or ("",))


def _entry(entry: str, *, chinese: bool) -> str:
    sensitive = entry.startswith("=")
    body = _gap(entry.removeprefix("="))
    letters = not chinese and (entry[-1].isalnum() or entry[-1] in "?*)+]") and entry[-1] not in "³"
    # A word must end where it ends; "m" is not the beginning of "mm" or of "m/s".
    end = r"(?![^\W\d_])" if letters else ""
    if chinese and entry.isascii():
        end = r"(?![A-Za-z])" if entry[-1].isalnum() else ""
    return f"(?:{body}){end}" if sensitive else f"(?i:{body}){end}"


def _signs(units: dict[str, list[str]]) -> dict[str, list[str]]:
    """Currency signs and codes of the shared table, which may stand before a number as well."""
    return {key: entries for key, entries in units.items() if re.fullmatch(r"[A-Z]{3}", key)}


def _phrases(own: dict[str, Any], *, chinese: bool) -> Choice:
    """Words that are a quantity by themselves: doublings, shares, ranks. Keys are like ``multiple:2``."""
    tables: dict[str, list[str]] = {}
    ordinals = own.get("ordinals", {})
    superlative = _any(ordinals.get("superlative", []))
    for value, names in ordinals.get("words", {}).items():
        joined = ordinals.get("join", r"\s+")
        tables[f"ordinal:{value}"] = [f"(?:{_any(names)}){joined}(?:{superlative})"]
    for kind, entries in own.get("words", {}).items():
        for value, patterns in entries.items():
            tables.setdefault(f"{kind}:{value}", []).extend(patterns)
    keys, groups = [], []
    end = "" if chinese else r"(?!\w)"
    for key, patterns in tables.items():
        keys.append(key)
        groups.append(f"((?:{_gap('|'.join(patterns))}){end})")
    body = "|".join(groups) if groups else r"([^\s\S])"
    return Choice(re.compile(body if chinese else rf"(?<!\w)(?:{body})"), tuple(keys) or ("",))
