"""Energy products that are followed in tonnes: customs codes, the sector each belongs to, units and benchmark.

Conversions. Crude oil: 7.33 barrels a tonne (world average gravity; Energy Institute, Statistical Review of World
Energy, approximate conversion factors), 7.28 for Russia (Urals and ESPO exports, as traded). Gas: 1 Mt of liquefied
gas is 1.36 bcm (the same table); at 40 MJ a cubic metre, gross calorific value, one tonne is 51.6 MMBtu or 15.1 MWh.
Pipeline gas is converted by mass in the same way; by density it is 1.36 to 1.47 bcm a Mt, so its bcm are at the low
end.

Unit-value bands are assumed: crude oil has one world price, so a third or three times of it is an error of tonnes; gas
under old contracts (Russia to Armenia) has sold at a sixth of the median of 2022, lignite over a border (Kazakhstan to
Russia) at a tenth.
"""

from __future__ import annotations

import calendar
import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from multipolar.codes.tables import UnknownCodeError, nearest, read_table

#: Barrels a tonne where an exporter's grades differ from the world average.
BARRELS_PER_TONNE: Mapping[str, float] = {"RUS": 7.28}
MWH_PER_MMBTU = 0.293071


@dataclass(frozen=True, slots=True)
class EnergyProduct:
    """One product.

    Attributes
    ----------
    key : ``crude``, ``lng``, ``gas``, ``coal``. title, short_title : for people.
    hs6 : customs codes of HS 1992. sector : ICIO code of the sector whose flows it is part of.
    part : code of the part of that sector that it belongs to, in baselines that have the parts; empty where none has.
    price_unit : unit in which it is quoted. units_per_tonne : quoted units (barrels, MMBtu, tonnes) in a tonne.
    bcm_per_mt : billion cubic metres in a million tonnes; None where it is no gas.
    benchmark : column of the price table. benchmark_sellers : economies whose grade the benchmark is.
    unit_value_band : a unit value further than this factor from the median of the year is doubtful.
    """

    key: str
    title: str
    short_title: str
    hs6: tuple[int, ...]
    sector: str
    part: str
    price_unit: str
    units_per_tonne: float
    bcm_per_mt: float | None
    benchmark: str
    benchmark_title: str
    benchmark_sellers: tuple[str, ...]
    unit_value_band: float

    def sector_on(self, axis: Collection[str]) -> str:
        """Code of its sector on an axis: the part where there is one, empty where the axis has neither."""
        return next((code for code in (self.part, self.sector) if code and code in axis), "")

    def quoted_units_per_tonne(self, exporter: str = "") -> float:
        """Barrels, MMBtu or tonnes in a tonne sold by that exporter."""
        if self.price_unit == "USD/bbl":
            return BARRELS_PER_TONNE.get(exporter, self.units_per_tonne)
        return self.units_per_tonne

    def million_barrels_a_day(self, mt: float, year: int, exporter: str = "") -> float:
        """Million barrels a day of a year's million tonnes; NaN for products that are not counted in barrels."""
        if self.price_unit != "USD/bbl":
            return float("nan")
        return mt * self.quoted_units_per_tonne(exporter) / (366 if calendar.isleap(year) else 365)

    def bcm(self, mt: float) -> float:
        """Billion cubic metres of a number of million tonnes; NaN for what is no gas."""
        return float("nan") if self.bcm_per_mt is None else mt * self.bcm_per_mt


@functools.cache
def energy_products() -> tuple[EnergyProduct, ...]:
    """All products, in the order of their axis."""
    return tuple(
        EnergyProduct(
            key=row["product"],
            title=row["title"],
            short_title=row["short_title"],
            hs6=tuple(int(code) for code in row["hs6"].split()),
            sector=row["sector"],
            part=row["part"],
            price_unit=row["price_unit"],
            units_per_tonne=float(row["price_units_per_tonne"]),
            bcm_per_mt=float(row["bcm_per_mt"]) if row["bcm_per_mt"] else None,
            benchmark=row["benchmark"],
            benchmark_title=row["benchmark_title"],
            benchmark_sellers=tuple(row["benchmark_sellers"].split()),
            unit_value_band=float(row["unit_value_band"]),
        )
        for row in read_table("energy_products")
    )


def energy_product(text: str) -> EnergyProduct:
    """The product of that key.

    Raises
    ------
    UnknownCodeError
        With the nearest key.
    """
    known = {product.key: product for product in energy_products()}
    key = text.strip().lower()
    if key not in known:
        close = nearest(key, known)
        meant = f"Did you mean {close[0]}?" if close else f"Known: {', '.join(known)}."
        raise UnknownCodeError("energy product", text, remedy=meant, candidates=close)
    return known[key]
