"""Terms in texts of eight languages: measures, goods, changes, causes, conditions, and words that look like them."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from multipolar.claims.document import LANGUAGES
from multipolar.claims.find.terms import GROUPS, LEXICON, lexicon_entries, terms
from multipolar.claims.find.terms_notation import alternatives
from multipolar.codes.tables import read_table

CASES = Path(__file__).with_name("claims_term_cases.txt")


def _cases() -> list[tuple[str, str, str]]:
    """Language, text, expectation: `word=group.id`, or `!word=group` where the word is no term of the group."""
    cases, language, text = [], "", ""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("["):
            language = line.strip("[] ")
        elif line.startswith(">"):
            cases += [(language, text, expected.strip()) for expected in line[1:].split(";")]
        else:
            text = line
    return cases


@pytest.mark.parametrize(("language", "text", "expected"), _cases())
def test_term(language: str, text: str, expected: str) -> None:
    word, _, meaning = expected.lstrip("!").rpartition("=")
    assert word in text
    found = [(text[term.span.start : term.span.end], f"{term.group}.{term.id}") for term in terms(text, language)]
    if expected.startswith("!"):
        assert not [name for words, name in found if words == word and name.split(".")[0] == meaning], found
    else:
        assert (word, meaning) in found, found


def test_each_language_has_enough_cases() -> None:
    counts = {language: sum(case[0] == language for case in _cases()) for language in LANGUAGES}
    assert min(counts.values()) >= 30, counts


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_languages_share_the_ids(language: str) -> None:
    tables = []
    for name in ("en", language):
        with (LEXICON / f"terms_{name}.toml").open("rb") as stream:
            tables.append(tomllib.load(stream))
    english, own = tables
    assert set(own) <= {*GROUPS, "blocked"}
    assert {group: set(table) for group, table in own.items() if group != "blocked"} == {
        group: set(table) for group, table in english.items() if group != "blocked"
    }
    assert set(own["blocked"]) <= set(GROUPS)
    assert all(pattern.strip() for table in own.values() for pattern in table.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sign_of_the_notation_is_left(language: str) -> None:
    assert not [form for form, _ in lexicon_entries(language) if set(form) & set("{}~^|")]


def test_routes_are_passages() -> None:
    passages = {row["code"] for row in read_table("passages")}
    routes = {name for _, (group, name) in lexicon_entries("en") if group == "route"}
    assert routes - {"belt-and-road"} <= passages


def test_notation() -> None:
    assert alternatives("r{ise,ose}s{} up|fall{s}", "en") == ("rises up", "roses up", "fall", "falls")
    assert "российского" in alternatives("российск~", "ru")


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_of_a_group_stand_apart_and_in_order(language: str) -> None:
    text = " ".join(case[1] for case in _cases() if case[0] == language)
    found = terms(text, language)
    assert list(found) == sorted(found, key=lambda term: (term.span.start, -term.span.end, term.group))
    for group in GROUPS:
        own = [term.span for term in found if term.group == group]
        assert all(one.end <= other.start for one, other in pairwise(own)), group


def test_compounds_are_parted() -> None:
    text = "Oljeexporten gav ett handelsöverskott."
    found = {text[term.span.start : term.span.end]: (term.group, term.id) for term in terms(text, "sv")}
    assert found["Olje"] == ("commodity", "oil")
    assert found["exporten"] == ("measure", "exports")
    assert found["överskott"] == ("measure", "surplus")


@pytest.mark.parametrize("text", ["", "\x00\x01", "١٢٣ مرحبا", "a" * 20_000, "." * 5_000, "-" * 5_000])
@pytest.mark.parametrize("language", ["sv", "zh"])
def test_odd_texts_hold_nothing(text: str, language: str) -> None:
    assert terms(text, language) == ()


@pytest.mark.parametrize("language", ["sv", "ru", "zh"])
def test_one_endless_word_takes_no_endless_time(language: str) -> None:
    # Steps per word are bounded: a word of a million letters would otherwise take hours.
    assert all(term.span.end <= 1_000_000 for term in terms("oljaя" * 200_000, language))
