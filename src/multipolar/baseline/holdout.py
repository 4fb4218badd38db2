"""Proof of the imputation where the truth is known: WIOD 2011 from WIOD 2000 and the intermediates of 2011.

The gap in years is the one of the bundled world (2011 to 2022) and the functions are the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.balance import fit_rows, fit_rows_and_expenditure
from multipolar.baseline.build_concordance import Concordance
from multipolar.baseline.prior import PriorSettings, destination_prior
from multipolar.data.wiod import OldTable

#: WIOD industries c1 to c16 make goods.
GOODS = slice(0, 16)


@dataclass(frozen=True, slots=True)
class HoldOutErrors:
    """Errors of imputed foreign final goods: sum |estimate - truth| over sum truth; `level` is estimate over truth."""

    per_cell: float
    per_pair: float
    level: float


@dataclass(frozen=True, slots=True)
class HoldOut:
    """Truth and estimates, (J, N, N) USD mn: with producer rows alone, and with exact expenditure as well."""

    truth: Array
    rows_only: Array
    with_expenditure: Array


def run_hold_out(old: OldTable, new: OldTable, settings: PriorSettings | None = None) -> HoldOut:
    """Blank out final demand of the new table and impute it.

    Negative inventory cells of the truth (43 of 58,835 in 2011) stay in the truth; a producer whose final sales sum to
    less than zero gets none. Both count as error.
    """
    same = Concordance.identity(len(new.sectors), len(new.economies))
    shares = destination_prior(old, new.intermediate, same, settings)
    sales = np.maximum(new.final.sum(axis=1), 0.0)
    spending = new.final.sum(axis=(0, 2))
    return HoldOut(new.final, fit_rows(shares, sales), fit_rows_and_expenditure(shares, sales, spending))


def foreign_errors(truth: Array, estimate: Array, sectors: slice = GOODS) -> HoldOutErrors:
    """Errors of foreign flows in the chosen sectors."""
    abroad = ~np.eye(truth.shape[1], dtype=bool)
    true, guess = truth[sectors], estimate[sectors]
    total = true[:, abroad].sum()
    cell = np.abs(guess - true)[:, abroad].sum() / total
    pair = np.abs((guess - true).sum(axis=0))[abroad].sum() / total
    return HoldOutErrors(float(cell), float(pair), float(guess[:, abroad].sum() / total))
