"""Passages: names, bits, gates and what is due for a transit."""

from __future__ import annotations

import pytest

from multipolar.codes.passages import passage, passage_mask, passages, passages_of
from multipolar.codes.tables import UnknownCodeError


def test_bits_are_distinct_and_in_order() -> None:
    bits = [found.bit for found in passages().values()]
    assert bits == [1 << position for position in range(len(bits))]
    assert len(bits) <= 16  # masks are stored in two bytes


def test_all_passages_that_scenarios_name_are_known() -> None:
    named = (
        "Suez,Bab el-Mandeb,Hormuz,Malacca,Panama,Bosporus,Gibraltar,Danish straits,Cape of Good Hope,nsr,sunda,lombok"
    )
    assert len({passage(name).code for name in named.split(",")}) == 12


def test_a_mask_names_its_passages() -> None:
    mask = passage_mask(["malacca strait", "SUEZ"])
    assert passages_of(mask) == ("suez", "malacca")
    assert passage_mask([]) == 0


def test_an_unknown_name_is_refused_with_a_suggestion() -> None:
    with pytest.raises(UnknownCodeError, match=r"unknown passage\s+Did you mean bosporus"):
        passage("Bosphorous")


def test_only_the_canals_take_tolls_that_are_counted() -> None:
    tolled = {found.code: found for found in passages().values() if found.toll_usd_per_transit > 0}
    assert set(tolled) == {"suez", "panama"}
    # 9.4 bn USD over 25,887 ships, 3.3 bn over 12,638: the sources that the table names.
    assert tolled["suez"].toll_usd_per_transit == pytest.approx(9.4e9 / 25887, rel=0.005)
    assert tolled["panama"].toll_usd_per_transit == pytest.approx(3.3e9 / 12638, rel=0.005)
    for found in passages().values():
        assert (found.toll_check == "lookup") == (found.code in tolled)
        assert found.toll_source


def test_each_place_lies_near_its_gate() -> None:
    for found in passages().values():
        longitudes = [corner[0] for corner in found.gate]
        latitudes = [corner[1] for corner in found.gate]
        assert min(longitudes) - 0.5 <= found.place[0] <= max(longitudes) + 0.5, found.code
        assert min(latitudes) - 0.5 <= found.place[1] <= max(latitudes) + 0.5, found.code
