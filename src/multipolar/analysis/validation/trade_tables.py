"""Tables of the page on Russia's trade after 2022, in Markdown, from a study."""

from __future__ import annotations

import numpy as np

from multipolar.analysis.validation.russia_trade import (
    HINDSIGHT,
    HINDSIGHT_SPREAD,
    IN_PROPORTION,
    MODEL,
    NO_CHANGE,
    OUTCOMES,
    REBASED,
    TradeStudy,
)
from multipolar.analysis.validation.trade_groups import split_by_hit
from multipolar.analysis.validation.trade_reasons import REASONS
from multipolar.arrays import Array
from multipolar.codes.economies import economy_name
from multipolar.data.russia_trade import FLOWS, TradeFlow

COMPARED = (MODEL, NO_CHANGE, IN_PROPORTION)
MISSES = 8
SHOWN = 14
NONE = "none"


def trade_tables(study: TradeStudy) -> dict[str, str]:
    """All tables of the page by name."""
    return {
        "scores": scores(study),
        "verdict": verdict(study),
        "groups": groups(study),
        **{f"{flow}-partners": partners(study, flow) for flow in FLOWS},
        **{f"{flow}-misses": misses(study, flow, 2023) for flow in FLOWS},
        "sensitivity": sensitivity(study, 2023),
        "on-top": on_top(study),
        "rest": rest_of_world(study),
    }


def scores(study: TradeStudy) -> str:
    """Every score of the model and of the two forecasts that know none."""
    rows = []
    for flow in FLOWS:
        for year in OUTCOMES:
            for name in COMPARED:
                share, usd = (study.score(name, flow, year, measure) for measure in ("share", "usd"))
                rows.append(
                    [
                        f"{flow} {year}" if name == MODEL else "",
                        name,
                        f"{share.error:.2f}",
                        number(share.explained),
                        number(share.rank),
                        hits(share.sign_hits, share.signs),
                        f"{usd.error:.2f}",
                        number(usd.explained),
                        hits(usd.sign_hits, usd.signs),
                    ]
                )
    heads = ["", "forecast", "error", "explained", "rank", "signs", "error, USD", "explained, USD", "signs, USD"]
    return markdown(heads, rows, text_columns=2)


def verdict(study: TradeStudy) -> str:
    """Where the model has the lower error, by how much, and whether one partner decides it."""
    rows = []
    for flow in FLOWS:
        for year in OUTCOMES:
            cells = [f"{flow} {year}"]
            for null in (NO_CHANGE, IN_PROPORTION):
                for measure in ("share", "usd"):
                    gap, smallest = study.margin(flow, year, measure, null)
                    # A lead that one partner can turn is no lead.
                    firm = gap * smallest > 0
                    word = "model" if gap > 0 else null
                    cells.append(f"{word}, by {abs(gap):.2f}" + ("" if firm else " (one partner decides)"))
            rows.append(cells)
    heads = ["", "against no change", "the same, USD", "against in proportion", "the same, USD"]
    return markdown(heads, rows, text_columns=5)


def groups(study: TradeStudy) -> str:
    """Share of those hit at the start, forecast and in the outcome; rank within each group."""
    rows = []
    for flow in FLOWS:
        for year in OUTCOMES:
            model, spread = (split_by_hit(study, name, flow, year) for name in (MODEL, IN_PROPORTION))
            rows.append(
                [
                    f"{flow} {year}",
                    *(
                        f"{v:.0f}"
                        for v in (model.hit_start, model.hit_forecast, spread.hit_forecast, model.hit_outcome)
                    ),
                    *(number(v) for v in (model.rank_hit, spread.rank_hit, model.rank_others, spread.rank_others)),
                ]
            )
    heads = ["", "2021", "model", "in proportion", "happened"]
    heads += ["rank among hit, model", "the same, in proportion", "rank among others, model", "the same, in proportion"]
    return markdown(heads, rows)


def partners(study: TradeStudy, flow: TradeFlow) -> str:
    """Shares of the largest partners of 2021: forecast and happened."""
    start = np.where(study.named(), study.published[flow, 2021], np.nan)
    forecast = {name: _shares(study, study.forecast(name).value[flow]) for name in (MODEL, IN_PROPORTION)}
    shares = {year: _shares(study, study.published[flow, year]) for year in (2021, *OUTCOMES)}
    largest = np.fmax(start / np.nansum(start), shares[2023] / 100.0)
    order = sorted(np.flatnonzero(np.isfinite(largest)), key=lambda n: -largest[n])[:SHOWN]
    rows = []
    for n in order:
        code = study.economies[n]
        values = [shares[2021][n], *(forecast[name][n] for name in (MODEL, IN_PROPORTION))]
        values += [shares[year][n] for year in OUTCOMES]
        rows.append([f"{economy_name(code)} ({code})", *("no datum" if np.isnan(v) else f"{v:.1f}" for v in values)])
    return markdown(["", "2021", "model", "in proportion", *map(str, OUTCOMES)], rows)


def misses(study: TradeStudy, flow: TradeFlow, year: int) -> str:
    """The largest misses of the model in points of share, with what is known of the cause."""
    rows = []
    for code, start, guess, outcome in largest_misses(study, flow, year):
        reason = REASONS.get((flow, code), "not looked into")
        rows.append([code, f"{start:.1f}", f"{guess:.1f}", f"{outcome:.1f}", f"{guess - outcome:+.1f}", reason])
    table = markdown(["", "2021", "model", str(year), "miss", "why"], rows)
    first, rule, *rest = table.split("\n")
    return "\n".join([first, rule[: -len("---:|")] + "---|", *rest])


def largest_misses(study: TradeStudy, flow: TradeFlow, year: int) -> list[tuple[str, float, float, float]]:
    """Code, share in 2021, forecast and outcome in per cent, largest miss first."""
    codes, start, guess, outcome = study.in_shares(MODEL, flow, year)
    order = np.argsort(-np.abs(guess - outcome), kind="stable")[:MISSES]
    return [(codes[n], float(start[n]), float(guess[n]), float(outcome[n])) for n in order]


def sensitivity(study: TradeStudy, year: int) -> str:
    """One thing changed at a time: error and explained in shares."""
    names = [
        found.name for found in study.forecasts if found.role in {"main", "variant"} or found.name == IN_PROPORTION
    ]
    last = [IN_PROPORTION, HINDSIGHT, HINDSIGHT_SPREAD]
    rows = []
    for name in [n for n in names if n not in last] + last:
        cells = [_label(name)]
        for flow in FLOWS:
            found = study.score(name, flow, year, "share")
            cells += [f"{found.error:.2f}", number(found.explained), number(found.rank)]
        rows.append(cells)
    heads = ["", *(f"{flow}: {word}" for flow in FLOWS for word in ("error", "explained", "rank"))]
    return markdown(heads, rows)


def on_top(study: TradeStudy) -> str:
    """Forecasts that start from 2022, the year of the tables."""
    rows = []
    for flow in FLOWS:
        for year in OUTCOMES[1:]:
            for found in study.forecasts:
                if found.role != "on top":
                    continue
                share = study.score(found.name, flow, year, "share")
                rows.append(
                    [
                        f"{flow} {year}",
                        found.name.removeprefix("from 2022: "),
                        f"{share.error:.2f}",
                        number(share.explained),
                        number(share.rank),
                        hits(share.sign_hits, share.signs),
                    ]
                )
    return markdown(["", "from 2022", "error", "explained", "rank", "signs"], rows, text_columns=2)


def rest_of_world(study: TradeStudy) -> str:
    """Error in shares when the rest of the world counts as one partner."""
    rows = []
    for flow in FLOWS:
        for year in OUTCOMES:
            cells = [f"{study.score(name, flow, year, 'share', rest=True).error:.2f}" for name in COMPARED]
            rows.append([f"{flow} {year}", *cells])
    return markdown(["", *COMPARED], rows)


def markdown(heads: list[str], rows: list[list[str]], text_columns: int = 1) -> str:
    """A Markdown table; the first columns are text, the others numbers."""
    rule = "|" + "".join("---|" if place < text_columns else "---:|" for place in range(len(heads)))
    return "\n".join(["| " + " | ".join(heads) + " |", rule, *("| " + " | ".join(row) + " |" for row in rows)])


def number(value: float) -> str:
    """Two decimals, or that there is none."""
    return NONE if np.isnan(value) else f"{value + 0.0:.2f}"


def hits(right: int, of: int) -> str:
    """Hits of how many."""
    return f"{right} of {of}" if of else NONE


def _shares(study: TradeStudy, values: Array) -> Array:
    taken = np.where(study.named(), values, np.nan)
    return np.asarray(100.0 * taken / np.nansum(taken))


def _label(name: str) -> str:
    return {
        MODEL: "**the forecast: elasticities central, leakage as assumed**",
        REBASED: "from the pattern of 2021",
        HINDSIGHT: "hindsight: all trade with the EU and the G7 stops, a tenth leaks",
        HINDSIGHT_SPREAD: "hindsight, without the model: the same, spread in proportion",
        IN_PROPORTION: "no model: spread in proportion",
    }.get(name, name)
