"""Periods on an axis of years: a year stands at its middle, a month at its middle, a day on itself."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from itertools import pairwise

from multipolar.observatory.dossier_parts import Point


def at(period: str) -> float:
    """Position in years: 2023 is at 2023.5, 2023-01 at 2023.04; a span is at its middle."""
    if "/" in period:
        first, last = period.split("/")
        return (at(first) + at(last)) / 2
    year = int(period[:4])
    rest = period[4:].lstrip("-")
    if rest[:1] in ("Q", "H"):
        share = 4 if rest[0] == "Q" else 2
        return year + (int(rest[1:]) - 0.5) / share
    parts = [int(part) for part in rest.split("-") if part]
    if not parts:
        return year + 0.5
    if len(parts) == 1:
        return year + (parts[0] - 0.5) / 12
    day = datetime.date(year, parts[0], parts[1]).timetuple().tm_yday
    return year + (day - 0.5) / (366 if calendar.isleap(year) else 365)


def pieces(points: Sequence[Point]) -> list[list[Point]]:
    """Runs of neighbouring periods; where one or more lack between two points, the line is broken there."""
    runs: list[list[Point]] = []
    for before, point in pairwise([None, *points]):
        if before is not None and point is not None and _next(before.period, point.period):
            runs[-1].append(point)
        elif point is not None:
            runs.append([point])
    return runs


def _next(first: str, second: str) -> bool:
    """Whether two periods of the same precision follow each other; days and spans never do."""
    if len(first) != len(second) or "/" in first:
        return False
    if len(first) == 4:
        return int(second) - int(first) == 1
    if len(first) == 7 and first[5:].isdigit():
        months = [12 * int(text[:4]) + int(text[5:]) for text in (first, second)]
        return months[1] - months[0] == 1
    if len(first) == 6 and first[4] in "QH":
        share = 4 if first[4] == "Q" else 2
        steps = [share * int(text[:4]) + int(text[5:]) for text in (first, second)]
        return steps[1] - steps[0] == 1
    return False
