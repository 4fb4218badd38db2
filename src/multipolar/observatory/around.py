"""Change around a date: means of the years before and after, for a pair against a group of comparable pairs.

With n years on each side and the year of the event in neither,

    change = 100 (mean after / mean before - 1)   for amounts (money, tonnes, counts), per cent
    change = mean after - mean before             for shares, indices and scores, in their own unit

and the difference is the pair's change minus the median of the group. The spread is the group's own: its quartiles, and
the share of the group whose change lies below the pair's. It tells how unusual the pair is; it is no estimate of what
the event caused.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from multipolar.errors import AssumptionError
from multipolar.observatory.percentile import percentile

YEARS = 3
FEWEST_YEARS = 2
FEWEST_PAIRS = 5
#: A comparable pair had at least this share of the group's flow before: tiny flows change by any per cent.
LEAST_SHARE = 0.001


@dataclass(frozen=True, slots=True)
class Windows:
    """The years before and after an event; its own year is in neither, since it is partly both."""

    before: tuple[int, ...]
    after: tuple[int, ...]

    @classmethod
    def around(cls, year: int, years: int = YEARS) -> Windows:
        """`years` on each side of a year.

        Raises
        ------
        AssumptionError
            If fewer than `FEWEST_YEARS` are asked for: one year is no mean.
        """
        if years < FEWEST_YEARS:
            raise AssumptionError("change around a date", f"needs at least {FEWEST_YEARS} years on each side")
        return cls(tuple(range(year - years, year)), tuple(range(year + 1, year + years + 1)))


@dataclass(frozen=True, slots=True)
class Change:
    """Mean before, mean after, and their difference, of one pair.

    Attributes
    ----------
    before, after : means over the years with a record, in the unit of the figures.
    years_before, years_after : how many those were.
    value : per cent for amounts, the figures' own unit else.
    """

    before: float
    after: float
    years_before: int
    years_after: int
    value: float


@dataclass(frozen=True, slots=True)
class Spread:
    """A group of changes: how many, median, quartiles, and where the pair stands among them.

    Attributes
    ----------
    difference : the pair's change minus the median. percentile : share of the group below the pair, ties by half.
    without_record : members left out since the source has too few years of them on one side. A flow that ended looks
        the same as a gap, so that those who stay are not the whole group:
    median_if_none, percentile_if_none : with every year without a record taken as no flow, those members included;
        equal to the others where nobody is left out.
    members : codes, for who wants to know.
    """

    count: int
    median: float
    low: float
    high: float
    difference: float
    percentile: float
    without_record: int
    median_if_none: float
    percentile_if_none: float
    members: tuple[str, ...]


def change(series: Mapping[int, float], windows: Windows, *, relative: bool) -> Change | None:
    """The change of one pair; None where either side has fewer than `FEWEST_YEARS` years, or nothing to divide by.

    Parameters
    ----------
    series : value by year; a year without a record is not in it, and is never taken as zero.
    relative : per cent of the mean before, rather than a difference.
    """
    before = [series[year] for year in windows.before if math.isfinite(series.get(year, math.nan))]
    after = [series[year] for year in windows.after if math.isfinite(series.get(year, math.nan))]
    if min(len(before), len(after)) < FEWEST_YEARS:
        return None
    start, end = float(np.mean(before)), float(np.mean(after))
    if relative and start <= 0:
        return None
    value = 100 * (end / start - 1) if relative else end - start
    return Change(start, end, len(before), len(after), value)


def spread(
    pair: Change, group: Mapping[str, Mapping[int, float]], windows: Windows, *, relative: bool, weight: float = 0.0
) -> Spread | None:
    """The pair beside a group; None where fewer than `FEWEST_PAIRS` members can be compared.

    Parameters
    ----------
    group : series by member, the pair itself not among them.
    weight : members whose mean before is below this are not comparable; in the unit of the figures.
    """
    changes: dict[str, float] = {}
    filled: dict[str, float] = {}
    recorded = [year for year in windows.after if any(year in series for series in group.values())]
    for member, series in group.items():
        found = change(series, windows, relative=relative)
        known = [series[year] for year in windows.before if year in series]
        if not known or sum(known) / len(windows.before) < weight:
            continue
        if found is not None:
            changes[member] = filled[member] = found.value
        elif relative and recorded and sum(known) > 0:
            after = sum(series.get(year, 0.0) for year in recorded) / len(recorded)
            filled[member] = 100 * (after / (sum(known) / len(windows.before)) - 1)
    if len(changes) < FEWEST_PAIRS:
        return None
    values, whole = np.array(list(changes.values())), np.array(list(filled.values()))
    low, median, high = (float(v) for v in np.quantile(values, (0.25, 0.5, 0.75)))
    return Spread(
        count=len(values),
        median=median,
        low=low,
        high=high,
        difference=pair.value - median,
        percentile=percentile(pair.value, values),
        without_record=len(filled) - len(changes),
        median_if_none=float(np.median(whole)),
        percentile_if_none=percentile(pair.value, whole),
        members=tuple(sorted(changes)),
    )


def least_flow(series: Sequence[Mapping[int, float]], windows: Windows) -> float:
    """Mean yearly sum over all members before the event, times `LEAST_SHARE`: the smallest comparable flow."""
    total = sum(float(values.get(year, 0.0)) for values in series for year in windows.before)
    return LEAST_SHARE * total / len(windows.before)
