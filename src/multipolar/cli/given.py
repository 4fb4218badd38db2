"""What a verb is given: a run folder, or a scenario by name or file. Either becomes an Outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path

from multipolar.analysis.outcome import Outcome
from multipolar.analysis.study import study
from multipolar.baseline.registry import load
from multipolar.cli.options import ModelOptions
from multipolar.errors import AssumptionError
from multipolar.runs.replay import replay_of


def refuse_beside_folders(texts: Sequence[str], model: ModelOptions) -> None:
    """Refuse options of the model where every text is a run folder, which brings its own.

    Raises
    ------
    AssumptionError
        With the options that would do nothing.
    """
    if not all(_is_folder(text) for text in texts):
        return
    usual = ModelOptions()
    given = [f.name for f in fields(model) if getattr(model, f.name) != getattr(usual, f.name)]
    if given:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in given)
        what = "a run folder brings its own" if len(texts) == 1 else "run folders bring their own"
        remedy = "Leave it out, or name the scenario in place of the folder."
        raise AssumptionError(options, what, evidence=", ".join(texts), remedy=remedy)


def outcome_of(
    text: str,
    model: ModelOptions,
    *,
    focus: Sequence[str] = (),
    draws: int = 0,
    full: bool = True,
    fan: bool = True,
    progress: Callable[[str, float], None] | None = None,
) -> Outcome:
    """Solve what a run folder or a scenario asks for.

    A run folder brings its own baseline, closure, horizon, elasticities and date; options on the command line do not
    change it.

    Parameters
    ----------
    fan : False leaves out the horizons beside the main one.

    Raises
    ------
    RunError
        If the folder is not whole, or compares several scenarios.
    """
    if not _is_folder(text):
        baseline = load(model.baseline)
        return study(
            baseline,
            text,
            closure=model.closure_of(),
            elasticities=model.beliefs_of(baseline),
            beside=model.beside if fan else (),
            date=model.date,
            focus=focus,
            draws=draws,
            settings=model.settings(),
            progress=progress,
            full=full,
        )
    asked = replay_of(Path(text))
    return study(
        asked.baseline,
        asked.scenario,
        closure=asked.closure,
        elasticities=asked.assumptions,
        beside=None if fan else (),
        date=asked.date,
        focus=focus,
        draws=draws,
        settings=asked.settings,
        progress=progress,
        full=full,
    )


def _is_folder(text: str) -> bool:
    try:
        return Path(text).is_dir()
    except OSError:
        # A name longer than a file system takes is the name of no folder.
        return False
