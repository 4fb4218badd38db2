"""Blocs as of a date."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from multipolar.codes import UnknownCodeError, bloc, bloc_members, bloc_notes, blocs, economy, memberships


def test_the_union_over_time() -> None:
    assert len(bloc_members("EU", date(2013, 6, 30))) == 27
    assert len(bloc_members("EU", date(2019, 12, 31))) == 28
    assert "GBR" in bloc_members("EU", date(2020, 1, 31))
    assert "GBR" not in bloc_members("EU", date(2020, 2, 1))
    assert len(bloc_members("EU", date(2023, 1, 1))) == 27


def test_invited_states_are_not_counted_and_are_named() -> None:
    day = date(2024, 6, 1)
    assert bloc_members("BRICS", day) == ("ARE", "BRA", "CHN", "EGY", "ETH", "IND", "IRN", "RUS", "ZAF")
    assert any("SAU is invited" in note for note in bloc_notes("BRICS", day))
    assert "IDN" in bloc_members("BRICS", date(2025, 1, 6))


def test_suspension_ends_membership() -> None:
    assert "RUS" in bloc_members("G8", date(2014, 3, 24))
    assert bloc_members("G8", date(2014, 3, 25)) == ()
    assert len(bloc_members("G8", date(2000, 1, 1))) == 8


def test_one_bloc_contains_another() -> None:
    day = date(2023, 1, 1)
    assert set(bloc_members("OPEC", day)) < set(bloc_members("OPEC+", day))
    assert "AGO" not in bloc_members("OPEC+", date(2024, 1, 1))
    assert bloc_members("OPEC+", date(2016, 12, 9)) == ()


def test_rows_cited_from_memory_are_marked() -> None:
    assert any("unverified in 7 of 7" in note for note in bloc_notes("G7", date(2023, 1, 1)))
    assert not any("unverified" in note for note in bloc_notes("EU", date(2023, 1, 1)))
    assert any("unverified" in note for note in bloc_notes("EU", date(2010, 1, 1)))


def test_incomplete_lists_say_from_when_they_hold() -> None:
    assert any("complete only from 2020-01-01" in note for note in bloc_notes("OPEC", date(2018, 1, 1)))


def test_every_member_is_a_known_economy() -> None:
    for code in blocs():
        assert all(economy(spell.economy).code == spell.economy for spell in memberships(code))


def test_aliases_and_loose_words() -> None:
    assert bloc("European Union").code == "EU"
    assert bloc("BRICS+").code == "BRICS"
    with pytest.raises(UnknownCodeError, match="no list of members"):
        bloc("West")
    with pytest.raises(UnknownCodeError, match="BRICS"):
        bloc("BRICKS")


def test_no_row_of_the_source_is_lost(shared_data: Path) -> None:
    """Notes of the source hold unquoted commas; joined rows must match it spell by spell."""
    shipped = {(spell.bloc, spell.economy): spell for code in blocs() for spell in memberships(code)}
    count = 0
    for name in ("blocs_core", "blocs_membership"):
        with (shared_data / "facts" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in list(csv.reader(file))[1:]:
                spell = shipped[row[0], row[1]]
                count += 1
                assert (spell.status, spell.check) == (row[4], row[-1])
                assert spell.left == (date.fromisoformat(row[3]) if row[3] else None)
    assert count == 135
