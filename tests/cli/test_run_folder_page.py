"""The page on run folders: what it shows in Python reads the folder of a run, whatever its day and hash."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from multipolar.cli import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "run-folder.md"


def test_python_shown_reads_the_newest_folder_of_the_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run", "western-embargo", "--draws", "0", "--no-report"]) == 0
    (made,) = Path("runs").iterdir()
    # A scenario whose name only begins like this one, without results that can be read.
    other = made.with_name(made.name.replace("western-embargo", "western-embargo-china-joins"))
    shutil.copytree(made, other)
    (other / "results.parquet").unlink()
    capsys.readouterr()
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    exec(compile(code, str(PAGE), "exec"), {})
    shown = capsys.readouterr().out
    assert "flow_after" in shown
    assert "B06" in shown
