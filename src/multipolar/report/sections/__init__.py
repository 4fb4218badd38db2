"""Sections about single subjects: each is a function of the View that says None where its subject does not matter."""

from __future__ import annotations

from multipolar.report.section import Section
from multipolar.report.sections.bracket import bracket_section
from multipolar.report.sections.detours import detours_section
from multipolar.report.sections.energy import energy_section
from multipolar.report.sections.horizons import horizons_section
from multipolar.report.sections.payments import payments_section
from multipolar.report.sections.routes import routes_section
from multipolar.report.view import View

SECTIONS = (horizons_section, bracket_section, energy_section, payments_section, routes_section, detours_section)


def sections(view: View) -> tuple[Section, ...]:
    """Every section that matters, in the order of the page."""
    return tuple(found for made in SECTIONS if (found := made(view)) is not None)
