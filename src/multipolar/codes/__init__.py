"""Codes: economies, sectors and blocs over time, with typed look-ups. Tables are CSV files in this folder."""

from __future__ import annotations

from multipolar.codes.blocs import Bloc, Membership, bloc, bloc_members, bloc_notes, blocs, memberships
from multipolar.codes.economies import Economy, economies, economy, economy_name, suggest_economies
from multipolar.codes.sectors import (
    Sector,
    SectorGroup,
    on_axis,
    resolve_sectors,
    sector,
    sector_codes,
    sector_groups,
    sector_index,
    sector_name,
    sector_parts,
    sectors,
    whole_of,
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
    "on_axis",
    "resolve_sectors",
    "sector",
    "sector_codes",
    "sector_groups",
    "sector_index",
    "sector_name",
    "sector_parts",
    "sectors",
    "suggest_economies",
    "whole_of",
]
