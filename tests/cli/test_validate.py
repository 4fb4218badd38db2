"""`multipolar validate`: what it prints, what it needs, and when it fails."""

from __future__ import annotations

import importlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from multipolar.analysis.validation import cp2015
from multipolar.analysis.validation.comparison import Comparison, ComparisonTable
from multipolar.cli import main
from multipolar.cli.validate import missed_cells
from multipolar.cli.validation_routes import TITLES

TABLE = ComparisonTable(
    "table2", "Welfare", "paper, Table 2", "per cent", (Comparison("MEX", "welfare", 1.31, 1.3104, 2),)
)


def _json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_russia_trade_works_from_the_package_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MULTIPOLAR_DATA", raising=False)
    assert main(["validate", "russia-trade", "--json"]) == 0
    found = _json(capsys)["russia-trade"]
    forecasts = {entry["forecast"] for entry in found["scores"]}
    assert {"model", "no change", "spread in proportion"} <= forecasts
    (none,) = [
        entry
        for entry in found["scores"]
        if (entry["forecast"], entry["flow"], entry["year"], entry["measure"])
        == ("no change", "exports", 2023, "share")
    ]
    assert none["rank"] is None
    assert none["explained"] == 0
    (india,) = [entry for entry in found["partners"] if (entry["partner"], entry["flow"]) == ("IND", "exports")]
    assert india["2023_usd_mn"] == pytest.approx(64462.177)


def test_published_range_shows_ours_next_to_theirs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "published-range"]) == 0
    shown = capsys.readouterr().out
    assert "measures-2022, short run" in shown
    assert "no short-run horizon" not in shown
    assert "unverified" in shown
    assert "\N{MINUS SIGN}9.7" in shown


def test_without_the_authors_data_it_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MULTIPOLAR_DATA", raising=False)
    assert main(["validate", "caliendo-parro"]) == 3
    assert "MULTIPOLAR_DATA" in capsys.readouterr().out
    assert main(["validate", "caliendo-parro", "--json"]) == 3
    assert _json(capsys)["caliendo-parro"]["available"] is False


def test_with_the_authors_data_no_published_decimal_is_missed(
    shared_data: Path, shared_reference: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shared_reference.is_dir()
    monkeypatch.setenv("MULTIPOLAR_DATA", str(shared_data))
    assert main(["validate", "caliendo-parro"]) == 0
    shown = capsys.readouterr().out
    assert "no published decimal is missed." in shown
    assert "1.31 / 1.31" in shown


def test_a_missed_decimal_gives_exit_code_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "reference" / "cp2015"
    folder.mkdir(parents=True)
    (folder / "published_tables.json").write_text("{}", encoding="utf-8")
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("MULTIPOLAR_DATA", str(tmp_path / "data"))
    wrong = replace(TABLE, cells=(Comparison("MEX", "welfare", 1.31, 1.3256, 2),))
    monkeypatch.setattr(cp2015, "validate_cp2015", lambda _folder: (TABLE, wrong))
    assert main(["validate", "caliendo-parro"]) == 1
    assert "Missed: table2: MEX, welfare" in capsys.readouterr().out


def test_a_statement_with_two_readings_is_missed_only_if_neither_fits() -> None:
    fits, misses = Comparison("USA", "one unit", 0.09, 0.09, 2), Comparison("USA", "another", 0.09, 0.08, 2)
    assert missed_cells(replace(TABLE, name="footnote47", cells=(fits, misses))) == []
    assert missed_cells(replace(TABLE, name="footnote47", cells=(misses,))) == ["footnote47: USA"]


def test_an_unknown_part_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "everything"]) == 2
    assert "russia-trade" in capsys.readouterr().err


def test_red_sea_shows_what_does_not_flatter(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "red-sea"]) == 0
    shown = capsys.readouterr().out
    for row in (
        r"announced and insured +0\.097 +0\.085 +7 of 8",
        r"no change +0\.132 +0\.067 +0 of 8",
        r"one share fitted +0\.078 +5 of 6",
        r"what Suez lost goes round the Cape +0\.034 +1 of 6",
    ):
        assert re.search(row, shown), row
    # What the page shows, but for the parameters, which are in the JSON.
    page = (Path(__file__).resolve().parents[2] / "docs/explanation/validation-red-sea.md").read_text(encoding="utf-8")
    named = set(re.findall(r"<!-- table: ([\w-]+) -->", page))
    assert named == {*TITLES, "parameters"}


def test_red_sea_as_json_has_every_score(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--backtest", "red-sea", "--json"]) == 0
    found = _json(capsys)["red-sea"]
    scores = {entry["forecast"]: entry for entry in found["scores"]}
    ending = "_without_suez_and_bab_el_mandeb"
    main_one = scores["announced and insured"]
    assert (round(main_one["error"], 3), round(main_one[f"error{ending}"], 3)) == (0.097, 0.085)
    assert main_one["right_directions"] == {"right": 7, "of": 8}
    assert round(scores["what Suez lost goes round the Cape"][f"error{ending}"], 3) == 0.034
    assert len(found["pairs"]) == 8
    assert all(entry["source"] for entry in found["parameters"])


def test_payments_show_the_costs_that_were_fitted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "payments"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"end of 2022 +issuers' currencies dearer for Russia's exports .* 2023-01 +48 +9\.9 %", shown)
    assert "yuan cheaper between Russia and China" in shown
    assert "published for January 2023, set beside the end of 2022" in " ".join(shown.split())


def test_a_back_test_comes_beside_what_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = importlib.import_module("multipolar.cli.validate")
    for name in ("oil", "red_sea", "validate_payments", "detours_part", "_caliendo_parro", "_russia_trade"):
        monkeypatch.setattr(module, name, lambda _tell: ({}, lambda: None))
    assert main(["validate", "red-sea", "--backtest", "oil", "--json"]) == 0
    assert set(_json(capsys)) == {"red-sea", "oil"}
    assert main(["validate", "--backtest", "oil", "--json"]) == 0
    assert set(_json(capsys)) == {"oil"}
