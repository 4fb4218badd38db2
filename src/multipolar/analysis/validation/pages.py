"""Keep computed tables in documentation pages: each stands between two comments and can be written anew.

``python -m multipolar.analysis.validation.pages docs`` computes everything and rewrites the tables and figures of the
pages on Russia's trade and on the published range. A test holds the pages to what it would write.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from multipolar.errors import DataError

TRADE_PAGE = "explanation/validation-russia-trade.md"
RANGE_PAGE = "explanation/validation-published-range.md"


def with_tables(page: str, tables: Mapping[str, str]) -> str:
    """The page with every table between ``<!-- table: NAME -->`` and ``<!-- end -->`` replaced.

    Raises
    ------
    DataError
        If the page names a table that is not given, or one that is given does not stand in the page.
    """
    named = re.findall(r"<!-- table: ([\w-]+) -->", page)
    if sorted(named) != sorted(tables):
        odd = sorted(set(named) ^ set(tables)) or sorted(name for name in named if named.count(name) > 1)
        raise DataError("documentation page", "and the computed tables do not match", evidence=", ".join(odd))
    for name, text in tables.items():
        pattern = rf"(<!-- table: {name} -->\n).*?(<!-- end -->)"
        page = re.sub(pattern, partial(_filled, text), page, flags=re.DOTALL)
    return page


def _filled(text: str, found: re.Match[str]) -> str:
    return f"{found[1]}\n{text}\n\n{found[2]}"


def refresh(docs: Path) -> tuple[Path, ...]:
    """Compute all tables and figures and write them; the pages that changed."""
    from multipolar.analysis.validation.build_figures import draw_errors, draw_partners, draw_range
    from multipolar.analysis.validation.published_range import compare_range, our_results
    from multipolar.analysis.validation.range_tables import range_tables
    from multipolar.analysis.validation.red_sea_page import PAGE as RED_SEA_PAGE
    from multipolar.analysis.validation.red_sea_page import refresh_red_sea
    from multipolar.analysis.validation.russia_trade import study_russia_trade
    from multipolar.analysis.validation.trade_tables import trade_tables

    study, ours = study_russia_trade(), our_results()
    rows = compare_range(ours)
    changed = []
    for name, tables in ((TRADE_PAGE, trade_tables(study)), (RANGE_PAGE, range_tables(rows, ours))):
        path = docs / name
        before = path.read_text(encoding="utf-8")
        after = with_tables(before, tables)
        if after != before:
            path.write_text(after, encoding="utf-8", newline="\n")
            changed.append(path)
    draw_partners(docs / "figures" / "russia-trade-partners.svg", study)
    draw_errors(docs / "figures" / "russia-trade-errors.svg", study)
    draw_range(docs / "figures" / "published-range.svg", rows)
    if refresh_red_sea(docs):
        changed.append(docs / RED_SEA_PAGE)
    return tuple(changed)


if __name__ == "__main__":
    refresh(Path(sys.argv[1]))
