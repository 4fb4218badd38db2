"""Who stands where: the leading economy, those on the borders that the measures touch, and everybody else."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from multipolar.report.numbers import dollars, per_head, percent, span
from multipolar.report.view import ELASTICITY, IMPUTATION, INCOME, View, name_of

NAMED = 3


def touched(view: View) -> tuple[str, ...]:
    """Economies on the borders that the measures touch, the leading one left out; empty when that is nearly all."""
    size = len(view.economies)
    found: set[int] = set()
    for entry in view.outcome.compiled.touched:
        cells = np.asarray(entry.cells)
        found |= set(np.unique(cells % size).tolist()) | set(np.unique(cells // size % size).tolist())
    codes = tuple(view.economies[n] for n in sorted(found) if view.economies[n] != view.lead)
    return codes if 0 < len(codes) < size - 5 else ()


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


def glance(view: View) -> tuple[str, ...]:
    """The economies of the headline, and the largest on each side: those that every reader looks for."""

    def largest(codes: Iterable[str], most: int) -> list[str]:
        ranked = sorted(codes, key=lambda code: -view.value("income_before_usd_bn", code))
        return [code for code in ranked if code != "ROW"][:most]

    sides = [*largest(touched(view), 2), *largest(outside(view), 3)] if touched(view) else largest(view.economies, 5)
    return tuple(dict.fromkeys([*view.focus, *sides]))


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """One line of the table at the head of the page; `kind` is ``one`` or ``group``."""

    name: str
    value: str
    elasticity: str
    imputation: str
    billions: str
    head: str
    side: str
    kind: str = "one"


def glance_rows(view: View) -> list[GlanceRow]:
    """The leading economy, the two groups, then the other economies of `glance` by their change."""
    inside, rest = touched(view), outside(view)
    rows = [_row(view, view.lead)]
    for codes, name in ((inside, "under the measures, together"), (rest, "outside, together")):
        if len(codes) > NAMED:
            money, share = aggregate(view, codes)
            label = f"{len(codes)} economies {name}"
            first, second = (_group_span(view, kind, codes, share) for kind in (ELASTICITY, IMPUTATION))
            billions = dollars(money, signed=True)
            rows.append(GlanceRow(label, percent(share), first, second, billions, "", _side(share), "group"))
    others = sorted(glance(view)[1:], key=lambda code: view.value(INCOME, code))
    return rows + [_row(view, code) for code in others if code != view.lead]


def _group_span(view: View, label: str, codes: Iterable[str], central: float) -> str:
    """Range of a group: each member of the range summed over the group at baseline income."""
    found = view.range(label)
    if found is None:
        return ""
    positions = [view.position[code] for code in codes]
    base = view.measures["income_before_usd_bn"][positions]
    solved = found.values[np.isfinite(found.values).all(axis=1)][:, positions]
    values = [*(solved @ base / base.sum()).tolist(), central]
    return span(min(values), max(values), unit="")


def _row(view: View, code: str) -> GlanceRow:
    value = view.value(INCOME, code)
    first, second = view.band(ELASTICITY, code), view.band(IMPUTATION, code)
    return GlanceRow(
        name=name_of(code),
        value=percent(value),
        elasticity=span(*first, unit="") if first else "",
        imputation=span(*second, unit="") if second else "",
        billions=dollars(view.value("real_income_usd_bn", code), signed=True),
        head=per_head(view.value("real_income_usd_per_head", code), signed=True),
        side=_side(value),
    )


def _side(value: float) -> str:
    return "loss" if value < 0 else "gain" if value > 0 else "neutral"
