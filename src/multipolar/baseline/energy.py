"""Energy in tonnes and dollars beside a baseline: who shipped how much crude oil, gas and coal to whom in a year.

Customs values and tonnes are CEPII BACI's, at borders; the baseline's flows are at basic prices and hold trade margins
elsewhere. The two are never added: tonnes follow the *change* of the sector's flow, and `Energy.share` says which part
of the flow a product is. Axis order: p product, n importer, i exporter.

Rules. Economies that the baseline does not list are ``ROW``, where the baseline has one; trade between two of them
stands in ROW's home cell. What an economy uses of its own is not in customs records: its home cell is missing. A pair
without a row has no reported flow (0); a flow known to exist that the source lacks is missing (NaN).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from multipolar.arrays import Array, BoolArray, IntArray, frozen
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.energy_cells import EnergyCells, EnergyStatus
from multipolar.baseline.energy_share import Overflow, product_shares
from multipolar.codes.energy_products import energy_product
from multipolar.data.energy_prices import load_energy_prices
from multipolar.data.energy_trade import EnergyTrade, Gap, load_energy_trade
from multipolar.errors import DataError
from multipolar.latest import Latest, Same

REST = "ROW"
_LATEST: Latest[Energy] = Latest(3)
#: Below these a unit value is thin: Mt, and USD mn.
THIN_MT, THIN_USD_MN = 0.01, 5.0


@dataclass(frozen=True, slots=True)
class Energy:
    """Energy trade of one year on the economies of a baseline.

    Attributes
    ----------
    products : keys of `energy_products`, axis P. economies : of the baseline, axis N. year : of tonnes and prices.
    sector : sector of each product on the baseline's axis, empty where it has none.
    sector_index : (P,) position of it in the baseline, -1 where it has none.
    quantity : (P, N, N) Mt by importer and exporter; NaN missing, 0 no reported flow.
    value : (P, N, N) USD mn at customs.
    unit_value : (P, N, N) dollars per quoted unit (barrel, MMBtu, tonne of coal) at the seller's border; NaN where
        there are no tonnes, or doubtful ones.
    status : (P, N, N) `EnergyStatus` codes. thin : (P, N, N) True where the unit value rests on little.
    share : (P, N, N) part of the sector's flow that is the product, in [0, 1], never NaN.
    share_filled : (P, N, N) True where a product of the sector is missing on the pair, so that `share` rests on the
        exporter's average; home cells always.
    benchmark : (P,) dollars per quoted unit, mean of the year.
    overflow : pairs whose customs value exceeds the table's flow, largest first.
    gaps : flows that exist and that the source lacks. notes : what a reader must know.
    """

    products: tuple[str, ...]
    economies: tuple[str, ...]
    year: int
    sector: tuple[str, ...]
    sector_index: IntArray
    quantity: Array
    value: Array
    unit_value: Array
    status: NDArray[np.uint8]
    thin: BoolArray
    share: Array
    share_filled: BoolArray
    benchmark: Array
    overflow: tuple[Overflow, ...]
    gaps: tuple[Gap, ...]
    notes: tuple[str, ...]

    def position(self, product: str) -> int:
        """Position of a product on its axis.

        Raises
        ------
        UnknownCodeError
            If there is no such product.
        """
        return self.products.index(energy_product(product).key)

    @property
    def usable(self) -> BoolArray:
        """(P, N, N) True where tonnes are known well enough for totals."""
        return np.isin(self.status, (EnergyStatus.RECONCILED, EnergyStatus.PARTIAL)) & np.isfinite(self.quantity)

    @property
    def usd_per_tonne(self) -> Array:
        """(P, N, N) dollars a tonne at the seller's border; NaN where `unit_value` is."""
        return np.asarray(
            self.unit_value * np.array([quoted_units(key, self.economies) for key in self.products])[:, None, :]
        )

    def exports(self, product: str) -> Array:
        """(N,) Mt sold abroad by exporter; what is missing or doubtful is not in it (see `unknown`)."""
        p = self.position(product)
        sold = np.where(self.usable[p], self.quantity[p], 0.0)
        np.fill_diagonal(sold, 0.0)
        return np.asarray(sold.sum(axis=0))

    def unknown(self, product: str, exporter: str) -> tuple[str, ...]:
        """Importers whose tonnes from that exporter are missing or doubtful, its own use apart."""
        p, i = self.position(product), self.economies.index(exporter)
        codes = (EnergyStatus.MISSING, EnergyStatus.DOUBTFUL)
        return tuple(self.economies[n] for n in np.flatnonzero(np.isin(self.status[p, :, i], codes)).tolist() if n != i)

    def mean_price(self, product: str) -> Array:
        """(N,) dollars per quoted unit that each exporter gets on average over sound flows; NaN without any."""
        p = self.position(product)
        sound = self.usable[p] & np.isfinite(self.unit_value[p])
        np.fill_diagonal(sound, False)
        units = np.where(sound, self.quantity[p], 0.0).sum(axis=0) * quoted_units(product, self.economies)
        paid = np.where(sound, self.value[p], 0.0).sum(axis=0)
        return np.asarray(np.divide(paid, units, out=np.full(units.shape, np.nan), where=units > 0))


def quoted_units(product: str, economies: Sequence[str]) -> Array:
    """(N,) barrels, MMBtu or tonnes in a tonne sold by each exporter."""
    found = energy_product(product)
    return np.array([found.quoted_units_per_tonne(code) for code in economies])


def energy_of(
    baseline: Baseline,
    year: int | None = None,
    *,
    members: Mapping[str, Sequence[str]] | None = None,
    trade: EnergyTrade | None = None,
) -> Energy:
    """Energy trade on the economies of a baseline.

    Parameters
    ----------
    year : of the tonnes, the baseline's own when not given. 2021 is the last year before the war in full.
    members : ISO3 codes that stand behind an economy of the baseline that is no single one, such as an aggregate.
    trade : the table to read, by default the one that ships.

    Raises
    ------
    DataError
        If the table does not hold the year.
    """
    year = baseline.year if year is None else year
    if members or trade is not None:
        return _energy_of(baseline, year, members or {}, trade or load_energy_trade())
    # Every solve of a scenario on crude asks.
    return _LATEST.get((Same(baseline), year), lambda: _energy_of(baseline, year, {}, load_energy_trade()))


def _energy_of(baseline: Baseline, year: int, members: Mapping[str, Sequence[str]], trade: EnergyTrade) -> Energy:
    if year not in trade.years:
        raise DataError(
            "energy trade",
            f"holds no year {year}",
            evidence=f"years: {trade.years[0]} to {trade.years[-1]}",
            remedy="Name one of them: energy_of(baseline, year=2022).",
        )
    place, without = _places(baseline.economies, trade.rows.codes, members)
    shape = (len(trade.products), len(baseline.economies), len(baseline.economies))
    cells = EnergyCells(shape)
    for p, key in enumerate(trade.products):
        cells.add(p, energy_product(key), trade, year, place)
    gaps = tuple(gap for key in trade.products for gap in trade.gaps_of(key, year))
    cells.mark_missing(trade.products, baseline.economies, gaps, without)
    per_tonne = np.array([quoted_units(key, baseline.economies) for key in trade.products])
    has_price = (np.nan_to_num(cells.quantity) > 0) & (cells.priced_value > 0) & (cells.status != EnergyStatus.DOUBTFUL)
    unit_value = np.divide(
        cells.priced_value,
        cells.quantity * per_tonne[:, None, :],
        out=np.full(shape, np.nan),
        where=has_price,
    )
    where = baseline.sector_index()
    sectors = tuple(energy_product(key).sector_on(where) for key in trade.products)
    sector_index = np.array([where.get(code, -1) for code in sectors], dtype=np.int64)
    own = cells.value if year == baseline.year else _value_of(baseline, trade, place, shape)
    shares = product_shares(baseline, sector_index, cells.value, own, cells.status == EnergyStatus.MISSING)
    prices = load_energy_prices()
    thin = (cells.status != EnergyStatus.NONE) & (
        (np.nan_to_num(cells.quantity) < THIN_MT) | (cells.value < THIN_USD_MN)
    )
    for marks in (cells.status, thin, shares.filled, sector_index):
        marks.setflags(write=False)
    return Energy(
        products=trade.products,
        economies=baseline.economies,
        year=year,
        sector=sectors,
        sector_index=sector_index,
        quantity=frozen(cells.quantity),
        value=frozen(cells.value),
        unit_value=frozen(unit_value),
        status=cells.status,
        thin=thin,
        share=frozen(shares.share),
        share_filled=shares.filled,
        benchmark=frozen(np.array([prices.of_year(energy_product(key).benchmark, year) for key in trade.products])),
        overflow=shares.overflow,
        gaps=gaps,
        notes=_notes(baseline, year, without, cells.left_out, trade, own is None),
    )


def _places(
    economies: tuple[str, ...], codes: tuple[str, ...], members: Mapping[str, Sequence[str]]
) -> tuple[IntArray, tuple[str, ...]]:
    """Position in `economies` of each code of the table, -1 where it belongs nowhere; and economies without a code."""
    rest = economies.index(REST) if REST in economies else -1
    at = {code: n for n, code in enumerate(economies) if code != REST}
    for group, inside in members.items():
        if group not in economies:
            raise DataError(f"economy '{group}'", "is not in the baseline", evidence=", ".join(economies[:12]))
        at |= {code: economies.index(group) for code in inside}
    without = tuple(c for c in economies if c not in codes and c != REST and c not in members)
    return np.array([at.get(code, rest) for code in codes], dtype=np.int64), without


def _value_of(baseline: Baseline, trade: EnergyTrade, place: IntArray, shape: tuple[int, int, int]) -> Array | None:
    """Customs values of the baseline's own year, USD mn; None where the table does not hold it."""
    if baseline.year not in trade.years:
        return None
    cells = EnergyCells(shape)
    for p, key in enumerate(trade.products):
        cells.add(p, energy_product(key), trade, baseline.year, place)
    return cells.value


def _notes(
    baseline: Baseline,
    year: int,
    without: tuple[str, ...],
    left_out: Mapping[str, float],
    trade: EnergyTrade,
    foreign_year: bool,
) -> tuple[str, ...]:
    notes = [
        "Tonnes and customs dollars are CEPII BACI's; own use and pipeline gas of confidential origin are missing."
    ]
    if year != baseline.year:
        notes.append(f"Tonnes are those of {year}, the flows they stand beside those of {baseline.year}.")
    if foreign_year:
        notes.append(
            f"BACI here starts in {trade.years[0]}: a product's part of a flow is its part of {year}'s energy."
        )
    if without:
        notes.append(f"No datum for {', '.join(without)}: not a single economy of the source.")
    if left_out:
        amounts = ", ".join(f"{key} {mt:.1f} Mt" for key, mt in left_out.items())
        notes.append(f"The baseline has no rest of the world; left out with economies it does not list: {amounts}.")
    return tuple(notes)
