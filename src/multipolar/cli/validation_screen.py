"""What `multipolar validate` shows on a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from multipolar.cli.screen import out, table
from multipolar.wording import MINUS, signed

if TYPE_CHECKING:
    from rich.console import Group

    from multipolar.analysis.validation.comparison import ComparisonTable
    from multipolar.analysis.validation.published_range import OurResult, RangeRow
    from multipolar.analysis.validation.russia_trade import TradeStudy

LEGEND = (
    "error: sum |forecast - outcome| / sum; explained: share of the squared change; rank: of growth; signs: "
    "direction of change. IMF IMTS; after 2021 estimates from what partners report."
)


def from_page(title: str, markdown: str) -> Group:
    """A table of a documentation page, as the screen shows tables."""
    lines = [line.strip().strip("|").split("|") for line in markdown.split("\n")]
    heads, rule, *rows = [[cell.strip() for cell in line] for line in lines]
    columns = [(head, mark.endswith(":")) for head, mark in zip(heads, rule, strict=True)]
    shown = [[re.sub(r"^-(?=\d)", MINUS, cell.replace("**", "")) for cell in row] for row in rows]
    return table(title, columns, shown)


def show_tables(tables: tuple[ComparisonTable, ...], missed: list[str]) -> None:
    """Published tables beside ours; an asterisk where the decimals differ."""
    console = out()
    for found in tables:
        by_place = {(cell.row, cell.column): cell for cell in found.cells}
        rows = []
        for row in found.rows:
            texts = [row]
            for column in found.columns:
                cell = by_place.get((row, column))
                pair = [text for text in (cell.published_printed, cell.ours_printed) if text] if cell else []
                texts.append(" / ".join(pair) + (" *" if cell is not None and cell.agrees is False else ""))
            rows.append(texts)
        heads = [("", False), *((column, True) for column in found.columns)]
        title = f"{found.title} ({found.unit}; theirs / ours)"
        console.print(table(title, heads, rows))
        console.print(f"{found.source}. {found.summary}. {found.note}")
        console.print()
    console.print("Missed: " + "; ".join(missed) if missed else "Tables 2, 3, 5 and 6: no published decimal is missed.")
    console.print()


def show_trade(study: TradeStudy) -> None:
    """Scores and largest misses of the forecast of trade by partner."""
    from multipolar.analysis.validation.russia_trade import IN_PROPORTION, MODEL, NO_CHANGE, OUTCOMES
    from multipolar.analysis.validation.trade_tables import hits, largest_misses, number
    from multipolar.data.russia_trade import FLOWS

    console = out()
    for flow in FLOWS:
        rows = []
        for year in OUTCOMES:
            for name in (MODEL, NO_CHANGE, IN_PROPORTION):
                score = study.score(name, flow, year, "share")
                cells = [f"{score.error:.2f}", number(score.explained), number(score.rank)]
                rows.append([str(year), name, *cells, hits(score.sign_hits, score.signs)])
        heads = [("", False), ("forecast", False), *((w, True) for w in ("error", "explained", "rank", "signs"))]
        title = f"Russia's goods {flow} by partner, forecast from 2021 by measures-2022, in shares"
        console.print(table(title, heads, rows))
        misses = [
            [code, f"{start:.1f}", f"{guess:.1f}", f"{outcome:.1f}"]
            for code, start, guess, outcome in largest_misses(study, flow, 2023)
        ]
        heads = [("", False), ("2021", True), ("forecast", True), ("2023", True)]
        console.print(table("Largest misses, per cent of the trade", heads, misses))
        console.print()
    console.print(LEGEND)
    console.print()


def show_range(rows: tuple[RangeRow, ...], ours: tuple[OurResult, ...]) -> None:
    """Published losses beside ours, and ours under every setting."""
    from multipolar.analysis.validation.range_tables import our_text, published_text

    console = out()
    cells = []
    for row in rows:
        entry = row.published
        label = f"{entry.citation.split(',')[0]} ({entry.key})"
        cells.append([label, entry.standing, _minus(published_text(row)), _minus(our_text(row)), row.verdict])
    heads = [("source", False), ("number", False), ("theirs", True), ("ours, three closures", True), ("ours is", False)]
    console.print(table("Russia's loss, per cent: published and ours", heads, cells))
    console.print("All are forecasts or counterfactuals, none is an outcome; settings differ.")
    console.print()
    cells = [
        [
            found.setting.title,
            *(signed(value) for value in found.real_income_pct.values()),
            signed(found.exports_pct, 0),
        ]
        for found in ours
    ]
    heads = [("setting", False), *((f"{closure}", True) for closure in ours[0].real_income_pct), ("exports", True)]
    console.print(table("Ours: Russia's real income by closure, per cent", heads, cells))


def _minus(text: str) -> str:
    return text.replace("-", MINUS) if any(c.isdigit() for c in text) else text
