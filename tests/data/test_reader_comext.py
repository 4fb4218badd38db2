"""Comext, bulk and SDMX-CSV: members' two reports, secrets, totals against parts, euro and stated rates, refusals."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

from multipolar.errors import DataError
from multipolar.observatory.readers.comext import read_comext
from multipolar.observatory.readers.euro import usd_per_euro
from multipolar.observatory.readers.problems import FormatError

FIXTURES = Path(__file__).with_name("fixtures")
BULK, SDMX = FIXTURES / "comext_bulk.csv", FIXTURES / "comext_sdmx.csv"
SHORT = "DECLARANT,PARTNER,PRODUCT_NC,FLOW,STAT_REGIME,PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG,SUP_QUANTITY"


def table(tmp_path: Path, *rows: str, heading: str = SHORT) -> Path:
    path = tmp_path / "full202112.csv"
    path.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return path


def value(figures: pd.DataFrame, indicator: str, reporter: str, partner: str, side: str = "") -> float:
    chosen = (figures["indicator"] == indicator) & (figures["reporter"] == reporter) & (figures["partner"] == partner)
    found = figures[chosen]
    found = found[found["source"].str.endswith(side)]
    assert len(found) == 1
    return float(found["value"].iloc[0])


def test_bulk_imports_come_from_the_partner() -> None:
    figures = read_comext(BULK).figures
    assert value(figures, "crude", "RUS", "DEU") == 2_450_000
    assert value(figures, "crude-value-eur", "RUS", "DEU") == 1_203_445_560
    # the chapter and all goods hold what is kept secret within the chapter
    assert value(figures, "fuels-eur", "RUS", "DEU") == 1_203_445_560 + 893_442_000 + 55_000_000
    assert value(figures, "goods-eur", "RUS", "DEU") == 1_203_445_560 + 893_442_000 + 55_000_000
    # regimes are parts of a flow and are added
    assert value(figures, "cars-value-eur", "DEU", "RUS") == 24_560_780 + 1000


def test_trade_between_members_has_two_figures() -> None:
    figures = read_comext(BULK).figures
    assert value(figures, "integrated-circuits-eur", "FRA", "DEU", "exporter") == 210_000_000
    assert value(figures, "integrated-circuits-eur", "FRA", "DEU", "importer") == 205_000_000


def test_secret_partners_and_products_are_counted() -> None:
    tally = read_comext(BULK).tally
    assert sum(n for name, n in tally.confidential.items() if name.startswith("QZ")) == 1
    assert sum(n for name, n in tally.confidential.items() if "letters" in name) == 1
    assert sum(n for name, n in tally.aside.items() if name.startswith("QQ")) == 1


def test_no_mass_is_not_a_mass_of_zero() -> None:
    reading = read_comext(BULK)
    assert reading.figures.query("indicator == 'gas-pipeline'").empty
    assert value(reading.figures, "gas-pipeline-value-eur", "RUS", "DEU") == 893_442_000


def test_numbers_of_the_geonomenclature_and_both_generations(tmp_path: Path) -> None:
    old = table(tmp_path, "004,0075,27090090,1,1,202112,10,5000,0")
    assert value(read_comext(old).figures, "crude", "RUS", "DEU") == 5
    new = table(
        tmp_path,
        "AT,XU,E,35069190,1,1,1,1,1,06,2,1,NO_SU,202402,65,65,3,0",
        heading="REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,"
        "PRODUCT_BEC5,PRODUCT_SECTION,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,"
        "QUANTITY_SUPPL_UNIT",
    )
    assert value(read_comext(new).figures, "goods-eur", "AUT", "GBR") == 65


def test_a_whole_year_and_the_total_of_regimes(tmp_path: Path) -> None:
    path = table(tmp_path, "DE,RU,27090090,1,1,202152,10,5000,0", "DE,RU,27090090,1,4,202152,10,5000,0")
    reading = read_comext(path)
    assert value(reading.figures, "goods-eur", "RUS", "DEU") == 10
    assert set(reading.figures["period"]) == {"2021"}
    assert sum(n for name, n in reading.tally.aside.items() if name.startswith("rows of all regimes")) > 0


def test_the_published_total_wins_over_the_sum(tmp_path: Path) -> None:
    path = table(tmp_path, "DE,RU,TOTAL,1,1,202112,100,9,0", "DE,RU,27090090,1,1,202112,10,5000,0")
    assert value(read_comext(path).figures, "goods-eur", "RUS", "DEU") == 100


def test_an_extract_makes_only_what_it_holds_whole() -> None:
    reading = read_comext(SDMX)
    assert reading.vintage == "2025-09-15"
    figures = reading.figures
    assert value(figures, "goods-eur", "RUS", "DEU") == 3_012_000_000
    assert value(figures, "goods-eur", "RUS", "EU") == 19_300_000_000
    assert value(figures, "crude", "RUS", "DEU") == 2_450_000
    assert figures.query("indicator in ['fuels-eur', 'cars-value-eur', 'gas-pipeline-value-eur']").empty
    assert reading.tally.confidential["marked confidential by Eurostat"] == 1
    assert reading.tally.missing["OBS_VALUE"] == 1
    assert reading.tally.zero == 1
    assert any("cars-value" in name for name in reading.tally.aside)


def test_dollars_only_at_a_stated_rate(tmp_path: Path) -> None:
    reading = read_comext(SDMX, usd=True)
    rate = usd_per_euro()["2021"]
    assert value(reading.figures, "goods", "RUS", "DEU") == pytest.approx(3_012_000_000 * rate)
    goods = reading.figures.query("indicator == 'goods'").iloc[0]
    assert (goods["unit"], goods["status"]) == ("USD", "estimate")
    assert f"{rate:.4f}" in goods["note"]
    assert any(f"{rate:.4f}" in note for note in reading.tally.notes)
    early = read_comext(table(tmp_path, "DE,RU,27090090,1,1,199812,10,5000,0"), usd=True)
    assert set(early.figures["unit"]) == {"EUR", "t"}
    assert any("1998" in note for note in early.tally.notes)


def test_gz_is_read_and_7z_is_named(tmp_path: Path) -> None:
    packed = tmp_path / "full.csv.gz"
    packed.write_bytes(gzip.compress(BULK.read_bytes()))
    assert len(read_comext(packed).figures) == len(read_comext(BULK).figures)
    packed.write_bytes(gzip.compress(BULK.read_bytes())[:-20])
    with pytest.raises(DataError, match="to its end"):
        read_comext(packed)
    other = tmp_path / "full.7z"
    other.write_bytes(b"7z")
    with pytest.raises(DataError, match="Unpack it first"):
        read_comext(other)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("ZZ,RU,27090090,1,1,202112,10,5,0", "row 3, column DECLARANT: must be a known country code, found 'ZZ'"),
        ("DE,R1,27090090,1,1,202112,10,5,0", "row 3, column PARTNER"),
        ("DE,RU,2709009,1,1,202112,10,5,0", "row 3, column PRODUCT_NC: must be TOTAL or a code"),
        ("DE,RU,27090090,3,1,202112,10,5,0", "row 3, column FLOW: must be 1 (import) or 2 (export), found '3'"),
        ("DE,RU,27090090,1,1,202113,10,5,0", "row 3, column PERIOD"),
        ("DE,RU,27090090,1,1,202112,ten,5,0", "row 3, column VALUE_IN_EUROS: must be a value in EUR, found 'ten'"),
        ("DE,RU,27090090,1,1,202112,10,-5,0", "row 3, column QUANTITY_IN_KG: must not be below zero"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_comext(table(tmp_path, "DE,RU,27090090,1,1,202112,10,5,0", row))
    assert said in str(caught.value)


def test_unknown_indicators_and_columns(tmp_path: Path) -> None:
    text = SDMX.read_text(encoding="utf-8")
    path = tmp_path / "x.csv"
    path.write_text(text.replace("QUANTITY_IN_100KG", "QUANTITY_IN_STONES"), encoding="utf-8")
    with pytest.raises(FormatError, match="row 5, column indicators"):
        read_comext(path)
    path.write_text(text.replace("indicators", "thing"), encoding="utf-8")
    with pytest.raises(DataError, match="row 1 lacks indicators"):
        read_comext(path)


def test_a_product_whose_codes_ended_is_not_made_of_the_rest(tmp_path: Path) -> None:
    # unwrought cobalt left 8105 10 in 2002; oxides alone are not cobalt
    path = table(tmp_path, "DE,RU,28220000,1,1,202112,10,5000,0", "DE,RU,81052000,1,1,202112,90,7000,0")
    reading = read_comext(path)
    assert set(reading.figures["indicator"]) == {"goods-eur"}
    assert any(name.startswith("cobalt") for name in reading.tally.aside)
