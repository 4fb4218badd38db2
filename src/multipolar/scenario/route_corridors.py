"""Land corridors in dollars: what each carries in the baseline, and how much more it could.

Capacities are published in containers, tonnes or cubic metres; the tables are in dollars. The factors below turn one
into the other and are assumed. What a corridor carries is spread over the pairs and cargoes that it serves in
proportion to their trade, at most `LARGEST_SHARE` of any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, BoolArray, IntArray
from multipolar.data.corridors import Corridor, corridors
from multipolar.errors import DataError
from multipolar.scenario.route_cargo import CARGOES

LARGEST_SHARE = 0.9
# USD mn for one unit of capacity. A container by rail is worth about 50,000 USD (China's figure for 2021, from memory);
# a tonne by rail in Siberia is coal, ore and timber; gas at the price China paid Russia, crude at that of 2022.
USD_MN: dict[tuple[str, str], float] = {
    ("any", "million TEU a year"): 50_000.0,
    ("any", "Mt a year"): 250.0,
    ("natural gas", "bcm a year"): 280.0,
    ("crude oil", "Mt a year"): 700.0,
}
# What went through in 2022 where it is known to differ from the capacity: Gazprom 15.5 bcm; of the 17 Mt of the
# North-South corridor about one is trade between Russia and India (assumed).
CARRIED: dict[str, float] = {"power-of-siberia": 15.5, "instc": 1.0}
_CARRIES: dict[str, tuple[str, ...]] = {
    "million TEU a year": ("containers", "light and dear", "vehicles"),
    "Mt a year": ("dry bulk", "general cargo"),
}


@dataclass(frozen=True, slots=True)
class CorridorLink:
    """A corridor on a baseline.

    Attributes
    ----------
    code, name : of the corridor.
    share : by cargo, part of a served pair's trade that it carries in the baseline.
    served : (N,) pairs of the layout.
    capacity_usd_mn, carried_usd_mn : a year, at the baseline's prices.
    standing : what the numbers rest on, for the reader of a result.
    """

    code: str
    name: str
    share: tuple[float, ...]
    served: BoolArray
    capacity_usd_mn: float
    carried_usd_mn: float
    standing: str


def corridor_links(
    codes: Sequence[str], importer: IntArray, exporter: IntArray, economies: tuple[str, ...], cargo_flow: Array
) -> tuple[CorridorLink, ...]:
    """Corridors that serve some pair of the baseline.

    Parameters
    ----------
    codes : corridors of the baseline's routes.
    importer, exporter : (N,) positions of economies, by pair.
    cargo_flow : (G, N) USD mn by cargo and pair.

    Raises
    ------
    DataError
        If the capacity of a corridor is in a unit that has no worth.
    """
    found = []
    for code in codes:
        corridor = corridors()[code]
        served = np.array(
            [corridor.serves(economies[n], economies[i]) for n, i in zip(importer, exporter, strict=True)], dtype=bool
        )
        worth = USD_MN.get((corridor.goods, corridor.unit))
        if worth is None:
            raise DataError(
                f"corridor {code}", f"has a capacity in {corridor.unit} of {corridor.goods}, of unknown worth"
            )
        names = _cargoes(corridor)
        total = sum(float(cargo_flow[g, served].sum()) for g, cargo in enumerate(CARGOES) if cargo.name in names)
        wanted = worth * CARRIED.get(code, corridor.capacity)
        share = min(LARGEST_SHARE, wanted / total) if total > 0 else 0.0
        found.append(
            CorridorLink(
                code=code,
                name=corridor.name,
                share=tuple(share if cargo.name in names else 0.0 for cargo in CARGOES),
                served=served,
                capacity_usd_mn=worth * corridor.capacity,
                carried_usd_mn=share * total,
                standing=_standing(corridor, worth, share * total),
            )
        )
    return tuple(found)


def _cargoes(corridor: Corridor) -> tuple[str, ...]:
    return _CARRIES[corridor.unit] if corridor.goods == "any" else ("oil",)


def _standing(corridor: Corridor, worth: float, carried: float) -> str:
    known = "" if corridor.check == "lookup" else ", unverified"
    full = "" if corridor.code in CARRIED else "; taken to be full in the baseline (assumed)"
    unit = corridor.unit.removesuffix(" a year")
    return (
        f"{corridor.name}: capacity {corridor.capacity:g} {corridor.unit} ({corridor.year}{known}), worth "
        f"{worth * corridor.capacity / 1e3:.1f} bn USD at {worth / 1e3:g} bn a {unit} (assumed), carries "
        f"{carried / 1e3:.1f} bn USD in the baseline{full}."
    )
