"""Figure of the page on the Red Sea crisis. Needs matplotlib, which the package itself does not."""

from __future__ import annotations

from pathlib import Path

from multipolar.analysis.validation.red_sea import MAIN, RedSeaStudy
from multipolar.baseline.figure_style import GRID, MUTED, STRONG, WARM, new_figure, save, title
from multipolar.codes.passages import passages

LEFT_OUT = ("taiwan-strait",)


def draw_red_sea(path: Path, study: RedSeaStudy) -> None:
    """Transits of each passage: counted in 2023, predicted without a fit, counted in 2024."""
    figure, (axes,) = new_figure(9.6, 5.2)
    start, actual = study.before.sum(axis=1) / 1e3, study.outcome.sum(axis=1) / 1e3
    guess = study.forecast(MAIN).transits.sum(axis=1) / 1e3
    order = sorted(
        (p for p, code in enumerate(study.passages) if code not in LEFT_OUT), key=lambda p: actual[p] / start[p]
    )
    for place, p in enumerate(order):
        ends = (start[p], guess[p], actual[p])
        axes.plot([min(ends), max(ends)], [place, place], color=GRID, linewidth=3, zorder=1)
        axes.plot(start[p], place, marker="|", color=MUTED, markersize=11, markeredgewidth=1.6, zorder=2)
        axes.plot(guess[p], place, marker="o", color=STRONG, markersize=6, zorder=3)
        axes.plot(actual[p], place, marker="D", color=WARM, markersize=6, zorder=4)
    axes.set_yticks(range(len(order)), [passages()[study.passages[p]].name for p in order])
    axes.set(ylim=(len(order) - 0.4, -0.6), xlabel="thousand transits a year")
    axes.tick_params(axis="y", length=0)
    right = float(axes.get_xlim()[1])
    axes.set_xlim(0, right)
    marks = (("|", MUTED, "counted 2023"), ("o", STRONG, "predicted"), ("D", WARM, "counted 2024"))
    for line, (mark, colour, text) in enumerate(marks):
        level = 2.4 + 0.8 * line
        axes.plot(right * 0.78, level, marker=mark, color=colour, markersize=7, markeredgewidth=1.4)
        axes.text(right * 0.8, level, text, va="center", fontsize=9, color=colour)
    title(
        axes,
        "Suez down, Cape up, both less than happened",
        "Ships through each passage; predicted from announcements and insurance, no count of 2024 used",
    )
    save(figure, path, "IMF PortWatch; Multipolar, bundled world, central elasticities.")
