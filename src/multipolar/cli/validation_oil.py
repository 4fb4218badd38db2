"""`multipolar validate oil`: Russian crude after the measures of 2022, predicted and happened."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from multipolar.cli.screen import out, table

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
            "source": row.published.source,
            "status": row.published.status,
            "brent_usd_per_barrel": _plain(row.brent),
            "predicted_usd_per_barrel": {name: _plain(value) for name, value in row.predicted.items()},
            "cap": dict(row.cap),
        }
        for row in study.discounts
    ]
    missing = {str(year): list(study.missing(year)) for year in OUTCOMES}
    payload = {"scores": scores, "buyers": buyers, "discounts": discounts, "missing": missing}
    return payload, lambda: show_oil(study)


def show_oil(study: OilStudy) -> None:
    """Scores, buyers and discounts."""
    from multipolar.analysis.validation.oil_backtest import IN_PROPORTION, NO_CHANGE, OUTCOMES, START
    from multipolar.analysis.validation.oil_settings import APART, HORIZONS, MAIN, SHORT
    from multipolar.analysis.validation.oil_tables import largest_misses
    from multipolar.analysis.validation.trade_tables import hits, number

    console = out()
    rows = []
    for year in OUTCOMES:
        for name in (MAIN, NO_CHANGE, IN_PROPORTION):
            share, mt = study.score(name, year, "share"), study.score(name, year, "usd")
            cells = [f"{share.error:.2f}", number(share.explained), number(share.rank)]
            cells += [hits(share.sign_hits, share.signs), f"{mt.error:.2f}", number(mt.explained)]
            rows.append([str(year), name, *cells])
    words = ("error", "explained", "rank", "signs", "error, Mt", "explained, Mt")
    heads = [("", False), ("forecast", False), *((word, True) for word in words)]
    console.print(table("Russian crude by buyer, forecast from 2021 by russian-oil-2022", heads, rows))
    for year in OUTCOMES:
        found = [[code, f"{a:.1f}", f"{b:.1f}", f"{c:.1f}"] for code, a, b, c in largest_misses(study, year)]
        heads = [("", False), (str(START), True), ("forecast", True), (str(year), True)]
        console.print(table("Largest misses, million tonnes", heads, found))
    rows = [
        [row.published.period, f"{row.published.usd_per_barrel:g}"]
        + [f"{row.predicted[name]:.1f}" for name in (*HORIZONS, SHORT + APART)]
        + [row.cap[MAIN]]
        for row in study.discounts
    ]
    names = (SHORT if name == MAIN else name for name in (*HORIZONS, SHORT + APART))
    heads = [("", False), ("published", True), *((name, True) for name in names), ("the cap", False)]
    console.print(table("Discount of Urals, dollars a barrel below Brent", heads, rows))
    gone = "; ".join(f"{year}: {', '.join(study.missing(year))}" for year in OUTCOMES)
    console.print(f"No tonnes are known, and none are scored, for {gone}.", soft_wrap=True)
    console.print(LEGEND, soft_wrap=True)
    console.print()


def _plain(value: float) -> float | None:
    return value if isinstance(value, int) else (float(value) if math.isfinite(value) else None)
