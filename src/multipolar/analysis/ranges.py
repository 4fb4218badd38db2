"""Ranges: the same case under other elasticities, or on other draws of what is imputed. No confidence bands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import get_args

import numpy as np

from multipolar.analysis.case import Case, Progress
from multipolar.analysis.outcome import Range
from multipolar.arrays import Array
from multipolar.baseline.perturb import draw_baseline
from multipolar.errors import MultipolarError
from multipolar.model.settings import Assumptions
from multipolar.simulation.horizons import Member, trade_elasticities
from multipolar.simulation.result import Result

ELASTICITY_RANGE = "elasticity range"
IMPUTATION_RANGE = "imputation range"
MEASURE = "real_income_pct"
IMPUTATION_SEED = 20220101


def elasticity_range(case: Case, main: Result, progress: Progress | None = None) -> Range:
    """Solve with all trade elasticities low, central and high together, as the case's horizon has them.

    Parameters
    ----------
    main : the result of `case` itself, to save a solve and to start from.

    Returns
    -------
    Range of ``real_income_pct`` with members ``low``, ``central``, ``high``, and the case's own set if its values are
    none of these, by its label or as ``own``. A member without an equilibrium is a NaN row and named in `Range.failed`.
    """
    rows, failed = [], []
    named = named_elasticities(case)
    own = _name_of(case.assumptions, named)
    members = list(dict.fromkeys((*named, own)))
    for number, member in enumerate(members):
        if progress is not None:
            progress(ELASTICITY_RANGE, number / len(members))
        if member == own:
            rows.append(main.real_income_pct())
            continue
        beliefs = replace(case.assumptions, trade_elasticity=named[member], label=member)
        row, reason = attempt(partial(case.with_assumptions, beliefs), member, main)
        rows.append(row)
        failed += reason
    return Range(ELASTICITY_RANGE, MEASURE, tuple(members), np.stack(rows), tuple(failed))


def named_elasticities(case: Case) -> dict[str, Array]:
    """(J,) trade elasticities of the case's horizon: low, central and high."""
    horizon = case.assumptions.horizon
    return {member: trade_elasticities(horizon, case.baseline, member) for member in get_args(Member)}


def _name_of(beliefs: Assumptions, named: Mapping[str, Array]) -> str:
    """The member that a case's own elasticities are: by value, whatever their label says."""
    same = [name for name, values in named.items() if np.array_equal(values, beliefs.trade_elasticity)]
    if same:
        return beliefs.label if beliefs.label in same else same[0]
    return "own" if beliefs.label in named else beliefs.label


def imputation_range(
    case: Case, main: Result, draws: int = 8, progress: Progress | None = None
) -> tuple[Range | None, str]:
    """Solve on baselines whose imputed cells are drawn anew.

    Parameters
    ----------
    main : the result of `case` itself, on the baseline as it stands; its row comes first.
    draws : number of draws; their seeds are fixed, so the range is the same every time.

    Returns
    -------
    The Range and an empty text, or None and the reason why there is none.
    """
    if draws <= 0:
        return None, ""
    if case.baseline.table is None:
        return None, "The baseline does not say which cells are imputed, so no imputation range can be given."
    if not case.baseline.table.final_log_error.any():
        return None, "Nothing in this baseline is imputed with a known error, so there is no imputation range."
    rows, members, failed = [main.real_income_pct()], ["as it stands"], []
    for number in range(draws):
        if progress is not None:
            progress(IMPUTATION_RANGE, number / draws)
        seed = IMPUTATION_SEED + number
        member = f"draw {number + 1} (seed {seed})"
        members.append(member)
        row, reason = attempt(lambda: case.with_baseline(draw_baseline(case.baseline, seed)), member, main)  # noqa: B023
        rows.append(row)
        failed += reason
    return Range(IMPUTATION_RANGE, MEASURE, tuple(members), np.stack(rows), tuple(failed)), ""


def attempt(make: Callable[[], Case], name: str, near: Result) -> tuple[Array, list[str]]:
    """Real income changes (N,) of a case; NaN and one line on the reason where it has no equilibrium.

    Parameters
    ----------
    make : gives the case; making it may already fail, as the world without deficits may.
    """
    try:
        return make().solve(near).real_income_pct(), []
    except MultipolarError as error:
        return np.full(len(near.economies), np.nan), [f"{name}: {first_line(error)}"]


def first_line(error: MultipolarError) -> str:
    """What an error says, in one line."""
    return str(error).splitlines()[0]
