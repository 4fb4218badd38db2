"""Published bilateral goods trade, gathered as evidence: customs values, USD mn, (importer, exporter)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.rest_of_world import EMERGING, GoodsEvidence
from multipolar.data.comtrade_matrix import (
    GoodsMatrix,
    read_baci_2023,
    read_comtrade_2021,
    read_raw_materials,
)
from multipolar.data.imts import read_russia_trade
from multipolar.data.reduced_icio import ReducedIcio

#: HS6 (1992): crude oil, liquefied gas, natural gas.
FUELS = (270900, 271111, 271121)


@dataclass(frozen=True, slots=True)
class CustomsRecords:
    """All goods in 2021 and 2023, crude oil and gas in 2021 to 2023, and Russia's own partners in 2022."""

    goods_2021: GoodsMatrix
    goods_2023: GoodsMatrix
    fuels: dict[int, GoodsMatrix]
    russia_exports: dict[str, float]
    russia_imports: dict[str, float]


def read_customs(source: Path) -> CustomsRecords:
    """Read all customs sources from the folder of source tables."""
    trade = source / "trade"
    raw = trade / "baci_raw_materials_1995_2024.parquet"
    exports, imports = read_russia_trade(trade / "imf_imts_russia_2016_2024.csv", 2022)
    labels = trade / "goods_2023_labels.csv"
    return CustomsRecords(
        read_comtrade_2021(trade / "goods_2021_comtrade_exports.csv", labels, trade / "gdp_world_bank.csv"),
        read_baci_2023(trade / "goods_2023_matrix.csv", labels),
        {year: read_raw_materials(raw, year, FUELS) for year in (2021, 2022, 2023)},
        exports,
        imports,
    )


def rest_of_world_evidence(icio: ReducedIcio, customs: CustomsRecords) -> GoodsEvidence:
    """Trade with unlisted economies: ratios to trade with emerging ones in 2023, and crude oil and gas in 2022.

    Fuels are taken at customs values: exporters among the unlisted economies sell through state firms, and at the
    listed economies' ratio of basic prices to customs values (0.76) a third of their output would have no user.
    """
    listed = icio.economies
    goods, fuels = customs.goods_2023, customs.fuels[2023]
    unlisted = tuple(code for code in goods.economies if code not in listed)
    crude = customs.fuels[2022]
    crude_sellers = tuple(code for code in crude.economies if code not in listed)

    def other_goods(importers: tuple[str, ...], exporters: tuple[str, ...]) -> Array:
        all_goods = np.nan_to_num(goods.between(importers, exporters))
        return np.maximum(all_goods - np.nan_to_num(fuels.between(importers, exporters)), 0.0)

    return GoodsEvidence(
        exports_ratio=_ratio(other_goods(listed, unlisted).sum(axis=1), other_goods(listed, EMERGING).sum(axis=1)),
        imports_ratio=_ratio(other_goods(unlisted, listed).sum(axis=0), other_goods(EMERGING, listed).sum(axis=0)),
        crude=np.nan_to_num(crude.between(listed, crude_sellers)).sum(axis=1),
    )


def _ratio(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=(whole > 0) & (part > 0))
