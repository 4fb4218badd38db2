"""SIPRI's three exports: deliveries, TIV tables, deals; names that are no state, and what is spread and said."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from multipolar.codes.foreign_codes import register_name
from multipolar.errors import DataError
from multipolar.observatory.readers.problems import FormatError
from multipolar.observatory.readers.sipri import read_sipri

FIXTURES = Path(__file__).with_name("fixtures")
DELIVERIES, TABLE, DEALS = (FIXTURES / f"sipri_{name}" for name in ("deliveries.txt", "table.csv", "deals.csv"))


def changed(tmp_path: Path, source: Path, old: str, new: str) -> Path:
    text = source.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / source.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_deliveries_are_added_by_pair_and_year() -> None:
    reading = read_sipri(DELIVERIES)
    figures = reading.figures.set_index(["reporter", "partner", "period"])["value"]
    assert figures.to_dict() == {("RUS", "CHN", "2019"): 80.0, ("RUS", "IND", "2020"): 36.0}
    assert reading.vintage == "2023-03-11"
    assert set(reading.figures["unit"]) == {"TIV mn"}
    assert reading.tally.rows == 7
    assert reading.tally.missing["volume"] == 1
    for name in ("Houthi rebels (Yemen)* (no state)", "Soviet Union (a former state)"):
        assert reading.tally.aside[name] == 1


def test_a_table_has_the_supplier_in_its_title_and_noughts() -> None:
    reading = read_sipri(TABLE)
    figures = reading.figures.set_index(["partner", "period"])["value"]
    assert figures["CHN", "2019"] == 712
    assert figures["KAZ", "2020"] == 0
    assert ("KAZ", "2021") not in figures.index
    assert set(reading.figures["reporter"]) == {"RUS"}
    assert reading.tally.zero == 1
    assert reading.vintage == "2022-03-14"


@pytest.mark.parametrize(
    ("title", "ends"),
    [
        ("TIV of arms imports to India", ("CHN", "IND")),
        ("TIV of arms exports from all", ("CHN", "WLD")),
        ("TIV of arms imports to all", ("WLD", "CHN")),
    ],
)
def test_the_title_says_which_side_the_rows_are(tmp_path: Path, title: str, ends: tuple[str, str]) -> None:
    path = changed(tmp_path, TABLE, "TIV of arms exports from Russia", title)
    figures = read_sipri(path).figures
    assert ends in set(zip(figures["reporter"], figures["partner"], strict=True))


def test_deals_over_years_are_spread_and_called_imputed() -> None:
    reading = read_sipri(DEALS)
    figures = reading.figures.set_index(["partner", "period"])
    assert figures.loc[("CHN", "2017"), "value"] == pytest.approx(440)
    assert figures.loc[("CHN", "2017"), "status"] == "imputed"
    assert figures.loc[("KAZ", "2018"), "status"] == "estimate"
    assert reading.tally.aside["orders without a delivery"] == 1


def test_older_exports_are_in_the_windows_code_page(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    text = DELIVERIES.read_text(encoding="utf-8").replace("Second hand;4;4;;", "Second hand;4;4;4;")
    path.write_bytes(text.encode("cp1252"))
    assert "CIV" in set(read_sipri(path).figures["partner"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "1002;Russia;India",
            "1002;Russia;Ruri",
            "row 8, column Buyer: must be a known country code, found 'Ruri'",
        ),
        ("1;1;5;No;", "1;1;five;No;", "row 8, column TIV delivery values: must be a volume in TIV, found 'five'"),
        ("Yes;2020;No;New;1;1", "Yes;20;No;New;1;1", "row 8, column Delivery year"),
        ("1002;Russia;", "1002;", "row 8: a row must have 18 cells"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_sipri(changed(tmp_path, DELIVERIES, old, new))
    assert said in str(caught.value)


def test_other_tables_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match="no row of headings that SIPRI writes"):
        read_sipri(path)
    with pytest.raises(DataError, match="no row of years"):
        read_sipri(changed(tmp_path, TABLE, ",2019,2020,2021,Total", ",a,b,c,Total"))


def test_every_name_in_the_published_table_is_known(shared_data: Path) -> None:
    rows = pd.read_csv(shared_data / "arms" / "sipri_tiv_bilateral_1950_2021.csv")
    unknown = [name for name in {*rows["supplier"], *rows["recipient"]} if register_name(name) is None]
    assert unknown == []
