"""Frequent words by which languages in Latin script are told apart."""

from __future__ import annotations

from functools import cache

from multipolar.claims.text.read_words import table, words


@cache
def frequent_words() -> dict[str, frozenset[str]]:
    """ISO 639-1 code to function words and some words of trade and energy, in lower case."""
    return {language: words(text) for language, text in table("language_words").items()}
