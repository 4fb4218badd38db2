"""Draws of a baseline within the error of its imputed final demand, for bands around results."""

from __future__ import annotations

from dataclasses import replace
from statistics import NormalDist

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.balance import fit_rows_and_expenditure, tradedness
from multipolar.baseline.baseline import Baseline
from multipolar.errors import DataError

#: Part of the variance of a log error that all sectors of a pair share. On the hold-out the error of a pair's total is
#: 0.57 of the error of its cells; independent cells would give about half of that.
PAIR_SHARE = 0.20
#: Restoring rows and expenditure takes this much of the error out again.
_RESTORED = 1.05
#: Leaves at most a thousandth of expenditure open: the error in external balances is not what is drawn.
_SWEEPS = 40


def log_error_of(cell_error: float) -> float:
    """Standard deviation of a log-normal factor of mean one whose expected absolute deviation from one is `cell_error`.

    Inverts E|exp(s z - s**2 / 2) - 1| = 2 (2 Phi(s / 2) - 1).
    """
    return 2.0 * NormalDist().inv_cdf(0.5 * (1.0 + 0.5 * cell_error))


def draw_baseline(baseline: Baseline, seed: int) -> Baseline:
    """One world that is as likely as the given one: imputed final flows moved by errors of their size.

    Each imputed flow is multiplied by a log-normal factor of mean one and log standard deviation `final_log_error`,
    part of it common to the pair. Producers' rows are then restored exactly and final expenditure closely, so that
    external balances stay. Published intermediates, value added and tariffs stay too.

    Raises
    ------
    DataError
        If the baseline carries no table: shares alone do not say what is imputed.
    """
    table = baseline.table
    if table is None:
        raise DataError(f"baseline {baseline.name}", "has no table behind it, so nothing says what is imputed")
    random = np.random.default_rng(seed)
    spread = _RESTORED * table.final_log_error
    shock = np.sqrt(1.0 - PAIR_SHARE) * random.standard_normal(spread.shape, dtype=np.float32)
    shock += np.sqrt(PAIR_SHARE) * random.standard_normal(spread.shape[1:], dtype=np.float32)
    moved = table.final_flow * np.exp(spread * (shock - 0.5 * spread))
    sales, spending = table.final_flow.sum(axis=1), table.final_flow.sum(axis=(0, 2))
    traded = tradedness(table.intermediate_flow + table.final_flow)
    final: Array = fit_rows_and_expenditure(moved, sales, spending, spending, traded, sweeps=_SWEEPS)
    drawn = replace(table, final_flow=final)
    return Baseline.from_table(drawn, baseline.tariff_rate, baseline.elasticities, baseline.provenance)
