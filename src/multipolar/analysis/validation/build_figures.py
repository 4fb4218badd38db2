"""Figures of the validation pages. Needs matplotlib, which the package itself does not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from multipolar.analysis.validation.published_range import RangeRow
from multipolar.analysis.validation.russia_trade import IN_PROPORTION, MODEL, NO_CHANGE, OUTCOMES, TradeStudy
from multipolar.baseline.figure_style import COOL, GRID, MUTED, STRONG, WARM, new_figure, save, title
from multipolar.data.russia_trade import FLOWS, TradeFlow

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_IMTS = "IMF International Merchandise Trade Statistics; after 2021 estimates from what partners report"
SHOWN = 14
_SHORT = {
    "2014-low": "Flach et al., 2014 to 2019",
    "2014": "Chowdhry et al., 2014",
    "2022": "source not found, 2022",
    "ntb-goods": "Trade decoupling from Russia",
    "decoupling-4": "Flach et al., decoupling",
    "capital": "NBER 33506, capital adjusts",
    "decoupling": "Felbermayr et al., decoupling",
    "embargo-short": "Mahlstein et al., embargo",
}
_ABSENT = {
    "2014-low": "not the same shock",
    "2014": "not the same shock",
    "capital": "no capital in ours",
    "embargo-short": "no capital in ours",
}


def draw_partners(path: Path, study: TradeStudy, year: int = 2023) -> None:
    """Share of each partner in 2021, forecast and in `year`, for exports and imports."""
    figure, panels = new_figure(11.0, 5.9, (1.0, 1.0))
    for axes, flow in zip(panels, FLOWS, strict=True):
        _partners(axes, study, flow, year)
    save(figure, path, f"{_IMTS}. Model: measures-2022, central elasticities.")


def _partners(axes: Axes, study: TradeStudy, flow: TradeFlow, year: int) -> None:
    codes, start, guess, outcome = study.in_shares(MODEL, flow, year)
    spread = study.in_shares(IN_PROPORTION, flow, year)[2]
    order = np.argsort(-np.maximum(start, outcome))[:SHOWN]
    for place, n in enumerate(order):
        ends = (start[n], guess[n], outcome[n], spread[n])
        axes.plot([min(ends), max(ends)], [place, place], color=GRID, linewidth=3, zorder=1)
        axes.plot(start[n], place, marker="|", color=MUTED, markersize=11, markeredgewidth=1.6, zorder=2)
        axes.plot(
            spread[n],
            place,
            marker="o",
            markersize=6,
            color="white",
            markeredgecolor=COOL,
            markeredgewidth=1.4,
            zorder=3,
        )
        axes.plot(guess[n], place, marker="o", markersize=5.5, color=STRONG, zorder=4)
        axes.plot(outcome[n], place, marker="D", markersize=5.5, color=WARM, zorder=5)
    axes.set_yticks(range(SHOWN), [codes[n] for n in order])
    axes.set(ylim=(SHOWN - 0.4, -0.6), xlabel=f"per cent of Russia's goods {flow}, partners with a name")
    axes.tick_params(axis="y", length=0)
    right = float(axes.get_xlim()[1])
    axes.set_xlim(-0.015 * right, right)
    for line, (mark, colour, text) in enumerate(
        (
            ("|", MUTED, "2021"),
            ("o", STRONG, "model"),
            ("o", "white", "in proportion"),
            ("D", WARM, f"happened, {year}"),
        )
    ):
        edge = COOL if colour == "white" else colour
        level = SHOWN - 4.6 + 0.95 * line
        axes.plot(
            right * 0.62, level, marker=mark, color=colour, markeredgecolor=edge, markersize=6.5, markeredgewidth=1.4
        )
        axes.text(right * 0.66, level, text, va="center", fontsize=9, color=edge)
    finding = {
        "exports": "India and China took far more than forecast",
        "imports": "China took the place of nearly everyone",
    }[flow]
    title(axes, finding, f"Russia's goods {flow} by partner, 2021 to {year}")


def draw_errors(path: Path, study: TradeStudy) -> None:
    """Error in shares of the model and of the two forecasts that know none, by flow and year."""
    figure, panels = new_figure(9.0, 3.6, (1.0, 1.0))
    marks = ((NO_CHANGE, MUTED, "s"), (IN_PROPORTION, COOL, "o"), (MODEL, STRONG, "o"))
    for axes, flow in zip(panels, FLOWS, strict=True):
        for name, colour, mark in marks:
            errors = [study.score(name, flow, year, "share").error for year in OUTCOMES]
            hollow = "white" if name == IN_PROPORTION else colour
            axes.plot(OUTCOMES, errors, color=colour, linewidth=1.4, zorder=2)
            axes.plot(
                OUTCOMES,
                errors,
                linestyle="",
                marker=mark,
                color=hollow,
                markeredgecolor=colour,
                markersize=6.5,
                zorder=3,
            )
            axes.text(OUTCOMES[-1] + 0.09, errors[-1], name, color=colour, va="center", fontsize=9)
        axes.set(xticks=OUTCOMES, xlim=(2021.8, 2025.15), ylim=(0, 1.05), ylabel="sum |error| / sum, shares")
        finding = {
            "exports": "Exports: from 2023 ahead of no change,\nbehind the rule of proportion",
            "imports": "Imports: ahead of no change,\nbehind the rule of proportion",
        }[flow]
        title(axes, finding, "Lower is better")
    save(figure, path, _IMTS)


def draw_range(path: Path, rows: tuple[RangeRow, ...]) -> None:
    """Published numbers and our counterparts, Russia."""
    shown = sorted(rows, key=lambda row: -row.published.change_pct)
    figure, (axes,) = new_figure(9.6, 5.6)
    for place, row in enumerate(shown):
        sure = row.published.standing == "confirmed"
        axes.plot(
            row.published.change_pct,
            place,
            marker="D",
            markersize=7,
            color=WARM if sure else "white",
            markeredgecolor=WARM,
            markeredgewidth=1.5,
            zorder=3,
        )
        if row.ours is None or not row.published.comparable:
            text = _ABSENT[row.published.key]
            axes.text(0.35, place, text, va="center", fontsize=8.5, color=MUTED, style="italic")
        else:
            values = list(row.ours.real_income_pct.values())
            axes.plot([min(values), max(values)], [place + 0.2] * 2, color=STRONG, linewidth=2.2, zorder=2)
            axes.plot(
                values, [place + 0.2] * len(values), marker="o", linestyle="", color=STRONG, markersize=5, zorder=3
            )
    axes.set_yticks(range(len(shown)), [f"{_SHORT[row.published.key]}\n{_horizon(row)}" for row in shown])
    axes.set(ylim=(len(shown) - 0.4, -1.5), xlim=(-15.5, 3.4), xlabel="change for Russia, per cent")
    axes.plot([0, 0], [-0.5, len(shown)], color=MUTED, linewidth=0.9)
    axes.tick_params(axis="y", length=0)
    axes.plot(-15.2, -1.0, marker="D", color=WARM, markersize=7)
    axes.text(-14.9, -1.0, "published (hollow: source not found)", color=WARM, va="center", fontsize=9)
    axes.plot(-8.2, -1.0, marker="o", color=STRONG, markersize=5.5)
    axes.text(-7.9, -1.0, "ours, nearest setting, three closures", color=STRONG, va="center", fontsize=9)
    title(
        axes,
        "Ours lie at the small end of the published range",
        "Russia's loss: real income (ours) and welfare, real income, consumption or GDP as published",
    )
    save(figure, path, "as named in the table of the page; ours on the bundled world, central elasticities")


def _horizon(row: RangeRow) -> str:
    horizon = row.published.horizon
    return "horizon not stated" if horizon == "not stated" else f"{horizon} run"
