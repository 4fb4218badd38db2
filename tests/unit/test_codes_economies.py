"""Economies: every name that a user may write leads to one code, or to a suggestion."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from multipolar.codes import UnknownCodeError, economies, economy, economy_name, sectors
from multipolar.codes.economies import LANGUAGES


def test_codes_are_those_of_the_source_table(shared_data: Path) -> None:
    with np.load(shared_data / "icio2022_reduced.npz") as table:
        assert tuple(e.code for e in economies()) == (*(str(code) for code in table["countries"]), "ROW")
        assert tuple(s.code for s in sectors()) == tuple(str(code) for code in table["sectors"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SWE", "SWE"),
        ("swe", "SWE"),
        ("Sverige", "SWE"),
        ("Ryssland", "RUS"),
        ("Россия", "RUS"),
        ("中国", "CHN"),
        ("Suomi", "FIN"),
        ("日本", "JPN"),
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("Cote d'Ivoire", "CIV"),
        ("South Korea", "KOR"),
        ("United States of America", "USA"),
        ("ROW", "ROW"),
        ("Iran", "IRN"),
    ],
)
def test_names_in_many_languages(text: str, code: str) -> None:
    assert economy(text).code == code


@pytest.mark.parametrize(
    ("text", "meant"), [("UK", "GBR (United Kingdom)"), ("US", "USA (United States)"), ("Swedn", "SWE (Sweden)")]
)
def test_refusals_suggest(text: str, meant: str) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        economy(text)
    assert caught.value.remedy == f"Did you mean {meant}?"


def test_what_means_nothing_is_refused_without_a_guess() -> None:
    with pytest.raises(UnknownCodeError) as caught:
        economy("Xqzzy")
    assert caught.value.candidates == ()


def test_every_printed_name_is_accepted_in_every_language() -> None:
    ambiguous = set()
    for found in economies():
        for language in LANGUAGES:
            name = economy_name(found.code, language)
            try:
                if economy(name).code != found.code:
                    ambiguous.add((name, found.code))
            except UnknownCodeError:
                ambiguous.add((name, found.code))
    assert ambiguous == set()


def test_economies_outside_the_table_are_known_and_marked() -> None:
    assert not economy("KGZ").in_table
    assert economy("BLR").in_table
    assert all(len(found.short_name) <= 14 for found in economies())


def test_local_names() -> None:
    assert economy_name("DEU", "sv") == "Tyskland"
    assert economy_name("ROW", "sv") == "Rest of the world"
    with pytest.raises(UnknownCodeError):
        economy_name("DEU", "xx")
