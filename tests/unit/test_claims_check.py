"""Figures, ranks and anniversaries set beside the bundled observatory, and the reasons where nothing is known."""

from __future__ import annotations

import datetime

import pytest

from multipolar.claims.check import Checker
from multipolar.claims.extract import extract
from multipolar.claims.text.read import read_document
from multipolar.claims.verdict import Checked
from multipolar.errors import AssumptionError

ARTICLE = datetime.date(2024, 5, 20)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(scenarios=False)


def _checked(checker: Checker, text: str, language: str = "en", date: datetime.date | None = ARTICLE) -> Checked:
    document = read_document(text, kind="text", language=language, date=date)
    figures = [claim for claim in extract(document) if claim.value is not None]
    assert len(figures) == 1, figures
    return checker.check(figures[0], document)


VERDICTS = [
    ("en", "Trade between China and Russia reached 240 billion dollars in 2023.", "supported"),
    ("de", "Der Handel zwischen China und Russland erreichte 2023 240 Milliarden Dollar.", "supported"),
    ("en", "Trade between China and Russia reached 140 billion dollars in 2023.", "contradicted"),
    ("en", "Trade between China and Russia reached 225 billion dollars in 2023.", "roughly"),
    ("en", "Russia sold 107 million tonnes of crude oil to China in 2023.", "supported"),
    ("ru", "Россия поставила в Китай 107 млн тонн нефти в 2023 году.", "supported"),
    ("en", "Russia sold 170 million tonnes of crude oil to China in 2023.", "contradicted"),
    ("en", "In 2023 Russia was China's largest supplier of crude oil.", "supported"),
    ("en", "In 2021 Russia was China's largest supplier of crude oil.", "contradicted"),
    ("en", "Trade between China and Russia rose by 64 per cent between 2021 and 2023.", "supported"),
]


@pytest.mark.parametrize(("language", "text", "verdict"), VERDICTS)
def test_verdicts_on_published_figures(checker: Checker, language: str, text: str, verdict: str) -> None:
    found = _checked(checker, text, language)
    assert found.verdict.word == verdict, found.verdict.reason
    assert found.verdict.compared
    assert all(compared.sources and compared.arithmetic for compared in found.verdict.compared)


def test_since_a_month_has_bases_that_hold_and_bases_that_do_not(checker: Checker) -> None:
    text = "Trade between China and Russia in 2023 was up 64 per cent since February 2022."
    found = _checked(checker, text).verdict
    assert found.word == "depends on definition"
    holds = {compared.arithmetic for compared in found.compared if compared.fit == "holds"}
    fails = {compared.arithmetic for compared in found.compared if compared.fit == "does not hold"}
    assert holds
    assert fails
    assert all("(2021)" in line for line in holds)
    assert any("(2022)" in line for line in fails)


def test_several_sources_stand_side_by_side(checker: Checker) -> None:
    found = _checked(checker, "Russia sold 107 million tonnes of crude oil to China in 2023.").verdict
    assert {compared.sources[0] for compared in found.compared} >= {"china-customs", "baci"}
    assert found.compared[0].fit == "holds"


def test_an_anniversary_is_counted_from_the_event(checker: Checker) -> None:
    text = "This year China and Russia celebrate the 75th anniversary of their diplomatic relations."
    assert _checked(checker, text).verdict.word == "supported"
    wrong = _checked(checker, text.replace("75th", "60th")).verdict
    assert wrong.word == "no data"
    assert "1964" in wrong.reason


def test_a_list_of_one_supplier_makes_nobody_the_first(checker: Checker) -> None:
    # Customs figures of 2021 name Russia alone; Saudi Arabia sold more.
    found = _checked(checker, "In 2021 Russia was China's largest supplier of crude oil.").verdict
    assert {compared.sources[0] for compared in found.compared} == {"baci"}
    assert "1. SAU" in found.compared[0].arithmetic


@pytest.mark.parametrize(
    ("text", "date", "reason"),
    [
        ("Chinese exports to Russia rose by 30 per cent last year.", None, "date of the article"),
        ("Trade between China and Russia reached 240 billion dollars in 1951.", ARTICLE, "1951"),
        ("Chinese exports of umbrellas to the moon reached 3 billion dollars in 2023.", ARTICLE, ""),
        ("The statement of the two presidents had 7,000 words.", ARTICLE, "statements"),
    ],
)
def test_no_data_says_why(checker: Checker, text: str, date: datetime.date | None, reason: str) -> None:
    found = _checked(checker, text, date=date).verdict
    assert found.word == "no data"
    assert found.reason
    assert reason in found.reason
    assert not found.compared


def test_a_scenario_for_a_figure_is_refused(checker: Checker) -> None:
    text = "Trade between China and Russia reached 240 billion dollars in 2023."
    claim = _checked(checker, text).claim
    with pytest.raises(AssumptionError, match="no scenario answers"):
        checker.check_alone(claim, "en", ARTICLE, scenario="name: x")


def test_a_what_if_that_is_not_solved_shows_its_scenario(checker: Checker) -> None:
    text = "Without China's support Russia's economy would stagnate under Western sanctions."
    document = read_document(text, kind="text", language="en", date=ARTICLE)
    (claim,) = (c for c in extract(document) if c.kind == "conditional")
    verdict = checker.check(claim, document).verdict
    assert verdict.word == "not decidable"
    assert "unsolved" in verdict.reason
    assert verdict.tested is not None
    assert "kind: embargo" in verdict.tested.scenario


# The West is a loose group: the timeline knows neither an economy nor a bloc of that name.
BEYOND = [
    ("Western countries and Russia met at a summit in Geneva in June 2021.", "no data", "WEST and RUS in 2021-06"),
    ("Western countries met at a summit in Geneva in June 2021.", "no data", "knows no actor 'Western countries'"),
    ("Western countries, China and Russia met at a summit in May 2024.", "roughly", "2024-05-16"),
    ("Western countries and Russia mark the 10th anniversary of their relations.", "no data", "WEST and RUS in 2014"),
    ("The two-day visit of Western leaders to Russia ended.", "no data", "no dated event of WEST and RUS"),
    ("Western countries condemned the invasion.", "not testable yet", "none of the actor is on the timeline"),
]


@pytest.mark.parametrize(("text", "verdict", "reason"), BEYOND)
def test_an_actor_that_the_timeline_cannot_name(checker: Checker, text: str, verdict: str, reason: str) -> None:
    document = read_document(text, kind="text", language="en", date=ARTICLE)
    (claim,) = extract(document)
    found = checker.check(claim, document).verdict
    assert found.word == verdict
    assert reason in found.reason
