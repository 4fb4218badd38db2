"""`multipolar validate detours`: goods that came through third economies, forecast and happened."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from multipolar.cli.screen import out, table

if TYPE_CHECKING:
    from multipolar.analysis.validation.detours import DetourValidation

LEGEND = (
    "Eurostat Comext, goods on the lists, EU to neighbours of Russia, March to November. error: sum of misses over the "
    "sum of outcomes; explained: share of the squared change. Hindsight forecasts know how other goods grew."
)


def detours_part(tell: Callable[[str, float], None]) -> tuple[dict[str, Any], Callable[[], None]]:
    """The payload, and what shows it on a terminal."""
    from multipolar.analysis.detours import detour_payload
    from multipolar.analysis.validation.detour_tables import ELECTRONICS, PUBLISHED
    from multipolar.analysis.validation.detours import AFTER, BEFORE, MODEL, validate_detours

    found = validate_detours(on_step=tell)
    payload = {
        "months": {"before": BEFORE, "after": AFTER},
        "scores": [_scored(found, forecast.name) for forecast in found.forecasts if not forecast.fitted],
        "fitted": [_scored(found, forecast.name) for forecast in found.forecasts if forecast.fitted],
        "fitted_elasticity_ratio": _plain(found.ratio),
        "partners": [
            {
                "partner": code,
                "before_eur_mn": float(found.start[row].sum()),
                "after_eur_mn": float(found.outcome[row].sum()),
            }
            | {f"{one.name}_eur_mn": float(one.value[row].sum()) for one in found.forecasts if one.role != "variant"}
            for row, code in enumerate(found.partners)
        ],
        "to_russia_eur_mn": [float(value) for value in found.to_target],
        "substitution_happened": found.substitution(),
        "published": [asdict(one) for one in PUBLISHED],
        "kazakhstan_electronics_usd_mn": ELECTRONICS,
        "detours": detour_payload(found.results[MODEL]),
    }
    return payload, lambda: show_detours(found)


def show_detours(found: DetourValidation) -> None:
    """Scores, neighbours, and what was fitted, in separate tables."""
    from multipolar.analysis.validation.detours import LONG_RUN, MODEL, NO_CHANGE, ON_TOP

    console = out()
    heads = [("", False), ("leaks, %", True), ("EUR mn", True), ("error", True), ("explained", True)]
    for title, roles in (
        ("EU exports of sanctioned goods to Russia's neighbours: predicted", ("main", "null", "variant")),
        ("With hindsight of other goods", ("hindsight",)),
        ("Fitted: one number, to the total", ("fitted",)),
    ):
        rows = [_row(found, one.name) for one in found.forecasts if one.role in roles]
        if rows:
            console.print(table(title, heads, [*rows, ["happened", "", f"{found.outcome.sum():,.0f}", "", ""]]))
            console.print()
    names = (NO_CHANGE, MODEL, LONG_RUN, ON_TOP)
    rows = [
        [code, *(f"{found.forecast(name).value[row].sum():,.0f}" for name in names), f"{found.outcome[row].sum():,.0f}"]
        for row, code in enumerate(found.partners)
    ]
    heads = [("EUR mn", False), *((name, True) for name in (*names, "happened"))]
    console.print(table("By neighbour", heads, rows))
    console.print(LEGEND)
    console.print()


def _row(found: DetourValidation, name: str) -> list[str]:
    forecast, score = found.forecast(name), found.score(name, "partners")
    leak = f"{100 * forecast.leakage:.1f}" if math.isfinite(forecast.leakage) else ""
    return [name, leak, f"{forecast.value.sum():,.0f}", f"{score.error:.2f}", f"{score.explained:.2f}"]


def _scored(found: DetourValidation, name: str) -> dict[str, Any]:
    forecast, score, cells = found.forecast(name), found.score(name, "partners"), found.score(name, "cells")
    return {
        "forecast": name,
        "role": forecast.role,
        "note": forecast.note,
        "leakage": _plain(forecast.leakage),
        "total_eur_mn": float(forecast.value.sum()),
        "error": score.error,
        "explained": _plain(score.explained),
        "rank": _plain(score.rank),
        "error_by_sector": cells.error,
        "explained_by_sector": _plain(cells.explained),
        "substitution": found.substitution(name),
        "parameters_fitted": forecast.fitted,
    }


def _plain(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
