"""Who takes part in a claim, and as what: exporter, importer, partner, issuer, target, rival."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from multipolar.claims.claim import Actor, Kind, Role
from multipolar.claims.document import Span
from multipolar.claims.mentions import Entity
from multipolar.claims.sentence.grammar import Word
from multipolar.claims.sentence.view import View
from multipolar.codes.blocs import blocs

# How far, in characters, an adjective may stand before the noun that it goes with ("Chinese car exports").
ADJECTIVE = 30
REACH_OF_PASSED = 30
FLOWS = frozenset({"trade", "exports", "imports", "sales", "purchases", "arms_transfers", "deficit", "surplus"})
SENTENCES = frozenset({"causal", "conditional", "forecast", "event", "position"})
ISO_LETTERS = 3
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
    clause = view.span if kind in SENTENCES else view.clause(mark)
    named = _both(view, clause)
    if not named and not view.inside(clause, view.entities):
        # "trade between the two countries reached ..., an increase of ...": whom the sentence is about.
        named = _both(view, Span(view.span.start, clause.end))
    placed = _placed(view, clause, kind, enough=len(named))
    roles = _roles(view, placed, kind, measure)
    seen: dict[str, Actor] = {}
    for found, role in zip(placed, roles, strict=True):
        text = view.document.words(found.entity.span)
        known = seen.get(found.code)
        if known is None or (known.role in {"subject", "other"} and role not in {"subject", "other"}):
            seen[found.code] = Actor(found.code, role, text)
    for code, text in named:
        seen.setdefault(code, Actor(code, "partner", text))
    return tuple(seen.values())


def _placed(view: View, clause: Span, kind: Kind, *, enough: int) -> list[_Placed]:
    """The entities of the clause; where they are too few, the subject of an earlier clause, else of a later one."""
    own = list(view.inside(clause, view.entities))
    known = {code for entity in own for code in entity.codes}
    if kind == "rank":
        own = list(view.entities)
    elif len(known) + enough < 2:
        earlier = [
            entity
            for entity in view.inside(Span(view.span.start, clause.start), view.entities)
            if not set(entity.codes) <= known
        ]
        later = view.inside(Span(clause.end, view.span.end), view.entities)
        # One that already takes part leaves room for one more: the subject of the sentence.
        own = [*(earlier[:1] if known else earlier), *own] if earlier else [*own, *later]
    words: tuple[Word, ...] = ("from", "into", "between", "against")
    return [
        _Placed(entity, code, view.grammar.closest_before(words, view.text, entity.span.start))
        for entity in own
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
        target = found.before == "against" or (aimed and found.entity.span.start > first)
        roles.append("target" if target else "issuer" if "issuer" not in roles else "other")
    return roles


def _rank_roles(view: View, placed: list[_Placed]) -> list[Role]:
    grammar = view.grammar
    nouns = view.of_group("rank")
    passed = [match.end() + view.span.start for match in grammar.anywhere["passed"].finditer(view.words)]
    roles: list[Role | None] = [None] * len(placed)
    # "2023 passerade Ryssland Saudiarabien": with nobody before the verb, the first behind it is its subject.
    inverted = bool(passed) and not any(found.entity.span.end < passed[0] for found in placed)
    first_after = 0 if inverted else -1
    for index, found in enumerate(placed):
        start, end = found.entity.span.start, found.entity.span.end
        if any(0 <= start - at <= REACH_OF_PASSED for at in passed) and index > first_after and "rival" not in roles:
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


def _both(view: View, clause: Span) -> list[tuple[str, str]]:
    """Whom "both countries" or "both alliances" in the clause stands for: those of the kind named last before it."""
    words = view.document.words(clause)
    made: list[tuple[str, str]] = []
    own = {code for entity in view.inside(clause, view.entities) for code in entity.codes}
    for word, of_kind, number in _STAND_FOR:
        found = view.grammar.anywhere[word].search(words)
        if found is None:
            continue
        before = [code for entity in view.entities if entity.span.end <= clause.start for code in entity.codes]
        known = [code for code in dict.fromkeys((*reversed(before), *view.earlier)) if of_kind(code)]
        if number == 1:
            # "the country" is not the one that its own clause names.
            known = [code for code in known if code not in own]
        made += [(code, found.group()) for code in reversed(known[:number])]
    return made


def _is_bloc(code: str) -> bool:
    return code in blocs()


def _is_economy(code: str) -> bool:
    return len(code) == ISO_LETTERS and not _is_bloc(code)


_STAND_FOR: tuple[tuple[Word, Callable[[str], bool], int], ...] = (
    ("both", _is_economy, 2),
    ("both_blocs", _is_bloc, 2),
    ("the_country", _is_economy, 1),
    ("the_bloc", _is_bloc, 1),
)
"""Words that stand for economies or blocs named before, and for how many."""
