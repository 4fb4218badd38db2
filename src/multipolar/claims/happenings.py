"""Dated happenings and declared positions: claims without a figure that stand on a list of events or votes."""

from __future__ import annotations

from multipolar.claims.claim import Kind
from multipolar.claims.mentions import Term
from multipolar.claims.view import View

FAR = 90


def happening(view: View) -> tuple[Kind, Term] | None:
    """The event or position that a sentence asserts, or None.

    An event needs a date and an actor, so that it can be found on a timeline; a position needs an actor.
    """
    if not view.entities:
        return None
    position = _near_actor(view, view.of_group("position"))
    event = _near_actor(view, view.of_group("event"))
    dated = any(
        period.start is not None and period.precision in {"day", "month", "year", "span"} for period in view.periods
    )
    if event is not None and dated:
        return "event", event
    if position is not None:
        return "position", position
    return None


def _near_actor(view: View, terms: tuple[Term, ...]) -> Term | None:
    for term in terms:
        if view.nearest(term.span, view.entities, reach=FAR) is not None:
            return term
    return None
