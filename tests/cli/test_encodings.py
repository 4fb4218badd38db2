"""Redirected output on systems whose encoding lacks our signs: the same numbers, minus signs included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from multipolar.cli import main

COMMAND = [sys.executable, "-m", "multipolar", "data", "distance", "Shanghai", "Rotterdam"]


def _printed(encoding: str, *arguments: str) -> str:
    done = subprocess.run(
        [*COMMAND, *arguments], env=os.environ | {"PYTHONIOENCODING": encoding}, capture_output=True, check=True
    )
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii"])
def test_output_is_whole_in_any_encoding(encoding: str) -> None:
    assert _printed(encoding) == _printed("utf-8")
    json.loads(_printed(encoding, "--json"))


def test_a_minus_survives(tmp_path: Path) -> None:
    run = ["run", "us-ev-tariff", "--no-report", "--draws", "0"]
    done = subprocess.run(
        [sys.executable, "-m", "multipolar", *run],
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert "−" in done.stdout.decode("utf-8")


def test_a_name_that_is_no_text_is_shown_in_any_encoding(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND[:3], "run", b"bad\xff.yaml"],
        env=os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        capture_output=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 2
    assert b"no scenario 'bad" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["verify", "x" * 300], ["run", "us-ev-tariff", "--elasticities", "x" * 300]])
def test_a_name_too_long_for_a_file_is_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) in {2, 5}
    assert "too long" in capsys.readouterr().err
