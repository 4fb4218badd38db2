"""Write the tables and the figure of the page on the bracket anew.

``python -m multipolar.report.bracket_docs docs`` computes everything; a test holds the page to it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from multipolar.analysis.bracket import Bracket, bracket
from multipolar.analysis.validation.pages import with_tables
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.registry import load
from multipolar.report.bracket_figure import bracket_figure
from multipolar.report.view import name_of, sector_label
from multipolar.scenario import compile_scenario, load_scenario
from multipolar.simulation.simulate import assumptions_of, prepare_baseline, simulate
from multipolar.wording import signed

PAGE = "explanation/bracket.md"
FIGURE = "figures/bracket-western-embargo.svg"
SCENARIO = "western-embargo"
ECONOMIES = ("RUS", "DEU", "BGR", "LTU", "USA", "CHN", "KAZ", "IND")
DRAWN = (*ECONOMIES, "SVK", "FIN", "POL", "FRA")
NAMED = ("RUS", "DEU", "BGR")
OTHERS = ("western-embargo", "western-embargo-energy", "western-embargo-technology", "measures-2022")
COLLAPSE = "western-embargo-china-joins"
SOURCE = "OECD Inter-Country Input-Output tables of 2022 as bundled; Multipolar"


def found_for(world: Baseline, scenario: str) -> Bracket:
    """The bracket of a library scenario on its own day."""
    return bracket(world, compile_scenario(load_scenario(scenario), world, assumptions_of(world).trade_elasticity))


def long_run(world: Baseline, scenario: str) -> dict[str, float]:
    """Real income in the long run, change in per cent."""
    result = simulate(prepare_baseline(world), scenario)
    return dict(zip(result.economies, (float(value) for value in result.real_income_pct()), strict=True))


def rationing_tables(world: Baseline) -> dict[str, str]:
    """The tables that need no prices: losses, scarce inputs, scenarios."""
    found = found_for(world, SCENARIO)
    return {"losses": _losses(found), "scarce": _scarce(found), "scenarios": _scenarios(world)}


def tables(world: Baseline) -> dict[str, str]:
    """All tables of the page by name."""
    return rationing_tables(world) | {"long-run": _long_run(long_run(world, SCENARIO))}


def _losses(found: Bracket) -> str:
    rows = [
        "| economy | worth for worth | scarcest input of 1 % or more | scarcest input | final use, worth for worth |",
        "|---|---:|---:|---:|---:|",
    ]
    for code in ECONOMIES:
        final = 0.0 - 100 * float(found.linear.final_use[found.economies.index(code)])
        cells = [signed(value, 1) for value in (*found.value_added_pct(code), final)]
        rows.append(f"| {name_of(code)} | {' | '.join(cells)} |")
    world = [signed(0.0 - 100 * losses.world_value_added, 1) for _, losses in found.rules()]
    rows.append(f"| World | {' | '.join(world)} | |")
    return "\n".join(rows)


def _long_run(real_income: dict[str, float]) -> str:
    rows = ["| economy | real income, % |", "|---|---:|"]
    rows += [f"| {name_of(code)} | {signed(real_income[code], 1)} |" for code in ECONOMIES]
    return "\n".join(rows)


def _scarce(found: Bracket) -> str:
    rows = [
        "| economy | input | missing, % | banned, % | most of it from | stops | value added, % |",
        "|---|---|---:|---:|---|---|---:|",
    ]
    for code in NAMED:
        for entry in found.scarce_main[code]:
            stops, cost = ", ".join(entry.stops), signed(-100 * entry.value_added, 1)
            rows.append(
                f"| {name_of(code)} | {sector_label(entry.input)} ({entry.input}) | {100 * entry.missing:.1f} | "
                f"{100 * entry.banned:.1f} | {name_of(entry.seller)} | {stops} | {cost} |"
            )
    return "\n".join(rows)


def _scenarios(world: Baseline) -> str:
    rows = [
        "| scenario | economy | worth for worth | scarcest input of 1 % or more | scarcest input | not covered |",
        "|---|---|---:|---:|---:|---|",
    ]
    for scenario in (*OTHERS, COLLAPSE):
        found = found_for(world, scenario)
        left_out = ", ".join(entry.instrument for entry in found.uncovered) or "none"
        for code in ("RUS", "DEU"):
            cells = " | ".join(signed(value, 1) for value in found.value_added_pct(code))
            rows.append(f"| {scenario} | {name_of(code)} | {cells} | {left_out} |")
    return "\n".join(rows)


def refresh(docs: Path) -> tuple[Path, ...]:
    """Compute tables and figure and write them; the files that changed."""
    world = load()
    real_income = long_run(world, SCENARIO)
    figure = bracket_figure(found_for(world, SCENARIO), real_income, source=SOURCE, economies=DRAWN, year=world.year)
    written = {
        docs / PAGE: with_tables((docs / PAGE).read_text(encoding="utf-8"), tables(world)),
        docs / FIGURE: figure.svg,
    }
    changed = []
    for path, text in written.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
            changed.append(path)
    return tuple(changed)


if __name__ == "__main__":
    refresh(Path(sys.argv[1]))
