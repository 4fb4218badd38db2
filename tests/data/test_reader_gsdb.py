"""The Global Sanctions Data Base: cases as events, flags by pair and year; and invoicing shares as figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from multipolar.errors import DataError
from multipolar.observatory.readers.boz import read_invoicing
from multipolar.observatory.readers.gsdb import read_gsdb
from multipolar.observatory.readers.problems import FormatError

CASES = Path(__file__).with_name("fixtures") / "GSDB_V4_small.csv"
BOZ = "ISO3C,year,USDExport,EURExport,HomeExport,OtherExport,USDImport,EURImport,HomeImport,OtherImport\n"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = CASES.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "cases.csv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_flags_by_sender_target_year_and_kind() -> None:
    reading = read_gsdb(CASES)
    assert reading.vintage == "4"
    figures = reading.figures
    trade = figures.query("indicator == 'sanction-trade'")
    found = set(zip(trade["reporter"], trade["partner"], trade["period"], strict=True))
    assert {("EU", "RUS", "2014"), ("EU", "RUS", "2016"), ("USA", "PRK", "2017"), ("JPN", "PRK", "2016")} <= found
    assert ("EU", "RUS", "2017") not in found
    assert figures.query("indicator == 'sanction-military'").empty
    assert set(figures["value"]) == {1.0}


def test_cases_are_events_with_actors_and_targets() -> None:
    events = read_gsdb(CASES).events
    assert events is not None
    korea = events[events["targets"] == "PRK"].iloc[0]
    assert (korea["date"], korea["end"], korea["kind"], korea["actors"]) == (
        "2016-01-01",
        "2017-12-31",
        "sanction",
        "JPN USA",
    )
    assert "year only" in korea["title"]
    # the United Nations are no economy: the event stays, its flags cannot
    assert events[events["targets"] == "IRN"].iloc[0]["actors"] == ""
    assert any(name.startswith("UN ") for name in read_gsdb(CASES).tally.aside)


def test_the_dyadic_file_gives_the_same_years(tmp_path: Path) -> None:
    path = tmp_path / "GSDB_V4_dyadic.csv"
    rows = ["case_id,sanctioned_state,sanctioning_state,year,trade,arms,military,financial,travel,other"]
    rows += [f"1,Russia,EU,{year},1,1,0,1,1,0" for year in (2014, 2015, 2016)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    reading = read_gsdb(path)
    assert sorted(set(reading.figures["period"])) == ["2014", "2015", "2016"]
    assert reading.events is not None
    assert reading.events[["date", "end"]].values.tolist() == [["2014-01-01", "2016-12-31"]]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "Iran,UN",
            "Ruri,UN",
            "row 4, column sanctioned_state: must name states that are known, found 'Ruri'",
        ),
        ("2014,2016", "2014,2013", "row 2, column end: must not lie before begin"),
        ("2016,2017,1", "2016,2017,2", "row 3, column trade: must be 0 or 1, found '2'"),
        ("2010,2011", "10,2011", "row 4, column begin: must be a year"),
        ("case_id,", "case,", "row 1 lacks case_id"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read_gsdb(changed(tmp_path, old, new))
    assert said in str(caught.value)


def test_invoicing_shares_are_figures(tmp_path: Path) -> None:
    path = tmp_path / "boz.csv"
    path.write_text(BOZ + "IND,2018,86.9,8.1,,3,85.0,8.4,0,4.5\n", encoding="utf-8")
    reading = read_invoicing(path)
    shares = reading.figures.set_index("indicator")["value"]
    assert shares["invoicing-export-usd"] == pytest.approx(86.9)
    assert "invoicing-export-home" not in shares.index
    assert shares["invoicing-import-home"] == 0
    assert reading.tally.missing["share of home"] == 1
    path.write_text(BOZ + "IND,2018,86.9,8.1,,3,85.0,8.4,0,4.5\nQQQ,2018,1,1,1,1,1,1,1,1\n", encoding="utf-8")
    with pytest.raises(FormatError, match="QQQ"):
        read_invoicing(path)
    path.write_text(BOZ + "IND,2018,x,8.1,,3,85.0,8.4,0,4.5\nIND,2019,186,8.1,,3,85.0,8.4,0,4.5\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 3"):
        read_invoicing(path)
