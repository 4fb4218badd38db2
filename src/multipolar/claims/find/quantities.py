"""Quantities that a text names: amounts, shares, multiples, ranks, counts, in eight languages."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from multipolar.claims.document import Span
from multipolar.claims.find.numbers import DIGITS, Number, read_digits, thousands
from multipolar.claims.find.numbers_chinese import CHINESE, read_chinese
from multipolar.claims.find.periods_find import period_spans
from multipolar.claims.find.quantities_chinese import FRACTION, chinese_fraction, chinese_multiple, chinese_price
from multipolar.claims.find.quantities_lexicon import Lexicon, lexicon
from multipolar.claims.find.quantities_never import never_spans
from multipolar.claims.find.quantities_tail import COUNTS, Tail, read_tail
from multipolar.claims.find.quantities_words import phrase_quantities, shrinks
from multipolar.claims.find.text_fold import folded
from multipolar.claims.mentions import Quantity, QuantityKind

# Characters before a number in which its currency and hedge are looked for.
PREFIX_REACH, HEDGE_REACH = 16, 44
# The longest way from one number to the next of a range, units in between.
RANGE_REACH = 40
# What stands before a number without being a currency.
_NO_PREFIX = frozenset(",;:()[]–—-+\"'")
SMALL = 13
"""Smaller numbers in words, without a unit, count nothing ("the two leaders")."""
_MODEL = re.compile(r"[^\W\d_\u3400-\u9fff][-‐‑]?\Z")
_LETTER = re.compile(r"(?:[^\W\d_\u3400-\u9fff]|[-‐‑][^\W\d_]|[/:·]\d|[º°ª]|:\w)")
_ENUMERATOR = re.compile(r"[.)](?:\s|\Z)")
_CAPITAL_BEFORE = re.compile(r"[^\W\d_]+[ \u00a0]\Z")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A number with what was read before and behind it."""

    number: Number
    start: int
    tail: Tail

    @property
    def scale(self) -> float:
        return self.tail.magnitude * self.tail.factor


def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """The quantities of a text, in order, without overlaps.

    Parameters
    ----------
    text : the main text.
    language : ISO 639-1; for one without a lexicon, digits with international signs and units are found.

    Returns
    -------
    Quantities in base units (`multipolar.claims.mentions.Quantity`). Numbers inside a period are none.
    """
    words = lexicon(language)
    lowered = folded(text)
    taken = sorted(
        [*period_spans(text, lowered, language), *never_spans(text)], key=lambda span: (span.start, -span.end)
    )
    readings = _readings(text, lowered, words, _Taken(taken))
    found = _combined(text, readings, words)
    found += phrase_quantities(text, lowered, words)
    return _apart(found, taken)


class _Taken:
    """Whether a place lies in one of the spans; they are sorted by start."""

    def __init__(self, spans: list[Span]) -> None:
        self._starts = [span.start for span in spans]
        self._ends: list[int] = []
        furthest = 0
        for span in spans:
            furthest = max(furthest, span.end)
            self._ends.append(furthest)

    def holds(self, position: int) -> bool:
        place = bisect_right(self._starts, position) - 1
        return place >= 0 and position < self._ends[place]


def _numbers(text: str, lowered: str, words: Lexicon) -> list[Number]:
    found: list[Number] = []
    if words.language == "zh":
        for match in CHINESE.finditer(text):
            number = read_chinese(text, *match.span())
            if number is not None:
                found.append(number)
        return found
    for match in DIGITS.finditer(text):
        number = read_digits(text, match.start(), match.end(), words.language)
        if number is not None:
            found.append(number)
    if words.words is not None:
        for match in words.words.pattern.finditer(lowered):
            start = match.start()
            if words.words_not_within.search(lowered, max(start - 5, 0), match.end()):
                continue
            found.append(words.words.read(lowered, start, match.end()))
        found.sort(key=lambda number: number.start)
    return found


def _readings(text: str, lowered: str, words: Lexicon, taken: _Taken) -> list[_Reading]:
    found: list[_Reading] = []
    for number in _numbers(text, lowered, words):
        if (found and number.start < found[-1].tail.end) or taken.holds(number.start):
            continue
        reading = _reading(text, number, words)
        if reading is not None:
            found.append(reading)
    return found


def _reading(text: str, number: Number, words: Lexicon) -> _Reading | None:
    start = number.start
    close = text[max(start - 2, 0) : start].rstrip()[-1:]
    prefix = None
    if close and not close.isdigit() and close not in _NO_PREFIX:
        prefix = words.prefixes_before.before(text, start, PREFIX_REACH)
    if prefix is not None and (not number.spelled or prefix[0] in {"x", "%"}):
        tail = read_tail(text, number.end, words, currency=prefix[0])
        start = prefix[1]
    else:
        prefix = None
        if not number.spelled and _MODEL.search(text, max(start - 2, 0), start):
            return None
        tail = read_tail(text, number.end, words)
    times = words.times.match(text, tail.end) if tail.unit is None else None
    if times is not None and words.times_before.search(text, max(start - 32, 0), start):
        tail = replace(tail, end=times.end(), unit="x", words=times.group())
    if tail.half:
        number = replace(number, value=number.value + tail.half, step=0.1)
    if number.loose and tail.unit in COUNTS:
        number = thousands(number)
    if tail.unit is None and not _stands_alone(text, number, tail, words):
        return None
    if prefix is None and words.never_before.search(text, max(start - 16, 0), start) and tail.unit in {None, *COUNTS}:
        return None
    if words.never_after.match(text, number.end):
        return None
    if number.spelled and not _spelled_counts(text, number, tail, words):
        return None
    return _Reading(number, start, tail)


def _stands_alone(text: str, number: Number, tail: Tail, words: Lexicon) -> bool:
    """Whether digits without a unit are a number rather than a part of a name, an ordinal, a list's number."""
    if tail.end == number.end and _LETTER.match(text, number.end):
        return False
    if number.spelled:
        return words.language != "zh" or number.end - number.start > 2 or text.startswith(FRACTION, number.end)
    before = _CAPITAL_BEFORE.search(text, max(number.start - 24, 0), number.start)
    return not (before and before.group()[0].isupper() and tail.magnitude == 1 and not number.grouped)


def _spelled_counts(text: str, number: Number, tail: Tail, words: Lexicon) -> bool:
    written = text[number.start : number.end].lower()
    if written in words.ones and number.value == 1:
        if tail.unit is None and words.out_of.match(text, number.end):
            return True
        return tail.magnitude > 1 or (tail.unit is not None and tail.unit not in COUNTS and tail.unit != "x")
    if tail.unit is None:
        return number.value >= SMALL or tail.magnitude > 1 or number.value != int(number.value) or number.value > 1
    return not (
        tail.unit == "count" and number.value < SMALL and words.counts_small.search(tail.words.rpartition(" ")[2])
    )


def _combined(text: str, readings: list[_Reading], words: Lexicon) -> list[Quantity]:
    """Put ranges, changes of level and lists together, and make quantities."""
    found: list[Quantity] = []
    place = 0
    while place < len(readings):
        first = readings[place]
        second = readings[place + 1] if place + 1 < len(readings) else None
        if second is not None and second.start - first.tail.end <= RANGE_REACH:
            share = _out_of(text, first, second, words)
            if share is not None:
                found.append(share)
                place += 2
                continue
            joined = _joined(text, first, second, words)
            if joined == "range":
                found += _range(text, first, second, words)
                place += 2
                continue
            if joined == "list":
                first = _lend(first, second)
        made = _single(text, first, words, found[-1] if found else None)
        if place and words.join.fullmatch(text[readings[place - 1].tail.end : first.start]):
            # "from 16 to 34": the small word in between is no "up to".
            made = [replace(quantity, hedge="", bound="") for quantity in made]
        found += made
        place += 1
    return found


def _joined(text: str, first: _Reading, second: _Reading, words: Lexicon) -> str:
    """How two numbers in a row belong together: ``range``, ``list`` (the unit of the second holds for both), or not."""
    between = text[first.tail.end : second.start]
    own = first.tail.unit is not None
    comparable = (not own or first.tail.unit == second.tail.unit) and second.tail.unit is not None
    if not comparable or "\n\n" in between:
        return ""
    start = _hedged_start(text, first, words)
    if words.join.fullmatch(between):
        moved = words.change_before.search(text, max(start - 48, 0), start)
        rises = first.number.value * first.scale < _lent(first, second) * second.number.value
        if moved and not (rises and words.shrinking.search(text, max(start - 48, 0), start)):
            return "list"
        return "range" if rises else "list"
    if words.both_and.fullmatch(between) and words.both_before.search(text, max(start - 16, 0), start):
        return "range"
    if (
        not own
        and words.listed.fullmatch(between)
        and (between.strip() not in {",", "、"} or first.tail.magnitude == 1)
    ):
        return "list"
    if not own and first.tail.magnitude == 1 and words.change_before.search(text, max(start - 24, 0), start):
        return "list" if words.inherit.search(between) and "\n" not in between else ""
    return ""


def _lent(first: _Reading, second: _Reading) -> float:
    """What the second number is scaled by, seen from the first: one unit above all."""
    return second.scale if first.tail.unit is not None or first.tail.magnitude > 1 else max(second.scale, 1.0)


def _hedged_start(text: str, reading: _Reading, words: Lexicon) -> int:
    found = words.hedges_before.before(text, reading.start, HEDGE_REACH)
    return reading.start if found is None else found[1]


def _lend(first: _Reading, second: _Reading) -> _Reading:
    """The first of two numbers with the unit, and where it has none the magnitude, of the second."""
    if first.tail.unit is not None:
        return first
    magnitude = second.tail.magnitude if first.tail.magnitude == 1 else first.tail.magnitude
    return replace(
        first,
        tail=replace(
            first.tail, end=first.tail.bare_end, unit=second.tail.unit, factor=second.tail.factor, magnitude=magnitude
        ),
    )


def _range(text: str, first: _Reading, second: _Reading, words: Lexicon) -> list[Quantity]:
    lent = _lend(first, second)
    made = _single(text, second, words, None)
    if not made:
        return []
    low, high = lent.number.value * lent.scale, second.number.value * second.scale
    hedge, bound = _hedge(text, first.start, second.tail.end, words)
    whole = made[0]
    if whole.unit == "%" and second.tail.unit != "%":
        return made
    return [
        replace(
            whole,
            span=Span(first.start, whole.span.end),
            value=(low + high) / 2,
            low=low,
            high=high,
            step=max(whole.step, lent.number.step * lent.scale),
            hedge=hedge,
            bound=bound,
        )
    ]


def _out_of(text: str, first: _Reading, second: _Reading, words: Lexicon) -> Quantity | None:
    """A share like "nine out of ten"."""
    if first.tail.unit is not None or second.number.value not in {3, 4, 5, 10, 100}:
        return None
    if second.tail.unit in {"year", "month", "day", "%"}:
        return None
    if not words.out_of.fullmatch(text[first.tail.end : second.start]) or first.number.value >= second.number.value:
        return None
    value = first.number.value / second.number.value * 100
    hedge, bound = _hedge(text, first.start, second.number.end, words)
    step = min(100 / second.number.value, 10.0)
    return Quantity(Span(first.start, second.number.end), value, "%", "percent", step, hedge=hedge, bound=bound)


def _hedge(text: str, start: int, end: int, words: Lexicon) -> tuple[str, str]:
    """The words that make a number approximate, and the bound that they set."""
    bounds = {"least": "at least", "most": "at most", "about": ""}
    found = words.hedges_before.before(text, start, HEDGE_REACH)
    if found is not None:
        return text[found[1] : start].strip(), bounds[found[0]]
    after = words.hedges_after.match(text, end)
    if after is not None:
        return text[end : after[1]].strip(), bounds[after[0]]
    return "", ""


def _single(text: str, reading: _Reading, words: Lexicon, earlier: Quantity | None) -> list[Quantity]:
    number, tail = reading.number, reading.tail
    plain = tail.unit is None and tail.magnitude == 1 and earlier is None
    hedge, bound = ("", "") if plain else _hedge(text, reading.start, tail.end, words)
    if words.language == "zh":
        hedge = hedge or _inner_hedge(text, number)
        special = chinese_fraction(text, number, tail) or chinese_multiple(text, number, tail)
        tail = chinese_price(text, reading.start, tail)
        if special is not None:
            return [replace(special, hedge=hedge, bound=bound)]
    unit, factor = tail.unit, tail.factor
    if unit is None and earlier is not None and _carries_on(text, reading, earlier, words):
        unit = earlier.unit
    if unit is None and number.spelled and tail.magnitude == 1 and number.value < SMALL:
        return []
    if unit is not None and unit.startswith("of/"):
        part = 100 / float(unit[3:])
        if number.value * part > 100:
            return []
        span = Span(reading.start, tail.end)
        return [Quantity(span, number.value * part, "%", "percent", min(part / 5, 5.0), hedge=hedge, bound=bound)]
    scale = tail.magnitude * factor
    if unit == "x" and shrinks(text, reading.start, tail.end, words):
        number, scale = replace(number, value=1 / number.value if number.value else 0.0, step=0.1), 1.0
    if unit == "t" and words.language == "en" and tail.words.lower() in {"ton", "tons"}:
        hedge = f"{hedge}; tons, taken as metric" if hedge else "tons, taken as metric"
    return [
        Quantity(
            Span(reading.start, tail.end),
            number.value * scale,
            unit,
            kind_of(unit),
            number.step * scale,
            hedge=hedge,
            bound=bound,
        )
    ]


def _inner_hedge(text: str, number: Number) -> str:
    return next((sign for sign in text[number.start : number.end] if sign in "多余"), "")


def _carries_on(text: str, reading: _Reading, earlier: Quantity, words: Lexicon) -> bool:
    """Whether a number takes over the unit before it: "36 million tonnes, against 34 million the year before"."""
    if earlier.kind not in {"amount", "percent"} or reading.tail.magnitude == 1 != reading.number.grouped:
        return False
    start = _hedged_start(text, reading, words)
    between = text[earlier.span.end : start]
    if len(between) > 60 or re.search(r"[.!?。！？;；\n]\s", between):
        return False
    if words.inherit.search(between) is not None:
        return True
    # "110 billion kroner, 19 billion more than this year"
    return reading.tail.magnitude > 1 and words.inherit_after.match(text, reading.tail.end) is not None


def kind_of(unit: str | None) -> QuantityKind:
    """What kind of quantity a unit makes."""
    if unit is None:
        return "bare"
    known: dict[str, QuantityKind] = {"%": "percent", "pp": "points", "x": "multiple", "rank": "ordinal"}
    return known.get(unit, "count" if unit in COUNTS else "amount")


def _apart(found: list[Quantity], taken: list[Span]) -> tuple[Quantity, ...]:
    """Drop what overlaps: the longer one of two stays."""
    free = _Taken(taken)
    kept: list[Quantity] = []
    for quantity in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
        if free.holds(quantity.span.start) or free.holds(quantity.span.end - 1):
            continue
        if kept and quantity.span.start < kept[-1].span.end:
            if quantity.span.end - quantity.span.start > kept[-1].span.end - kept[-1].span.start:
                kept[-1] = quantity
            continue
        kept.append(quantity)
    return tuple(kept)
