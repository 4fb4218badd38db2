"""Asymmetry of dependence: each flow as a share of the seller's sales and of the buyer's purchases, both ways.

    share of origin      = 100 flow(A, B) / sum over destinations of flow(A, .)
    share of destination = 100 flow(A, B) / sum over origins of flow(., B)

Both sums are of the same source and period as the flow. A source that publishes a world total is taken at its total;
else the sum over its partners stands for it. One that lists only some partners gives no share.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from multipolar.observatory.dossier_evidence import Evidence, Row
from multipolar.observatory.dossier_panels import adds_up
from multipolar.observatory.dossier_parts import Dependence, Leverage, Line, Panel
from multipolar.observatory.records import WORLD, Indicator

#: A source that lists fewer partners than this has no total worth dividing by.
FEWEST_LISTED = 20
#: Flows below this share on both sides are left out: neither depends on them.
LEAST_SHARE = 0.1


def dependence(panels: Sequence[Panel], evidence: Evidence) -> tuple[Dependence, ...]:
    """Shares for each flow that has them, each direction by the source that gives both shares at the newest period."""
    found = []
    for panel in panels:
        if panel.context:
            continue
        for ends in (evidence.pair, evidence.pair[::-1]):
            lines = [line for line in panel.lines if (line.origin, line.destination) == ends and _flow(line)]
            shares = [_shares(panel, line, evidence) for line in lines]
            known = [share for share in shares if share is not None]
            if known:
                best = max(known, key=_quality)
                newest = max(known, key=lambda share: share.period)
                found += [best] if best.period == newest.period else [newest, best]
    return tuple(
        entry
        for entry in found
        if max(_or_zero(entry.share_of_origin), _or_zero(entry.share_of_destination)) >= LEAST_SHARE
    )


def leverage(
    indicators: Sequence[Indicator], evidence: Evidence, skip: frozenset[str] = frozenset()
) -> tuple[Leverage, ...]:
    """Directed model indicators in both directions; one that has a figure in neither is left out."""
    found = []
    for indicator in indicators:
        if indicator.dimension != "model" or indicator.kind != "flow" or indicator.id in skip:
            continue
        there, back = (evidence.find(indicator.id, *ends) for ends in (evidence.pair, evidence.pair[::-1]))
        if not there and not back:
            continue
        newest = (there or back)[-1]
        found.append(
            Leverage(
                indicator.title,
                indicator.id,
                newest.unit,
                indicator.definition,
                _last(there),
                _last(back),
                newest.period,
                newest.source,
            )
        )
    return tuple(found)


def _last(rows: Sequence[Row]) -> float:
    return rows[-1].value if rows else math.nan


def _flow(line: Line) -> bool:
    return adds_up(line.unit) and not line.symmetric


def _shares(panel: Panel, line: Line, evidence: Evidence) -> Dependence | None:
    latest = line.latest
    shares = [
        _share(evidence, line.indicator, line, line.origin, selling=True),
        _share(evidence, line.indicator, line, line.destination, selling=False),
    ]
    if not any(math.isfinite(share) for share in shares):
        return None
    return Dependence(
        panel.title,
        line.indicator,
        line.origin,
        line.destination,
        shares[0],
        shares[1],
        latest.value,
        line.unit,
        latest.period,
        line.source,
        _worth(panel, line),
    )


def _worth(panel: Panel, line: Line) -> float:
    """Newest money value of this direction."""
    ends = (line.origin, line.destination)
    money = [
        other
        for other in (line, *panel.companions)
        if other.unit == "USD" and (other.origin, other.destination) == ends
    ]
    return max((other.latest.value for other in money), default=0.0)


def _share(evidence: Evidence, indicator: str, line: Line, economy: str, *, selling: bool) -> float:
    latest = line.latest
    ends = (economy, WORLD) if selling else (WORLD, economy)

    def same(row: Row) -> bool:
        return row.period == latest.period and row.source == line.source

    totals = [row.value for row in evidence.find(indicator, *ends) if same(row)]
    if totals:
        total = totals[-1]
    else:
        others = evidence.partners(indicator, economy, selling=selling)
        listed = [row.value for rows in others.values() for row in rows if same(row)]
        # BACI covers all reporters: a short list there is a short list of partners, not a gap.
        if len(listed) < FEWEST_LISTED and line.source != "baci":
            return math.nan
        total = sum(listed)
    return 100 * latest.value / total if total > 0 else math.nan


def _quality(entry: Dependence) -> tuple[int, str]:
    both = math.isfinite(entry.share_of_origin) + math.isfinite(entry.share_of_destination)
    return both, entry.period


def _or_zero(value: float) -> float:
    return value if math.isfinite(value) else 0.0
