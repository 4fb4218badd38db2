"""What a what-if holds, read once: who and what stands in its condition, in its outcome, and in the whole sentence."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from multipolar.claims.claim import Claim
from multipolar.claims.find.entities import entities
from multipolar.claims.find.terms import terms
from multipolar.claims.mentions import Entity, Term
from multipolar.claims.sentence.grammar import Word, grammar
from multipolar.codes.blocs import bloc_members, blocs
from multipolar.codes.economies import economies, economy

WEST = ("EU", "USA", "GBR", "JPN", "CAN")
"""Whom "the West" stands for in a scenario: an assumption, said wherever it is used."""
_COMMODITIES = Path(__file__).with_name("commodities.toml")


@dataclass(frozen=True, slots=True)
class Goods:
    """Sectors of the tables that a commodity lies in; `product` where scenarios can single it out."""

    commodity: str
    sectors: tuple[str, ...]
    product: str = ""
    narrow: bool = False


@cache
def goods_of(commodity: str) -> Goods | None:
    """The sectors of a commodity; None for one that the tables do not show (arms, drones)."""
    with _COMMODITIES.open("rb") as stream:
        known = tomllib.load(stream)
    found = known.get(commodity)
    if found is None:
        return None
    return Goods(commodity, tuple(found["sectors"]), found.get("product", ""), bool(found.get("narrow", False)))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence with its mentions."""

    text: str
    entities: tuple[Entity, ...]
    terms: tuple[Term, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the actors, each once, in order."""
        return tuple(dict.fromkeys(code for entity in self.entities for code in entity.codes))

    def ids(self, *groups: str) -> tuple[str, ...]:
        """Ids of the terms of these groups, each once, in order."""
        return tuple(dict.fromkeys(term.id for term in self.terms if term.group in groups))

    def has(self, group: str, *ids: str) -> bool:
        """Whether a term of the group is there: one of the ids, or any."""
        return any(term.group == group and (not ids or term.id in ids) for term in self.terms)

    def goods(self) -> Goods | None:
        """The first commodity that the tables show."""
        return next((found for name in self.ids("commodity") if (found := goods_of(name)) is not None), None)


@dataclass(frozen=True, slots=True)
class Features:
    """A what-if in its parts. `before` holds the actors named before the sentence, for "both countries"."""

    claim: Claim
    language: str
    whole: Part
    condition: Part
    outcome: Part

    def says(self, word: Word) -> bool:
        """Whether a small word of `lexicon/grammar.toml` stands in the sentence."""
        return grammar(self.language).anywhere[word].search(self.whole.text) is not None

    @property
    def codes(self) -> tuple[str, ...]:
        """All actors: those of the sentence, then those that the reader added to the claim."""
        return tuple(dict.fromkeys((*self.whole.codes, *self.claim.codes())))


def features_of(claim: Claim, language: str) -> Features:
    """Read the parts of a what-if."""
    parts = dict(claim.parts)
    return Features(
        claim,
        language,
        _part(claim.quote, language),
        _part(parts.get("condition", ""), language),
        _part(parts.get("outcome", claim.quote), language),
    )


def _part(text: str, language: str) -> Part:
    return Part(text, entities(text, language), terms(text, language)) if text else Part("", (), ())


@cache
def in_tables(code: str) -> bool:
    """Whether an economy has a row of its own, or a code names a bloc or the West."""
    return code in {economy.code for economy in economies()} or code in blocs() or code == "WEST"


def members(code: str, day: str = "2023-01-01") -> tuple[str, ...]:
    """Economies of the tables that a code stands for on a day: itself, a bloc's members, the West's."""
    import datetime

    if code == "WEST":
        return tuple(dict.fromkeys(member for part in WEST for member in members(part, day)))
    listed = {economy.code for economy in economies()}
    if code in blocs():
        return tuple(member for member in bloc_members(code, datetime.date.fromisoformat(day)) if member in listed)
    return (code,) if code in listed else ()


def group_names(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Names of economies; of a group as a whole where the codes are all of the West or of a bloc, and no others."""
    if len(codes) > 2:
        for group in ("WEST", *blocs()):
            if set(codes) == set(members(group)):
                return ("the West" if group == "WEST" else blocs()[group].name,)
    return tuple(economy(code).short_name for code in codes)


def as_group(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes as a scenario takes them: the West written out, each once."""
    return tuple(dict.fromkeys(part for code in codes for part in (WEST if code == "WEST" else (code,))))


def economies_in(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes that name one economy of the tables."""
    listed = {economy.code for economy in economies()}
    return tuple(code for code in codes if code in listed)
