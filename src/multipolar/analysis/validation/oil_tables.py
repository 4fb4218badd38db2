"""Tables of the page on Russian crude after 2022, in Markdown, from a study."""

from __future__ import annotations

import numpy as np

from multipolar.analysis.validation.oil_backtest import (
    IN_PROPORTION,
    NO_CHANGE,
    OUTCOMES,
    START,
    DiscountRow,
    OilStudy,
)
from multipolar.analysis.validation.oil_settings import MAIN
from multipolar.analysis.validation.trade_tables import hits, markdown, number
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
        "discount": discount(study),
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


def discount(study: OilStudy) -> str:
    """The discount of Urals: published, and predicted under each setting that predicts it."""
    names = discount_settings(study)
    rows = []
    for row in study.discounts:
        least = "more than " if "more than" in row.published.kind else ""
        cells = [row.published.period, f"{row.brent:.0f}", f"{least}{row.published.usd_per_barrel:g}"]
        cells += [f"{row.predicted[name]:.1f}" for name in names]
        rows.append([*cells, row.cap[MAIN]])
    table = markdown(["", "Brent", "published", *names, "the cap (model)"], rows)
    first, rule, *rest = table.split("\n")
    return "\n".join([first, rule[: -len("---:|")] + "---|", *rest])


def discount_settings(study: OilStudy) -> tuple[str, ...]:
    """Settings that predict the discount, in order."""
    first: DiscountRow = study.discounts[0]
    return tuple(first.predicted)


def sensitivity(study: OilStudy) -> str:
    """One thing changed at a time, 2023."""
    year = OUTCOMES[-1]
    rows = []
    for found in study.forecasts:
        share, mt = study.score(found.name, year, "share"), study.score(found.name, year, "usd")
        label = f"**{found.name}**" if found.role == "main" else found.name
        price = found.price_hat[year]
        rows.append(
            [
                label,
                found.note,
                f"{share.error:.2f}",
                number(share.explained),
                number(share.rank),
                f"{mt.error:.2f}",
                number(mt.explained),
                "" if np.isnan(price) else f"{100 * (price - 1):.1f}",
            ]
        )
    heads = ["", "what is different", "error", "explained", "rank", "error, Mt", "explained, Mt", "price, %"]
    return markdown(heads, rows, text_columns=2)


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
