"""Which figure of a sentence has which period: its own, the sentence's, the beginning or the end of a span."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from multipolar.claims.check import Checker
from multipolar.claims.claim import Claim
from multipolar.claims.document import LANGUAGES
from multipolar.claims.extract import extract
from multipolar.claims.text.read import read_document

ARTICLE = datetime.date(2024, 5, 20)
CASES = [
    [part.strip() for part in line.split("|")]
    for line in Path(__file__).with_name("claims_when_cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def _figures(text: str, language: str) -> list[Claim]:
    document = read_document(text, kind="text", language=language, date=ARTICLE)
    return [claim for claim in extract(document) if claim.value is not None]


def _when(claim: Claim) -> str:
    base = f"<{claim.base_period.code()}" if claim.base_period else ""
    return ((claim.period.code() if claim.period else "") or "-") + base


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]}-{number}" for number, case in enumerate(CASES)])
def test_each_figure_has_its_period(case: list[str]) -> None:
    language, text, expected = case
    assert ", ".join(_when(claim) for claim in _figures(text, language)) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_each_pattern(language: str) -> None:
    told = [case[2] for case in CASES if case[0] == language]
    assert {"2023, 2021", "2021, 2023", "2023"} <= set(told)


def test_two_years_of_one_sentence_are_both_supported() -> None:
    text = "Trade between China and Russia rose from 147 billion dollars in 2021 to 240 billion dollars in 2023."
    checker = Checker(scenarios=False)
    words = [checker.check_alone(claim, "en", ARTICLE).verdict.word for claim in _figures(text, "en")]
    assert words == ["supported", "supported"]


def test_the_year_before_a_pair_of_chinese_names_is_no_middle_of_the_year() -> None:
    (claim,) = _figures("2023年中俄贸易额达2401亿美元。", "zh")
    assert claim.codes() == ("CHN", "RUS")
