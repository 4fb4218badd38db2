"""Transit counts of PortWatch: the bundled table is the source's, summed as published."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from multipolar.codes.tables import UnknownCodeError
from multipolar.data.portwatch import (
    counted_passages,
    monthly_tonnage,
    monthly_transits,
    write_transits,
    yearly_transits,
)
from multipolar.errors import DataError


def test_the_red_sea_crisis_in_transits() -> None:
    suez, cape = yearly_transits("suez"), yearly_transits("Cape of Good Hope")
    assert (suez[2023], suez[2024]) == (26791, 14424)
    assert (cape[2023], cape[2024]) == (17835, 31749)


def test_years_that_are_not_whole_are_left_out() -> None:
    months = monthly_transits("hormuz")
    assert min(months) == "2019-01"
    assert max(months) == "2026-03"
    assert set(yearly_transits("hormuz")) == set(range(2019, 2026))


def test_kinds_of_ships_sum_to_all() -> None:
    kinds = ("container", "dry_bulk", "general_cargo", "roro", "tanker")
    for month, count in monthly_transits("suez").items():
        assert sum(monthly_transits("suez", kind)[month] for kind in kinds) == count
    assert set(monthly_tonnage("suez")) == set(monthly_transits("suez"))


def test_a_passage_without_counts_is_refused() -> None:
    assert "northern-sea-route" not in counted_passages()
    with pytest.raises(DataError, match="is not counted by PortWatch"):
        yearly_transits("northern sea route")
    with pytest.raises(UnknownCodeError):
        yearly_transits("Beagle Channel")


def test_the_table_is_made_from_the_source(shared_data: Path, tmp_path: Path) -> None:
    written = tmp_path / "transits.csv"
    rows = write_transits(shared_data / "routes" / "portwatch_chokepoints_monthly.csv", written)
    bundled = Path(__file__).resolve().parents[2] / "src/multipolar/data/bundled/portwatch-transits.csv"
    assert rows == 13 * 87
    assert written.read_bytes() == bundled.read_bytes()


def test_a_month_without_a_passage_is_an_error(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "routes" / "portwatch_chokepoints_monthly.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row[:2] != ["2020-05-01", "suez"]]
    short = tmp_path / "short.csv"
    with short.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(DataError, match="lacks a passage in some month"):
        write_transits(short, tmp_path / "out.csv")


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError, match="is no table of PortWatch chokepoints"):
        write_transits(other, tmp_path / "out.csv")
