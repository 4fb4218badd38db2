"""Section: what comes through third economies, shown where a detour is open round a ban."""

from __future__ import annotations

import math

from multipolar.analysis.detours import DetourAccount, by_pair, by_sector, detour_account
from multipolar.report.charts.leakage import Leak, draw_leaks
from multipolar.report.figure import NARROW, WIDE, Column, Figure
from multipolar.report.numbers import dollars, number, percent
from multipolar.report.section import Cell, Note, Section, Table
from multipolar.report.view import View, name_of, sector_label
from multipolar.report.words import capital, listed

SECTORS, PAIRS = 12, 8


def detours_section(view: View) -> Section | None:
    """Leakage by sector and what hubs earn; None where nothing stopped has a way round."""
    account = detour_account(view.outcome.result)
    if account is None or not account.stopped.sum() > 0:
        return None
    hubs = sorted(account.hub_totals(), key=lambda row: -row["to_buyer_usd_mn"])
    through, stopped = float(account.to_hub.sum()), float(account.stopped.sum())
    earned = float(account.margin.sum())
    first = [name_of(row["hub"], article=True) for row in hubs[:2]]
    lead = (
        f"Of {dollars(stopped / 1e3)} a year that bans stop, {dollars(through / 1e3)} "
        f"({percent(100 * account.leakage(), signed=False)}) leaves for third economies and comes through, "
        f"most of it by {listed(first)}. Hubs earn {dollars(earned / 1e3)} with it.",
    )
    return Section(
        name="detours",
        title="What comes through third economies",
        place="trade",
        lead=lead,
        figures=(_figure(view, account),),
        tables=(_hubs(account), _pairs(view, account)),
        notes=(
            Note(
                "How much comes through is an outcome, but it rests on the share that came through each hub before, on "
                "the price of transit and on the hub's margin; each stands with its own standing under ‘What the "
                "scenario does’.",
                "assumed",
            ),
        ),
    )


def _figure(view: View, account: DetourAccount) -> Figure:
    rows = by_sector(account, view.outcome.result.sectors)[:SECTORS]
    leaks = [
        Leak(sector_label(row["sector"]), 100 * row["leakage"], row["stopped_usd_mn"], row["to_hubs_usd_mn"])
        for row in rows
    ]
    leaks.sort(key=lambda leak: -leak.share_pct)
    most = max(rows, key=lambda row: row["leakage"] if math.isfinite(row["leakage"]) else -1.0)
    least = min(rows, key=lambda row: row["leakage"] if math.isfinite(row["leakage"]) else math.inf)
    high, low = (percent(100 * row["leakage"], signed=False) for row in (most, least))
    title = f"{high} of the {_named(most)} that bans stop comes through hubs"
    if len(rows) > 1:
        title += f", {low} of the {_named(least)}"
    return Figure(
        name="detours",
        title=capital(title),
        subtitle="Share of the exports that bans stop which leaves for hubs and comes through, per cent, by sector.",
        description=f"Bars for {len(rows)} sectors, the largest share first. {capital(title)}.",
        source=view.source_line(),
        wide=draw_leaks(leaks, WIDE, "detours-wide"),
        narrow=draw_leaks(leaks, NARROW, "detours-narrow"),
        columns=(
            Column("sector", "code"),
            Column("name", "sector"),
            Column("stopped", "stopped", "USD mn"),
            Column("to_hubs", "to hubs instead", "USD mn"),
            Column("leakage", "leakage", "%"),
            Column("margin", "earned by hubs", "USD mn"),
        ),
        rows=tuple(
            (
                row["sector"],
                sector_label(row["sector"]),
                row["stopped_usd_mn"],
                row["to_hubs_usd_mn"],
                100 * row["leakage"],
                row["margin_usd_mn"],
            )
            for row in rows
        ),
        note=f"The {SECTORS} sectors with the largest flows stopped, at most. Values at the border of the origin.",
    )


def _named(row: dict[str, str]) -> str:
    label = sector_label(row["sector"])
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _hubs(account: DetourAccount) -> Table:
    rows = sorted(account.hub_totals(), key=lambda row: -row["to_buyer_usd_mn"])
    return Table(
        "What hubs earn",
        ("hub", "came through before", "comes to it", "it sends on", "transit used up", "it earns", "its services"),
        tuple(
            (
                Cell(name_of(row["hub"])),
                *(
                    Cell(number(row[key]))
                    for key in (
                        "before_usd_mn",
                        "to_hub_usd_mn",
                        "to_buyer_usd_mn",
                        "transit_usd_mn",
                        "margin_usd_mn",
                    )
                ),
                Cell(percent(row["service_price_pct"])),
            )
            for row in rows
        ),
        note="Million dollars a year, goods under bans only. It sends on: as customs would book the hub's exports. "
        "Its services: change of the price of trade and transport there.",
        status="assumed",
    )


def _pairs(view: View, account: DetourAccount) -> Table:
    rows = by_pair(account, view.outcome.result.economies)[:PAIRS]
    return Table(
        "Between whom",
        ("from", "to", "stopped", "through hubs", "leakage"),
        tuple(
            (
                Cell(name_of(row["origin"])),
                Cell(name_of(row["destination"])),
                Cell(dollars(row["stopped_usd_mn"] / 1e3)),
                Cell(dollars(row["to_hubs_usd_mn"] / 1e3)),
                Cell(percent(100 * row["leakage"], signed=False)),
            )
            for row in rows
        ),
        texts=(0, 1),
    )
