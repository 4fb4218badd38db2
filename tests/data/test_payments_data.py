"""Settlement shares, rules and the invoicing panel: shipped tables, readers, and the currencies of the baseline."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from multipolar.baseline.payments import PaymentBaseline, kind_values, payment_baseline, russian_margins, side
from multipolar.baseline.registry import load
from multipolar.codes import UnknownCodeError
from multipolar.codes.currencies import currencies, currency, currency_codes, home_currency
from multipolar.data.invoicing import BOZ_MEMBER, InvoicingRow, add_boz, load_boz, read_boz
from multipolar.data.payment_rules import load_rules
from multipolar.data.settlement import (
    SETTLEMENT,
    WORLD,
    build_settlement,
    load_settlement,
    load_world_shares,
    published,
)
from multipolar.errors import DataError

BOZ_HEADER = "ISO3C,year,USDExport,EURExport,HomeExport,OtherExport,USDImport,EURImport,HomeImport,OtherImport"
BOZ_ROWS = [
    "IND,2017,88.1,7.2,2.0,2.7,86.0,8.0,2.0,4.0",
    "IND,2018,86.9,8.1,,,85.0,8.4,2.1,",
    "DEU,2018,23,59,59,18,30,57,57,13",
]


@pytest.fixture(scope="module")
def payments() -> PaymentBaseline:
    return payment_baseline(load())


def test_currencies_by_any_name() -> None:
    assert currency("yuan").code == currency("cny").code == "CNY"
    assert home_currency("DEU") == "EUR"
    assert home_currency("TUR") == "OTH"
    assert currency_codes()[-1] == "OTH"
    assert len(currencies()["EUR"].issuers) == 20
    with pytest.raises(UnknownCodeError, match="Known"):
        currency("XYZ")


def test_shipped_tables_are_the_collected_facts(shared_data: Path, tmp_path: Path) -> None:
    build_settlement(shared_data / "facts", tmp_path)
    for shipped in (SETTLEMENT, WORLD):
        assert (tmp_path / shipped.name).read_bytes() == shipped.read_bytes()


def test_published_shares() -> None:
    path = [published(date, "export", "CNY").share_pct for date in ("2022-01", "2022-12", "2023-12")]
    assert path == [0.5, 16.0, 34.5]
    assert {row.check for row in load_settlement()} == {"lookup", "press"}
    assert any(row.series == "swift_global_payments" and row.currency == "CNY" for row in load_world_shares())
    with pytest.raises(DataError, match="0 rows"):
        published("1999-01", "export", "CNY")


def test_a_broken_settlement_table_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "payments-settlement.csv"
    broken.write_text(
        "date,flow,scope,currency,share_pct,source,check\n2022-01,export,x,CNY,130,a,b\n", encoding="utf-8"
    )
    with pytest.raises(DataError, match="line 2"):
        load_settlement(broken)
    broken.write_text("date,flow\n", encoding="utf-8")
    with pytest.raises(DataError, match="needs the columns"):
        load_settlement(broken)


def test_rules_cover_every_pair_and_sum_to_one(payments: PaymentBaseline) -> None:
    assert load_rules()[-1].importer == "ALL"
    assert payments.share.min() >= 0
    assert payments.share.sum(axis=-1) == pytest.approx(np.ones(payments.share.shape[:3]), abs=1e-12)


def test_russia_starts_at_the_published_totals(payments: PaymentBaseline) -> None:
    world = load()
    paid = payments.paid(world.flow)
    russia = world.economies.index("RUS")
    for margin in russian_margins():
        total = paid[:, russia].sum(axis=0) if margin.flow == "export" else paid[russia].sum(axis=0)
        at = [payments.currencies.index(code) for code in margin.currencies]
        assert total[at].sum() / total.sum() == pytest.approx(margin.share, abs=1e-6), margin
    assert payments.margin_gap < 1e-6


def test_values_leave_home_sales_out(payments: PaymentBaseline) -> None:
    world = load()
    value = kind_values(world.flow, payments.kind)
    abroad = world.flow.sum() - np.einsum("jnn->", world.flow)
    assert value.sum() == pytest.approx(abroad, rel=1e-12)
    assert payments.usage(world.flow).sum(axis=1) == pytest.approx(np.ones(len(world.economies)), abs=1e-12)


def test_sides_of_rules() -> None:
    economies = ("DEU", "POL", "RUS", "USA", "X1")
    assert side("EUR", economies).tolist() == [0]
    assert side("EU", economies).tolist() == [0, 1]
    assert side("RUS", economies).tolist() == [2]
    assert side("ALL", economies).tolist() == [0, 1, 2, 3, 4]


def test_the_invoicing_panel_as_csv_and_stata(tmp_path: Path) -> None:
    import pandas as pd

    plain = tmp_path / "boz.csv"
    plain.write_text("\n".join([BOZ_HEADER, *BOZ_ROWS]) + "\n", encoding="utf-8")
    rows = read_boz(plain)
    assert isinstance(rows[0], InvoicingRow)
    assert (rows[0].economy, rows[0].year, rows[0].flow) == ("IND", 2017, "export")
    assert [rows[0].usd, rows[0].eur, rows[0].home, rows[0].other] == pytest.approx([0.881, 0.072, 0.02, 0.027])
    assert np.isnan(rows[2].home)
    stata = tmp_path / BOZ_MEMBER
    pd.read_csv(plain).to_stata(stata, write_index=False)
    again = read_boz(stata)
    assert [(r.economy, r.year, r.flow) for r in again] == [(r.economy, r.year, r.flow) for r in rows]
    assert again[0].usd == pytest.approx(0.881)


def test_a_panel_that_is_wrong_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(BOZ_HEADER + "\nIND,2018,186.9,8.1,,,85.0,8.4,2.1,\n", encoding="utf-8")
    with pytest.raises(DataError, match="impossible shares"):
        add_boz(bad, tmp_path)
    bad.write_text("iso,year\nIND,2018\n", encoding="utf-8")
    with pytest.raises(DataError, match="lacks the columns"):
        add_boz(bad, tmp_path)
    with pytest.raises(DataError, match="were not added"):
        load_boz(tmp_path)


def test_shares_scaled_to_the_panel(tmp_path: Path) -> None:
    plain = tmp_path / "boz.csv"
    plain.write_text("\n".join([BOZ_HEADER, *BOZ_ROWS]) + "\n", encoding="utf-8")
    assert add_boz(plain, tmp_path) == (2, 2018)
    world = load()
    found = payment_baseline(world, "boz", load_boz(tmp_path))
    india = world.economies.index("IND")
    exports = found.paid(world.flow)[:, india].sum(axis=0)
    assert exports[found.currencies.index("USD")] / exports.sum() == pytest.approx(0.869, abs=2e-3)
    germany = world.economies.index("DEU")
    exports = found.paid(world.flow)[:, germany].sum(axis=0)
    assert exports[found.currencies.index("EUR")] / exports.sum() == pytest.approx(0.59, abs=2e-3)
    assert "BRA" in found.missing
    assert "IND" not in found.missing
