"""Figures of the documentation pages on the bundled world. Needs matplotlib, which the package itself does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from multipolar.baseline.build_reports import Conflict, IncomeCheck
from multipolar.baseline.elasticities import ElasticityTable
from multipolar.baseline.figure_style import COOL, GRID, INK, MUTED, STRONG, WARM, new_figure, save, title
from multipolar.baseline.holdout import GOODS, foreign_errors, run_hold_out
from multipolar.baseline.prior import PriorSettings
from multipolar.data.wiod import OldTable

if TYPE_CHECKING:
    pass

_STATUS = {"published": STRONG, "fill-in": COOL, "placeholder": WARM, "assumed": WARM}


def draw_hold_out(path: Path, old: OldTable, new: OldTable) -> None:
    """Cell error by method, and estimated beside true pair totals, of the hold-out of 2011."""
    case = run_hold_out(old, new)
    methods = {
        "foreign shares of intermediates alone": run_hold_out(
            old, new, settings=PriorSettings(old_weight=0.0)
        ).rows_only,
        "foreign shares of the old table alone, grown": run_hold_out(
            old, new, settings=PriorSettings(old_weight=1.0)
        ).rows_only,
        "blend, producer rows exact": case.rows_only,
        "and expenditure exact": case.with_expenditure,
    }
    figure, (left, right) = new_figure(10.0, 4.6, (1.0, 1.1))
    for place, (name, estimate) in enumerate(methods.items()):
        error = foreign_errors(case.truth, estimate).per_cell
        strong = place >= len(methods) - 2
        left.barh(place, error, color=STRONG if strong else MUTED, height=0.55)
        left.text(error - 0.008, place, f"{error:.3f}", va="center", ha="right", color="white", fontweight="bold")
        left.text(0.0, place - 0.36, name, va="bottom", color=INK, fontsize=9)
    for place, bound in ((2, 0.41), (3, 0.39)):
        left.plot([bound, bound], [place - 0.3, place + 0.3], color=WARM, linewidth=2)
        left.text(bound + 0.012, place, f"accepted: {bound}", color=WARM, va="center", fontsize=8.5)
    left.set(ylim=(len(methods) - 0.5, -0.9), yticks=[], xlim=(0, 0.6), xlabel="sum |estimate − truth| / sum truth")
    title(left, "The blend errs least", "Error by cell, foreign final goods, 2011")
    abroad = ~np.eye(len(new.economies), dtype=bool)
    true = np.maximum(case.truth[GOODS].sum(axis=0)[abroad], 0.1)
    guess = np.maximum(case.with_expenditure[GOODS].sum(axis=0)[abroad], 0.1)
    right.plot([0.1, 3e5], [0.1, 3e5], color=MUTED, linewidth=0.8)
    right.scatter(true, guess, s=7, color=COOL, alpha=0.45, linewidths=0)
    right.set(xscale="log", yscale="log", xlim=(1, 3e5), ylim=(1, 3e5), xlabel="true, USD mn", ylabel="imputed, USD mn")
    pair = foreign_errors(case.truth, case.with_expenditure).per_pair
    title(right, f"Pair totals err by {pair:.0%} in all", "Final goods by pair of economies, expenditure exact")
    save(figure, path, "WIOD 2013 release; 2011 imputed from 2000 and the intermediates of 2011")


def draw_conflicts(path: Path, conflicts: tuple[Conflict, ...]) -> None:
    """The pairs that differ most from published goods trade: intermediates, model, published."""
    figure, (axes,) = new_figure(8.6, 8.4)
    for place, conflict in enumerate(conflicts):
        ends = sorted((conflict.model, conflict.published_basic))
        axes.plot(np.array(ends) / 1e3, [place, place], color=GRID, linewidth=3, zorder=1)
        axes.plot(conflict.intermediates / 1e3, place, marker="|", color=MUTED, markersize=9, zorder=2)
        axes.plot(conflict.published_basic / 1e3, place, marker="o", color=WARM, markersize=5, zorder=3)
        axes.plot(conflict.model / 1e3, place, marker="o", color=STRONG, markersize=5, zorder=3)
    top = conflicts[0]
    for value, label, colour in (
        (top.intermediates, "intermediates", MUTED),
        (top.model, "here", STRONG),
        (top.published_basic, "published", WARM),
    ):
        axes.text(value / 1e3, -0.75, label, color=colour, ha="center", va="bottom", fontsize=8.5)
    axes.set_yticks(range(len(conflicts)), [f"{c.exporter} to {c.importer}" for c in conflicts])
    axes.set(ylim=(len(conflicts) - 0.4, -1.8), xlim=(0, None), xlabel="goods, USD bn, 2022, basic prices")
    axes.tick_params(axis="y", length=0)
    title(axes, "Where the table and customs disagree most", "Thirty largest gaps, customs normalised to basic prices")
    save(figure, path, "OECD ICIO 2025 edition, completed; CEPII BACI 2023, UN Comtrade 2021, IMF IMTS 2022 for Russia")


def draw_income(path: Path, checks: tuple[IncomeCheck, ...]) -> None:
    """Income of the table over GDP, economies sorted."""
    known = sorted((check for check in checks if np.isfinite(check.ratio)), key=lambda check: check.ratio)
    figure, (axes,) = new_figure(10.0, 3.9)
    low, high = 0.86, 1.02
    axes.axhspan(low, high, color=GRID, alpha=0.6, linewidth=0)
    for place, check in enumerate(known):
        inside = low <= check.ratio <= high
        axes.plot(place, check.ratio, marker="o", markersize=5, color=STRONG if inside else WARM)
        axes.text(
            place,
            check.ratio + (0.012 if place % 2 else -0.012),
            check.economy,
            ha="center",
            va="bottom" if place % 2 else "top",
            fontsize=6.3,
            rotation=90,
            color=INK if inside else WARM,
        )
    axes.set(xticks=[], ylim=(0.70, 1.12), xlim=(-1, len(known)), ylabel="income at basic prices / GDP")
    median = float(np.median([check.ratio for check in known]))
    outside = sum(not low <= check.ratio <= high for check in known)
    title(
        axes,
        f"Income is {median:.2f} of GDP in the median economy; {outside} stand out",
        "Value added and net taxes on inputs over GDP at market prices, 2022",
    )
    save(figure, path, "OECD ICIO 2025 edition, residual split here; World Bank, current USD; Taiwan is not published")


def draw_elasticities(path: Path, table: ElasticityTable) -> None:
    """Trade elasticity of each sector with its assumed range, by status of its source."""
    order = np.argsort(table.central)
    figure, (axes,) = new_figure(8.6, 8.8)
    for place, index in enumerate(order):
        colour = _STATUS[table.status[index]]
        axes.plot([table.low[index], table.high[index]], [place, place], color=colour, linewidth=1.6, alpha=0.45)
        axes.plot(table.central[index], place, marker="o", color=colour, markersize=4.5)
    axes.set_yticks(range(len(order)), [table.sectors[index] for index in order], fontsize=7.5)
    for place, (status, colour) in enumerate((("published", STRONG), ("fill-in", COOL), ("no source", WARM))):
        axes.text(24, 3.5 - 1.6 * place, status, color=colour, fontsize=9.5)
    axes.set(xscale="log", xlim=(0.3, 45), ylim=(-0.8, len(order) - 0.2), xlabel="trade elasticity θ (log scale)")
    axes.set_xticks([0.5, 1, 2, 5, 10, 20, 40], ["0.5", "1", "2", "5", "10", "20", "40"])
    axes.minorticks_off()
    axes.tick_params(axis="y", length=0)
    title(axes, "Elasticities and what is assumed of their spread", "5th to 95th percentile")
    save(figure, path, "Fontagné, Guimbard and Orefice 2022; fill-ins as named in the table")
