"""IMTS in its layouts: both reports side by side, scales, what the IMF estimates, groups, and refusals."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from multipolar.errors import DataError
from multipolar.observatory.readers.imts import read_imts
from multipolar.observatory.readers.problems import FormatError

FIXTURES = Path(__file__).with_name("fixtures")
WIDE, MESSAGE = FIXTURES / "imts_wide.csv", FIXTURES / "imts_small.xml"
HEADING = (
    "STRUCTURE,STRUCTURE_ID,ACTION,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,"  # which flow
    "FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,OBS_STATUS"
)
ROW = "dataflow,IMF.STA:IMTS(1.0.0),I,RUS,XG_FOB_USD,CHN,A,2023,129000,6,E"


def long_file(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "imts.csv"
    path.write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
    return path


def test_both_sides_keep_their_own_figure() -> None:
    figures = read_imts(WIDE, vintage="2025-09").figures
    both = figures.query("reporter == 'RUS' and partner == 'CHN' and period == '2021'").set_index("source")
    assert both.loc["imf-imts-exporter", "value"] == pytest.approx(68_029.2e6)
    assert both.loc["imf-imts-importer", "value"] == pytest.approx(79_322.1e6)
    assert both.loc["imf-imts-importer", "note"].startswith("CIF")


def test_months_zeros_the_world_and_groups() -> None:
    reading = read_imts(WIDE)
    figures = reading.figures
    assert "2021-01" in set(figures["period"])
    assert figures.query("partner == 'TUV'")["value"].tolist() == [0.0]
    assert figures.query("partner == 'WLD' and period == '2021'")["value"].tolist() == [pytest.approx(492_313.8e6)]
    assert reading.tally.zero == 1
    assert reading.tally.aside["G998 (a group)"] == 2
    assert reading.tally.aside["balances"] == 2


def test_a_message_of_sdmx_ml() -> None:
    pytest.importorskip("sdmx")
    reading = read_imts(MESSAGE)
    assert reading.vintage == "2025-09-16"
    figures = reading.figures.set_index(["reporter", "partner", "period"])
    assert figures.loc[("RUS", "CHN", "2021"), "value"] == pytest.approx(68_029.2e6)
    assert figures.loc[("RUS", "CHN", "2023"), "status"] == "estimate"
    assert figures.loc[("CHN", "RUS", "2020"), "source"] == "imf-imts-importer"
    assert ("CHN", "RUS", "2021") not in figures.index
    assert reading.tally.missing["OBS_VALUE"] == 1


def test_a_message_without_the_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def refuse(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "sdmx":
            raise ImportError(name)
        return original(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(DataError, match=r"multipolar\[readers\]"):
        read_imts(MESSAGE)


def test_long_csv_with_status_and_confidentiality(tmp_path: Path) -> None:
    path = long_file(tmp_path, ROW)
    assert read_imts(path).figures.iloc[0]["status"] == "estimate"
    secret = path.read_text(encoding="utf-8").replace("OBS_STATUS", "OBS_STATUS,CONF_STATUS").replace(",E\n", ",E,C\n")
    path.write_text(secret + ROW.replace("CHN", "IND").replace(",E", ",A,F") + "\n", encoding="utf-8")
    reading = read_imts(path)
    assert reading.tally.confidential["marked by CONF_STATUS"] == 1
    assert reading.figures["partner"].tolist() == ["IND"]


def test_labels_with_a_series_code(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(
        "SERIES_CODE,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,SCALE,2023,2023-M01\n"
        'RUS.XG_FOB_USD.CHN.A,Russian Federation,Exports,"China",Millions,129000,\n',
        encoding="utf-8",
    )
    assert read_imts(path).figures["value"].tolist() == [pytest.approx(129e9)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",CHN,", ",CHX,", "row 3, column COUNTERPART_COUNTRY: must be a known country code, found 'CHX'"),
        ("XG_FOB_USD", "XG_FOB_EUR", "row 3, column INDICATOR: must be one of"),
        ("129000", "129 000", "row 3, column OBS_VALUE: must be a number, found '129 000'"),
        (",6,", ",,", "row 3, column SCALE: must say the power of ten"),
        ("2023", "2023-13", "row 3, column TIME_PERIOD: must be a year, quarter or month"),
        (",A,", ",A,A,", "row 3: a row must have 11 cells"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = long_file(tmp_path, ROW.replace("CHN", "IND"), ROW.replace(old, new))
    with pytest.raises(FormatError) as caught:
        read_imts(path)
    assert said in str(caught.value)


def test_a_figure_given_twice_with_two_values_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="twice with different values"):
        read_imts(long_file(tmp_path, ROW, ROW.replace("129000", "5")))
    assert len(read_imts(long_file(tmp_path, ROW, ROW)).figures) == 1


def test_corrections_below_zero_are_counted_not_booked(tmp_path: Path) -> None:
    reading = read_imts(long_file(tmp_path, ROW, ROW.replace("129000", "-3").replace("CHN", "IND")))
    assert reading.figures["partner"].tolist() == ["CHN"]
    assert reading.tally.aside["values below zero (corrections)"] == 1


def test_columns_that_lack_are_named(tmp_path: Path) -> None:
    path = long_file(tmp_path, ROW)
    path.write_text(path.read_text(encoding="utf-8").replace("SCALE", "OTHER"), encoding="utf-8")
    with pytest.raises(DataError, match="lacks columns for scale"):
        read_imts(path)
    broken = tmp_path / "broken.xml"
    broken.write_bytes(MESSAGE.read_bytes()[:900])
    with pytest.raises(DataError, match="not an SDMX-ML data message"):
        read_imts(broken)


def test_the_values_of_the_shared_table_come_back(shared_data: Path, tmp_path: Path) -> None:
    rows = pd.read_csv(shared_data / "trade" / "imf_imts_russia_2016_2024.csv").query(
        "year == 2023 and partner == 'CHN'"
    )
    flows = {"XG": "XG_FOB_USD", "MG": "MG_CIF_USD"}
    path = long_file(
        tmp_path,
        *(
            f"dataflow,IMF.STA:IMTS(1.0.0),I,RUS,{flows[flow]},CHN,A,2023,{value},6,E"
            for flow, value in zip(rows["flow"], rows["usd_mn"], strict=True)
        ),
    )
    figures = read_imts(path).figures.set_index("reporter")["value"]
    assert figures["RUS"] == pytest.approx(1e6 * rows.set_index("flow")["usd_mn"]["XG"])
    assert figures["CHN"] == pytest.approx(1e6 * rows.set_index("flow")["usd_mn"]["MG"])
