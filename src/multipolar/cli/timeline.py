"""`multipolar timeline`: a scenario year by year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from cyclopts import Parameter, validators

from multipolar.analysis.credible import beyond_belief
from multipolar.baseline.registry import load
from multipolar.cli.options import economies_named
from multipolar.cli.payload import plain
from multipolar.cli.screen import err, out, print_json, progress, table
from multipolar.codes.economies import economy_name
from multipolar.errors import RunError
from multipolar.model.settings import Closure
from multipolar.scenario.years import FIRST, LAST, Years
from multipolar.simulation.timeline import PATHS
from multipolar.simulation.timeline import timeline as timeline_of
from multipolar.simulation.timeline_result import Timeline
from multipolar.solve.driver import SolverSettings
from multipolar.wording import signed

_YEAR = validators.Number(gte=FIRST, lte=LAST)


def timeline(
    scenario: str,
    /,
    *,
    from_: Annotated[int | None, Parameter(name="--from", validator=_YEAR)] = None,
    to: Annotated[int | None, Parameter(validator=_YEAR)] = None,
    focus: Annotated[list[str], Parameter(consume_multiple=True, negative=())] | None = None,
    bands: bool = True,
    baseline: str = "icio-2022",
    closure: Literal["fixed", "proportional", "balanced"] = "fixed",
    tolerance: float = 1e-9,
    json: Annotated[bool, Parameter(negative=())] = False,
    csv: Path | None = None,
    svg: Path | None = None,
) -> int:
    """Solve a scenario year by year, each year at the age of the measures in force on its last day.

    Young measures meet trade that can hardly turn elsewhere; the older they are, the more elastic it is. Each year is
    an equilibrium of its own, set against a world without the measures; nothing is a forecast.

    Parameters
    ----------
    scenario
        A scenario of the library, or a YAML file.
    from_
        First year; by default the scenario's own, or the year before its first measure.
    to
        Last year; by default the scenario's own, or eight years after its first measure.
    focus
        Economies to show; by default the three whose real income moves most.
    bands
        Also solve the low and the high path of the trade elasticity, and with the age of the oldest and the youngest
        measure where several meet.
    baseline
        Baseline by name; `multipolar data list` shows them.
    closure
        Who adjusts: fixed, proportional or balanced.
    tolerance
        Largest residual over all equations.
    json
        Print JSON.
    csv
        Also write all paths of all economies to this file.
    svg
        Also write the chart to this file.
    """
    wanted = economies_named(focus)
    with progress(not json) as notify:
        notify("loading the baseline", 0.02)
        found = timeline_of(
            load(baseline),
            scenario,
            years=Years(from_, to),
            closure=Closure(closure),
            paths=PATHS if bands else ("central",),
            settings=SolverSettings(tolerance=tolerance),
            progress=notify,
        )
    codes = wanted or found.leading()
    for code in codes:
        found.of(_known(found, code))
    if csv is not None:
        _write(csv, found.frame().to_csv(index=False, lineterminator="\n"))
    if svg is not None:
        from multipolar.report.timeline_figure import timeline_figure

        source = f"Source: Multipolar on {found.baseline_title}."
        _write(svg, timeline_figure(found, source=source, focus=codes).svg)
    if json:
        print_json(plain(found.payload(codes)))
    else:
        _show(found, codes)
    return 4 if any(not quality.solved for quality in found.paths["central"].quality) else 0


def _known(found: Timeline, code: str) -> str:
    if code not in found.economies:
        from multipolar.errors import AssumptionError

        raise AssumptionError(f"focus '{code}'", f"has no row in {found.baseline_name}")
    return code


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RunError(str(path), f"cannot be written: {error.strerror}", remedy="Choose another file.") from error


def _show(found: Timeline, codes: tuple[str, ...]) -> None:
    console = out()
    columns = [("year", False), ("mean age", True), ("trade elasticity", True)]
    for code in codes:
        columns += [(economy_name(code), True), *([("low to high", True)] if len(found.paths) > 1 else [])]
    rows = []
    for y, year in enumerate(found.years):
        beliefs = found.paths["central"].assumptions[y]
        age = found.mean_age()[y]
        theta = "" if beliefs is None else _ends(beliefs.trade_elasticity)
        row = [str(year), "no measure" if np.isnan(age) else f"{age:.1f}", theta]
        for code in codes:
            value = float(found.of(code)[y])
            row.append(signed(value, 2) if np.isfinite(value) else "not solved")
            if len(found.paths) > 1:
                low, high = (float(end[y]) for end in found.band(code))
                row.append(f"{signed(low, 2)} to {signed(high, 2)}" if np.isfinite(low) else "")
        rows.append(row)
    title = f"{found.name}: real income against a world without the measures, per cent, on the last day of each year"
    console.print(table(title, columns, rows))
    for name in ("oldest", "youngest"):
        if name in found.paths and _ages_differ(found):
            apart = {code: _apart(found, code, name) for code in codes}
            shown = ", ".join(f"{economy_name(code)} {value}" for code, value in apart.items())
            console.print(f"With the age of the {name} measure where several meet, at most: {shown}.")
    for text in (*beyond_belief(_furthest(found, codes), "in the year that is furthest from zero"), *found.warnings):
        err().print(f"Note: {text}", style="yellow", markup=False)
    for text in found.failures():
        err().print(f"Not solved: {text}", style="red", markup=False)


def _furthest(found: Timeline, codes: Sequence[str]) -> dict[str, float]:
    """Each economy's answer of the year in which it is furthest from zero, per cent; NaN where no year was solved."""
    values = {code: found.of(code) for code in codes}
    return {
        code: float(path[np.nanargmax(np.abs(path))]) if np.isfinite(path).any() else float("nan")
        for code, path in values.items()
    }


def _ends(theta: np.ndarray) -> str:
    low, high = float(theta.min()), float(theta.max())
    return f"{low:.2f}" if high - low < 0.005 else f"{low:.2f} to {high:.2f}"


def _ages_differ(found: Timeline) -> bool:
    """Whether measures of different age are in force in any year."""
    starts = {str(measure.instrument.id): measure.start for measure in found.measures}
    return any(len({starts[name] for name in ages.measures}) > 1 for ages in found.ages)


def _apart(found: Timeline, code: str, name: str) -> str:
    """Largest difference to the central path in any year, percentage points."""
    apart = found.of(code, name) - found.of(code)
    known = apart[np.isfinite(apart)]
    return f"{signed(float(known[np.argmax(np.abs(known))]), 2)} points" if known.size else "not solved"
