"""Claims as records and back, and a parse corrected by hand."""

from __future__ import annotations

import datetime
import json

import pytest

from multipolar.claims.claim import Actor, Claim
from multipolar.claims.document import Document, Piece, Span
from multipolar.claims.mentions import Period
from multipolar.claims.records import claim_from, period_of_code, revised
from multipolar.errors import AssumptionError

YEAR = Period(Span(0, 4), datetime.date(2023, 1, 1), datetime.date(2023, 12, 31), "year", "stated", "2023")
SINCE = Period(Span(5, 9), datetime.date(2022, 2, 1), None, "open", "stated", "since February 2022", base=True)
CLAIM = Claim(
    id="c3",
    kind="change",
    quote="Trade rose 64 %",
    span=Span(10, 25),
    mark=Span(21, 25),
    value=64.0,
    unit="%",
    step=1.0,
    measure="trade",
    direction="up",
    actors=(Actor("CHN", "partner", "China"), Actor("RUS", "partner", "Russia")),
    period=YEAR,
    base_period=SINCE,
    hedges=("estimated",),
    parts=(("condition", "if"), ("outcome", "then")),
)


def test_there_and_back() -> None:
    back = claim_from(json.loads(json.dumps(CLAIM.as_record())))
    assert back.as_record() == CLAIM.as_record()
    assert back.base_period is not None
    assert back.base_period.base


def test_a_corrected_parse() -> None:
    new = revised(CLAIM, ["value=26", "base_period=2022", "actors=CHN:exporter,Russia:importer", "measure=exports"])
    assert (new.value, new.step, new.measure) == (26.0, 1.0, "exports")
    assert new.base_period is not None
    assert new.base_period.code() == "2022"
    assert [(actor.code, actor.role) for actor in new.actors] == [("CHN", "exporter"), ("RUS", "importer")]
    assert revised(CLAIM, ["period=none"]).period is None
    assert dict(revised(CLAIM, ["condition=without oil"]).parts)["condition"] == "without oil"


def test_all_wrong_assignments_at_once() -> None:
    with pytest.raises(AssumptionError) as caught:
        revised(CLAIM, ["colour=red", "value=much", "period=May", "direction=sideways", "actors=Chinna"])
    text = str(caught.value)
    for word in ("colour", "much", "May", "sideways", "China"):
        assert word in text


@pytest.mark.parametrize("code", ["2023", "2023-05", "2023-05-14", "2021/2023", "2022-02/", "2019/"])
def test_periods_from_codes(code: str) -> None:
    assert period_of_code(code).code() == code


@pytest.mark.parametrize("code", ["May", "2023-13", "2023-05-40", "", "23/"])
def test_wrong_codes(code: str) -> None:
    with pytest.raises(ValueError, match=r"period|year|month|day|out of range"):
        period_of_code(code)


@pytest.mark.parametrize(("value", "step"), [("240e9", 1e9), ("107e6", 1e6), ("0.5", 0.1), ("64", 1.0), ("23.5", 0.1)])
def test_the_last_digit_of_a_value(value: str, step: float) -> None:
    assert revised(CLAIM, [f"value={value}"]).step == pytest.approx(step)


def test_places_go_both_ways() -> None:
    original = "<p>Trade <b>rose</b></p>\n<p>much</p>"
    document = Document(
        "Trade rose\nmuch",
        original,
        (Piece(0, 6, 3), Piece(6, 4, 12), Piece(11, 4, original.index("much"))),
        (Span(0, 10), Span(11, 15)),
        "en",
        1.0,
    )
    for span in (Span(0, 5), Span(6, 10), Span(11, 15), Span(0, 10)):
        assert document.found(document.origin(span)) == span
    there = document.origin(Span(6, 10))
    assert original[there.start : there.end] == "rose"
