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
from multipolar.report.numbers import NO_DATUM, dollars, percent
from multipolar.report.svg import BOLD, Drawing, text_width
from multipolar.report.words import capital
from multipolar.simulation.result import Result

Legs = Mapping[tuple[str, str], float]
WIDEST = 15.0
#: Lines of less than this share of the widest are too thin to see.
LEAST = 0.012
#: The same of lines that nothing took before, which a reader looks for.
LEAST_NEW = 0.0008
#: Passages that a telephone has room to name.
NAMED_NARROW = 7
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
    heads = (24.0, 24.0) if wide else (22.0, 42.0)
    drawing = Drawing(width, 2 * panel + sum(heads) + 4, f"route-map-{'wide' if wide else 'narrow'}")
    top = max([*before.values(), *after.values(), 1e-9])
    shown = {row.passage: row for row in rows}
    for k, (legs, label) in enumerate(((before, "Before"), (after, "After"))):
        head = heads[k]
        y = k * (panel + heads[0])
        drawing.text(0, y + 16, label, size=15 if wide else 13, bold=True)
        if k:
            _legend(drawing, legs, before, top, 70.0 if wide else 0.0, y + (16 if wide else 34))
        for path in asset["shapes"].values():
            move = f"translate(0 {y + head:.1f}) scale({scale:.4f})"
            drawing.path(path, "zero", stroke="outline", width=0.5 if wide else 0.3, transform=move)
        _lines(drawing, legs, before if k else None, top, scale, y + head)
        _marks(drawing, shown, scale, y + head, change=bool(k))
    return drawing


def _legend(drawing: Drawing, legs: Legs, earlier: Legs, top: float, x: float, y: float) -> None:
    """The colours that the lines have, and no other."""
    size = 12.0 if drawing.width == WIDE else 10.5
    used = {_colour(value, earlier.get(ends, 0.0)) for ends, value in _visible(legs, earlier, top)}
    for token, text in (("gain-3", "over 10 % more"), ("loss-3", "over 10 % less"), ("soft", "about as before")):
        if token in used:
            drawing.line(x, y - 0.3 * size, x + 1.4 * size, y - 0.3 * size, token, width=0.3 * size)
            drawing.text(x + 1.8 * size, y, text, size=size, fill="soft")
            x += 2.6 * size + text_width(text, size)


def _visible(legs: Legs, earlier: Legs | None, top: float) -> list[tuple[tuple[str, str], float]]:
    """Legs that are drawn, the largest first."""

    def least(ends: tuple[str, str]) -> float:
        return LEAST_NEW if earlier is not None and not earlier.get(ends, 0.0) > 0 else LEAST

    ranked = sorted(legs.items(), key=lambda entry: -entry[1])
    return [(ends, value) for ends, value in ranked if value >= least(ends) * top]


def _colour(value: float, old: float) -> str:
    """Legs that gain a tenth are cool, that lose one warm."""
    return "gain-3" if value > 1.1 * old else "loss-3" if value < 0.9 * old else "soft"


def _lines(drawing: Drawing, legs: Legs, earlier: Legs | None, top: float, scale: float, y: float) -> None:
    """Legs, thin ones last so that they are not hidden; after: coloured by their change."""
    widest = WIDEST * (1.0 if drawing.width == WIDE else 0.45)
    for ends, value in _visible(legs, earlier, top):
        token = "soft" if earlier is None else _colour(value, earlier.get(ends, 0.0))
        new = earlier is not None and not earlier.get(ends, 0.0) > 0
        stroke = max(widest * value / top, 1.0 if new else 0.5)
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
    size = 11.5 if wide else 10.5
    taken: list[tuple[float, float, float, float]] = []
    for n, row in enumerate(sorted(rows.values(), key=_weight)):
        px, py = _place(passages()[row.passage].place)
        px, py = px * scale, y + py * scale
        text = dollars((row.after_usd_mn if change else row.before_usd_mn) / 1e3)
        if change and math.isfinite(row.change_pct):
            text = percent(row.change_pct)
        drawing.circle(px, py, 3.2 if wide else 1.8, "paper", stroke="ink", width=1.2, title=_spoken(row))
        if not wide and n >= NAMED_NARROW:
            continue
        lines = (row.name if wide else _short(row.name), text)
        half = max(text_width(lines[0], size) * BOLD, text_width(text, size)) / 2 + 2
        for across, down in ((0, -1.5), (0, 1.4), (1, -0.1), (-1, -0.1), *(((0, -3.2), (0, 3.1)) if wide else ())):
            x = min(max(px + across * (half + 6), half), drawing.width - half)
            level = py + down * size
            box = (x - half, level - size, x + half, level + 1.3 * size)
            if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
                taken.append(box)
                drawing.text(x, level, lines[0], size=size, anchor="middle", bold=True, halo=True)
                drawing.text(x, level + 1.1 * size, text, size=size, anchor="middle", halo=True)
                break


def _weight(row: PassageChange) -> float:
    """Passages that change most are named first, then the largest."""
    return -max(row.before_usd_mn, row.after_usd_mn) - 5 * abs(row.after_usd_mn - row.before_usd_mn)


def _short(name: str) -> str:
    """Name of a passage where there is little room."""
    for long in ("Strait of ", "Cape of ", " and Strait of Magellan", " Canal", " Strait", " straits"):
        name = name.replace(long, "")
    return name


def _spoken(row: PassageChange) -> str:
    change = percent(row.change_pct) if math.isfinite(row.change_pct) else NO_DATUM
    return f"{row.name}: {row.before_usd_mn / 1e3:,.0f} before, {row.after_usd_mn / 1e3:,.0f} after ({change})"
