"""Measures on the same passages that contradict each other: which counts, and what then counts for nothing.

All is by kind of ship, since a closure may concern only some of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from multipolar.codes.passages import NORTHERN_SEA_ROUTE, passages
from multipolar.scenario.place import Notice
from multipolar.scenario.route_cargo import SHIP_WORDS, SHIPS, Ship
from multipolar.scenario.route_states import ArcticTerms
from multipolar.scenario.words import percent, words

if TYPE_CHECKING:
    from multipolar.scenario.routes import RouteChannels


@dataclass(frozen=True, slots=True)
class PassageTerms:
    """What one instrument writes on passages.

    Attributes
    ----------
    instrument : id. bits : of the passages. ships : that it concerns.
    closed : share of ships that may not pass. added : cost on top, share of the goods' value.
    arctic : season of the Northern Sea Route that it opens.
    """

    instrument: str
    bits: int
    ships: tuple[Ship, ...] = SHIPS
    closed: float = 0.0
    added: float = 0.0
    arctic: ArcticTerms | None = None

    def concerns(self, ship: Ship, bit: int) -> bool:
        """Whether a kind of ship and a passage are among its own."""
        return ship in self.ships and bool(self.bits & bit)


def overruled(channel: RouteChannels, instrument: str) -> bool:
    """Whether other measures leave nothing of what an instrument writes on passages; of equal closures both count."""
    terms = [found for found in channel.passage_terms if found.instrument == instrument]
    return bool(terms) and all(_void(channel, found) for found in terms)


def _void(channel: RouteChannels, terms: PassageTerms) -> bool:
    places = [(ship, bit) for bit in _bits(terms.bits) for ship in terms.ships]
    if terms.arctic is not None:
        return terms.arctic is not channel.season or all(channel.closed_share(*place) >= 1 for place in places)
    if terms.closed > 0:
        return all(channel.closed_share(*place) > terms.closed for place in places)
    return all(channel.closed_share(*place) >= 1 for place in places)


def contradictions(channel: RouteChannels) -> Iterator[Notice]:
    """A notice to each measure concerned; the same text where several are."""
    for found in passages().values():
        yield from _closures(channel, found.bit, found.name)
        yield from _costs(channel, found.bit, found.name)
    yield from _arctic(channel)


def _closures(channel: RouteChannels, bit: int, name: str) -> Iterator[Notice]:
    """Different shares of the same ships."""
    closing = _closing(channel, bit)
    if any(len({found.closed for found in closing if ship in found.ships}) > 1 for ship in SHIPS):
        yield from _to(
            closing, "conflict", f"Several measures close {name}: for each kind of ship the largest share counts."
        )


def _costs(channel: RouteChannels, bit: int, name: str) -> Iterator[Notice]:
    """A cost for ships of which none passes."""
    for terms in channel.passage_terms:
        shut = tuple(
            ship
            for ship in SHIPS
            if terms.added > 0 and terms.concerns(ship, bit) and channel.closed_share(ship, bit) >= 1
        )
        if shut:
            whom = _ships(shut, "all ships")
            text = f"{name} is closed to {whom}: what passing would cost them on top counts for nothing."
            yield Notice("conflict", text, terms.instrument)


def _arctic(channel: RouteChannels) -> Iterator[Notice]:
    bit, season = passages()[NORTHERN_SEA_ROUTE].bit, channel.season
    opening = [found for found in channel.passage_terms if found.arctic is not None]
    closing = _closing(channel, bit)
    if len(opening) > 1:
        text = "Several measures open the Northern Sea Route: the last one in the file counts."
        yield from _to(opening, "conflict", text)
    if closing and season is not None and season.weight > 0:
        text = f"The Northern Sea Route is opened by one measure and closed by another: {_whom(channel, bit)}."
        yield from _to(closing + [found for found in opening if found.arctic is season], "conflict", text)
    elif closing:
        text = "The Northern Sea Route is closed to transit in the baseline: closing it changes nothing."
        yield from _to(closing, "nothing", text)


def _whom(channel: RouteChannels, bit: int) -> str:
    """For which ships a closure counts."""
    shares = {ship: channel.closed_share(ship, bit) for ship in SHIPS}
    if min(shares.values()) >= 1:
        return "the closure counts"
    parts = []
    for share in sorted({share for share in shares.values() if share > 0}, reverse=True):
        whom = _ships(tuple(ship for ship in SHIPS if shares[ship] == share), "ships")
        parts.append(whom if share >= 1 else f"{percent(share)} of {whom}")
    return f"for {words(tuple(parts))} the closure counts"


def _ships(kinds: tuple[Ship, ...], every: str) -> str:
    return every if kinds == SHIPS else words(tuple(SHIP_WORDS[ship] for ship in kinds))


def _closing(channel: RouteChannels, bit: int) -> list[PassageTerms]:
    return [found for found in channel.passage_terms if found.closed > 0 and found.bits & bit]


def _to(terms: list[PassageTerms], kind: str, text: str) -> Iterator[Notice]:
    yield from (Notice(kind, text, name) for name in dict.fromkeys(found.instrument for found in terms))


def _bits(mask: int) -> tuple[int, ...]:
    return tuple(found.bit for found in passages().values() if mask & found.bit)
