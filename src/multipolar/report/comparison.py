"""Scenarios side by side in words and in a table that compares like with like."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from multipolar.arrays import IntArray
from multipolar.model.wedges import Wedges
from multipolar.report.groups import NAMED, aggregate, touched
from multipolar.report.numbers import floor_of, floored, percent
from multipolar.report.palette import side
from multipolar.report.view import INCOME, View, name_of
from multipolar.report.words import capital, listed, verb

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# A headline can carry two titles of this length; longer ones stand beneath it.
SHORT_TITLE = 34
_FIELDS = ("iceberg_hat", "survival_share", "tariff_rate", "export_tax_rate")


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """An economy or a group under each scenario, per cent, and the last less the first, points."""

    name: str
    values: tuple[str, ...]
    sides: tuple[str, ...]
    difference: str
    kind: str = "one"


def change(views: Sequence[View], code: str) -> float:
    """Last scenario less the first, percentage points; NaN where one has no such economy."""
    if any(code not in view.position for view in views):
        return math.nan
    return views[-1].value(INCOME, code) - views[0].value(INCOME, code)


def common(views: Sequence[View]) -> list[str]:
    """Economies with a datum in every scenario."""
    return [code for code in views[0].economies if math.isfinite(change(views, code))]


def floor(views: Sequence[View]) -> float:
    """Size below which the numbers of this comparison are noise."""
    return floor_of(view.value(INCOME, code) for code in common(views) for view in views)


def sign_rule(views: Sequence[View]) -> str:
    """What the sign of a difference says."""
    last, first = LETTERS[len(views) - 1], LETTERS[0]
    return f"{last} less {first}: positive means better off under {last}"


def compared_rows(views: Sequence[View]) -> list[ComparedRow]:
    """The leading economies, those under the measures of all, of some only, and of none of the scenarios."""
    known = common(views)
    leads = list(dict.fromkeys(view.lead for view in views if view.lead in known))
    rows = [_row(views, name_of(code), [code]) for code in leads]
    inside = [set(touched(view)) for view in views]
    if not all(inside):
        return rows
    everywhere, anywhere = set.intersection(*inside), set.union(*inside)
    named = {
        "under the measures of both" if len(views) == 2 else "under the measures of all": everywhere,
        "under the measures of some only": anywhere - everywhere,
        "outside in both" if len(views) == 2 else "outside in all": set(known) - anywhere,
    }
    for label, wanted in named.items():
        group = [code for code in known if code in wanted and code not in leads]
        if len(group) > NAMED:
            rows.append(_row(views, f"{len(group)} economies {label}, together", group))
        else:
            rows += [_row(views, f"{name_of(code)}, {_where(views, inside, code, label)}", [code]) for code in group]
    return rows


def _where(views: Sequence[View], inside: Sequence[set[str]], code: str, label: str) -> str:
    under = [LETTERS[n] for n in range(len(views)) if code in inside[n]]
    return f"under the measures of {listed(under)} only" if 0 < len(under) < len(views) else label


def _row(views: Sequence[View], name: str, codes: list[str]) -> ComparedRow:
    values = [aggregate(view, codes)[1] for view in views]
    least = floor(views)
    shown = tuple(floored(value, least) for value in values)
    kind = "group" if len(codes) > 1 else "one"
    return ComparedRow(name, shown, tuple(map(side, values)), floored(values[-1] - values[0], least), kind)


def finding(views: Sequence[View]) -> str:
    """The leading economy under the last scenario and the first, and whom else the difference moves most in dollars."""
    lead = views[0].lead
    first, last = (view.value(INCOME, lead) if lead in view.position else math.nan for view in (views[0], views[-1]))
    if not (math.isfinite(first) and math.isfinite(last)):
        return f"For {name_of(lead, article=True)} there is no datum in one of the scenarios"
    now, before = conditions(views)
    text = (
        f"{capital(name_of(lead, article=True))} {verb(last)} {percent(last, signed=False)} of its real income {now}, "
    )
    other = "" if first * last > 0 else f"a {'loss' if first < 0 else 'gain'} of "
    text += f"against {other}{percent(first, signed=False)} {before}"
    money = "real_income_usd_bn"
    others = [code for code in common(views) if code not in (lead, "ROW")]
    if not others:
        return text
    most = max(others, key=lambda code: abs(views[-1].value(money, code) - views[0].value(money, code)))
    ends = [
        f"{floored(view.value(INCOME, most), floor(views)).replace('<', 'less than ')}\u00a0%"
        for view in (views[0], views[-1])
    ]
    return f"{text}; {name_of(most, article=True)} goes from {ends[0]} to {ends[1]}"


def conditions(views: Sequence[View]) -> tuple[str, str]:
    """How a headline tells the last scenario from the first: by who joins or leaves, by short titles, by letters."""
    last, first = f"({LETTERS[len(views) - 1]})", f"({LETTERS[0]})"
    joined, left = partners_apart(views[0], views[-1]), partners_apart(views[-1], views[0])
    if joined:
        who, it = listed(name_of(code, article=True) for code in joined), "it" if len(joined) == 1 else "them"
        return f"if {who} {_takes(joined)} part in the measures\u00a0{last}", f"without {it}\u00a0{first}"
    if left:
        who, it = listed(name_of(code, article=True) for code in left), "it" if len(left) == 1 else "them"
        return f"if {who} {_takes(left)} no part in the measures\u00a0{last}", f"with {it}\u00a0{first}"
    titles = _beside(views[-1].title, views[0].title)
    if max(map(len, titles)) <= SHORT_TITLE and titles[0] != titles[1]:
        return f"under ‘{titles[0]}’\u00a0{last}", f"under ‘{titles[1]}’\u00a0{first}"
    return f"under\u00a0{last[1:-1]}", f"under\u00a0{first[1:-1]}"


def _beside(last: str, first: str) -> tuple[str, str]:
    """Two titles without what a variant has from the title of its base, where the two are of one base."""
    (base, _, _), (other, _, _) = (title.partition(": the same") for title in (last, first))
    if base != other:
        return last, first
    return capital(last.removeprefix(f"{base}: ")), capital(first.removeprefix(f"{base}: "))


def _takes(codes: Sequence[str]) -> str:
    return "takes" if len(codes) == 1 else "take"


def partners_apart(first: View, last: View) -> tuple[str, ...]:
    """The few economies that `last` adds to the measures of `first`; empty where the two differ in more than that.

    Every border on which the two scenarios differ then has the leading economy on one side and one of these on the
    other, and no measure of `first` touches them.
    """
    one, two = first.outcome, last.outcome
    same = (
        first.lead == last.lead
        and first.economies == last.economies
        and one.result.baseline.trade_share is two.result.baseline.trade_share
        and one.result.closure == two.result.closure
        and np.array_equal(one.result.assumptions.trade_elasticity, two.result.assumptions.trade_elasticity)
    )
    a, b = one.compiled.wedges, two.compiled.wedges
    if not same or a.responses or b.responses or not np.array_equal(a.transfer, b.transfer):
        return ()
    cells, size, lead = _differing(a, b), len(first.economies), first.position[first.lead]
    importer, exporter = cells // size % size, cells % size
    if not cells.size or not np.all((importer == lead) | (exporter == lead)):
        return ()
    others = {first.economies[n] for n in set(importer.tolist()) | set(exporter.tolist())} - {first.lead}
    if len(others) > NAMED or others & set(touched(first)) or not others <= set(touched(last)):
        return ()
    return tuple(code for code in first.economies if code in others)


def _differing(a: Wedges, b: Wedges) -> IntArray:
    """Flat cells that only one of two scenarios touches, or that they touch differently."""
    shared, in_a, in_b = np.intersect1d(a.index, b.index, assume_unique=True, return_indices=True)
    unlike = np.zeros(shared.shape, dtype=bool)
    for field in _FIELDS:
        unlike |= getattr(a, field)[in_a] != getattr(b, field)[in_b]
    found: IntArray = np.union1d(np.setxor1d(a.index, b.index, assume_unique=True), shared[unlike])
    return found
