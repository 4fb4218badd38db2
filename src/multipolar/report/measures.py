"""What the scenario does, measure by measure, in words: dates, numbers with their standing, sources."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from multipolar.codes import blocs, sector_index
from multipolar.codes.economies import economies
from multipolar.report.numbers import MINUS, count, dollars, number, percent
from multipolar.report.view import View, name_of
from multipolar.scenario import Instrument

_KINDS = {"close_passage": "closure of a passage"}
# Label of a number, and its form: ``share`` (0.25 is 25 %), ``change`` (in per cent, signed), ``percent``, or a unit.
_NUMBERS = {
    "leakage": ("leakage", "share"),
    "coverage": ("share of the flow covered", "share"),
    "rate": ("rate", "share"),
    "rate_before": ("rate before", "share"),
    "tariff_cut": ("cut of tariffs", "share"),
    "cost_reduction": ("cut of trade costs", "share"),
    "limit": ("quantity allowed", "share"),
    "ratio": ("ratio of cost", ""),
    "percent": ("change of cost", "change"),
    "cost_percent": ("change of freight", "change"),
    "capacity_percent": ("change of capacity", "change"),
    "added_cost_percent": ("added cost of passing, of the goods' value", "percent"),
    "ice_cost_percent": ("added freight of ships for ice", "percent"),
    "toll_percent": ("toll, of the goods' value", "percent"),
    "share_closed": ("ships that no longer pass", "share"),
    "able_share": ("goods whose ships are able to go", "share"),
    "months": ("open", "months a year"),
    "ice_knots": ("speed in ice", "knots"),
    "amount_usd_bn": ("amount", "bn dollars a year"),
    "cap": ("cap", "dollars a barrel"),
    "price": ("price without the measures", "dollars a barrel"),
    "service_share": ("seaborne purchases of others that the coalition serves", "share"),
    "evasion": ("evasion", "share"),
    "pipeline": ("purchases by pipeline", "share"),
    "product_share": ("share of the product in the sector", "share"),
    "transit_cost": ("cost of transit", "share"),
    "margin": ("margin of the hub", "share"),
    "share": ("share through hubs before", "share"),
    "reexport_rate": ("rate of re-export", "share"),
    "enforcement": ("business closed by controls", "share"),
    "usage_floor": ("least share of use counted", "share"),
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
                traded += f" ({_left(found, after / before)})"
        made.append(
            Measure(
                name=entry.instrument,
                kind=_KINDS.get(entry.kind, entry.kind.replace("_", " ")),
                text=spoken(entry.text),
                dates=_dates(found),
                numbers=_numbers(found) if found is not None else (),
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


def _left(found: Instrument | None, ratio: float) -> str:
    """What is left of the flows; bans let a part through before prices move."""
    if found is None or not hasattr(found, "leakage"):
        return percent(100 * (ratio - 1))
    return f"{number(100 * ratio, 0)}\u00a0% is left; leakage acts before prices move"


def _numbers(found: Instrument) -> tuple[tuple[str, str, str, str], ...]:
    """Label, value, standing and reason of every number; those of one kind for several economies in one line."""
    lines: dict[tuple[str, str, str], list[str]] = {}
    for entry in found.numbers():
        field, _, code = entry.field.partition(" ")
        label, form = _NUMBERS.get(field, (field.replace("_", " "), ""))
        value = _shown(form, entry.value)
        lines.setdefault((label, entry.status, entry.text), []).append(f"{name_of(code)} {value}" if code else value)
    return tuple((label, ", ".join(values), status, text) for (label, status, text), values in lines.items())


def _shown(form: str, value: float) -> str:
    if form == "share":
        return f"{100 * value:g}\u00a0%"
    if form in ("change", "percent"):
        sign = MINUS if value < 0 else "+" if form == "change" and value > 0 else ""
        return f"{sign}{abs(value):g}\u00a0%"
    return f"{value:g}\u00a0{form}" if form else f"{value:g}"


def in_force(view: View) -> str:
    """How many measures apply, and on which day."""
    amount = len(view.outcome.compiled.touched)
    day = view.outcome.result.date
    when = f" on {_day(datetime.date.fromisoformat(day))}" if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) else ""
    return f"{count(amount, 'measure')} in force{when}"
