"""The script on the page 'Check our numbers with another solver' is run as it stands there."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import numpy as np

from multipolar.baseline.export_keys import KEYS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "check-with-another-solver.md"


def _script(folder: Path) -> Path:
    found = re.search(r'```python title="check.py"\n(.*?)```', PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert found is not None
    path = folder / "check.py"
    path.write_text(found[1], encoding="utf-8")
    return path


def test_the_page_lists_every_array() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for key in KEYS:
        assert f"| `{key.name}` | {key.unit} | {key.meaning} |" in page


def test_the_script_agrees_with_the_published_benchmark(shared_reference: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(_script(tmp_path)), str(shared_reference / "benchmark_80x50.npz")],
        capture_output=True,
        text=True,
        check=True,
    )
    ours = {line.split()[0]: float(line.split()[1]) for line in done.stdout.splitlines()[1:]}
    with (shared_reference / "benchmark_80x50_answer.csv").open(encoding="utf-8") as stream:
        theirs = {row["country"]: float(row["real_income_pct"]) for row in csv.DictReader(stream)}
    assert ours.keys() == theirs.keys()
    codes = sorted(ours)
    np.testing.assert_allclose([ours[c] for c in codes], [theirs[c] for c in codes], atol=1.1e-6)
