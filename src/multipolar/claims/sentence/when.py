"""When a figure was: its own period, that of the sentence, or the beginning or end of what the sentence spans."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from multipolar.claims.document import Span
from multipolar.claims.find.periods import said_to_be_base
from multipolar.claims.mentions import Period, Quantity
from multipolar.claims.sentence.beside import began, ended, led_by, other_end, own_period
from multipolar.claims.sentence.view import View

CHANGES = frozenset({"change", "multiple"})
# A conjunction may stand before the period that opens a clause.
OPENING = 5


@dataclass(frozen=True, slots=True)
class Times:
    """The periods of a sentence.

    Attributes
    ----------
    plain : periods that no change is counted from.
    bases : periods that a change is counted from ("since 2021", "than a year earlier").
    begun : periods that belong to figures which others are compared with ("from 147 billion dollars in 2021").
    leading : figures that a period leads to ("and in 2023 240 billion"), so that it is not that of an earlier one.
    moved : whether the sentence tells of a rise or fall, so that "from" and "to" are its beginning and its end.
    """

    view: View
    plain: tuple[Period, ...]
    bases: tuple[Period, ...]
    begun: tuple[tuple[Quantity, Period], ...]
    leading: tuple[tuple[Quantity, Period], ...]
    moved: bool


def times_of(view: View) -> Times:
    """The periods of a sentence, with what they belong to."""
    owned = [(one, own) for one in view.quantities if view.periods and (own := own_period(view, one)) is not None]
    leading = [(led, period) for period in view.periods if (led := led_by(view, period)) is not None]
    begun = tuple((quantity, period) for quantity, period in owned if began(view, quantity))
    # "To more than 9 billion in 2021": the word of comparison is the figure's, and the year no base.
    told = [period for quantity, period in owned if period.base and not began(view, quantity)]
    changed = any(term.id in {"up", "down"} for term in view.of_group("change", "multiple"))
    return Times(
        view,
        tuple(replace(period, base=False) for period in view.periods if not period.base or period in told),
        tuple(period for period in view.periods if period.base and period not in told),
        begun,
        tuple(leading),
        changed or any(other_end(view, quantity) is not None for quantity in view.quantities),
    )


def periods_of(times: Times, quantity: Quantity | None, kind: str) -> tuple[Period | None, Period | None]:
    """The period of a claim and the base that a change is counted from; each may be None.

    A level has the period that directly follows it; else the nearest one of the sentence that does not belong to what
    it is compared with. What a change began at never has the period of its end: without one of its own it is
    undetermined. A span of years beside a change ("between 2021 and 2022") is its base and its period; the level that
    such a change began at is of the first year, the one that it reached of the last.
    """
    if quantity is None:
        return next(iter(times.plain), None), next(iter(times.bases), None)
    others = [period.span for owner, period in times.begun if owner is not quantity]
    plain = [period for period in times.plain if period.span not in others]
    if kind in CHANGES:
        bases = [*times.bases, *(period for period in times.plain if period.span in others)]
        return _of_change(times.view, quantity, plain, bases)
    led = [period.span for owner, period in times.leading if owner.span.start > quantity.span.start]
    return _of_level(times, quantity, [period for period in plain if period.span not in led] or plain), None


def _of_change(
    view: View, quantity: Quantity, plain: Sequence[Period], bases: Sequence[Period]
) -> tuple[Period | None, Period | None]:
    period, base = _nearest(view, quantity, plain), _nearest(view, quantity, bases)
    if base is not None:
        return period, replace(base, base=True)
    if period is None:
        return None, None
    first, last = _parted(period)
    return last, first


def _of_level(times: Times, quantity: Quantity, plain: Sequence[Period]) -> Period | None:
    view = times.view
    own = own_period(view, quantity)
    if own is not None and not (times.moved and _parted(own)[0] is not None):
        return replace(own, base=False)
    opening = _opening(view, quantity)
    if opening is not None:
        return opening
    period = _nearest(view, quantity, plain)
    if period is None or not times.moved:
        return period
    first, last = _parted(period)
    if began(view, quantity):
        return replace(first, base=False) if first is not None else _before(period)
    return last if ended(view, quantity) else period


def _nearest(view: View, quantity: Quantity, periods: Sequence[Period]) -> Period | None:
    clause = view.clause(quantity.span)
    return view.nearest(quantity.span, view.inside(clause, periods)) or view.nearest(quantity.span, periods)


def _opening(view: View, quantity: Quantity) -> Period | None:
    """A time before that opens the clause of a level: "a year earlier it was 2 per cent"."""
    clause = view.clause(quantity.span)
    first = next(iter(view.inside(clause, view.periods)), None)
    if first is None or not first.base or first.precision == "open" or first.span.start - clause.start > OPENING:
        return None
    compared = said_to_be_base(view.text, clause.start, first.span.start, view.document.language)
    moved = view.inside(Span(clause.start, quantity.span.start), view.of_group("change"))
    return None if compared or moved or first.span.start > quantity.span.start else replace(first, base=False)


def _before(period: Period) -> Period:
    """An unknown time before a period."""
    return replace(period, start=None, end=None, precision="year", basis="undetermined", text="", base=True)


def _parted(period: Period) -> tuple[Period | None, Period]:
    """First and last year of a span of whole years; of all else the period itself is the last."""
    first, last = period.start, period.end
    whole = first is not None and last is not None and period.precision == "span"
    if not whole or first is None or last is None or first.year == last.year:
        return None, period
    if (first.month, first.day, last.month, last.day) != (1, 1, 12, 31):
        return None, period
    begin = replace(period, end=datetime.date(first.year, 12, 31), precision="year", base=True)
    finish = replace(period, start=datetime.date(last.year, 1, 1), precision="year")
    return begin, finish
