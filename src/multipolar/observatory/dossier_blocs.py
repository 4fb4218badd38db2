"""Spells of membership of two economies in blocs, and events in which they take part."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from multipolar.codes.blocs import bloc_members, blocs, memberships
from multipolar.observatory.dossier_parts import Happening, Spell
from multipolar.observatory.records import Event


def spells(pair: tuple[str, str]) -> tuple[Spell, ...]:
    """Memberships of either economy, blocs that both belong to first; invited states are listed as that."""
    found: dict[str, list[Spell]] = {}
    for code in blocs():
        for spell in memberships(code):
            if spell.economy in pair and spell.bloc == code:
                unverified = spell.unverified_on(spell.left or datetime.date.max)
                status = spell.status if spell.status != "member" else ("unverified" if unverified else "official")
                end = str(spell.left) if spell.left else ""
                found.setdefault(code, []).append(
                    Spell(code, spell.economy, str(spell.joined), end, status, spell.note)
                )
    order = sorted(found, key=lambda code: (len({spell.economy for spell in found[code]}) < 2, code))
    return tuple(spell for code in order for spell in found[code])


def shared(found: Iterable[Spell], pair: tuple[str, str], day: datetime.date) -> tuple[str, ...]:
    """Blocs to which both belong on a day."""
    names = dict.fromkeys(spell.name for spell in found)
    return tuple(name for name in names if set(pair) <= set(bloc_members(name, day)))


def happenings(events: Iterable[Event], pair: tuple[str, str], since: int) -> tuple[Happening, ...]:
    """Events in which either takes part, oldest first; `both` where each does, by name or through a bloc on that day.

    Joining or leaving a bloc is a matter of those named, not of every other member.
    """
    found = []
    for event in events:
        if int(event.date[:4]) < since:
            continue
        named = tuple(dict.fromkeys((*event.actors, *event.targets)))
        day = _day(event.date)
        through = named if event.kind != "accession" else ()
        taking = {code for code in pair if code in named or any(_in(code, bloc, day) for bloc in through)}
        if taking:
            found.append(
                Happening(event.date, event.title, event.kind, named, event.source, event.status, taking == set(pair))
            )
    return tuple(sorted(found, key=lambda entry: entry.day))


def _in(code: str, bloc: str, day: datetime.date) -> bool:
    return bloc in blocs() and code in bloc_members(bloc, day)


def _day(text: str) -> datetime.date:
    """A day; the first of it where only month or year is known."""
    parts = [*text.split("-"), "1", "1"][:3]
    return datetime.date(int(parts[0]), int(parts[1]), int(parts[2]))
