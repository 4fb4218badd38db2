"""Figure of the page on detours. Needs matplotlib, which the package itself does not."""

from __future__ import annotations

from pathlib import Path

from multipolar.analysis.validation.detour_tables import NAMES
from multipolar.analysis.validation.detours import AFTER, BEFORE, MODEL, ON_TOP, DetourValidation
from multipolar.baseline.figure_style import COOL, GRID, MUTED, STRONG, WARM, new_figure, save, title


def draw_detours(path: Path, found: DetourValidation) -> None:
    """EU exports of listed goods to each neighbour: before, forecast, forecast on top of demand, happened."""
    figure, (axes,) = new_figure(9.0, 4.6)
    order = sorted(range(len(found.partners)), key=lambda row: -found.outcome[row].sum())
    marks = (
        ("|", MUTED, MUTED, 12.0, f"{BEFORE[0][:4]}"),
        ("o", STRONG, STRONG, 6.5, "model"),
        ("o", "white", COOL, 6.5, "model on top of the growth of other goods"),
        ("D", WARM, WARM, 6.5, f"happened, {AFTER[0][:4]}"),
    )
    for place, row in enumerate(order):
        values = [
            values[row].sum() / 1e3
            for values in (found.start, found.forecast(MODEL).value, found.forecast(ON_TOP).value, found.outcome)
        ]
        axes.plot([min(values), max(values)], [place, place], color=GRID, linewidth=4, zorder=1)
        for value, (mark, colour, edge, size, _) in zip(values, marks, strict=True):
            axes.plot(
                value,
                place,
                marker=mark,
                color=colour,
                markeredgecolor=edge,
                markersize=size,
                markeredgewidth=1.5,
                zorder=3,
            )
    axes.set_yticks(range(len(order)), [NAMES[found.partners[row]] for row in order])
    axes.set(ylim=(len(order) - 0.4, -0.6), xlabel="EUR bn, March to November")
    axes.set_xlim(0, 1.06 * float(max(found.outcome.sum(axis=1).max(), found.start.sum(axis=1).max())) / 1e3)
    axes.tick_params(axis="y", length=0)
    right = float(axes.get_xlim()[1])
    for line, (mark, colour, edge, size, text) in enumerate(marks):
        level = 2.6 + 0.55 * line
        axes.plot(0.56 * right, level, marker=mark, color=colour, markeredgecolor=edge, markersize=size)
        axes.text(0.58 * right, level, text, va="center", fontsize=9, color=edge)
    title(
        axes,
        "Outside Belarus, the model's detours are a fraction of what happened",
        "EU exports of goods on the sanctions lists to Russia's neighbours",
    )
    save(figure, path, "Eurostat Comext, 2,219 codes of eight digits. Model: measures-with-detours, elasticity 0.76.")
