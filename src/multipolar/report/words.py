"""Sentences: what happened, to whom, by how much, how sure. Every number in them comes from the View."""

from __future__ import annotations

import math
from collections.abc import Iterable

from multipolar.report.groups import NAMED, aggregate, outside, touched
from multipolar.report.horizons import Who, at_horizons, band_at, value_at
from multipolar.report.numbers import TINY, count, dollars, per_head, percent, span
from multipolar.report.terms import BALANCED, horizon_words, in_the
from multipolar.report.view import BALANCED_INCOME, ELASTICITY, IMPUTATION, INCOME, View, name_of

# Below this share, in per cent, dollars say more.
SMALL = 0.005
# Half a million dollars, in USD bn.
LEAST = 0.0005
# What is printed as nothing, in words.
STILL = "0.0001\u00a0%"


def listed(parts: Iterable[str]) -> str:
    """``a, b and c``."""
    texts = list(parts)
    return " and ".join(part for part in (", ".join(texts[:-1]), texts[-1]) if part) if texts else ""


def capital(text: str) -> str:
    """First letter upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def verb(value: float) -> str:
    """``loses`` or ``gains``."""
    return "loses" if value < 0 else "gains"


def changed(value: float) -> str:
    """``falls by 2.5 %``, ``rises by 0.90 %``; what is printed as nothing has no direction."""
    if abs(value) < TINY:
        return f"changes by {percent(value, signed=False)}" if value else "does not change"
    return f"{'falls' if value < 0 else 'rises'} by {percent(value, signed=False)}"


def moved(view: View, code: str, *, of_what: str = "") -> str:
    """``Russia loses 9.7 %``; ``the United States loses $12 mn (0.0001 %)``; ``Taiwan has no datum``."""
    value = view.value(INCOME, code)
    name = name_of(code, article=True)
    if not math.isfinite(value):
        return f"{name} has no datum"
    money = view.value("real_income_usd_bn", code)
    if abs(value) < TINY and abs(money) < LEAST:
        return f"{name} is left unchanged"
    amount = percent(value, signed=False) + of_what
    if abs(value) < SMALL:
        amount = f"{dollars(money)} ({percent(value, signed=False)}{of_what})"
    doubt = ", a change whose sign is not settled" if not view.settled(code) else ""
    return f"{name} {verb(value)} {amount}{doubt}"


def headline(view: View, others: int = 3) -> str:
    """The finding in one sentence, for the head of the page: the leading economy, and what stands against it."""
    # With other horizons beside it, a bare number would pass for all of them.
    when = f" {in_the(view.outcome.result.assumptions.horizon)}" if view.outcome.horizons else ""
    if view.still:
        return f"No economy gains or loses as much as {STILL} of its real income{when}"
    first = moved(view, view.lead, of_what=" of its real income") + when
    inside, outer = touched(view), outside(view)
    if len(inside) > NAMED and outer:
        money, share = aggregate(view, inside)
        text = (
            f"{first}; {_other(inside)} under the measures together {_plural(2, money)} {percent(share, signed=False)}"
        )
        money, share = aggregate(view, outer)
        if abs(share) < TINY:
            return capital(f"{text}, all others together are left unchanged")
        return capital(f"{text}, all others together {_plural(2, money)} {percent(share, signed=False)}")
    rest = [moved(view, code) for code in view.focus[1 : 1 + others]]
    return capital(f"{first}; {listed(rest)}" if rest else first)


def bands(view: View, code: str) -> str:
    """``(elasticity range −12.1 to −7.7 %, imputation range …)``."""
    found = [(label, view.band(label, code)) for label in (ELASTICITY, IMPUTATION)]
    parts = [f"{label} {span(*band)}" for label, band in found if band]
    return f" ({'; '.join(parts)})" if parts else " (no range was computed)"


def income_sentence(view: View, code: str) -> str:
    """One economy's number with its ranges, money, money a head, its real wage, and what balanced trade would give."""
    value = view.value(INCOME, code)
    name = name_of(code, article=True)
    if not math.isfinite(value):
        return f"For {name} there is no datum."
    if view.still:
        return (
            f"Real income of {name} {changed(value)}; no economy's moves by as much as {STILL}. Figures "
            "that would show nothing but zeros are left out."
        )
    money = view.value("real_income_usd_bn", code)
    head = view.value("real_income_usd_per_head", code)
    text = f"Real income of {name} {changed(value)}{bands(view, code)}. "
    text += f"That is {dollars(money)} a year at prices of {view.year}"
    text += (
        f", or {per_head(head)} a head."
        if math.isfinite(head)
        else "; a head there is no datum (population is missing)."
    )
    wage = view.value("real_wage_pct", code)
    text += f" Its real wage {changed(wage)}."
    even = view.value(BALANCED_INCOME, code)
    return text + (f" Starting from {BALANCED} its real income {changed(even)}." if math.isfinite(even) else "")


def beside_sentence(view: View) -> str:
    """The leading economy at the other horizons; empty where the run has none."""
    who = Who(view.lead, (view.lead,))
    parts = []
    for at in at_horizons(view):
        if at.main:
            continue
        value, band = value_at(view, at, who), band_at(view, at, who)
        if not math.isfinite(value):
            parts.append(f"has no answer {in_the(at.name)}")
            continue
        ranged = f" ({ELASTICITY} {span(*band)})" if band else ""
        parts.append(f"{changed(value)} {in_the(at.name)}{ranged}")
    return f"It {listed(parts)}." if parts else ""


def others_sentence(view: View) -> str:
    """What it costs the economies on the other side of the measures, and what is left for third parties."""
    inside, rest = touched(view), outside(view)
    if not inside or view.still:
        return ""
    parts = []
    row = ", the rest of the world counted as one," if "ROW" in rest else ""
    for codes, who in (
        (inside, f"{_other(inside)} under the measures"),
        (rest, f"the {count(len(rest), 'economy', 'economies')} outside them{row}"),
    ):
        if codes:
            money, share = aggregate(view, codes)
            change = f"{_plural(len(codes), money)} {dollars(money)}"
            together, whose = (" together", "their") if len(codes) > 1 else ("", "its")
            parts.append(f"{who} {change}{together} ({percent(share)} of {whose} real income)")
    return capital(listed(parts)) + "."


def _other(codes: tuple[str, ...]) -> str:
    return f"the {len(codes)} other economies" if len(codes) > 1 else "the other economy"


def _plural(size: int, value: float) -> str:
    return verb(value) if size == 1 else "lose" if value < 0 else "gain"


def subtitle(view: View, measure: str, *, banded: bool = True) -> str:
    """Measure, horizon and bands in a line."""
    found = [label for label in (ELASTICITY, IMPUTATION) if view.range(label) is not None]
    tail = f"; with {listed(found)}" if banded and found else ""
    return f"{measure}. {capital(horizon_words(view))}{tail}."
