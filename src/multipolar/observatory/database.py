"""The DuckDB connection behind the observatory: in memory, over shipped files, closed to everything else.

No statement can write, and none can read a file that is not part of the observatory: external access is switched off
once the files are named, the configuration is locked, and only single SELECT statements pass.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.errors import DataError
from multipolar.observatory import views
from multipolar.observatory.indicators import registry
from multipolar.observatory.records import Indicator, Source
from multipolar.observatory.sources import sources
from multipolar.observatory.user_store import UserTable, user_tables

if TYPE_CHECKING:
    import duckdb

SECONDS = 60.0
"""A question of a user that takes longer is stopped."""
MEMORY = "2GB"
_KEY = "indicator, reporter, partner, period, source"


class QueryError(DataError):
    """A question in SQL that cannot be answered: not a SELECT, wrong names, forbidden files, too long."""

    exit_code = 2


def connect(store: Path | None = None) -> tuple[duckdb.DuckDBPyConnection, dict[str, Indicator], dict[str, Source]]:
    """A locked connection with the views `figures`, `revisions`, `indicators`, `sources`, `events`, `gaps`.

    Parameters
    ----------
    store : the user's data folder; by default `multipolar.data.store.home`.

    Returns
    -------
    The connection, and the registries of indicators and sources with what the user added.
    """
    import duckdb

    added = user_tables(store)
    known = dict(registry())
    said = dict(sources())
    for table in added:
        known |= {indicator.id: indicator for indicator in table.indicators if indicator.id not in known}
        said[table.source.key] = table.source
    connection = duckdb.connect(":memory:", config={"threads": 2, "memory_limit": MEMORY, "temp_directory": ""})
    for statement in views.definitions():
        connection.execute(statement)
    _attach_user(connection, added)
    _put(connection, "indicators", Indicator.__slots__, known.values())
    _put(connection, "sources", Source.__slots__, said.values())
    allowed = [path.as_posix() for path in (*views.files(), *(table.path for table in added))]
    connection.execute("SET allowed_paths = ?", [allowed])
    for setting in (
        "python_enable_replacements = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
    return connection, known, said


def ask(connection: duckdb.DuckDBPyConnection, text: str, *, seconds: float = SECONDS) -> duckdb.DuckDBPyConnection:
    """Run one SELECT of a user.

    Raises
    ------
    QueryError
        If it is not one SELECT statement, names what does not exist or is forbidden, or takes longer than `seconds`.
    """
    import duckdb

    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise _refused(text, "cannot be read as SQL", error) from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        kinds = ", ".join(statement.type.name for statement in statements) or "nothing"
        raise QueryError(
            f"sql {_short(text)!r}",
            "is not one question",
            evidence=f"found {kinds}; the observatory is read-only",
            remedy="Write one SELECT, FROM, DESCRIBE or SUMMARIZE.",
        )
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        return connection.execute(statements[0].query)
    except duckdb.InterruptException as error:
        raise QueryError(f"sql {_short(text)!r}", f"was stopped after {seconds:.0f} s") from error
    except duckdb.PermissionException as error:
        raise _refused(text, "asks for a file or an address outside the observatory", error) from error
    except duckdb.Error as error:
        raise _refused(text, "cannot be answered", error) from error
    finally:
        timer.cancel()


def _attach_user(connection: duckdb.DuckDBPyConnection, added: Sequence[UserTable]) -> None:
    columns = views.COLUMNS
    if not added:
        connection.execute(f"CREATE VIEW figures AS SELECT {columns} FROM bundled_figures")
        empty = f"{_KEY}, unit, value AS old_value, vintage AS old_vintage, value AS new_value, vintage AS new_vintage"
        connection.execute(f"CREATE VIEW revisions AS SELECT {empty}, note AS reason FROM bundled_figures WHERE FALSE")
        return
    parts = " UNION ALL ".join(
        f"SELECT {columns}, '{_text(table.reason)}' AS reason FROM read_parquet('{_text(table.path.as_posix())}')"
        for table in added
    )
    connection.execute(f"CREATE VIEW user_figures AS {parts}")
    # A user's vintage replaces an older one of the same source and key; ties go to the user, the old value stays.
    connection.execute(
        f"CREATE TABLE user_current AS SELECT * FROM user_figures QUALIFY "
        f"row_number() OVER (PARTITION BY {_KEY} ORDER BY vintage DESC) = 1"
    )
    connection.execute(
        f"CREATE VIEW figures AS SELECT {columns} FROM bundled_figures AS b ANTI JOIN user_current USING ({_KEY}) "
        f"UNION ALL SELECT {columns} FROM user_current"
    )
    older = (
        f"SELECT {columns} FROM bundled_figures WHERE source IN (SELECT DISTINCT source FROM user_current) "
        f"UNION ALL SELECT {columns} FROM user_figures"
    )
    connection.execute(
        f"CREATE VIEW revisions AS SELECT {_KEY}, u.unit, o.value AS old_value, o.vintage AS old_vintage, "
        f"u.value AS new_value, u.vintage AS new_vintage, u.reason FROM user_current AS u JOIN ({older}) AS o "
        f"USING ({_KEY}) WHERE o.vintage <> u.vintage"
    )


def _put(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Iterable[str], rows: Iterable[Indicator | Source]
) -> None:
    names = ", ".join(f'"{column}" VARCHAR' for column in columns)
    records = [
        dict(zip(columns, (", ".join(v) if isinstance(v, tuple) else v for v in astuple(row)), strict=True))
        for row in rows
    ]
    layout = json.dumps([dict.fromkeys(columns, "VARCHAR")])
    connection.execute(f"CREATE TABLE {name} ({names})")
    connection.execute(
        f"INSERT INTO {name} SELECT unnest(from_json(?, '{layout}'), recursive := true)", [json.dumps(records)]
    )


def _refused(text: str, problem: str, error: Exception) -> QueryError:
    message = " ".join(str(error).split())
    return QueryError(
        f"sql {_short(text)!r}",
        problem,
        evidence=message[:400],
        remedy="Tables: figures, indicators, sources, events, revisions, gaps, bloc_memberships, model_gaps.",
    )


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else plain[:57] + "..."


def _text(text: str) -> str:
    return text.replace("'", "''")
