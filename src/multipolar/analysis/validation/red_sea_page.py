"""Keep the page on the Red Sea crisis: its tables and its figure.

``python -m multipolar.analysis.validation.red_sea_page docs`` rewrites both. A test holds the page to it.
"""

from __future__ import annotations

import sys
from pathlib import Path

PAGE = "explanation/validation-red-sea.md"
FIGURE = "figures/red-sea-transits.svg"


def refresh_red_sea(docs: Path) -> bool:
    """Compute the tables and the figure and write them; whether the page changed."""
    from multipolar.analysis.validation.pages import with_tables
    from multipolar.analysis.validation.red_sea import study_red_sea
    from multipolar.analysis.validation.red_sea_figure import draw_red_sea
    from multipolar.analysis.validation.red_sea_tables import red_sea_tables

    study = study_red_sea()
    path = docs / PAGE
    before = path.read_text(encoding="utf-8")
    after = with_tables(before, red_sea_tables(study))
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    draw_red_sea(docs / FIGURE, study)
    return after != before


if __name__ == "__main__":
    refresh_red_sea(Path(sys.argv[1]))
