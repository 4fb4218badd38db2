"""Numbers and dates written by the locale rules of Babel are read back; any text is read without a crash."""

from __future__ import annotations

import datetime

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from multipolar.claims.document import LANGUAGES
from multipolar.claims.find.periods import periods
from multipolar.claims.find.quantities import quantities

PER_CENT = {
    "sv": "procent", "en": "per cent", "de": "Prozent", "fr": "pour cent", "es": "por ciento", "nb": "prosent",
    "ru": "процентов", "zh": "%",
}  # fmt: skip
DOLLARS = {
    "sv": "dollar", "en": "dollars", "de": "Dollar", "fr": "dollars", "es": "dólares", "nb": "dollar",
    "ru": "долларов", "zh": "美元",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@settings(derandomize=True, max_examples=25, deadline=None)
@given(cents=st.integers(1, 99_999_999))
def test_decimals_come_back(language, cents):
    value = cents / 100
    text = f"{format_decimal(value, locale=language)} {PER_CENT[language]}"
    (found,) = quantities(text, language)
    assert found.value == pytest.approx(value, rel=1e-12)
    assert (found.unit, found.kind) == ("%", "percent")


@pytest.mark.parametrize("language", LANGUAGES)
@settings(derandomize=True, max_examples=25, deadline=None)
@given(value=st.integers(1, 10**12))
def test_grouped_whole_numbers_come_back(language, value):
    text = f"{format_decimal(value, locale=language)} {DOLLARS[language]}"
    (found,) = quantities(text, language)
    assert (found.value, found.unit) == (value, "USD")


@pytest.mark.parametrize("language", LANGUAGES)
@settings(derandomize=True, max_examples=25, deadline=None)
@given(day=st.dates(datetime.date(1950, 1, 1), datetime.date(2049, 12, 31)))
def test_long_dates_come_back(language, day):
    text = format_date(day, format="long", locale=language)
    (found,) = periods(text, language, None)
    assert (found.start, found.end, found.precision, found.basis) == (day, day, "day", "stated")
    assert quantities(text, language) == ()


@pytest.mark.parametrize("language", [*LANGUAGES, "ar", "xx", ""])
@settings(derandomize=True, max_examples=20, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_yields_ordered_spans(language, text):
    for found in (quantities(text, language), periods(text, language, datetime.date(2024, 2, 29))):
        ends = 0
        for one in found:
            assert ends <= one.span.start < one.span.end <= len(text)
            ends = one.span.end


def test_right_to_left_text_gives_its_digits():
    (found,) = quantities("ارتفعت التجارة بنسبة 45% العام الماضي", "ar")
    assert (found.value, found.unit) == (45, "%")
