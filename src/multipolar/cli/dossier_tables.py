"""The dossier on a terminal: compact tables, one row a line of figures, and what is lacking in one line."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence

from rich.console import Console, Group
from rich.text import Text

from multipolar.cli.screen import table
from multipolar.observatory.around import Windows
from multipolar.observatory.around_pair import event_year
from multipolar.observatory.dossier_evidence import name, short
from multipolar.observatory.dossier_parts import DIMENSIONS, Dependence, Dossier, Happening, Line, Panel
from multipolar.report.dossier_events import bloc_rows
from multipolar.report.dossier_panel_chart import direction
from multipolar.report.dossier_quantity import amount, changed, when
from multipolar.report.dossier_words import (
    ADD,
    around_words,
    headline,
    missing_words,
    source_title,
    standing_number,
    standing_words,
)
from multipolar.report.numbers import number

EVENTS_SHOWN = 8
ROWS_SHOWN = 12


def print_dossier(found: Dossier, console: Console) -> None:
    """Print it all, widest finding first."""
    console.print(f"{name(found.first)} and {name(found.second)}, since {found.since}", style="bold")
    console.print(f"{headline(found)}.\n")
    for part in _dimensions(found):
        console.print(part)
    for block in (_dependence(found), _leverage(found), _around(found), _profile(found)):
        if block is not None:
            console.print(block)
    console.print(standing_words(found))
    console.print()
    for text in bloc_rows(found, datetime.date.today()):
        console.print(f"Blocs: {text}.")
    events = _events(found)
    if events is not None:
        console.print()
        console.print(events)
    lacking = missing_words(found.missing)
    if lacking:
        console.print(f"No figure for this pair: {lacking}.", style="yellow", markup=False)
    for gap in found.gaps:
        console.print(
            f"Known gap, no zero: {gap.product} {gap.origin} to {gap.destination}, {gap.first_year} to "
            f"{gap.last_year}: {gap.reason}.",
            style="yellow",
            markup=False,
        )
    console.print(ADD, markup=False)


def _dimensions(found: Dossier) -> list[Group]:
    columns = [("", False), ("of", False), ("newest", True), ("period", False), ("rank", False), ("source", False)]
    groups = []
    for key, heading in DIMENSIONS.items():
        panels = [panel for panel in found.panels if panel.dimension == key and key != "model"]
        rows = [_row(panel, line) for panel in panels for line in panel.lines]
        if rows:
            more = f" ({len(rows) - ROWS_SHOWN} more with --json or --html)" if len(rows) > ROWS_SHOWN else ""
            groups.append(table(heading + more, columns, rows[:ROWS_SHOWN]))
    return groups


def _row(panel: Panel, line: Line) -> list[str]:
    ranks = [rank for rank in panel.ranks if rank.source == line.source and rank.period == line.latest.period]
    if not line.symmetric:
        ranks = [rank for rank in ranks if {rank.economy, rank.of} == {line.origin, line.destination}]
        ranks = [r for r in ranks if (r.side == "suppliers") == (r.economy == line.origin)]
    shown = ", ".join(f"{rank.place} of {rank.count} {_side(rank.side, rank.of)}" for rank in ranks)
    status = "" if line.latest.status == "official" else f", {line.latest.status}"
    title = panel.title + (" (with all)" if panel.context else "")
    value = amount(line.latest.value, line.unit)
    return [title, direction(line), value, when(line.latest.period), shown, source_title(line.source) + status]


def _side(side: str, of: str) -> str:
    words = {"suppliers": "suppliers of", "buyers": "buyers from", "partners": "partners of", "nearest": "nearest to"}
    return f"{words[side]} {of}"


def _dependence(found: Dossier) -> Group | None:
    if not found.dependence:
        return None
    ranked = sorted(
        found.dependence, key=lambda entry: (entry.indicator not in ("goods", "goods-services-model"), -entry.worth)
    )
    rows = [
        [
            f"{entry.title}, {short(entry.origin)} → {short(entry.destination)}",
            _share(entry.share_of_origin),
            _share(entry.share_of_destination),
            _leaning(entry),
            f"{source_title(entry.source)} {entry.period}",
        ]
        for entry in ranked[:ROWS_SHOWN]
    ]
    columns = [
        ("flow", False), ("% of seller's exports", True), ("% of buyer's imports", True), ("leans on it more", False),
        ("source", False),
    ]  # fmt: skip
    return table("Who depends on whom", columns, rows)


def _leaning(entry: Dependence) -> str:
    if not (math.isfinite(entry.share_of_origin) and math.isfinite(entry.share_of_destination)):
        return "not known"
    return short(entry.leaning) if entry.leaning else "neither"


def _share(value: float) -> str:
    return number(value) if math.isfinite(value) else "not known"


def _leverage(found: Dossier) -> Group | None:
    if not found.leverage:
        return None
    first, second = short(found.first), short(found.second)
    rows = [
        [entry.title, amount(entry.first_over_second, entry.unit), amount(entry.second_over_first, entry.unit)]
        for entry in found.leverage
    ]
    columns = [("model of 2022, not observed", False), (f"{first} → {second}", True), (f"{second} → {first}", True)]
    return table("Leverage both ways", columns, rows)


def _around(found: Dossier) -> Group | None:
    if not found.event:
        return None
    rows = []
    for entry in found.around:
        if entry.change is None or entry.spread is None:
            continue
        beside, unit = entry.spread, entry.unit
        dropped = ""
        if beside.without_record:
            dropped = f"{beside.without_record}: {changed(beside.median_if_none, relative=entry.relative, unit=unit)}"
        rows.append(
            [
                f"{entry.title}, {entry.line}",
                entry.group,
                changed(entry.change.value, relative=entry.relative, unit=unit),
                changed(beside.median, relative=entry.relative, unit=unit),
                str(beside.count),
                f"{number(beside.low, signed=True)} to {number(beside.high, signed=True)}",
                standing_number(beside.percentile),
                dropped,
            ]
        )
    refused = [around_words(entry) for entry in found.around if entry.spread is None]
    windows = Windows.around(event_year(found.event), found.years)
    title = f"Around {found.event}: {_span(windows.before)} to {_span(windows.after)}"
    if not rows:
        return Group(Text(title, style="bold"), *(refused or ["No yearly figure of the pair can be compared."]), "")
    columns = [
        ("", False), ("against", False), ("pair", True), ("median", True), ("of", True), ("middle half", True),
        ("percentile", True), ("no record: median if none", True),
    ]  # fmt: skip
    more = [f"and {len(rows) - ROWS_SHOWN} more comparisons with --json or --html"] if len(rows) > ROWS_SHOWN else []
    lines = [*more, *(f"Not compared. {text}" for text in refused[:4])]
    return Group(table(title, columns, rows[:ROWS_SHOWN]), *lines, *([""] if lines else []))


def _span(years: Sequence[int]) -> str:
    return f"mean of {years[0]}-{years[-1]}"


def _profile(found: Dossier) -> Group | None:
    if not found.profile.components:
        return None
    rows = [
        [c.title, standing_number(c.percentile), f"{c.pairs:,}", f"{c.weight:.2f}", c.formula, c.period]
        for c in sorted(found.profile.components, key=lambda c: -c.percentile)
    ]
    columns: Sequence[tuple[str, bool]] = [
        ("dimension", False), ("percentile", True), ("of pairs", True), ("weight", True), ("measure", False),
        ("period", False),
    ]  # fmt: skip
    return table("Profile: percentile among all pairs with a figure", columns, rows)


def _events(found: Dossier) -> Group | None:
    both = [entry for entry in found.happenings if entry.both]
    shown = (both or list(found.happenings))[-EVENTS_SHOWN:]
    if not shown:
        return None
    rows = [[when(entry.day), entry.title, _said(entry)] for entry in reversed(shown)]
    what = "Events of both" if both else "Events of either"
    return table(
        f"{what}, the newest of {len(both or found.happenings)}", [("day", False), ("", False), ("source", False)], rows
    )


def _said(entry: Happening) -> str:
    status = "" if entry.status == "official" else f", {entry.status}"
    return source_title(entry.source) + status
