"""Bans, on whole sectors or on one energy product, which is a share of its sector's flow that differs by pair.

A ban on a product leaves ``left = 1 - coverage * (1 - leakage)`` of it. With the product's share ``s`` of the cell
(`multipolar.baseline.energy`), all bans on products of one sector together leave ``1 - sum_p s_p (1 - left_p)`` of the
cell: products are apart from each other, so what bans of two of them stop adds up. The spared part of the cell is free
to grow, which is what one basket of crude and gas means. Axis order: n importer, i exporter.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from pydantic import model_validator

from multipolar.arrays import Array, IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.energy import Energy, energy_of
from multipolar.codes.energy_products import energy_product
from multipolar.errors import DataError, Problem, ScenarioError
from multipolar.scenario.base import TradeInstrument
from multipolar.scenario.border import Border
from multipolar.scenario.fields import Share, wrong
from multipolar.scenario.place import Place
from multipolar.scenario.words import goods, percent

PRODUCTS = "products"
Product = Literal["crude", "gas", "lng", "coal"]


class ProductBans:
    """What bans leave of each energy product, by pair: a channel, so that results know which product was meant.

    Attributes
    ----------
    left : by product, (N, N) part that no ban stops, at given prices.
    """

    def __init__(self, baseline: Baseline) -> None:
        self.baseline = baseline
        self.left: dict[str, Array] = {}
        self._energy: Energy | None = None

    def energy(self) -> Energy:
        """Shares of products in the baseline's own year.

        Raises
        ------
        DataError
            If no trade in tonnes stands beside the baseline.
        """
        if self._energy is None:
            self._energy = energy_of(self.baseline)
        return self._energy

    def share(self, product: str) -> Array:
        """(N, N) part of the sector's flow that is the product."""
        energy = self.energy()
        return np.asarray(energy.share[energy.position(product)])

    def ban(self, product: str, cells: IntArray, stopped: float) -> None:
        """Stop a part of a product on flat cells of its sector."""
        count = len(self.baseline.economies)
        left = self.left.setdefault(product, np.ones((count, count)))
        left.ravel()[cells % (count * count)] *= 1.0 - stopped

    def left_of_sector(self, sector: int) -> Array:
        """(N, N) part of a sector's cells that bans on its products leave: what is none of them, and their rest."""
        energy, count = self.energy(), len(self.baseline.economies)
        stopped = np.zeros((count, count))
        for product, left in self.left.items():
            if int(energy.sector_index[energy.position(product)]) == sector:
                stopped += self.share(product) * (1.0 - left)
        return np.asarray(np.maximum(1.0 - stopped, 0.0))

    def finish(self, border: Border) -> None:
        """Write what all bans on products leave of each cell."""
        energy, size = self.energy(), len(self.baseline.economies) ** 2
        hit = {int(energy.sector_index[energy.position(product)]) for product in self.left} - {-1}
        for j in sorted(hit):
            border.open_share[j * size : (j + 1) * size] *= self.left_of_sector(j).ravel()


class Ban(TradeInstrument):
    """A measure that stops goods, of whole sectors or of one energy product.

    Attributes
    ----------
    leakage : share of the covered flow that gets through at unchanged prices; 0 is airtight.
    product : `crude`, `gas` (by pipeline), `lng` or `coal`: only this product of its sector, by each pair's own share
        of it (customs values, CEPII BACI); `coverage` is then the share of the product that is hit.
    """

    number_fields = ("leakage", "coverage")

    leakage: Share = 0.0
    product: Product | None = None

    @model_validator(mode="before")
    @classmethod
    def _sector_of_product(cls, data: Any) -> Any:
        if not isinstance(data, dict) or data.get("product") is None or "sectors" in data:
            return data
        known = {key: energy_product(key).sector for key in ("crude", "gas", "lng", "coal")}
        sector = known.get(str(data["product"]))
        return data | {"sectors": (sector,)} if sector else data

    @model_validator(mode="after")
    def _one_sector(self) -> Ban:
        if self.product is not None:
            sector = energy_product(self.product).sector
            if self.sectors != (sector,) or self.exclude_sectors:
                remedy = f"Take sectors out, or write sectors: [{sector}]."
                raise wrong(f"{self.product} is part of sector {sector} and no other.", remedy)
        return self

    def rows(self, place: Place) -> IntArray:
        if self.product is not None:
            sector = energy_product(self.product).sector_on(place.baseline.sector_index())
            if sector:
                return place.sectors((sector,))
        return super().rows(place)

    def what(self) -> str:
        """The goods and the leak in a sentence: two parts."""
        if self.product is None:
            return goods(self)
        title = energy_product(self.product).title
        name = title[:1].lower() + title[1:]
        return name if self.coverage == 1 else f"{percent(self.coverage)} of {name}"

    def leak(self) -> str:
        """What gets through, as the end of a sentence."""
        return "" if self.leakage == 0 else f"; {percent(self.leakage)} leaks"

    def stop(self, border: Border, place: Place, cells: IntArray) -> IntArray:
        """Write the ban on cells of its sectors."""
        if self.product is None:
            border.ban(cells, coverage=self.coverage, leakage=self.leakage)
            return cells
        bans = border.channel(PRODUCTS, ProductBans)
        try:
            bans.ban(self.product, cells, self.coverage * (1.0 - self.leakage))
            told = _share_told(bans, self.product, cells)
        except DataError as error:
            text = f"no trade in tonnes stands beside {border.baseline.name}: {error.problem}."
            remedy = "Write sectors: and coverage: instead of product:."
            raise ScenarioError(place.subject, [Problem(None, f"{place.instrument}.product", text, remedy)]) from error
        if told:
            place.note("product-share", told)
        return cells


def _share_told(bans: ProductBans, product: str, cells: IntArray) -> str:
    """How much of the flows the product is, and how far that is measured; empty where it has a sector to itself."""
    energy, baseline = bans.energy(), bans.baseline
    sector, importer, exporter = np.unravel_index(cells, baseline.trade_share.shape)
    paid = baseline.trade_share[sector, importer, exporter] * baseline.expenditure[sector, importer]
    flow = paid / (1.0 + baseline.tariff_rate[sector, importer, exporter])
    share, filled = (
        field[energy.position(product), importer, exporter] for field in (energy.share, energy.share_filled)
    )
    total = float(flow.sum())
    title, code = energy_product(product).title, energy.sector[energy.position(product)]
    if total <= 0 or not (share * flow).any():
        return f"{title}: the tables have none of it on these borders in {energy.year}; the ban changes nothing."
    if code == energy_product(product).part and energy.sector.count(code) == 1:
        return ""
    mean = float((share * flow).sum()) / total
    guessed = float(flow[filled].sum()) / total
    source = f"customs values, CEPII BACI {energy.year}"
    told = f"{title} is {percent(round(mean, 3))} of these flows of {code} ({source})"
    if guessed > 0:
        told += (
            f"; on {percent(round(guessed, 3))} of them a product of the sector has no figures, and the"
            " exporter's average stands in (assumed)"
        )
    return told + "."
