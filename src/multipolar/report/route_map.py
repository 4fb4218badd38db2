"""Map of routes and passages, before and after: lines as wide as the goods they carry, passages with their change.

A pure function of the accounts and the legs; the report and the documentation call the same.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping

from multipolar.analysis.route_legs import leg_values
from multipolar.analysis.routes import CHANNEL, PassageChange, RouteAccounts, route_accounts
from multipolar.baseline.routes_legs import trunk_legs
from multipolar.codes.passages import Point, passages
from multipolar.report.build_map import EAST, NORTH, WEST, WIDTH, equal_earth
from multipolar.report.charts.worldmap import outlines
from multipolar.report.figure import NARROW, WIDE, Column, Figure
from multipolar.report.numbers import NO_DATUM, percent
from multipolar.report.svg import Drawing, text_width
from multipolar.report.words import capital
from multipolar.simulation.result import Result

Legs = Mapping[tuple[str, str], float]
WIDEST = 15.0
#: Lines of less than this share of the widest are too thin to see.
LEAST = 0.012
#: A change of a passage of less is no finding, per cent.
FINDING = 1.0
#: The cut of the map, degrees east: no outline crosses it.
CUT = -169.0


def route_map(
    accounts: RouteAccounts, before: Legs, after: Legs, *, scenario: str, source: str, horizon: str = ""
) -> Figure:
    """Two maps, one above the other: goods by sea before, and after with the change of each passage.

    Parameters
    ----------
    accounts : of `multipolar.analysis.routes`.
    before, after : USD mn by leg, of `multipolar.analysis.route_legs`.
    scenario : its title. source : what stands underneath. horizon : such as ``long run``, for the subtitle.
    """
    rows = [row for row in accounts.passages if row.ships == "all"]
    used = [row for row in rows if row.before_usd_mn > 0.5 or row.after_usd_mn > 0.5]
    long = f", {horizon}" if horizon else ""
    return Figure(
        name="route-map",
        title=_title(used),
        subtitle=f"Goods by sea through straits and canals, billion dollars a year, before and after: {scenario}{long}",
        description=f"Two world maps, before and after. {_title(used)}.",
        source=source,
        wide=_draw(used, before, after, WIDE),
        narrow=_draw(used, before, after, NARROW),
        columns=(
            Column("passage", "code"),
            Column("name", "passage"),
            Column("before_usd_bn", "before", "USD bn"),
            Column("after_usd_bn", "after", "USD bn"),
            Column("change", "change", "%"),
        ),
        rows=tuple(
            (row.passage, row.name, row.before_usd_mn / 1e3, row.after_usd_mn / 1e3, row.change_pct) for row in rows
        ),
        note=(
            "Width: value of goods over each leg, both directions; voyages through no passage are not drawn. Shares of "
            "routes follow from an assumed elasticity. The rest of the world has no known routes. Equal Earth "
            "projection. Outlines: Natural Earth; they take no position on the status of any territory."
        ),
    )


def route_map_of(result: Result, *, source: str, horizon: str = "") -> Figure:
    """The map of a result whose scenario has measures on routes.

    Raises
    ------
    AssumptionError
        If it has none.
    """
    accounts = route_accounts(result)
    channel, theta = result.channels[CHANNEL], result.assumptions.trade_elasticity
    before = leg_values(channel, [(nest.base,) for nest in channel.nests], result.before.flow, theta)
    after = leg_values(channel, channel.states, result.after.flow, theta)
    return route_map(accounts, before, after, scenario=result.title, source=source, horizon=horizon)


def _title(rows: list[PassageChange]) -> str:
    moved = [row for row in rows if abs(row.change_pct) >= FINDING and math.isfinite(row.change_pct)]
    opened = [row for row in rows if not math.isfinite(row.change_pct) and row.after_usd_mn > 0.5]
    worst = min(moved, key=lambda row: row.after_usd_mn - row.before_usd_mn, default=None)
    best = max(moved, key=lambda row: row.after_usd_mn - row.before_usd_mn, default=None)
    parts = []
    if worst is not None and worst.change_pct < 0:
        all_of_it = worst.after_usd_mn < 0.005 * worst.before_usd_mn
        how = "all its goods" if all_of_it else f"{percent(-worst.change_pct, signed=False)} of its goods"
        parts.append(f"{_named(worst)} loses {how}")
    if best is not None and best.change_pct > 0:
        parts.append(f"{_named(best)} gains {percent(best.change_pct, signed=False)}")
    parts += [f"{row.after_usd_mn / 1e3:,.0f} billion dollars of goods take {_named(row)}" for row in opened]
    if not parts:
        return "No passage gains or loses more than one per cent of its goods"
    return capital(", ".join(parts))


def _named(row: PassageChange) -> str:
    return row.name if row.name.startswith(("Bab", "Cape Horn")) else f"the {row.name}"


def _draw(rows: list[PassageChange], before: Legs, after: Legs, width: float) -> Drawing:
    asset = outlines()
    wide = width == WIDE
    scale = width / asset["width"]
    panel = asset["height"] * scale
    head = 24.0 if wide else 18.0
    drawing = Drawing(width, 2 * (panel + head) + 4, f"route-map-{'wide' if wide else 'narrow'}")
    top = max([*before.values(), *after.values(), 1e-9])
    shown = {row.passage: row for row in rows}
    for k, (legs, label) in enumerate(((before, "Before"), (after, "After"))):
        y = k * (panel + head)
        drawing.text(0, y + head - 8, label, size=15 if wide else 12, bold=True)
        if k:
            _legend(drawing, y + head - 8)
        for path in asset["shapes"].values():
            move = f"translate(0 {y + head:.1f}) scale({scale:.4f})"
            drawing.path(path, "zero", stroke="outline", width=0.5 if wide else 0.3, transform=move)
        _lines(drawing, legs, before if k else None, top, scale, y + head)
        _marks(drawing, shown, scale, y + head, change=bool(k))
    return drawing


def _legend(drawing: Drawing, y: float) -> None:
    size = 12.0 if drawing.width == WIDE else 9.0
    x = 5 * size
    for token, text in (("gain-3", "over a tenth more"), ("loss-3", "over a tenth less"), ("soft", "about as before")):
        drawing.line(x, y - 0.3 * size, x + 1.6 * size, y - 0.3 * size, token, width=0.3 * size)
        drawing.text(x + 2.1 * size, y, text, size=size, fill="soft")
        x += 3 * size + text_width(text, size)


def _lines(drawing: Drawing, legs: Legs, earlier: Legs | None, top: float, scale: float, y: float) -> None:
    """Legs, thin ones last so that they are not hidden; after: those that gain a tenth cool, that lose one warm."""
    widest = WIDEST * (1.0 if drawing.width == WIDE else 0.45)
    for ends, value in sorted(legs.items(), key=lambda entry: -entry[1]):
        if value < LEAST * top:
            continue
        token = "soft"
        if earlier is not None:
            old = earlier.get(ends, 0.0)
            token = "gain-3" if value > 1.1 * old else "loss-3" if value < 0.9 * old else "soft"
        stroke = max(widest * value / top, 0.5)
        for part in _parts(trunk_legs()[ends].corners, scale, y):
            d = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in part)
            drawing.path(d, "none", stroke=token, width=stroke)


def _parts(corners: tuple[Point, ...], scale: float, y: float) -> list[list[Point]]:
    """Places on the sheet, broken where the line leaves the map or runs over its cut."""
    parts: list[list[Point]] = [[]]
    last = None
    for lon, lat in _dense(corners):
        turned = (lon - CUT) % 360 + CUT
        px, py = _place((turned, lat))
        outside = not (0 <= px <= WIDTH) or (last is not None and abs(turned - last) > 180)
        last = turned
        if outside:
            parts.append([])
        if 0 <= px <= WIDTH:
            parts[-1].append((px * scale, y + py * scale))
    return [part for part in parts if len(part) > 1]


def _dense(corners: tuple[Point, ...]) -> list[Point]:
    """Corners with steps of at most five degrees between them: straight lines on the chart are curves on the map."""
    found = [corners[0]]
    for (lon, lat), (to_lon, to_lat) in itertools.pairwise(corners):
        # Legs may run over the date line either way.
        step = (to_lon - lon + 180) % 360 - 180
        many = max(1, math.ceil(max(abs(step), abs(to_lat - lat)) / 5))
        found += [(lon + step * k / many, lat + (to_lat - lat) * k / many) for k in range(1, many + 1)]
    return found


def _place(point: Point) -> Point:
    """Coordinates on the map asset."""
    zoom = WIDTH / (EAST - WEST)
    x, y = equal_earth(*point)
    return (x - WEST) * zoom, (equal_earth(0, NORTH)[1] - y) * zoom


def _marks(drawing: Drawing, rows: Mapping[str, PassageChange], scale: float, y: float, *, change: bool) -> None:
    """A dot at each passage with its name and value, or its change; what finds no room keeps its dot."""
    wide = drawing.width == WIDE
    size = 11.5 if wide else 8.5
    taken: list[tuple[float, float, float, float]] = []
    for row in sorted(rows.values(), key=lambda row: -max(row.before_usd_mn, row.after_usd_mn)):
        px, py = _place(passages()[row.passage].place)
        px, py = px * scale, y + py * scale
        text = f"{row.after_usd_mn / 1e3:,.0f} bn" if change else f"{row.before_usd_mn / 1e3:,.0f} bn"
        if change and math.isfinite(row.change_pct):
            text = percent(row.change_pct)
        drawing.circle(px, py, 3.2 if wide else 1.8, "paper", stroke="ink", width=1.2, title=_spoken(row))
        lines = (row.name if wide else "", text)
        half = max(text_width(line, size) for line in lines) / 2 + 2
        for down in (-1.5 * size, 1.4 * size, -3.2 * size, 3.1 * size):
            x, level = min(max(px, half), drawing.width - half), py + down
            box = (x - half, level - size, x + half, level + 1.3 * size)
            if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
                taken.append(box)
                if wide:
                    drawing.text(x, level, lines[0], size=size, anchor="middle", bold=True, halo=True)
                drawing.text(x, level + (1.1 * size if wide else 0), text, size=size, anchor="middle", halo=True)
                break


def _spoken(row: PassageChange) -> str:
    change = percent(row.change_pct) if math.isfinite(row.change_pct) else NO_DATUM
    return f"{row.name}: {row.before_usd_mn / 1e3:,.0f} before, {row.after_usd_mn / 1e3:,.0f} after ({change})"
