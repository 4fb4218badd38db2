"""`multipolar validate payments`: the currencies of Russia's trade, fitted and predicted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from multipolar.cli.screen import out
from multipolar.cli.validation_screen import from_page

if TYPE_CHECKING:
    from multipolar.analysis.validation.settlement import SettlementStudy, ShareCheck

Step = Callable[[str, float], None]
NOTE = (
    "Fitted numbers are no test. Shares tell relative costs only; their level rests on the assumed elasticity of "
    "substitution. Adding up ties the rouble's share of exports at the end of 2022 to the fitted ones. The fitted "
    "share of dollars and euros in exports is that published for January 2023, set beside the end of 2022."
)


def validate_payments(tell: Step) -> tuple[dict[str, Any], Callable[[], None]]:
    """The payload for JSON, and what shows it on a terminal."""
    from multipolar.analysis.validation.settlement import study_settlement
    from multipolar.analysis.validation.settlement_cost import cost_if_others_dearer

    study = study_settlement(on_step=tell)
    dearer = cost_if_others_dearer(study)
    ours, null = study.mean_miss()
    payload = {
        "parameters": {
            "substitution": study.parameters.substitution,
            "network_effect": study.parameters.network,
            "usage_floor": study.parameters.usage_floor,
            "standing": "assumed",
        },
        "fitted_parameters": study.fitted_parameters,
        "costs_pct": {
            str(year): {"receipts": costs.receipts, "payments": costs.payments, "yuan": costs.yuan}
            for year, costs in study.costs.items()
        },
        "largest_gap_of_fit": study.largest_gap,
        "fitted": [_row(check) for check in study.of("fitted")],
        "predicted": [_row(check) for check in study.of("predicted")],
        "mean_miss": {"model": ours, "no_change": null},
        "cost_of_the_switch_usd_mn": {
            **{f"{year}, yuan cheaper": _sides(outcome.cost_of("RUS")) for year, outcome in study.outcomes.items()},
            "2022, all others dearer": _sides(dearer),
        },
    }
    return payload, lambda: _show(study, dearer)


def _sides(cost: tuple[float, float]) -> dict[str, float]:
    return dict(zip(("exports", "imports"), map(float, cost), strict=True))


def _row(check: ShareCheck) -> dict[str, Any]:
    row = check.published
    return {
        "date": row.date,
        "beside_the_end_of": check.year,
        "flow": row.flow,
        "scope": row.scope,
        "currency": row.currency,
        "check": row.check,
        "start_pct": check.start_pct,
        "published_pct": row.share_pct,
        "ours_pct": check.ours_pct,
    }


def _show(study: SettlementStudy, dearer: tuple[float, float]) -> None:
    """Tables of the page: what was fitted, what was predicted, and what the switch costs."""
    from multipolar.analysis.validation import settlement_tables as tables

    console = out()
    count = study.fitted_parameters
    console.print(from_page(f"Fitted: {count} costs to {count} shares", tables.fitted(study)))
    console.print(from_page("Predicted: nothing was fitted to these", tables.predicted(study)))
    console.print(from_page("Mean miss of the predictions; no change: the shares of January 2022", tables.score(study)))
    console.print(from_page("What the switch costs", tables.cost(study, dearer)))
    console.print(NOTE)
    console.print()
