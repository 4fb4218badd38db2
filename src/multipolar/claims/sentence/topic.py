"""What a figure measures, and of what goods."""

from __future__ import annotations

from multipolar.claims.document import Span
from multipolar.claims.mentions import Quantity, Term
from multipolar.claims.sentence.figure_kind import FigureKind
from multipolar.claims.sentence.view import View

# Units that say by themselves what is measured.
_BY_UNIT = {"word": "length", "day": "duration", "month": "duration", "ship": "transits", "rank": "rank"}
# Measures that are more telling than the one named beside them in the same clause ("price of exports").
_STRONG = ("tariff", "price_cap", "discount", "settlement", "price")
NEAR = 140


def measure_of(view: View, quantity: Quantity, kind: FigureKind) -> str | None:
    """The measure of a figure: said by its unit, else the nearest named one, else that of the sentence before."""
    if kind.kind == "date":
        return "anniversary"
    if quantity.kind == "count" and quantity.unit in _BY_UNIT:
        return _BY_UNIT[quantity.unit]
    clause = view.clause(quantity.span)
    own = view.inside(clause, view.of_group("measure"))
    strong = [term for term in own if term.id in _STRONG]
    found = view.nearest(quantity.span, strong or own) or view.nearest(
        quantity.span, _before(view, quantity.span, "measure") or view.of_group("measure"), reach=NEAR * 2
    )
    if found is not None:
        return found.id
    if kind.kind in {"change", "multiple", "share"}:
        return view.inherited[0] or None
    return None


def of_unit(view: View, quantity: Quantity, kind: FigureKind) -> str | None:
    """For a figure relative to another: the unit of the nearest amount in the sentence, None where there is none."""
    if kind.kind not in {"change", "share", "multiple"} or quantity.kind not in {"percent", "points", "multiple"}:
        return None
    found = view.nearest(quantity.span, [other for other in view.quantities if other.kind == "amount"])
    return found.unit if found is not None else None


def commodity_of(view: View, quantity: Quantity) -> str | None:
    """The goods that a figure is about: the nearest named ones of its clause, else of the clauses before it."""
    clause = view.clause(quantity.span)
    own = view.inside(clause, view.of_group("commodity"))
    if not own:
        own = view.inside(Span(view.span.start, quantity.span.start), view.of_group("commodity"))
    found = view.nearest(quantity.span, own, reach=NEAR * 2)
    if found is None:
        return None
    same = [term for term in own if term.span.overlaps(found.span)]
    longest = max(same, key=lambda term: term.span.end - term.span.start)
    return longest.id


def _before(view: View, span: Span, group: str) -> tuple[Term, ...]:
    return view.inside(Span(view.span.start, span.start), view.of_group(group))
