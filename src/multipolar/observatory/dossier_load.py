"""How a dossier asks the store: every row of the pair in one question, and measures over all pairs in another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from multipolar.observatory.dossier_evidence import Evidence, Row
from multipolar.observatory.records import WORLD, Event, Indicator

_COLUMNS = ", ".join(Row._fields)
#: A measure over all pairs is looked for from this year on.
_RECENT = "2010"


class Store(Protocol):
    """The part of an observatory that a dossier uses."""

    def indicators(self) -> tuple[Indicator, ...]:
        """What is measured."""

    def events(self) -> Sequence[Event]:
        """All events."""

    def rows(self, text: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Names of columns and rows of one SELECT over the views `figures` and `gaps`."""


def evidence_of(store: Store, first: str, second: str, since: int, years: Collection[int] = ()) -> Evidence:
    """Rows of the pair from a year on, and of either with others in the same indicators where they are compared.

    Parameters
    ----------
    years : for which the others are wanted beside the newest period of each figure of the pair.

    Notes
    -----
    Codes are ISO codes and periods come from the store, never text of a user.
    """
    pair = f"('{first}', '{second}')"
    alone = f"('{first}', '{second}', '{WORLD}', '')"
    inside = f"((reporter IN {pair} AND partner IN {alone}) OR (partner IN {pair} AND reporter IN {alone}))"
    order = "ORDER BY period, source, unit"
    _, found = store.rows(f"SELECT {_COLUMNS} FROM figures WHERE {inside} AND period >= '{since:04d}' {order}")
    own = [Row._make(values) for values in found]
    between = [row for row in own if row.reporter in (first, second) and row.partner in (first, second)]
    newest: dict[tuple[str, str, str, str], str] = {}
    for row in between:
        newest[row.indicator, row.reporter, row.source, row.unit] = row.period
    if not between:
        return Evidence.of(first, second, own)
    wanted = ", ".join(f"'{name}'" for name in sorted({row.indicator for row in between}))
    keys = {(key[0], period) for key, period in newest.items()}
    chosen = ", ".join(f"('{name}', '{period}')" for name, period in sorted(keys))
    spans = ", ".join(f"'{year}'" for year in years)
    when = f"(indicator, period) IN ({chosen})" + (f" OR period IN ({spans})" if spans else "")
    outside = f"(reporter IN {pair} OR partner IN {pair}) AND NOT {inside}"
    _, others = store.rows(
        f"SELECT {_COLUMNS} FROM figures WHERE indicator IN ({wanted}) AND ({when}) AND {outside} {order}"
    )
    return Evidence.of(first, second, [*own, *map(Row._make, others)])


def newest_of(store: Store, indicators: Collection[str]) -> Mapping[str, list[Row]]:
    """All rows of some indicators, each in its newest period."""
    listed = ", ".join(f"'{name}'" for name in sorted(indicators))
    text = (
        f"SELECT {_COLUMNS} FROM figures WHERE indicator IN ({listed}) AND period >= '{_RECENT}' "
        "QUALIFY period = max(period) OVER (PARTITION BY indicator)"
    )
    found: dict[str, list[Row]] = {}
    for values in store.rows(text)[1] if indicators else ():
        row = Row._make(values)
        found.setdefault(row.indicator, []).append(row)
    return found


def worth_of_materials(store: Store, indicators: Collection[str], period: str) -> list[tuple[str, str, float]]:
    """Flows of all these money indicators added up by origin and destination, in one period of BACI."""
    listed = ", ".join(f"'{name}'" for name in sorted(indicators))
    text = (
        f"SELECT reporter, partner, sum(value) FROM figures WHERE source = 'baci' AND indicator IN ({listed}) "
        f"AND period = '{period}' GROUP BY ALL"
    )
    return [(str(row[0]), str(row[1]), float(row[2])) for row in store.rows(text)[1]]


def newest_materials(store: Store) -> str:
    """Newest year of BACI, by its largest flows; empty where the store has none."""
    found = store.rows("SELECT max(period) FROM figures WHERE indicator = 'crude-value' AND source = 'baci'")[1]
    return str(found[0][0] or "") if found else ""


def figures_held(store: Store) -> Mapping[str, int]:
    """How many figures each indicator has in the store."""
    return dict(store.rows("SELECT indicator, count(*) FROM figures GROUP BY indicator")[1])


def known_gaps(store: Store, first: str, second: str) -> tuple[tuple[str, str, str, int, int, str], ...]:
    """Gaps of published tables between the two that are known to be no zeros: product, ends, years, reason."""
    pair = f"('{first}', '{second}')"
    text = (
        "SELECT product, exporter, importer, first_year, last_year, reason FROM gaps "
        f"WHERE exporter IN {pair} AND importer IN {pair}"
    )
    return tuple((r[0], r[1], r[2], int(r[3]), int(r[4]), r[5]) for r in store.rows(text)[1])
