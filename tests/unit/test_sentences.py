"""Sentences: abbreviations, ordinals, decimals, initials, quotes, lists, in eight languages."""

from __future__ import annotations

import pytest

from multipolar.claims.text.sentences import LONGEST, sentences_of


def _split(text: str, language: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences_of(text, language)]


# Sentences parted by "|".
CASES = [
    ("sv", "Handeln ökade, t.ex. med olja. |Det gäller bl.a. Kina m.m. |Avtalet trädde i kraft kl. 12.30 den 3 maj."),
    ("sv", 'Uttalandet märker dem som "försök att bryta balansen." |De flesta är överens om att "ingen vinner".'),
    ("sv", "2023 passerade Ryssland Saudiarabien. |107 miljoner ton gick till Peking."),
    ("en", "The U.S. Treasury and Mr. Putin met J. Biden at 3 p.m. in St. Petersburg. |It rose 2.4 per cent."),
    ("en", "Oil, gas, coal, etc. rose. |Exports to the U.S. |The rest fell, e.g. cars, in Jan. and Feb. 2024."),
    ("en", "No. 5 is Russia. |He said no. |Trade hit $240bn. |“We are partners.” |That is all… |Is it? |Yes!"),
    ("en", "1. China imports oil. |2. Russia exports it."),
    ("de", "Am 3. Mai stieg der Handel auf 2,4 Mrd. Dollar, z. B. durch Öl. |Das 20. Jahrhundert ist vorbei."),
    (
        "de",
        "Der Anteil stieg 2023. |Die Ausfuhren, d. h. Öl usw., wuchsen um ca. 5 Prozent auf Platz 3. |Es bleibt dabei.",
    ),
    (
        "fr",
        "M. Poutine a rencontré Mme. Dupont le 3 mai. |Les échanges ont atteint 240,5 milliards, p. ex. le pétrole.",
    ),
    ("es", "El Sr. Putin visitó EE. UU. en 2023. |El comercio subió un 2,4 %. |¿Y después? |¡Nada!"),
    ("nb", "Den 4. februar ble avtalen undertegnet, bl.a. av Kina. |Handelen nådde 240 mrd. dollar. |Det er rekord."),
    ("nb", "Den 17. mai kl. 12 kom V. Putin, f.eks. til Beijing."),
    ("ru", "Товарооборот достиг 240 млрд долл. США, т. е. вырос. |Это заявил В. В. Путин в 2023 г. в Пекине и т. д."),
    ("ru", "Экспорт нефти, газа и т.п. вырос на 2,4 %. |Об этом см. п. 5 договора."),
    ("zh", "2023年贸易额达2400.5亿美元。|俄罗斯是最大供应国！|“双方将加强合作。”|真的吗？|是；|当然"),
    ("sv", "Kina svarade på sanktioner.|Ryssland ökade exporten, sade han."),
    ("de", "Es waren 5 m³. |Ende: ³. |Es folgt mehr."),
    ("xx", "One sentence here. |Another one there."),
]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_where_sentences_end(language: str, marked: str) -> None:
    assert _split(marked.replace("|", ""), language) == [part.strip() for part in marked.split("|")]


def test_paragraphs_headings_and_items_part_sentences() -> None:
    text = "A heading without a stop\n\nOil. \n\n• 5 ships\n• seven trains\n\n***\n\nThe last line"
    assert _split(text, "en") == ["A heading without a stop", "Oil.", "• 5 ships", "• seven trains", "The last line"]


def test_a_small_letter_never_begins_a_sentence() -> None:
    text = "Rysk import av halvledare. från Kina steg! med 300 miljoner? dollar."
    assert _split(text, "sv") == [text]


def test_stray_words_and_capitals_of_machine_translation() -> None:
    text = (
        "När en del av ledarna kritiserade systemet Gemensamt uttalande på 7000 ord lyfter fram kampen. Smakämnen rysk "
        "import steg med 300 miljoner dollar mellan 2021 och 2022."
    )
    assert [len(sentence.split()) for sentence in _split(text, "sv")] == [15, 12]


def test_what_has_no_end_is_cut_at_a_blank() -> None:
    spans = sentences_of("word " * 5000, "en")
    assert max(span.end - span.start for span in spans) <= LONGEST
    assert sum(len(part.split()) for part in _split("word " * 5000, "en")) == 5000


def test_nothing_but_marks_is_no_sentence() -> None:
    assert sentences_of(". . . !! ??? —", "en") == ()
