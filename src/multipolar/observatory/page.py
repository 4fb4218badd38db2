"""The table of indicators in the documentation, generated from the registry so that it cannot go stale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from multipolar.errors import DataError
from multipolar.observatory.indicators import DIMENSIONS, materials, registry
from multipolar.observatory.records import STATUSES, Indicator
from multipolar.observatory.sources import sources

START, END = "<!-- indicators -->", "<!-- end of indicators -->"


def indicator_tables() -> str:
    """Indicators by dimension, statuses and sources, in Markdown. All passages share a line."""
    known = registry()
    lines: list[str] = []
    for dimension in DIMENSIONS:
        chosen = [indicator for indicator in known.values() if indicator.dimension == dimension]
        lines += ["", f"### {dimension.capitalize()}", "", "| indicator | what it is | unit | kind | sources |"]
        lines += ["|---|---|---|---|---|", *_rows(chosen)]
    lines += ["", "### Status of a figure", "", "| status | meaning |", "|---|---|"]
    lines += [f"| {status} | {meaning} |" for status, meaning in STATUSES.items()]
    lines += ["", "### Sources", "", "| source | publisher | licence | edition | card |", "|---|---|---|---|---|"]
    for key, found in sources().items():
        card = f"[{found.card}](../reference/data-catalogue.md#{found.card})"
        lines.append(f"| {key} | {found.publisher} | {found.licence} | {found.vintage} | {card} |")
    return "\n".join(lines).strip() + "\n"


def refresh_page(page: Path) -> bool:
    """Put the present tables between the marks of the page; True when it changed.

    Raises
    ------
    DataError
        If the page lacks the marks.
    """
    old = page.read_text(encoding="utf-8")
    if START not in old or END not in old:
        raise DataError(page.name, "lacks the marks between which the indicators stand", evidence=f"{START} {END}")
    before, after = old.split(START)[0], old.split(END)[1]
    new = f"{before}{START}\n\n{indicator_tables()}\n{END}{after}"
    page.write_text(new, encoding="utf-8", newline="\n")
    return new != old


def _rows(chosen: list[Indicator]) -> Iterator[str]:
    by_id: Mapping[str, Indicator] = {indicator.id: indicator for indicator in chosen}
    valued = {material.key for material in materials()}
    for key, indicator in by_id.items():
        if key.removesuffix("-value") in valued and key.endswith("-value"):
            continue
        if key.startswith("transit-tonnes-") or (key.startswith("transits-") and key != "transits-suez"):
            continue
        name, text, unit = f"`{key}`", indicator.definition, indicator.unit
        if key in valued:
            name, unit = f"`{key}`, `{key}-value`", "t, USD"
        if key == "transits-suez":
            codes = [other.removeprefix("transits-") for other in by_id if other.startswith("transits-")]
            name, unit = "`transits-PASSAGE`, `transit-tonnes-PASSAGE`", "ship, t"
            text = f"Ships, and estimated cargo, through a passage in a month: {', '.join(codes)}."
        if indicator.formula:
            text = f"{text} Formula: {indicator.formula}"
        cells = (name, text, unit, indicator.kind, ", ".join(indicator.sources))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
