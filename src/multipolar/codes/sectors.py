"""Sectors: the 50 of the OECD tables (ISIC Rev. 4), parts of them, and named groups with a stated definition."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from multipolar.codes.tables import UnknownCodeError, fold, nearest, read_table


@dataclass(frozen=True, slots=True)
class Sector:
    """One sector.

    Attributes
    ----------
    code : as the OECD prints it, such as ``C24A``.
    name, short_name : in English; the short one goes on charts.
    isic : divisions or groups of ISIC Rev. 4, such as ``10-12``.
    section : letter of ISIC Rev. 4.
    goods, services, energy, technology : flags; the groups of the same name state their definition.
    whole : code of the sector that it is a part of, where only some baselines have it; else empty.
    """

    code: str
    name: str
    short_name: str
    isic: str
    section: str
    goods: bool
    services: bool
    energy: bool
    technology: bool
    whole: str = ""

    def __str__(self) -> str:
        return f"{self.code} ({self.name})"


@dataclass(frozen=True, slots=True)
class SectorGroup:
    """A named set of sectors with its definition in words."""

    name: str
    title: str
    definition: str
    members: tuple[str, ...]


@functools.cache
def sectors() -> tuple[Sector, ...]:
    """The 50 sectors of the bundled tables, in the order of their axis."""
    return tuple(_sector(row) for row in read_table("sectors"))


@functools.cache
def sector_parts() -> tuple[Sector, ...]:
    """Parts of a sector that some baselines have in its place, such as crude oil and natural gas."""
    return tuple(_sector(row) for row in read_table("sector_parts"))


def _sector(row: Mapping[str, str]) -> Sector:
    return Sector(
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        isic=row["isic_rev4"],
        section=row["section"],
        goods=row["goods"] == "1",
        services=row["services"] == "1",
        energy=row["energy"] == "1",
        technology=row["technology"] == "1",
        whole=row.get("whole", ""),
    )


@functools.cache
def sector_index() -> Mapping[str, Sector]:
    """Sector by code, parts after the 50."""
    return {sector_.code: sector_ for sector_ in (*sectors(), *sector_parts())}


def whole_of(code: str) -> str:
    """The sector of the tables that a part belongs to; any other code is itself."""
    found = sector_index().get(code)
    return found.whole or code if found else code


def on_axis(codes: Iterable[str], axis: Iterable[str]) -> tuple[str, ...]:
    """The same sectors on an axis that may have the parts of some in their place; what it lacks stays as it is."""
    have = set(axis)
    parts: dict[str, list[str]] = {}
    for part in sector_parts():
        if part.code in have:
            parts.setdefault(part.whole, []).append(part.code)
    return tuple(found for code in codes for found in ([code] if code in have else parts.get(code, [code])))


@functools.cache
def sector_groups() -> Mapping[str, SectorGroup]:
    """Group by name: ``all``, the named groups of `sector_groups.csv`, ISIC sections and split divisions."""
    codes = tuple(sector_.code for sector_ in sectors())
    groups = {"all": SectorGroup("all", "All sectors", "Every sector of the table.", codes)}
    for section in sorted({sector_.section for sector_ in sectors()} - set(codes)):
        members = tuple(sector_.code for sector_ in sectors() if sector_.section == section)
        groups[section] = SectorGroup(section, f"Section {section}", f"ISIC Rev. 4 section {section}.", members)
    for division in ("C24", "C30"):
        members = tuple(code for code in codes if code.startswith(division))
        groups[division] = SectorGroup(division, f"Division {division}", f"ISIC Rev. 4 division {division}.", members)
    for row in read_table("sector_groups"):
        wanted = {
            code for part in row["members"].split() for code in (groups[part].members if part in groups else [part])
        }
        members = tuple(code for code in codes if code in wanted)
        groups[row["group"]] = SectorGroup(row["group"], row["title"], row["definition"], members)
    return groups


@functools.cache
def _names() -> Mapping[str, str]:
    names = {fold(group.title): name for name, group in sector_groups().items()}
    names |= {fold(name): name for name in sector_groups()}
    for sector_ in sector_index().values():
        names |= {fold(label): sector_.code for label in (sector_.short_name, sector_.name, sector_.code)}
    return names


def sector_name(text: str) -> str:
    """The code or group name, in its one spelling, that a text names: ``Coal`` gives ``B05``, ``Energy`` ``energy``.

    Raises
    ------
    UnknownCodeError
        With a suggestion; a division inside a wider sector names that sector.
    """
    name = _names().get(fold(text))
    if name is None:
        meant = _suggest(text)
        remedy = "Write an ICIO code such as B06, a section such as C, or a group such as energy."
        if meant:
            remedy = f"Did you mean {_label(meant)}?"
        raise UnknownCodeError("sector", text, remedy=remedy, candidates=(meant,) if meant else ())
    return name


def sector_codes(text: str) -> tuple[str, ...]:
    """Sectors that a text names: a code (``B06``), a group (``energy``), a section (``C``), or a name (``Coal``).

    Raises
    ------
    UnknownCodeError
        As `sector_name` does.
    """
    name = sector_name(text)
    return (name,) if name in sector_index() else sector_groups()[name].members


def sector(text: str) -> Sector:
    """The one sector that a text names.

    Raises
    ------
    UnknownCodeError
        If the text names none, or a group of several.
    """
    codes = sector_codes(text)
    if len(codes) != 1:
        raise UnknownCodeError("sector", text, remedy=f"It is a group: {', '.join(codes)}.", candidates=codes)
    return sector_index()[codes[0]]


def resolve_sectors(texts: Iterable[str], exclude: Iterable[str] = ()) -> tuple[str, ...]:
    """Codes that a list of texts names, each once, in the order of the axis, less the excluded ones."""
    wanted = {code for text in texts for code in sector_codes(text)}
    dropped = {code for text in exclude for code in sector_codes(text)}
    return tuple(code for code in sector_index() if code in wanted - dropped)


def _label(name: str) -> str:
    return str(sector_index()[name]) if name in sector_index() else f"{name} ({sector_groups()[name].title})"


def _suggest(text: str) -> str:
    letter, digits = text[:1].upper(), text[1:3]
    if digits.isdigit():
        for sector_ in sectors():
            first, _, last = sector_.isic.partition("-")
            if sector_.section == letter and first[:2] <= digits <= (last or first)[:2]:
                return sector_.code
    found = nearest(fold(text), _names())
    return _names()[found[0]] if found else ""
