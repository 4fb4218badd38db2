"""Files cut, filled and garbled at random: a reader reads them or refuses them, and nothing else happens."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from multipolar.errors import DataError
from multipolar.observatory.readers.baci import read_baci
from multipolar.observatory.readers.boz import read_invoicing
from multipolar.observatory.readers.comext import read_comext
from multipolar.observatory.readers.comtrade import read_comtrade
from multipolar.observatory.readers.gsdb import read_gsdb
from multipolar.observatory.readers.imts import read_imts
from multipolar.observatory.readers.reading import COLUMNS, KEY, Reading
from multipolar.observatory.readers.sipri import read_sipri
from multipolar.observatory.records import STATUSES
from multipolar.observatory.user_store import PERIOD

FIXTURES = Path(__file__).parents[1] / "data" / "fixtures"
BOZ = b"""ISO3C,year,USDExport,EURExport,HomeExport,OtherExport,USDImport,EURImport,HomeImport,OtherImport
IND,2018,86.9,8.1,2,3,85.0,8.4,2.1,4.5
DEU,2018,30,59,59,,30,55,55,
"""
READERS: dict[str, Callable[..., Reading]] = {
    "BACI_HS92_Y2023_V202501.csv": read_baci,
    "imts_wide.csv": read_imts,
    "imts_small.xml": read_imts,
    "comext_bulk.csv": read_comext,
    "comext_sdmx.csv": read_comext,
    "comtrade_small.json": read_comtrade,
    "comtrade_small.csv": read_comtrade,
    "sipri_deliveries.txt": read_sipri,
    "sipri_table.csv": read_sipri,
    "sipri_deals.csv": read_sipri,
    "GSDB_V4_small.csv": read_gsdb,
    "boz.csv": read_invoicing,
}
GARBAGE = rb"| | |,|;|-|NaN|inf|1e999|<|{|'|null|true|TOTAL|&lol;|9999999999999999999999999999".split(b"|")
GARBAGE += [b"\n", b"\r", b'"', b"\x00", b"\xff", b"\xef\xbb\xbf", b"\n\n", "١٢".encode()]
PIECES = st.one_of(st.sampled_from(GARBAGE), st.binary(max_size=6))
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), min_size=1, max_size=4)


def mutated(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    for place, removed, piece in edits:
        at = math.floor(place * len(content))
        content = content[:at] + piece + content[at + removed :]
    return content


@pytest.mark.parametrize("name", READERS)
@settings(derandomize=True, max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS, cut=st.one_of(st.none(), st.floats(0, 1)))
def test_a_garbled_file_is_read_or_refused(
    name: str, tmp_path: Path, edits: list[tuple[float, int, bytes]], cut: float | None
) -> None:
    if name.endswith("xml"):
        pytest.importorskip("sdmx")
    original = BOZ if name == "boz.csv" else (FIXTURES / name).read_bytes()
    content = mutated(original, edits)
    if cut is not None:
        content = content[: math.floor(cut * len(content))]
    shutil.copy(FIXTURES / "country_codes_V202501.csv", tmp_path)
    path = tmp_path / name
    path.write_bytes(content)
    try:
        reading = READERS[name](path)
    except DataError as error:
        refused = error.message()
    else:
        refused = ""
    if refused:
        assert not refused.startswith(": ")
        return
    figures = reading.figures
    assert tuple(figures.columns) == COLUMNS
    assert not figures.empty
    assert figures["value"].map(math.isfinite).all()
    assert (figures["value"] >= 0).all()
    assert figures["status"].isin(STATUSES).all()
    assert figures["period"].str.match(PERIOD).all()
    assert (figures["reporter"] != figures["partner"]).all()
    assert not figures.duplicated(list(KEY)).any()


@pytest.mark.parametrize("name", [name for name in READERS if name != "boz.csv"])
@pytest.mark.parametrize("suffix", [".zip", ".gz"])
def test_a_broken_archive_is_refused(name: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}{suffix}"
    path.write_bytes((FIXTURES / name).read_bytes())
    with pytest.raises(DataError):
        READERS[name](path)
