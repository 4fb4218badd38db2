"""Ranks of suppliers: who sells most to a destination, in the list of each source."""

from __future__ import annotations

from collections.abc import Sequence

from multipolar.errors import DataError
from multipolar.observatory.records import WORLD, Figure, Indicator, Rank

WHOLE = 0.98
"""A list that adds up to this part of the source's own total is complete."""


def rank_rows(indicator: Indicator, destination: str, period: str, figures: Sequence[Figure]) -> tuple[Rank, ...]:
    """Rank the suppliers among figures of one destination and period, source by source.

    Blocs and groups are no suppliers. The share is of that source's own total; without a total it is None and the list
    counts as incomplete, because nobody says what it leaves out.

    Raises
    ------
    DataError
        If the indicator is no flow.
    """
    if indicator.kind != "flow":
        raise DataError(
            f"ranks of {indicator.id}", "are not defined", evidence=f"it is of kind {indicator.kind}, not a flow"
        )
    ranks = []
    for source in sorted({figure.source for figure in figures}):
        mine = [figure for figure in figures if figure.source == source]
        total = next((figure.value for figure in mine if figure.reporter == WORLD), None)
        sellers = [f for f in mine if len(f.reporter) == 3 and f.reporter not in {WORLD, "ROW"} and f.value > 0]
        sellers.sort(key=lambda f: (-f.value, f.reporter))
        listed = sum(f.value for f in sellers)
        complete = total is not None and listed >= WHOLE * total
        for number, f in enumerate(sellers, 1):
            share = 100.0 * f.value / total if total else None
            about = (indicator.id, destination, period, source)
            place = Rank(*about, number, len(sellers), f.reporter, f.value, f.unit, share, complete, f.status)
            ranks.append(place)
    return tuple(ranks)
