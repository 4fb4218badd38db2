"""Which lines of a pair are compared around a date, and with which group."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from multipolar.errors import AssumptionError
from multipolar.observatory.around import (
    FEWEST_PAIRS,
    FEWEST_YEARS,
    LEAST_SHARE,
    Spread,
    Windows,
    change,
    least_flow,
    spread,
)
from multipolar.observatory.dossier_evidence import Evidence, Row, name
from multipolar.observatory.dossier_panels import LEAST_WORTH, adds_up
from multipolar.observatory.dossier_parts import Around, Line, Panel

Series = Mapping[int, float]


def event_year(text: str) -> int:
    """Year of a day.

    Raises
    ------
    AssumptionError
        If the text is no day.
    """
    try:
        return datetime.date.fromisoformat(text).year
    except ValueError as error:
        raise AssumptionError(
            f"event '{text}'", "is no day", remedy="Write year-month-day, such as 2022-02-24."
        ) from error


def around(panels: Sequence[Panel], evidence: Evidence, day: str, years: int) -> tuple[Around, ...]:
    """For each yearly line of the pair: its change around the day beside each group that is large enough.

    A line that cannot be compared comes back with the reason in `refusal`.
    """
    windows = Windows.around(event_year(day), years)
    found: list[Around] = []
    for panel in panels:
        if panel.context or panel.minor or panel.dimension in ("economy", "capabilities", "model", "routes"):
            continue
        for line in panel.lines:
            if line.destination and len(line.latest.period) == 4 and not _trifling(panel, line):
                found += _line(panel, line, evidence, windows)
    return tuple(found)


def _trifling(panel: Panel, line: Line) -> bool:
    """Whether the flow never reached `LEAST_WORTH` dollars in a year, where its money value is known."""
    ends = (line.origin, line.destination)
    money = [
        point.value
        for other in (line, *panel.companions)
        if other.unit == "USD" and (other.origin, other.destination) == ends
        for point in other.points
    ]
    return bool(money) and max(money) < LEAST_WORTH


def _line(panel: Panel, line: Line, evidence: Evidence, windows: Windows) -> list[Around]:
    relative = adds_up(line.unit)
    own = {int(point.period): point.value for point in line.points}
    moved = change(own, windows, relative=relative)
    label = f"{name(line.origin)} and {name(line.destination)}" if line.symmetric else _arrow(line)

    def entry(group: str, found: Spread | None, refusal: str) -> Around:
        return Around(
            line.indicator,
            panel.title,
            label,
            line.unit,
            relative,
            moved,
            group,
            found,
            refusal,
            line.source,
        )

    if moved is None:
        return [entry("", None, _why(own, windows))] if any(year in own for year in windows.before) else []
    entries = []
    for group, series in _groups(line.indicator, line, evidence):
        least = least_flow([own, *series.values()], windows) if relative else 0.0
        beside = spread(moved, series, windows, relative=relative, weight=least)
        if beside is not None:
            entries.append(entry(group, beside, ""))
    if entries:
        return entries
    return [entry("", None, f"no group of at least {FEWEST_PAIRS} comparable pairs in this source")]


def _arrow(line: Line) -> str:
    return f"{name(line.origin)} → {name(line.destination)}"


def _why(own: Series, windows: Windows) -> str:
    after = [year for year in windows.after if year in own]
    if not after:
        return (
            f"no record after {max(own)}: the source has no row for later years, which is either no flow or a gap; "
            "not taken as zero"
        )
    before = [year for year in windows.before if year in own]
    return f"{len(before)} years with a record before and {len(after)} after; {FEWEST_YEARS} are needed on each side"


def _groups(indicator: str, line: Line, evidence: Evidence) -> list[tuple[str, dict[str, Series]]]:
    """The same seller's other buyers, and the same buyer's other sellers; both economies' others where symmetric."""
    first, second = line.origin, line.destination
    if line.symmetric:
        return [
            (f"{name(code)} with its other partners", _series(evidence.everyone(indicator, code), line, other))
            for code, other in ((first, second), (second, first))
        ]
    buyers = evidence.partners(indicator, first, selling=True)
    sellers = evidence.partners(indicator, second, selling=False)
    return [
        (f"{name(first)} to its other buyers", _series(buyers, line, second)),
        (f"{name(second)} from its other suppliers", _series(sellers, line, first)),
    ]


def _series(others: Mapping[str, Sequence[Row]], line: Line, left_out: str) -> dict[str, Series]:
    """Value by year of each other economy, of the same source and unit as the line."""
    found: dict[str, Series] = {}
    for other, rows in others.items():
        same = (row for row in rows if (row.source, row.unit) == (line.source, line.unit) and len(row.period) == 4)
        values = {int(row.period): row.value for row in same}
        if values and other != left_out:
            found[other] = values
    return found


def rule(windows: Windows) -> str:
    """The rule of comparison in words."""
    return (
        f"Mean of {windows.before[0]} to {windows.before[-1]} against mean of {windows.after[0]} to "
        f"{windows.after[-1]}, years on record, the year of the event in neither. Amounts change in per cent, shares "
        "and scores in their own unit. A group holds the pairs of the same source with at least "
        f"{FEWEST_YEARS} years on each side and, for amounts, at least {100 * LEAST_SHARE:g} % of the whole flow "
        f"before; fewer than {FEWEST_PAIRS} are no group."
    )
