"""Cold start from the shell: import, loading the world, a whole run with its report."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from multipolar.analysis.study import study
from multipolar.baseline.bundled import load_bundled
from multipolar.report import render_report


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def test_import_cold(benchmark: Any) -> None:
    benchmark.pedantic(_python, ("import multipolar",), rounds=7, warmup_rounds=1)


def test_interpreter_alone(benchmark: Any) -> None:
    benchmark.pedantic(_python, ("pass",), rounds=7, warmup_rounds=1)


def test_load_bundled_world_warm(benchmark: Any) -> None:
    load = getattr(load_bundled, "__wrapped__", load_bundled)
    benchmark.pedantic(load, rounds=7, warmup_rounds=1)


def test_run_with_report_cold(benchmark: Any, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "multipolar", "run", "western-embargo", "--out", str(tmp_path), "--quiet"]

    def run() -> None:
        subprocess.run(command, check=True)

    benchmark.pedantic(run, rounds=3, warmup_rounds=1)
    assert list(tmp_path.glob("*/report.html"))


def test_render_report_warm(benchmark: Any) -> None:
    outcome = study(load_bundled(), "western-embargo", draws=0)
    page = benchmark.pedantic(
        render_report, ([outcome],), {"command": "", "run_id": "benchmark", "version": "0"}, rounds=7, warmup_rounds=1
    )
    assert len(page) < 2.5e6


def test_study_of_one_scenario(benchmark: Any) -> None:
    world = load_bundled()
    benchmark.pedantic(study, (world, "western-embargo"), rounds=3, warmup_rounds=1)
