"""Notes as commands show them: behind the measures they are about, and once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from multipolar.cli import main
from multipolar.scenario.place import Notice
from multipolar.simulation.shock import notice_texts

NONE_OF_IT = "Crude oil: the tables have none of it on these borders in 2022; the ban changes nothing."
BANS = """
name: bans
instruments:
  - {id: iceland, kind: import_ban, origin: [RUS], destination: [ISL], product: crude, from: 2023-06-01}
  - {id: cambodia, kind: import_ban, origin: [RUS], destination: [KHM], product: crude, from: 2024-06-01}
"""
DUTY = """
name: duty
instruments:
  - {id: duty, kind: tariff, origin: [CHN], destination: [USA], sectors: [C24A], rate: 0.5, from: 2023-06-01}
"""


def written(folder: Path, text: str) -> str:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_check_names_the_measures_of_each_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, BANS)
    told = f"iceland, cambodia: {NONE_OF_IT}"
    assert main(["scenario", "check", file, "--json"]) == 0
    assert told in json.loads(capsys.readouterr().out)["warnings"]
    assert main(["scenario", "check", file]) == 0
    assert f"Note: {told}" in " ".join(capsys.readouterr().out.split())


def test_timeline_says_once_what_holds_with_one_measure_and_with_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, BANS)
    assert main(["timeline", file, "--from", "2023", "--to", "2024", "--no-bands", "--json"]) == 0
    warnings = json.loads(capsys.readouterr().out)["warnings"]
    assert [text for text in warnings if NONE_OF_IT in text] == [f"iceland, cambodia: {NONE_OF_IT}"]


@pytest.mark.parametrize(("text", "shown"), [(DUTY, False), (DUTY + BANS.partition("instruments:\n")[2], True)])
def test_timeline_shows_ages_only_where_they_differ(
    text: str, shown: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["timeline", written(tmp_path, text), "--from", "2023", "--to", "2024", "--focus", "USA"]) == 0
    assert ("oldest measure where several meet" in capsys.readouterr().out) is shown


def test_what_one_says_of_the_whole_is_said_of_the_whole() -> None:
    notices = [Notice("bloc", "EU has 27.", "one"), Notice("bloc", "EU has 27."), Notice("conflict", "Two.", "b, a")]
    assert notice_texts(notices) == ("EU has 27.", "b, a: Two.")
