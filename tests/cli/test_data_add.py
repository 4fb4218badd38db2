"""`multipolar data add` and `remove-source`: whole or nothing, editions side by side, beside the bundled figures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from multipolar.cli import main
from multipolar.errors import DataError
from multipolar.observatory.readers.baci import read_baci
from multipolar.observatory.readers.keep import keep, remove
from multipolar.observatory.readers.kinds import KINDS
from multipolar.observatory.user_store import user_tables

FIXTURES = Path(__file__).parents[1] / "data" / "fixtures"
BACI = FIXTURES / "BACI_HS92_Y2023_V202501.csv"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MULTIPOLAR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert main(["data", *arguments, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def contents(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    ("kind", "file", "sources"),
    [
        ("baci", BACI.name, ["baci"]),
        ("imts", "imts_wide.csv", ["imf-imts-exporter", "imf-imts-importer"]),
        ("comext", "comext_bulk.csv", ["eurostat-comext-exporter", "eurostat-comext-importer"]),
        ("comtrade", "comtrade_small.json", ["un-comtrade-exporter", "un-comtrade-importer"]),
        ("sipri", "sipri_deliveries.txt", ["sipri"]),
        ("gsdb", "GSDB_V4_small.csv", ["gsdb"]),
    ],
)
def test_every_kind_is_kept_and_opens_again(
    kind: str, file: str, sources: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = run("add", kind, str(FIXTURES / file), "--vintage", "2025-03", capsys=capsys)
    assert answer["figures"] > 0
    tables = user_tables()
    assert sorted(table.source.key for table in tables) == sources
    assert all(table.source.vintage == "2025-03" and table.source.publisher for table in tables)
    kept = pd.concat([pd.read_parquet(table.path) for table in tables])
    assert len(kept) == answer["figures"]
    assert set(kept["vintage"]) == {"2025-03"}


def test_a_file_wrong_in_its_last_row_changes_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["data", "add", "baci", str(BACI)]) == 0
    before = contents(home)
    shutil.copy(FIXTURES / "country_codes_V202501.csv", tmp_path)
    wrong = tmp_path / BACI.name
    wrong.write_text(BACI.read_text(encoding="utf-8") + "2023,643,156,270900,abc,1\n", encoding="utf-8")
    assert main(["data", "add", "baci", str(wrong)]) == 3
    said = capsys.readouterr().err
    assert "row 15, column v: must be a value in thousand USD, found 'abc'" in said
    assert "nothing was kept" in said
    assert contents(home) == before


def test_a_row_that_the_store_refuses_leaves_no_source_half_written(home: Path) -> None:
    reading = KINDS["imts"].read(FIXTURES / "imts_wide.csv", vintage="2025")
    last = reading.figures["source"] == "imf-imts-importer"
    reading.figures.loc[last, "unit"] = "EUR"
    with pytest.raises(DataError, match="unit"):
        keep(reading, KINDS["imts"])
    assert contents(home) == {}


def test_a_newer_edition_keeps_the_old_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("add", "baci", str(BACI), capsys=capsys)
    shutil.copy(FIXTURES / "country_codes_V202501.csv", tmp_path)
    newer = tmp_path / "BACI_HS92_Y2023_V202601.csv"
    newer.write_text(BACI.read_text(encoding="utf-8").replace("57384114.310", "58000000.000"), encoding="utf-8")
    answer = run("add", "baci", str(newer), "--reason", "revised by CEPII", capsys=capsys)
    assert answer["earlier_vintages"] == ["202501"]
    old, new = (table for table in user_tables())
    assert (old.source.vintage, new.source.vintage) == ("202501", "202601")
    assert new.reason == "revised by CEPII"
    values = {
        table.source.vintage: pd.read_parquet(table.path).set_index(["indicator", "reporter", "partner"])["value"]
        for table in (old, new)
    }
    assert values["202501"]["crude-value", "RUS", "CHN"] == pytest.approx(57_384_114_310)
    assert values["202601"]["crude-value", "RUS", "CHN"] == pytest.approx(58e9)


def test_the_same_edition_is_merged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = run("add", "baci", str(BACI), capsys=capsys)
    shutil.copy(FIXTURES / "country_codes_V202501.csv", tmp_path)
    other = tmp_path / "BACI_HS92_Y2022_V202501.csv"
    other.write_text(BACI.read_text(encoding="utf-8").replace("2023,", "2022,"), encoding="utf-8")
    assert run("add", "baci", str(other), capsys=capsys)["replaced"] == 0
    (table,) = user_tables()
    assert len(pd.read_parquet(table.path)) == 2 * first["figures"]
    corrected = tmp_path / BACI.name
    corrected.write_text(BACI.read_text(encoding="utf-8").replace("57384114.310", "58000000.000"), encoding="utf-8")
    # the pair's crude and all its goods
    assert run("add", "baci", str(corrected), capsys=capsys)["replaced"] == 2


def test_figures_stand_beside_the_bundled_ones(capsys: pytest.CaptureFixture[str]) -> None:
    from multipolar.observatory import open_observatory

    before = {figure.source for figure in open_observatory().figures("goods", "CHN", "RUS", "2023", "2023")}
    run("add", "comtrade", str(FIXTURES / "comtrade_small.json"), capsys=capsys)
    after = open_observatory().figures("goods", "CHN", "RUS", "2023", "2023")
    assert {figure.source for figure in after} == before | {"un-comtrade-exporter"}
    value = next(figure.value for figure in after if figure.source == "un-comtrade-exporter")
    assert value == pytest.approx(110.972e9)


def test_sanctions_become_events(capsys: pytest.CaptureFixture[str]) -> None:
    from multipolar.observatory import open_observatory

    answer = run("add", "gsdb", str(FIXTURES / "GSDB_V4_small.csv"), capsys=capsys)
    assert answer["events"] == 3
    events = open_observatory().events(["PRK"], kinds=["sanction"])
    assert any(event.source == "gsdb" and event.targets == ("PRK",) for event in events)
    assert main(["data", "remove-source", "gsdb"]) == 0
    assert not any(event.source == "gsdb" for event in open_observatory().events(["PRK"]))


def test_text_says_what_was_kept_and_what_was_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "add", "comext", str(FIXTURES / "comext_bulk.csv")]) == 0
    said = capsys.readouterr().out
    for text in ("Kept 13 figures", "Confidential: QZ", "Put aside: QQ", "Missing, not filled", "multipolar data sql"):
        assert text in said
    assert main(["data", "add", "baci", str(BACI), "--usd"]) == 3
    assert "--usd is for comext" in capsys.readouterr().err


def test_remove_takes_one_edition_or_all(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for edition in ("2024", "2025"):
        run("add", "imts", str(FIXTURES / "imts_wide.csv"), "--vintage", edition, capsys=capsys)
    assert remove("imf-imts-exporter-2024") == ("imf-imts-exporter-2024",)
    assert len(user_tables()) == 3
    assert main(["data", "remove-source", "imf-imts"]) == 0
    assert user_tables() == ()
    assert contents(home) == {}
    assert main(["data", "remove-source", "imf-imts"]) == 3
    assert "was not added" in capsys.readouterr().err


def test_progress_tells_the_share_read() -> None:
    told: list[tuple[str, float]] = []
    read_baci(BACI, lambda text, share: told.append((text, share)), block_bytes=128)
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert BACI.name in told[0][0]


def test_an_edition_that_is_broken_on_disk_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    run("add", "baci", str(BACI), capsys=capsys)
    (table,) = user_tables()
    table.path.write_bytes(b"PAR1")
    assert main(["data", "add", "baci", str(BACI)]) == 3
    assert "remove-source baci-202501" in capsys.readouterr().err
    assert main(["data", "remove-source", "baci-202501"]) == 0
    assert main(["data", "add", "baci", str(BACI)]) == 0
