"""Proof of the imputation where the truth is known: WIOD 2011 from WIOD 2000 and the intermediates of 2011.

The gap in years is the one of the bundled world (2011 to 2022) and the functions are the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array, BoolArray
from multipolar.baseline.balance import fit_rows, fit_rows_and_expenditure, tradedness
from multipolar.baseline.build_concordance import Concordance, aggregate
from multipolar.baseline.prior import PriorSettings, destination_prior
from multipolar.data.wiod import OldTable

#: WIOD industries c1 to c16 make goods.
GOODS = slice(0, 16)
SERVICES = slice(16, 35)
#: Economies of all continents and sizes that stand in for those that the old table lacks.
STAND_INS = ("HUN", "CZE", "SVK", "MEX", "IDN", "TUR", "TWN", "KOR", "CYP", "SWE", "PRT", "BRA", "LTU", "BGR")


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


def run_hold_out(
    old: OldTable,
    new: OldTable,
    settings: PriorSettings | None = None,
    *,
    missing: tuple[str, ...] = (),
) -> HoldOut:
    """Blank out final demand of the new table and impute it.

    Negative inventory cells of the truth (43 of 58,835 in 2011) stay in the truth; a producer whose final sales sum to
    less than zero gets none. Both count as error. Economies in `missing` are first summed into the old table's rest of
    the world, as economies are that the old table never had.
    """
    known, concordance = collapse(old, missing)
    sales = np.maximum(new.final.sum(axis=1), 0.0)
    output = new.intermediate.sum(axis=1) + new.final.sum(axis=1)
    income = (output - new.intermediate.sum(axis=2)).sum(axis=0)
    shares = destination_prior(known, new.intermediate, income, concordance, settings)
    spending = new.final.sum(axis=(0, 2))
    rows_only = fit_rows(shares, sales)
    traded = tradedness(new.intermediate + rows_only)
    return HoldOut(new.final, rows_only, fit_rows_and_expenditure(rows_only, sales, spending, spending, traded))


def collapse(old: OldTable, missing: tuple[str, ...]) -> tuple[OldTable, Concordance]:
    """Sum the missing economies into the rest of the world; the concordance leads from the full list to the rest."""
    kept = tuple(code for code in old.economies if code not in missing)
    where = np.array([kept.index(code) if code in kept else kept.index("ROW") for code in old.economies])
    concordance = Concordance(np.arange(len(old.sectors)), where)
    if not missing:
        return old, concordance
    sums = [aggregate(flow, concordance, len(old.sectors), len(kept)) for flow in (old.intermediate, old.final)]
    return OldTable(old.year, kept, old.sectors, sums[0], sums[1]), concordance


def foreign_errors(truth: Array, estimate: Array, sectors: slice = GOODS) -> HoldOutErrors:
    """Errors of foreign flows in the chosen sectors."""
    abroad = ~np.eye(truth.shape[1], dtype=bool)
    true, guess = truth[sectors], estimate[sectors]
    total = true[:, abroad].sum()
    cell = np.abs(guess - true)[:, abroad].sum() / total
    pair = np.abs((guess - true).sum(axis=0))[abroad].sum() / total
    return HoldOutErrors(float(cell), float(pair), float(guess[:, abroad].sum() / total))


@dataclass(frozen=True, slots=True)
class CellErrors:
    """Cell error by kind of cell, sum |estimate - truth| / sum truth; tuples by how many ends the old table lacks.

    `foreign_goods[1]` is the error of foreign goods flows of which one end, seller or buyer, was not in the old table.
    """

    foreign_goods: tuple[float, float, float]
    foreign_services: tuple[float, float, float]
    home_goods: tuple[float, float]
    home_services: tuple[float, float]


def cell_errors(old: OldTable, new: OldTable) -> CellErrors:
    """Errors of the method by kind of cell: the full hold-out, and one that lacks the economies of `STAND_INS`."""
    full, part = run_hold_out(old, new), run_hold_out(old, new, missing=STAND_INS)
    lacking = np.isin(new.economies, STAND_INS).astype(int)
    ends = lacking[:, None] + lacking[None, :]
    home = np.eye(len(new.economies), dtype=bool)

    def error(case: HoldOut, cells: BoolArray, sectors: slice) -> float:
        true, guess = case.truth[sectors][:, cells], case.rows_only[sectors][:, cells]
        return float(np.abs(guess - true).sum() / true.sum())

    def abroad(sectors: slice) -> tuple[float, float, float]:
        none = error(full, ~home, sectors)
        return none, error(part, ~home & (ends == 1), sectors), error(part, ~home & (ends == 2), sectors)

    def inside(sectors: slice) -> tuple[float, float]:
        return error(full, home, sectors), error(part, home & (ends == 2), sectors)

    return CellErrors(abroad(GOODS), abroad(SERVICES), inside(GOODS), inside(SERVICES))
