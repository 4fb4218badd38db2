"""What the scenario does, measure by measure, in words: dates, numbers with their standing, sources."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from multipolar.codes import blocs, sector_index
from multipolar.codes.economies import economies
from multipolar.report.numbers import count, dollars, number
from multipolar.report.view import View, name_of
from multipolar.scenario import Instrument

_PERCENT = frozenset({"leakage", "coverage", "rate", "rate_before", "tariff_cut", "cost_reduction", "limit"})
_LABELS = {
    "leakage": "leakage",
    "coverage": "share of the flow covered",
    "rate": "rate",
    "rate_before": "rate before",
    "tariff_cut": "cut of tariffs",
    "cost_reduction": "cut of trade costs",
    "limit": "quantity allowed",
    "ratio": "ratio of cost",
    "percent": "change of cost, per cent",
    "amount_usd_bn": "amount, USD bn a year",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One instrument for the page.

    Attributes
    ----------
    numbers : label, value, standing (``sourced``, ``assumed``, ``unsourced``), and the source or the reason.
    traded : value of the flows that it touches, before and after, in words; empty for transfers.
    """

    name: str
    kind: str
    text: str
    dates: str
    numbers: tuple[tuple[str, str, str, str], ...]
    source: str
    check: str
    traded: str
    note: str = ""


def measures(view: View) -> list[Measure]:
    """Every instrument in force, in order."""
    outcome = view.outcome
    scenario = outcome.scenario
    by_id = {} if scenario is None else {str(found.id): found for found in scenario.instruments}
    flow_before = outcome.result.before.flow.ravel()
    flow_after = outcome.result.after.flow.ravel()
    made = []
    for entry in outcome.compiled.touched:
        found: Instrument | None = by_id.get(entry.instrument)
        traded = ""
        if entry.cells.size:
            before, after = float(flow_before[entry.cells].sum()), float(flow_after[entry.cells].sum())
            traded = f"{dollars(before / 1e3)} of trade a year before, {dollars(after / 1e3)} after"
            if before > 0:
                traded += f" ({number(100 * after / before, 0)}\u00a0% is left; leakage acts before prices move)"
        made.append(
            Measure(
                name=entry.instrument,
                kind=entry.kind.replace("_", " "),
                text=spoken(entry.text),
                dates=_dates(found),
                numbers=tuple(
                    (_LABELS.get(n.field, n.field.replace("_", " ")), _shown(n.field, n.value), n.status, n.text)
                    for n in (found.numbers() if found is not None else ())
                ),
                source=found.source if found is not None else "",
                check=(found.check or "") if found is not None else "",
                traded=traded,
                note=found.note if found is not None else "",
            )
        )
    return made


def spoken(text: str, *, start: bool = True) -> str:
    """A text with names for the codes of economies and sectors; `start` makes it the start of a sentence."""
    known = {found.code: name_of(found.code, article=True) for found in economies()}
    known |= {code: _lower(found.short_name) for code, found in sector_index().items()}
    known |= {code: f"the {code}" for code in blocs() if code not in known}

    def name(match: re.Match[str]) -> str:
        return known.get(match[0], match[0])

    said = re.sub(r"\b[A-Z][A-Z0-9_]*\b", name, text)
    return said[:1].upper() + said[1:] if start else said


def _lower(name: str) -> str:
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _dates(found: Instrument | None) -> str:
    if found is None:
        return "no dates"
    start, end = found.from_, found.until
    if start and end:
        return f"from {_day(start)} until {_day(end)}"
    if start:
        return f"from {_day(start)}"
    return f"until {_day(end)}" if end else "without dates"


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _shown(field: str, value: float) -> str:
    if field in _PERCENT:
        return f"{100 * value:g}\u00a0%"
    return f"{value:g}"


def in_force(view: View) -> str:
    """How many measures apply, and on which day."""
    amount = len(view.outcome.compiled.touched)
    day = view.outcome.result.date
    when = f" on {_day(datetime.date.fromisoformat(day))}" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else ""
    return f"{count(amount, 'measure')} in force{when}"
