"""Shared fixtures. Source data that the package does not ship is found beside the repository or by MULTIPOLAR_DATA."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


def _source_folder() -> Path:
    return Path(os.environ.get("MULTIPOLAR_DATA", REPOSITORY.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of source tables; skips where it is absent."""
    folder = _source_folder()
    if not (folder / "icio2022_reduced.npz").exists():
        pytest.skip("source tables are not on this machine (set MULTIPOLAR_DATA to their folder)")
    return folder


@pytest.fixture(scope="session")
def shared_reference() -> Path:
    """Folder of published reference cases beside the source tables; skips where it is absent."""
    folder = _source_folder().parent / "reference"
    if not (folder / "benchmark_80x50.npz").exists():
        pytest.skip("reference cases are not on this machine (set MULTIPOLAR_DATA to the source folder beside them)")
    return folder
