"""Tables of the page on the Red Sea crisis, in Markdown, from a study. Fitted and predicted never share a table."""

from __future__ import annotations

import numpy as np

from multipolar.analysis.validation.red_sea import (
    FITTED,
    FITTED_BY_SHIP,
    FITTED_TO,
    MAIN,
    NO_CHANGE,
    ROUND_THE_CAPE,
    RedSeaStudy,
    TransitForecast,
)
from multipolar.codes.economies import economy_name
from multipolar.codes.passages import passages
from multipolar.scenario.route_cargo import SHIPS, route_parameters

SHOWN = ("suez", "cape-of-good-hope")
AFTER_FIT = (FITTED_TO, "bab-el-mandeb")
"""Passages that a fit to Suez knows or all but knows."""


def red_sea_tables(study: RedSeaStudy) -> dict[str, str]:
    """All tables of the page by name."""
    return {
        "predicted": predicted(study),
        "scores": scores(study),
        "fitted-parameters": fitted_parameters(study),
        "after-fit": after_fit(study),
        "after-fit-scores": after_fit_scores(study),
        "ships": ships(study),
        "sensitivity": sensitivity(study),
        "pairs": pairs(study),
        "elasticity": elasticity(study),
        "parameters": parameters(),
    }


def predicted(study: RedSeaStudy) -> str:
    """Forecast without any fit beside the counts, by passage."""
    found = study.forecast(MAIN).transits.sum(axis=1)
    start, actual = study.before.sum(axis=1), study.outcome.sum(axis=1)
    rows = [
        [
            passages()[code].name,
            _count(start[p]),
            _count(found[p]),
            _change(found[p], start[p]),
            _count(actual[p]),
            _change(actual[p], start[p]),
        ]
        for p, code in enumerate(study.passages)
    ]
    heads = ["passage", "2023", "predicted", "change", "counted 2024", "change"]
    return table(heads, rows)


def scores(study: RedSeaStudy) -> str:
    """Scores of what knows no count of 2024."""
    rows = [_score(study, name) for name in (MAIN, NO_CHANGE)]
    return table(["forecast", "error", "error without Suez and Bab el-Mandeb", "right directions"], rows)


def fitted_parameters(study: RedSeaStudy) -> str:
    """What was fitted: shares of ships kept out, and how many numbers that is."""
    rows = []
    for name in (FITTED, FITTED_BY_SHIP):
        found = study.forecast(name)
        kept = [f"{100 * found.shares[ship]:.0f} %" for ship in SHIPS]
        rows.append([name, str(found.fitted), *kept])
    return table(["fit to the count of Suez", "numbers fitted", *(_ship(ship) for ship in SHIPS)], rows)


def after_fit(study: RedSeaStudy) -> str:
    """What the fitted forecasts predict for passages that were not fitted."""
    start, actual = study.before.sum(axis=1), study.outcome.sum(axis=1)
    names = (FITTED, FITTED_BY_SHIP, ROUND_THE_CAPE)
    rows = []
    for p, code in enumerate(study.passages):
        if code == FITTED_TO:
            continue
        guesses = [_count(study.forecast(name).transits[p].sum()) for name in names]
        rows.append([passages()[code].name, _count(start[p]), *guesses, _count(actual[p])])
    return table(["passage", "2023", *names, "counted 2024"], rows)


def after_fit_scores(study: RedSeaStudy) -> str:
    """Scores over the passages that the fit does not know."""
    rows = []
    for name in (FITTED, FITTED_BY_SHIP, ROUND_THE_CAPE, NO_CHANGE):
        right, of = study.signs(name, AFTER_FIT)
        rows.append([name, f"{study.error(name, AFTER_FIT):.3f}", f"{right} of {of}"])
    return table(["forecast", "error without Suez and Bab el-Mandeb", "right directions"], rows)


def ships(study: RedSeaStudy) -> str:
    """Forecast without any fit by kind of ship, Suez and the Cape."""
    found = study.forecast(MAIN).transits
    rows = []
    for code in SHOWN:
        p = study.passages.index(code)
        for k, ship in enumerate(SHIPS):
            numbers = (study.before[p, k], found[p, k], study.outcome[p, k])
            rows.append([passages()[code].name if k == 0 else "", _ship(ship), *(_count(x) for x in numbers)])
    return table(["passage", "ships", "2023", "predicted", "counted 2024"], rows, right=(2, 3, 4))


def sensitivity(study: RedSeaStudy) -> str:
    """Suez and the Cape under other severities and elasticities; nothing here is chosen from."""
    rows = []
    for found in (study.forecast(MAIN), *(f for f in study.forecasts if f.role == "sensitivity")):
        at = [found.transits[study.passages.index(code)].sum() for code in SHOWN]
        rows.append([found.name, found.note, *(_count(x) for x in at), f"{study.error(found.name):.3f}"])
    counted = [_count(study.outcome[study.passages.index(code)].sum()) for code in SHOWN]
    rows.append(["counted", "", *counted, ""])
    return table(["severity", "", "Suez", "Cape", "error"], rows, right=(2, 3, 4))


def pairs(study: RedSeaStudy, count: int = 8) -> str:
    """Pairs with the largest extra cost of delivery in dollars, main forecast."""
    rows = [
        [
            f"{economy_name(row.exporter)} to {economy_name(row.importer)}",
            f"{row.trade_usd_mn / 1e3:.0f}",
            f"{row.cost_pct:.1f} %",
            f"{row.cost_usd_mn / 1e3:.1f}",
            f"{row.days_before:.0f}",
            f"{row.extra_days:.1f}",
        ]
        for row in study.accounts.dearest(count)
    ]
    return table(["", "goods, bn USD", "dearer by", "bn USD a year", "days at sea", "more days"], rows)


def elasticity(study: RedSeaStudy) -> str:
    """What a longer voyage does to trade in the main forecast."""
    text = "goods trade, per cent for each per cent of more days at sea, pairs over 2 % longer, weighted by trade"
    return table(["", "main forecast"], [[text, f"{study.elasticity_to_days:.2f}"]])


def parameters() -> str:
    """Every assumption of the nest with its standing."""
    rows = [
        [found.name.replace("_", " "), f"{found.value:.4g}", found.unit, found.status, found.source]
        for found in route_parameters()
    ]
    return table(["parameter", "value", "unit", "status", "source or reason"], rows, right=(1,))


def table(heads: list[str], rows: list[list[str]], right: tuple[int, ...] | None = None) -> str:
    """A Markdown table; columns of numbers to the right."""
    numeric = right if right is not None else tuple(range(1, len(heads)))
    rule = ["---:" if k in numeric else "---" for k in range(len(heads))]
    return "\n".join("| " + " | ".join(row) + " |" for row in [heads, rule, *rows])


def by_severity(study: RedSeaStudy) -> tuple[TransitForecast, ...]:
    """Forecasts with the same share of all ships kept out, by share."""
    found = [f for f in study.forecasts if f.role == "sensitivity" and f.name.endswith("of all ships")]
    return tuple(sorted(found, key=lambda f: next(iter(f.shares.values()))))


def _score(study: RedSeaStudy, name: str) -> list[str]:
    right, of = study.signs(name)
    return [name, f"{study.error(name):.3f}", f"{study.error(name, AFTER_FIT):.3f}", f"{right} of {of}"]


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _change(value: float, start: float) -> str:
    # Rounded to whole per cent, a change of minus nothing would read as one.
    change = round(100 * (value / start - 1))
    return f"{change:+d} %" if change else "0 %"


def _ship(ship: str) -> str:
    return {"dry_bulk": "dry bulk", "general_cargo": "general cargo", "roro": "car carriers"}.get(ship, ship)


def largest_misses(study: RedSeaStudy, count: int = 3) -> tuple[str, ...]:
    """Passages where the main forecast is farthest from the count, in ships."""
    gap = np.abs(study.forecast(MAIN).transits.sum(axis=1) - study.outcome.sum(axis=1))
    return tuple(study.passages[p] for p in np.argsort(-gap)[:count])
