"""The words by which a language writes dates and stretches of time, from `lexicon/periods_<language>.toml`.

In the patterns of rules ``{M}`` is a month, ``{F}`` one written in full, ``{Y}`` a year or words for one ("last
year"), ``{D}`` a day, ``{N}`` a small number or ordinal, ``{M2}`` and ``{Y2}`` the end of a stretch, ``{U}`` a unit
of time; a blank is any blank.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from multipolar.claims.find.text_fold import with_gaps

FOLDER = Path(__file__).parents[1] / "lexicon"
YEAR = r"(?:1[89]|20)\d\d"
# What may not stand before a period: part of a word, of an amount, of a decimal.
_LEFT, _LEFT_CHINESE = r"(?<![\w./$€£§-])", r"(?<![\d.,])"
COMMON: tuple[tuple[str, str], ...] = (
    ("day", rf"(?P<y>{YEAR})-(?P<m>0[1-9]|1[0-2])-(?P<d>[0-3]\d)"),
    ("day", rf"(?P<d>[0-3]?\d)\.\s?(?P<m>[01]?\d)\.\s?(?P<y>{YEAR})"),
    ("day", rf"(?P<d>[0-3]?\d)/(?P<m>[01]?\d)/(?P<y>{YEAR})"),
    ("quarter", rf"q(?P<n>[1-4])[\s/-]?(?P<y>{YEAR})"),
    ("quarter", rf"(?P<y>{YEAR})[\s-]?q(?P<n>[1-4])"),
    ("half", rf"h(?P<n>[12])[\s/-]?(?P<y>{YEAR})"),
    ("years", rf"(?P<y>{YEAR})\s?[-–—/]\s?(?P<y2>{YEAR}|\d\d(?!\d))(?![-–./]\d)"),
    ("year", rf"(?P<y>{YEAR})"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write a period, and the name of how it is resolved."""

    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class PeriodLexicon:
    """What `multipolar.claims.find.periods` knows of one language. Words are in small letters."""

    language: str
    rules: tuple[Rule, ...]
    any_rule: re.Pattern[str]
    months: dict[str, int]
    numbers: dict[str, int]
    shifts: dict[str, int]
    units: dict[str, str]
    weekdays: dict[str, int]
    seasons: dict[str, int]
    since_before: re.Pattern[str]
    since_after: re.Pattern[str]
    compared_before: re.Pattern[str]
    compared_after: re.Pattern[str]
    future: re.Pattern[str]


@cache
def period_lexicon(language: str) -> PeriodLexicon:
    """The words of a language; digits only for one that has no file."""
    table: dict[str, Any] = {}
    file = FOLDER / f"periods_{language}.toml"
    if language.isalpha() and file.exists():
        with file.open("rb") as stream:
            table = tomllib.load(stream)
    chinese = language == "zh"
    full = _flat(table.get("months", {}))
    months = full | _flat(table.get("months_short", {}))
    numbers = _flat(table.get("numbers", {})) | {str(number): number for number in range(1, 100)}
    shifts, units = _flat(table.get("shifts", {})), table.get("units", {})
    named_units = {word: unit for unit, words in units.items() for word in words}
    suffix = table.get("year_suffix", "")
    year = rf"{YEAR}{suffix}"
    fill = {
        "{M}": rf"(?P<m>{_any(months)})",
        "{F}": rf"(?P<m>{_any(full)})",
        "{M2}": rf"(?P<m2>{_any(months)})",
        "{Y}": rf"(?P<y>{year}|{_any(shifts)})",
        "{Y4}": rf"(?P<y>{YEAR})",
        "{Y2}": rf"(?P<y2>{year})",
        "{D}": r"(?P<d>[0-3]?\d)",
        "{N}": rf"(?P<n>{_any(numbers)})",
        "{U}": rf"(?P<u>{_any(named_units)})",
        "{W}": rf"(?P<w>{_any(_flat(table.get('weekdays', {})))})",
        "{S}": rf"(?P<s>{_any(_flat(table.get('seasons', {})))})",
    }
    rules = [
        Rule(name, _compiled(pattern, fill, chinese=chinese))
        for name, patterns in table.get("rules", {}).items()
        for pattern in patterns
    ]
    rules += [Rule(name, _compiled(pattern, {}, chinese=chinese)) for name, pattern in COMMON]
    if suffix:
        rules.append(Rule("year", _compiled(rf"(?P<y>{year})", {}, chinese=chinese)))
    if shifts:
        rules.append(Rule("year", _compiled("(?P<y>" + _any(shifts) + ")", {}, chinese=chinese)))
    since, since_after, compared, compared_after = _base(table.get("base", {}), chinese=chinese)
    future = _one_of(table.get("future", []))
    return PeriodLexicon(
        language=language,
        rules=tuple(rules),
        any_rule=_any_rule(rules, chinese=chinese),
        months=months,
        numbers=numbers,
        shifts=shifts,
        units=named_units,
        weekdays=_flat(table.get("weekdays", {})),
        seasons=_flat(table.get("seasons", {})),
        since_before=since,
        since_after=since_after,
        compared_before=compared,
        compared_after=compared_after,
        future=re.compile(future if chinese else rf"(?<!\w)(?:{future})"),
    )


def _any_rule(rules: list[Rule], *, chinese: bool) -> re.Pattern[str]:
    """One pattern that matches wherever a rule does: the text is searched once, not once a rule."""
    left = _LEFT_CHINESE if chinese else _LEFT
    bodies = "|".join(re.sub(r"\(\?P<\w+>", "(?:", rule.pattern.pattern.removeprefix(left)) for rule in rules)
    return re.compile(f"{left}(?:{bodies})")


def _base(
    base: dict[str, list[str]], *, chinese: bool
) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What marks a period as the base of a change: before and behind it, as "since" and as "compared with"."""
    since, compared, start = (_one_of(base.get(name, [])) for name in ("since", "compared", "from"))
    behind = [re.compile(_one_of(base.get(name, []))) for name in ("since_after", "compared_after")]
    if chinese:
        return (
            re.compile(rf"(?:{since})\Z"), behind[0], re.compile(rf"(?:{compared}|{start})\Z"), behind[1],
        )  # fmt: skip
    words = r"(?:\s+(?:\d[\d.,]*(?<![.,])|[^\s.;,!?:]+)){0,5}"
    stop = _one_of(base.get("stop", []))
    small = _one_of(base.get("in", []))
    return (
        re.compile(rf"(?<!\w)(?:{since})(?:\s+(?!(?:{stop})(?!\w))[^\W\d_]+){{0,5}}[\s'’]+\Z"),
        behind[0],
        re.compile(
            rf"(?<!\w)(?:(?:{compared}){words}|(?:{start})(?:\s+[$€£]?\d\S*(?:\s+[^\s.;,]+){{0,4}})?(?:\s+(?:{small}))?)[\s'’]+\Z"
        ),
        behind[1],
    )


def _compiled(pattern: str, fill: dict[str, str], *, chinese: bool) -> re.Pattern[str]:
    body = with_gaps(pattern, r"\s{1,3}")
    for name, part in fill.items():
        body = body.replace(name, part.replace(" ", r"\s{1,3}"))
    # A group may stand in several alternatives: each gets a name of its own ("y", "y__1").
    pieces = body.split("(?P<")
    body = pieces[0] + "".join(f"(?P<{piece.replace('>', f'__{place}>', 1)}" for place, piece in enumerate(pieces[1:]))
    if chinese:
        return re.compile(rf"{_LEFT_CHINESE}(?:{body})(?!\d)")
    return re.compile(rf"{_LEFT}(?:{body})(?!\w)(?![.,/:]\d)")


def _flat(table: dict[str, list[str]]) -> dict[str, int]:
    return {word: int(key) for key, words in table.items() for word in words}


def _any(words: dict[str, Any]) -> str:
    return (
        "|".join(re.escape(word).replace("\\ ", " ") for word in sorted(words, key=len, reverse=True))
        if words
        else r"[^\s\S]"
    )


def _one_of(entries: list[str]) -> str:
    return "|".join(entry.replace(" ", r"\s+") for entry in entries) if entries else r"[^\s\S]"
