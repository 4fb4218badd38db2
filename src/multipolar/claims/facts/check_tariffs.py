"""Tariffs set beside the rates on record: the rate itself, its rise, and by how many times it rose."""

from __future__ import annotations

import datetime

from multipolar.claims.claim import Claim
from multipolar.claims.facts.amounts import amount
from multipolar.claims.facts.assumed import on_guess
from multipolar.claims.facts.figures import known_indicators
from multipolar.claims.facts.fit import fit, judge
from multipolar.claims.verdict import Compared, Verdict
from multipolar.observatory import Observatory
from multipolar.observatory.records import Figure

RATES = {"electric_cars": "tariff-electric-cars", "cars": "tariff-electric-cars"}


def check_tariff(claim: Claim, observatory: Observatory, article: datetime.date | None) -> Verdict:
    """The verdict on a tariff of one economy on goods of another."""
    indicator = RATES.get(claim.commodity or "")
    if indicator is None or indicator not in known_indicators(observatory):
        goods = (claim.commodity or "these goods").replace("_", " ")
        return Verdict("no data", f"the observatory has no tariff rates on {goods}")
    codes = [code for code in claim.codes() if len(code) == 3 or code == "EU"]
    issuers = [code for code in claim.codes("issuer") if code in codes] or codes
    rates = [
        figure
        for figure in observatory.figures(indicator)
        if figure.partner in issuers and (figure.reporter in codes or len(codes) < 2)
    ]
    day = claim.period.end or claim.period.start if claim.period is not None else None
    known = _until(rates, day or article)
    if not known:
        return Verdict("no data", f"no tariff of {' or '.join(issuers) or 'anyone'} on these goods is on record")
    verdict = judge(
        {"as published": _compare(claim, known)}, "only one rate is on record, so that no rise can be computed"
    )
    if day is not None:
        return verdict
    return on_guess(verdict, f"the sentence gives no day, so that the newest rate, of {known[-1].period}, is taken")


def _until(rates: list[Figure], day: datetime.date | None) -> list[Figure]:
    """Rates announced by a day, oldest first."""
    last = day.isoformat() if day is not None else "9999"
    return sorted((figure for figure in rates if figure.period <= last), key=lambda figure: figure.period)


def _compare(claim: Claim, rates: list[Figure]) -> list[Compared]:
    newest, before = rates[-1], rates[-2] if len(rates) > 1 else None
    if claim.value is None:
        return []
    if claim.kind == "level":
        value, unit, line = newest.value, "%", f"{amount(newest.value, '%')} from {newest.period}"
        used = [newest]
    elif before is None or before.value <= 0:
        return []
    else:
        used = [before, newest]
        steps = f"{amount(before.value, '%')} ({before.period}) to {amount(newest.value, '%')} ({newest.period})"
        if claim.kind == "multiple":
            value, unit = newest.value / before.value, "x"
        else:
            value, unit = newest.value - before.value, "pp"
        line = f"{steps}: {amount(value, unit)}"
    status = "unverified" if any(figure.status == "unverified" for figure in used) else newest.status
    figures = tuple((f.indicator, f.reporter, f.partner, f.period, f.value, f.unit, f.source) for f in used)
    return [
        Compared(
            definition=f"additional duty of {newest.partner} on goods from {newest.reporter}; {newest.source}",
            claimed=claim.value,
            found=value,
            unit=unit,
            fit=fit(claim, claim.value, value),
            arithmetic=line + (f" ({newest.note})" if newest.note else ""),
            sources=(newest.source,),
            status=status,
            figures=figures,
        )
    ]
