"""How near a figure must come to a claim, and the verdict over several readings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from multipolar.claims.claim import Claim
from multipolar.claims.document import Span
from multipolar.claims.facts.amounts import amount, signed_amount
from multipolar.claims.facts.fit import fit, judge
from multipolar.claims.verdict import Compared, Fit

_PLACE = Span(0, 4)


def _claim(value: float, unit: str, step: float, **fields: object) -> Claim:
    return Claim("l1", "level", "text", _PLACE, _PLACE, value=value, unit=unit, step=step, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "expected"),
    [(240.11e9, "holds"), (242.3e9, "holds"), (243.0e9, "roughly"), (263.9e9, "roughly"), (265e9, "does not hold")],
)
def test_within_the_digits_or_one_per_cent(found: float, expected: Fit) -> None:
    assert fit(_claim(240e9, "USD", 1e9), 240e9, found) == expected


def test_a_coarse_number_allows_half_its_last_digit() -> None:
    assert fit(_claim(2e9, "USD", 1e9), 2e9, 2.5e9) == "holds"
    assert fit(_claim(2.0e9, "USD", 1e8), 2e9, 2.5e9) == "does not hold"


def test_bounds_and_ranges() -> None:
    over = _claim(500e6, "USD", 1e8, bound="at least")
    assert fit(over, 500e6, 900e6) == "holds"
    assert fit(over, 500e6, 300e6) == "does not hold"
    under = _claim(60.0, "USD/bbl", 1.0, bound="at most")
    assert fit(under, 60.0, 50.0) == "holds"
    assert fit(under, 60.0, 70.0) == "does not hold"
    between = _claim(35.0, "%", 1.0, low=30.0, high=40.0)
    assert fit(between, 35.0, 39.0) == "holds"
    assert fit(between, 35.0, 43.0) == "does not hold"


def test_hedges_widen_what_is_rough() -> None:
    assert fit(_claim(100.0, "t", 1.0), 100.0, 113.0) == "does not hold"
    assert fit(_claim(100.0, "t", 1.0, hedges=("about",)), 100.0, 113.0) == "roughly"


def _compared(agrees: Fit, source: str = "a") -> Compared:
    return Compared("d", 64.0, 63.0, "%", agrees, f"{source}: 63 %", (source,), "official")


@pytest.mark.parametrize(
    ("meanings", "word"),
    [
        ({"one": ["holds"]}, "supported"),
        ({"one": ["holds", "does not hold"]}, "supported"),
        ({"one": ["roughly"]}, "roughly"),
        ({"one": ["does not hold"]}, "contradicted"),
        ({"one": ["holds"], "other": ["does not hold"]}, "depends on definition"),
        ({"one": ["holds"], "other": ["roughly"]}, "supported"),
        ({"one": ["roughly"], "other": ["does not hold"]}, "roughly"),
        ({"one": []}, "no data"),
    ],
)
def test_verdict_over_readings(meanings: dict[str, list[Fit]], word: str) -> None:
    found = {meaning: [_compared(agrees) for agrees in fits] for meaning, fits in meanings.items()}
    verdict = judge(found, "nothing")
    assert verdict.word == word
    assert verdict.reason


def test_the_reason_names_the_readings_on_both_sides() -> None:
    verdict = judge({"against 2021": [_compared("holds")], "against 2022": [_compared("does not hold", "b")]}, "")
    assert verdict.reason == "holds against 2021 (a: 63 %); does not hold against 2022 (b: 63 %)"


def test_a_source_that_disagrees_is_named() -> None:
    first = replace(_compared("holds", "customs"), definition="crude; customs", arithmetic="107.0 Mt (2023)")
    second = replace(_compared("does not hold", "baci"), definition="crude; baci", arithmetic="99.6 Mt (2023)")
    verdict = judge({"as published": [first, second]}, "")
    assert verdict.reason == "customs: 107.0 Mt (2023); does not agree: baci 99.6 Mt (2023)"
    other = replace(second, definition="crude and fuels; baci")
    assert judge({"as published": [first, other]}, "").reason.endswith("baci (crude and fuels) 99.6 Mt (2023)")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (240.11e9, "USD", "240.1 bn USD"),
        (107e6, "t", "107.0 Mt"),
        (22.7e9, "m3", "22.7 bcm"),
        (63.45, "%", "63.5 %"),
        (4.0, "x", "4.00 times"),
        (1.8e6, "bbl/d", "1.80 mb/d"),
        (0.031, "%", "0.031 %"),
        (-5.0, "pp", "-5.00 points"),
    ],
)
def test_amounts_in_words(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text


def test_signed_amounts() -> None:
    assert signed_amount(-26.2, "%") == "−26.2 %"
    assert signed_amount(26.2, "%") == "+26.2 %"
