"""`multipolar validate payments`: the currencies of Russia's trade, fitted and predicted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from multipolar.cli.screen import out, table

if TYPE_CHECKING:
    from multipolar.analysis.validation.settlement import SettlementStudy, ShareCheck

Step = Callable[[str, float], None]
NOTE = (
    "Fitted numbers are no test. Shares tell relative costs only; their level rests on the assumed elasticity of "
    "substitution. Adding up ties the rouble's share of exports at the end of 2022 to the fitted ones."
)


def validate_payments(tell: Step) -> tuple[dict[str, Any], Callable[[], None]]:
    """The payload for JSON, and what shows it on a terminal."""
    from multipolar.analysis.validation.settlement import study_settlement

    study = study_settlement(on_step=tell)
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
    }
    return payload, lambda: _show(study)


def _row(check: ShareCheck) -> dict[str, Any]:
    row = check.published
    return {
        "date": row.date,
        "flow": row.flow,
        "scope": row.scope,
        "currency": row.currency,
        "check": row.check,
        "start_pct": check.start_pct,
        "published_pct": row.share_pct,
        "ours_pct": check.ours_pct,
    }


def _show(study: SettlementStudy) -> None:
    console = out()
    heads = [("date", False), ("flow", False), ("of", False), ("currency", False)]
    heads += [("start, %", True), ("published, %", True), ("ours, %", True)]
    for role, title in (
        ("fitted", f"Fitted: {study.fitted_parameters} costs to {study.fitted_parameters} shares"),
        ("predicted", "Predicted: nothing was fitted to these"),
    ):
        rows = [
            [
                check.published.date,
                check.published.flow,
                check.published.scope,
                check.published.currency,
                f"{check.start_pct:.1f}",
                f"{check.published.share_pct:g}",
                f"{check.ours_pct:.1f}",
            ]
            for check in study.checks
            if check.role == role
        ]
        console.print(table(title, heads, rows))
    ours, null = study.mean_miss()
    console.print(f"Mean miss of the predictions: {ours:.1f} points; if nothing changed: {null:.1f}.", soft_wrap=True)
    console.print(NOTE, soft_wrap=True)
    console.print()
