"""Horizons on the command line: what is solved, printed, recorded and verified."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from multipolar.analysis.study import study
from multipolar.baseline.bundled import load_bundled
from multipolar.cli import main
from multipolar.cli.payload import outcome_payload
from multipolar.runs.beliefs import PLAIN, beliefs_of_request, beliefs_record, elasticities_record
from multipolar.runs.folder import RunRequest, now_utc, run_name
from multipolar.simulation.horizons import HORIZONS, horizon

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "reference" / "run.schema.json"


def run(*arguments: str, out: Path) -> Path:
    before = set(out.iterdir()) if out.exists() else set()
    assert main(["run", *arguments, "--draws", "0", "--quiet", "--no-report", "--out", str(out)]) == 0
    (folder,) = set(out.iterdir()) - before
    return folder


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short run with one value of the user's own."""
    out = tmp_path_factory.mktemp("short")
    return run("eu-crude-embargo", "--horizon", "short", "--supply-elasticity", "0.4", out=out)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_run_at_a_horizon_verifies_and_lists_what_it_rests_on(short: Path) -> None:
    assert main(["verify", str(short)]) == 0
    held = json.loads((short / "manifest.json").read_text(encoding="utf-8"))["request"]["beliefs"]
    assert held["horizon"] == "short"
    assert held["factor_mobility"] < 5
    assert {entry["supply_elasticity"] for entry in held["resource"].values()} == {0.4}
    listed = {row["parameter"]: row for row in _rows(short / "assumptions.csv")}
    assert listed["supply_elasticity B06"]["status"] == "own"
    assert "the horizon's own is" in listed["supply_elasticity B06"]["source"]
    assert listed["factor_mobility"]["status"] != "own"
    assert all(row["source"] for row in listed.values())


def test_verify_notices_that_a_run_was_solved_under_other_beliefs(short: Path) -> None:
    path = short / "manifest.json"
    kept = path.read_bytes()
    try:
        manifest = json.loads(kept)
        manifest["request"]["beliefs"]["factor_mobility"] = "inf"
        path.write_text(json.dumps(manifest), encoding="utf-8")
        assert main(["verify", str(short)]) == 1
    finally:
        path.write_bytes(kept)


def test_both_horizons_stand_side_by_side(short: Path) -> None:
    russia = next(row for row in _rows(short / "horizons.csv") if row["economy"] == "RUS")
    for name in ("short", "long"):
        low, value, high = (float(russia[f"real_income_pct_{name}{end}"]) for end in ("_low", "", "_high"))
        assert low <= value <= high
    assert float(russia["real_income_pct_short"]) < float(russia["real_income_pct_long"]) < 0


def test_a_folder_without_horizons_is_a_long_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = run("eu-crude-embargo", out=tmp_path)
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    assert manifest["request"].pop("beliefs") == PLAIN
    path.write_text(json.dumps(manifest), encoding="utf-8")
    capsys.readouterr()
    assert main(["verify", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["largest_difference"] <= 1e-9


@pytest.mark.parametrize("name", HORIZONS)
def test_beliefs_come_back_from_the_manifest(name: str) -> None:
    world = load_bundled()
    beliefs, _ = horizon(name, world, "low")
    request = {
        "elasticities": beliefs.label,
        "elasticity_values": elasticities_record(beliefs, world.sectors, world.economies),
        "beliefs": beliefs_record(beliefs, world.sectors),
    }
    again = beliefs_of_request(json.loads(json.dumps(request, allow_nan=False)), world.sectors, world.economies)
    assert again.same_beliefs(beliefs)
    assert (again.horizon, again.label) == (name, "low")


def test_the_same_question_at_another_horizon_has_another_folder() -> None:
    def named(beliefs: dict[str, Any]) -> str:
        request = RunRequest("s", "", "b", "", "fixed", "lump_sum", "central", {"A": 1.0}, 1e-9, "auto", "", beliefs)
        return run_name("s", "text", request, now_utc())

    assert named({}) == named(dict(PLAIN))
    assert named(dict(PLAIN)) != named({**PLAIN, "factor_mobility": 2.0})


@pytest.mark.parametrize(
    ("scenario", "name", "keys"),
    [
        ("oil-cap-2022", "short", {"energy", "price_caps"}),
        ("red-sea-closure", None, {"routes"}),
        ("swift-cut", None, {"payments"}),
        ("sanctions-through-kazakhstan", None, {"detours"}),
        ("us-ev-tariff", "medium", set()),
    ],
)
def test_the_schema_describes_every_kind_of_outcome(scenario: str, name: str | None, keys: set[str]) -> None:
    outcome = study(load_bundled(), scenario, horizon=name, full=False)
    payload = outcome_payload(outcome, command="", run="", folder="")
    jsonschema.validate(json.loads(json.dumps(payload, allow_nan=False)), json.loads(SCHEMA.read_text("utf-8")))
    told = {"energy", "price_caps", "payments", "routes", "detours"} & set(payload)
    assert keys <= told
    assert scenario != "us-ev-tariff" or not told
    assert payload["assumptions"]["horizon"] == (name or "long")
    assert [other["name"] for other in payload["horizons"]] == (["short"] if name is None else ["long"])
    mobility = next(entry for entry in payload["assumptions"]["parameters"] if entry["name"] == "factor_mobility")
    assert (mobility["value"] == "inf") is (name is None)


def test_the_terminal_shows_both_horizons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "oil-cap-2022", "--draws", "0", "--no-report", "--out", str(tmp_path)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for words in (
        "Long run",
        "real income %, long",
        "short run %",
        "short range %",
        "the cap of USD 60",
        "Energy: Russia ships",
    ):
        assert words in said


def test_the_bracket_offers_no_other_horizon(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bracket", "eu-crude-embargo", "--horizon", "short"]) == 2
    assert "Unknown option: --horizon" in " ".join(capsys.readouterr().err.split())
    main(["bracket", "--help"])
    offered = capsys.readouterr().out
    assert "--closure" in offered
    assert not [option for option in ("horizon", "mobility", "supply", "input-elast") if f"--{option}" in offered]


def test_a_run_folder_takes_no_options_of_the_model(short: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("explain", "flip"):
        assert main([verb, str(short), "--horizon", "long", "--closure", "balanced"]) == 2
        said = capsys.readouterr().err
        assert "--closure, --horizon: a run folder brings its own" in said
        assert "name the scenario" in said


def test_a_difference_of_one_scenario_names_what_differs(short: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(short), "eu-crude-embargo", "--focus", "RUS"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "eu-crude-embargo (long run) minus eu-crude-embargo (short run): contribution" in said
    points, logs = re.search(r"is (\S+) points, and (\S+) log points x 100", said).groups()  # type: ignore[union-attr]
    assert f"sum {points}" in said
    assert f"sum over partners and the rest {logs}" in said


@pytest.mark.parametrize("options", [["--factor-mobility", "0.5"], ["--horizon", "soon"], ["--input-elasticity", "0"]])
def test_impossible_values_are_refused(options: list[str], tmp_path: Path) -> None:
    assert main(["run", "us-ev-tariff", *options, "--out", str(tmp_path / "runs")]) == 2
    assert not (tmp_path / "runs").exists()
