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
# Measures that are of a currency and not of goods.
OF_CURRENCIES = frozenset({"world_reserves", "swift"})
PASSED_REACH = 30
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


def commodity_of(view: View, quantity: Quantity, measure: str | None) -> str | None:
    """The goods that a figure is about: the nearest named ones of its clause, else of the clauses before it.

    For a share in the world's reserves or payments it is the currency.
    """
    if measure in OF_CURRENCIES:
        return _currency_of(view, quantity)
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


def _currency_of(view: View, quantity: Quantity) -> str | None:
    """The currency that a share is of: the last one before it; where all follow their figures, the next behind it."""
    units = [other.span for other in view.quantities]
    passed = [match.end() + view.span.start for match in view.grammar.anywhere["passed"].finditer(view.words)]
    named = [
        term
        for term in view.of_group("currency")
        if not any(term.span.overlaps(unit) for unit in units)
        # "Overtook the yen with 4 per cent" is not of the yen.
        and not any(0 <= term.span.start - at <= PASSED_REACH for at in passed)
    ]
    first = min((other.start for other in units), default=quantity.span.start)
    before = [term for term in named if term.span.end <= quantity.span.start]
    behind = [term for term in named if term.span.start >= quantity.span.end]
    if before and named[0].span.start < first:
        return before[-1].id
    return behind[0].id if behind else before[-1].id if before else None


def _before(view: View, span: Span, group: str) -> tuple[Term, ...]:
    return view.inside(Span(view.span.start, span.start), view.of_group(group))
