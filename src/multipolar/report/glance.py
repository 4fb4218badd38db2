"""The table at the head of a report: its rows, and the rule by which they were chosen."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from multipolar.analysis.headline import BIG, GAINERS, LOSERS, targets_of
from multipolar.report.groups import (
    EXTREMES,
    LARGEST,
    LARGEST_INSIDE,
    LARGEST_OUTSIDE,
    NAMED,
    aggregate,
    aggregate_balanced,
    glance,
    outside,
    touched,
)
from multipolar.report.numbers import dollars, per_head, percent, span
from multipolar.report.palette import side
from multipolar.report.view import BALANCED_INCOME, ELASTICITY, IMPUTATION, INCOME, View, name_of
from multipolar.report.words import listed


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """One line of the table at the head of the page; `kind` is ``one`` or ``group``."""

    name: str
    value: str
    elasticity: str
    imputation: str
    balanced: str
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
            rows.append(_group(view, codes, f"{len(codes)} economies {name}"))
    others = sorted(glance(view), key=lambda code: view.value(INCOME, code))
    return rows + [_row(view, code) for code in others if code != view.lead]


def selection_rule(view: View) -> str:
    """How the single economies of the table were chosen, in one sentence."""
    cells = [entry.cells for entry in view.outcome.compiled.touched]
    targets = [code for code in targets_of(view.outcome.result, cells) if code in view.focus] or [view.lead]
    sides = (
        f"the {LARGEST_INSIDE} largest economies under the measures and the {LARGEST_OUTSIDE} largest outside them"
        if touched(view)
        else f"the {LARGEST} largest economies"
    )
    asked = [code for code in view.outcome.focus if code in view.position and code not in targets]
    parts = [
        f"{listed(name_of(code, article=True) for code in targets)}, whose trade the measures hit hardest",
        f"up to {LOSERS} losers and {GAINERS} gainers among economies from {100 * BIG:g} % of world value added on",
        sides,
        f"the {EXTREMES} largest losers and the {EXTREMES} largest gainers in per cent, whatever their size",
    ]
    parts += [f"{listed(name_of(code, article=True) for code in asked)}, asked for"] if asked else []
    everybody = "" if view.still else f" All {len(view.economies)} stand in the table of winners and losers."
    return f"Single economies shown: {'; '.join(parts)}.{everybody}"


def _group(view: View, codes: tuple[str, ...], label: str) -> GlanceRow:
    money, share = aggregate(view, codes)
    first, second = (_group_span(view, kind, codes, share) for kind in (ELASTICITY, IMPUTATION))
    balanced = _known(aggregate_balanced(view, codes))
    billions = dollars(money, signed=True)
    return GlanceRow(label, percent(share), first, second, balanced, billions, "", side(share), "group")


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
        balanced=_known(view.value(BALANCED_INCOME, code)),
        billions=dollars(view.value("real_income_usd_bn", code), signed=True).replace("less than ", "<"),
        head=per_head(view.value("real_income_usd_per_head", code), signed=True),
        side=side(value),
    )


def _known(value: float) -> str:
    return percent(value).removesuffix("\u00a0%") if math.isfinite(value) else ""
