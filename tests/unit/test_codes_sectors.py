"""Sectors and their groups."""

from __future__ import annotations

import pytest

from multipolar.codes import UnknownCodeError, resolve_sectors, sector, sector_codes, sector_groups, sectors


def test_flags_agree_with_groups() -> None:
    for name in ("goods", "services", "energy", "technology"):
        flagged = tuple(found.code for found in sectors() if getattr(found, name))
        assert sector_groups()[name].members == flagged, name


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("B06", ("B06",)),
        ("Coal", ("B05",)),
        ("C24", ("C24A", "C24B")),
        ("H", ("H49", "H50", "H51", "H52", "H53")),
        ("D", ("D",)),
        ("energy", ("B05", "B06", "C19", "D")),
    ],
)
def test_texts_name_sectors(text: str, codes: tuple[str, ...]) -> None:
    assert sector_codes(text) == codes


def test_a_division_inside_a_sector_names_that_sector() -> None:
    with pytest.raises(UnknownCodeError, match="C10T12"):
        sector_codes("C11")
    with pytest.raises(UnknownCodeError, match="J62_63"):
        sector_codes("J63")


def test_resolution_keeps_the_order_of_the_axis_and_drops() -> None:
    assert resolve_sectors(("C19", "B06", "energy"), ("D",)) == ("B05", "B06", "C19")
    assert len(resolve_sectors(("all",))) == 50


def test_a_group_is_not_one_sector() -> None:
    assert sector("C26").technology
    with pytest.raises(UnknownCodeError, match="group"):
        sector("energy")


def test_every_group_states_its_definition() -> None:
    assert all(group.definition and group.members for group in sector_groups().values())
