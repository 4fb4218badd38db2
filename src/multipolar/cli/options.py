"""Options that several verbs share, and how they become assumptions, closures and settings."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from cyclopts import Parameter, validators

from multipolar.analysis.horizons import beliefs_of
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.codes.economies import economy
from multipolar.errors import AssumptionError, Problem
from multipolar.model.settings import Assumptions, Closure
from multipolar.simulation.horizons import HORIZONS, NESTS
from multipolar.solve.driver import SolverSettings

CHANGES = ("factor_mobility", *NESTS, "supply_elasticity")
_POSITIVE = Parameter(validator=validators.Number(gt=0))
NAMED_SETS = ("low", "central", "high")
DRAWS = 8
Draws = Annotated[int, Parameter(validator=validators.Number(gte=0))]


@Parameter(name="*")
@dataclass(frozen=True)
class LongRunOptions:
    """What is assumed where only the long run is solved."""

    baseline: str = "icio-2022"
    "Baseline by name; `multipolar data list` shows them. icio-2022-crude has crude oil apart from gas."

    closure: Literal["fixed", "proportional", "balanced"] = "fixed"
    "Who adjusts: deficits fixed in world value added, proportional to income, or removed first."

    revenue: Literal["lump_sum", "lost"] = "lump_sum"
    "Whether tariff revenue and rent reach households."

    elasticities: str = "central"
    "Trade elasticities: low, central or high of the horizon, or a csv file with columns sector, trade_elasticity."

    date: str | None = None
    "Evaluate the scenario's timeline on this day (YYYY-MM-DD); by default its own, or when its last instrument starts."

    tolerance: float = 1e-9
    "Largest residual over all equations."

    solver: Literal["auto", "mixing", "robust", "continuation", "newton"] = "auto"
    "Auto climbs the whole ladder; the others try that rung alone."

    def closure_of(self) -> Closure:
        """The closure asked for."""
        return Closure(self.closure, self.revenue)

    def settings(self) -> SolverSettings:
        """The solver settings asked for."""
        return SolverSettings(tolerance=self.tolerance, method=self.solver)

    def elasticities_of(self, baseline: Baseline) -> Literal["low", "central", "high"] | Array:
        """A named set, or the values of a file in the baseline's sector order."""
        if self.elasticities in NAMED_SETS:
            return self.elasticities  # type: ignore[return-value]
        return read_elasticities(Path(self.elasticities), baseline)


@Parameter(name="*")
@dataclass(frozen=True)
class ModelOptions(LongRunOptions):
    """What is assumed."""

    horizon: Literal["impact", "short", "medium", "long", "all"] | None = None
    "Of the main result; by default the long run, with the short run beside it. All: the other three beside it."

    factor_mobility: Annotated[float | None, _POSITIVE] = None
    "Between sectors: 1 is labour that stays in its sector, inf is mobile labour."

    value_added_elasticity: Annotated[float | None, _POSITIVE] = None
    "Of substitution between value added and materials; 1 is Cobb-Douglas."

    input_elasticity: Annotated[float | None, _POSITIVE] = None
    "Of substitution among materials."

    final_elasticity: Annotated[float | None, _POSITIVE] = None
    "Of substitution among goods in final demand."

    supply_elasticity: Annotated[float | None, _POSITIVE] = None
    "Of supply in coal, oil and gas, and ores, for all of them; also gives the long run a scarce resource there."

    def beliefs_of(self, baseline: Baseline) -> Assumptions:
        """The assumptions asked for: those of the horizon, with the elasticities and single values given."""
        given = {name: getattr(self, name) for name in CHANGES}
        changes = {name: value for name, value in given.items() if value is not None}
        name = None if self.horizon == "all" else self.horizon
        return beliefs_of(baseline, name, self.elasticities_of(baseline), changes)

    @property
    def beside(self) -> tuple[str, ...] | None:
        """Horizons to solve beside the main one; None for the usual one."""
        return HORIZONS if self.horizon == "all" else None


def economies_named(texts: Sequence[str] | None) -> tuple[str, ...]:
    """ISO codes of the economies that the user wants to hear about.

    Raises
    ------
    UnknownCodeError
        For a name that no economy has; for a bloc, since these options take economies one by one.
    """
    return tuple(economy(text).code for text in texts or ())


@Parameter(name="*")
@dataclass(frozen=True)
class OutputOptions:
    """Where results go."""

    json: Annotated[bool, Parameter(negative=())] = False
    "Print JSON instead of tables."

    out: Path = Path("runs")
    "Folder under which the run folder is written."

    quiet: Annotated[bool, Parameter(negative=())] = False
    "No progress and no table; errors still show."


def read_elasticities(path: Path, baseline: Baseline) -> Array:
    """(J,) trade elasticities from a csv file with columns sector, trade_elasticity; all problems at once.

    Raises
    ------
    AssumptionError
        If the file is missing or a line is wrong; sectors that it lacks keep the central value only when it names none
        of them, so a partial file is refused rather than mixed silently.
    """
    if not path.is_file():
        raise AssumptionError(
            f"elasticities '{path}'",
            "is neither a named set nor a file",
            remedy=f"Use one of {', '.join(NAMED_SETS)}, or a csv file with columns sector, trade_elasticity.",
        )
    problems: list[Problem] = []
    found: dict[str, float] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if not {"sector", "trade_elasticity"} <= set(reader.fieldnames or ()):
            raise AssumptionError(
                str(path), "needs the columns sector and trade_elasticity", evidence=f"found {reader.fieldnames}"
            )
        for line, row in enumerate(reader, 2):
            sector, text = row["sector"], row["trade_elasticity"]
            try:
                value = float(text)
            except (TypeError, ValueError):
                problems.append(Problem(line, sector, f"'{text}' is not a number."))
                continue
            if sector not in baseline.sectors:
                problems.append(Problem(line, "sector", f"unknown sector '{sector}'."))
            elif not (np.isfinite(value) and value > 0):
                problems.append(Problem(line, sector, f"{value} is not positive.", "Write theta > 0."))
            elif sector in found:
                problems.append(Problem(line, sector, "appears twice."))
            else:
                found[sector] = value
    missing = [sector for sector in baseline.sectors if sector not in found]
    if missing:
        shown = ", ".join(missing[:8])
        problems.append(Problem(None, "sector", f"{len(missing)} of {len(baseline.sectors)} are missing: {shown} …"))
    if problems:
        raise AssumptionError(
            str(path),
            f"has {len(problems)} problem{'s' if len(problems) != 1 else ''}.",
            evidence="\n  ".join(problem.as_text() for problem in problems[:20]),
        )
    return np.array([found[sector] for sector in baseline.sectors])
