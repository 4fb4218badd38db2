"""Keep the tables and figures of the pages on Russian crude after 2022 and on the price cap.

``python -m multipolar.analysis.validation.oil_page docs`` computes them and writes them anew; a test holds the page to
what it would write.
"""

from __future__ import annotations

import sys
from pathlib import Path

from multipolar.analysis.validation.oil_backtest import OilStudy, study_oil
from multipolar.analysis.validation.oil_tables import oil_tables
from multipolar.analysis.validation.pages import with_tables

PAGE = "explanation/validation-oil.md"


def refresh(docs: Path, study: OilStudy | None = None) -> bool:
    """Write tables and figures; whether the page changed."""
    from multipolar.analysis.validation.oil_figures import draw_destinations, draw_discount, draw_reach
    from multipolar.analysis.validation.oil_reach import cap_reach
    from multipolar.baseline.registry import load

    found = study or study_oil()
    path = docs / PAGE
    before = path.read_text(encoding="utf-8")
    after = with_tables(before, oil_tables(found))
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    draw_destinations(docs / "figures" / "oil-destinations.svg", found)
    draw_discount(docs / "figures" / "oil-discount.svg", found)
    draw_reach(docs / "figures" / "price-cap-reach.svg", cap_reach(load()))
    return after != before


if __name__ == "__main__":
    refresh(Path(sys.argv[1]))
