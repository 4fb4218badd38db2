"""Who takes part in a claim, and as what: exporter, importer, partner, issuer, target, rival."""

from __future__ import annotations

from dataclasses import dataclass

from multipolar.claims.claim import Actor, Kind, Role
from multipolar.claims.document import Span
from multipolar.claims.grammar import Word
from multipolar.claims.mentions import Entity
from multipolar.claims.view import View

# How far, in characters, an adjective may stand before the noun that it goes with ("Chinese car exports").
ADJECTIVE = 30
FLOWS = frozenset({"trade", "exports", "imports", "sales", "purchases", "arms_transfers", "deficit", "surplus"})
TWO_SIDED = FLOWS | {"settlement", "payments", "anniversary", "investment"}
MEASURES_AGAINST = frozenset({"tariff", "price_cap", "sanctions", "quota"})


@dataclass(frozen=True, slots=True)
class _Placed:
    entity: Entity
    code: str
    before: str


def actors_of(view: View, mark: Span, kind: Kind, measure: str | None) -> tuple[Actor, ...]:
    """The actors of a claim, each once, in order of mention.

    Parameters
    ----------
    mark : where in the main text the claim stands; actors of its clause come before those of other clauses.
    """
    placed = _placed(view, mark)
    roles = _roles(view, placed, kind, measure)
    seen: dict[str, Actor] = {}
    for found, role in zip(placed, roles, strict=True):
        text = view.document.words(found.entity.span)
        known = seen.get(found.code)
        if known is None or (known.role in {"subject", "other"} and role not in {"subject", "other"}):
            seen[found.code] = Actor(found.code, role, text)
    both = view.grammar.anywhere["both"].search(view.words)
    if both is not None and len(seen) < 2 and (measure is None or measure in TWO_SIDED):
        for code in _both(view, seen):
            seen[code] = Actor(code, "partner", both.group())
    return tuple(seen.values())


def _placed(view: View, mark: Span) -> list[_Placed]:
    clause = view.clause(mark)
    own = view.inside(clause, view.entities)
    chosen = list(own)
    if len({code for entity in own for code in entity.codes}) < 2:
        # Too few in its own clause: a subject may stand in an earlier one, else in a later one.
        earlier = view.inside(Span(view.span.start, clause.start), view.entities)
        later = view.inside(Span(clause.end, view.span.end), view.entities)
        chosen = [*earlier, *own] if earlier else [*own, *later]
    words: tuple[Word, ...] = ("from", "into", "between", "against")
    return [
        _Placed(entity, code, view.grammar.closest_before(words, view.text, entity.span.start))
        for entity in chosen
        for code in entity.codes
    ]


def _roles(view: View, placed: list[_Placed], kind: Kind, measure: str | None) -> list[Role]:
    if kind == "rank":
        return _rank_roles(view, placed)
    if measure in MEASURES_AGAINST:
        return _measure_roles(view, placed)
    if measure in {"exports", "sales", "imports", "purchases", "arms_transfers"}:
        return _flow_roles(view, placed, "imports" if measure in {"imports", "purchases"} else "exports")
    if measure in FLOWS:
        return ["partner" if index < 2 else "other" for index in range(len(placed))]
    return ["subject" if index == 0 else "other" for index in range(len(placed))]


def _flow_roles(view: View, placed: list[_Placed], measure: str) -> list[Role]:
    own: Role = "importer" if measure == "imports" else "exporter"
    other: Role = "exporter" if measure == "imports" else "importer"
    roles: list[Role | None] = [None] * len(placed)
    for index, found in enumerate(placed):
        if found.entity.form == "adjective" and _goes_with(view, found.entity):
            roles[index] = own
        elif found.before == "into":
            roles[index] = "importer"
        elif found.before == "from" and found.entity.form != "adjective":
            roles[index] = "exporter"
    for role in (own, other):
        if role not in roles:
            free = [index for index, known in enumerate(roles) if known is None]
            if free:
                roles[free[0]] = role
    return [role or "other" for role in roles]


def _goes_with(view: View, entity: Entity) -> bool:
    after = Span(entity.span.end, entity.span.end + ADJECTIVE)
    return bool(view.inside(after, view.of_group("measure")))


def _measure_roles(view: View, placed: list[_Placed]) -> list[Role]:
    roles: list[Role] = []
    measures = [term.span.start for term in view.of_group("measure") if term.id in MEASURES_AGAINST]
    first = min(measures, default=view.span.start)
    for found in placed:
        aimed = found.before in {"against", "from", "into"} or found.entity.form == "adjective"
        target = aimed and found.entity.span.start > first
        roles.append("target" if target else "issuer" if "issuer" not in roles else "other")
    return roles


def _rank_roles(view: View, placed: list[_Placed]) -> list[Role]:
    grammar = view.grammar
    nouns = view.of_group("rank")
    passed = [match.end() + view.span.start for match in grammar.anywhere["passed"].finditer(view.words)]
    roles: list[Role | None] = [None] * len(placed)
    for index, found in enumerate(placed):
        start, end = found.entity.span.start, found.entity.span.end
        if any(0 <= start - at <= 25 for at in passed):
            roles[index] = "rival"
        elif any(
            0 <= noun.span.start - end <= ADJECTIVE and noun.id in {"supplier", "exporter"} for noun in nouns
        ) and ("exporter" in roles or any(later.entity.span.start < start for later in placed)):
            # "China's top supplier": whoever owns the supplier buys.
            roles[index] = "importer"
        elif any(0 <= start - noun.span.end <= ADJECTIVE for noun in nouns) and found.before in {"into", "of", "from"}:
            roles[index] = "importer"
    for index, known in enumerate(roles):
        if known is None:
            roles[index] = "exporter" if "exporter" not in roles else "other"
    return [role or "other" for role in roles]


def _both(view: View, seen: dict[str, Actor]) -> list[str]:
    """The two economies that "both countries" stands for: those named last before this sentence."""
    names = [code for code in view.earlier if len(code) == 3 and code.isupper()]
    wanted = [code for code in names if code not in seen]
    return list(reversed(wanted[: 2 - len(seen)]))
