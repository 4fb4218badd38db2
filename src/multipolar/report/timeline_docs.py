"""Write the tables and the figure of the page on timelines anew.

``python -m multipolar.report.timeline_docs docs`` computes everything; a test holds the page to it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from multipolar.analysis.validation.pages import with_tables
from multipolar.baseline.registry import load
from multipolar.report.timeline_figure import timeline_figure
from multipolar.report.view import name_of
from multipolar.simulation.simulate import Prepared, prepare_baseline
from multipolar.simulation.timeline import timeline
from multipolar.simulation.timeline_beliefs import STEP
from multipolar.simulation.timeline_result import Timeline
from multipolar.wording import signed

PAGE = "explanation/timeline.md"
FIGURE = "figures/timeline-measures-2022.svg"
SCENARIO = "measures-2022"
ECONOMIES = ("RUS", "DEU")
DRAWN = ("RUS", "DEU", "CHN")
LEADING = 5
STEPS = (STEP, 0.5, 1.0)
SOURCE = "Source: OECD Inter-Country Input-Output tables of 2022 as bundled; Multipolar"


def tables(prepared: Prepared, found: Timeline) -> dict[str, str]:
    """All tables of the page by name."""
    return {
        "path": _path(found),
        "assumptions": _assumptions(found),
        "ages": _ages(found),
        "leading": _leading(found),
        "rounding": _rounding(prepared),
    }


def _path(found: Timeline) -> str:
    names = [name_of(code) for code in ECONOMIES]
    rows = [
        f"| last day of | mean age | {' | '.join(f'{name}, % | low to high' for name in names)} |",
        "|---|---:|" + "---:|---:|" * len(names),
    ]
    for y, year in enumerate(found.years):
        age = found.mean_age()[y]
        cells = [str(year), "no measure" if np.isnan(age) else f"{age:.1f}"]
        for code in ECONOMIES:
            low, high = (float(end[y]) for end in found.band(code))
            cells += [signed(float(found.of(code)[y]), 2), f"{signed(low, 2)} to {signed(high, 2)}"]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def _assumptions(found: Timeline) -> str:
    rows = [
        "| last day of | trade elasticity | m | value added, materials | among materials | final | supply of B06 |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for year, beliefs in zip(found.years, found.paths["central"].assumptions, strict=True):
        if beliefs is None or beliefs.resource is None:
            continue
        theta = beliefs.trade_elasticity
        supply = beliefs.resource.supply_elasticity[int(np.argmax(beliefs.resource.rent_share))]
        rows.append(
            f"| {year} | {theta.min():.2f} to {theta.max():.2f} | {beliefs.factor_mobility:.1f} | "
            f"{beliefs.value_added_elasticity:.2f} | {beliefs.input_elasticity:.2f} | {beliefs.final_elasticity:.2f} | "
            f"{supply:.2f} |"
        )
    return "\n".join(rows)


def _ages(found: Timeline) -> str:
    shown = [year for year in (2022, 2023, 2024, 2026, 2030) if year in found.years]
    rows = [f"| economy | whose age | {' | '.join(map(str, shown))} |", "|---|---|" + "---:|" * len(shown)]
    for code in ECONOMIES:
        for name, text in (("oldest", "the oldest"), ("central", "weighted mean"), ("youngest", "the youngest")):
            values = [signed(float(found.of(code, name)[found.years.index(year)]), 2) for year in shown]
            rows.append(f"| {name_of(code)} | {text} | {' | '.join(values)} |")
    return "\n".join(rows)


def _leading(found: Timeline) -> str:
    """Economies that move most, in the worst year and the last."""
    most = np.abs(found.real_income_pct).max(axis=1)
    year, last = found.years[int(np.argmax(most))], found.years[-1]
    rows = [f"| economy | {year}, % | low to high | {last}, % |", "|---|---:|---:|---:|"]
    y = found.years.index(year)
    for code in found.leading(LEADING):
        low, high = (float(end[y]) for end in found.band(code))
        first, end = (float(found.of(code)[at]) for at in (y, -1))
        rows.append(
            f"| {name_of(code)} | {signed(first, 1)} | {signed(low, 1)} to {signed(high, 1)} | {signed(end, 1)} |"
        )
    return "\n".join(rows)


def _rounding(prepared: Prepared) -> str:
    exact = timeline(prepared, SCENARIO, paths=("central",), age_step=0)
    heads = " | ".join(name_of(code) for code in ECONOMIES)
    rows = [
        f"| ages rounded to | elasticities in a sector | elasticity off by | {heads} | any economy |",
        "|---|---:|---:|" + "---:|" * (len(ECONOMIES) + 1),
        f"| not at all | {_kinds(exact)} | 0 | " + " | ".join("0" for _ in ECONOMIES) + " | 0 |",
    ]
    for step in STEPS:
        found = timeline(prepared, SCENARIO, paths=("central",), age_step=step)
        off = np.abs(found.real_income_pct - exact.real_income_pct).max(axis=0)
        mine = [f"{off[found.economies.index(code)]:.3f}" for code in ECONOMIES]
        worst = int(np.argmax(off))
        rounding = max(quality.rounding for quality in found.paths["central"].quality)
        rows.append(
            f"| {12 * step:g} months | {_kinds(found)} | {rounding:.3f} | {' | '.join(mine)} | "
            f"{off[worst]:.2f} ({name_of(found.economies[worst])}) |"
        )
    return "\n".join(rows)


def _kinds(found: Timeline) -> int:
    return max(quality.kinds for quality in found.paths["central"].quality)


def refresh(docs: Path) -> tuple[Path, ...]:
    """Compute tables and figure and write them; the files that changed."""
    prepared = prepare_baseline(load())
    found = timeline(prepared, SCENARIO)
    written = {
        docs / PAGE: with_tables((docs / PAGE).read_text(encoding="utf-8"), tables(prepared, found)),
        docs / FIGURE: timeline_figure(found, source=SOURCE, focus=DRAWN).svg,
    }
    changed = []
    for path, text in written.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return tuple(changed)


if __name__ == "__main__":
    refresh(Path(sys.argv[1]))
