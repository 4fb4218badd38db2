"""Gathering the rows of the energy table on the economies of a baseline, and what is known of each cell.

Axis order: p product, n importer, i exporter.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from multipolar.arrays import Array, BoolArray, IntArray
from multipolar.codes.energy_products import EnergyProduct
from multipolar.data.energy_trade import EnergyTrade, Gap

#: A flow is held to the unit-value band above these; below, it is thin anyway.
BAND_MT, BAND_USD_MN = 0.1, 20.0
#: Part of a cell's tonnes or value that decides its status.
MATERIAL = 0.05


class EnergyStatus(IntEnum):
    """What is known of one product on one pair."""

    NONE = 0  # no flow reported by either side
    RECONCILED = 1  # tonnes and dollars from both sides' customs, reconciled by the source
    PARTIAL = 2  # a part of the value has no tonnes, or a part of the flow is known to be absent
    DOUBTFUL = 3  # tonnes and dollars do not fit each other; as printed, left out of totals
    MISSING = 4  # the flow exists, its tonnes are not known

    @property
    def label(self) -> str:
        """Lower-case word for tables."""
        return "no flow reported" if self is EnergyStatus.NONE else self.name.lower()


class EnergyCells:
    """Sums of rows by cell, while they are gathered."""

    def __init__(self, shape: tuple[int, int, int]) -> None:
        self.value = np.zeros(shape)
        self.quantity = np.zeros(shape)
        self.priced_value = np.zeros(shape)  # value of the rows that have tonnes
        self.status = np.zeros(shape, dtype=np.uint8)
        self.left_out: dict[str, float] = {}

    def add(self, p: int, product: EnergyProduct, trade: EnergyTrade, year: int, place: IntArray) -> None:
        """Rows of one product: its sums, and what the tonnes of each cell are worth."""
        rows, chosen = trade.rows, trade.of(product.key, year)
        value = rows.value[chosen] / 1e3
        tonnes = rows.quantity[chosen]
        known = tonnes >= 0
        mt = np.where(known, tonnes, 0) / 1e6
        odd = known & _odd(value, mt, product.unit_value_band)
        lacking = np.where(known & (rows.partial[chosen] == 0), 0.0, value)
        n, i = place[rows.importer[chosen]], place[rows.exporter[chosen]]
        inside = (n >= 0) & (i >= 0)
        if not inside.all():
            self.left_out[product.key] = float(mt[~inside].sum())
        at = (n[inside], i[inside])
        shape = self.value.shape[1:]
        sums = [np.zeros(shape) for _ in range(5)]
        columns = (
            np.where(known, value, 0.0),
            lacking,
            np.where(odd, mt, 0.0),
            known.astype(float),
            np.ones(value.shape),
        )
        np.add.at(self.value[p], at, value[inside])
        np.add.at(self.quantity[p], at, mt[inside])
        for total, column in zip(sums, columns, strict=True):
            np.add.at(total, at, column[inside])
        self.priced_value[p], lost, odd_mt, counted, rows_here = sums
        present = rows_here > 0
        status = np.where(present, EnergyStatus.RECONCILED, EnergyStatus.NONE)
        status = np.where(present & (lost > MATERIAL * self.value[p]), EnergyStatus.PARTIAL, status)
        status = np.where(present & (odd_mt > MATERIAL * self.quantity[p]), EnergyStatus.DOUBTFUL, status)
        status = np.where(present & (counted == 0), EnergyStatus.MISSING, status)
        self.status[p] = status
        self.quantity[p][status == EnergyStatus.MISSING] = np.nan

    def mark_missing(
        self, products: tuple[str, ...], economies: tuple[str, ...], gaps: tuple[Gap, ...], without: tuple[str, ...]
    ) -> None:
        """Known gaps, economies that the source does not have, and home cells, which customs do not see."""
        for gap in gaps:
            if gap.exporter in economies and gap.importer in economies:
                cell = (products.index(gap.product), economies.index(gap.importer), economies.index(gap.exporter))
                self._lack(cell)
        for code in without:
            at = economies.index(code)
            self.quantity[:, at, :] = self.quantity[:, :, at] = np.nan
            self.status[:, at, :] = self.status[:, :, at] = EnergyStatus.MISSING
        for at in range(len(economies)):
            for p in range(len(products)):
                self._lack((p, at, at))

    def _lack(self, cell: tuple[int, int, int]) -> None:
        if self.quantity[cell] > 0:
            self.status[cell] = EnergyStatus.PARTIAL
        else:
            self.quantity[cell], self.status[cell] = np.nan, EnergyStatus.MISSING


def _odd(value: Array, mt: Array, band: float) -> BoolArray:
    """Rows whose unit value is further than `band` times from the median of the larger ones."""
    unit = np.divide(value, mt, out=np.full(value.shape, np.nan), where=mt > 0)
    large = (value >= BAND_USD_MN) & (mt > 0)
    if not large.any():
        return np.zeros(value.shape, dtype=bool)
    middle = float(np.median(unit[large]))
    far = (unit < middle / band) | (unit > middle * band)
    return np.asarray(far & ((value >= BAND_USD_MN) | (mt >= BAND_MT)))
