"""Reports: figures as SVG and CSV, and one offline HTML page for one or several outcomes."""

from __future__ import annotations

from multipolar.report.figure import Column, Figure
from multipolar.report.page import figures, render_report

__all__ = ["Column", "Figure", "figures", "render_report"]
