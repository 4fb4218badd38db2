"""`multipolar validate red-sea`: transits of 2024, forecast and counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from multipolar.cli.payload import plain
from multipolar.cli.screen import out
from multipolar.cli.validation_screen import from_page

if TYPE_CHECKING:
    from multipolar.analysis.validation.red_sea import RedSeaStudy, TransitForecast

LEGEND = (
    "error: sum |forecast - count| / sum of counts, over passages; right directions: of the passages whose count "
    "changed by more than 2 per cent. Predicted: lines that announced to stay away, and war-risk insurance; no count "
    "of 2024 used. The rule that what Suez lost goes round the Cape uses no model. Counts: IMF PortWatch. Route "
    "elasticities are assumed; --json has every parameter with its source."
)
TITLES = {
    "predicted": "Transits of 2024, predicted without a fit",
    "scores": "Scores of what knows no count of 2024",
    "ships": "By kind of ship, predicted without a fit",
    "fitted-parameters": "Share of ships that stay away, fitted to the count of Suez",
    "after-fit": "Other passages, after a fit to the count of Suez",
    "after-fit-scores": "Scores after the fit, over the passages that it does not know",
    "sensitivity": "Other severities and elasticities; nothing is chosen from these",
    "pairs": "What the detour costs: the pairs with the largest bill",
    "elasticity": "Trade and distance; Feyrer (2021) has -0.2 to -0.5 for 1967 to 1975",
}
"""Tables of the page, in its order; that of the parameters is in the JSON."""
MOST_PAIRS = 8


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
        "scores": [_scores(study, found) for found in study.forecasts],
        "pairs": [plain(asdict(row)) for row in study.accounts.dearest(MOST_PAIRS)],
        "elasticity_of_trade_to_days": round(study.elasticity_to_days, 4),
        "parameters": [
            {"name": found.name, "value": found.value, "unit": found.unit, "status": found.status}
            | {"source": found.source}
            for found in route_parameters()
        ],
    }
    return payload, lambda: show_red_sea(study)


def _scores(study: RedSeaStudy, found: TransitForecast) -> dict[str, Any]:
    """Over all passages, and without those that a fit to Suez knows or all but knows."""
    from multipolar.analysis.validation.red_sea_tables import AFTER_FIT

    scores: dict[str, Any] = {
        "forecast": found.name,
        "role": found.role,
        "note": found.note,
        "fitted_parameters": found.fitted,
        "shares_kept_out": dict(found.shares),
    }
    ending = f"_without_{'_and_'.join(AFTER_FIT)}".replace("-", "_")
    for label, without in (("", ()), (ending, AFTER_FIT)):
        right, of = study.signs(found.name, without)
        scores[f"error{label}"] = round(study.error(found.name, without), 4)
        scores[f"right_directions{label}"] = {"right": right, "of": of}
    return scores


def show_red_sea(study: RedSeaStudy) -> None:
    """The tables of the page: first what was predicted without a fit, then what was fitted, then all beside it."""
    from multipolar.analysis.validation.red_sea_tables import red_sea_tables

    console = out()
    tables = red_sea_tables(study)
    for name, title in TITLES.items():
        console.print(from_page(title, tables[name]))
    console.print(LEGEND)
    console.print()
