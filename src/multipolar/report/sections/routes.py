"""Section: how goods travel, shown where a scenario has a measure on routes."""

from __future__ import annotations

import math

from multipolar.analysis.route_legs import leg_values
from multipolar.analysis.routes import CHANNEL, PairChange, PassageChange, RouteAccounts, route_accounts
from multipolar.report.numbers import NO_DATUM, SPACE, dollars, number, percent
from multipolar.report.palette import side
from multipolar.report.route_map import route_map
from multipolar.report.section import Cell, Note, Section, Table
from multipolar.report.terms import WHEN
from multipolar.report.view import View, name_of
from multipolar.report.words import capital, listed

#: Pairs that trade less are not listed, USD mn; passages with less, before and after, neither.
LEAST_TRADE, LEAST_PASSAGE = 1000.0, 0.5
PAIRS = 10


def routes_section(view: View) -> Section | None:
    """Map, passages, detours; None without a measure on routes."""
    result = view.outcome.result
    if CHANNEL not in result.channels:
        return None
    accounts = route_accounts(result)
    when = WHEN.get(result.assumptions.horizon, result.assumptions.horizon)
    channel, theta = result.channels[CHANNEL], result.assumptions.trade_elasticity
    legs = [
        leg_values(channel, states, flow, theta)
        for states, flow in (
            ([(nest.base,) for nest in channel.nests], result.before.flow),
            (channel.states, result.after.flow),
        )
    ]
    figure = route_map(accounts, legs[0], legs[1], scenario=view.title, source=view.source_line(), horizon=when)
    tables = [_passages(accounts), _detours(accounts)]
    tables += [_cut(accounts)] if accounts.cut() else []
    notes = [
        Note(
            f"How goods spread over routes follows from an elasticity of {channel.held.route_elasticity:g}, and how "
            "they spread over sea, land and air from rules.",
            "assumed",
        ),
        Note("Tonnes are goods by an assumed worth of a tonne; ships are not counted.", "assumed"),
        Note("Trade of the rest of the world, and within it, has no known routes and stands in no number here."),
    ]
    return Section(
        name="routes",
        title="How goods travel",
        place="trade",
        lead=_lead(accounts),
        figures=(figure,),
        tables=tuple(table for table in tables if table.rows),
        notes=tuple(notes),
    )


def _lead(accounts: RouteAccounts) -> tuple[str, ...]:
    cost = sum(row.cost_usd_mn for row in accounts.pairs if math.isfinite(row.cost_usd_mn))
    work = [float(side_.tonne_km_bn.sum()) for side_ in (accounts.before, accounts.after)]
    verb = "adds" if cost > 0 else "saves"
    text = (
        f"At the trade of before, the change of routes {verb} {dollars(abs(cost) / 1e3)} a year to the cost of delivery"
    )
    if cost <= 0:
        text = text.replace(" to the cost", " of the cost")
    if accounts.without_way_usd_mn > 0:
        text += f"; {dollars(accounts.without_way_usd_mn / 1e3)} of goods have no way left and are not in that sum"
    change = percent(100 * (work[1] / work[0] - 1)) if work[0] > 0 else NO_DATUM
    return (f"{text}. Work of ships, in tonne-kilometres: {change}.",)


def _passages(accounts: RouteAccounts) -> Table:
    rows = [row for row in accounts.passages if row.ships == "all"]
    used = [row for row in rows if max(row.before_usd_mn, row.after_usd_mn) >= LEAST_PASSAGE]
    used.sort(key=lambda row: -abs(row.after_usd_mn - row.before_usd_mn))
    return Table(
        "Goods through passages, a year",
        ("passage", "USD bn, before", "after", "change", "Mt, before", "after"),
        tuple(_passage(row) for row in used),
        note="A passage's transits of ships are taken to change as the value of the goods through it.",
        status="assumed",
    )


def _money(usd_mn: float) -> str:
    return number(usd_mn / 1e3) if usd_mn >= LEAST_PASSAGE else "0"


def _passage(row: PassageChange) -> tuple[Cell, ...]:
    opened = "opened" if row.after_usd_mn >= LEAST_PASSAGE else NO_DATUM
    return (
        Cell(row.name),
        *(Cell(_money(value)) for value in (row.before_usd_mn, row.after_usd_mn)),
        Cell(percent(row.change_pct) if math.isfinite(row.change_pct) else opened, side=side(row.change_pct)),
        Cell(number(row.tonnes_before_mn, 0)),
        Cell(number(row.tonnes_after_mn, 0)),
    )


def _detours(accounts: RouteAccounts) -> Table:
    """The longest detours, or, where voyages get shorter, the largest savings in days."""
    known = [row for row in accounts.pairs if row.trade_usd_mn >= LEAST_TRADE and math.isfinite(row.extra_days)]
    longer = sorted((row for row in known if row.extra_days > 0.05), key=lambda row: -row.extra_days)
    shorter = sorted((row for row in known if row.extra_days < -0.05), key=lambda row: row.extra_days)
    title, rows = ("Longest detours", longer) if len(longer) >= len(shorter) else ("Largest shortcuts", shorter)
    return Table(
        f"{title} between economies that trade a billion dollars or more",
        ("from", "to", "days at sea", "more", "delivered cost", "USD a year"),
        tuple(_pair(row) for row in rows[:PAIRS]),
        texts=(0, 1),
        note="Days: mean over what goes by sea, before and after. USD a year: change of delivered cost times the trade "
        "of before.",
        status="assumed",
    )


def _pair(row: PairChange) -> tuple[Cell, ...]:
    return (
        Cell(name_of(row.exporter)),
        Cell(name_of(row.importer)),
        Cell(f"{number(row.days_before, 0)} → {number(row.days_after, 0)}"),
        Cell(number(row.extra_days, 0, signed=True)),
        Cell(percent(row.cost_pct), side=side(-row.cost_pct)),
        Cell(dollars(row.cost_usd_mn / 1e3, signed=True)),
    )


def _cut(accounts: RouteAccounts) -> Table:
    rows = accounts.cut()[:PAIRS]
    return Table(
        f"Trade left without any way ({listed([str(len(accounts.cut()))])} pairs)",
        ("from", "to", "trade before", "cut off"),
        tuple(
            (
                Cell(capital(name_of(row.exporter))),
                Cell(capital(name_of(row.importer))),
                Cell(dollars(row.trade_usd_mn / 1e3)),
                Cell(f"{number(100 * row.cut_share)}{SPACE}%", side="loss"),
            )
            for row in rows
        ),
        texts=(0, 1),
    )
