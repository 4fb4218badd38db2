"""Tables that go beside the bundled world: conflicts with published trade, value added beside GDP, size of errors."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.build_customs import CustomsRecords
from multipolar.baseline.build_evidence import HUBS, goods_mask, goods_trade, pair_evidence
from multipolar.baseline.complete import ROW, OpenWorld
from multipolar.baseline.evidence import normalise_pairs
from multipolar.baseline.holdout import CellErrors
from multipolar.baseline.perturb import log_error_of

#: Above this share of fuels in a pair's customs value, prices and margins of fuels are the likely cause of a gap.
FUEL_SHARE = 0.4
#: Above this share of published intermediates in a pair's flow, nothing imputed can explain a gap.
ALMOST_ALL = 0.85


@dataclass(frozen=True, slots=True)
class Conflict:
    """A pair whose goods trade differs most from published totals. USD mn; `published_basic` is normalised."""

    exporter: str
    importer: str
    published_customs: float
    published_basic: float
    model: float
    intermediates: float
    cause: str

    @property
    def gap(self) -> float:
        """Model less published, at basic prices."""
        return self.model - self.published_basic


@dataclass(frozen=True, slots=True)
class IncomeCheck:
    """Income of the table (value added and net taxes on inputs, basic prices) beside GDP at market prices, USD mn."""

    economy: str
    income: float
    gdp: float

    @property
    def ratio(self) -> float:
        """Income over GDP; about 0.94, since GDP also holds taxes on final products. NaN where GDP is not published."""
        return self.income / self.gdp


def largest_conflicts(
    world: OpenWorld, final: Array, customs: CustomsRecords, lacking: tuple[str, ...], count: int = 30
) -> tuple[Conflict, ...]:
    """The pairs with the largest gaps to published totals; `lacking` economies are not in the old table."""
    evidence = pair_evidence(world.economies, customs)
    modelled = goods_trade(world, final)
    target = normalise_pairs(evidence.published, modelled, evidence.own_year)
    known = world.intermediate[goods_mask(world.sectors)].sum(axis=0)
    fuels = np.nan_to_num(customs.fuels[2022].between(world.economies, world.economies))
    gap = np.nan_to_num(np.abs(modelled - target))
    conflicts = []
    for flat in np.argsort(-gap, axis=None)[:count]:
        n, i = (int(a) for a in np.unravel_index(int(flat), gap.shape))
        exporter, importer = world.economies[i], world.economies[n]
        published = float(evidence.published[n, i])
        if known[n, i] > target[n, i]:
            cause = "published intermediates alone exceed the customs total"
        elif {exporter, importer} & set(HUBS):
            cause = "hub: transit, re-exports and merchanting in customs values"
        elif evidence.refused[n, i]:
            cause = "customs totals of 2021 and 2023 disagree"
        elif fuels[n, i] > FUEL_SHARE * published:
            cause = "fuels: trade margins, transport and export duties are not in sector flows"
        elif known[n, i] > ALMOST_ALL * modelled[n, i]:
            cause = "almost only published intermediates: resale, margins and routing in customs values"
        elif {exporter, importer} & set(lacking):
            cause = "an economy that the older table lacks: pattern by rule"
        else:
            cause = "final demand pattern of the older table against customs"
        conflicts.append(
            Conflict(
                exporter,
                importer,
                published,
                float(target[n, i]),
                float(modelled[n, i]),
                float(known[n, i]),
                cause,
            )
        )
    return tuple(conflicts)


def income_checks(world: OpenWorld, gdp: dict[str, float]) -> tuple[IncomeCheck, ...]:
    """Income of each listed economy beside its published GDP."""
    return tuple(
        IncomeCheck(code, float(income), gdp.get(code, float("nan")) / 1e6)
        for code, income in zip(world.economies, world.income, strict=True)
        if code != ROW
    )


def log_errors(world: OpenWorld, errors: CellErrors, lacking: tuple[str, ...]) -> Array:
    """(J, N, N) standard deviation of the log error of imputed final flows, by kind of cell, from the hold-out."""
    goods = goods_mask(world.sectors)
    absent = np.isin(world.economies, lacking).astype(int)
    ends = absent[:, None] + absent[None, :]
    size = len(world.economies)
    answer = np.zeros((len(world.sectors), size, size))
    diagonal = np.arange(size)
    for mask, abroad, inside in (
        (goods, errors.foreign_goods, errors.home_goods),
        (~goods, errors.foreign_services, errors.home_services),
    ):
        block = np.array([log_error_of(value) for value in abroad])[ends]
        block[diagonal, diagonal] = np.array([log_error_of(value) for value in inside])[absent]
        answer[mask] = block
    return answer


def write_conflicts(path: Path, conflicts: tuple[Conflict, ...]) -> None:
    """Write the conflicts as csv, USD mn."""
    amounts = ("published_customs", "published_basic", "model", "intermediates", "gap")
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("rank", "exporter", "importer", *(f"{name}_usd_mn" for name in amounts), "cause"))
        for rank, conflict in enumerate(conflicts, start=1):
            values = (f"{getattr(conflict, name):.0f}" for name in amounts)
            writer.writerow((rank, conflict.exporter, conflict.importer, *values, conflict.cause))


def write_income_checks(path: Path, checks: tuple[IncomeCheck, ...]) -> None:
    """Write income beside GDP as csv, USD mn; an empty cell where GDP is not published."""
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("economy", "income_usd_mn", "gdp_usd_mn", "income_over_gdp"))
        for check in checks:
            published = np.isfinite(check.gdp)
            writer.writerow(
                (
                    check.economy,
                    f"{check.income:.0f}",
                    f"{check.gdp:.0f}" if published else "",
                    f"{check.ratio:.3f}" if published else "",
                )
            )
