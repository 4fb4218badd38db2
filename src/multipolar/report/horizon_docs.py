"""Write the tables of the page on horizons anew.

``python -m multipolar.report.horizon_docs docs`` computes everything; a test holds the page to it.
"""

from __future__ import annotations

import math
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from multipolar.analysis.validation.pages import with_tables
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.registry import load
from multipolar.errors import SolveError
from multipolar.model.settings import Assumptions, ResourceFactor
from multipolar.report.view import name_of
from multipolar.simulation.horizons import (
    HORIZONS,
    NESTS,
    elasticity_at_age,
    horizon,
    parameter,
    smooth_elasticity_at_age,
    trade_elasticities,
)
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import Prepared, prepare_baseline, simulate
from multipolar.wording import signed

PAGE = "explanation/horizons.md"
SCENARIOS = ("western-embargo", "measures-2022", "eu-us-tariffs", "suez-closed", "swift-cut")
ECONOMIES = ("RUS", "DEU", "USA", "CHN")
MAIN = "western-embargo"
JUDGED = ("RUS", "DEU", "SVK")
NAMES = {
    "age": "years since the measures",
    "factor_mobility": "factor mobility m",
    "value_added_elasticity": "value added and materials",
    "input_elasticity": "among materials",
    "final_elasticity": "final uses",
    "trade_elasticity": "trade elasticity",
    "supply_elasticity B06": "supply of oil and gas (B06)",
    "supply_elasticity B05": "supply of coal (B05)",
    "supply_elasticity B07": "supply of ores (B07)",
}


def main_tables(prepared: Prepared) -> dict[str, str]:
    """What each horizon assumes, and what it says."""
    return {"assumptions": _assumptions(), "results": _results(prepared)}


def tables(world: Baseline | None = None) -> dict[str, str]:
    """All tables of the page by name."""
    prepared = prepare_baseline(world or load())
    return main_tables(prepared) | {
        "sensitivity": _sensitivity(prepared),
        "elasticities": _elasticities(prepared),
    }


def _number(value: float) -> str:
    return "∞" if math.isinf(value) else f"{value:g}"


def _assumptions() -> str:
    rows = ["| | impact | short | medium | long |", "|---|---|---|---|---|"]
    for name, title in NAMES.items():
        cells = []
        for known in HORIZONS:
            entry = parameter(known, name)
            if known == "long" and name == "trade_elasticity":
                cells.append("sector values (Fontagné et al.)")
            else:
                cells.append(f"{_number(entry.value)} ({entry.status})" if name != "age" else _number(entry.value))
        rows.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _real_income(prepared: Prepared, scenario: str, beliefs: Assumptions) -> dict[str, float]:
    result: Result = simulate(prepared, scenario, assumptions=beliefs)
    return dict(zip(result.economies, (float(v) for v in result.real_income_pct()), strict=True))


def _results(prepared: Prepared) -> str:
    rows = ["| scenario | economy | impact | short | medium | long |", "|---|---|---:|---:|---:|---:|"]
    for scenario in SCENARIOS:
        found = [_real_income(prepared, scenario, horizon(known, prepared.baseline)[0]) for known in HORIZONS]
        for code in ECONOMIES:
            cells = " | ".join(signed(at[code], 2) for at in found)
            rows.append(f"| {scenario} | {name_of(code)} | {cells} |")
    return "\n".join(rows)


def _sensitivity(prepared: Prepared) -> str:
    """Each parameter of the short run at either end of its range, the others as they are."""
    world = prepared.baseline
    main, _ = horizon("short", world)
    rows = [
        "| short run, but | low | high | status | " + " | ".join(f"{name_of(c)}, low to high" for c in JUDGED) + " |",
        "|---|---:|---:|---|" + "---:|" * len(JUDGED),
    ]
    for name in ("trade_elasticity", "factor_mobility", *NESTS, "supply_elasticity B06", "rent_share B06"):
        entry = parameter("short", name)
        ends = [_changed(main, world, name, value) for value in (entry.low, entry.high)]
        found = [_try(prepared, beliefs) for beliefs in ends]
        cells = [" to ".join(signed(at[code], 2) if at else "none found" for at in found) for code in JUDGED]
        label = NAMES.get(name, "rent in value added of oil and gas (B06)")
        rows.append(f"| {label} | {entry.low:g} | {entry.high:g} | {entry.status} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _try(prepared: Prepared, beliefs: Assumptions) -> dict[str, float]:
    try:
        return _real_income(prepared, MAIN, beliefs)
    except SolveError:
        return {}


def _changed(main: Assumptions, world: Baseline, name: str, value: float) -> Assumptions:
    if name == "trade_elasticity":
        return replace(main, trade_elasticity=np.full(len(world.sectors), value))
    kind, _, code = name.partition(" ")
    if not code:
        own: dict[str, Any] = {name: value}
        return replace(main, **own)
    assert main.resource is not None
    rent, supply = main.resource.rent_share.copy(), main.resource.supply_elasticity.copy()
    (rent if kind == "rent_share" else supply)[world.sectors.index(code)] = value
    return replace(main, resource=ResourceFactor(rent, supply))


def _elasticities(prepared: Prepared) -> str:
    """One horizon at a time, only the trade elasticities differ."""
    world = prepared.baseline
    short, _ = horizon("short", world)
    long, _ = horizon("long", world)
    count = len(world.sectors)
    strict = parameter("all", "floor").value
    scale = float(elasticity_at_age(1.0) / elasticity_at_age(10.0))
    sets: list[tuple[str, Array]] = [
        ("estimate after one year (0.76)", np.full(count, float(elasticity_at_age(1.0)))),
        ("smooth path after one year", np.full(count, float(smooth_elasticity_at_age(1.0)))),
        (f"strict reading, floor of {strict:g}", np.full(count, strict)),
        ("estimate after ten years (2.12)", np.full(count, float(elasticity_at_age(10.0)))),
        (
            f"sector values, scaled by {scale:.2f} (0.76 over 2.12)",
            trade_elasticities("long", world) * scale,
        ),
        ("sector values, Fontagné et al.", trade_elasticities("long", world)),
    ]
    heads = [f"{kind}: {name_of(code)}" for kind in ("short", "long") for code in JUDGED]
    rows = ["| trade elasticities | " + " | ".join(heads) + " |", "|---|" + "---:|" * len(heads)]
    for title, theta in sets:
        cells = []
        for beliefs in (short, long):
            found = _try(prepared, replace(beliefs, trade_elasticity=theta))
            cells += [signed(found[code], 2) if found else "none found" for code in JUDGED]
        rows.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(rows)


def refresh(docs: Path) -> bool:
    """Compute the tables and write the page; whether it changed."""
    path = docs / PAGE
    before = path.read_text(encoding="utf-8")
    text = with_tables(before, tables())
    path.write_text(text, encoding="utf-8", newline="\n")
    return text != before


if __name__ == "__main__":
    refresh(Path(sys.argv[1]))
