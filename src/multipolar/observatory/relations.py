"""SQL of the whole: figures of all branches with what the user added in place of older ones; revisions; events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from multipolar.observatory.branches import BUNDLED, CODES, COLUMNS, branches, csv_table, parquet, quoted
from multipolar.observatory.user_store import UserTable

KEY = "indicator, reporter, partner, period, source"
EVENT_COLUMNS = 'date, "end", kind, actors, targets, title, source, status'
TABLES = ("figures", "indicators", "sources", "events", "revisions", "gaps", "bloc_memberships", "model_gaps")
"""What a question in SQL may name."""
_NAMES = ", ".join(COLUMNS)


def figures_sql(added: Sequence[UserTable], indicator: str | None = None) -> str:
    """Current figures as one SELECT. With an indicator it opens only the files that can hold it.

    Parameters
    ----------
    indicator : a registered id; it goes into the statement, so it must come from the registry.
    """
    bundled = _bundled(indicator)
    if not added:
        return bundled
    current = _current(added, indicator)
    kept = f"SELECT {_NAMES} FROM ({bundled}) ANTI JOIN ({current}) USING ({KEY})"
    return f"{kept} UNION ALL SELECT {_NAMES} FROM ({current})"


def revisions_sql(added: Sequence[UserTable], indicator: str | None = None) -> str:
    """Figures replaced by a later vintage of their own source, with the old value and the reason."""
    if not added:
        return (
            f"SELECT {KEY}, unit, value AS old_value, vintage AS old_vintage, value AS new_value, "
            f"vintage AS new_vintage, note AS reason FROM {parquet('figures')} WHERE FALSE"
        )
    keys = ", ".join(f"'{_quoted(table.source.key)}'" for table in added)
    mine = f"SELECT {_NAMES} FROM ({_user(added, indicator)})"
    older = f"SELECT {_NAMES} FROM ({_bundled(indicator)}) WHERE source IN ({keys}) UNION ALL {mine}"
    return (
        f"SELECT {KEY}, n.unit, o.value AS old_value, o.vintage AS old_vintage, n.value AS new_value, "
        f"n.vintage AS new_vintage, n.reason FROM ({_current(added, indicator)}) AS n "
        f"JOIN ({older}) AS o USING ({KEY}) WHERE o.vintage <> n.vintage"
    )


def events_sql(added: Sequence[Path]) -> str:
    """Bundled events and those of files that the user added."""
    parts = [f"SELECT {EVENT_COLUMNS} FROM {parquet('events')}"]
    parts += [f"SELECT {EVENT_COLUMNS} FROM read_parquet('{quoted(path)}')" for path in added]
    return " UNION ALL ".join(parts)


def other_views() -> Iterator[tuple[str, str]]:
    """Names and SELECTs of the remaining tables."""
    yield "gaps", f"SELECT * FROM {csv_table(BUNDLED / 'energy-gaps.csv')}"
    yield "bloc_memberships", f"SELECT * FROM {csv_table(CODES / 'bloc_memberships.csv')}"
    yield "model_gaps", f"SELECT reporter, partner, reason FROM {parquet('model')} WHERE reason IS NOT NULL"


def _bundled(indicator: str | None) -> str:
    if indicator is None:
        return " UNION ALL ".join(branch.sql for branch in branches())
    chosen = (branch.sql for branch in branches() if branch.holds(indicator))
    return " UNION ALL ".join(f"SELECT * FROM ({sql}) WHERE indicator = '{indicator}'" for sql in chosen)


def _user(added: Sequence[UserTable], indicator: str | None) -> str:
    where = "" if indicator is None else f" WHERE indicator = '{indicator}'"
    return " UNION ALL ".join(
        f"SELECT {_NAMES}, '{_quoted(table.reason)}' AS reason FROM read_parquet('{quoted(table.path)}'){where}"
        for table in added
    )


def _current(added: Sequence[UserTable], indicator: str | None) -> str:
    # Of the user's own vintages the latest stands; it also stands in place of a bundled figure of the same source.
    return (
        f"SELECT * FROM ({_user(added, indicator)}) "
        f"QUALIFY row_number() OVER (PARTITION BY {KEY} ORDER BY vintage DESC) = 1"
    )


def _quoted(text: str) -> str:
    return text.replace("'", "''")
