"""Run folders of variants carry an ``@`` in their name: what reads a folder reads them too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from multipolar.cli import main
from multipolar.cli.claims import _scenario_text
from multipolar.errors import ScenarioError
from multipolar.scenario import load_scenario
from multipolar.scenario.load import variants

TWO = """
name: two
instruments:
  - {kind: tariff, origin: [CHN], destination: [USA], sectors: [C29], rate: 0.25}
variants:
  more:
    instruments:
      - {id: back, kind: tariff, origin: [USA], destination: [CHN], sectors: [C29], rate: 0.25}
"""


def test_a_variants_folder_is_verified_and_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two.yaml").write_text(TWO, encoding="utf-8")
    for name in ("two.yaml@more", "us-ev-tariff@retaliation"):
        assert main(["run", name, "--no-report", "--draws", "0", "--json"]) == 0
        folder = json.loads(capsys.readouterr().out)["folder"]
        assert "@" in folder
        assert main(["verify", folder]) == 0
        assert main(["explain", folder]) == 0
        capsys.readouterr()


def test_a_mark_in_the_name_of_a_folder_or_file_is_no_variant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "a@b"
    folder.mkdir()
    (folder / "two.yaml").write_text(TWO, encoding="utf-8")
    (folder / "x@y.yaml").write_text(TWO, encoding="utf-8")
    (folder / "child.yaml").write_text("name: child\nextends: x@y.yaml@more\n", encoding="utf-8")
    assert load_scenario("a@b/two.yaml").name == "two"
    assert load_scenario("a@b/two.yaml@more").name == "two@more"
    assert load_scenario(folder / "x@y.yaml").name == "two"
    assert load_scenario(f"{folder}/x@y.yaml@more").name == "two@more"
    assert load_scenario("a@b/child.yaml").ids == load_scenario("a@b/two.yaml@more").ids
    assert set(variants("a@b/two.yaml")) == {"more"}
    with pytest.raises(ScenarioError, match="no such file"):
        load_scenario("a@b/three.yaml")


def test_a_shorter_telling_never_replaces_a_fuller_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two.yaml").write_text(TWO, encoding="utf-8")

    def folder(*options: str) -> str:
        assert main(["run", "two.yaml", "--json", *options]) == 0
        return str(json.loads(capsys.readouterr().out)["folder"])

    usual = folder()
    assert folder("--draws", "8") == usual, "what is said and usual is the same question"
    others = [folder("--no-report"), folder("--no-report", "--draws", "0"), folder("--focus", "SWE")]
    assert len({usual, *others}) == 4
    assert (Path(usual) / "report.html").is_file()
    for each in (usual, *others):
        assert main(["verify", each]) == 0


@pytest.mark.parametrize("verb", ["run", "explain", "flip", "compare"])
def test_a_name_longer_than_a_file_system_takes_is_no_scenario(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("x" * 300, f"{'x' * 300}@more"):
        assert main([verb, name, "western-embargo"] if verb == "compare" else [verb, name]) == 2
        assert "no scenario" in capsys.readouterr().err


def test_a_claim_is_tested_by_a_file_below_a_folder_with_a_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "a@b"
    folder.mkdir()
    (folder / "two.yaml").write_text(TWO, encoding="utf-8")
    (folder / "x@y.yaml").write_text(TWO, encoding="utf-8")
    for name in ("a@b/two.yaml@more", "a@b/x@y.yaml@more", f"{folder}/x@y.yaml@more"):
        assert "id: back" in _scenario_text(Path(name))
    assert _scenario_text(Path("a@b/x@y.yaml")) == TWO
