"""What is peculiar to Chinese quantities: 三分之一, and 增长三倍 (fourfold) beside 增长到三倍 (threefold)."""

from __future__ import annotations

import re
from dataclasses import replace

from multipolar.claims.document import Span
from multipolar.claims.find.numbers import Number
from multipolar.claims.find.numbers_chinese import CHINESE, read_chinese
from multipolar.claims.find.quantities_tail import Tail
from multipolar.claims.mentions import Quantity

_ADDED = re.compile(
    r"(?:增长|增加|上升|提高|上涨|扩大|高出|高|多|激增|猛增|涨|翻|增|飙升|攀升|提升)了?(?:近|约|超过?|逾|大约|将近|整整)?\Z"
)
FRACTION = "分之"
_PRICE = re.compile(r"(?P<bbl>每桶|一桶)|(?P<t>每吨)")
_PRICE_REACH = 8


def chinese_fraction(text: str, number: Number, tail: Tail) -> Quantity | None:
    """A share like 三分之一, whose denominator stands first; None where the number begins none."""
    if not text.startswith(FRACTION, number.end) or tail.unit is not None:
        return None
    match = CHINESE.match(text, number.end + len(FRACTION))
    above = None if match is None else read_chinese(text, *match.span())
    if above is None or number.value <= 0 or (above.value > number.value and number.value < 100):
        return None
    part = 100 / number.value
    step = above.step * part if number.value >= 100 else min(part / 5, 5.0)
    return Quantity(Span(number.start, above.end), above.value * part, "%", "percent", step)


def chinese_multiple(text: str, number: Number, tail: Tail) -> Quantity | None:
    """A multiple written with 倍: after a word of growth it is what was added."""
    if tail.unit != "x":
        return None
    start = number.start
    added = _ADDED.search(text, max(start - 8, 0), start) is not None
    value = number.value + (1 if added else 0)
    return Quantity(Span(start, tail.end), value, "x", "multiple", max(number.step, 0.1))


def chinese_price(text: str, start: int, tail: Tail) -> Tail:
    """A price whose "a barrel" stands before the number: 每桶60美元."""
    if tail.unit is None or not re.fullmatch(r"[A-Z]{3}", tail.unit):
        return tail
    window = text[max(start - _PRICE_REACH, 0) : start]
    found = None
    for match in _PRICE.finditer(window):
        found = match
    if found is None or re.search(r"[，。；、]", window[found.end() :]):
        return tail
    return replace(tail, unit=f"{tail.unit}/{found.lastgroup}")
