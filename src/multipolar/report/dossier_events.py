"""Time beside the figures: marks on the panels, lanes of bloc membership, the list of events."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from multipolar.codes.blocs import blocs
from multipolar.observatory.dossier_blocs import shared
from multipolar.observatory.dossier_evidence import name, short
from multipolar.observatory.dossier_parts import Dossier, Happening, Spell
from multipolar.observatory.records import EVENT_KINDS
from multipolar.report.charts.axis import Axis
from multipolar.report.dossier_panel_chart import Mark
from multipolar.report.dossier_quantity import when
from multipolar.report.dossier_time import at
from multipolar.report.dossier_words import source_title
from multipolar.report.svg import Drawing, fit

LANE, HEAD, FOOT = 30.0, 8.0, 24.0
WIDE, NARROW = 960.0, 360.0
#: A tick for each would be a hedge.
MOST_MARKS = 14


@dataclass(frozen=True, slots=True)
class Row:
    """One event of the list."""

    day: str
    title: str
    kind: str
    who: str
    source: str
    status: str
    both: bool


def marks(dossier: Dossier) -> tuple[Mark, ...]:
    """Marks for every panel: the event asked for, and happenings in which both take part, else of either."""
    found = [entry for entry in dossier.happenings if entry.both] or list(dossier.happenings)
    weight = ("war", "summit", "cap", "tariff", "accession", "sanction")
    found.sort(key=lambda entry: (weight.index(entry.kind) if entry.kind in weight else len(weight), entry.day))
    kept = sorted(found[:MOST_MARKS], key=lambda entry: entry.day)
    some = [Mark(at(entry.day), f"{when(entry.day)}: {entry.title}") for entry in kept]
    if dossier.event:
        some.append(Mark(at(dossier.event), when(dossier.event), strong=True))
    return tuple(some)


def event_rows(dossier: Dossier) -> tuple[Row, ...]:
    """All happenings, newest first, those of both before those of one."""
    order = sorted(dossier.happenings, key=lambda entry: entry.day, reverse=True)
    return tuple(_row(entry) for entry in sorted(order, key=lambda entry: not entry.both))


def _row(entry: Happening) -> Row:
    kind = EVENT_KINDS.get(entry.kind, entry.kind)
    return Row(
        when(entry.day), entry.title, kind, ", ".join(dict.fromkeys(entry.actors)), source_title(entry.source),
        entry.status, entry.both,
    )  # fmt: skip


def bloc_rows(dossier: Dossier, day: datetime.date) -> tuple[str, ...]:
    """What both belong to on a day, in words."""
    pair = (dossier.first, dossier.second)
    both = shared(dossier.blocs, pair, day)
    if not both:
        return (f"{name(pair[0])} and {name(pair[1])} belong to no common bloc of the table on {when(str(day))}",)
    return ("Both belong to " + ", ".join(_bloc(code) for code in both) + f" on {when(str(day))}",)


def _bloc(code: str) -> str:
    """Name with the code behind it, where that is not the name."""
    title = blocs()[code].name
    return title if title == code else f"{title} ({code})"


def bloc_lanes(dossier: Dossier, last: int) -> str:
    """Membership over time, two bars a bloc, wide and narrow as SVG; empty where neither is in any bloc."""
    current = [spell for spell in dossier.blocs if not spell.end or int(spell.end[:4]) >= dossier.since]
    if not current:
        return ""
    return "".join(
        f'<svg class="{kind}" viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img" '
        f'aria-label="Membership in blocs over time">{drawing.body()}</svg>'
        for kind, drawing in (
            ("wide", _lanes(dossier, current, last, WIDE)),
            ("narrow", _lanes(dossier, current, last, NARROW)),
        )
    )


def _lanes(dossier: Dossier, spells: list[Spell], last: int, width: float) -> Drawing:
    names = list(dict.fromkeys(spell.name for spell in spells))
    drawing = Drawing(width, HEAD + LANE * len(names) + FOOT, f"blocs-{width:g}")
    years = Axis(dossier.since, last + 2, 92.0, width - 70)
    stride = next(step for step in (1, 2, 5, 10, 20, 50) if (last - dossier.since) / step <= (14 if width > 500 else 5))
    bottom = HEAD + LANE * len(names)
    for year in range(dossier.since + (-dossier.since) % stride, last + 2, stride):
        drawing.line(years.at(year), HEAD, years.at(year), bottom, "grid")
        drawing.text(years.at(year), bottom + 16, str(year), size=11, anchor="middle", fill="soft")
    for n, bloc in enumerate(names):
        top = HEAD + n * LANE
        drawing.text(0, top + LANE / 2 + 4, fit(bloc, 13, 88), bold=True)
        mine = [spell for spell in spells if spell.name == bloc]
        for k, (code, colour) in enumerate(((dossier.first, "loss"), (dossier.second, "gain"))):
            held = [spell for spell in mine if spell.economy == code]
            for spell in held:
                _bar(drawing, spell, years, top + 5 + 11 * k, colour, last)
        if {spell.economy for spell in mine} != {dossier.first, dossier.second}:
            drawing.text(width - 64, top + LANE / 2 + 4, fit(short(mine[0].economy), 11.5, 64), size=11.5, fill="soft")
        else:
            drawing.text(width - 64, top + LANE / 2 + 4, "both", size=11.5, fill="soft")
    if dossier.event:
        x = years.at(at(dossier.event))
        drawing.line(x, HEAD, x, bottom, "soft", width=1.2, dash="3 3")
    return drawing


def _bar(drawing: Drawing, spell: Spell, years: Axis, y: float, colour: str, last: int) -> None:
    start = max(years.at(at(spell.start)), years.left)
    end = years.at(at(spell.end)) if spell.end else years.at(last + 2)
    tip = f"{name(spell.economy)}, {spell.name}: from {spell.start}" + (f" to {spell.end}" if spell.end else "")
    if spell.status != "official":
        tip += f" ({spell.status})"
    if end > start:
        fill = f"{colour}-band" if spell.status in ("invited", "unverified") else colour
        drawing.rect(start, y, end - start, 9, fill, title=tip)
