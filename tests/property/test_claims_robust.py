"""Whatever the text: claims quoted letter for letter, in bounded number and time, each with a verdict and a reason."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multipolar.claims.check import Checker
from multipolar.claims.claim import WHAT_IFS
from multipolar.claims.document import LANGUAGES, Document
from multipolar.claims.extract import MOST_CLAIMS, extract
from multipolar.claims.reading import read_claims
from multipolar.claims.text.read import read_document
from multipolar.claims.what_ifs.plans import NoPlan, plan_of
from multipolar.errors import MultipolarError
from multipolar.scenario import parse_scenario

_WORDS = {
    "en": (
        "China Russia the Kremlin EU trade exports of crude oil rose fell by to from 64 % 240 billion "
        "dollars 107 million tonnes in 2023 since February 2022 last year without would will because if "
        "sanctions tariffs largest supplier doubled third , . ; : ( ) – 75th anniversary both countries"
    ),
    "sv": (
        "Kina Ryssland Kreml EU:s handeln exporten av råolja ökade föll med till från 64 procent 240 "
        "miljarder dollar 2023 sedan februari 2022 förra året utan skulle kommer att eftersom om "
        "sanktioner tullar största leverantör , . ; –"
    ),
    "de": (
        "China Russland Kreml EU Handel Ausfuhren von Rohöl stieg sank um auf von 64 Prozent 2,4 Mrd. "
        "Euro 2023 seit Februar 2022 im vergangenen Jahr ohne würde wird weil wenn Sanktionen Zölle "
        "größter Lieferant , . ; –"
    ),
    "fr": (
        "Chine Russie Kremlin UE commerce exportations de pétrole hausse baisse de à 64 % 240 milliards "
        "de dollars 2023 depuis février 2022 l'an dernier sans serait sera parce que si sanctions droits "
        "de douane premier fournisseur , . ;"
    ),
    "es": (
        "China Rusia Kremlin UE comercio exportaciones de petróleo subió cayó un a de 64 % 240.000 "
        "millones de dólares 2023 desde febrero de 2022 sin sería será porque si sanciones aranceles "
        "mayor proveedor , . ;"
    ),
    "nb": (
        "Kina Russland Kreml EU handelen eksporten av råolje økte falt med til fra 64 prosent 240 "
        "milliarder dollar 2023 siden februar 2022 i fjor uten ville vil fordi hvis sanksjoner toll "
        "største leverandør , . ;"
    ),
    "ru": (
        "Китай Россия Кремль ЕС торговля экспорт нефти вырос снизился на до с 64 процента 240 млрд "
        "долларов в 2023 году с февраля 2022 без бы будет потому что если санкции пошлины крупнейший "
        "поставщик , . ;"
    ),
    "zh": (
        "中国 俄罗斯 欧盟 贸易 出口 原油 增长 下降 到 从 64% 2400亿美元 "
        "2023年 2022年2月以来 去年 没有 将 因为 如果 制裁 关税 最大供应国 ， 。 ；"
    ),
}
_QUICK = settings(derandomize=True, max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(scenarios=False)


def _texts(language: str) -> st.SearchStrategy[str]:
    odd = st.sampled_from(["\u00a0", "\u200f", "“", "🇷🇺", "روسيا", "9" * 40, "1e400", "0", "½", "٢٠٢٣", "\n\n", "١٢ %"])
    joint = "" if language == "zh" else " "
    return st.lists(st.one_of(st.sampled_from(_WORDS[language].split()), odd), max_size=40).map(joint.join)


def _look(document: Document) -> None:
    claims = extract(document)
    assert len({claim.id for claim in claims}) == len(claims)
    for claim in claims:
        assert claim.quote in document.text
        assert 0 <= claim.span.start <= claim.mark.start < claim.mark.end <= claim.span.end <= len(document.original)
        assert claim.value is None or math.isfinite(claim.value)
        if claim.kind in WHAT_IFS:
            plan = plan_of(claim, document.language)
            if isinstance(plan, NoPlan):
                assert plan.reason
            else:
                parse_scenario(plan.scenario)


@pytest.mark.parametrize("language", LANGUAGES)
@_QUICK
@given(data=st.data())
def test_words_of_a_language_in_any_order(language: str, data: st.DataObject, checker: Checker) -> None:
    text = data.draw(_texts(language))
    try:
        document = read_document(text, kind="text", language=language, date="2024-05-20")
    except MultipolarError:
        return
    _look(document)
    reading = read_claims(document, checker)
    assert all(entry.verdict.word and entry.verdict.reason for entry in reading.checked)
    json.dumps(reading.as_record(), allow_nan=False)


@_QUICK
@given(st.text(max_size=200), st.sampled_from([*LANGUAGES, None]))
def test_any_characters(text: str, language: str | None) -> None:
    try:
        document = read_document(text, kind="text", language=language)
    except MultipolarError:
        return
    _look(document)


HOSTILE = {
    "thousands of numbers": " ".join(f"{number} billion dollars in 2023," for number in range(4_000)),
    "commas": "Trade rose" + ", and China 5 %" * 3_000,
    "one sentence without a stop": "Russia and China rose 12 % in 2023 without 5 million tonnes because " * 300,
    "digits": "1234567890" * 30_000,
    "digits and blanks": "12 345 678 " * 6_000,
    "actors": "Russia China India Iran Germany " * 1_500,
    "spans of years": "between 2021 and 2022 since 2022 " * 800,
    "conditions": "without China if China because Russia would " * 800,
    "right to left": "تجاوزت روسيا السعودية في عام 2023 بنسبة 24%. הסחר בין סין לרוסיה עלה ב-64%. " * 1_000,
    "flags": "🇷🇺🇨🇳📈 64 % 🚀 " * 1_200,
    "half characters": "Trade \ud800 rose \udfff 5 % in 2023. " * 3_000,
    "punctuation": ".,;:!?()[]{}«»“”—–-%$€" * 5_000,
    "no language of ours": "Perdagangan antara Tiongkok dan Rusia naik 64 persen pada tahun 2023. " * 1_500,
    "a whole book": "Trade between China and Russia rose by 5 per cent in 2023. " * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_and_capped(name: str, checker: Checker) -> None:
    reading = read_claims(read_document(HOSTILE[name], date="2024-05-20"), checker)
    assert len(reading.checked) <= MOST_CLAIMS
    if len(reading.checked) == MOST_CLAIMS:
        assert any("claims" in note and str(MOST_CLAIMS) in note for note in reading.notes)
