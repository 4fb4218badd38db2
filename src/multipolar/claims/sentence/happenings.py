"""Dated happenings and declared positions: claims without a figure that stand on a list of events or votes."""

from __future__ import annotations

from multipolar.claims.claim import Kind
from multipolar.claims.mentions import Term
from multipolar.claims.sentence.view import View

FAR = 90


def happening(view: View) -> tuple[Kind, str] | None:
    """The event or position that a sentence asserts, with the id of its word; or None.

    An event needs an actor and a day, or a month and a word for an event, so that it can be found on a timeline; a
    position needs an actor.
    """
    if not view.entities:
        return None
    event = _near_actor(view, view.of_group("event"))
    position = _near_actor(view, view.of_group("position"))
    days = [period for period in view.periods if period.start is not None and not period.base]
    dated = any(period.precision in {"month", "span"} for period in days)
    if any(period.precision == "day" for period in days):
        return "event", event.id if event is not None else _measure(view)
    if event is not None and dated and not view.quantities:
        return "event", event.id
    if position is not None:
        return "position", position.id
    return None


def _measure(view: View) -> str:
    """What happened, by the measure that it is about ("raised the tariff on Monday"); empty if there is none."""
    found = view.of_group("measure")
    return found[0].id if found else ""


def _near_actor(view: View, terms: tuple[Term, ...]) -> Term | None:
    for term in terms:
        if view.nearest(term.span, view.entities, reach=FAR) is not None:
            return term
    return None
