"""Write the figure and the tables of the documentation page on routes anew.

``python -m multipolar.report.route_docs docs`` computes everything; a test holds the page to it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from multipolar.analysis.route_legs import leg_values
from multipolar.analysis.routes import RouteAccounts, accounts_of
from multipolar.analysis.validation.pages import with_tables
from multipolar.analysis.validation.red_sea import implied_elasticity
from multipolar.analysis.validation.red_sea_tables import table
from multipolar.baseline.registry import load
from multipolar.codes.economies import economy_name
from multipolar.codes.passages import passage_mask
from multipolar.report.figure import Figure
from multipolar.report.route_map import route_map
from multipolar.scenario.border import Border
from multipolar.scenario.route_cargo import CARGOES
from multipolar.scenario.routes import RouteChannels
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import prepare_baseline, simulate

PAGE = "explanation/routes.md"
FIGURE = "figures/routes-suez-closed.svg"
LOSERS = 8


def suez_closed() -> tuple[RouteChannels, Result, RouteAccounts]:
    """The world with the Suez Canal closed to all ships, central elasticities."""
    prepared = prepare_baseline(load())
    theta = prepared.assumptions.trade_elasticity
    channel, border = RouteChannels(prepared.baseline), Border(prepared.baseline, theta)
    channel.close(passage_mask(["suez"]), 1.0)
    channel.finish(border)
    result = simulate(prepared, border.wedges())
    return channel, result, accounts_of(channel, result.before.flow, result.after.flow, theta)


def route_tables(channel: RouteChannels, result: Result, accounts: RouteAccounts) -> dict[str, str]:
    """Tables of the page by name."""
    return {
        "baseline": _baseline(accounts),
        "suez": _suez(accounts),
        "losers": _losers(result),
        "elasticity": _elasticity(result, accounts),
        "corridors": _corridors(channel),
    }


def figure_of(channel: RouteChannels, result: Result, accounts: RouteAccounts) -> Figure:
    """The map of the page."""
    theta = result.assumptions.trade_elasticity
    before = leg_values(channel, [(nest.base,) for nest in channel.nests], result.before.flow, theta)
    after = leg_values(channel, channel.states, result.after.flow, theta)
    source = "Multipolar, bundled world of 2022, central elasticities, long run; sea network of searoute (Apache-2.0)"
    return route_map(accounts, before, after, scenario="the Suez Canal closed", source=source)


def _baseline(accounts: RouteAccounts) -> str:
    value = accounts.before.mode_usd_mn
    total = value.sum()
    share = 100 * np.array([value[0], value[1:-1].sum(), value[-1]]) / total
    suez = 100 * accounts.passage("suez").before_usd_mn / total
    tonnes = sum(accounts.before.tonne_km_bn)
    rows = [
        ["by sea, share of value", f"{share[0]:.0f} %", "73 % (world 2008, Rodrigue)"],
        ["overland", f"{share[1]:.0f} %", "14 %"],
        ["by air", f"{share[2]:.0f} %", "13 %"],
        ["through Suez, share of goods trade", f"{suez:.0f} %", "12 to 15 % (as often quoted)"],
        ["tonne-km at sea, thousand bn", f"{tonnes / 1e3:.0f}", "about 115 (UNCTAD: 62 thousand bn tonne-miles)"],
    ]
    return table(["baseline", "model", "published"], rows)


def _suez(accounts: RouteAccounts) -> str:
    rows = [
        [row.name, f"{row.before_usd_mn / 1e3:,.0f}", f"{row.after_usd_mn / 1e3:,.0f}", f"{row.change_pct:+.0f} %"]
        for row in accounts.passages
        if row.ships == "all" and row.before_usd_mn > 0.5
    ]
    return table(["passage", "before, bn USD", "after, bn USD", "change"], rows)


def _losers(result: Result) -> str:
    income = result.real_income_pct()
    order = np.argsort(income)[:LOSERS]
    codes = result.baseline.economies
    return table(["", "real income"], [[economy_name(codes[n]), f"{income[n]:.2f} %"] for n in order])


def _elasticity(result: Result, accounts: RouteAccounts) -> str:
    codes = result.baseline.economies
    found = implied_elasticity(accounts, codes, result.before.flow, result.after.flow)
    rows = [["goods trade, per cent for each per cent of more days at sea", f"{found:.2f}", "-0.2 to -0.5"]]
    return table(["Suez closed", "model", "Feyrer (2021), 1967 to 1975"], rows)


def _corridors(channel: RouteChannels) -> str:
    rows = []
    for link in channel.corridors:
        served = [cargo.name for cargo, share in zip(CARGOES, link.share, strict=True) if share > 0]
        money = (f"{link.carried_usd_mn / 1e3:.1f}", f"{link.capacity_usd_mn / 1e3:.1f}")
        rows.append([f"`{link.code}`", link.name, *money, ", ".join(served) or "nothing"])
    return table(["corridor", "", "carries, bn USD", "can carry", "cargoes"], rows, right=(2, 3))


def refresh_routes(docs: Path) -> bool:
    """Compute the tables and the figure and write them; whether the page changed."""
    world = suez_closed()
    path = docs / PAGE
    before = path.read_text(encoding="utf-8")
    after = with_tables(before, route_tables(*world))
    path.write_text(after, encoding="utf-8", newline="\n")
    (docs / FIGURE).write_text(figure_of(*world).svg, encoding="utf-8", newline="\n")
    return after != before


if __name__ == "__main__":
    refresh_routes(Path(sys.argv[1]))
