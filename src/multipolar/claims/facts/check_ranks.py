"""Ranks set beside the lists of suppliers, by source."""

from __future__ import annotations

import datetime

from multipolar.claims.claim import Claim
from multipolar.claims.facts.amounts import amount
from multipolar.claims.facts.assumed import on_guess
from multipolar.claims.facts.definitions import MATERIALS
from multipolar.claims.facts.figures import candidate_years, known_indicators, year_of
from multipolar.claims.facts.fit import judge
from multipolar.claims.verdict import Compared, Fit, Verdict
from multipolar.observatory import Observatory
from multipolar.observatory.records import Rank

ROUGHLY = 0.1
"""Another place counts as near if whoever holds the claimed one differs by no more than this; the margin of levels."""


def check_rank(claim: Claim, observatory: Observatory, article: datetime.date | None) -> Verdict:
    """The verdict on "first among suppliers": the place in each source's list, and whether the rival is behind."""
    suppliers, buyers, rivals = claim.codes("exporter"), claim.codes("importer"), claim.codes("rival")
    if not suppliers or not buyers:
        return Verdict("no data", "who supplies whom was not recognised")
    indicator = MATERIALS.get(claim.commodity or "", "goods" if claim.commodity is None else "")
    if indicator not in known_indicators(observatory):
        return Verdict("no data", f"the observatory has no list of suppliers of {claim.commodity or 'goods'}")
    years = candidate_years(claim.period, article)
    if not years:
        return Verdict("no data", "the text gives no year, and the date of the article is not known")
    found: list[Compared] = []
    for year in years:
        ranked = observatory.ranks(indicator, destination=buyers[0], period=str(year))
        for source in dict.fromkeys(entry.source for entry in ranked):
            listed = [entry for entry in ranked if entry.source == source]
            entry = _compare(claim, listed, suppliers[0], rivals, str(year))
            if entry is not None and _speaks(listed, ranked, claim):
                found.append(entry)
    order = {"official": 0, "reconciled": 1}
    found.sort(key=lambda entry: order.get(entry.status, 2))
    nothing = f"no list of suppliers of {claim.commodity or 'goods'} to {buyers[0]} in {years[0]} names {suppliers[0]}"
    verdict = judge({"as published": found}, nothing)
    if year_of(claim.period) is not None:
        return verdict
    return on_guess(
        verdict, f"the sentence gives no period, so that {years[0]}, the last whole year before the article, is taken"
    )


def _speaks(listed: list[Rank], ranked: tuple[Rank, ...], claim: Claim) -> bool:
    """Whether a list can answer: it is complete, or it names all whom complete lists place as high as claimed.

    A list of one supplier would make that supplier the first of all; where no list is complete, one more than the
    claimed place has to be named.
    """
    place = round(claim.value or 1.0)
    if all(entry.complete for entry in listed):
        return True
    named = {entry.reporter for entry in listed}
    high = {entry.reporter for entry in ranked if entry.complete and entry.rank <= place}
    return high <= named if high else len(named) > place


def _compare(claim: Claim, listed: list[Rank], supplier: str, rivals: tuple[str, ...], year: str) -> Compared | None:
    own = next((entry for entry in listed if entry.reporter == supplier), None)
    if own is None or claim.value is None:
        return None
    behind = [entry for entry in listed if entry.reporter in rivals and entry.rank > own.rank]
    right = own.rank == round(claim.value) and len(behind) == len([e for e in listed if e.reporter in rivals])
    at_place = next((entry.value for entry in listed if entry.rank == round(claim.value)), None)
    near = own.rank != round(claim.value) and at_place is not None and abs(at_place / own.value - 1.0) <= ROUGHLY
    agrees: Fit = "holds" if right else "roughly" if near else "does not hold"
    shown = ", ".join(f"{e.rank}. {e.reporter} {amount(e.value, e.unit)}" for e in listed[:3])
    if own.rank > 3:
        shown += f", {own.rank}. {own.reporter} {amount(own.value, own.unit)}"
    partial = "" if own.complete else "; the source lists only some suppliers"
    return Compared(
        definition=f"suppliers of {claim.commodity or 'goods'} to {own.destination}, {year}; {own.source}",
        claimed=claim.value,
        found=float(own.rank),
        unit="rank",
        fit=agrees,
        arithmetic=f"{year}: {shown}{partial}",
        sources=(own.source,),
        status=own.status,
        figures=tuple(
            (e.indicator, e.reporter, e.destination, e.period, e.value, e.unit, e.source) for e in listed[:3]
        ),
    )
