"""Blocs and who was a member when. Rows that nobody confirmed against a second source say so."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from multipolar.codes.tables import UnknownCodeError, fold, nearest, read_table

_EARLIEST = datetime.date.min
_LATEST = datetime.date.max


@dataclass(frozen=True, slots=True)
class Membership:
    """One spell of membership.

    Attributes
    ----------
    bloc, economy : codes.
    joined, left : first and last day; ``left`` is None while it lasts.
    status : ``member``, ``invited`` (not counted) or ``suspended`` (counted until ``left``).
    note : a line for people.
    check : how the row was checked: ``lookup`` is confirmed, ``recall`` is not.
    confirmed_by : what a second source confirms, empty if there is none; it speaks for days from `confirmed_from`.
    """

    bloc: str
    economy: str
    joined: datetime.date
    left: datetime.date | None
    status: str
    note: str
    check: str
    confirmed_by: str
    confirmed_from: datetime.date | None

    def unverified_on(self, day: datetime.date) -> bool:
        """True where no second source stands behind the membership on that day."""
        confirmed = self.confirmed_from is not None and day >= self.confirmed_from
        return self.check.startswith("recall") and not confirmed

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the economy counts as a member on that day."""
        return self.status != "invited" and self.joined <= day <= (self.left or _LATEST)


@dataclass(frozen=True, slots=True)
class Bloc:
    """A bloc: code, name, the bloc it contains, and the span for which its list of members is complete."""

    code: str
    name: str
    aliases: tuple[str, ...]
    includes: str
    complete_from: datetime.date
    ended: datetime.date | None
    note: str


@functools.cache
def blocs() -> Mapping[str, Bloc]:
    """Bloc by code."""
    return {
        row["code"]: Bloc(
            code=row["code"],
            name=row["name"],
            aliases=tuple(alias for alias in row["aliases"].split(";") if alias),
            includes=row["includes"],
            complete_from=datetime.date.fromisoformat(row["complete_from"]),
            ended=datetime.date.fromisoformat(row["ended"]) if row["ended"] else None,
            note=row["note"],
        )
        for row in read_table("blocs")
    }


@functools.cache
def _names() -> Mapping[str, str]:
    names = {fold(code): code for code in blocs()}
    for found in blocs().values():
        names |= {fold(label): found.code for label in (found.name, *found.aliases)}
    return names


def is_bloc(text: str) -> bool:
    """Whether a text names a bloc by code, name or alias."""
    return fold(text) in _names()


def bloc(text: str) -> Bloc:
    """The bloc that a text names by code, name or alias.

    Raises
    ------
    UnknownCodeError
        With a suggestion. Loose words such as ``West`` are refused: they have no list of members.
    """
    code = _names().get(fold(text))
    if code is not None:
        return blocs()[code]
    loose = LOOSE_WORDS.get(fold(text))
    found = nearest(fold(text), _names())
    remedy = f"Known blocs: {', '.join(blocs())}."
    if loose:
        remedy = loose
    elif found:
        remedy = f"Did you mean {_names()[found[0]]} ({blocs()[_names()[found[0]]].name})?"
    raise UnknownCodeError("bloc", text, remedy=remedy, candidates=tuple(_names()[name] for name in found))


LOOSE_WORDS: Mapping[str, str] = {
    "west": "The West has no list of members. Name them, for example [EU, USA, GBR, JPN, CAN].",
    "the west": "The West has no list of members. Name them, for example [EU, USA, GBR, JPN, CAN].",
    "east": "The East has no list of members. Name them, for example [RUS, CHN, BLR].",
    "global south": "The Global South has no list of members. Name its economies or a bloc such as BRICS.",
    "europe": "Europe is no bloc. Write EU, or name the economies.",
}


@functools.cache
def memberships(code: str) -> tuple[Membership, ...]:
    """All spells of a bloc, those of the bloc that it includes first."""
    found = bloc(code)
    inherited = memberships(found.includes) if found.includes else ()
    return inherited + tuple(
        Membership(
            bloc=row["bloc"],
            economy=row["iso3"],
            joined=datetime.date.fromisoformat(row["joined"]),
            left=datetime.date.fromisoformat(row["left"]) if row["left"] else None,
            status=row["status"],
            note=row["note"],
            check=row["check"],
            confirmed_by=row["confirmed_by"],
            confirmed_from=datetime.date.fromisoformat(row["confirmed_from"]) if row["confirmed_from"] else None,
        )
        for row in read_table("bloc_memberships")
        if row["bloc"] == found.code
    )


@functools.lru_cache(maxsize=512)
def bloc_members(name: str, date: datetime.date) -> tuple[str, ...]:
    """ISO3 codes of the members on a day, sorted; invited and formerly suspended states are not counted.

    Members without a row in the bundled tables are included: the caller must say what becomes of them.

    Raises
    ------
    UnknownCodeError
        If no bloc has that name.
    """
    found = bloc(name)
    first = min((spell.joined for spell in memberships(found.code) if spell.bloc == found.code), default=_EARLIEST)
    if not first <= date <= (found.ended or _LATEST):
        return ()
    return tuple(sorted({spell.economy for spell in memberships(found.code) if spell.holds_on(date)}))


@functools.lru_cache(maxsize=512)
def bloc_notes(name: str, date: datetime.date) -> tuple[str, ...]:
    """What a reader must know about `bloc_members` on that day: invited, suspended, incomplete or unverified rows."""
    found, day = bloc(name), date
    notes = []
    if found.ended and day > found.ended:
        notes.append(f"{found.code} ended on {found.ended}.")
    if day < found.complete_from:
        notes.append(f"The list of {found.code} is complete only from {found.complete_from}: {found.note}.")
    for spell in memberships(found.code):
        if spell.status == "invited" and spell.joined <= day <= (spell.left or _LATEST):
            notes.append(f"{spell.economy} is invited to {spell.bloc}, not counted ({spell.note}).")
        if spell.status == "suspended" and spell.left and day > spell.left:
            notes.append(f"{spell.economy} is suspended from {spell.bloc} since {spell.left}, not counted.")
    held = [spell for spell in memberships(found.code) if spell.holds_on(day)]
    unverified = sum(spell.unverified_on(day) for spell in held)
    if unverified and bloc_members(name, date):
        notes.append(f"Membership of {found.code} is unverified in {unverified} of {len(held)} rows.")
    return tuple(notes)
