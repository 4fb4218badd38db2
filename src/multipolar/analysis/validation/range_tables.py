"""Tables of the page on the published range, in Markdown."""

from __future__ import annotations

from multipolar.analysis.validation.published_range import CLOSURES, NOT_COMPARABLE, OurResult, RangeRow
from multipolar.analysis.validation.trade_tables import markdown


def range_tables(rows: tuple[RangeRow, ...], ours: tuple[OurResult, ...]) -> dict[str, str]:
    """All tables of the page by name."""
    return {"range": beside(rows), "settings": settings(rows), "ours": our_table(ours)}


def published_text(row: RangeRow) -> str:
    """The published number with its qualifier."""
    return f"{row.published.qualifier} {row.published.change_pct:.1f}".strip()


def our_text(row: RangeRow) -> str:
    """Ours under the three closures, or why there is none."""
    if row.ours is None:
        return NOT_COMPARABLE
    values = row.ours.real_income_pct.values()
    return f"{min(values):.1f} to {max(values):.1f}"


def beside(rows: tuple[RangeRow, ...]) -> str:
    """Each published number and our counterpart."""
    cells = [
        [
            row.published.citation,
            row.published.standing,
            row.published.measure,
            published_text(row),
            our_text(row),
            row.ours.setting.title if row.ours else "none",
            row.verdict,
        ]
        for row in rows
    ]
    heads = ["source", "number", "measure", "theirs", "ours, three closures", "our setting", "reading: ours is"]
    return markdown(heads, cells, text_columns=len(heads))


def settings(rows: tuple[RangeRow, ...]) -> str:
    """What differs."""
    cells = [
        [
            published_text(row),
            row.published.done,
            row.published.coalition,
            row.published.horizon,
            row.published.base,
            row.published.differs,
            row.published.seen_in,
        ]
        for row in rows
    ]
    heads = ["theirs", "what is done", "by whom", "horizon", "base", "what differs in ours", "number seen in"]
    return markdown(heads, cells, text_columns=len(heads))


def our_table(ours: tuple[OurResult, ...]) -> str:
    """Every setting under three closures, with what it does to trade."""
    cells = [
        [
            result.setting.title,
            *(f"{result.real_income_pct[closure]:.2f}" for closure in CLOSURES),
            f"{result.real_wage_pct['fixed']:.2f}",
            f"{result.exports_pct:.0f}",
            f"{result.imports_pct:.0f}",
        ]
        for result in ours
    ]
    heads = ["setting", *(f"real income, {closure}" for closure in CLOSURES), "real wage", "exports", "imports"]
    return markdown(heads, cells)
