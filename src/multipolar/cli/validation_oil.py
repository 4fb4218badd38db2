"""`multipolar validate oil`: Russian crude after the measures of 2022, predicted and happened."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar.cli.screen import out, table
from multipolar.cli.validation_screen import from_page

if TYPE_CHECKING:
    from multipolar.analysis.validation.oil_backtest import OilStudy

LEGEND = (
    "error: sum |forecast - outcome| / sum; explained: share of the squared change against no change; rank: of growth; "
    "signs: direction of change. CEPII BACI; nothing is fitted to the outcome."
)


def oil(tell: Callable[[str, float], None]) -> tuple[dict[str, Any], Callable[[], None]]:
    """The back-test as JSON, and what shows it."""
    from multipolar.analysis.validation.forecast_scores import MEASURES
    from multipolar.analysis.validation.oil_backtest import OUTCOMES, START, study_oil
    from multipolar.analysis.validation.oil_tables import at_least

    study = study_oil(on_step=tell, variants=False)
    scores = []
    for found in study.forecasts:
        for year in OUTCOMES:
            for measure in MEASURES:
                score = study.score(found.name, year, measure)
                # Tonnes are scored as they are where dollars are elsewhere.
                key = {"forecast": found.name, "role": found.role, "note": found.note, "year": year}
                fields = ("error", "explained", "rank", "sign_hits", "signs", "partners")
                values = {field: _plain(getattr(score, field)) for field in fields}
                scores.append(key | {"measure": "mt" if measure == "usd" else measure} | values)
    buyers = [
        {"buyer": code}
        | {f"{year}_mt": _plain(study.published[year][n]) for year in (START, *OUTCOMES)}
        | {
            f"{found.name} {year}_mt": _plain(found.mt[year][n])
            for found in study.forecasts
            if found.role != "variant"
            for year in OUTCOMES
        }
        for n, code in enumerate(study.economies)
        if code != "RUS"
    ]
    discounts = [
        {
            "period": row.published.period,
            "published_usd_per_barrel": row.published.usd_per_barrel,
            "published_is": "more than this" if at_least(row) else "this",
            "published_kind": row.published.kind,
            "source": row.published.source,
            "status": row.published.status,
            "brent_usd_per_barrel": _plain(row.brent),
            "predicted_usd_per_barrel": {name: _plain(value) for name, value in row.predicted.items()},
            "cap": dict(row.cap),
        }
        for row in study.discounts
    ]
    totals = [
        {"forecast": found.name, "role": found.role, "year": year}
        | {"total_mt": float(np.nansum(guess)), "happened_mt": float(np.nansum(outcome))}
        | {"price_change_pct": _plain(100.0 * (found.price_hat[year] - 1.0))}
        for found in study.forecasts
        for year in OUTCOMES
        for _, guess, outcome in [study.triple(found.name, year)]
    ]
    missing = {str(year): list(study.missing(year)) for year in OUTCOMES}
    payload = {"scores": scores, "totals": totals, "buyers": buyers, "discounts": discounts, "missing": missing}
    return payload, lambda: show_oil(study)


def show_oil(study: OilStudy) -> None:
    """Tables of the page: scores, horizons, buyers and discounts."""
    from multipolar.analysis.validation import oil_tables as tables
    from multipolar.analysis.validation.oil_backtest import OUTCOMES, START

    console = out()
    title = "Russian crude by buyer, forecast from 2021 by russian-oil-2022"
    console.print(from_page(title, tables.scores(study)))
    title = "By horizon; crude too: with the low elasticity of all goods; crude apart: crude and gas are two sectors"
    console.print(from_page(title, tables.horizons(study)))
    title = "Russia's oil and gas at the end of 2023, quantities, per cent of all sold before"
    console.print(from_page(title, tables.where(study)))
    for year in OUTCOMES:
        found = [[code, f"{a:.1f}", f"{b:.1f}", f"{c:.1f}"] for code, a, b, c in tables.largest_misses(study, year)]
        heads = [("", False), (str(START), True), ("forecast", True), (str(year), True)]
        console.print(table("Largest misses, million tonnes", heads, found))
    console.print(from_page("Discount of Urals, dollars a barrel below Brent", tables.discount(study)))
    title = "How far the discounts are off; more than 35 counts as 35"
    console.print(from_page(title, tables.discount_errors(study)))
    gone = "; ".join(f"{year}: {', '.join(study.missing(year))}" for year in OUTCOMES)
    console.print(f"No tonnes are known, and none are scored, for {gone}.")
    console.print(LEGEND)
    console.print()


def _plain(value: float) -> float | None:
    return value if isinstance(value, int) else (float(value) if math.isfinite(value) else None)
