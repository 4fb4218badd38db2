"""The dossier as one offline HTML page: small multiples by dimension, asymmetry, change, profile, sources."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from multipolar.observatory.around import Windows
from multipolar.observatory.around_pair import event_year, rule
from multipolar.observatory.dossier_evidence import name, short
from multipolar.observatory.dossier_parts import DIMENSIONS, Dossier, Line, Panel, Standing
from multipolar.report.dossier_events import Row, bloc_lanes, bloc_rows, event_rows, marks
from multipolar.report.dossier_figures import around_figure, dependence_figure, profile_figure
from multipolar.report.dossier_panel_chart import axis_words, direction, order_of, panel_chart, swatch
from multipolar.report.dossier_quantity import amount, period_words
from multipolar.report.dossier_words import (
    ADD,
    around_words,
    headline,
    headline_basis,
    missing_words,
    rank_basis,
    rank_words,
    source_title,
    standing_number,
    standing_words,
)
from multipolar.report.palette import style, template
from multipolar.report.section import Cell, Table

if TYPE_CHECKING:
    from multipolar.observatory.records import Source
    from multipolar.report.figure import Figure


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One line of a panel in words: its stroke, direction, newest figure, period, source, status."""

    swatch: str
    direction: str
    value: str
    period: str
    source: str
    status: str
    extra: str


@dataclass(frozen=True, slots=True)
class Card:
    """One panel of the page."""

    id: str
    title: str
    definition: str
    art: str
    rows: tuple[KeyRow, ...]
    ranks: tuple[str, ...]
    numbers: tuple[tuple[str, str, str, str, str], ...]
    context: bool
    other_way: str
    axis: str


@dataclass(frozen=True, slots=True)
class Part:
    """One dimension: panels that are drawn, figures that are told in a table, and figures across the page."""

    id: str
    title: str
    cards: tuple[Card, ...]
    table: Table | None
    lanes: str
    lead: str


def render_dossier(
    dossier: Dossier, *, command: str, version: str, sources: Sequence[Source], today: datetime.date | None = None
) -> str:
    """The page as text, without any address that a browser would fetch.

    Parameters
    ----------
    command : the command line that makes the page again.
    sources : of the observatory; those that the dossier names are listed.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["coded"] = lambda text: Markup(re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(text)))
    day = today or datetime.date.today()
    windows = Windows.around(event_year(dossier.event), dossier.years) if dossier.event else None
    text = rule(windows) if windows else ""
    return environment.from_string(template("dossier.html")).render(
        title=f"{name(dossier.first)} and {name(dossier.second)}",
        dossier=dossier,
        event=period_words(dossier.event),
        names=(short(dossier.first), short(dossier.second)),
        headline=headline(dossier),
        basis=headline_basis(dossier),
        parts=_parts(dossier, day),
        dependence=dependence_figure(dossier),
        leverage=_leverage(dossier),
        leverage_defined=tuple((entry.title, entry.definition) for entry in dossier.leverage),
        around=around_figure(dossier, text),
        around_table=_around_points(dossier),
        around_refused=tuple(around_words(entry) for entry in dossier.around if entry.spread is None),
        without=_without(dossier),
        rule=text,
        profile=profile_figure(dossier),
        standing=standing_words(dossier),
        sensitivity=_sensitivity(dossier),
        lacking=dossier.profile.lacking,
        missing=missing_words(dossier.missing),
        add=ADD,
        events=event_rows(dossier),
        sources=_sources(dossier, sources),
        command=command,
        version=version,
        style=Markup(style() + template("page.css") + template("dossier.css")),
        script=Markup(template("page.js")),
        markup=Markup,
    )


def dossier_figures(dossier: Dossier) -> tuple[Figure, ...]:
    """The figures across the page, those that there are."""
    windows = Windows.around(event_year(dossier.event), dossier.years) if dossier.event else None
    found = (
        dependence_figure(dossier),
        around_figure(dossier, rule(windows)) if windows else None,
        profile_figure(dossier),
    )
    return tuple(figure for figure in found if figure is not None)


def _parts(dossier: Dossier, day: datetime.date) -> tuple[Part, ...]:
    last = _last_year(dossier)
    marked = marks(dossier)
    parts = []
    for key, heading in DIMENSIONS.items():
        panels = [panel for panel in dossier.panels if panel.dimension == key]
        cards = tuple(_card(panel, dossier, last, marked) for panel in panels if panel.drawn)
        told = [panel for panel in panels if not panel.drawn and key != "model"]
        lanes = bloc_lanes(dossier, last) if key == "blocs" else ""
        lead = "; ".join(bloc_rows(dossier, day)) if key == "blocs" else ""
        if cards or told or lanes:
            parts.append(Part(key, heading, cards, _table(told, alone=not cards) if told else None, lanes, lead))
    return tuple(parts)


def _last_year(dossier: Dossier) -> int:
    """Last year of the axes: the newest figure drawn."""
    years = [
        int(point.period[:4])
        for panel in dossier.panels
        if panel.drawn
        for line in panel.lines
        for point in line.points
    ]
    return max([dossier.since + 1, *years])


def _card(panel: Panel, dossier: Dossier, last: int, marked: Sequence[object]) -> Card:
    pair = (dossier.first, dossier.second)
    ident = f"p-{panel.indicator}"
    drawing = panel_chart(panel, pair, dossier.since, last, marked, ident)  # type: ignore[arg-type]
    rows = tuple(
        KeyRow(
            swatch(line, pair, order_of(line, panel.lines), f"{ident}-k{n}").body(),
            direction(line),
            amount(line.latest.value, line.unit),
            period_words(line.latest.period),
            source_title(line.source),
            line.latest.status,
            _extra(panel, line),
        )
        for n, line in enumerate(panel.lines)
    )
    alt = "; ".join(f"{row.direction} {row.value} in {row.period}, {row.source}" for row in rows)
    numbers = tuple(
        (direction(line), period_words(at.period), amount(at.value, line.unit), source_title(line.source), at.status)
        for line in panel.lines
        for at in reversed(line.points)
    )
    return Card(
        panel.indicator,
        panel.title,
        panel.definition,
        f'<svg viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img" aria-labelledby="{ident}-t {ident}-d">'
        f'<title id="{ident}-t">{escape(panel.title)}</title><desc id="{ident}-d">{escape(alt)}</desc>'
        f"{drawing.body()}</svg>",
        rows,
        _rank_lines(panel),
        numbers,
        panel.context,
        _other_way(panel),
        axis_words(panel),
    )


def _rank_lines(panel: Panel) -> tuple[str, ...]:
    """Ranks of one source under one another, the source named once."""
    by_basis: dict[str, list[str]] = {}
    for rank in panel.ranks:
        by_basis.setdefault(rank_basis(rank), []).append(rank_words(rank))
    return tuple(f"{'; '.join(texts)} ({basis})" for basis, texts in by_basis.items())


def _other_way(panel: Panel) -> str:
    """Directions too small to draw, in words."""
    told = [f"{direction(line)} {_small(line)} in {period_words(line.latest.period)}" for line in panel.slight]
    return f"Too small to draw: {'; '.join(told)}." if told else ""


def _small(line: Line) -> str:
    return amount(line.latest.value, line.unit) if line.latest.value >= 0.01 else "next to nothing"


def _extra(panel: Panel, line: Line) -> str:
    """Value and unit value of the same flow, source and period."""
    same = [
        other
        for other in panel.companions
        if (other.origin, other.destination, other.source) == (line.origin, line.destination, line.source)
    ]
    found = []
    for other in same:
        point = next((point for point in other.points if point.period == line.latest.period), None)
        if point is not None:
            found.append(amount(point.value, other.unit))
    return " · ".join(found)


def _table(panels: Sequence[Panel], *, alone: bool) -> Table:
    """Figures in words; the column of ranks only where one of them has a rank."""
    rows = []
    for panel in panels:
        for line in panel.lines:
            extra = _extra(panel, line)
            rank = next((r for r in panel.ranks if _of(r, line)), None)
            rows.append(
                (
                    Cell(panel.title, tip=panel.definition),
                    Cell(direction(line).replace(" →", "\u00a0→")),
                    Cell(amount(line.latest.value, line.unit) + (f" ({extra})" if extra else "")),
                    Cell(period_words(line.latest.period)),
                    Cell(f"{rank.place} of {rank.count} {rank.side}" if rank else ""),
                    Cell(source_title(line.source), status=line.latest.status),
                )
            )
    folded = len(rows) > 12
    title = f"{len(rows)} more figures" if folded else "Figures" if alone else "Further figures"
    heads = ["Measure", "Of", "Newest figure", "Period", "Rank", "Source"]
    kept = [n for n, head in enumerate(heads) if head != "Rank" or any(row[n].text for row in rows)]
    return Table(
        title,
        tuple(heads[n] for n in kept),
        tuple(tuple(row[n] for n in kept) for row in rows),
        texts=tuple(n for n, k in enumerate(kept) if heads[k] != "Newest figure"),
        folded=folded,
    )


def _of(rank: Standing, line: Line) -> bool:
    ends = (rank.source, rank.economy, rank.of)
    return ends == (line.source, line.origin, line.destination) and rank.side != "buyers"


def _leverage(dossier: Dossier) -> Table | None:
    if not dossier.leverage:
        return None
    first, second = short(dossier.first), short(dossier.second)
    rows = tuple(
        (
            Cell(entry.title, tip=entry.definition),
            Cell(amount(entry.first_over_second, entry.unit)),
            Cell(amount(entry.second_over_first, entry.unit)),
            Cell(f"{source_title(entry.source)}, {entry.period}"),
        )
        for entry in dossier.leverage
    )
    return Table(
        "Leverage both ways, from the model",
        ("Measure", f"{first} → {second}", f"{second} → {first}", "Source"),
        rows,
        texts=(0, 3),
        note=f"Results of a model of the bundled world, no observations. {first} → {second}: {first} is the reporter "
        f"and {second} the partner of the definition.",
        status="model",
    )


def _around_points(dossier: Dossier) -> tuple[str, ...]:
    return tuple(
        around_words(entry) + "." for entry in dossier.around if entry.spread is not None and not entry.relative
    )


def _without(dossier: Dossier) -> tuple[str, ...]:
    """Groups from which members dropped out, and what the median would be if that were no flow."""
    found = []
    for entry in dossier.around:
        spread = entry.spread
        if spread is not None and spread.without_record and entry.relative:
            found.append(
                f"{entry.title}, {entry.group}: {spread.without_record} of "
                f"{spread.count + spread.without_record} have too few years with a record. Were that no "
                f"flow, the median would be {amount(spread.median_if_none, '%')} and the pair at percentile "
                f"{standing_number(spread.percentile_if_none)}."
            )
    return tuple(found)


def _sensitivity(dossier: Dossier) -> Table | None:
    index = dossier.profile.index
    if index is None:
        return None
    titles = {component.dimension: component.title for component in dossier.profile.components}
    rows = [(Cell("with these weights"), Cell(standing_number(index.standing)))]
    rows += [(Cell(f"without {titles[key].lower()}"), Cell(standing_number(value))) for key, value in index.dropped]
    rows.append(
        (
            Cell(f"{index.draws:,} random weightings, 5 to 95 of 100"),
            Cell(f"{standing_number(index.low)} to {standing_number(index.high)}"),
        )
    )
    return Table("How far the standing depends on the weights", ("", "Percentile among pairs"), tuple(rows))


def _sources(dossier: Dossier, sources: Sequence[Source]) -> tuple[Source, ...]:
    named = {line.source for panel in dossier.panels for line in (*panel.lines, *panel.companions)}
    named |= {entry.source for entry in dossier.leverage} | {entry.source for entry in dossier.happenings}
    named |= {part for component in dossier.profile.components for part in component.source.split(", ")}
    return tuple(source for source in sources if source.key in named)


__all__ = ["Row", "dossier_figures", "render_dossier"]
