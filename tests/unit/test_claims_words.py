"""How a claim was read, in words; and its words on one line of a terminal."""

from __future__ import annotations

import pytest

from multipolar.claims.claim import Actor, Claim
from multipolar.claims.document import LANGUAGE_NAMES, LANGUAGES, Span
from multipolar.claims.facts.amounts import stated_amount
from multipolar.claims.records import period_of_code
from multipolar.claims.what_ifs.outcomes import goods_in_words
from multipolar.cli.claims_tables import around
from multipolar.codes.sectors import sectors
from multipolar.report.claims_words import actors_in_words, read_as, when_in_words

QUOTE = "Trade between the two grew fast,  and reached 240 billion dollars last year, which is a great deal of money."


def _claim(**parts: object) -> Claim:
    return Claim("l1", "level", QUOTE, Span(100, 100 + len(QUOTE)), Span(100, 100 + len(QUOTE)), **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (240e9, "USD", "240 bn USD"),
        (2.4e12, "USD", "2.40 tn USD"),
        (64, "%", "64 %"),
        (0.5, "x", "0.50 times"),
        (100, "%", "100 %"),
        (107e6, "t", "107 Mt"),
        (7000, "word", "7 000 words"),
        (63.5, "%", "63.5 %"),
        (1, "rank", "rank 1"),
    ],
)
def test_amounts_as_stated(value: float, unit: str, text: str) -> None:
    assert stated_amount(value, unit) == text.replace("2.40 tn", "2.4 tn").replace("0.50", "0.5")


@pytest.mark.parametrize(
    ("actors", "text"),
    [
        ((Actor("RUS", "exporter", ""), Actor("CHN", "importer", "")), "Russia to China"),
        ((Actor("CHN", "importer", ""), Actor("RUS", "exporter", ""), Actor("SAU", "rival", "")),
         "Russia to China, ahead of Saudi Arabia"),
        ((Actor("USA", "issuer", ""), Actor("CHN", "target", "")), "United States on China"),
        ((Actor("RUS", "exporter", ""), Actor("WEST", "other", "")), "Russia, the West"),
        ((Actor("BRICS", "subject", ""), Actor("Q9", "other", "")), "BRICS, Q9"),
        ((), ""),
    ],
)  # fmt: skip
def test_actors(actors: tuple[Actor, ...], text: str) -> None:
    assert actors_in_words(_claim(actors=actors)) == text


@pytest.mark.parametrize(
    ("period", "base", "text"),
    [
        ("2023", "2022-02/", "2023, since 2022-02"),
        ("2022", "2021", "2022, from 2021"),
        ("2021/2023", None, "2021 to 2023"),
        ("2022-02/", None, "since 2022-02"),
        (None, None, ""),
    ],
)
def test_when(period: str | None, base: str | None, text: str) -> None:
    claim = _claim(
        period=period_of_code(period) if period else None, base_period=period_of_code(base, base=True) if base else None
    )
    assert when_in_words(claim) == text


def test_one_line_of_all() -> None:
    claim = _claim(
        value=240e9, unit="USD", measure="trade", commodity="rare_earths", bound="at least", hedges=("over",)
    )
    assert read_as(claim) == "at least 240 bn USD · trade · rare earths · hedged: over"
    assert read_as(_claim()) == ""


@pytest.mark.parametrize(
    ("codes", "text"),
    [
        ((), ""),
        (("C29",), "motor vehicles"),
        (("B06", "C19"), "oil and gas, refined oil"),
        (tuple(sector.code for sector in sectors() if sector.goods), "goods"),
        (("A01", "A02", "B05", "B06", "C29"), "agriculture, forestry, coal and 2 more"),
    ],
)
def test_sectors_in_words(codes: tuple[str, ...], text: str) -> None:
    assert goods_in_words(codes) == text


def test_words_around_a_figure() -> None:
    place = QUOTE.index("240")
    claim = _claim(value=240e9, unit="USD")
    marked = Claim("l1", "level", QUOTE, claim.span, Span(100 + place, 100 + place + 19), value=240e9, unit="USD")
    for room in (40, 60, 80):
        line = around(marked, room)
        assert "240 billion dollars" in line
        assert len(line) <= room
        assert line.startswith("…")
    assert around(marked, 500) == " ".join(QUOTE.split())
    assert around(_claim(), 40).startswith("Trade between")


def test_every_language_has_a_name() -> None:
    assert tuple(LANGUAGE_NAMES) == LANGUAGES
    assert all(LANGUAGE_NAMES.values())
