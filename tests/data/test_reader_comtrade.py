"""UN Comtrade, JSON of the API and csv of the portal: whole flows only, estimates, areas that are none, refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from multipolar.errors import DataError
from multipolar.observatory.readers.comtrade import read_comtrade
from multipolar.observatory.readers.problems import FormatError

FIXTURES = Path(__file__).with_name("fixtures")
ANSWER, TABLE = FIXTURES / "comtrade_small.json", FIXTURES / "comtrade_small.csv"


def changed(tmp_path: Path, place: int, **fields: Any) -> Path:
    answer = json.loads(ANSWER.read_text(encoding="utf-8"))
    answer["data"][place - 1] |= fields
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    return path


def test_whole_flows_of_an_answer() -> None:
    reading = read_comtrade(ANSWER)
    figures = reading.figures.set_index(["indicator", "reporter", "partner"])
    assert figures.loc[("crude", "RUS", "CHN"), "value"] == pytest.approx(107_024_040)
    assert figures.loc[("crude-value", "RUS", "CHN"), "value"] == pytest.approx(60.64e9)
    assert figures.loc[("goods", "CHN", "RUS"), "source"] == "un-comtrade-exporter"
    assert figures.loc[("goods", "RUS", "CHN"), "source"] == "un-comtrade-importer"
    assert figures.loc[("goods", "CHN", "TWN"), "value"] == pytest.approx(68.487e9)
    assert ("goods", "CHN", "WLD") in figures.index
    assert ("goods", "CHN", "TUV") not in figures.index
    tally = reading.tally
    assert tally.missing["primaryValue"] == 1
    assert tally.aside["parts by second partner, customs procedure or transport"] == 1
    assert tally.aside["re-exports, re-imports and other flows"] == 1
    assert any(name.startswith("899 Areas") for name in tally.aside)


def test_csv_with_the_separator_too_many_and_an_estimated_mass() -> None:
    figures = read_comtrade(TABLE).figures.set_index("indicator")
    assert figures.loc["crude", "value"] == 8_800_000
    assert figures.loc["crude", "period"] == "2023-05"
    assert figures.loc["crude", "partner"] == "IND"
    assert figures.loc["crude", "status"] == "estimate"
    assert figures.loc["crude-value", "status"] == "official"


def test_a_mass_of_nought_is_missing_and_a_value_of_nought_is_zero(tmp_path: Path) -> None:
    without = read_comtrade(changed(tmp_path, 1, netWgt=0))
    assert without.figures.query("indicator == 'crude'").empty
    assert not without.figures.query("indicator == 'crude-value'").empty
    zero = read_comtrade(changed(tmp_path, 9, primaryValue=0))
    assert zero.figures.query("partner == 'TUV'")["value"].tolist() == [0.0]
    assert zero.tally.zero == 1


def test_iso_codes_where_numbers_lack(tmp_path: Path) -> None:
    answer = json.loads(ANSWER.read_text(encoding="utf-8"))
    for record in answer["data"]:
        del record["reporterCode"], record["partnerCode"]
    answer["data"] = [record for record in answer["data"] if record["partnerISO"] != "_X "]
    path = tmp_path / "iso.json"
    path.write_text(json.dumps(answer["data"]), encoding="utf-8")
    assert {"RUS", "CHN", "TWN", "WLD"} <= set(read_comtrade(path).figures["partner"])


@pytest.mark.parametrize(
    ("place", "fields", "said"),
    [
        (1, {"partnerCode": 998877}, "row 1, column partnerCode: must be a known country code, found '998877'"),
        (2, {"primaryValue": "much"}, "row 2, column primaryValue: must be a value in USD, found 'much'"),
        (3, {"flowCode": "Q"}, "row 3, column flowCode"),
        (4, {"period": "23"}, "row 4, column period"),
        (5, {"cmdCode": "?"}, "row 5, column cmdCode"),
        (7, {"motCode": 0}, "row 7, column cmdCode: a flow of a code must stand once, found 'CHN RUS 2023 270900'"),
        (1, {"netWgt": -1}, "row 1, column netWgt: must not be below zero"),
    ],
)
def test_a_wrong_record_is_named(tmp_path: Path, place: int, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(FormatError) as caught:
        read_comtrade(changed(tmp_path, place, **fields))
    assert said in str(caught.value)


def test_answers_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    for content, said in (
        ('{"data": [], "error": "too many records"}', "says it failed"),
        ('{"data": []}', "no record"),
        ('{"data": [{"period": "2023"}]}', "lacks flowCode"),
        (ANSWER.read_text(encoding="utf-8")[:1500], "not JSON to its end"),
        ("[" * 100_000, "not JSON to its end"),
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(DataError, match=said):
            read_comtrade(path)


def test_an_answer_that_may_be_cut_off_says_so(tmp_path: Path) -> None:
    answer = json.loads(ANSWER.read_text(encoding="utf-8"))
    record = answer["data"][1]
    periods = [f"{1500 + n // 12}-{1 + n % 12:02d}" for n in range(3600, 4100)]
    path = tmp_path / "answer.json"
    path.write_text(json.dumps({"data": [record | {"period": period} for period in periods]}), encoding="utf-8")
    assert any("there may be more" in note for note in read_comtrade(path).tally.notes)
