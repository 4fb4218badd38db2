"""Every number behind routes, in one list: the nest, cargoes, tolls and stays of passages, corridors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from multipolar.codes.passages import NORTHERN_SEA_ROUTE, passages
from multipolar.data.corridors import Corridor, corridors
from multipolar.scenario.model_numbers import ModelNumber
from multipolar.scenario.route_cargo import RouteAssumptions, route_parameters
from multipolar.scenario.route_corridors import CARRIED, LARGEST_SHARE, USD_MN

TRIED = {"route_elasticity": (5.0, 20.0)}
"""Ranges of the sensitivity tables on the page of the Red Sea."""


def route_numbers(held: RouteAssumptions, codes: Sequence[str]) -> Iterator[ModelNumber]:
    """Numbers of the nest, of passages and of the corridors of a baseline.

    Parameters
    ----------
    codes : corridors.
    """
    for entry in route_parameters(held):
        name = f"routes: {entry.name}"
        yield ModelNumber(name, entry.value, entry.unit, entry.status, entry.source, *TRIED.get(entry.name, ()))
    yield from _passages()
    if codes:
        text = "no corridor carries more of a pair's goods"
        yield ModelNumber("routes: largest share of a corridor", LARGEST_SHARE, "share", "assumed", text)
    for code in codes:
        yield from _corridor(corridors()[code])


def _passages() -> Iterator[ModelNumber]:
    for code, found in passages().items():
        if found.stay_days:
            text = found.stay_source.removeprefix("assumed: ")
            yield ModelNumber(f"routes: {code}: days of a transit", found.stay_days, "days", "assumed", text)
        known = found.toll_check == "lookup"
        # What the Arctic takes belongs to the instrument that opens it.
        if known or (found.toll_check == "assumed" and code != NORTHERN_SEA_ROUTE):
            status = "derived" if known else "assumed"
            toll = found.toll_usd_per_transit
            yield ModelNumber(f"routes: {code}: toll of a transit", toll, "USD", status, found.toll_source)


def _corridor(found: Corridor) -> Iterator[ModelNumber]:
    name = f"routes: corridor {found.code}"
    standing = "sourced" if found.check == "lookup" else "unverified"
    yield ModelNumber(f"{name}: capacity", found.capacity, found.unit, standing, f"{found.source} ({found.year})")
    text = "full in the baseline" if found.code not in CARRIED else "less than the capacity"
    carried = CARRIED.get(found.code, found.capacity)
    yield ModelNumber(f"{name}: carried before", carried, found.unit, "assumed", text)
    yield ModelNumber(f"{name}: length", found.km, "km", "assumed", found.source)
    unit = found.unit.removesuffix(" a year")
    worth = USD_MN[found.goods, found.unit]
    yield ModelNumber(f"{name}: worth of a {unit}", worth, "USD mn", "assumed", "turns capacities into dollars of 2022")
