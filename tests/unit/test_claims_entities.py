"""Economies, blocs and groups in texts of eight languages: names, inflections, adjectives, capitals, false friends."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest

from multipolar.claims.document import LANGUAGES
from multipolar.claims.find.entities import entities
from multipolar.claims.find.entities_table import LEXICON, entity_entries
from multipolar.codes import blocs
from multipolar.codes.tables import read_table

CASES = Path(__file__).with_name("claims_entity_cases.txt")
ARTICLE = Path(__file__).resolve().parents[3] / "shared" / "article-sv.txt"


def _cases() -> list[tuple[str, str, tuple[str, ...]]]:
    """Language, text, expected codes in order; `+` joins the codes of one word."""
    cases, language = [], ""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("["):
            language = line.strip("[] ")
            continue
        text, _, codes = line.partition(" => ")
        cases.append((language, text, () if codes.strip() == "-" else tuple(codes.split())))
    return cases


@pytest.mark.parametrize(("language", "text", "expected"), _cases())
def test_codes_in_order(language: str, text: str, expected: tuple[str, ...]) -> None:
    found = entities(text, language)
    assert tuple("+".join(entity.codes) for entity in found) == expected


def test_each_language_has_enough_cases() -> None:
    counts = {language: sum(case[0] == language for case in _cases()) for language in LANGUAGES}
    assert min(counts.values()) >= 25, counts


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_are_known(language: str) -> None:
    known = {row["iso3"] for row in read_table("territory_names")} | set(blocs())
    known |= {"WEST", "GLOBAL_SOUTH"}
    used = {code for _, named in entity_entries(language) for code in named.codes}
    assert used <= known, used - known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_economy_of_the_model_has_name_and_adjective(language: str) -> None:
    entries = entity_entries(language)
    named = {code for _, entry in entries if entry.form == "name" for code in entry.codes}
    economies = {row["iso3"] for row in read_table("economies")} - {"ROW"}
    assert economies <= named, economies - named
    if language != "zh":
        adjectives = {code for _, entry in entries if entry.form == "adjective" for code in entry.codes}
        # Hong Kong has a common adjective in few languages, and small island states in none.
        assert economies - adjectives <= {"HKG", "STP"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_bloc_of_today_has_a_name(language: str) -> None:
    named = {code for _, entry in entity_entries(language) if entry.form == "bloc" for code in entry.codes}
    reachable = named | ({"OPEC+"} if "OPEC" in named else set())
    assert set(blocs()) <= reachable


def test_spans_are_sorted_apart_and_exact() -> None:
    text = "Kinas president Xi Jinping mötte EU:s ledare om den kinesisk-ryska handeln och Rysslandshandeln."
    found = entities(text, "sv")
    assert [text[entity.span.start : entity.span.end] for entity in found] == [
        "Kinas",
        "Xi Jinping",
        "EU",
        "kinesisk-ryska",
        "Rysslands",
    ]
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))


def test_forms_say_how_an_economy_is_named() -> None:
    text = "Russia and Chinese officials met in Ankara; the Kremlin, Macron, NATO and the West watched."
    assert [entity.form for entity in entities(text, "en")] == [
        "name",
        "adjective",
        "capital",
        "government",
        "leader",
        "bloc",
        "group",
    ]


def test_an_unknown_language_is_read_as_english() -> None:
    assert [entity.codes for entity in entities("Russia en China", "nl")] == [("RUS",), ("CHN",)]


def test_tables_have_a_column_for_each_language() -> None:
    for name in ("entities_adjectives.csv", "entities_capitals.csv"):
        with (LEXICON / name).open(encoding="utf-8") as stream:
            rows = list(csv.reader(stream, delimiter=";", quoting=csv.QUOTE_NONE))
        assert {len(row) for row in rows} == {len(rows[0])}


def test_the_first_article_names_all_its_actors() -> None:
    if not ARTICLE.exists():
        pytest.skip("the article is not on this machine")
    text = ARTICLE.read_text(encoding="utf-8")
    found = entities(text, "sv")
    codes = {code for entity in found for code in entity.codes}
    assert codes == {
        *("CHN", "RUS", "USA", "UKR", "GBR", "IND", "SAU", "TWN", "CHE"),
        *("EU", "SCO", "BRICS", "WEST", "GLOBAL_SOUTH"),
    }
    words = [text[entity.span.start : entity.span.end] for entity in found]
    assert words.count("kinesisk-ryska") == 3
