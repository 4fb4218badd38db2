"""Diversion before and after: the same trade as two flows of one scale, whose partners sum to the total."""

from __future__ import annotations

from dataclasses import dataclass

from multipolar.report.charts.accounts import Node
from multipolar.report.numbers import dollars, number
from multipolar.report.svg import BOLD, Drawing, fit, text_width

GAP, LEAST, BAR, HEAD = 12.0, 18.0, 12.0, 42.0
_FILL = {"hit": "loss-3", "free": "gain-3", "rest": "neutral"}


@dataclass(frozen=True, slots=True)
class Panel:
    """One of the two flows: where it stands and what it shows."""

    x: float
    y: float
    width: float
    when: str
    values: tuple[float, ...]
    labels: tuple[str, ...]
    scale: float

    @property
    def slots(self) -> list[float]:
        """Height that each partner takes: its flow, at least a line of text."""
        return [max(value * self.scale, LEAST) for value in self.values]

    @property
    def height(self) -> float:
        """Of all partners with the gaps between them."""
        return sum(self.slots) + GAP * (len(self.values) - 1)


def draw_sankey(nodes: list[Node], hub: str, width: float, name: str, *, sells: bool) -> Drawing:
    """Two flows between a hub and its partners, side by side when the page is wide, else one above the other."""
    wide = width >= 700
    most = max(sum(n.before for n in nodes), sum(n.after for n in nodes), 1e-9)
    scale = (300.0 if wide else 210.0) / most
    size = (width - 48) / 2 if wide else width
    before = tuple(f"{n.label} {number(n.before)}" for n in nodes)
    after = tuple(f"{n.label} {number(n.after)} ({number(n.change, signed=True)})" for n in nodes)
    first = Panel(0, HEAD, size, "before", tuple(n.before for n in nodes), before, scale)
    x, y = (size + 48, HEAD) if wide else (0.0, HEAD + first.height + HEAD + 22)
    second = Panel(x, y, size, "after", tuple(n.after for n in nodes), after, scale)
    drawing = Drawing(width, max(first.y + first.height, second.y + second.height) + 6, name)
    for panel in (first, second):
        _draw(drawing, nodes, panel, hub, sells=sells)
    return drawing


def _draw(drawing: Drawing, nodes: list[Node], panel: Panel, hub: str, *, sells: bool) -> None:
    total = sum(panel.values)
    drawing.text(panel.x, panel.y - 24, f"{panel.when.capitalize()}: {dollars(total)}", bold=True, size=14)
    drawing.text(
        panel.x, panel.y - 8, fit(f"{'Seller' if sells else 'Buyer'}: {hub}", 12, panel.width), size=12, fill="soft"
    )
    widths = [
        text_width(text, 12.5) * (BOLD if node.kind == "hit" else 1.04)
        for node, text in zip(nodes, panel.labels, strict=True)
    ]
    label = min(max(widths) + 12, panel.width * 0.62)
    # The hub stands at the edge, the partners opposite with their labels outside.
    hub_x = panel.x if sells else panel.x + panel.width - BAR
    partner_x = panel.x + panel.width - label - BAR if sells else panel.x + label
    hub_top = panel.y + max((panel.height - total * panel.scale) / 2, 0)
    drawing.rect(hub_x, hub_top, BAR, total * panel.scale, "ink", title=f"{hub}, {panel.when}: {dollars(total)}")
    top, at = panel.y, hub_top
    for node, value, text, slot in zip(nodes, panel.values, panel.labels, panel.slots, strict=True):
        thick = value * panel.scale
        middle = top + slot / 2
        fill = _FILL[node.kind]
        if thick > 0.05:
            tip = f"{node.label}, {panel.when}: {dollars(value)}"
            there = middle - thick / 2
            ends = (hub_x + BAR, at, partner_x, there) if sells else (partner_x + BAR, there, hub_x, at)
            drawing.path(_ribbon(*ends, thick), fill, opacity=0.45, title=tip)
            drawing.rect(partner_x, there, BAR, max(thick, 0.8), fill, title=tip)
        x = partner_x + BAR + 6 if sells else partner_x - 6
        drawing.text(
            x,
            middle + 4.5,
            fit(text, 12.5, label / (BOLD if node.kind == "hit" else 1)),
            size=12.5,
            anchor="start" if sells else "end",
            bold=node.kind == "hit",
        )
        top += slot + GAP
        at += thick


def _ribbon(x1: float, y1: float, x2: float, y2: float, thick: float) -> str:
    middle = (x1 + x2) / 2
    low1, low2 = y1 + thick, y2 + thick
    return (
        f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        f"L{x2:.1f} {low2:.1f}C{middle:.1f} {low2:.1f} {middle:.1f} {low1:.1f} {x1:.1f} {low1:.1f}z"
    )
