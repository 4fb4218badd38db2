"""Tables of the page on Russian crude after 2022, in Markdown, from a study."""

from __future__ import annotations

import numpy as np

from multipolar.analysis.validation.forecast_scores import rank_correlation
from multipolar.analysis.validation.oil_backtest import (
    IN_PROPORTION,
    NO_CHANGE,
    OUTCOMES,
    START,
    DiscountRow,
    OilForecast,
    OilStudy,
)
from multipolar.analysis.validation.oil_measures import PREWAR_DISCOUNT
from multipolar.analysis.validation.oil_settings import APART, HORIZONS, MAIN, OWN, SHORT
from multipolar.analysis.validation.trade_tables import hits, markdown, number
from multipolar.arrays import Array
from multipolar.codes.economies import economy_name

COMPARED = (MAIN, NO_CHANGE, IN_PROPORTION)
SHOWN, MISSES = 16, 8
NO_DATUM = "missing"
REASONS = {
    "IND": "a newcomer: shares of 2021 say nothing of who can start; its refiners bought for the discount",
    "CHN": "bought the discount from spring 2022 on, cap or no cap",
    "KOR": "stopped of its own will; no measure in the scenario",
    "JPN": "stopped of its own will; the scenario only has its part in the cap",
    "NLD": "traders and refiners left before the embargo began",
    "FIN": "left in spring 2022, before the embargo began",
    "LTU": "left in April 2022, before the embargo began",
    "GBR": "left before its own ban began",
    "USA": "left at once, before deliveries under contract had to end",
    "ITA": "more until the embargo: the refinery at Priolo, without banks' credit, ran on its owner's crude",
    "DEU": "kept to the pipeline until the end of 2022",
    "BGR": "exempt, and took the discount",
    "HUN": "exempt, by pipeline",
    "SVK": "exempt, by pipeline",
}
"""What is known of the cause, from the press of the time and from memory: unverified."""


def oil_tables(study: OilStudy) -> dict[str, str]:
    """All tables of the page by name."""
    return {
        "scores": scores(study),
        "destinations": destinations(study),
        "misses-2022": misses(study, 2022),
        "misses-2023": misses(study, 2023),
        "horizons": horizons(study),
        "where": where(study),
        "discount": discount(study),
        "discount-errors": discount_errors(study),
        "sensitivity": sensitivity(study),
        "missing": with_missing(study),
    }


def scores(study: OilStudy) -> str:
    """Every score of the model and of the two forecasts that know none."""
    rows = []
    for year in OUTCOMES:
        for name in COMPARED:
            share, mt = study.score(name, year, "share"), study.score(name, year, "usd")
            _, guess, outcome = study.triple(name, year)
            rows.append(
                [
                    str(year) if name == MAIN else "",
                    name,
                    f"{share.error:.2f}",
                    number(share.explained),
                    number(share.rank),
                    hits(share.sign_hits, share.signs),
                    f"{mt.error:.2f}",
                    number(mt.explained),
                    f"{np.nansum(guess):.0f}",
                    f"{np.nansum(outcome):.0f}",
                ]
            )
    heads = ["", "forecast", "error", "explained", "rank", "signs", "error, Mt", "explained, Mt", "total", "happened"]
    return markdown(heads, rows, text_columns=2)


def destinations(study: OilStudy) -> str:
    """Tonnes of the largest buyers: before, forecast and happened."""
    start = study.published[START]
    size = np.fmax(np.nan_to_num(start), np.nan_to_num(study.published[OUTCOMES[-1]]))
    rows = []
    for n in np.argsort(-size, kind="stable")[:SHOWN].tolist():
        cells = [f"{economy_name(study.economies[n])} ({study.economies[n]})", _mt(start[n])]
        for year in OUTCOMES:
            cells += [_mt(study.forecast(name).mt[year][n]) for name in (MAIN, IN_PROPORTION)]
            cells.append(_mt(study.published[year][n]))
        rows.append(cells)
    heads = ["", str(START)]
    for year in OUTCOMES:
        heads += [f"model {year}", f"in proportion {year}", f"happened {year}"]
    return markdown(heads, rows)


def largest_misses(study: OilStudy, year: int) -> list[tuple[str, float, float, float]]:
    """Code, tonnes in 2021, forecast and outcome, largest miss first."""
    start, guess, outcome = study.triple(MAIN, year)
    miss = np.nan_to_num(np.abs(guess - outcome))
    order = np.argsort(-miss, kind="stable")[:MISSES].tolist()
    return [(study.economies[n], float(start[n]), float(guess[n]), float(outcome[n])) for n in order]


def misses(study: OilStudy, year: int) -> str:
    """The largest misses of the model in million tonnes, with what is known of the cause."""
    rows = []
    for code, start, guess, outcome in largest_misses(study, year):
        reason = REASONS.get(code, "not looked into")
        rows.append([code, f"{start:.1f}", f"{guess:.1f}", f"{outcome:.1f}", f"{guess - outcome:+.1f}", reason])
    table = markdown(["", str(START), "model", str(year), "miss", "why"], rows)
    first, rule, *rest = table.split("\n")
    return "\n".join([first, rule[: -len("---:|")] + "---|", *rest])


def horizons(study: OilStudy) -> str:
    """Every horizon beside the forecasts that know none, both years."""
    beside = [found.name for ending in (OWN, APART) for found in study.forecasts if ending in found.name]
    names = [NO_CHANGE, IN_PROPORTION, *HORIZONS, *beside]
    rows = []
    for year in OUTCOMES:
        for n, name in enumerate(names):
            found = study.forecast(name)
            share = study.score(name, year, "share")
            guess, outcome = study.triple(name, year)[1:]
            rows.append(
                [
                    str(year) if n == 0 else "",
                    _label(found),
                    *_measures(study, name, year),
                    hits(share.sign_hits, share.signs),
                    f"{np.nansum(guess) - np.nansum(outcome):+.0f}",
                    _price(found, year),
                ]
            )
    heads = ["", "forecast", *_MEASURES, "signs", "total less what happened, Mt", "price, %"]
    return markdown(heads, rows, text_columns=2)


def where(study: OilStudy) -> str:
    """What became of Russia's oil and gas by horizon, per cent of all that was sold before."""
    rows: list[list[str]] = []
    for name in HORIZONS:
        found = study.forecast(name)
        if found.use is not None:
            if not rows:
                rows.append(["before", *_use(found.use[0])])
            rows.append([_label(found), *_use(found.use[1])])
    return markdown(["", "crude abroad", "gas and the rest abroad", "at home", "output"], rows)


def _use(parts: Array) -> list[str]:
    return [f"{value:.1f}" for value in (*parts.tolist(), float(parts.sum()))]


def discount(study: OilStudy) -> str:
    """The discount of Urals: published, and predicted at each horizon."""
    names = (*HORIZONS, SHORT + APART, SHORT + OWN)
    rows = []
    for row in study.discounts:
        cells = [row.published.period, f"{row.brent:.0f}", published_text(row)]
        cells += [f"{row.predicted[name]:.1f}" for name in names]
        rows.append([*cells, row.cap[MAIN]])
    labels = [SHORT if name == MAIN else name for name in names]
    table = markdown(["", "Brent", "published", *labels, "the cap (short)"], rows)
    first, rule, *rest = table.split("\n")
    return "\n".join([first, rule[: -len("---:|")] + "---|", *rest])


def at_least(row: DiscountRow) -> bool:
    """Whether the published number is a bound from below."""
    return "more than" in row.published.kind


def published_text(row: DiscountRow) -> str:
    """The published discount in words, with what it leaves open."""
    return f"{'more than ' if at_least(row) else ''}{row.published.usd_per_barrel:g}"


def discount_errors(study: OilStudy) -> str:
    """How far each prediction of the discount is off, beside that of no change."""
    published = np.array([row.published.usd_per_barrel for row in study.discounts])
    capped = np.array([row.cap[MAIN] != "not in force" for row in study.discounts])
    paths = {NO_CHANGE: np.full(published.size, PREWAR_DISCOUNT)}
    paths |= {name: np.array([row.predicted[name] for row in study.discounts]) for name in study.discounts[0].predicted}
    rows = []
    for name, path in paths.items():
        miss = path - published
        moves = rank_correlation(path[capped], published[capped])
        rows.append(
            [
                name if name == NO_CHANGE else _label(study.forecast(name)),
                f"{np.abs(miss[~capped]).mean():.1f}",
                f"{np.abs(miss[capped]).mean():.1f}",
                f"{miss[capped].mean():+.1f}",
                number(moves),
            ]
        )
    heads = ["", "error in 2022", "error in 2023", "mean miss in 2023", "rank of the months of 2023"]
    return markdown(heads, rows)


def sensitivity(study: OilStudy) -> str:
    """One thing changed at a time, 2023; the horizons have a table of their own."""
    year = OUTCOMES[-1]
    others = {name for name in HORIZONS if name != MAIN}
    rows = [
        [_label(found), found.note, *_measures(study, found.name, year), _price(found, year)]
        for found in study.forecasts
        if found.name not in others and OWN not in found.name and APART not in found.name
    ]
    return markdown(["", "what is different", *_MEASURES, "price, %"], rows, text_columns=2)


_MEASURES = ("error", "explained", "rank", "error, Mt", "explained, Mt")


def _measures(study: OilStudy, name: str, year: int) -> list[str]:
    share, mt = study.score(name, year, "share"), study.score(name, year, "usd")
    of_share = [f"{share.error:.2f}", number(share.explained), number(share.rank)]
    return [*of_share, f"{mt.error:.2f}", number(mt.explained)]


def _price(found: OilForecast, year: int) -> str:
    return "" if np.isnan(found.price_hat[year]) else f"{100 * (found.price_hat[year] - 1):.1f}"


def _label(found: OilForecast) -> str:
    return f"**{found.name}** ({SHORT})" if found.role == "main" else found.name


def with_missing(study: OilStudy) -> str:
    """Scores when something stands in for the tonnes that are not known."""
    rows = []
    for year in OUTCOMES:
        gone = study.missing(year)
        start = study.published[START]
        before = {code: float(start[study.economies.index(code)]) for code in gone}
        fills: tuple[tuple[str, dict[str, float]], ...] = (
            ("left out", {}),
            ("as in 2021", before),
            ("twice 2021", {code: 2 * mt for code, mt in before.items()}),
            ("Türkiye five times 2021", {code: (5 if code == "TUR" else 1) * mt for code, mt in before.items()}),
        )
        for label, filled in fills:
            cells = [f"{year}: {', '.join(gone)}" if not filled else "", label]
            for name in COMPARED:
                found = study.score(name, year, "share", filled)
                cells += [f"{found.error:.2f}", number(found.explained)]
            rows.append(cells)
    heads = ["missing", "stands in", *(f"{name}: {word}" for name in COMPARED for word in ("error", "explained"))]
    return markdown(heads, rows, text_columns=2)


def _mt(value: float) -> str:
    return NO_DATUM if np.isnan(value) else f"{value:.1f}"
