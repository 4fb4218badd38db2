"""Figures across the page of a dossier: dependence both ways, change around a date, profile by dimension."""

from __future__ import annotations

import math
from collections.abc import Sequence

from multipolar.observatory.dossier_evidence import name, short
from multipolar.observatory.dossier_parts import Around, Dependence, Dossier
from multipolar.report.charts.axis import Axis
from multipolar.report.dossier_quantity import changed, when
from multipolar.report.dossier_words import dependence_words, source_title, standing_number
from multipolar.report.figure import NARROW, WIDE, Column, Figure
from multipolar.report.numbers import number
from multipolar.report.svg import Drawing, fit

SHOWN = 10
ROWS = 14
#: Changes beyond this are drawn at the edge with an arrow; the numbers stand beside.
CLIP = 300.0


def dependence_figure(dossier: Dossier) -> Figure | None:
    """Two dots a flow: its share in the seller's sales and in the buyer's purchases."""
    entries = _largest(dossier.dependence)
    if not entries:
        return None
    lead = entries[0]
    rows = tuple(
        (e.title, name(e.origin), name(e.destination), e.share_of_origin, e.share_of_destination, e.period,
         source_title(e.source))
        for e in dossier.dependence
    )  # fmt: skip
    return Figure(
        name="dependence",
        title=dependence_words(lead),
        subtitle="Each flow as a share of what the seller sells to all and of what the buyer buys from all, per cent",
        description=f"A row for each of {len(entries)} flows with a dot for either side. {dependence_words(lead)}.",
        source="Source: " + "; ".join(sorted({f"{source_title(e.source)} {e.period}" for e in entries})),
        wide=_dumbbells(entries, dossier, WIDE, "dependence-wide"),
        narrow=_dumbbells(entries, dossier, NARROW, "dependence-narrow"),
        columns=(
            Column("flow", "Flow"),
            Column("seller", "Seller"),
            Column("buyer", "Buyer"),
            Column("share_of_sales", "Share of the seller's sales", "%"),
            Column("share_of_purchases", "Share of the buyer's purchases", "%"),
            Column("period", "Period"),
            Column("source", "Source"),
        ),
        rows=rows,
        note="A mark far to the right of its twin belongs to the side that depends more on the flow. "
        "A question mark: no figure for that side.",
    )


def around_figure(dossier: Dossier, rule: str) -> Figure | None:
    """A row a comparison: the group's quartiles and median, and the pair."""
    entries = [entry for entry in dossier.around if entry.spread is not None and entry.relative]
    if not entries:
        return None
    lead = entries[0]
    assert lead.change is not None
    assert lead.spread is not None
    moved = changed(lead.change.value, relative=True, unit=lead.unit)
    median = changed(lead.spread.median, relative=True, unit=lead.unit)
    return Figure(
        name="around",
        title=f"{lead.title}, {lead.line}: {moved} around {when(dossier.event)}; others: {median}",
        subtitle="Change of the pair (dot), middle half (band) and median (tick) of comparable pairs, per cent",
        description=f"{len(entries)} comparisons. {lead.title}: pair {moved}, median of others {median}.",
        source="Source: " + "; ".join(sorted({source_title(e.source) for e in entries})),
        wide=_bands(entries[:ROWS], WIDE, "around-wide"),
        narrow=_bands(entries[:ROWS], NARROW, "around-narrow"),
        columns=(
            Column("flow", "Flow"),
            Column("line", "Pair"),
            Column("group", "Compared with"),
            Column("change", "Change", "%"),
            Column("median", "Median", "%"),
            Column("quarter", "Lower quarter", "%"),
            Column("three_quarters", "Upper quarter", "%"),
            Column("difference", "Difference", "points"),
            Column("percentile", "Percentile", "of 100"),
            Column("count", "Compared", "pairs"),
            Column("without", "Without a record", "pairs"),
            Column("median_if_none", "Median if no record is no flow", "%"),
            Column("source", "Source"),
        ),
        rows=tuple(
            (e.title, e.line, e.group, e.change.value, e.spread.median, e.spread.low, e.spread.high,
             e.spread.difference, e.spread.percentile, e.spread.count, e.spread.without_record,
             e.spread.median_if_none, source_title(e.source))
            for e in entries if e.change is not None and e.spread is not None
        ),
        note=rule + (f" Drawn: {ROWS} of {len(entries)}; the numbers hold all." if len(entries) > ROWS else ""),
    )  # fmt: skip


def profile_figure(dossier: Dossier) -> Figure | None:
    """A bar a dimension: the pair's percentile among all pairs."""
    components = dossier.profile.components
    if not components:
        return None
    best = max(components, key=lambda c: c.percentile)
    worst = min(components, key=lambda c: c.percentile)
    pair = f"{name(dossier.first)} and {name(dossier.second)}"
    title = f"{pair} stand highest in {best.title.lower()}"
    if worst.percentile < best.percentile - 10:
        title += f" and lowest in {worst.title.lower()}"
    return Figure(
        name="profile",
        title=title,
        subtitle="Percentile of the pair among all pairs with a figure, by dimension; 50 is the middle",
        description="; ".join(
            f"{c.title}: percentile {standing_number(c.percentile)} of {c.pairs:,} pairs" for c in components
        ),
        source="Source: " + "; ".join(f"{c.title.lower()}: {source_title(c.source)} {c.period}" for c in components),
        wide=_profile_bars(dossier, WIDE, "profile-wide"),
        narrow=_profile_bars(dossier, NARROW, "profile-narrow"),
        columns=(
            Column("dimension", "Dimension"),
            Column("formula", "Measure"),
            Column("value", "Value", "of the measure"),
            Column("unit", "Unit"),
            Column("percentile", "Percentile", "of 100"),
            Column("pairs", "Pairs", "count"),
            Column("weight", "Weight", "share"),
            Column("period", "Period"),
        ),
        rows=tuple(
            (c.title, c.formula, c.value, c.unit, c.percentile, c.pairs, c.weight, c.period) for c in components
        ),
        note="Percentile: share of the pairs below this one, ties by half.",
    )


def _largest(entries: Sequence[Dependence]) -> list[Dependence]:
    """Total trade first, then the flows with the largest share on either side, one row a flow and direction."""
    total = [entry for entry in entries if entry.indicator in ("goods", "goods-services-model")]
    rest = [entry for entry in entries if entry not in total and entry.worth >= 1e6]
    rest.sort(key=lambda entry: -entry.worth)
    return (total + rest)[:SHOWN]


def _dumbbells(entries: Sequence[Dependence], dossier: Dossier, width: float, name_: str) -> Drawing:
    wide = width == WIDE
    row, head, label, numbers = (38.0, 50.0, 340.0, 120.0) if wide else (56.0, 62.0, 0.0, 0.0)
    drawing = Drawing(width, head + row * len(entries) + 8, name_)
    shares = [s for e in entries for s in (e.share_of_origin, e.share_of_destination) if math.isfinite(s)]
    axis = Axis(0, max(1.0, *(1.05 * share for share in shares)), label + 14, width - numbers - 14)
    colours = {dossier.first: "loss", dossier.second: "gain"}
    columns = {dossier.first: width - 62, dossier.second: width}
    _key(drawing, dossier, wide=wide)
    _grid(drawing, axis, head - 4, head + row * len(entries), wanted=6 if wide else 4)
    if wide:
        for code, right in columns.items():
            drawing.text(right, head - 10, code, size=12, anchor="end", fill=f"{colours[code]}-text")
    for n, entry in enumerate(entries):
        middle = head + (n + 0.5) * row + (0 if wide else 14)
        text = f"{entry.title}, {short(entry.origin)} → {short(entry.destination)}"
        said = f"{source_title(entry.source)}, {entry.period}"
        room = label if wide else width - 56
        if not wide:
            drawing.rect(0, middle - 38, width, 30, "paper")
        lines = (middle - 2, middle + 13) if wide else (middle - 26, middle - 12)
        drawing.text(0, lines[0], fit(text, 13, room))
        drawing.text(0, lines[1], fit(said, 11.5, room), size=11.5, fill="soft")
        spots = {entry.origin: entry.share_of_origin, entry.destination: entry.share_of_destination}
        known = sorted(share for share in spots.values() if math.isfinite(share))
        if len(known) == 2:
            drawing.line(axis.at(known[0]), middle, axis.at(known[1]), middle, "rule", width=3)
        for code in (dossier.first, dossier.second):
            share = spots[code]
            second = code == dossier.second
            if math.isfinite(share):
                dot(drawing, axis.at(share), middle, 5.5, colours[code], square=second)
            right, y = (columns[code], middle + 4) if wide else (width, lines[second])
            shown = number(share) if math.isfinite(share) else "?"
            drawing.text(
                right, y, shown, size=13 if wide else 12, anchor="end", fill=f"{colours[code]}-text", bold=True
            )
    return drawing


def dot(drawing: Drawing, x: float, y: float, size: float, colour: str, *, square: bool) -> None:
    """A disc, or a square for the second economy."""
    if square:
        drawing.rect(x - size + 0.5, y - size + 0.5, 2 * size - 1, 2 * size - 1, colour)
    else:
        drawing.circle(x, y, size, colour)


def _grid(drawing: Drawing, axis: Axis, top: float, bottom: float, *, wanted: int, unit: str = "%") -> None:
    """Grid and labels of shares, which have no sign."""
    for tick in axis.ticks(wanted):
        x = axis.at(tick)
        drawing.line(x, top, x, bottom, "soft" if tick == 0 else "grid")
        label = f"{tick:g}" + (f" {unit}" if tick == 0 and unit else "")
        drawing.text(x, top - 6, label, size=12, anchor="middle", fill="soft")


def _key(drawing: Drawing, dossier: Dossier, *, wide: bool) -> None:
    x = y = 6.0
    for code, colour in ((dossier.first, "loss"), (dossier.second, "gain")):
        dot(drawing, x, y, 5, colour, square=code == dossier.second)
        text = f"share of what {short(code)} sells or buys"
        drawing.text(x + 11, y + 4, text, size=12, fill=f"{colour}-text")
        x, y = (x + 290, y) if wide else (x, y + 17)


def _bands(entries: Sequence[Around], width: float, name_: str) -> Drawing:
    wide = width == WIDE
    row, head, label, numbers = (40.0, 40.0, 340.0, 130.0) if wide else (58.0, 26.0, 0.0, 0.0)
    drawing = Drawing(width, head + row * len(entries) + 8, name_)
    ends = [v for e in entries if e.spread and e.change for v in (e.spread.low, e.spread.high, e.change.value)]
    axis = Axis(-105.0, min(CLIP, max(60.0, *ends)) * 1.06, label + 14, width - numbers - 16)
    axis.draw(drawing, head - 2, head + row * len(entries), wanted=6 if wide else 4)
    if wide:
        drawing.text(width - 66, head - 8, "pair", size=12, anchor="end", fill="soft")
        drawing.text(width, head - 8, "others", size=12, anchor="end", fill="soft")
    for n, entry in enumerate(entries):
        if entry.spread is None or entry.change is None:
            continue
        middle = head + (n + 0.5) * row + (0 if wide else 16)
        texts = (f"{entry.title}, {entry.line}", f"against {entry.spread.count}: {entry.group}")
        pair, others = (number(v, 0, signed=True) for v in (entry.change.value, entry.spread.median))
        if wide:
            drawing.text(0, middle - 2, fit(texts[0], 13, label))
            drawing.text(0, middle + 13, fit(texts[1], 11.5, label), size=11.5, fill="soft")
            drawing.text(width - 66, middle + 4, pair, anchor="end", bold=True)
            drawing.text(width, middle + 4, others, anchor="end", fill="soft")
        else:
            drawing.rect(0, middle - 41, width, 32, "paper")
            drawing.text(0, middle - 28, fit(texts[0], 13, width - 52))
            drawing.text(width, middle - 28, pair, anchor="end", bold=True)
            drawing.text(0, middle - 14, fit(texts[1], 11.5, width - 52), size=11.5, fill="soft")
            drawing.text(width, middle - 14, others, size=11.5, anchor="end", fill="soft")
        low, high, median = (
            axis.at(min(v, axis.high)) for v in (entry.spread.low, entry.spread.high, entry.spread.median)
        )
        drawing.rect(low, middle - 6, max(high - low, 1.5), 12, "neutral-band")
        drawing.line(median, middle - 8, median, middle + 8, "neutral", width=2)
        value = entry.change.value
        x = axis.at(min(value, axis.high))
        tip = f"{texts[0]}: {number(value, signed=True)} %"
        if value > axis.high:
            drawing.path(f"M{x - 7:.1f} {middle - 6:.1f}l10 6l-10 6z", "ink", title=tip)
        else:
            drawing.circle(x, middle, 5.5, "ink", title=tip)
    return drawing


def _profile_bars(dossier: Dossier, width: float, name_: str) -> Drawing:
    wide = width == WIDE
    components = sorted(dossier.profile.components, key=lambda c: -c.percentile)
    row, head, label = (32.0, 26.0, 190.0) if wide else (46.0, 26.0, 0.0)
    drawing = Drawing(width, head + row * len(components) + 8, name_)
    axis = Axis(0, 100, label + 8, width - 44)
    _grid(drawing, axis, head - 2, head + row * len(components), unit="", wanted=4)
    middle_x = axis.at(50)
    drawing.line(middle_x, head - 2, middle_x, head + row * len(components), "soft", dash="3 3")
    for n, c in enumerate(components):
        middle = head + (n + 0.5) * row + (0 if wide else 8)
        if wide:
            drawing.text(0, middle + 4, fit(c.title, 13, label))
        else:
            drawing.rect(0, middle - 25, width, 16, "paper")
            drawing.text(0, middle - 12, c.title)
        drawing.rect(axis.at(0), middle - 7, axis.at(c.percentile) - axis.at(0), 14, "neutral",
                     title=f"{c.title}: {c.formula}")  # fmt: skip
        drawing.text(
            axis.at(c.percentile) + 7, middle + 4, standing_number(c.percentile), size=13, bold=True, halo=True
        )
    return drawing
