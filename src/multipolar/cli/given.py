"""What a verb is given: a run folder, or a scenario by name or file. Either becomes an Outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from multipolar.analysis.outcome import Outcome
from multipolar.analysis.study import study
from multipolar.baseline.registry import load
from multipolar.cli.options import ModelOptions
from multipolar.errors import RunError
from multipolar.model.settings import Assumptions, Closure
from multipolar.runs.folder import MANIFEST, SCENARIO, read_manifest
from multipolar.scenario import load_scenario
from multipolar.solve.driver import SolverSettings


def outcome_of(
    text: str,
    model: ModelOptions,
    *,
    focus: Sequence[str] = (),
    draws: int = 0,
    full: bool = True,
    progress: Callable[[str, float], None] | None = None,
) -> Outcome:
    """Solve what a run folder or a scenario asks for.

    A run folder brings its own baseline, closure, elasticities and date; options on the command line do not change it.

    Raises
    ------
    RunError
        If the folder is not whole, or compares several scenarios.
    """
    folder = Path(text)
    if not folder.is_dir():
        baseline = load(model.baseline)
        return study(
            baseline,
            text,
            closure=model.closure_of(),
            elasticities=model.elasticities_of(baseline),
            date=model.date,
            focus=focus,
            draws=draws,
            settings=model.settings(),
            progress=progress,
            full=full,
        )
    manifest = read_manifest(folder)
    if manifest.get("members"):
        inside = ", ".join(str(folder / member) for member in manifest["members"])
        raise RunError(str(folder), "compares several scenarios", remedy=f"Give one of them: {inside}.")
    request = manifest["request"]
    baseline = load(request["baseline"])
    if baseline.provenance.checksum != manifest["baseline_checksum"]:
        raise RunError(
            str(folder),
            f"was made on another '{baseline.name}' than the one here",
            evidence=f"checksums {manifest['baseline_checksum'][:12]} and {baseline.provenance.checksum[:12]}",
            remedy=f"Use version {manifest['version']}, or run the scenario again.",
        )
    theta = np.array([request["elasticity_values"][sector] for sector in baseline.sectors])
    return study(
        baseline,
        load_scenario(folder / SCENARIO),
        closure=Closure(request["deficit"], request["revenue"]),
        elasticities=Assumptions(theta, request["elasticities"]),
        date=request["date"] or None,
        focus=focus,
        draws=draws,
        settings=SolverSettings(tolerance=request["tolerance"]),
        progress=progress,
        full=full,
    )


def is_run(text: str) -> bool:
    """Whether the text names a run folder."""
    return (Path(text) / MANIFEST).is_file()
