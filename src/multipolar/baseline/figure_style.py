"""The look of the figures in the documentation, once: colours, axes, titles, and how they are saved.

Colours are the light tokens of the report. matplotlib is needed to draw only, so it is imported inside.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, MUTED, GRID = "#1d2329", "#57616b", "#e9e6df"
WARM, COOL, STRONG = "#bf5a10", "#1b6f9f", "#0d4a75"


def new_figure(width: float, height: float, widths: tuple[float, ...] = (1.0,)) -> tuple[Figure, Any]:
    """A figure in inches with one row of axes, one for each relative width."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, len(widths), squeeze=False, gridspec_kw={"width_ratios": list(widths)})[0]
    for one in axes:
        one.grid(color=GRID, linewidth=0.6)
        one.set_axisbelow(True)
        for side in ("top", "right", "left"):
            one.spines[side].set_visible(False)
        one.spines["bottom"].set_color(MUTED)
        one.tick_params(colors=INK, labelsize=8.5)
        one.xaxis.label.set_fontsize(9)
        one.yaxis.label.set_fontsize(9)
    return figure, axes


def title(axes: Axes, finding: str, measure: str) -> None:
    """The finding as title, the measure beneath."""
    axes.set_title(finding, loc="left", fontsize=11.5, fontweight="bold", color=INK, pad=22)
    axes.annotate(
        measure,
        (0.0, 1.0),
        xytext=(0, 7),
        xycoords="axes fraction",
        textcoords="offset points",
        fontsize=9,
        color=MUTED,
        va="bottom",
    )


def save(figure: Figure, path: Path, source: str) -> None:
    """Save with the source beneath; the same data give the same file, and outlines look the same everywhere."""
    import matplotlib

    figure.supxlabel(f"Source: {source}", x=0.01, ha="left", fontsize=8, color=MUTED)
    path.parent.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context({"svg.hashsalt": "multipolar", "svg.fonttype": "path"}):
        if path.suffix == ".svg":
            figure.savefig(path, metadata={"Date": None})
        else:
            figure.savefig(path, dpi=130)
