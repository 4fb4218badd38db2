"""Periods in eight languages, read in an article of 20 May 2024."""

from __future__ import annotations

import datetime

import pytest

from multipolar.claims.find.periods import periods

ARTICLE = datetime.date(2024, 5, 20)

# language: lines of "text | code", with "base" where the text counts a change from it.
CASES = {
    "en": """
        on 20 May 2024 | 2024-05-20
        on May 20, 2024 | 2024-05-20
        in February 2022 | 2022-02
        since February 2022 | 2022-02/ base
        in 2023 | 2023
        up 24 per cent from 2022 | 2022 base
        compared with 2021 | 2021 base
        between 2021 and 2022 | 2021/2022
        in 2016-2024 | 2016/2024
        January-November 2022 | 2022-01/2022-11
        in the first four months of 2024 | 2024-01/2024-04
        the first quarter of this year | 2024-01/2024-03
        the second half of 2023 | 2023-07/2023-12
        last year | 2023
        last month | 2024-04
        in mid-May | 2024-05
        in November | 2023-11
        two years ago | 2022
        in the 1990s | 1990/1999
        in 2023 it rose from a year earlier | 2023; 2022 base
        yesterday | 2024-05-19
    """,
    "sv": """
        den 20 maj 2024 | 2024-05-20
        i februari 2022 | 2022-02
        sedan februari 2022 | 2022-02/ base
        2023 passerade | 2023
        en ökning sedan 2022 | 2022/ base
        jämfört med 2021 | 2021 base
        mellan 2021 och 2022 | 2021/2022
        januari–november 2022 | 2022-01/2022-11
        de fyra första månaderna 2024 | 2024-01/2024-04
        första kvartalet i år | 2024-01/2024-03
        förra året | 2023
        i fjol | 2023
        i år är det | 2024
        i mitten av maj | 2024-05
        för två år sedan | 2022
        på 1990-talet | 1990/1999
        förra månaden | 2024-04
    """,
    "de": """
        am 20. Mai 2024 | 2024-05-20
        am 20.05.2024 | 2024-05-20
        am 20.5.2024 | 2024-05-20
        seit Februar 2022 | 2022-02/ base
        im Jahr 2023 | 2023
        gegenüber 2021 | 2021 base
        zwischen 2021 und 2022 | 2021/2022
        Januar bis November 2022 | 2022-01/2022-11
        in den ersten vier Monaten 2024 | 2024-01/2024-04
        im ersten Quartal 2024 | 2024-01/2024-03
        voriges Jahr | 2023
        im März 2023 im Vergleich zum Vorjahr | 2023-03; 2022-03 base
        Mitte Mai | 2024-05
        vor zwei Jahren | 2022
        in den 1990er-Jahren | 1990/1999
    """,
    "fr": """
        le 20 mai 2024 | 2024-05-20
        depuis février 2022 | 2022-02/ base
        en 2023 | 2023
        par rapport à 2021 | 2021 base
        entre 2021 et 2022 | 2021/2022
        de janvier à novembre 2022 | 2022-01/2022-11
        les quatre premiers mois de 2024 | 2024-01/2024-04
        au premier trimestre 2024 | 2024-01/2024-03
        l'an dernier | 2023
        cette année | 2024
        à la mi-mai | 2024-05
        il y a deux ans | 2022
        dans les années 1990 | 1990/1999
        le 1er mars 2023 | 2023-03-01
    """,
    "es": """
        el 20 de mayo de 2024 | 2024-05-20
        desde febrero de 2022 | 2022-02/ base
        en 2023 | 2023
        frente a 2021 | 2021 base
        entre 2021 y 2022 | 2021/2022
        de enero a noviembre de 2022 | 2022-01/2022-11
        los primeros cuatro meses de 2024 | 2024-01/2024-04
        el primer trimestre de este año | 2024-01/2024-03
        el año pasado | 2023
        este año | 2024
        a mediados de mayo | 2024-05
        hace dos años | 2022
        en los años 1990 | 1990/1999
    """,
    "nb": """
        den 20. mai 2024 | 2024-05-20
        siden februar 2022 | 2022-02/ base
        i 2023 | 2023
        sammenlignet med 2021 | 2021 base
        mellom 2021 og 2022 | 2021/2022
        januar til november 2022 | 2022-01/2022-11
        de fire første månedene i 2024 | 2024-01/2024-04
        første kvartal i år | 2024-01/2024-03
        i fjor | 2023
        i år | 2024
        i midten av mai | 2024-05
        for to år siden | 2022
        på 1990-tallet | 1990/1999
    """,
    "ru": """
        20 мая 2024 года | 2024-05-20
        с февраля 2022 года | 2022-02/ base
        в 2023 году | 2023
        по сравнению с 2021 годом | 2021 base
        в 2021–2022 годах | 2021/2022
        январь–ноябрь 2022 года | 2022-01/2022-11
        за первые четыре месяца 2024 года | 2024-01/2024-04
        в первом квартале этого года | 2024-01/2024-03
        в прошлом году | 2023
        в этом году | 2024
        в середине мая | 2024-05
        два года назад | 2022
        в 1990-х годах | 1990/1999
        в 2023 г. | 2023
    """,
    "zh": """
        2024年5月20日 | 2024-05-20
        自2022年2月以来 | 2022-02/ base
        2023年 | 2023
        与2021年相比 | 2021 base
        2021至2022年 | 2021/2022
        2022年1月至11月 | 2022-01/2022-11
        2024年1-4月 | 2024-01/2024-04
        2024年前四个月 | 2024-01/2024-04
        今年第一季度 | 2024-01/2024-03
        去年 | 2023
        今年 | 2024
        去年12月 | 2023-12
        5月中旬 | 2024-05
        两年前 | 2022
        2023年增长，同比 | 2023; 2022 base
    """,
}


def _cases():
    for language, block in CASES.items():
        for line in block.strip().splitlines():
            text, _, codes = line.strip().rpartition(" | ")
            yield pytest.param(language, text, [code.strip() for code in codes.split(";")], id=f"{language}: {text}")


@pytest.mark.parametrize(("language", "text", "expected"), list(_cases()))
def test_period(language, text, expected):
    found = periods(text, language, ARTICLE)
    assert [one.code() + (" base" if one.base else "") for one in found] == expected
    for one in found:
        assert one.text == text[one.span.start : one.span.end]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "last year"), ("sv", "förra året"), ("de", "voriges Jahr"), ("fr", "l'an dernier"),
        ("es", "el año pasado"), ("nb", "i fjor"), ("ru", "в прошлом году"), ("zh", "去年"),
        ("en", "in November"), ("en", "yesterday"), ("en", "two years ago"),
    ],
)  # fmt: skip
def test_relative_time_is_undetermined_without_a_date(language, text):
    (found,) = periods(text, language, None)
    assert (found.start, found.end, found.basis, found.code()) == (None, None, "undetermined", "")


@pytest.mark.parametrize(("language", "text"), [("en", "last year"), ("sv", "i mitten av maj"), ("zh", "去年")])
def test_relative_time_is_counted_from_the_article(language, text):
    (found,) = periods(text, language, ARTICLE)
    assert found.basis == "article date"
    (earlier,) = periods(text, language, datetime.date(2019, 8, 1))
    assert earlier.start is not None
    assert found.start is not None
    assert found.start.year - earlier.start.year == 5


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "2000 dollars"), ("sv", "2000 ton"), ("de", "1990 Tonnen"), ("fr", "2000 euros"), ("zh", "2000万吨"),
        ("en", "$2000"), ("en", "F-2000"), ("en", "he may come"), ("sv", "på 2000 ord"),
    ],
)  # fmt: skip
def test_no_period(language, text):
    assert [one for one in periods(text, language, ARTICLE) if one.precision != "month"] == []


def test_future_month_is_the_next_one():
    (found,) = periods("the summit planned for November", "en", ARTICLE)
    assert found.code() == "2024-11"


def test_unknown_language_reads_digits():
    assert [one.code() for one in periods("في 2023-05-14 و 2022", "ar", ARTICLE)] == ["2023-05-14", "2022"]
