"""Lines for a map: the way between passages, and between ports and passages, that passes no other passage."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from multipolar.codes.passages import Point

TABLE = "bundled/routes-legs.csv"
# Routes of a few passages are drawn in the order that makes them shortest; none of the bundled ones has more.
MOST_PASSAGES = 7


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg: its ends (codes of passages or ports), km, corners (longitude, latitude); longitudes may pass 180."""

    first: str
    second: str
    km: float
    corners: tuple[Point, ...]


@cache
def trunk_legs() -> Mapping[tuple[str, str], Leg]:
    """Leg by its two ends, in both orders; the corners run from ``first`` to ``second``."""
    text = files("multipolar.data").joinpath(TABLE).read_text(encoding="utf-8")
    found: dict[tuple[str, str], Leg] = {}
    for row in csv.DictReader(text.splitlines()):
        corners = tuple(_point(corner) for corner in row["corners"].split(";"))
        leg = Leg(row["first"], row["second"], float(row["km"]), corners)
        found[leg.first, leg.second] = leg
        found[leg.second, leg.first] = Leg(leg.second, leg.first, leg.km, corners[::-1])
    return found


def route_legs(first: str, second: str, through: Sequence[str]) -> tuple[Leg, ...]:
    """The legs of a route between two ports through passages given in any order, first to last.

    Empty when a leg is not among the bundled ones: ports other than the main one of each economy have none.
    """
    legs = trunk_legs()
    best: tuple[Leg, ...] = ()
    if len(through) > MOST_PASSAGES:
        return best
    for order in itertools.permutations(through):
        stops = (first, *order, second)
        chain = [legs.get((a, b)) for a, b in itertools.pairwise(stops)]
        found = tuple(leg for leg in chain if leg is not None)
        if len(found) == len(chain) and (not best or sum(leg.km for leg in found) < sum(leg.km for leg in best)):
            best = found
    return best


def _point(text: str) -> Point:
    lon, lat = text.split()
    return float(lon), float(lat)
