"""The command line as a user meets it: tables, JSON, run folders, errors and exit codes."""

from __future__ import annotations

import importlib
import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rich.console import Console

from multipolar.cli import main, screen
from multipolar.cli.screen import table

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "reference" / "run.schema.json"

BAD = """\
name: bad
instruments:
  - kind: embargo
    origin: [UK]
    destination: [RUS]
    leakage: 15
    colour: red
"""


@pytest.fixture(scope="module")
def embargo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of one embargo."""
    out = tmp_path_factory.mktemp("runs")
    assert main(["run", "western-embargo", "--draws", "2", "--out", str(out), "--quiet"]) == 0
    (folder,) = out.iterdir()
    return folder


def _json(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_run_prints_json_that_its_schema_describes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", "western-embargo", "--draws", "2", "--focus", "SWE", "--out", str(tmp_path), "--json"]
    assert main([*arguments, "--no-report"]) == 0
    payload = _json(capsys)
    jsonschema.validate(payload, json.loads(SCHEMA.read_text(encoding="utf-8")))
    russia = payload["economies"]["RUS"]
    assert russia["real_income_pct"] < -1
    low, high = russia["elasticity_range"]["real_income_pct"]
    assert low < russia["real_income_pct"] < high < 0
    assert "SWE" in payload["headline"] or payload["economies"]["SWE"]["real_income_pct"] < 0
    assert payload["economies"]["TWN"]["real_income_usd_per_head"] is None
    assert not (Path(payload["folder"]) / "report.html").exists()


def test_run_folder_holds_all_that_is_needed_to_repeat_it(embargo: Path) -> None:
    names = {path.relative_to(embargo).as_posix() for path in embargo.rglob("*") if path.is_file()}
    needed = {"manifest.json", "scenario.yaml", "results.parquet", "diagnostics.json", "report.html", "CITATION.bib"}
    assert needed <= names
    assert any(name.startswith("figures/") and name.endswith(".svg") for name in names)
    manifest = json.loads((embargo / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == names - {"manifest.json"}
    assert max(manifest["residuals"].values()) < 1e-8
    assert (embargo / "report.html").stat().st_size < 2.5e6


def test_verify_gets_the_same_numbers_and_notices_a_changed_file(
    embargo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(embargo), "--json"]) == 0
    checked = _json(capsys)
    assert checked["holds"]
    assert checked["largest_difference"] <= 1e-9
    assert checked["numbers"] > 100_000
    table = embargo / "elasticities.csv"
    kept = table.read_bytes()
    try:
        table.write_bytes(kept + b"\n")
        assert main(["verify", str(embargo)]) == 5
        assert "elasticities.csv was changed" in capsys.readouterr().err
    finally:
        table.write_bytes(kept)


def test_compare_writes_one_folder_with_a_run_in_it_for_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["western-embargo", "western-embargo-china-joins"]
    assert main(["compare", *names, "--draws", "0", "--out", str(tmp_path), "--json"]) == 0
    payload = _json(capsys)
    incomes = [payload["scenarios"][name]["economies"]["RUS"]["real_income_pct"] for name in names]
    assert incomes[1] < incomes[0] < 0
    folder = Path(payload["folder"])
    assert (folder / "report.html").exists()
    assert all((folder / name / "manifest.json").exists() for name in names)
    assert main(["verify", str(folder)]) == 0


def test_wrong_scenario_names_every_problem_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.yaml").write_text(BAD, encoding="utf-8")
    assert main(["run", "bad.yaml"]) == 2
    said = capsys.readouterr().err
    for word in ("Did you mean GBR", "leakage", "0.15", "colour", "line 4", "Traceback"):
        assert (word in said) is (word != "Traceback")
    assert not Path("runs").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["run", "western-embrago"], 2, "western-embargo"),
        (["run", "western-embargo", "--elasticities", "nowhere.csv"], 2, "nowhere.csv"),
        (["run", "western-embargo", "--date", "soon"], 2, "YYYY-MM-DD"),
        (["run", "western-embargo", "--baseline", "icio-1066"], 3, "icio-1066"),
        (["run", "western-embargo", "--focus", "Swedne"], 2, "SWE"),
        (["data", "show", "icio-2202"], 3, "icio-2022"),
        (["verify", "nowhere"], 5, "no manifest.json"),
        (["run", "western-embargo", "--closure", "never"], 2, "closure"),
    ],
)
def test_errors_say_what_to_do_and_set_the_exit_code(
    arguments: list[str],
    code: int,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code
    captured = capsys.readouterr()
    assert words in captured.err + captured.out
    assert not list(tmp_path.iterdir())


def test_elasticities_of_a_run_can_be_used_again(embargo: Path, tmp_path: Path) -> None:
    path = str(embargo / "elasticities.csv")
    arguments = ["run", "western-embargo", "--elasticities", path, "--draws", "0", "--no-report", "--quiet"]
    assert main([*arguments, "--out", str(tmp_path)]) == 0
    (again,) = tmp_path.iterdir()
    assert (again / "elasticities.csv").read_text() == (embargo / "elasticities.csv").read_text()


def test_partial_elasticities_are_refused_with_every_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("sector,trade_elasticity\nB06,-3\nX99,4\nC19,four\n", encoding="utf-8")
    assert main(["run", "western-embargo", "--elasticities", str(table), "--out", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert all(words in said for words in ("line 2", "line 3", "line 4", "X99", "are missing"))


def test_library_lists_scenarios_and_shows_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenario", "list", "--json"]) == 0
    entries = _json(capsys)
    assert len(entries) >= 10
    assert all(entry["title"] and entry["description"] for entry in entries)
    assert main(["scenario", "show", "western-embargo"]) == 0
    assert "leakage: 0.1" in capsys.readouterr().out


def test_new_scenario_is_valid_and_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.yaml"
    assert main(["scenario", "new", str(file)]) == 0
    assert main(["scenario", "check", str(file)]) == 0
    assert main(["scenario", "new", str(file)]) == 5
    assert "exists already" in capsys.readouterr().err


def test_explain_sums_and_flip_answers(embargo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(embargo), "--focus", "RUS", "--json"]) == 0
    explained = _json(capsys)
    account = explained["accounting"]["RUS"]
    parts = sum(account["by_partner"].values()) + sum(account["rest"].values())
    assert abs(parts - account["total"]) < 1e-9
    assert main(["flip", "western-embargo", "--focus", "RUS", "--draws", "0", "--json"]) == 0
    (flip,) = _json(capsys)
    assert flip["economy"] == "RUS"
    assert flip["turns"] == []
    assert len(flip["tried"]) >= 4


def test_explain_of_two_runs(capsys: pytest.CaptureFixture[str]) -> None:
    names = ["western-embargo", "western-embargo-china-joins"]
    assert main(["explain", *names, "--focus", "RUS", "CHN", "--json"]) == 0
    explained = _json(capsys)
    values = explained["instruments"]["values"]
    total = sum(player["RUS"] for player in values.values())
    assert abs(total - explained["instruments"]["total"]["RUS"]) < 1e-9


def test_export_with_a_scenario(tmp_path: Path) -> None:
    target = tmp_path / "world.npz"
    assert main(["data", "export", "icio-2022", str(target), "--scenario", "western-embargo"]) == 0
    assert target.exists()
    assert (tmp_path / "world.npz.keys.json").exists()


def test_doctor_finds_the_installation_well(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor", "--json"])
    checks = _json(capsys)
    assert code == 0, [check for check in checks if not check["ok"]]
    assert {check["check"] for check in checks} >= {"shipped tables", "bundled world", "an embargo solves"}


def test_workbook(tmp_path: Path) -> None:
    book = tmp_path / "tables.xlsx"
    arguments = ["run", "us-ev-tariff", "--draws", "0", "--no-report", "--quiet", "--xlsx", str(book)]
    assert main([*arguments, "--out", str(tmp_path / "runs")]) == 0
    assert book.stat().st_size > 10_000


@pytest.mark.parametrize("width", [40, 60, 100, 140])
def test_a_narrow_terminal_cuts_no_number_and_no_name(width: int) -> None:
    columns = [("economy", False), *((f"measure {n} %", True) for n in range(6))]
    rows = [[name, *(f"−{n}.25 to +{n}.75" for n in range(6))] for name in ("Russia (RUS)", "United States (USA)")]
    console = Console(width=width, file=io.StringIO(), record=True)
    console.print(table("title", columns, rows))
    text = console.export_text()
    assert max(map(len, text.splitlines())) <= width
    assert all(cell in text for row in rows for cell in row)
    parts = text.count("economy")
    assert text.count("United States (USA)") == parts
    assert (parts == 1) is (width == 140)


def test_an_interrupted_run_says_so_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib.import_module("multipolar.cli.run"), "study", interrupted)
    assert main(["run", "western-embargo", "--out", str(tmp_path), "--quiet"]) == 130
    assert capsys.readouterr().err == "Interrupted. Nothing was written.\n"
    assert not list(tmp_path.iterdir())


def test_citation_names_every_table_of_the_baseline(embargo: Path) -> None:
    text = (embargo / "CITATION.bib").read_text(encoding="utf-8")
    sources = json.loads((embargo / "manifest.json").read_text(encoding="utf-8"))["sources"]
    assert len(sources) > 5
    assert all(f"{{{source.replace('-', '_')}," in text for source in sources)
    assert text.count("{") == text.count("}")
    assert "\\url" not in text


def test_a_long_name_gives_a_folder_that_every_system_takes(tmp_path: Path) -> None:
    name = "a" * 300
    file = tmp_path / "long.yaml"
    file.write_text(f"name: {name}\ninstruments: []\n", encoding="utf-8")
    out = tmp_path / "runs"
    assert main(["run", str(file), "--draws", "0", "--no-report", "--quiet", "--out", str(out)]) == 0
    (folder,) = out.iterdir()
    assert len(folder.name) < 120
    assert main(["verify", str(folder)]) == 0


def test_writing_verbs_speak_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scenario", "new", str(tmp_path / "mine.yaml"), "--json"]) == 0
    assert _json(capsys) == {"written": str(tmp_path / "mine.yaml")}
    assert main(["data", "export", "icio-2022", str(tmp_path / "world.npz"), "--json"]) == 0
    assert all(Path(file).exists() for file in _json(capsys)["written"])
    assert main(["scenario", "schema", "--json"]) == 0
    assert _json(capsys)["title"] == "Multipolar scenario"


@pytest.mark.parametrize("name", ["EU", "European Union", "BRICS+"])
def test_a_bloc_in_focus_is_named_as_one(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "western-embargo", "--focus", name, "--out", str(tmp_path), "--quiet"]) == 2
    assert "It is a bloc; name its economies" in capsys.readouterr().err


def test_nobody_is_sent_to_a_bloc_where_none_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "western-embargo", "--focus", "XXX", "--out", str(tmp_path), "--quiet"]) == 2
    said = capsys.readouterr().err
    assert "such as SWE" in said
    assert "bloc" not in said


@pytest.mark.parametrize(
    ("option", "said"),
    [("--months", "See multipolar run --help"), ("--focsu", "Did you mean --focus?"), ("-x", "Unknown option: -x")],
)
def test_an_unknown_option_is_sent_to_one_that_is_like_it(
    option: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "western-embargo", option, "3"]) == 2
    captured = capsys.readouterr()
    told = " ".join((captured.err + captured.out).split())
    assert said in told
    assert ("Did you mean" in told) is (option == "--focsu")


def test_flip_shows_the_whole_range(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flip", "western-embargo", "--focus", "RUS", "--draws", "0"]) == 0
    shown = capsys.readouterr().out
    value = re.search(r"Russia, real income (\S+) %", shown)
    row = re.search(r"horizon +long, short +(\S+) to (\S+)", shown)
    assert value is not None
    assert row is not None
    # The short run is further from zero than the headline, which is the other end of the range.
    assert row[2] == value[1]
    assert row[1] != value[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["scenario", "check", "measures-2022"],
        ["explain", "western-embargo", "--focus", "RUS"],
        ["bracket", "western-embargo", "--economy", "RUS"],
        ["timeline", "measures-2022", "--from", "2022", "--to", "2022", "--no-bands"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_words_are_not_cut_at_the_edge_of_the_screen(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(screen, "PIPED_WIDTH", 80)
    assert main(arguments) == 0
    captured = capsys.readouterr()
    lines = (captured.out + captured.err).splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.startswith(("Note", "Russia: value added")) for line in lines)


def test_the_bracket_speaks_of_sectors_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bracket", "western-embargo", "--economy", "RUS"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "of Chemicals (" in said
    assert "C20" not in said


def test_examples_stand_right_under_their_heading(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flip", "--help"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    at = lines.index("Examples")
    assert lines[at - 1] == lines[at + 2] == ""
    assert lines[at + 1] == "multipolar flip western-embargo --focus CHN"
    assert lines[at - 2]
    assert lines[at + 3].startswith("Exit codes")


def test_compared_scenarios_show_the_same_group(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["western-embargo", "western-embargo-china-joins"]
    assert main(["compare", *names, "--draws", "0", "--no-report", "--out", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    readme = (SCHEMA.parents[2] / "README.md").read_text(encoding="utf-8")
    told = re.search(r"the West, 31 economies \| -(\S+) .* \| -(\S+) ", readme)
    assert told is not None
    assert re.search(rf"western-embargo +31 economies under the measures, Russia apart +.{told[1]} ", shown)
    assert re.search(rf"{names[1]} +31 economies under the measures of {names[0]}, Russia apart +.{told[2]} ", shown)


def test_a_cap_in_json_is_that_of_the_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["run", "oil-cap-2022", "--draws", "0", "--no-report", "--out", str(tmp_path), "--json"]
    assert main(arguments) == 0
    (cap,) = _json(capsys)["price_caps"]
    assert (cap["cap"], cap["price_before"]) == (60, 79.4)
