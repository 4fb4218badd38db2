"""Verify a run: its files are whole, and solving again gives the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from multipolar.errors import RunError
from multipolar.runs.folder import RESULTS, machine_key, read_manifest
from multipolar.runs.replay import replay_of
from multipolar.simulation.labels import tidy_frame
from multipolar.simulation.simulate import simulate

SAME_MACHINE, ELSEWHERE = 1e-9, 1e-7
KEYS = ["measure", "economy", "partner", "sector"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What solving again gave.

    Attributes
    ----------
    largest_difference : largest ``|new - old| / max(1, |old|)`` over all numbers of the run, at `where`.
    tolerance : 1e-9 on the machine that made the run, 1e-7 elsewhere.
    """

    run: str
    same_machine: bool
    numbers: int
    largest_difference: float
    where: str
    tolerance: float

    @property
    def holds(self) -> bool:
        """Whether every number came back within the tolerance."""
        return self.largest_difference <= self.tolerance


def verify_run(folder: Path) -> Verification:
    """Solve a run again from its own files and compare every number.

    Raises
    ------
    RunError
        If the folder is not whole, its baseline is not here or has changed, or the rows differ.
    """
    manifest = read_manifest(folder)
    members = manifest.get("members")
    if members:
        parts = [verify_run(folder / member) for member in members]
        return max(parts, key=lambda part: part.largest_difference / part.tolerance)
    asked = replay_of(folder)
    result = simulate(
        asked.baseline,
        asked.scenario,
        assumptions=asked.assumptions,
        closure=asked.closure,
        date=asked.date,
        settings=asked.settings,
    )
    return _compare(folder, result, manifest)


def _versions(manifest: dict[str, Any]) -> str:
    return f"made by version {manifest['version']}; another one may label or count differently"


def _compare(folder: Path, result: Any, manifest: dict[str, Any]) -> Verification:
    import pandas as pd

    old = pd.read_parquet(folder / RESULTS)
    new = tidy_frame(result)
    for frame in (old, new):
        frame[KEYS] = frame[KEYS].astype("object").fillna("")
    if len(old) != len(new) or not (old[KEYS].to_numpy() == new[KEYS].to_numpy()).all():
        raise RunError(
            str(folder),
            "holds other rows than solving again gives",
            evidence=f"{len(old)} then, {len(new)} now; {_versions(manifest)}",
        )
    before, after = old["value"].to_numpy(float), new["value"].to_numpy(float)
    missing = np.isnan(before)
    if (missing != np.isnan(after)).any():
        raise RunError(str(folder), "has gaps elsewhere than solving again gives", evidence=_versions(manifest))
    difference = np.where(missing, 0.0, np.abs(after - before) / np.maximum(1.0, np.abs(np.nan_to_num(before))))
    worst = int(np.argmax(difference))
    same = manifest["machine_key"] == machine_key()
    return Verification(
        run=folder.name,
        same_machine=same,
        numbers=int((~missing).sum()),
        largest_difference=float(difference[worst]),
        where=" ".join(str(part) for part in new.loc[worst, KEYS] if part),
        tolerance=SAME_MACHINE if same else ELSEWHERE,
    )
