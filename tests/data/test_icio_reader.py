"""The reader of the official ICIO file, on a small file of the true layout whose answer is worked out by hand."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from multipolar.data.icio import read_icio
from multipolar.data.world_table import CellState
from multipolar.errors import DataError

SMALL = Path(__file__).parent / "fixtures" / "icio_small_2019_SML.csv"
B06, C19 = 0, 1
DEU, RUS, ROW = 0, 1, 2


def _write(folder: Path, text: str, name: str = "2019_SML.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _cells() -> list[list[str]]:
    return [line.split(",") for line in SMALL.read_text(encoding="utf-8").splitlines()]


def _joined(cells: list[list[str]]) -> str:
    return "\n".join(",".join(line) for line in cells) + "\n"


def _message(path: Path, **options: int) -> str:
    with pytest.raises(DataError) as caught:
        read_icio(path, **options)
    return str(caught.value)


def test_known_answer() -> None:
    read = read_icio(SMALL)
    table = read.table
    assert table.name == "icio-2019"
    assert table.year == 2019
    assert table.economies == ("DEU", "RUS", "ROW")
    assert table.sectors == ("B06", "C19")
    # Russian oil and gas to German industry: 12 into B06 and 300 into C19
    assert table.intermediate_flow[B06, DEU, RUS] == 312
    assert table.intermediate_flow[C19, ROW, DEU] == 15
    # refined products that Russian refineries use: 2 German, 90 Russian, 5 from elsewhere
    assert table.input_use[RUS, C19, C19] == 97
    assert table.input_use[DEU, B06, C19] == 30 + 300 + 250
    # six final categories added up, inventories netted
    assert table.final_flow[C19, ROW, DEU] == 60 - 10
    assert table.final_flow[C19, DEU, ROW] == 110 + 12
    np.testing.assert_array_equal(table.net_taxes_on_inputs, [[1, -4, 6], [20, 15, 40]])
    assert table.final_state[B06, ROW, DEU] == CellState.ZERO
    assert table.final_state[C19, RUS, RUS] == CellState.OBSERVED
    assert table.intermediate_state[B06, RUS, DEU] == CellState.ZERO
    assert max(table.imbalances().values()) < 1e-12


def test_negative_final_sales_raise_the_producers_value_added() -> None:
    read = read_icio(SMALL)
    # Germany buys 5 and runs down 25: net -20 is set to zero
    assert read.table.final_flow[B06, DEU, RUS] == 0
    assert read.table.final_state[B06, DEU, RUS] == CellState.IMPUTED
    assert read.table.gross_output[B06, RUS] == 1345 + 20
    assert read.table.value_added[B06, RUS] == 1257 + 20
    assert any("1 negative net final sales" in note and "20.0" in note for note in read.notes)


def test_losses_are_covered_by_final_users_at_home() -> None:
    read = read_icio(SMALL)
    # printed value added of German refineries is -21 of 759; with x more home sales it must be 1 % of 759 + x
    lift = (7.59 + 21) / 0.99
    assert read.table.value_added[C19, DEU] == pytest.approx(-21 + lift)
    assert read.table.gross_output[C19, DEU] == pytest.approx(759 + lift)
    assert read.table.final_flow[C19, DEU, DEU] == pytest.approx(632 + lift)
    assert read.table.final_state[C19, DEU, DEU] == CellState.IMPUTED
    assert read.table.final_log_error[C19, DEU, DEU] == pytest.approx(np.log((632 + lift) / 632))
    assert any("DEU C19" in note and "28.9" in note for note in read.notes)


def test_zip_of_several_years(tmp_path: Path) -> None:
    path = tmp_path / "2016-2022_SML.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(SMALL, "2019_SML.csv")
        archive.writestr("2018_SML.csv", "V1\n")
        archive.writestr("ReadMe.txt", "")
    read = read_icio(path)
    assert read.years == (2018, 2019)
    assert read.member == "2019_SML.csv"
    np.testing.assert_array_equal(read.table.final_flow, read_icio(SMALL).table.final_flow)
    assert "years inside: 2018, 2019" in _message(path, year=2022)


def test_row_and_column_order_do_not_matter(tmp_path: Path) -> None:
    cells = _cells()
    header, body = cells[0], cells[1:]
    order = np.random.default_rng(3).permutation(np.arange(1, len(header)))
    shuffled = [[line[0], *(line[i] for i in order)] for line in (header, *reversed(body))]
    read = read_icio(_write(tmp_path, _joined(shuffled))).table
    plain = read_icio(SMALL).table
    for code in plain.economies:
        for sector in plain.sectors:
            here = read.sectors.index(sector), read.economies.index("ROW"), read.economies.index(code)
            there = plain.sectors.index(sector), ROW, plain.economies.index(code)
            assert read.final_flow[here] == plain.final_flow[there]
            assert read.intermediate_flow[here] == plain.intermediate_flow[there]


def test_parts_of_china_are_added_up(tmp_path: Path) -> None:
    cells = _cells()
    header = [label.replace("RUS_B06", "CN1_B06").replace("RUS_C19", "CN1_C19") for label in cells[0]]
    header = [label.replace("ROW_B06", "CN2_B06").replace("ROW_C19", "CN2_C19") for label in header]
    header = [label.replace("RUS_", "CHN_") for label in header]
    keep = [i for i, label in enumerate(header) if not label.startswith("ROW_")]
    drop = [i for i, label in enumerate(header) if label.startswith("ROW_")]
    rows = [header]
    for line in cells[1:]:
        label = line[0].replace("RUS_", "CN1_").replace("ROW_", "CN2_")
        moved = {header.index("CHN_" + header[i][4:]): float(line[i]) for i in drop}
        line = [str(float(v) + moved.get(i, 0.0)) if i else label for i, v in enumerate(line)]
        rows.append(line)
    table = read_icio(_write(tmp_path, _joined([[line[i] for i in keep] for line in rows]))).table
    plain = read_icio(SMALL).table
    assert table.economies == ("DEU", "CHN")
    assert table.intermediate_flow[B06, 0, 1] == 12 + 300 + 8 + 250
    np.testing.assert_allclose(table.input_use[1], plain.input_use[1] + plain.input_use[2])
    np.testing.assert_allclose(table.net_taxes_on_inputs[:, 1], plain.net_taxes_on_inputs[:, 1:].sum(axis=1))


def test_names_of_earlier_editions(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8").replace("\nVA,", "\nVALU,").replace("\nOUT,", "\nOUTPUT,")
    text = text.replace(",OUT\n", ",TOTAL\n", 1).replace("V1,", '"",', 1)
    np.testing.assert_array_equal(
        read_icio(_write(tmp_path, text)).table.value_added, read_icio(SMALL).table.value_added
    )


def test_all_non_numeric_cells_are_named(tmp_path: Path) -> None:
    text = (
        SMALL.read_text(encoding="utf-8")
        .replace("\nRUS_B06,12,300", "\nRUS_B06,n.a.,300")
        .replace(",2614\n", ",x\n", 1)
    )
    message = _message(_write(tmp_path, text))
    assert "row RUS_B06, column DEU_B06: 'n.a.' is not a number" in message
    assert "row ROW_C19, column OUT: 'x' is not a number" in message
    assert "2 problems" in message


@pytest.mark.parametrize("gap", ["", "NaN", "NA", "inf"])
def test_gaps_are_not_zeros(tmp_path: Path, gap: str) -> None:
    text = SMALL.read_text(encoding="utf-8").replace("\nRUS_C19,1,60", f"\nRUS_C19,1,{gap}")
    assert "row RUS_C19, column DEU_C19: the cell is empty or not a finite number" in _message(_write(tmp_path, text))


def test_empty_and_infinite_cells_are_named_beside_words(tmp_path: Path) -> None:
    cells = _cells()
    cells[1][2], cells[2][3], cells[3][4] = "n.a.", "", "inf"
    message = _message(_write(tmp_path, _joined(cells)))
    assert "has 3 problems" in message
    for place in ("row DEU_C19, column RUS_B06", "row RUS_B06, column RUS_C19"):
        assert f"{place}: the cell is empty or not a finite number" in message


def test_truncated_in_a_line(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8")
    message = _message(_write(tmp_path, text[: text.index("ROW_C19,2,80") + 10]))
    assert re.search(r"row ROW_C19 \(line 7\): 2 cells of 25; cut off here", message)


def test_truncated_between_lines(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8")
    message = _message(_write(tmp_path, text[: text.index("ROW_B06,8")]))
    assert "the file ends after RUS_C19: 2 of 6 producer rows (from ROW_B06)" in message
    assert "it is truncated" in message


def test_missing_and_mislabelled_rows_together(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8").replace("\nROW_B06,", "\nROW_B60,").replace("\nVA,", "\nVAL,")
    message = _message(_write(tmp_path, text))
    assert "row 'ROW_B60' (line 6): no column of this name" in message
    assert "row ROW_B06 is missing" in message
    assert "row VA is missing" in message


def test_duplicated_row_and_column(tmp_path: Path) -> None:
    cells = _cells()
    assert "row DEU_C19 appears 2 times" in _message(_write(tmp_path, _joined([*cells, cells[2]])))
    cells[0][2] = "DEU_B06"
    message = _message(_write(tmp_path, _joined(cells)))
    assert "column DEU_B06 appears twice (columns 2 and 3)" in message
    assert "column DEU_C19 is missing" in message


def test_mislabelled_columns(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8").replace("RUS_GGFC", "RUS_GOV", 1).replace("ROW_C19", "row-c19", 1)
    message = _message(_write(tmp_path, text))
    assert "'row-c19': not a label of the form CCC_SSS" in message
    assert "column RUS_GOV: sector GOV stands nowhere else; mislabelled?" in message
    assert "column RUS_GGFC is missing" in message
    assert "column ROW_C19 is missing" in message


def test_unbalanced_rows_and_columns(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8").replace("\nRUS_B06,12,300", "\nRUS_B06,12,3000")
    message = _message(_write(tmp_path, text))
    assert "row RUS_B06: cells add up to 4,045.000 but OUT says 1,345.000" in message
    assert "column DEU_C19: cells, TLS and VA add up to 3,459.000 but OUT says 759.000" in message
    # the publisher's rounding is not an imbalance
    rounded = SMALL.read_text(encoding="utf-8").replace("\nRUS_B06,12,300", "\nRUS_B06,12,303")
    assert read_icio(_write(tmp_path, rounded)).table.intermediate_flow[B06, DEU, RUS] == 315


def test_negative_sales_to_industries(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8")
    tiny = read_icio(_write(tmp_path, text.replace("\nDEU_B06,2,30,0,", "\nDEU_B06,2,30,-0.01,")))
    assert tiny.table.intermediate_flow[B06, RUS, DEU] == 0
    assert any("1 sales to industries below zero by rounding" in note for note in tiny.notes)
    message = _message(_write(tmp_path, text.replace("\nDEU_B06,2,30,0,", "\nDEU_B06,2,30,-4,")))
    assert "row DEU_B06, column RUS_B06: sales to industries below zero, found -4" in message


def test_no_more_than_ten_problems_are_shown(tmp_path: Path) -> None:
    cells = _cells()
    for line in cells[1:4]:
        line[1:9] = ["?"] * 8
    message = _message(_write(tmp_path, _joined(cells)))
    assert message.count("is not a number") == 10
    assert "at least" in message


def test_wrong_files(tmp_path: Path) -> None:
    assert "no such file" in _message(tmp_path / "absent.zip")
    assert "is empty" in _message(_write(tmp_path, ""))
    assert "is not a zip archive" in _message(_write(tmp_path, "V1,DEU_B06", name="2019.zip"))
    assert "the name holds no year" in _message(_write(tmp_path, SMALL.read_text(encoding="utf-8"), name="table.csv"))
    assert "no inter-industry columns" in _message(_write(tmp_path, "a,b,c\n1,2,3\n"))
    bare = tmp_path / "2019_other.zip"
    with zipfile.ZipFile(bare, "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    assert "holds no csv file" in _message(bare)
    whole = tmp_path / "2019_SML.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(SMALL, "2019_SML.csv")
    content = whole.read_bytes()
    cut = tmp_path / "2019_cut.zip"
    cut.write_bytes(content[: len(content) // 2])
    assert "damaged or cut off" in _message(cut)
    spoilt = bytearray(content)
    spoilt[120:140] = bytes(20)
    cut.write_bytes(bytes(spoilt))
    assert "damaged" in _message(cut)


def test_a_year_given_for_a_nameless_file(tmp_path: Path) -> None:
    path = _write(tmp_path, SMALL.read_text(encoding="utf-8"), name="table.csv")
    assert read_icio(path, year=2015).table.name == "icio-2015"
