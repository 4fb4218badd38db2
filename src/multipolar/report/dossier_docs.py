"""Write the figures of the page on dossiers anew: ``python -m multipolar.report.dossier_docs docs``.

A test holds the figures to the program.
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from multipolar.observatory import open_observatory
from multipolar.observatory.dossier import dossier
from multipolar.report.dossier_page import dossier_figures

PAIR = ("CHN", "RUS")
EVENT = "2022-02-24"
#: Bloc memberships count on this day, so that the figures do not change with the calendar.
DAY = datetime.date(2025, 1, 1)


def drawn() -> dict[str, str]:
    """SVG by file name."""
    found = dossier(*PAIR, store=open_observatory(), event=EVENT, today=DAY)
    return {f"dossier-{figure.name}.svg": figure.svg for figure in dossier_figures(found)}


def refresh(docs: Path) -> None:
    """Write the figures that differ."""
    for name, text in drawn().items():
        path = docs / "figures" / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    refresh(Path(sys.argv[1]))
