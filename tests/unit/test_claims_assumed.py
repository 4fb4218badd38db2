"""What the sentence leaves open: it is said at the verdict, and nothing is contradicted on a guess."""

from __future__ import annotations

import datetime

import pytest

from multipolar.claims.check import Checker
from multipolar.claims.extract import extract
from multipolar.claims.facts.check_figures import _bases
from multipolar.claims.facts.figures import code_of, year_before
from multipolar.claims.records import period_of_code, revised
from multipolar.claims.text.read import read_document
from multipolar.claims.verdict import Verdict

ARTICLE = datetime.date(2024, 5, 20)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(scenarios=False)


def _verdicts(
    checker: Checker, text: str, language: str = "en", date: datetime.date | None = ARTICLE, given: tuple[str, ...] = ()
) -> list[Verdict]:
    document = read_document(text, kind="text", language=language, date=date)
    claims = [revised(claim, given) for claim in extract(document) if claim.value is not None]
    return [checker.check_alone(claim, language, date).verdict for claim in claims]


GUESSED = [
    ("Trade between China and Russia reached {} billion dollars.", "240", "140", "no period, so that 2023", "period"),
    ("Russia is China's {}largest supplier of crude oil.", "", "third ", "no period, so that 2023", "period"),
    ("Trade between China and Russia has risen by {} per cent.", "26", "90", "no period, so that 2023", "period"),
    (
        "The United States put a tariff of {} per cent on Chinese electric cars.", "100", "70",
        "newest rate, of 2024-05-14", "",
    ),
    ("The visit of Putin to China took {} days.", "two", "nine", "the event nearest to the article", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong", "said", "field"), GUESSED, ids=[case[0][:24] for case in GUESSED])
def test_a_time_that_was_guessed_is_said_and_contradicts_nothing(
    checker: Checker, text: str, right: str, wrong: str, said: str, field: str
) -> None:
    (held,) = _verdicts(checker, text.format(right))
    assert held.word == "supported", held.reason
    assert said in held.reason
    (failed,) = _verdicts(checker, text.format(wrong))
    assert failed.word == "not decidable", failed.reason
    assert said in failed.reason
    assert "does not hold" in failed.reason
    assert failed.compared
    if field:
        (stated,) = _verdicts(checker, text.format(wrong), given=(f"{field}=2023",))
        assert stated.word == "contradicted"
        assert "no period" not in stated.reason


def test_a_base_that_was_guessed_is_said(checker: Checker) -> None:
    (rise,) = _verdicts(checker, "China's exports to Russia rose by 90 per cent in 2023.")
    assert rise.word == "contradicted"
    assert "names no base, so that 2022 is taken" in rise.reason
    (double,) = _verdicts(checker, "China's exports to Russia doubled in 2023.")
    assert double.word == "not decidable"
    assert "names no base" in double.reason
    (stated,) = _verdicts(checker, "China's exports to Russia doubled between 2022 and 2023.")
    assert stated.word == "contradicted"
    assert "names no base" not in stated.reason


def test_what_a_change_began_at_is_not_tested_on_the_year_of_its_end(checker: Checker) -> None:
    first, last = _verdicts(checker, "China's exports to Russia rose from 76 to 111 billion dollars in 2023.")
    assert first.word == "no data"
    assert "none of the figure itself" in first.reason
    assert last.word != "no data"


NAMED_BEFORE = {
    "en": "China and Russia draw closer. Trade between the two countries reached 240 billion dollars in 2023.",
    "sv": "Kina och Ryssland närmar sig varandra. Handeln mellan de två länderna nådde 240 miljarder dollar 2023.",
    "de": "China und Russland rücken zusammen. Der Handel beider Länder erreichte 2023 rund 240 Milliarden Dollar.",
    "zh": "中国与俄罗斯关系密切。2023年两国贸易额达到2400亿美元。",
}


@pytest.mark.parametrize("language", NAMED_BEFORE)
def test_actors_of_the_sentence_before_are_said(checker: Checker, language: str) -> None:
    (verdict,) = _verdicts(checker, NAMED_BEFORE[language], language)
    assert verdict.word == "supported", verdict.reason
    assert "named before" in verdict.reason
    assert "China" in verdict.reason
    assert "Russia" in verdict.reason


def test_actors_of_the_same_sentence_need_no_word(checker: Checker) -> None:
    text = "China and Russia met, and trade between the two countries reached 240 billion dollars in 2023."
    (verdict,) = _verdicts(checker, text)
    assert "named before" not in verdict.reason


def test_a_tariff_is_tested_at_its_own_time(checker: Checker) -> None:
    (verdict,) = _verdicts(checker, "In 2018 the United States put a tariff of 70 per cent on Chinese electric cars.")
    assert verdict.word == "no data"


def test_a_bloc_is_not_the_world(checker: Checker) -> None:
    (verdict,) = _verdicts(checker, "Exports of the EU to Armenia reached 70 billion dollars in 2023.")
    assert verdict.word == "no data"
    assert "EU and ARM" in verdict.reason


@pytest.mark.parametrize(
    ("base", "period", "codes"),
    [
        (None, "2023", ["2022"]),
        (None, "2024-05", ["2023-05"]),
        (None, "2024-01/2024-04", ["2023-01/2023-04"]),
        (None, "2024Q3", ["2023Q3"]),
        ("2021", "2023", ["2021"]),
        ("2023-05", "2024-05", ["2023-05"]),
        ("2022-02/", "2023", ["2021", "2022", "2022-02"]),
        ("2022-02/", "2023-05", ["2022-02"]),
        ("2015/2019", "2024", ["2015/2019"]),
    ],
)
def test_a_part_of_a_year_is_compared_with_a_part(base: str | None, period: str, codes: list[str]) -> None:
    given = period_of_code(base, base=True) if base else None
    assert [code for code, _ in _bases(given, period)] == codes


@pytest.mark.parametrize(
    ("words", "code"), [("the third quarter of 2024", "2024Q3"), ("the first half of 2023", "2023H1")]
)
def test_quarters_and_halves_as_figures_have_them(words: str, code: str) -> None:
    document = read_document(f"Exports of China rose by 3 per cent in {words}.", kind="text", language="en")
    (claim,) = extract(document)
    assert claim.period is not None
    assert code_of(claim.period) == code
    assert year_before(code)[:4] == str(int(code[:4]) - 1)
