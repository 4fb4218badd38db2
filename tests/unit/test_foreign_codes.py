"""Codes and names of other publishers: economies of today, what is none of them, and nothing guessed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from multipolar.codes.economies import economies
from multipolar.codes.foreign_codes import geonomenclature, iso_code, register_name, un_number
from multipolar.codes.tables import read_table


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("842", "USA"),
        ("840", "USA"),
        ("251", "FRA"),
        ("757", "CHE"),
        ("579", "NOR"),
        ("699", "IND"),
        ("490", "TWN"),
        ("004", "AFG"),
        ("4", "AFG"),
        ("0", "WLD"),
    ],
)
def test_un_numbers(number: str, code: str) -> None:
    found = un_number(number)
    assert found is not None
    assert found.code == code


def test_what_is_no_economy_has_no_code() -> None:
    for number, kind in (("58", "former"), ("711", "group"), ("837", "unspecified"), ("97", "group")):
        found = un_number(number)
        assert found is not None
        assert (found.kind, found.code, found.is_flow_end) == (kind, "", False)
    secret = geonomenclature("QZ")
    assert secret is not None
    assert secret.kind == "confidential"
    assert un_number("12345") is geonomenclature("ZZ") is iso_code("QQQ") is register_name("Ruritania") is None


def test_geonomenclature_in_letters_and_numbers() -> None:
    pairs = [("EL", "GRC"), ("XU", "GBR"), ("400", "USA"), ("0400", "USA"), ("1", "FRA"), ("EU27_2020", "EU")]
    for text, code in pairs:
        found = geonomenclature(text)
        assert found is not None
        assert found.code == code
    extra = geonomenclature("EU27_2020_EXTRA")
    assert extra is not None
    assert not extra.is_flow_end


def test_names_of_registers() -> None:
    pairs = [("Viet Nam", "VNM"), ("Turkiye", "TUR"), ("DR Congo", "COD"), ("Congo", "COG"), ("UAE", "ARE")]
    for name, code in pairs:
        found = register_name(name)
        assert found is not None, name
        assert found.code == code
    rebels, union = register_name("Houthi rebels (Yemen)*"), register_name("African Union**")
    assert rebels is not None
    assert union is not None
    assert (rebels.kind, union.kind) == ("non-state", "group")


def test_the_table_names_each_code_once_and_every_economy_of_the_tables() -> None:
    rows = [(row["system"], row["code"]) for row in read_table("foreign_codes")]
    assert len(rows) == len(set(rows))
    numbered = {row["iso3"] for row in read_table("foreign_codes") if row["system"] == "un"}
    assert {entry.code for entry in economies()} - numbered == {"ROW"}


def test_every_partner_of_the_published_tables_is_known(shared_data: Path) -> None:
    imts = pd.read_csv(shared_data / "trade" / "imf_imts_russia_2016_2024.csv")
    materials = pd.read_parquet(shared_data / "trade" / "baci_raw_materials_1995_2024.parquet", columns=["i", "j"])
    codes = {*imts["partner"], *materials["i"], *materials["j"]}
    assert [code for code in codes if iso_code(str(code)) is None] == []
