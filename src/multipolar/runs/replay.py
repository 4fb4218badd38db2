"""What a run folder asked, ready to be asked again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from multipolar.baseline.baseline import Baseline
from multipolar.baseline.registry import load
from multipolar.errors import RunError
from multipolar.model.settings import Assumptions, Closure
from multipolar.runs.beliefs import beliefs_of_request
from multipolar.runs.folder import SCENARIO, read_manifest
from multipolar.scenario import Scenario, load_scenario
from multipolar.solve.driver import SolverSettings


@dataclass(frozen=True, slots=True)
class Replay:
    """The question of a run: everything that `multipolar.simulation.simulate.simulate` takes."""

    manifest: dict[str, Any]
    baseline: Baseline
    scenario: Scenario
    assumptions: Assumptions
    closure: Closure
    date: str | None
    settings: SolverSettings


def replay_of(folder: Path) -> Replay:
    """Read a run folder back.

    Raises
    ------
    RunError
        If the folder is not whole, compares several scenarios, or stands on a table that is not here any more.
    """
    manifest = read_manifest(folder)
    if manifest.get("members"):
        inside = ", ".join(str(folder / member) for member in manifest["members"])
        raise RunError(str(folder), "compares several scenarios", remedy=f"Give one of them: {inside}.")
    request: dict[str, Any] = manifest["request"]
    baseline = load(request["baseline"])
    then, now = manifest["baseline_checksum"], baseline.provenance.checksum
    if now != then:
        raise RunError(
            str(folder),
            f"was made on another table than the '{baseline.name}' that is here",
            evidence=f"checksum {then[:12]} then, {now[:12]} now",
            remedy=f"Install version {manifest['version']}, or run the scenario again.",
        )
    return Replay(
        manifest=manifest,
        baseline=baseline,
        scenario=load_scenario(folder / SCENARIO),
        assumptions=beliefs_of_request(request, baseline.sectors, baseline.economies),
        closure=Closure(request["deficit"], request["revenue"]),
        date=request["date"] or None,
        settings=SolverSettings(tolerance=request["tolerance"], method=request["solver"]),
    )
