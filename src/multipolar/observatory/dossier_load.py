"""How a dossier asks the store: every row of the pair in one question, and one indicator over all pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from multipolar.observatory.dossier_evidence import COLUMNS, Evidence
from multipolar.observatory.records import Event, Indicator

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_COLUMNS = ", ".join(COLUMNS)


class Store(Protocol):
    """The part of an observatory that a dossier uses."""

    def indicators(self) -> tuple[Indicator, ...]:
        """What is measured."""

    def events(self) -> Sequence[Event]:
        """All events."""

    def sql(self, text: str) -> pa.Table:
        """Answer of one SELECT over the views `figures` and `gaps`."""


def evidence_of(store: Store, first: str, second: str, since: int) -> Evidence:
    """Every row from a year on that touches one of the two. Codes are ISO codes, never text of a user."""
    pair = f"('{first}', '{second}')"
    text = (
        f"SELECT {_COLUMNS} FROM figures WHERE (reporter IN {pair} OR partner IN {pair}) AND period >= '{since:04d}' "
        "ORDER BY ALL"
    )
    return Evidence.of(first, second, store.sql(text).to_pandas())


def rows_of(store: Store, indicator: str, *, source: str = "", newest: bool = False) -> pd.DataFrame:
    """All rows of one indicator: reporter, partner, period, value, unit, source; the newest period only if wanted."""
    where = f"indicator = '{indicator}'" + (f" AND source = '{source}'" if source else "")
    if newest:
        where += f" AND period = (SELECT max(period) FROM figures WHERE {where})"
    text = f"SELECT reporter, partner, period, value, unit, source FROM figures WHERE {where}"
    found: pd.DataFrame = store.sql(text).to_pandas()
    return found


def worth_of_materials(store: Store, names: Sequence[str]) -> pd.DataFrame:
    """Flows of all these money indicators added up by pair, in the newest year of BACI."""
    listed = ", ".join(f"'{name}'" for name in names)
    where = f"source = 'baci' AND indicator IN ({listed})"
    text = (
        f"SELECT reporter, partner, period, sum(value) AS value FROM figures WHERE {where} AND period = "
        f"(SELECT max(period) FROM figures WHERE {where}) GROUP BY ALL"
    )
    found: pd.DataFrame = store.sql(text).to_pandas()
    return found


def pairs_covered(store: Store) -> Mapping[str, int]:
    """How many pairs or economies each indicator has in the store."""
    text = "SELECT indicator, count(DISTINCT reporter || partner) AS pairs FROM figures GROUP BY indicator"
    rows = store.sql(text).to_pydict()
    return dict(zip(rows["indicator"], rows["pairs"], strict=True))


def known_gaps(store: Store, first: str, second: str) -> tuple[tuple[str, str, str, int, int, str], ...]:
    """Gaps of published tables between the two that are known to be no zeros: product, ends, years, reason."""
    pair = f"('{first}', '{second}')"
    text = f"SELECT * FROM gaps WHERE exporter IN {pair} AND importer IN {pair}"
    return tuple(
        (row["product"], row["exporter"], row["importer"], int(row["first_year"]), int(row["last_year"]), row["reason"])
        for row in store.sql(text).to_pylist()
    )
