"""Codes and names by which publishers call economies: UN numbers, Eurostat's Geonomenclature, ISO, names in registers.

What is not an economy of today is told apart: the world, groups, former states, partners that are not specified, not
specified for commercial or military reasons (confidential), and forces that are no state. Nothing is guessed.

Sources: UN Standard Country or Area Codes (M49) with the customs areas of UN Comtrade; Eurostat, Geonomenclature; SIPRI
and the Global Sanctions Data Base for names.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from multipolar.codes.economies import economies, economy
from multipolar.codes.tables import UnknownCodeError, fold, read_table

Kind = Literal["economy", "bloc", "world", "group", "former", "unspecified", "confidential", "non-state"]
_KINDS: tuple[Kind, ...] = get_args(Kind)
WORLD = "WLD"
#: CLDR's codes for no place at all and for pseudo languages; what our own tables leave out.
_NO_PLACE = frozenset({"ZZZ", "XAA", "XBB", "ROW"})
#: SIPRI marks forces that are no state with one star, organisations with two.
_NO_STATE, _ORGANISATION = "*", "**"


@dataclass(frozen=True, slots=True)
class Place:
    """What a publisher's code stands for. `code` is ISO 3166 alpha-3, `WLD`, `EU`, or empty where it is none."""

    code: str
    kind: Kind
    name: str

    @property
    def is_flow_end(self) -> bool:
        """Whether a figure can be kept under it: an economy, the Union, or the world."""
        return bool(self.code)


def un_number(text: str) -> Place | None:
    """Place of a UN number as in BACI and UN Comtrade: ``842`` is the USA, ``490`` Taiwan. None: unknown."""
    return _table("un").get(text.strip().lstrip("0") or "0")


def geonomenclature(text: str) -> Place | None:
    """Place of a code of Eurostat's Geonomenclature, letters (``XU``) or three digits (``400``). None: unknown."""
    code = text.strip().upper()
    known = _table("geonom")
    found = known.get(code.lstrip("0").zfill(3) if code.isdigit() else code)
    if found is None and (code.startswith(("EU", "EA")) or "_EU" in code or "_EA" in code):
        return Place("", "group", code)
    return found or _iso2().get(code)


def iso_code(text: str) -> Place | None:
    """Place of an ISO code of two or three letters; the IMF's ``G001`` is the world, other ``G`` numbers are groups."""
    code = text.strip().upper()
    found = _table("iso").get(code) or _iso3().get(code) or _iso2().get(code)
    if found is None and any(mark.isdigit() for mark in code) and code[:1].isalnum() and len(code) <= 6:
        return Place("", "group", code)
    return found


def register_name(text: str) -> Place | None:
    """Place of a name as SIPRI and the Global Sanctions Data Base print it. None: unknown."""
    name = text.strip().strip('"').strip()
    if name.endswith(_ORGANISATION):
        return Place("", "group", name)
    if name.endswith(_NO_STATE):
        return Place("", "non-state", name)
    found = _names().get(fold(name))
    if found is not None or not name:
        return found
    try:
        known = economy(name)
    except UnknownCodeError:
        return None
    return None if known.code in _NO_PLACE else Place(known.code, "economy", known.name)


@functools.cache
def _table(system: str) -> Mapping[str, Place]:
    return {
        row["code"]: Place(row["iso3"], _kind(row["kind"]), row["name"])
        for row in read_table("foreign_codes")
        if row["system"] == system
    }


def _kind(text: str) -> Kind:
    return next(kind for kind in _KINDS if kind == text)


@functools.cache
def _names() -> Mapping[str, Place]:
    return {fold(name): found for name, found in _table("name").items()}


@functools.cache
def _iso3() -> Mapping[str, Place]:
    rows = (row for row in read_table("territory_names") if row["iso3"] not in _NO_PLACE)
    known = {row["iso3"]: Place(row["iso3"], "economy", row["en"]) for row in rows}
    return known | {
        entry.code: Place(entry.code, "economy", entry.name) for entry in economies() if entry.code not in _NO_PLACE
    }


@functools.cache
def _iso2() -> Mapping[str, Place]:
    return {row["iso2"]: _iso3()[row["iso3"]] for row in read_table("territory_names") if row["iso3"] in _iso3()}
