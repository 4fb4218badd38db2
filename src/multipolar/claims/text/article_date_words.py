"""Names of months, and the words by which a line says that it is the date of an article, in eight languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from multipolar.claims.text.read_words import table, words


@dataclass(frozen=True, slots=True)
class DateWords:
    """All in lower case.

    Attributes
    ----------
    months : name or abbreviation to number.
    published, updated : stand before the day of publication or of the last change.
    around : stand beside a date in a dateline without making a sentence of it.
    """

    months: dict[str, int]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    around: frozenset[str]


@cache
def date_words() -> DateWords:
    """The lists of ``lexicon/date_words.toml``."""
    lists = table("date_words")
    return DateWords(
        months={name: int(number) for number, names in lists["months"].items() for name in names.split()},
        published=tuple(lists["published"]),
        updated=tuple(lists["updated"]),
        around=words(lists["around"]),
    )
