"""The energy tables that ship are what the source tables give; missing stays missing, sources stay apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from multipolar.baseline.build_energy import BACI, build_energy
from multipolar.codes import UnknownCodeError
from multipolar.codes.energy_products import energy_product, energy_products
from multipolar.data.baci_materials import read_energy_rows
from multipolar.data.energy_prices import PRICES_FILE, load_energy_prices
from multipolar.data.energy_trade import FIRST_YEAR, TRADE_FILE, load_energy_trade
from multipolar.data.urals import load_china_crude, load_urals_discount
from multipolar.errors import DataError

LARGEST = 400_000


def test_what_ships_is_small() -> None:
    folder = TRADE_FILE.parent
    assert 0 < sum(path.stat().st_size for path in folder.glob("energy-*")) < LARGEST


def test_the_shipped_files_are_what_the_builder_makes(shared_data: Path, tmp_path: Path) -> None:
    sizes = build_energy(shared_data, tmp_path)
    assert set(sizes) == {path.name for path in tmp_path.iterdir()}
    for name in sizes:
        assert (tmp_path / name).read_bytes() == (TRADE_FILE.parent / name).read_bytes(), name


def test_tonnes_and_dollars_sum_to_the_source(shared_data: Path) -> None:
    import pandas as pd

    source = pd.read_parquet(shared_data / BACI)
    trade = load_energy_trade()
    for product in energy_products():
        own = source[pd.to_numeric(source["k"]).isin(product.hs6)]
        for year in (2021, 2023):
            lines = own[own["t"] == year]
            chosen = trade.of(product.key, year)
            tonnes = trade.rows.quantity[chosen]
            # Half a tonne and half a thousand dollars of rounding a row.
            room = 0.5 * len(lines)
            assert tonnes[tonnes >= 0].sum() == pytest.approx(float(lines["q"].astype(float).sum()), abs=room)
            assert trade.rows.value[chosen].sum() == pytest.approx(float(lines["v"].sum()), abs=room)
            assert (tonnes < 0).sum() <= int(lines["q"].isna().sum())


def test_rows_without_a_quantity_are_marked_and_never_zero() -> None:
    trade = load_energy_trade()
    lacking = trade.rows.quantity < 0
    assert 0 < lacking.sum() < 0.1 * lacking.size
    assert set(np.unique(trade.rows.quantity[lacking])) == {-1}
    assert (trade.rows.partial[lacking] == 0).all()


def test_taiwan_is_named(shared_data: Path) -> None:
    rows = read_energy_rows(shared_data / BACI, energy_products(), 2024)
    assert "TWN" in rows.codes
    assert "S19" not in rows.codes
    assert "TWN" in load_energy_trade().rows.codes


def test_every_gap_is_a_flow_without_a_row_and_says_why() -> None:
    trade = load_energy_trade()
    codes = trade.rows.codes
    for gap in trade.gaps:
        assert gap.reason
        assert gap.evidence
        assert gap.check in {"file", "lookup", "recall"}
        for year in range(max(gap.first_year, FIRST_YEAR), gap.last_year + 1):
            chosen = trade.of(gap.product, year)
            here = (trade.rows.exporter[chosen] == codes.index(gap.exporter)) & (
                trade.rows.importer[chosen] == codes.index(gap.importer)
            )
            mt = trade.rows.quantity[chosen][here].sum() / 1e6
            assert mt < 0.05, f"{gap.exporter} to {gap.importer}, {gap.product} {year}: {mt} Mt"


def test_a_year_or_a_product_that_is_not_there_is_refused() -> None:
    trade = load_energy_trade()
    with pytest.raises(DataError, match="holds no year 1999"):
        trade.of("crude", 1999)
    with pytest.raises(DataError, match="no product 'peat'"):
        trade.of("peat", 2022)
    with pytest.raises(UnknownCodeError, match="crude"):
        energy_product("crud")


def test_prices_of_a_year_need_twelve_months() -> None:
    prices = load_energy_prices()
    assert prices.of_year("brent", 2021) == pytest.approx(70.7, abs=0.5)
    assert prices.of_year("gas_europe", 2022) == pytest.approx(40.3, abs=0.5)
    with pytest.raises(DataError, match="no full year"):
        prices.of_year("dubai", int(prices.months[-1][:4]))
    with pytest.raises(DataError, match="no series 'peat'"):
        prices.of_year("peat", 2022)
    assert PRICES_FILE.read_text().startswith("month,brent")


def test_conversions() -> None:
    crude, lng = energy_product("crude"), energy_product("LNG")
    assert crude.quoted_units_per_tonne("SAU") == 7.33
    assert crude.quoted_units_per_tonne("RUS") == 7.28
    assert crude.million_barrels_a_day(365 / 7.33, 2023) == pytest.approx(1.0)
    assert lng.bcm(1.0) == pytest.approx(1.36)
    assert np.isnan(crude.bcm(1.0))
    assert np.isnan(lng.million_barrels_a_day(1.0, 2023))


def test_discount_and_china_customs_carry_their_check() -> None:
    path = load_urals_discount()
    assert {entry.period for entry in path} >= {"2021", "2023-01", "2023-09"}
    assert {entry.status for entry in path} <= {"confirmed", "unverified"}
    assert all(entry.usd_per_barrel > 0 and entry.source for entry in path)
    russia = {entry.year: entry.mt for entry in load_china_crude() if entry.supplier == "RUS"}
    assert russia[2023] == pytest.approx(107.0)
