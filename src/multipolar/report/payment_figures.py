"""Figures of payments: currency shares before and after, and the path of shares beside the published one.

Pure functions of a `PaymentOutcome` and of calibration rows; the report and the documentation call the same. Currencies
whose issuers sanction are blue, the yuan, the rouble and the rupee are orange, all others grey; the code stands on each
part that has room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from multipolar.analysis.payments import PaymentOutcome
from multipolar.arrays import Array
from multipolar.report.dossier_quantity import when
from multipolar.report.figure import NARROW, WIDE, Column, Figure
from multipolar.report.numbers import SPACE, dollars, number
from multipolar.report.svg import Drawing, fit, text_width
from multipolar.report.view import short_name

ROW, HEAD, NAMES = 62.0, 24.0, 190.0
FILL = {
    "USD": ("gain-4", "paper"),
    "EUR": ("gain", "paper"),
    "GBP": ("gain-2", "ink"),
    "JPY": ("gain-1", "ink"),
    "CNY": ("loss-text", "paper"),
    "RUB": ("loss-band", "ink"),
    "INR": ("loss", "card"),
    "OTH": ("neutral-band", "ink"),
}
ORDER = ("USD", "EUR", "GBP", "JPY", "OTH", "INR", "RUB", "CNY")


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One row of stacked bars: (C,) shares before and after on the currencies of the outcome."""

    label: str
    before: Array
    after: Array


def share_rows(outcome: PaymentOutcome, focus: str, partners: Sequence[str]) -> tuple[ShareRow, ...]:
    """All exports and imports of an economy, its trade with some partners, and world trade."""
    who = short_name(focus)

    def of(flow: str) -> tuple[Array, Array]:
        side = "export" if flow == "export" else "import"
        return (
            outcome.of_economy(focus, side, after=False),  # type: ignore[arg-type]
            outcome.of_economy(focus, side),  # type: ignore[arg-type]
        )

    rows = [ShareRow(f"{who}, exports", *of("export")), ShareRow(f"{who}, imports", *of("import"))]
    rows += [
        ShareRow(
            f"{who} with {short_name(code)}",
            outcome.of_pair(focus, code, after=False),
            outcome.of_pair(focus, code),
        )
        for code in partners
    ]
    return (*rows, ShareRow("World trade", outcome.of_world(after=False), outcome.of_world()))


def shares_figure(
    outcome: PaymentOutcome, focus: str, partners: Sequence[str], *, source: str, horizon: str = ""
) -> Figure:
    """Stacked bars of currency shares before and after.

    Parameters
    ----------
    focus : economy in the middle. partners : with whom its trade is shown.
    source : what stands underneath. horizon : such as ``long run``, for the subtitle.
    """
    rows = share_rows(outcome, focus, partners)
    at = outcome.currencies.index
    exports = rows[0]
    hard = [100 * float(sum(s[at(c)] for c in ("USD", "EUR"))) for s in (exports.before, exports.after)]
    who = short_name(focus)
    moved = hard[1] - hard[0]
    verb = "falls" if moved < 0 else "rises"
    title = (
        f"Dollars and euros pay for as much of {who}'s exports as before"
        if abs(moved) < 0.05
        else f"The share of {who}'s exports paid in dollars and euros {verb} from {number(hard[0], 0)} to "
        f"{number(hard[1], 0)}{SPACE}%"
    )
    paid_out, paid_in = outcome.cost_of(focus)
    note = (
        f"Upper bar: before (shares of {when(outcome.shares.date)}, on the trade of the tables); lower bar: after. "
        "From the left: dollar, euro, pound, yen, others, rupee, rouble, yuan. The change in the cost of paying "
        f"{_used(paid_out, 'exports')} and {_used(paid_in, 'imports')} of {who} a year. Shares are assumed by rule for "
        f"{number(outcome.assumed_pct, 0)} % of world trade; the totals of Russia are those of its central bank."
    )
    measure = "Share of the value of trade by currency of payment, per cent"
    return Figure(
        name=f"payments-{focus.lower()}",
        title=title,
        subtitle=f"{measure}, {horizon}" if horizon else measure,
        description=f"Pairs of stacked bars, before and after, for {len(rows)} groups of trade. {title}.",
        source=source,
        wide=_draw(rows, outcome.currencies, WIDE, "payments-wide"),
        narrow=_draw(rows, outcome.currencies, NARROW, "payments-narrow"),
        columns=(
            Column("group", "trade"),
            Column("currency", "currency"),
            Column("before", "before", "%"),
            Column("after", "after", "%"),
        ),
        rows=tuple(
            (row.label, code, 100 * float(row.before[at(code)]), 100 * float(row.after[at(code)]))
            for row in rows
            for code in outcome.currencies
        ),
        note=note,
    )


def _used(usd_mn: float, what: str) -> str:
    """What a change of the cost of paying does to exports or imports, with its sign in words."""
    return f"{'saves' if usd_mn < 0 else 'uses up'} {dollars(abs(usd_mn) / 1e3)} on {what}"


def _draw(rows: Sequence[ShareRow], currencies: tuple[str, ...], width: float, name: str) -> Drawing:
    wide = width == WIDE
    each = ROW if wide else ROW + 22
    head = HEAD if wide else HEAD + 22
    drawing = Drawing(width, head + len(rows) * each, name)
    left = NAMES if wide else 0.0
    drawing.text(width, 12, "before above after, %", size=12, anchor="end", fill="soft")
    _key(drawing, left, 0 if wide else 20)
    for n, row in enumerate(rows):
        top = head + n * each
        if wide:
            drawing.text(0, top + 28, fit(row.label, 13, left - 10))
        else:
            drawing.text(0, top + 14, row.label)
        y = top + (4 if wide else 22)
        _bar(drawing, row.before, currencies, left, y, width - left, f"{row.label}, before")
        _bar(drawing, row.after, currencies, left, y + 24, width - left, f"{row.label}, after")
    return drawing


def _key(drawing: Drawing, x: float, y: float) -> None:
    """Currencies in the order of the bars: the small parts have no room for their codes."""
    for code in ORDER:
        drawing.rect(x, y + 3, 10, 10, FILL[code][0])
        text = "other" if code == "OTH" else code
        drawing.text(x + 13, y + 12, text, size=11, fill="soft")
        x += 17 + text_width(text, 11)


def _bar(
    drawing: Drawing, shares: Array, currencies: tuple[str, ...], left: float, y: float, room: float, tip: str
) -> None:
    x = left
    for code in ORDER:
        share = float(shares[currencies.index(code)])
        if not share > 0:
            continue
        length = share * room
        fill, ink = FILL[code]
        drawing.rect(x, y, max(length - 1, 0.3), 22, fill, title=f"{tip}: {code} {number(100 * share)} %")
        label = "other" if code == "OTH" else code
        for text in (f"{label} {number(100 * share, 0)}", label):
            if text_width(text, 12) < length - 6:
                drawing.text(x + 4, y + 15.5, text, size=12, fill=ink)
                break
        x += length


@dataclass(frozen=True, slots=True)
class PathPoint:
    """One share at one date: ``published``, ``start`` (the baseline's), ``fitted`` or ``predicted``; per cent."""

    panel: str
    date: str
    role: str
    share_pct: float


def path_figure(points: Sequence[PathPoint], *, source: str, title: str) -> Figure:
    """Small multiples of shares over time: published as a line, the model as dots beside it.

    Rings are fitted, full dots predicted. The dates are even steps, not a scale of time, and the line joins what was
    published without claiming what lies between.
    """
    panels = tuple(dict.fromkeys(point.panel for point in points))
    dates = tuple(sorted({point.date for point in points}))
    return Figure(
        name="payments-path",
        title=title,
        subtitle="Share of the value of Russia's exports and imports by currency of payment, per cent",
        description=f"Small multiples, one for each of {', '.join(panels)}, at {', '.join(dates)}. {title}.",
        source=source,
        wide=_panels(points, panels, dates, WIDE, 4, "payments-path-wide"),
        narrow=_panels(points, panels, dates, NARROW, 2, "payments-path-narrow"),
        columns=(
            Column("panel", "share"),
            Column("date", "date"),
            Column("role", "standing"),
            Column("share", "share", "%"),
        ),
        rows=tuple((point.panel, point.date, point.role, point.share_pct) for point in points),
        note="Grey line: published. Ring: fitted. Full dot: predicted. The start is the baseline's, scaled to it.",
    )


def _panels(
    points: Sequence[PathPoint], panels: tuple[str, ...], dates: tuple[str, ...], width: float, across: int, name: str
) -> Drawing:
    down = -(-len(panels) // across)
    each, high = width / across, 190.0
    top_level = 20 * -(-int(max(point.share_pct for point in points) + 1) // 20)
    drawing = Drawing(width, down * high, name)
    for n, panel in enumerate(panels):
        left, top = (n % across) * each, (n // across) * high
        inner, floor, ceiling = each - 44, top + high - 34, top + 34
        drawing.text(left, top + 16, fit(panel, 13, each - 8), bold=True)
        for level in (0, top_level // 2, top_level):
            y = floor - (floor - ceiling) * level / top_level
            drawing.line(left + 24, y, left + 24 + inner, y, "soft" if level == 0 else "grid")
            drawing.text(left + 20, y + 4, str(level), size=11, anchor="end", fill="soft")
        place = {date: left + 24 + inner * (k + 0.5) / len(dates) for k, date in enumerate(dates)}
        for date, x in place.items():
            drawing.text(x, floor + 16, date, size=11, anchor="middle", fill="soft")
        mine = [point for point in points if point.panel == panel]
        known = sorted((point.date, point.share_pct) for point in mine if point.role == "published")
        spots = [(place[date], floor - (floor - ceiling) * value / top_level, value) for date, value in known]
        for a, b in pairwise(spots):
            drawing.line(a[0], a[1], b[0], b[1], "neutral", width=2)
        for point in mine:
            if point.role in ("fitted", "predicted"):
                x, y = place[point.date], floor - (floor - ceiling) * point.share_pct / top_level
                fill = "loss" if point.role == "predicted" else "paper"
                tip = f"{panel}, {point.date}, {point.role}: {number(point.share_pct)} %"
                drawing.circle(x, y, 5, fill, stroke="loss", width=2, title=tip)
                drawing.text(x + 8, y - 6, number(point.share_pct, 0), size=11, fill="loss-text", halo=True)
        for x, y, value in spots:
            drawing.circle(x, y, 3.5, "neutral", title=f"{panel}, published: {number(value)} %")
    return drawing
