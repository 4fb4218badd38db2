"""A Figure: a finding as its title, what was measured as its subtitle, the picture in two widths, and the data."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from html import escape

from multipolar.report.numbers import NO_DATUM, floored, number, percent
from multipolar.report.palette import light, style
from multipolar.report.svg import Drawing, text_width

WIDE, NARROW = 960.0, 360.0
Cell = str | float | int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the data behind a figure: `unit` is ``text``, ``%``, or a unit that is printed in the heading.

    Numbers smaller than `floor` are shown as ``<floor``; the CSV keeps them.
    """

    key: str
    label: str
    unit: str = "text"
    floor: float = 0.0

    @property
    def heading(self) -> str:
        """Label with its unit."""
        return self.label if self.unit == "text" else f"{self.label}, {self.unit}"

    @property
    def numeric(self) -> bool:
        """Whether the column holds numbers."""
        return self.unit != "text"

    def shown(self, value: Cell) -> str:
        """A cell as people read it."""
        if isinstance(value, str):
            return value or NO_DATUM
        if not math.isfinite(value):
            return NO_DATUM
        if isinstance(value, int):
            return f"{value:,}"
        if self.floor:
            return floored(value, self.floor)
        return percent(value).rstrip("%\u00a0") if self.unit == "%" else number(value)


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture with its data.

    Attributes
    ----------
    name : file stem, unique in the report.
    title : the finding. subtitle : measure, unit, horizon, band. note : what a reader must know to read it.
    description : the picture in words, for those who cannot see it. source : data and run, printed underneath.
    wide, narrow : the same picture for a page and for a telephone.
    columns, rows : the data; a missing number is NaN, and an empty field in the CSV.
    """

    name: str
    title: str
    subtitle: str
    description: str
    source: str
    wide: Drawing
    narrow: Drawing
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    @property
    def csv(self) -> str:
        """The data, one row a mark; the heading carries key and unit."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([c.key if not c.numeric else f"{c.key} [{c.unit}]" for c in self.columns])
        for row in self.rows:
            writer.writerow(["" if isinstance(v, float) and not math.isfinite(v) else v for v in row])
        return out.getvalue()

    @property
    def svg(self) -> str:
        """The picture alone, with title, subtitle and source; colours follow light and dark where CSS is understood."""
        head = [(line, 21, True, "ink") for line in wrap(self.title, 23, WIDE - 16)]
        head += [(line, 14, False, "soft") for line in wrap(self.subtitle, 14, WIDE - 16)]
        foot = [line for text in (self.note, self.source) if text for line in wrap(text, 12, WIDE - 16)]
        sheet = Drawing(WIDE, 0)
        y = 8.0
        for line, size, bold, fill in head:
            y += size * 1.3
            sheet.text(0, y, line, size=size, bold=bold, fill=fill)
        top = y + 16
        y = top + self.wide.height + 6
        for line in foot:
            y += 16
            sheet.text(0, y, line, size=12, fill="soft")
        height = y + 12
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 0 {WIDE + 40:g} {height:g}" width="{WIDE + 40:g}" '
            f'height="{height:g}" role="img" aria-label="{escape(self.title)}" lang="en">'
            f"<title>{escape(self.title)}</title><desc>{escape(self.description)}</desc>"
            f"<style>{style()}</style>"
            f'<rect x="-20" width="{WIDE + 40:g}" height="{height:g}" fill="{light()["paper"]}" class="f-paper"/>'
            f'{sheet.body()}<g transform="translate(0 {top:g})">{self.wide.body()}</g></svg>\n'
        )

    def inline(self, prefix: str) -> str:
        """Both widths for the page, with ids of their own; the style sheet shows the one that fits."""

        def own(body: str) -> str:
            return body.replace("url(#", f"url(#{prefix}-").replace('<pattern id="', f'<pattern id="{prefix}-')

        return "".join(
            f'<svg class="{kind}" viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img" '
            f'aria-labelledby="{prefix}-{kind}-t {prefix}-{kind}-d">'
            f'<title id="{prefix}-{kind}-t">{escape(self.title)}</title>'
            f'<desc id="{prefix}-{kind}-d">{escape(self.description)}</desc>{own(drawing.body())}</svg>'
            for kind, drawing in (("wide", self.wide), ("narrow", self.narrow))
        )


def wrap(text: str, size: float, room: float) -> list[str]:
    """Lines that fit."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and text_width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
