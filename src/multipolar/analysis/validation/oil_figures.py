"""Figures of the pages on the price cap and on Russian crude after 2022. Needs matplotlib."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from multipolar.analysis.validation.oil_backtest import IN_PROPORTION, START, OilStudy
from multipolar.analysis.validation.oil_settings import HORIZONS, MAIN
from multipolar.baseline.figure_style import COOL, GRID, MUTED, STRONG, WARM, new_figure, save, title
from multipolar.codes.economies import economy_name

SHOWN = 14
_BACI = "CEPII BACI; model: russian-oil-2022 on the pattern of 2021, short horizon"


def draw_destinations(path: Path, study: OilStudy, year: int = 2023) -> None:
    """Tonnes by buyer: 2021, model, rule of proportion, happened."""
    start, guess, outcome = study.triple(MAIN, year)
    spread = study.triple(IN_PROPORTION, year)[1]
    figure, (axes,) = new_figure(9.4, 6.2)
    order = np.argsort(-np.nan_to_num(np.fmax(start, outcome)), kind="stable")[:SHOWN].tolist()
    for place, n in enumerate(order):
        ends = (start[n], guess[n], outcome[n], spread[n])
        axes.plot([min(ends), max(ends)], [place, place], color=GRID, linewidth=3, zorder=1)
        axes.plot(start[n], place, marker="|", color=MUTED, markersize=12, markeredgewidth=1.8, zorder=2)
        axes.plot(spread[n], place, marker="o", markersize=6, color="white", markeredgecolor=COOL, zorder=3)
        axes.plot(guess[n], place, marker="o", markersize=6.5, color=STRONG, zorder=4)
        axes.plot(outcome[n], place, marker="D", markersize=6.5, color=WARM, zorder=5)
    axes.set_yticks(range(len(order)), [economy_name(study.economies[n]) for n in order])
    axes.set(ylim=(len(order) - 0.4, -1.9), xlim=(-3, 140), xlabel="million tonnes")
    axes.tick_params(axis="y", length=0)
    marks = (("|", MUTED, MUTED, str(START)), ("o", STRONG, STRONG, "model"), ("D", WARM, WARM, f"happened {year}"))
    for step, (mark, fill, edge, label) in enumerate((*marks, ("o", "white", COOL, "in proportion"))):
        axes.plot(2 + 30 * step, -1.2, marker=mark, color=fill, markeredgecolor=edge, markersize=7, linestyle="")
        axes.text(4 + 30 * step, -1.2, label, color=edge, va="center", fontsize=9)
    gone = ", ".join(economy_name(code) for code in study.missing(year))
    title(
        axes,
        "Who stopped buying was known; who would start was not",
        f"Russian crude by buyer, {year}. No tonnes are known for {gone}",
    )
    save(figure, path, _BACI)


def draw_discount(path: Path, study: OilStudy) -> None:
    """The discount of Urals over time: published, and predicted at each horizon."""
    figure, (axes,) = new_figure(9.4, 4.9)
    when = [int(row.published.period[:4]) + (int(row.published.period[5:7]) - 0.5) / 12 for row in study.discounts]
    published = [row.published.usd_per_barrel for row in study.discounts]
    axes.plot(when, published, color=WARM, marker="D", markersize=6, linewidth=1.3, zorder=4)
    axes.text(when[2] + 0.04, published[2], "published", color=WARM, fontsize=9.5, va="center")
    used: list[float] = []
    for name in HORIZONS:
        values = [row.predicted[name] for row in study.discounts]
        main = name == MAIN
        axes.plot(when, values, color=STRONG if main else COOL, marker="o", markersize=6 if main else 4, linewidth=1.3)
        height = values[-1]
        while any(abs(height - other) < 1.7 for other in used):
            height -= 1.7
        used.append(height)
        label = "model: short" if main else name
        axes.text(when[-1] + 0.04, height, label, color=STRONG if main else COOL, fontsize=9, va="center")
    embargo = 2022 + 11 / 12 + 5 / 365
    axes.axvline(embargo, color=MUTED, linewidth=0.9, linestyle="--")
    axes.text(embargo + 0.015, 44, "embargo and cap", color=MUTED, fontsize=9, va="center")
    axes.set(xlim=(2022.2, 2024.3), ylim=(-4, 46), ylabel="dollars a barrel below Brent")
    axes.set_xticks([2022.25, 2022.5, 2022.75, 2023, 2023.25, 2023.5, 2023.75, 2024])
    axes.set_xticklabels(["Apr 22", "Jul", "Oct", "Jan 23", "Apr", "Jul", "Oct", "Jan 24"])
    title(
        axes,
        "The model finds a discount, and too small a one",
        "Discount of Urals to Brent; price without measures: Brent less 1.5 dollars",
    )
    save(figure, path, "TASS (Argus), trade press; Brent: US EIA; model: russian-oil-2022 on the pattern of 2021")
