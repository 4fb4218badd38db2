"""BACI as CEPII publishes it: units, country numbers, missing tonnes, and every way in which a row is refused."""

from __future__ import annotations

import gzip
import shutil
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from multipolar.errors import DataError
from multipolar.observatory.readers.baci import read_baci
from multipolar.observatory.readers.problems import FormatError

FIXTURES = Path(__file__).with_name("fixtures")
TABLE = FIXTURES / "BACI_HS92_Y2023_V202501.csv"
COUNTRIES = FIXTURES / "country_codes_V202501.csv"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    shutil.copy(COUNTRIES, tmp_path)
    return Path(shutil.copy(TABLE, tmp_path))


def value(figures: pd.DataFrame, indicator: str, reporter: str, partner: str) -> float:
    chosen = (figures["indicator"] == indicator) & (figures["reporter"] == reporter) & (figures["partner"] == partner)
    found = figures[chosen]["value"]
    assert len(found) == 1
    return float(found.iloc[0])


def with_row(path: Path, line: int, text: str) -> Path:
    rows = path.read_text(encoding="utf-8").splitlines()
    rows[line - 1] = text
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_units_and_numbers_of_countries() -> None:
    reading = read_baci(TABLE)
    figures = reading.figures
    assert (reading.source, reading.vintage) == ("baci", "202501")
    assert value(figures, "crude", "RUS", "CHN") == pytest.approx(99_605_317)
    assert value(figures, "crude-value", "RUS", "CHN") == pytest.approx(57_384_114_310)
    assert value(figures, "cars-value", "CHN", "RUS") == pytest.approx(2_310_456_789)
    # 842 USA, 251 France, 490 Taiwan, 579 Norway, 757 Switzerland, 699 India
    assert value(figures, "crude", "USA", "FRA") == 6_100_000
    assert value(figures, "integrated-circuits", "TWN", "CHN") == pytest.approx(70_012_345_600)
    assert value(figures, "crude", "NOR", "DEU") == 9_900_000
    assert value(figures, "gold", "CHE", "DEU") == 180.5
    assert value(figures, "crude-value", "RUS", "IND") == pytest.approx(46_514_830_120)
    assert set(figures["status"]) == {"reconciled"}
    assert set(figures["unit"]) == {"USD", "t"}


def test_all_goods_are_the_sum_of_every_product() -> None:
    figures = read_baci(TABLE).figures
    rows = pd.read_csv(TABLE, skipinitialspace=True).query("i == 643 and j == 156")
    assert value(figures, "goods", "RUS", "CHN") == pytest.approx(1000 * rows["v"].sum())


def test_missing_is_not_zero_and_both_are_counted() -> None:
    reading = read_baci(TABLE)
    assert reading.tally.missing["q"] == 1
    assert reading.tally.zero == 1
    # the line without tonnes is a hundred-thousandth of the coal's value: its tonnes are the others'
    assert value(reading.figures, "coal", "RUS", "CHN") == 67_230_111


def test_tonnes_are_left_out_where_too_much_has_none(table: Path) -> None:
    with_row(table, 5, "2023,643,156,270111,9103212.450,NA")
    reading = read_baci(table)
    assert reading.figures.query("indicator == 'coal'").empty
    assert value(reading.figures, "coal-value", "RUS", "CHN") == pytest.approx(18_206_424_900)
    assert sum(count for name, count in reading.tally.missing.items() if name.startswith("tonnes")) == 1


def test_what_is_no_economy_is_put_aside_by_name() -> None:
    reading = read_baci(TABLE)
    assert any("Southern African Customs Union" in name for name in reading.tally.aside)
    assert not {"ZAF", "ZA1", ""} & {*reading.figures["reporter"], *reading.figures["partner"]}


def test_a_zip_of_years_a_gz_and_a_folder(tmp_path: Path) -> None:
    archive = tmp_path / "BACI_HS92_V202501.zip"
    other = TABLE.read_text(encoding="utf-8").replace("2023,", "2022,")
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.write(TABLE, TABLE.name)
        zipped.write(COUNTRIES, COUNTRIES.name)
        zipped.writestr("BACI_HS92_Y2022_V202501.csv", other)
        zipped.writestr("Readme.txt", "BACI")
    assert set(read_baci(archive).figures["period"]) == {"2022", "2023"}
    assert set(read_baci(archive, years=[2022]).figures["period"]) == {"2022"}
    packed = tmp_path / f"{TABLE.name}.gz"
    packed.write_bytes(gzip.compress(TABLE.read_bytes()))
    assert len(read_baci(packed).figures) == len(read_baci(TABLE).figures)
    with pytest.raises(DataError, match="no BACI table of 1901"):
        read_baci(archive, years=[1901])


def test_small_blocks_give_the_same(table: Path) -> None:
    whole, parts = (read_baci(table, block_bytes=size).figures for size in (1 << 20, 64))
    pd.testing.assert_frame_equal(whole.drop(columns="retrieved"), parts.drop(columns="retrieved"))


@pytest.mark.parametrize(
    ("line", "text", "said"),
    [
        (3, "2023,643,699,270900,abc,1", "row 3, column v: must be a value in thousand USD, found 'abc'"),
        (3, "2023,643,699,270900,,1", "row 3, column v"),
        (3, "2023,643,699,270900,1_000,1", "row 3, column v"),
        (3, "2023,643,699,270900,inf,1", "row 3, column v"),
        (3, "2023,643,699,270900,-5,1", "row 3, column v: must not be below zero, found '-5'"),
        (4, "2023,643,156,270112,5,some", "row 4, column q: must be tonnes, or NA"),
        (5, "2022,643,156,270112,5,1", "row 5, column t: must be the year 2023, found '2022'"),
        (6, "2023,643,156,2709,5,1", "row 6, column k: must be an HS code of six digits, found '2709'"),
        (7, "2023,999,156,270900,5,1", "row 7, column i: must be a known country code, found '999'"),
        (8, "2023,643,xx,270900,5,1", "row 8, column j: must be a known country code, found 'xx'"),
        (14, "2023,643,156,270900,5", "row 14: a row must have 6 cells, found '5 cells'"),
    ],
)
def test_a_wrong_row_is_named_with_its_rule(table: Path, line: int, text: str, said: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_baci(with_row(table, line, text), block_bytes=64)
    assert said in str(caught.value)
    assert "nothing was kept" in str(caught.value)


def test_all_problems_at_once_up_to_twenty(table: Path) -> None:
    with_row(with_row(table, 3, "2023,643,699,270900,abc,1"), 9, "2023,643,156,x,5,1")
    with pytest.raises(FormatError) as caught:
        read_baci(table)
    assert [problem.row for problem in caught.value.problems] == [3, 9]
    table.write_text("t,i,j,k,v,q\n" + "2023,643,156,270900,abc,1\n" * 50, encoding="utf-8")
    with pytest.raises(FormatError, match="has 20 or more problems") as caught:
        read_baci(table)
    assert len(caught.value.problems) == 20


def test_empty_lines_do_not_shift_row_numbers(table: Path) -> None:
    with_row(with_row(table, 3, ""), 9, "2023,643,156,x,5,1")
    with pytest.raises(FormatError, match="row 9, column k"):
        read_baci(table)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"t,i,j,k,v,q\n", "a heading and no row"),
        (b"a,b\n1,2\n", "lacks the columns t, i, j, k, v, q"),
        (b"t,i,j,k,v,q,t\n2023,643,156,270900,1,1,2\n", "column t twice"),
        (b"\xff\xfe\x00", "does not name columns"),
        (b"t,i,j,k,v,q\n2023,643,156,270900,1,\xe4\n", "text must be UTF-8"),
    ],
)
def test_files_that_are_no_table(table: Path, content: bytes, said: str) -> None:
    table.write_bytes(content)
    with pytest.raises(DataError, match=said):
        read_baci(table)


def test_a_table_without_an_edition_needs_one(tmp_path: Path) -> None:
    plain = Path(shutil.copy(TABLE, tmp_path / "mine.csv"))
    with pytest.raises(DataError, match="does not tell its edition"):
        read_baci(plain)
    assert read_baci(plain, vintage="202501").vintage == "202501"


def test_what_the_shared_table_says_is_what_the_reader_says(shared_data: Path, tmp_path: Path) -> None:
    rows = pd.read_parquet(shared_data / "trade" / "baci_raw_materials_1995_2024.parquet")
    rows = rows.query("t == 2023 and k == 270900 and i == 'RUS' and j in ['CHN', 'IND', 'TUR']")
    numbers = {"CHN": 156, "IND": 699, "TUR": 792}
    tonnes = dict(zip(rows["j"], rows["q"].astype(float), strict=True))
    lines = [
        f"2023,643,{numbers[code]},270900,{usd:.3f},{tonnes[code]:.3f}"
        for code, usd in zip(rows["j"], rows["v"], strict=True)
    ]
    table = tmp_path / "BACI_HS92_Y2023_V202501.csv"
    table.write_text("t,i,j,k,v,q\n" + "\n".join(lines) + "\n", encoding="utf-8")
    figures = read_baci(table).figures
    for code, mass in tonnes.items():
        assert value(figures, "crude", "RUS", code) == pytest.approx(mass, abs=0.01)


def test_another_revision_of_the_harmonized_system_gives_all_goods_only(tmp_path: Path) -> None:
    shutil.copy(COUNTRIES, tmp_path)
    reading = read_baci(Path(shutil.copy(TABLE, tmp_path / "BACI_HS17_Y2023_V202501.csv")))
    assert set(reading.figures["indicator"]) == {"goods"}
    assert any("HS92" in note for note in reading.tally.notes)


def test_goods_without_a_code_count_among_all_goods(table: Path) -> None:
    before = value(read_baci(table).figures, "goods", "RUS", "CHN")
    with_row(table, 13, "2023,643,156,9999AA,7.000,NA")
    assert value(read_baci(table).figures, "goods", "RUS", "CHN") == pytest.approx(before + 7000)
