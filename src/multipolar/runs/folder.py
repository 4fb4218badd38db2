"""The run folder: everything needed to read, check and repeat one run. Written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from multipolar.data.store import replace_folder
from multipolar.errors import RunError
from multipolar.runs.beliefs import PLAIN

MANIFEST = "manifest.json"
SCENARIO = "scenario.yaml"
RESULTS = "results.parquet"
DIAGNOSTICS = "diagnostics.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What was asked, enough to ask it again.

    Attributes
    ----------
    elasticities : name of a set, ``custom`` when the values are the caller's own. elasticity_values : by sector, or by
        sector and importing economy; these are what counts.
    beliefs : horizon and all other assumptions, see `multipolar.runs.beliefs`; those of a plain long run if empty.
    """

    scenario: str
    variant: str
    baseline: str
    date: str
    deficit: str
    revenue: str
    elasticities: str
    elasticity_values: Mapping[str, float | dict[str, float]]
    tolerance: float
    solver: str
    command: str
    beliefs: Mapping[str, Any] = field(default_factory=dict)


def machine() -> dict[str, str]:
    """What of the platform can move the last digits."""
    import numpy as np
    import scipy

    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {
        "platform": platform.platform(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "blas": f"{blas.get('name', '')} {blas.get('version', '')}".strip(),
    }


def machine_key() -> str:
    """Short hash of `machine`; equal keys should give equal digits."""
    return hashlib.sha256(json.dumps(machine(), sort_keys=True).encode()).hexdigest()[:12]


LONGEST_NAME = 90
"""Characters of a scenario's name in that of its folder; file systems take 255 for a name, some 260 for a path."""


def run_name(
    name: str, scenario_text: str, request: RunRequest, now: datetime, shown: Mapping[str, Any] | None = None
) -> str:
    """``<date>-<name>-<hash>``: the hash is of what was asked, so the same question gets the same end.

    Parameters
    ----------
    shown : what the run was asked to tell beyond the usual, or to leave out, so that a shorter telling never replaces
        a fuller one.
    """
    question: list[Any] = [
        scenario_text,
        request.baseline,
        request.date,
        request.deficit,
        request.revenue,
        dict(request.elasticity_values),
    ]
    # Runs of a plain long run keep the name that they had before there were horizons.
    if request.beliefs and dict(request.beliefs) != PLAIN:
        question.append(dict(request.beliefs))
    if shown:
        question.append(dict(shown))
    asked = json.dumps(question, sort_keys=True)
    return f"{now:%Y-%m-%d}-{name[:LONGEST_NAME]}-{hashlib.sha256(asked.encode()).hexdigest()[:8]}"


def write_run(parent: Path, name: str, files: Mapping[str, bytes | str], manifest: Mapping[str, Any]) -> Path:
    """Write a run folder under `parent`; the manifest lists the checksum of each file.

    An existing folder of that name is replaced once the new one is complete.

    Raises
    ------
    RunError
        If the folder cannot be written.
    """
    checksums = {}
    try:
        with replace_folder(parent / name) as partial:
            for relative, content in sorted(files.items()):
                path = partial / relative
                path.parent.mkdir(parents=True, exist_ok=True)
                raw = content.encode("utf-8") if isinstance(content, str) else content
                path.write_bytes(raw)
                checksums[relative] = hashlib.sha256(raw).hexdigest()
            whole = {"format": FORMAT, **manifest, "machine_key": machine_key(), "machine": machine()}
            text = json.dumps(whole | {"files": checksums}, indent=2, ensure_ascii=False)
            (partial / MANIFEST).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise RunError(
            str(parent), "cannot be written", evidence=str(error), remedy="Choose another folder with --out."
        ) from error
    return parent / name


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a run folder, after checking that its files are whole.

    Raises
    ------
    RunError
        If this is no run folder, a file is missing, or a checksum differs.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise RunError(str(folder), f"is not a run folder: it has no {MANIFEST}", remedy="Give the folder of a run.")
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        files = dict(manifest["files"])
    except (json.JSONDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise RunError(str(path), "cannot be read", evidence=str(error), remedy="Run the scenario again.") from error
    if manifest.get("format") != FORMAT:
        raise RunError(
            str(path), f"has format {manifest.get('format')}, this version reads {FORMAT}", remedy="Run it again."
        )
    wrong = []
    for relative, checksum in files.items():
        file = folder / relative
        if not file.is_file():
            wrong.append(f"{relative} is missing")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != checksum:
            wrong.append(f"{relative} was changed after the run")
    if wrong:
        raise RunError(str(folder), "is not whole", evidence="; ".join(wrong), remedy="Run the scenario again.")
    return manifest


def now_utc() -> datetime:
    """The time that a run is stamped with."""
    return datetime.now(UTC).replace(microsecond=0)
