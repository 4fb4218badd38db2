"""From sentences to claims in eight languages: kinds, values, units, directions, periods, actors with their parts."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from multipolar.claims import extract as extracting
from multipolar.claims.claim import Claim
from multipolar.claims.document import LANGUAGES
from multipolar.claims.extract import extract, extraction
from multipolar.claims.find import portions
from multipolar.claims.sentence.view import MOST_MENTIONS
from multipolar.claims.text.read import read_document

ARTICLE = datetime.date(2024, 5, 20)
CASES = [
    [part.strip() for part in line.split("|")]
    for line in Path(__file__).with_name("claims_figure_cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def _claims(text: str, language: str) -> tuple[Claim, ...]:
    return extract(read_document(text, kind="text", language=language, date=ARTICLE))


def _one(text: str, language: str) -> Claim:
    found = [claim for claim in _claims(text, language) if claim.value is not None]
    assert len(found) == 1, [(claim.kind, claim.value, claim.unit) for claim in found]
    return found[0]


def test_every_language_has_its_sentences() -> None:
    spoken = [case[0] for case in CASES]
    assert {language: spoken.count(language) >= 6 for language in LANGUAGES} == dict.fromkeys(LANGUAGES, True)


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]}-{number}" for number, case in enumerate(CASES)])
def test_a_figure_with_all_that_belongs_to_it(case: list[str]) -> None:
    language, text, figure, actors, period, base = case
    kind, value, unit, direction = figure.split()
    claim = _one(text, language)
    assert f"{claim.kind} {claim.unit} {claim.direction or '-'}" == f"{kind} {unit} {direction}"
    assert claim.value == pytest.approx(float(value), rel=1e-3)
    if actors != "-":
        assert " ".join(f"{actor.code} {actor.role}" for actor in claim.actors) == actors
    if period != "?":
        assert (claim.period.code() if claim.period else "-") == period
    assert (claim.base_period.code() if claim.base_period else "-") == base


def test_a_hedge_goes_with_its_figure_only() -> None:
    text = "Trade is estimated at about 240 billion dollars in 2023. Russia sold 107 million tonnes of oil to China."
    trade, oil = (claim for claim in _claims(text, "en") if claim.value is not None)
    assert trade.hedges
    assert not oil.hedges


def test_marks_and_quotes_stand_in_the_original() -> None:
    text = "Meny Meny\n\nHandeln  mellan Kina och Ryssland nådde 240\u00a0miljarder dollar 2023.\n\nTillgänglighet\n"
    document = read_document(text, kind="text", language="sv", date=ARTICLE)
    (claim,) = (claim for claim in extract(document) if claim.value is not None)
    assert document.original[claim.mark.start : claim.mark.end] == "240\u00a0miljarder dollar"
    assert document.original[claim.span.start : claim.span.end].startswith("Handeln  mellan")
    assert claim.span.start <= claim.mark.start < claim.mark.end <= claim.span.end


def test_words_that_run_on_into_the_next_paragraph_are_no_figure() -> None:
    assert _claims("75th\n\nlargest", "en") == ()
    assert [
        claim.kind for claim in _claims("Russia was China's second largest supplier of crude oil in 2022.", "en")
    ] == ["rank"]


def test_without_a_date_last_year_stays_open() -> None:
    document = read_document("Chinese exports to Russia rose by 30 per cent last year.", kind="text", language="en")
    (claim,) = extract(document)
    assert claim.period is not None
    assert claim.period.start is None


def test_the_same_text_gives_the_same_claims_with_names_of_their_own() -> None:
    text = " ".join(case[1] for case in CASES if case[0] == "en")
    claims = _claims(text, "en")
    assert claims == _claims(text, "en")
    assert len({claim.id for claim in claims}) == len(claims)
    assert [claim.mark.start for claim in claims] == sorted(claim.mark.start for claim in claims)


SENTENCE = "Trade between China and Russia rose by 5 per cent in 2023. "


def test_a_long_text_is_read_in_portions_and_gives_what_one_portion_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "PORTION", 500)
    text = SENTENCE + "Nothing else was said that day. " * 40 + SENTENCE
    first, last = _claims(text, "en")
    assert first.quote == last.quote == SENTENCE.strip()
    assert text[last.mark.start : last.mark.end] == text[first.mark.start : first.mark.end] == "5 per cent"
    assert last.mark.start > 1000
    assert first.actors == last.actors


def test_more_than_is_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extracting, "MOST_CLAIMS", 20)
    many = extracting.extraction(read_document(SENTENCE * 21, kind="text", language="en"))
    assert len(many.claims) == 20
    assert "20 claims" in many.notes[0]
    monkeypatch.setattr(portions, "MOST_CHARACTERS", 1000)
    long = extraction(read_document("Nothing was said. " * 200, kind="text", language="en"))
    assert not long.claims
    assert "characters only" in long.notes[0]


def test_a_crowded_sentence_is_read_in_part_and_said_to_be() -> None:
    text = "China sold " + ", ".join(f"{number} million tonnes" for number in range(1, MOST_MENTIONS + 50)) + "."
    found = extraction(read_document(text, kind="text", language="en"))
    assert 0 < len(found.claims) <= MOST_MENTIONS
    assert "read in part" in found.notes[0]
    assert not extraction(read_document(SENTENCE, kind="text", language="en")).notes
