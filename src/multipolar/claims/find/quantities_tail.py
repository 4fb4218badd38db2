"""What stands behind a number: magnitude, unit, rate ("billion dollars", "million barrels a day", "dollars a ton")."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from multipolar.claims.find.quantities_lexicon import Lexicon

_GAP = re.compile(r"[ \t\u00a0\u2009\u202f\u2011-]?(?:\n(?!\s))?")
_WIDE_GAP = re.compile(r"\s{0,2}")
_CHINESE_GAP = re.compile(r"\s?[多余]?")
_CURRENCY = re.compile(r"[A-Z]{3}")
COUNTS = frozenset({"year", "month", "day", "word", "person", "ship", "vehicle", "count"})


@dataclass(frozen=True, slots=True)
class Tail:
    """The magnitude and unit behind a number.

    `unit` is a base unit, ``of/3`` for thirds, or None; `factor` turns the written number into base units. `needy` is
    a magnitude of one letter, which counts only beside a currency or a unit; `half` is what a text adds behind the
    magnitude ("un millón y medio").
    """

    end: int
    magnitude: float = 1.0
    unit: str | None = None
    factor: float = 1.0
    words: str = ""
    needy: bool = False
    bare_end: int = 0
    half: float = 0.0


def read_tail(text: str, position: int, words: Lexicon, *, currency: str | None = None) -> Tail:
    """The tail of a number that ends at `position`; `currency` is the sign that stands before it, if any."""
    gap = _CHINESE_GAP if words.language == "zh" else _GAP
    end, magnitude, needy = position, 1.0, False
    for _ in range(2):
        found = words.magnitudes.match(text, gap.match(text, end).end())  # type: ignore[union-attr]
        if found is None:
            break
        key, end = found
        needy = needy or key.endswith("~")
        magnitude *= float(key.removesuffix("~"))
    added = words.half_after.match(text, end) if magnitude > 1 else None
    if added is not None:
        return replace(read_tail(text, added.end(), words, currency=currency), magnitude=magnitude, half=0.5)
    if currency is not None:
        return _with_currency(text, end, magnitude, currency, words)
    start = gap.match(text, end).end()  # type: ignore[union-attr]
    unit = _unit(text, start, words)
    if unit is None and needy:
        # "5 m" alone is no five million: try the number without its magnitude.
        end, magnitude, needy = position, 1.0, False
        start = gap.match(text, end).end()  # type: ignore[union-attr]
        unit = _unit(text, start, words)
    if unit is None:
        return Tail(end, magnitude, needy=needy, bare_end=end)
    code, factor, unit_end = unit
    return _with_rate(text, Tail(unit_end, magnitude, code, factor, text[start:unit_end], bare_end=end), words)


def _unit(text: str, start: int, words: Lexicon) -> tuple[str, float, int] | None:
    found = words.units.match(text, start)
    if found is None and (between := words.between.match(text, start)):
        found = words.units.match(text, between.end()) or words.counts.match(text, between.end())
    if found is None:
        found = words.counts.match(text, start)
    if found is None:
        return None
    code, _, factor = found[0].partition("*")
    return code, float(factor or 1.0), found[1]


def _with_currency(text: str, end: int, magnitude: float, currency: str, words: Lexicon) -> Tail:
    gap = _WIDE_GAP.match(text, end)
    repeated = words.units.match(text, gap.end() if gap else end)
    whole = end
    if repeated is not None and repeated[0] == currency:
        whole = repeated[1]
    code, _, factor = currency.partition("*")
    return _with_rate(text, Tail(whole, magnitude, code, float(factor or 1.0), bare_end=end), words)


def _with_rate(text: str, tail: Tail, words: Lexicon) -> Tail:
    """Add "a barrel", "per ton", "a day" to a unit."""
    code = tail.unit or ""
    money = _CURRENCY.fullmatch(code) is not None
    if not money and code not in {"bbl", "t", "m3"}:
        return tail
    gap = _WIDE_GAP.match(text, tail.end)
    start = gap.end() if gap else tail.end
    if text[start : start + 1] == "-":
        start += 1
    found = words.rates.match(text, start)
    if found is None:
        return tail
    rate, end = found
    factor = tail.factor
    if rate == "1000 m3":
        rate, factor = "m3", factor / 1000
    if not money and rate != "d":
        return tail
    return Tail(end, tail.magnitude, f"{code}/{rate}", factor, tail.words, bare_end=tail.bare_end)
