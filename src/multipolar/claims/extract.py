"""From a Document to its Claims: mentions are found once, put together by sentence, and placed in the original.

Every figure yields a claim of its own. A sentence yields at most one what-if; one without a what-if yields at most one
event or position.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from multipolar.claims.claim import Claim, Kind
from multipolar.claims.document import Document
from multipolar.claims.find.portions import MOST_CHARACTERS, characters_left_out, portions
from multipolar.claims.mentions import Quantity
from multipolar.claims.sentence.actors import actors_of
from multipolar.claims.sentence.figure_kind import FigureKind, figure_kind
from multipolar.claims.sentence.happenings import happening
from multipolar.claims.sentence.topic import commodity_of, measure_of, of_unit
from multipolar.claims.sentence.view import MOST_MENTIONS, View, views
from multipolar.claims.sentence.what_if import WhatIf, what_if
from multipolar.claims.sentence.when import Times, periods_of, times_of

MOST_CLAIMS = 2000
"""A text with more is cut, and the answer says so."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """The claims of a document and what was left out of it, in words."""

    claims: tuple[Claim, ...]
    notes: tuple[str, ...] = ()


def extract(document: Document) -> tuple[Claim, ...]:
    """The claims of a document, in the order of the text, at most `MOST_CLAIMS`.

    Deterministic and offline: the same text gives the same claims.
    """
    return extraction(document).claims


def extraction(document: Document) -> Extraction:
    """As `extract`, with notes on what was too long, too crowded or too much to be read whole."""
    claims: list[Claim] = []
    crowded = 0
    for view in views(document, portions(document)):
        claims += _claims_of(view)
        crowded += view.crowded
        if len(claims) >= MOST_CLAIMS:
            break
    notes = []
    if crowded:
        notes.append(f"Sentences with more than {MOST_MENTIONS} mentions of a sort, read in part: {crowded}.")
    if len(claims) >= MOST_CLAIMS:
        notes.append(f"Only the first {MOST_CLAIMS} claims were taken; the text may hold more.")
    elif left_out := characters_left_out(document):
        notes.append(f"Claims were looked for in the first {MOST_CHARACTERS:,} characters only; {left_out:,} follow.")
    return Extraction(_named(claims[:MOST_CLAIMS]), tuple(notes))


def _claims_of(view: View) -> list[Claim]:
    made: list[Claim] = []
    times = times_of(view)
    for quantity in view.quantities:
        kind = figure_kind(view, quantity)
        if kind is not None:
            made.append(_continued(view, quantity, _figure(times, quantity, kind), made))
    supposed = what_if(view)
    if supposed is not None:
        if supposed.kind == "conditional":
            made = [replace(claim, supposed=True) for claim in made]
        made.append(_what_if(times, supposed, made))
    found = happening(view) if supposed is None else None
    if found is not None:
        made.append(_plain(times, *found))
    return made


def _figure(times: Times, quantity: Quantity, kind: FigureKind) -> Claim:
    view = times.view
    measure = measure_of(view, quantity, kind)
    commodity = commodity_of(view, quantity, measure)
    period, base = periods_of(times, quantity, kind.kind)
    return Claim(
        id="",
        kind=kind.kind,
        quote=view.words,
        span=view.document.origin(view.span),
        mark=view.document.origin(quantity.span),
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        unit=quantity.unit,
        step=quantity.step,
        bound=quantity.bound,
        of_unit=of_unit(view, quantity, kind),
        measure=measure,
        commodity=commodity,
        direction="up" if kind.direction == "up" else "down" if kind.direction == "down" else None,
        actors=actors_of(view, quantity.span, kind.kind, measure),
        period=period,
        base_period=base,
        hedges=_hedges(view, quantity),
    )


def _continued(view: View, quantity: Quantity, claim: Claim, made: list[Claim]) -> Claim:
    """A change that goes on about the figure before it (", an increase of 24 %") keeps its goods and parties."""
    before = made[-1] if made else None
    if before is None or before.kind != "level" or claim.kind not in {"change", "multiple"}:
        return claim
    clause = view.clause(quantity.span)
    spans = [entity.span for entity in view.entities]
    spans += [term.span for term in view.of_group("measure", "commodity")]
    if any(clause.start <= span.start < clause.end for span in spans):
        return claim
    return replace(claim, measure=before.measure, commodity=before.commodity, actors=before.actors)


def _what_if(times: Times, supposed: WhatIf, figures: list[Claim]) -> Claim:
    """The sentence as a claim; with its only change in per cent, if there is one, as the size of the outcome."""
    parts = [("outcome", supposed.outcome)]
    if supposed.condition is not None:
        parts.insert(0, ("condition", supposed.condition))
    claim = _plain(times, supposed.kind, "")
    sizes = [figure for figure in figures if figure.kind == "change" and figure.unit == "%"]
    if len(sizes) == 1 and len(figures) == 1:
        size = sizes[0]
        claim = replace(claim, value=size.value, unit=size.unit, step=size.step, direction=size.direction)
    return replace(claim, parts=tuple((name, times.view.document.words(span).strip()) for name, span in parts))


def _plain(times: Times, kind: Kind, measure: str) -> Claim:
    view = times.view
    period, base = periods_of(times, None, kind)
    origin = view.document.origin(view.span)
    named = measure or _first_id(view, "measure")
    return Claim(
        id="",
        kind=kind,
        quote=view.words,
        span=origin,
        mark=origin,
        measure=named,
        commodity=_first_id(view, "commodity"),
        direction=_direction(view),
        actors=actors_of(view, view.span, kind, named),
        period=period,
        base_period=base,
        hedges=tuple(dict.fromkeys(view.document.words(term.span) for term in view.of_group("hedge"))),
    )


def _first_id(view: View, group: str) -> str | None:
    found = view.of_group(group)
    return found[0].id if found else None


def _direction(view: View) -> Literal["up", "down"] | None:
    known = {term.id for term in view.of_group("change")}
    if ("up" in known) == ("down" in known):
        return None
    return "up" if "up" in known else "down"


def _hedges(view: View, quantity: Quantity) -> tuple[str, ...]:
    clause = view.clause(quantity.span)
    words = [view.document.words(term.span) for term in view.inside(clause, view.of_group("hedge"))]
    return tuple(dict.fromkeys(([quantity.hedge] if quantity.hedge else []) + words))


def _named(claims: list[Claim]) -> tuple[Claim, ...]:
    """Give each claim its name: a letter for its kind and its number in the text."""
    ordered = sorted(claims, key=lambda claim: (claim.span.start, claim.mark.start, -claim.mark.end))
    return tuple(replace(claim, id=f"{claim.kind[0]}{number}") for number, claim in enumerate(ordered, 1))
