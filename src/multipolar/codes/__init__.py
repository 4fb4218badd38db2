"""Codes: economies, sectors and blocs over time, with typed look-ups. Tables are CSV files in this folder."""

from __future__ import annotations

from multipolar.codes.blocs import Bloc, Membership, bloc, bloc_members, bloc_notes, blocs, memberships
from multipolar.codes.economies import Economy, economies, economy, economy_name, suggest_economies
from multipolar.codes.sectors import (
    Sector,
    SectorGroup,
    resolve_sectors,
    sector,
    sector_codes,
    sector_groups,
    sector_index,
    sector_name,
    sectors,
)
from multipolar.codes.tables import UnknownCodeError, nearest

__all__ = [
    "Bloc",
    "Economy",
    "Membership",
    "Sector",
    "SectorGroup",
    "UnknownCodeError",
    "bloc",
    "bloc_members",
    "bloc_notes",
    "blocs",
    "economies",
    "economy",
    "economy_name",
    "memberships",
    "nearest",
    "resolve_sectors",
    "sector",
    "sector_codes",
    "sector_groups",
    "sector_index",
    "sector_name",
    "sectors",
    "suggest_economies",
]
