"""The reader of Caliendo and Parro's files, on made-up files of the true layout."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from multipolar.data.caliendo_parro import ECONOMIES, SECTORS, TRADED_SECTORS, read_caliendo_parro
from multipolar.errors import DataError

N, T, J = len(ECONOMIES), len(TRADED_SECTORS), len(SECTORS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    draw = np.random.default_rng(5)
    off_home = np.tile(1.0 - np.eye(N), (T, 1))
    files = {
        "xbilat1993.txt": draw.uniform(1, 9, (T * N, N)) * off_home,
        "tariffs1993.txt": draw.uniform(0, 20, (T * N, N)) * off_home,
        "tariffs2005.txt": draw.uniform(0, 10, (T * N, N)) * off_home,
        "GO.txt": draw.uniform(1e6, 2e6, (J, N)),
        "B.txt": draw.uniform(0.3, 0.6, (J, N)),
        "IO.txt": draw.dirichlet(np.ones(J), size=(N, J)).transpose(0, 2, 1).reshape(N * J, J),
        "T.txt": draw.uniform(1, 9, (T, 1)),
    }
    for name, values in files.items():
        np.savetxt(tmp_path / name, values, fmt="%.9g")
    return tmp_path


def edit(path: Path, row: int, column: int, text: str) -> None:
    lines = path.read_text().splitlines()
    cells = lines[row - 1].split()
    cells[column - 1] = text
    lines[row - 1] = " ".join(cells)
    path.write_text("\n".join(lines))


def test_layout_and_units(folder: Path) -> None:
    edit(folder / "xbilat1993.txt", N + 3, 2, "1234.5")
    edit(folder / "tariffs1993.txt", N + 3, 2, "25")
    edit(folder / "GO.txt", 4, 6, "7.5e8")
    data = read_caliendo_parro(folder)
    # Second sector, third importer, second exporter: thousand USD to USD mn, per cent to rate.
    assert data.flow[1, 2, 1] == pytest.approx(1.2345)
    assert data.tariff_rate[1, 2, 1] == pytest.approx(0.25)
    assert data.gross_output[3, 5] == pytest.approx(750.0)
    np.testing.assert_allclose(data.flow.sum(axis=1), data.gross_output)
    np.testing.assert_allclose(data.input_share.sum(axis=1) + data.value_added_share.T, 1.0)
    assert data.flow[T:].sum() == pytest.approx(np.einsum("jnn->", data.flow[T:]))


def test_output_is_raised_to_exports(folder: Path) -> None:
    edit(folder / "GO.txt", 1, 1, "1")
    data = read_caliendo_parro(folder)
    exports = data.flow[0, 1:, 0].sum()
    assert data.gross_output[0, 0] == pytest.approx(exports)
    assert data.flow[0, 0, 0] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(
    ("name", "row", "column", "text", "says"),
    [
        ("xbilat1993.txt", 40, 7, "n/a", r"xbilat1993.txt: row 40, column 7 .*\n.*n/a"),
        ("xbilat1993.txt", 40, 7, "-3", r"row 40, column 7 .* at least 0"),
        ("GO.txt", 2, 3, "nan", r"GO.txt: row 2, column 3"),
        ("B.txt", 9, 1, "1.2", r"B.txt: row 9, column 1 .* between 0 and 1"),
        ("IO.txt", 41, 5, "0.9", r"IO.txt: the input shares .*\n.*rows 41 to 80, column 5: AUS Wood"),
        ("T.txt", 3, 1, "0", r"T.txt: an elasticity is not positive\n.*row 3"),
        ("tariffs2005.txt", 33, 2, "5", r"tariffs2005.txt: an economy taxes itself\n.*row 33, AUS Mining"),
    ],
)
def test_bad_cells_are_named(folder: Path, name: str, row: int, column: int, text: str, says: str) -> None:
    edit(folder / name, row, column, text)
    with pytest.raises(DataError, match=says):
        read_caliendo_parro(folder)


def test_truncated_and_missing_files(folder: Path) -> None:
    path = folder / "B.txt"
    whole = path.read_text().splitlines()
    path.write_text("\n".join(whole[:-1]))
    with pytest.raises(DataError, match=r"B.txt: has 39 rows, expected 40"):
        read_caliendo_parro(folder)
    path.write_text("\n".join([*whole[:-1], "0.5 0.5"]))
    with pytest.raises(DataError, match=r"B.txt: row 40 has 2 columns, expected 31"):
        read_caliendo_parro(folder)
    path.unlink()
    with pytest.raises(DataError, match=r"B.txt: cannot be read"):
        read_caliendo_parro(folder)
