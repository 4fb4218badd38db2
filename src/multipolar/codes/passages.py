"""Passages: the straits, canals and capes through which sea routes run and which a scenario can close or open.

An edge of the sea network belongs to a passage when it crosses the passage's gate, a line drawn across the water. The
rule needs no names in the network, and a passage is closed for certain when all edges over its gate are taken out.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from multipolar.codes.tables import UnknownCodeError, fold, nearest, read_table

NORTHERN_SEA_ROUTE = "northern-sea-route"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage.

    Attributes
    ----------
    code, name, aliases : what it is called.
    place : longitude and latitude in degrees, for a map.
    gate : corners of the line that an edge must cross to belong to it, (longitude, latitude) in degrees.
    portwatch, portwatch_note : name in the transit counts of IMF PortWatch, empty where they count none; and what
        part of the passage the counts leave out.
    stay_days, stay_source : days of a transit beyond those of sailing at sea speed, and why.
    toll_usd_per_transit : mean payment of one ship, USD; zero where passage is free.
    toll_usd_per_tonne : the same a tonne: of net tonnage at Suez, of cargo at Panama.
    toll_check : ``lookup`` (published figures, divided), ``none`` (nothing is due) or ``assumed``.
    toll_source : who says so.
    bit : its bit in the masks of `multipolar.baseline.routes`.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    place: Point
    gate: tuple[Point, ...]
    portwatch: str
    portwatch_note: str
    stay_days: float
    stay_source: str
    toll_usd_per_transit: float
    toll_usd_per_tonne: float
    toll_check: str
    toll_source: str
    bit: int


@functools.cache
def passages() -> Mapping[str, Passage]:
    """Passage by code, in the order of their bits."""
    return {
        row["code"]: Passage(
            code=row["code"],
            name=row["name"],
            aliases=tuple(alias for alias in row["aliases"].split(";") if alias),
            place=(float(row["lon"]), float(row["lat"])),
            gate=tuple(_point(corner) for corner in row["gate"].split(";")),
            portwatch=row["portwatch"],
            portwatch_note=row["portwatch_note"],
            stay_days=float(row["stay_days"]),
            stay_source=row["stay_source"],
            toll_usd_per_transit=float(row["toll_usd_per_transit"]),
            toll_usd_per_tonne=float(row["toll_usd_per_tonne"]),
            toll_check=row["toll_check"],
            toll_source=row["toll_source"],
            bit=1 << position,
        )
        for position, row in enumerate(read_table("passages"))
    }


def _point(text: str) -> Point:
    lon, lat = text.split()
    return float(lon), float(lat)


@functools.cache
def _names() -> Mapping[str, str]:
    return {
        fold(label): found.code for found in passages().values() for label in (found.code, found.name, *found.aliases)
    }


def passage(text: str) -> Passage:
    """The passage that a text names by code, name or alias.

    Raises
    ------
    UnknownCodeError
        With a suggestion.
    """
    code = _names().get(fold(text))
    if code is not None:
        return passages()[code]
    found = nearest(fold(text), _names())
    remedy = f"Known passages: {', '.join(passages())}."
    if found:
        remedy = f"Did you mean {_names()[found[0]]}?"
    raise UnknownCodeError("passage", text, remedy=remedy, candidates=tuple(_names()[name] for name in found))


def passage_mask(names: Iterable[str]) -> int:
    """The bits of several passages together.

    Raises
    ------
    UnknownCodeError
        If one of them is unknown.
    """
    mask = 0
    for name in names:
        mask |= passage(name).bit
    return mask


def passages_of(mask: int) -> tuple[str, ...]:
    """Codes of the passages in a mask, in the order of their bits (not of the voyage)."""
    return tuple(code for code, found in passages().items() if mask & found.bit)
