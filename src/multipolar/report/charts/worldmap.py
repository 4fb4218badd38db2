"""World map of real income, Equal Earth, in classes of a diverging scale."""

from __future__ import annotations

import functools
import json
import math
from importlib.resources import files
from typing import Any

from multipolar.codes.economies import economy_name
from multipolar.report.figure import NARROW, WIDE, Column, Figure
from multipolar.report.groups import glance
from multipolar.report.numbers import MINUS, NO_DATUM, count, percent
from multipolar.report.palette import Classes
from multipolar.report.svg import Drawing, text_width
from multipolar.report.view import INCOME, View, name_of, ordered, short_name
from multipolar.report.words import capital, moved, subtitle

REST = "part of the rest of the world"
SPECIAL = {
    "crimea": "Crimea: held by Russia, Ukrainian under UN General Assembly resolution 68/262; no number of its own",
    "XNC": "Northern Cyprus: no number of its own",
    "XSO": "Somaliland: " + REST,
    "XKX": "Kosovo: " + REST,
}


@functools.cache
def outlines() -> dict[str, Any]:
    """The map asset: shapes and anchors by ISO3, made by `multipolar.report.build_map`."""
    found: dict[str, Any] = json.loads(
        files("multipolar.report").joinpath("assets", "world.json").read_text(encoding="utf-8")
    )
    return found


def world_map(view: View) -> Figure:
    """Real income by economy; what has no number of its own is hatched."""
    values = {code: view.value(INCOME, code) for code in view.economies}
    classes = Classes.spanning(values[code] for code in values if code != "ROW")
    own = {code: value for code, value in values.items() if code != "ROW"}
    gains = sum(value >= classes.breaks[0] for value in own.values())
    losses = sum(value <= -classes.breaks[0] for value in own.values())
    limit = f"{classes.breaks[0]:g}"
    title = (
        f"{capital(count(losses, 'economy', 'economies'))} {'loses' if losses == 1 else 'lose'} more than {limit} % "
        f"of real income, and {gains} {'gains' if gains == 1 else 'gain'} more than that"
    )
    if not losses and not gains:
        title = f"No economy gains or loses more than {limit} % of real income"
    rest = (
        f"Hatched: {REST}, which the tables book as one economy ({percent(values['ROW'])}); it has no row below, so "
        f"there are {len(own)} and not {len(values)}."
        if "ROW" in values
        else ""
    )
    note = (
        f"{rest} Equal Earth projection. Outlines: Natural Earth; they take no position on the status of any territory."
    ).strip()
    said = title if view.still else capital(moved(view, view.lead))
    missing = [code for code in own if not math.isfinite(own[code])]
    return Figure(
        name="world-map",
        title=title,
        subtitle=subtitle(view, "Change in real income, per cent", banded=False),
        description=f"World map. {said}. Losses in warm, gains in cool colours.",
        source=view.source_line(),
        wide=_draw(view, values, classes, WIDE, missing),
        narrow=_draw(view, values, classes, NARROW, missing),
        columns=(
            Column("economy", "code"),
            Column("name", "economy"),
            Column(INCOME, "real income", "%"),
            Column("state", "state"),
        ),
        rows=tuple(
            (code, name_of(code), own[code], "value" if math.isfinite(own[code]) else NO_DATUM)
            for code in ordered(own, own)
        ),
        note=note,
    )


def _draw(view: View, values: dict[str, float], classes: Classes, width: float, missing: list[str]) -> Drawing:
    asset = outlines()
    wide = width == WIDE
    scale = width / asset["width"]
    legend = 44.0 if wide else 58.0
    drawing = Drawing(width, legend + asset["height"] * scale + 4, f"map-{'wide' if wide else 'narrow'}")
    _legend(drawing, classes, width, bool(missing))
    move = f"translate(0 {legend:g}) scale({scale:.4f})"
    for code, path in asset["shapes"].items():
        fill, title = _paint(drawing, values, classes, code, 1 / scale)
        drawing.path(path, fill, stroke="outline", width=0.6 if wide else 0.35, title=title, transform=move)
        if fill.startswith("gain"):
            drawing.path(path, drawing.hatch("dots", 1 / scale), transform=move, css="grey")
    for code in asset["points"]:
        x, y = asset["anchors"][code]
        fill, title = _paint(drawing, values, classes, code)
        drawing.circle(x * scale, y * scale + legend, 3.6 if wide else 2.2, fill, stroke="soft", width=0.7, title=title)
    _labels(drawing, view, values, asset, scale, legend)
    return drawing


def _paint(drawing: Drawing, values: dict[str, float], classes: Classes, code: str, zoom: float = 1) -> tuple[str, str]:
    if code in values:
        value = values[code]
        if math.isfinite(value):
            return classes.token(value), f"{name_of(code)}: {percent(value)}"
        return drawing.hatch("cross", zoom), f"{name_of(code)}: {NO_DATUM}"
    if code in SPECIAL:
        return drawing.hatch("hatch", zoom), SPECIAL[code]
    return drawing.hatch("hatch", zoom), f"{economy_name(code)}: {REST}"


def _legend(drawing: Drawing, classes: Classes, width: float, missing: bool) -> None:
    wide = width == WIDE
    size = 12.0 if wide else 10.5
    tokens = [f"loss-{n}" for n in (4, 3, 2, 1)] + ["zero"] + [f"gain-{n}" for n in (1, 2, 3, 4)]
    edges = [-b for b in reversed(classes.breaks)] + list(classes.breaks)
    box = 46.0 if wide else width / 9
    for n, token in enumerate(tokens):
        drawing.rect(n * box, 0, box - 1, 11, token)
        if token.startswith("gain"):
            drawing.path(f"M{n * box:g} 0h{box - 1:g}v11h{1 - box:g}z", drawing.hatch("dots"), css="grey")
    for n, edge in enumerate(edges):
        drawing.text(
            (n + 1) * box - 0.5,
            25,
            f"{MINUS if edge < 0 else '+'}{abs(edge):g}",
            size=size,
            anchor="middle",
            fill="soft",
        )
    drawing.text(
        9 * box + 6 if wide else 0, 25 if wide else 44, "%" if wide else "% of real income", size=size, fill="soft"
    )
    x = 9 * box + 40 if wide else 118.0
    y = 0.0 if wide else 34.0
    for shown, kind, label in ((True, "hatch", REST), (missing, "cross", NO_DATUM)):
        if shown:
            drawing.rect(x, y, 26 if wide else 20, 11, drawing.hatch(kind))
            drawing.text(x + (32 if wide else 25), y + 10, label, size=size, fill="soft")
            x += 48 + text_width(label, size)


def _labels(
    drawing: Drawing, view: View, values: dict[str, float], asset: dict[str, Any], scale: float, top: float
) -> None:
    """Name the economies that readers look for and those that move most, where there is room."""
    wide = drawing.width == WIDE
    most = sorted(
        (code for code in values if math.isfinite(values[code]) and code != "ROW"), key=lambda code: -abs(values[code])
    )
    size = 12.0 if wide else 11.0
    taken: list[tuple[float, float, float, float]] = []
    for code in dict.fromkeys([view.lead, *glance(view), *most[:8]] if wide else [view.lead, *glance(view)]):
        if code not in asset["anchors"] or not math.isfinite(values[code]):
            continue
        x, y = asset["anchors"][code]
        x, y = x * scale, y * scale + top
        lines = (short_name(code), percent(values[code]))
        half = max(text_width(line, size) for line in lines) / 2 + 2
        x = min(max(x, half), drawing.width - half)
        box = (x - half, y - size, x + half, y + size * 1.3)
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            continue
        taken.append(box)
        drawing.text(x, y, lines[0], size=size, anchor="middle", bold=True, halo=True)
        drawing.text(x, y + size * 1.15, lines[1], size=size, anchor="middle", halo=True)
