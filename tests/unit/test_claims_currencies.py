"""Shares of currencies in the world's reserves and payments: which currency, which period, beside which figure."""

from __future__ import annotations

import datetime

import pytest

from multipolar.claims.check import Checker
from multipolar.claims.document import LANGUAGES
from multipolar.claims.extract import extract
from multipolar.claims.facts.definitions import ISSUERS, WORLD_SHARES
from multipolar.claims.find.terms import lexicon_entries
from multipolar.claims.records import revised
from multipolar.claims.text.read import read_document
from multipolar.claims.verdict import Checked
from multipolar.observatory import open_observatory

ARTICLE = datetime.date(2025, 3, 20)
RESERVES = {
    "en": "The dollar's share of world reserves fell to 58 per cent in 2024.",
    "sv": "Dollarns andel av världens valutareserver var 58 procent 2024.",
    "de": "Der Anteil des Dollars an den weltweiten Währungsreserven lag 2024 bei 58 Prozent.",
    "fr": "La part du dollar dans les réserves mondiales de change était de 58 % en 2024.",
    "es": "La cuota del dólar en las reservas mundiales fue del 58 % en 2024.",
    "nb": "Dollarens andel av verdens valutareserver var 58 prosent i 2024.",
    "ru": "Доля доллара в мировых резервах составила 58% в 2024 году.",
    "zh": "2024年美元在全球外汇储备中的份额为58%。",
}
SWIFT = {
    "en": "The yuan accounted for 3.5 per cent of SWIFT payments in August 2023.",
    "sv": "Yuanens andel av Swift-betalningarna var 3,5 procent i augusti 2023.",
    "de": "Im August 2023 entfielen auf den Yuan 3,5 Prozent der Swift-Zahlungen.",
    "fr": "En août 2023, le yuan représentait 3,5 % des paiements Swift.",
    "es": "En agosto de 2023 el yuan representó el 3,5 % de los pagos Swift.",
    "nb": "Yuanens andel av Swift-betalinger var 3,5 prosent i august 2023.",
    "ru": "В августе 2023 года доля юаня в платежах SWIFT достигла 3,5%.",
    "zh": "2023年8月，人民币在SWIFT支付中的份额为3.5%。",
}


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(scenarios=False)


def _checked(checker: Checker, text: str, language: str = "en") -> list[Checked]:
    document = read_document(text, kind="text", language=language, date=ARTICLE)
    return [checker.check(claim, document) for claim in extract(document) if claim.value is not None]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("texts", "measure", "code"), [(RESERVES, "world_reserves", "USD"), (SWIFT, "swift", "CNY")])
def test_a_share_in_eight_languages(
    checker: Checker, texts: dict[str, str], measure: str, code: str, language: str
) -> None:
    (found,) = _checked(checker, texts[language], language)
    assert (found.claim.measure, found.claim.commodity) == (measure, code)
    assert found.verdict.word == "supported", found.verdict.reason
    assert found.verdict.compared[0].definition.startswith(code)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("In August 2023, 48 per cent of SWIFT payments were in dollars and 23 per cent in euros.", ["USD", "EUR"]),
        ("The dollar made up 48 per cent of SWIFT payments in 2023, the euro 23 per cent.", ["USD", "EUR"]),
        ("The yuan overtook the yen with 3.5 per cent of SWIFT payments in August 2023.", ["CNY"]),
    ],
)
def test_each_figure_has_its_currency(checker: Checker, text: str, codes: list[str]) -> None:
    assert [found.claim.commodity for found in _checked(checker, text)] == codes


@pytest.mark.parametrize(
    ("text", "word", "said"),
    [
        ("The dollar's share of global reserves was 70 per cent in 2024.", "contradicted", "2024Q4"),
        ("The yuan's share of SWIFT payments was 2.7 per cent in 2021.", "depends on definition", "in 2021-12"),
        ("The yuan's share of SWIFT payments was 9 per cent in 2023.", "not decidable", "2023-02 and 2023-08"),
        ("The dollar's share of global reserves fell by 1 percentage point in 2025.", "supported", "2025Q4"),
        ("The yuan accounted for 4.7 per cent of SWIFT payments in November 2019.", "no data", "2019-11"),
        ("The yuan made up 30 per cent of Russia's SWIFT payments in 2023.", "no data", "the world as a whole"),
        ("The dollar's share of Russia's reserves fell to 10 per cent in 2024.", "no data", "RUS"),
    ],
)
def test_months_and_quarters_of_a_year(checker: Checker, text: str, word: str, said: str) -> None:
    (found,) = _checked(checker, text)
    assert found.verdict.word == word, found.verdict.reason
    assert said in found.verdict.reason


def test_the_currency_can_be_corrected(checker: Checker) -> None:
    (found,) = _checked(checker, "The dollar made up 23.2 per cent of SWIFT payments in August 2023.")
    assert found.verdict.word == "contradicted"
    again = checker.check_alone(revised(found.claim, ["commodity=EUR"]), "en", ARTICLE)
    assert again.verdict.word == "supported"


def test_every_indicator_of_the_observatory_has_words() -> None:
    known = {indicator.id for indicator in open_observatory().indicators()}
    for stem, _ in WORLD_SHARES.values():
        for name in known:
            if name.startswith(stem):
                assert name.removeprefix(f"{stem}-").upper() in ISSUERS
    for language in LANGUAGES:
        named = {name for _, (group, name) in lexicon_entries(language) if group == "currency"}
        assert named == set(ISSUERS)
