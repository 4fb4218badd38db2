"""Reports: figures as SVG and CSV, and one offline HTML page for one or several outcomes.

The page of outcomes loads the whole model; a page that needs only the look must not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from multipolar.report.figure import Column, Figure

if TYPE_CHECKING:
    from multipolar.report.page import figures, render_report

__all__ = ["Column", "Figure", "figures", "render_report"]


def __getattr__(name: str) -> Any:
    if name not in ("figures", "render_report"):
        raise AttributeError(f"module 'multipolar.report' has no attribute '{name}'")
    from multipolar.report import page

    return getattr(page, name)
