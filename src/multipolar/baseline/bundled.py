"""The baseline that ships with the package."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from multipolar.baseline.baseline import Baseline
from multipolar.baseline.store_format import read_baseline

BUNDLED_NAME = "icio-2022"
_FOLDER = Path(__file__).resolve().parents[1] / "data" / "bundled"


def bundled_path() -> Path:
    """Where the bundled baseline lies."""
    return _FOLDER / f"{BUNDLED_NAME}.npz"


@lru_cache(maxsize=1)
def load_bundled() -> Baseline:
    """The world of 2022: 81 economies x 50 sectors. Read once a process; frozen, so it can be shared."""
    return read_baseline(bundled_path())
