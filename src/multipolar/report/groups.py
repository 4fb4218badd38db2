"""Who stands where: the leading economy, those on the borders that the measures touch, and everybody else."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from multipolar.report.numbers import TINY
from multipolar.report.view import BALANCED_INCOME, INCOME, NEARLY_ALL, View

NAMED = 3
# How many of the largest economies on each side, and of the largest changes either way, a reader always sees.
LARGEST_INSIDE, LARGEST_OUTSIDE, LARGEST, EXTREMES = 2, 3, 5, 2


def touched(view: View) -> tuple[str, ...]:
    """Economies on the borders that the measures touch, the leading one left out; empty when that is nearly all."""
    inside = view.touched
    codes = tuple(code for code in view.economies if code in inside and code != view.lead)
    return codes if 0 < len(codes) < len(view.economies) - NEARLY_ALL else ()


def outside(view: View) -> tuple[str, ...]:
    """Economies that no measure touches; empty when `touched` is."""
    inside = touched(view)
    return tuple(code for code in view.economies if code != view.lead and code not in inside) if inside else ()


def aggregate(view: View, codes: Iterable[str]) -> tuple[float, float]:
    """Sum of real-income changes in USD bn, and the same in per cent of the group's baseline income."""
    positions = [view.position[code] for code in codes]
    money = float(np.nansum(view.measures["real_income_usd_bn"][positions]))
    base = float(np.nansum(view.measures["income_before_usd_bn"][positions]))
    return money, 100 * money / base if base else math.nan


def aggregate_balanced(view: View, codes: Iterable[str]) -> float:
    """The same in per cent with deficits removed first; NaN where that was not solved."""
    positions = [view.position[code] for code in codes]
    base = view.measures[f"{BALANCED_INCOME}_before"][positions]
    return float(base @ view.measures[BALANCED_INCOME][positions] / base.sum())


def by_size(view: View, codes: Iterable[str]) -> list[str]:
    """Largest income first; the rest of the world, which is no economy, left out."""
    return sorted((code for code in codes if code != "ROW"), key=lambda code: -view.value("income_before_usd_bn", code))


def extremes(view: View) -> tuple[str, ...]:
    """The largest losers, then the largest gainers in per cent, of any size; the leading economy and ROW apart."""
    values = {code: view.value(INCOME, code) for code in view.economies if code not in (view.lead, "ROW")}
    moved = sorted((code for code in values if abs(values[code]) >= TINY), key=lambda code: values[code])
    losers = [code for code in moved if values[code] < 0][:EXTREMES]
    gainers = [code for code in reversed(moved) if values[code] > 0][:EXTREMES]
    return (*losers, *gainers)


def glance(view: View) -> tuple[str, ...]:
    """The economies of the headline, the largest on each side, which every reader looks for, and the extremes."""
    inside, rest = touched(view), outside(view)
    sides = (
        [*by_size(view, inside)[:LARGEST_INSIDE], *by_size(view, rest)[:LARGEST_OUTSIDE]]
        if inside
        else by_size(view, view.economies)[:LARGEST]
    )
    return tuple(dict.fromkeys([*view.focus, *sides, *extremes(view)]))
