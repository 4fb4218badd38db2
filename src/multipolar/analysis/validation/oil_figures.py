"""Figures of the pages on the price cap and on Russian crude after 2022. Needs matplotlib."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np

from multipolar.analysis.validation.oil_backtest import IN_PROPORTION, START, OilStudy
from multipolar.analysis.validation.oil_reach import CapReach
from multipolar.analysis.validation.oil_settings import APART, HORIZONS, MAIN, OWN, SHORT, horizon_of
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
        f"Russian crude by buyer, {year}. No sound tonnes for {gone}",
    )
    save(figure, path, _BACI)


def draw_discount(path: Path, study: OilStudy) -> None:
    """The discount of Urals over time: published, and predicted at each horizon."""
    figure, (axes,) = new_figure(9.4, 4.9)
    when = [int(row.published.period[:4]) + (int(row.published.period[5:7]) - 0.5) / 12 for row in study.discounts]
    published = [row.published.usd_per_barrel for row in study.discounts]
    axes.plot(when, published, color=WARM, marker="D", markersize=6, linewidth=1.3, zorder=4)
    axes.text(when[2] + 0.04, published[2], "published", color=WARM, fontsize=9.5, va="center")
    shown = (*HORIZONS, SHORT + APART, SHORT + OWN)
    lines = {name: [row.predicted[name] for row in study.discounts] for name in shown}
    heights = _apart([line[-1] for line in lines.values()], 2.2)
    for (name, values), height in zip(lines.items(), heights, strict=True):
        main, style = name == MAIN, "--" if OWN in name else ":" if APART in name else "-"
        axes.plot(
            when,
            values,
            color=STRONG if main else COOL,
            marker="o",
            markersize=6 if main else 3.5,
            linewidth=1.3,
            linestyle=style,
            zorder=3 if main else 2,
        )
        label = f"model: {SHORT}" if main else name
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
        "Discount of Urals to Brent; without measures 1.5 dollars. Dotted: crude apart from gas; "
        "broken: low elasticity for crude too",
    )
    save(figure, path, "TASS (Argus), trade press; Brent: US EIA; model: russian-oil-2022 on the pattern of 2021")


def draw_reach(path: Path, reach: CapReach, cap: float = 60.0) -> None:
    """Lowest price that a coalition can hold, by the share of shipping that it controls."""
    figure, (axes,) = new_figure(8.6, 4.6)
    heights = _apart([prices[-1] for prices in reach.lowest.values()], 1.5)
    for (name, prices), height in zip(reach.lowest.items(), heights, strict=True):
        main, style = name == MAIN, "--" if OWN in name else "-"
        colour = STRONG if main else COOL
        axes.plot(
            [100 * s for s in reach.served],
            prices,
            color=colour,
            marker="o",
            markersize=4,
            linewidth=1.4,
            linestyle=style,
        )
        axes.text(101.5, height, horizon_of(name), color=colour, va="center", fontsize=9)
    axes.axhline(cap, color=WARM, linewidth=1.1, linestyle="--")
    axes.text(1, cap + 0.5, f"cap of {cap:g}", color=WARM, fontsize=9)
    axes.set(xlim=(0, 117), xlabel="part of the other buyers' seaborne crude that the coalition serves, per cent")
    axes.set(ylabel="dollars a barrel", ylim=(min(cap, *(min(p) for p in reach.lowest.values())) - 3, reach.before + 1))
    title(
        axes,
        "A cap is only as strong as the trade it can turn away",
        f"Lowest price that the coalition of 2022 can hold Russia to, from {reach.before:g}. "
        "Broken line: low elasticity for crude too",
    )
    save(figure, path, "model, oil-cap-2022 on the bundled world; line by horizon")


def _apart(values: list[float], gap: float) -> list[float]:
    """Heights of labels at least `gap` from each other, in the order of the values, as near to them as it goes."""
    order = sorted(range(len(values)), key=lambda n: values[n])
    found = list(values)
    for low, high in itertools.pairwise(order):
        found[high] = max(found[high], found[low] + gap)
    shift = sum(found[n] - values[n] for n in order) / len(order)
    return [height - shift for height in found]
