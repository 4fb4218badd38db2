"""Sentences that say why, what if and what will be, against those that do not; and their parts."""

from __future__ import annotations

import pytest

from multipolar.claims.claim import WHAT_IFS, Claim
from multipolar.claims.document import LANGUAGES
from multipolar.claims.extract import extract
from multipolar.claims.text.read import read_document

CASES = [
    ("en", "If the strait were closed, oil prices in Japan would rise.", "conditional"),
    ("en", "Without Chinese loans Angola would default.", "conditional"),
    ("en", "Exports to India grew because Europe stopped buying oil.", "causal"),
    ("en", "Trade between Turkey and Iran is expected to double by 2030.", "forecast"),
    ("en", "Trade between Turkey and Iran fell in 2022.", ""),
    ("en", "Would Turkey leave NATO if it could?", ""),
    ("sv", "Om sundet stängdes skulle oljepriset i Japan stiga.", "conditional"),
    ("sv", "Utan kinesiska lån skulle Angola ställa in betalningarna.", "conditional"),
    ("sv", "Exporten till Indien växte eftersom Europa slutade köpa olja.", "causal"),
    ("sv", "Handeln mellan Turkiet och Iran väntas fördubblas till 2030.", "forecast"),
    ("sv", "Handeln mellan Turkiet och Iran föll under 2022.", ""),
    ("sv", "Skulle Turkiet lämna Nato om det kunde?", ""),
    ("de", "Wenn die Meerenge gesperrt würde, stiege der Ölpreis in Japan.", "conditional"),
    ("de", "Ohne chinesische Kredite würde Angola zahlungsunfähig.", "conditional"),
    ("de", "Die Ausfuhren nach Indien wuchsen, weil Europa kein Öl mehr kaufte.", "causal"),
    ("de", "Der Handel zwischen der Türkei und dem Iran wird sich bis 2030 verdoppeln.", "forecast"),
    ("de", "Der Handel zwischen der Türkei und dem Iran ging 2022 zurück.", ""),
    ("de", "Würde die Türkei die NATO verlassen, wenn sie könnte?", ""),
    ("fr", "Si le détroit était fermé, le prix du pétrole augmenterait au Japon.", "conditional"),
    ("fr", "Sans les prêts chinois, l'Angola ferait défaut.", "conditional"),
    ("fr", "Les exportations vers l'Inde ont augmenté parce que l'Europe n'achetait plus de pétrole.", "causal"),
    ("fr", "Le commerce entre la Turquie et l'Iran devrait doubler d'ici 2030.", "forecast"),
    ("fr", "Le commerce entre la Turquie et l'Iran a baissé en 2022.", ""),
    ("fr", "La Turquie quitterait-elle l'OTAN si elle le pouvait ?", ""),
    ("es", "Si se cerrara el estrecho, el precio del petróleo subiría en Japón.", "conditional"),
    ("es", "Sin los préstamos chinos, Angola dejaría de pagar.", "conditional"),
    ("es", "Las exportaciones a India crecieron porque Europa dejó de comprar petróleo.", "causal"),
    ("es", "Se espera que el comercio entre Turquía e Irán se duplique para 2030.", "forecast"),
    ("es", "El comercio entre Turquía e Irán cayó en 2022.", ""),
    ("es", "¿Dejaría Turquía la OTAN si pudiera?", ""),
    ("nb", "Hvis stredet ble stengt, ville oljeprisen i Japan stige.", "conditional"),
    ("nb", "Uten kinesiske lån ville Angola misligholde gjelden.", "conditional"),
    ("nb", "Eksporten til India vokste fordi Europa sluttet å kjøpe olje.", "causal"),
    ("nb", "Handelen mellom Tyrkia og Iran ventes å bli doblet innen 2030.", "forecast"),
    ("nb", "Handelen mellom Tyrkia og Iran falt i 2022.", ""),
    ("nb", "Ville Tyrkia forlate NATO hvis det kunne?", ""),
    ("ru", "Если пролив закроют, цена нефти в Японии вырастет.", "conditional"),
    ("ru", "Без китайских кредитов Ангола объявила бы дефолт.", "conditional"),
    ("ru", "Экспорт в Индию вырос, потому что Европа перестала покупать нефть.", "causal"),
    ("ru", "Ожидается, что торговля между Турцией и Ираном удвоится к 2030 году.", "forecast"),
    ("ru", "Торговля между Турцией и Ираном сократилась в 2022 году.", ""),
    ("ru", "Покинула бы Турция НАТО, если бы могла?", ""),
    ("zh", "如果海峡关闭，日本的油价将会上涨。", "conditional"),
    ("zh", "如果没有中国的贷款，安哥拉将会违约。", "conditional"),
    ("zh", "对印度的出口增长，因为欧洲停止购买石油。", "causal"),
    ("zh", "预计土耳其与伊朗的贸易到2030年将翻一番。", "forecast"),
    ("zh", "2022年土耳其与伊朗的贸易下降。", ""),
    ("zh", "如果可以，土耳其会离开北约吗？", ""),
]


def _what_ifs(text: str, language: str) -> list[Claim]:
    document = read_document(text, kind="text", language=language, date="2024-05-20")
    return [claim for claim in extract(document) if claim.kind in WHAT_IFS]


@pytest.mark.parametrize(("language", "text", "kind"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_kind_of_a_sentence(language: str, text: str, kind: str) -> None:
    assert [claim.kind for claim in _what_ifs(text, language)] == ([kind] if kind else [])


def test_every_language_has_its_sentences() -> None:
    spoken = [case[0] for case in CASES]
    assert all(spoken.count(language) >= 6 for language in LANGUAGES)


@pytest.mark.parametrize(
    ("language", "text", "condition", "outcome"),
    [
        ("en", CASES[0][1], "If the strait were closed,", "oil prices in Japan would rise."),
        ("de", CASES[12][1], "Wenn die Meerenge gesperrt würde,", "stiege der Ölpreis in Japan."),
        ("sv", CASES[7][1], "Utan kinesiska lån", "skulle Angola ställa in betalningarna."),
        ("fr", CASES[18][1], "Si le détroit était fermé,", "le prix du pétrole augmenterait au Japon."),
        ("ru", CASES[36][1], "Если пролив закроют,", "цена нефти в Японии вырастет."),
        ("en", CASES[2][1], "because Europe stopped buying oil.", "Exports to India grew"),
    ],
)
def test_condition_and_outcome(language: str, text: str, condition: str, outcome: str) -> None:
    (claim,) = _what_ifs(text, language)
    assert dict(claim.parts) == {"condition": condition, "outcome": outcome}


def test_a_figure_inside_a_condition_is_tested_with_its_sentence() -> None:
    document = read_document("If trade fell by 5 per cent, Iran would suffer.", kind="text", language="en")
    figures = [claim for claim in extract(document) if claim.kind not in WHAT_IFS]
    assert [(claim.value, claim.supposed) for claim in figures] == [(5.0, True)]


def test_parts_are_words_of_the_sentence() -> None:
    for language, text, _ in CASES:
        for claim in _what_ifs(text, language):
            assert all(words in claim.quote for _, words in claim.parts)
