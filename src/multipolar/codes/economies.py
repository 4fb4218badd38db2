"""Economies: the 80 of the OECD tables, the rest of the world, and the names by which people call them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from multipolar.codes.blocs import is_bloc
from multipolar.codes.tables import UnknownCodeError, fold, nearest, read_table

NAME_MEMBERS = "name its economies one by one, such as DEU FRA."
WRITE_CODE = "Write an ISO 3166 alpha-3 code such as SWE,"
LANGUAGES = ("sv", "en", "de", "fr", "es", "nb", "ru", "zh")


@dataclass(frozen=True, slots=True)
class Economy:
    """One economy.

    Attributes
    ----------
    code : ISO 3166 alpha-3, or ``ROW``.
    name, short_name : in English; the short one has at most 14 letters and goes on charts.
    capital : empty where there is none or it is disputed.
    region : sub-region of UN M49.
    in_table : whether the bundled tables have a row of its own for it; the others are part of ``ROW``.
    """

    code: str
    name: str
    short_name: str
    capital: str = ""
    region: str = ""
    in_table: bool = True

    def __str__(self) -> str:
        return f"{self.code} ({self.name})"


@functools.cache
def economies() -> tuple[Economy, ...]:
    """The 81 economies of the bundled tables, ``ROW`` last."""
    return tuple(
        Economy(row["iso3"], row["name"], row["short_name"], row["capital"], row["region"])
        for row in read_table("economies")
    )


@functools.cache
def _known() -> Mapping[str, Economy]:
    known = {
        row["iso3"]: Economy(row["iso3"], row["en"], row["en"], in_table=False) for row in read_table("territory_names")
    }
    return known | {economy.code: economy for economy in economies()}


@functools.cache
def _names() -> Mapping[str, frozenset[str]]:
    """Folded accepted name -> codes that carry it."""
    names: dict[str, set[str]] = {}
    for row in read_table("territory_names"):
        native = [entry.partition(":")[2] for entry in row["native"].split("|") if entry]
        for name in (*(row[language] for language in LANGUAGES), *native):
            if name:
                names.setdefault(fold(name), set()).add(row["iso3"])
    for economy_ in economies():
        # The name that the package prints wins over what another language calls another place.
        names[fold(economy_.name)] = {economy_.code}
    for row in read_table("aliases"):
        if row["accepted"] == "yes":
            names[fold(row["alias"])] = {row["code"]}
    for code in _known():
        names[fold(code)] = {code}
    return {name: frozenset(codes) for name, codes in names.items()}


@functools.cache
def _refused() -> Mapping[str, str]:
    """Folded alias that is ambiguous or not a code -> the code that was probably meant."""
    return {fold(row["alias"]): row["code"] for row in read_table("aliases") if row["accepted"] != "yes"}


def economy(text: str) -> Economy:
    """The economy that a text names: ISO3 code, or its name in English, a shipped language or its own.

    Short forms such as ``UK`` are refused with the code that was probably meant, so that a file says the same to all.

    Raises
    ------
    UnknownCodeError
        With suggestions, or the candidates when a name belongs to several economies; for a bloc, that it is one.
    """
    codes = _names().get(fold(text), frozenset())
    if fold(text) in _refused():
        codes = frozenset()
    if len(codes) == 1:
        return _known()[next(iter(codes))]
    if is_bloc(text):
        raise UnknownCodeError("economy", text, remedy=f"It is a bloc; {NAME_MEMBERS}")
    candidates = suggest_economies(text) if not codes else tuple(_known()[code] for code in sorted(codes))
    if not candidates:
        remedy = f"{WRITE_CODE} or a name."
    else:
        remedy = f"Did you mean {' or '.join(str(candidate) for candidate in candidates)}?"
    raise UnknownCodeError("economy", text, remedy=remedy, candidates=tuple(c.code for c in candidates))


def suggest_economies(text: str, count: int = 1) -> tuple[Economy, ...]:
    """Economies that the text may have meant, best first; empty when nothing is close."""
    folded = fold(text)
    if folded in _refused():
        return (_known()[_refused()[folded]],)
    found: dict[str, Economy] = {}
    for name in nearest(folded, _names(), count=4 * count):
        for code in sorted(_names()[name]):
            found[code] = _known()[code]
    if not found and len(folded) == 2:
        short = _iso2().get(folded.upper())
        return (_known()[short],) if short else ()
    ranked = sorted(found.values(), key=lambda economy_: not economy_.in_table)
    return tuple(ranked[:count])


@functools.cache
def _iso2() -> Mapping[str, str]:
    return {row["iso2"]: row["iso3"] for row in read_table("territory_names")}


@functools.cache
def _local_names() -> Mapping[str, Mapping[str, str]]:
    return {row["iso3"]: row for row in read_table("territory_names")}


def economy_name(code: str, language: str = "en") -> str:
    """Name of an economy in one of `LANGUAGES`; English where CLDR has none. Source: Unicode CLDR.

    Raises
    ------
    UnknownCodeError
        If the code or the language is not known.
    """
    if language not in LANGUAGES:
        raise UnknownCodeError("language", language, remedy=f"Known: {', '.join(LANGUAGES)}.")
    known = _known().get(code)
    if known is None:
        return economy(code).name
    if language == "en":
        return known.name
    return _local_names().get(code, {}).get(language) or known.name
