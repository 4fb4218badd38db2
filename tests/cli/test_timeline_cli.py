"""`multipolar timeline`: table, JSON, files, and what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from multipolar.cli import main

FILE = """
name: duty
instruments:
  - {id: duty, kind: tariff, origin: [CHN], destination: [USA], sectors: [C24A], rate: 0.5, from: 2022-06-01}
"""


@pytest.fixture
def scenario(tmp_path: Path) -> str:
    path = tmp_path / "duty.yaml"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def test_table_and_files(scenario: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, chart = tmp_path / "paths.csv", tmp_path / "paths.svg"
    words = ["timeline", scenario, "--to", "2023", "--focus", "USA", "--csv", str(table), "--svg", str(chart)]
    assert main(words) == 0
    shown = capsys.readouterr()
    assert "no measure" in shown.out
    assert "United States" in shown.out
    assert "already contain the sanctions of 2022" in shown.err
    with table.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["year"] for row in rows} == {"2021", "2022", "2023"}
    assert {row["path"] for row in rows} == {"central", "low", "high", "oldest", "youngest"}
    assert chart.read_text(encoding="utf-8").startswith("<svg")


def test_json_without_bands(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", scenario, "--from", "2021", "--to", "2022", "--no-bands", "--json"]) == 0
    payload = json.loads(capsys.readouterr().out)
    assert payload["years"] == [2021, 2022]
    assert payload["real_income_pct"]["central"]["USA"][0] == 0
    assert payload["real_income_pct"]["central"]["USA"][1] != 0
    assert list(payload["real_income_pct"]) == ["central"]
    assert payload["mean_age"] == [None, pytest.approx(213 / 365.25)]


@pytest.mark.parametrize(
    ("extra", "word"), [(["--from", "2030", "--to", "2025"], "ends before"), (["--focus", "EU"], "bloc")]
)
def test_refusals(scenario: str, extra: list[str], word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", scenario, *extra]) == 2
    assert word in capsys.readouterr().err


def test_answers_too_large_for_an_estimate_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    ban = "{kind: import_ban, origin: RUS, destination: EU, sectors: B06, leakage: 0, from: 2023-01-01}"
    (tmp_path / "ban.yaml").write_text(f"{{name: ban, instruments: [{ban}]}}", encoding="utf-8")
    assert main(["timeline", "ban.yaml", "--focus", "SVK", "--from", "2023", "--to", "2024", "--no-bands"]) == 0
    assert "Not to be read as an estimate" in capsys.readouterr().err
    assert main(["timeline", "us-ev-tariff", "--from", "2024", "--to", "2025", "--no-bands"]) == 0
    assert "Not to be read as an estimate" not in capsys.readouterr().err
