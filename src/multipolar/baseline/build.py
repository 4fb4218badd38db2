"""Make the bundled world from the folder of source tables: 81 economies x 50 sectors, 2022."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline, Provenance
from multipolar.baseline.build_concordance import WIOD_GROUPS, merge_sectors, to_wiod
from multipolar.baseline.build_customs import CustomsRecords, read_customs, rest_of_world_evidence
from multipolar.baseline.build_evidence import weigh_evidence
from multipolar.baseline.build_reports import (
    Conflict,
    IncomeCheck,
    income_checks,
    largest_conflicts,
    log_errors,
    write_conflicts,
    write_income_checks,
)
from multipolar.baseline.complete import ROW, OpenWorld, assemble, close_world, impute_final
from multipolar.baseline.holdout import CellErrors, cell_errors
from multipolar.baseline.rest_of_world import RestOfWorld, build_rest_of_world
from multipolar.baseline.store_format import write_baseline
from multipolar.baseline.tariffs import build_tariffs
from multipolar.baseline.trade_elasticities import build_elasticities
from multipolar.data.reduced_icio import read_reduced_icio, read_rest_of_world_totals
from multipolar.data.wiod import OldTable, read_wiod
from multipolar.data.wits_tariffs import read_applied_tariffs
from multipolar.data.world_bank import read_indicator
from multipolar.data.world_table import WorldTable

NAME = "icio-2022"
YEAR = 2022
TITLE = "World 2022: OECD ICIO 2025 edition, completed"
SOURCES = (
    *("oecd-icio-2022", "oecd-icio-row-2022", "wiod-2013", "baci-2023", "baci-raw-materials", "comtrade-2021"),
    *("imf-imts-russia", "world-bank-gdp", "wits-tariffs-2014", "fontagne-2022", "elasticity-fill-ins"),
)
NOTES = (
    "Final demand by destination is imputed: an older table's pattern moved by intermediates, producers' totals exact.",
    "The rest of the world (ROW) is built by constraint from its output, a group's value added and customs values.",
    "Value added, net taxes on inputs and inputs from ROW are split from one residual; the tax rate is assumed.",
    "Tariffs are those of 2014: the tariff rounds since 2018 are not in them. Pairs outside the source follow a rule.",
    "The year is already sanctioned: flows of 2022 contain the measures taken until then.",
    "Flows are at basic prices: goods exports are about four fifths of customs values.",
)

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What was built, and the evidence that was held against it.

    Attributes
    ----------
    table : the completed world.
    errors : hold-out errors of the imputation, carried into `table.final_log_error`.
    conflicts : the thirty pairs that differ most from published goods trade.
    income : income of each economy beside its GDP.
    rest_moved_usd_mn : inputs from the rest of the world moved between users to keep value added positive.
    """

    table: WorldTable
    errors: CellErrors
    conflicts: tuple[Conflict, ...]
    income: tuple[IncomeCheck, ...]
    rest_moved_usd_mn: float


def build_bundled(source: Path, target: Path, progress: Progress | None = None) -> BuildReport:
    """Read the source tables in `source`, complete the world, write the baseline file `target`.

    Beside it go `conflicts-2022.csv` and `income-2022.csv`.

    Raises
    ------
    DataError
        If a source table is absent or inconsistent, or a constraint does not hold; nothing is written then.
    """
    say = progress or (lambda _: None)
    say("reading the input-output table and customs records")
    world, rest, customs = open_world(source)
    gdp = read_indicator(source / "trade" / "gdp_world_bank.csv", YEAR)
    say("imputing final demand")
    old = read_wiod(source / "wiod2011_full.npz", 2011)
    final = weigh_evidence(world, final_demand(world, old), customs, gdp)
    say("measuring its error where the truth is known")
    errors = cell_errors(read_wiod(source / "wiod2000_full.npz", 2000), old)
    lacking = tuple(code for code in world.economies if code not in old.economies or code == ROW)
    table = close_world(NAME, TITLE, YEAR, world, final, log_errors(world, errors, lacking))
    say("tariffs and elasticities")
    tariffs = source / "tariffs"
    applied = read_applied_tariffs(tariffs / "applied_2014_43x43x30.parquet", tariffs / "sector_names.csv")
    tariff, imputed = build_tariffs(applied, table.economies, table.sectors)
    elasticities = build_elasticities(source / "elasticities", table.sectors)
    say("checking against published totals and writing")
    report = BuildReport(
        table, errors, largest_conflicts(world, final, customs, lacking), income_checks(world, gdp), rest.moved
    )
    Baseline.from_table(table, tariff, elasticities)
    write_baseline(target, table, tariff, elasticities, Provenance(SOURCES, NOTES, tariff_imputed=imputed))
    write_conflicts(target.with_name("conflicts-2022.csv"), report.conflicts)
    write_income_checks(target.with_name("income-2022.csv"), report.income)
    return report


def open_world(source: Path) -> tuple[OpenWorld, RestOfWorld, CustomsRecords]:
    """The listed economies and the rest of the world, final demand known by producer only; with customs records."""
    icio = read_reduced_icio(source / "icio2022_reduced.npz")
    totals = read_rest_of_world_totals(source / "icio2022_row18_output_va.csv", icio.sectors)
    customs = read_customs(source)
    rest = build_rest_of_world(icio, totals, rest_of_world_evidence(icio, customs))
    return assemble(icio, totals, rest), rest, customs


def final_demand(world: OpenWorld, old: OldTable) -> Array:
    """(J, N, N) USD mn, imputed from the old table and the new intermediates alone."""
    merged = merge_sectors(old, WIOD_GROUPS)
    return impute_final(world, merged, to_wiod(world.economies, world.sectors, merged))
