"""`multipolar validate red-sea`: transits of 2024, forecast and counted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from multipolar.cli.screen import out, table

if TYPE_CHECKING:
    from multipolar.analysis.validation.red_sea import RedSeaStudy

LEGEND = (
    "error: sum |forecast - count| / sum of counts, over passages. Predicted: lines that announced to stay away, and "
    "war-risk insurance; no count of 2024 used. Counts: IMF PortWatch. Route elasticities are assumed."
)


def red_sea(tell: Callable[[str, float], None]) -> tuple[dict[str, Any], Callable[[], None]]:
    """The study as plain data, and what shows it on a terminal."""
    from multipolar.analysis.validation.red_sea import study_red_sea
    from multipolar.scenario.route_cargo import SHIPS, route_parameters

    study = study_red_sea(on_step=tell)
    rows = [
        {"forecast": found.name, "role": found.role, "fitted_parameters": found.fitted, "passage": code, "ships": ship}
        | {
            "counted_2023": int(study.before[p, k]),
            "forecast_2024": round(float(found.transits[p, k]), 1),
            "counted_2024": int(study.outcome[p, k]),
        }
        for found in study.forecasts
        for p, code in enumerate(study.passages)
        for k, ship in enumerate(SHIPS)
    ]
    payload = {
        "transits": rows,
        "scores": [
            {"forecast": found.name, "role": found.role, "fitted_parameters": found.fitted}
            | {"shares_kept_out": dict(found.shares), "error": round(study.error(found.name), 4)}
            for found in study.forecasts
        ],
        "elasticity_of_trade_to_days": round(study.elasticity_to_days, 4),
        "parameters": [
            {"name": found.name, "value": found.value, "unit": found.unit, "status": found.status}
            for found in route_parameters()
        ],
    }
    return payload, lambda: show_red_sea(study)


def show_red_sea(study: RedSeaStudy) -> None:
    """Two tables: what was predicted without a fit; what a fit to Suez predicts for the others."""
    from multipolar.analysis.validation.red_sea import FITTED, FITTED_TO, MAIN, NO_CHANGE, ROUND_THE_CAPE
    from multipolar.codes.passages import passages

    console = out()
    start, actual = study.before.sum(axis=1), study.outcome.sum(axis=1)
    guess = study.forecast(MAIN).transits.sum(axis=1)
    rows = [
        [passages()[code].name, *(f"{value:,.0f}" for value in (start[p], guess[p], actual[p]))]
        for p, code in enumerate(study.passages)
    ]
    heads = [("passage", False), ("2023", True), ("predicted", True), ("counted 2024", True)]
    console.print(table("Transits of 2024, predicted without a fit", heads, rows))
    console.print(f"error {study.error(MAIN):.3f}; no change {study.error(NO_CHANGE):.3f}", soft_wrap=True)
    console.print()
    names = (FITTED, ROUND_THE_CAPE)
    rows = [
        [
            passages()[code].name,
            *(f"{study.forecast(name).transits[p].sum():,.0f}" for name in names),
            f"{actual[p]:,.0f}",
        ]
        for p, code in enumerate(study.passages)
        if code != FITTED_TO
    ]
    heads = [("passage", False), *((name, True) for name in names), ("counted 2024", True)]
    console.print(table("Other passages, after a fit to the count of Suez", heads, rows))
    console.print(f"{study.forecast(FITTED).note}; 1 number fitted. The rule uses no model.", soft_wrap=True)
    console.print()
    console.print(LEGEND, soft_wrap=True)
    console.print()
