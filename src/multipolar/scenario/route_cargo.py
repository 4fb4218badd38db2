"""What the route nest assumes: cargoes, what carriage and days cost, and how easily goods change route or mode.

Every number has a unit, a source and a status. Sources: OECD ITIC, Fiallos et al. 2024 (transport and insurance, 6 % of
value on average 1995-2014); OECD 2022 on grains and oilseeds (11 % of cost and freight; 10 % more distance, 2.5 % more
freight); Hummels and Schaur 2013, American Economic Review 103(7) (a day in transit is worth 0.6 to 2.1 % of value);
Hoffmeister and Dalheimer 2024, Journal of Shipping and Trade 9 (mode choice: cost elasticity -0.32, time elasticity
-0.18); Rodrigue, Geography of Transport Systems (world trade by value in 2008: 73 % sea, 13 % air, 14 % overland);
Eurostat (EU trade with others in 2023: 47 % sea, 22 % air, 21 % road, 1.4 % rail); BTS (US trade 2015: 42 % water, 27
% air).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.codes import whole_of
from multipolar.data.sea_routes import SEA_SPEED_KM_A_DAY
from multipolar.errors import AssumptionError

Ship = Literal["container", "dry_bulk", "general_cargo", "roro", "tanker"]
SHIPS: tuple[Ship, ...] = ("container", "dry_bulk", "general_cargo", "roro", "tanker")
SHIP_WORDS: Mapping[Ship, str] = {
    "container": "container ships",
    "dry_bulk": "dry bulk carriers",
    "general_cargo": "general cargo ships",
    "roro": "car carriers",
    "tanker": "tankers",
}


@dataclass(frozen=True, slots=True)
class Cargo:
    """Goods that travel alike.

    Attributes
    ----------
    ship : kind of ship, as IMF PortWatch counts them.
    sectors : ICIO codes.
    freight_share : what carriage over the reference voyage costs, share of the goods' value.
    day_cost : what a day in transit is worth, share of value.
    air_share : part of the value that flies, on the longest hauls.
    usd_per_tonne : worth of a tonne, for tonne-km only; assumed, at prices of 2022.
    note : where freight, the worth of a day and the share by air come from, three parts with semicolons.
    """

    name: str
    ship: Ship
    sectors: tuple[str, ...]
    freight_share: float
    day_cost: float
    air_share: float
    usd_per_tonne: float
    note: str


# Interest and insurance on goods under way, 8 per cent a year.
_HOLDING = 0.08 / 365.0

CARGOES: tuple[Cargo, ...] = (
    Cargo(
        "oil",
        "tanker",
        ("B06", "C19"),
        0.05,
        _HOLDING,
        0.0,
        730.0,
        "assumed, below the ITIC mean; interest of 8 % a year, assumed; assumed: none flies",
    ),
    Cargo(
        "dry bulk",
        "dry_bulk",
        ("A01", "B05", "B07", "B08"),
        0.11,
        _HOLDING,
        0.0,
        200.0,
        "OECD 2022, grains and oilseeds; interest of 8 % a year, assumed; assumed: none flies",
    ),
    Cargo(
        "general cargo",
        "general_cargo",
        ("A02", "C16", "C23", "C24A", "C301"),
        0.08,
        _HOLDING,
        0.01,
        700.0,
        "assumed, between bulk and containers; interest of 8 % a year, assumed; assumed",
    ),
    Cargo(
        "vehicles",
        "roro",
        ("C29",),
        0.04,
        0.006,
        0.03,
        12000.0,
        "assumed, below the ITIC mean; Hummels and Schaur 2013, low end; assumed",
    ),
    Cargo(
        "containers",
        "container",
        ("A03", "C10T12", "C13T15", "C17_18", "C20", "C22", "C24B", "C25", "C27", "C28", "C31T33"),
        0.05,
        0.006,
        0.15,
        3500.0,
        "assumed, below the ITIC mean; Hummels and Schaur 2013, low end, goods that could have flown; assumed",
    ),
    Cargo(
        "light and dear",
        "container",
        ("C21", "C26", "C302T309"),
        0.03,
        0.006,
        0.55,
        50000.0,
        "assumed; Hummels and Schaur 2013, low end; assumed, so that with the others an eighth of all goods flies "
        "(world 13 %, EU 22 %, United States 27 %)",
    ),
)


@dataclass(frozen=True, slots=True)
class RouteAssumptions:
    """What is believed about carriage. Each field's source stands in `route_parameters`.

    Attributes
    ----------
    route_elasticity : fall of a way's share, relative to other ways by sea, per log point of its cost.
    variant_elasticity : the same among the variants of one way, such as the straits of Indonesia.
    mode_elasticity : the same among sea, land, corridors and air.
    distance_elasticity : of freight, at the reference voyage.
    reference_km : voyage to which the freight shares belong.
    ice_knots : speed along the Northern Sea Route; in open water that of the baseline's routes.
    land_km_a_day : overland, waiting included.
    goods_per_transit_usd_mn : worth of the goods on one ship, to turn tolls into shares.
    land_share, land_decay_km : share of surface trade that goes overland between neighbours, and the distance over
        which it falls to a third.
    air_km : haul at which half of the air share is reached.
    land_freight_per_km : overland carriage, share of value per km.
    """

    route_elasticity: float = 10.0
    variant_elasticity: float = 40.0
    mode_elasticity: float = 1.0
    distance_elasticity: float = 0.25
    reference_km: float = 9000.0
    ice_knots: float = 10.0
    land_km_a_day: float = 600.0
    goods_per_transit_usd_mn: float = 113.0
    land_share: float = 0.9
    land_decay_km: float = 2500.0
    air_km: float = 1500.0
    land_freight_per_km: float = 1.5e-5

    def __post_init__(self) -> None:
        for entry in fields(self):
            if not (np.isfinite(getattr(self, entry.name)) and getattr(self, entry.name) > 0):
                raise AssumptionError(
                    "routes", f"{entry.name} must be positive, not {getattr(self, entry.name)}", remedy="Correct it."
                )
        if self.land_share > 1 or self.distance_elasticity > 1:
            raise AssumptionError("routes", "land_share and distance_elasticity cannot be above one")

    def freight_factor(self, km: Array) -> Array:
        """Freight over that of the reference voyage: handling is fixed, sailing goes with the distance."""
        return np.asarray(1 - self.distance_elasticity + self.distance_elasticity * km / self.reference_km)


@dataclass(frozen=True, slots=True)
class RouteParameter:
    """One assumption with what stands behind it; `status` is ``sourced``, ``derived`` or ``assumed``."""

    name: str
    value: float
    unit: str
    status: str
    source: str


_SOURCES: dict[str, tuple[str, str, str]] = {
    "route_elasticity": (
        "elasticity",
        "assumed",
        "ships bound for one port differ little, so routes are close substitutes; no estimate was found; "
        "5 to 20 in the sensitivity tables",
    ),
    "variant_elasticity": ("elasticity", "assumed", "variants of one voyage are nearly the same to a shipper"),
    "mode_elasticity": (
        "elasticity",
        "derived",
        "Hoffmeister and Dalheimer 2024: demand for a mode falls 0.32 per cent per per cent of cost, 0.18 of time, so "
        "0.5 with both; with half of trade on other modes that is an elasticity of relative use of 1",
    ),
    "distance_elasticity": ("elasticity", "sourced", "OECD 2022, grains and oilseeds: 10 % more distance, 2.5 % more"),
    "reference_km": ("km", "assumed", "mean voyage of seaborne trade, about 5,000 nautical miles"),
    "ice_knots": ("knots", "assumed", "in convoy or in drifting ice; a scenario sets its own"),
    "land_km_a_day": ("km a day", "assumed", "trucks and block trains with border crossings"),
    "goods_per_transit_usd_mn": (
        "USD mn",
        "derived",
        "12 % of world goods trade of 25 tn USD (2022) through Suez over 26,434 ships; used for every toll",
    ),
    "land_share": ("share", "assumed", "between neighbours nearly everything goes by road, rail or pipe"),
    "land_decay_km": (
        "km",
        "assumed",
        "so that a tenth of what is left remains at 6,000 km; rail carries 1.4 % of EU trade with others (Eurostat)",
    ),
    "air_km": ("km", "assumed", "short hauls go by road"),
    "land_freight_per_km": ("share per km", "assumed", "sets only how much a change of corridor weighs in value"),
}


_SPEED = RouteParameter(
    "sea speed",
    SEA_SPEED_KM_A_DAY,
    "km a day",
    "assumed",
    "slow steaming; container ships sail faster, bulk carriers slower",
)


def route_parameters(assumptions: RouteAssumptions | None = None) -> tuple[RouteParameter, ...]:
    """Every number of the nest with unit, status and source, cargoes included."""
    held = assumptions or RouteAssumptions()
    found = [RouteParameter(name, float(getattr(held, name)), *text) for name, text in _SOURCES.items()]
    found.append(_SPEED)
    for cargo in CARGOES:
        freight, day, air = (part.strip() for part in cargo.note.split(";"))
        found += [
            RouteParameter(f"{cargo.name}: freight", cargo.freight_share, "share of value", _status(freight), freight),
            RouteParameter(f"{cargo.name}: a day", cargo.day_cost, "share of value", _status(day), day),
            RouteParameter(f"{cargo.name}: flies", cargo.air_share, "share of value", _status(air), air),
            RouteParameter(f"{cargo.name}: a tonne", cargo.usd_per_tonne, "USD", "assumed", "assumed, prices of 2022"),
        ]
    return tuple(found)


def _status(text: str) -> str:
    return "assumed" if "assumed" in text else "sourced"


def cargo_of_sectors(sectors: tuple[str, ...]) -> IntArray:
    """(J,) position in `CARGOES` of each sector; -1 for services and all that does not travel as goods."""
    place = {code: g for g, cargo in enumerate(CARGOES) for code in cargo.sectors}
    return np.array([place.get(whole_of(code), -1) for code in sectors], dtype=np.int64)
