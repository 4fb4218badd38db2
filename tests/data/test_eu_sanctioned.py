"""EU exports of sanctioned goods: the shipped table, its making, and the figures that are known of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from multipolar.data.eu_sanctioned import (
    ALL_GOODS,
    CARS,
    TABLE,
    build_sanctioned_exports,
    load_sanctioned_exports,
    sector_of_code,
)
from multipolar.errors import DataError


def test_cars_to_kyrgyzstan_and_belarus() -> None:
    """Cars (8703): to Kyrgyzstan 4.5 to 175 mn euros, to Belarus 0.33 to 1.19 bn, 2021 to January-November 2022."""
    exports = load_sanctioned_exports()
    assert exports.total("KGZ", "2021-01", "2021-12", CARS) == pytest.approx(4.48, abs=0.01)
    assert exports.total("KGZ", "2022-01", "2022-11", CARS) == pytest.approx(174.52, abs=0.01)
    assert exports.total("BLR", "2021-01", "2021-12", CARS) == pytest.approx(327.3, abs=0.1)
    assert exports.total("BLR", "2022-01", "2022-11", CARS) == pytest.approx(1186.6, abs=0.1)


def test_each_flow_counts_once() -> None:
    """With the codes of four digits every flow would count twice: 66.4 instead of 33.2 bn euros to Russia in 2021."""
    exports = load_sanctioned_exports()
    assert exports.total("RUS", "2021-01", "2021-12") == pytest.approx(33195, abs=1)
    assert exports.total("RUS", "2021-01", "2021-12", ALL_GOODS) == pytest.approx(89197, abs=1)


def test_sectors_sum_to_the_whole_and_cars_lie_in_their_sector() -> None:
    exports = load_sanctioned_exports()
    for partner in exports.partners:
        parts = sum(exports.total(partner, "2021-01", "2021-12", sector) for sector in exports.sectors())
        assert parts == pytest.approx(exports.total(partner, "2021-01", "2021-12"), rel=1e-12)
        assert exports.total(partner, "2021-01", "2021-12", CARS) < exports.total(partner, "2021-01", "2021-12", "C29")


def test_codes_stand_in_their_sectors() -> None:
    assert sector_of_code("87032390") == "C29"
    assert sector_of_code("84713000") == "C26"
    assert sector_of_code("84111100") == "C302T309"
    assert sector_of_code("39269097") == "C22"
    with pytest.raises(DataError, match="no sector"):
        sector_of_code("99999999")


def test_what_is_not_in_the_table_is_refused() -> None:
    exports = load_sanctioned_exports()
    with pytest.raises(DataError, match="2022-12"):
        exports.total("KAZ", "2022-01", "2022-12")
    with pytest.raises(DataError, match="TUR"):
        exports.total("TUR", "2021-01", "2021-12")


def test_a_spoilt_line_is_named(tmp_path: Path) -> None:
    text = TABLE.read_text(encoding="utf-8").splitlines()
    text[3] = text[3].rsplit(",", 1)[0] + ",-5"
    spoilt = tmp_path / "exports.csv"
    spoilt.write_text("\n".join(text), encoding="utf-8")
    with pytest.raises(DataError, match="line 4"):
        load_sanctioned_exports(spoilt)


def test_the_shipped_table_is_what_the_source_gives(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "trade" / "eu"
    made = tmp_path / "made.csv"
    build_sanctioned_exports(
        folder / "sanctioned_cn8_exports_monthly.parquet", folder / "total_and_hs27_monthly.csv", made
    )
    assert made.read_bytes() == TABLE.read_bytes()
