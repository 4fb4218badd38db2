"""The DuckDB connection behind the observatory: in memory, over shipped files, closed to everything else.

No statement can write, and none can read a file that is not part of the observatory: external access is switched off
once the files are named, the configuration is locked, and only single SELECT statements of a user pass.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from multipolar.errors import DataError
from multipolar.observatory import relations
from multipolar.observatory.branches import files
from multipolar.observatory.indicators import registry
from multipolar.observatory.records import Indicator, Source
from multipolar.observatory.sources import sources
from multipolar.observatory.user_store import user_events, user_tables

if TYPE_CHECKING:
    import duckdb

T = TypeVar("T")
SECONDS = 60.0
"""A question of a user that takes longer is stopped."""
MEMORY = "2GB"
_LOCKS = ("python_enable_replacements = false", "enable_external_access = false", "lock_configuration = true")


class QueryError(DataError):
    """A question in SQL that cannot be answered: not a SELECT, wrong names, forbidden files, too long."""

    exit_code = 2


class Database:
    """A locked connection, what the user added, and the registries with it.

    Attributes
    ----------
    indicators, sources : bundled ones and the user's, by key.
    """

    def __init__(self, store: Path | None = None) -> None:
        import duckdb

        self._tables = user_tables(store)
        self._events = user_events(store)
        own = {indicator.id: indicator for table in self._tables for indicator in table.indicators}
        self.indicators: Mapping[str, Indicator] = {**own, **registry()} if own else registry()
        self.sources: Mapping[str, Source] = {**sources(), **{table.source.key: table.source for table in self._tables}}
        self._connection = duckdb.connect(
            ":memory:", config={"threads": 2, "memory_limit": MEMORY, "temp_directory": ""}
        )
        allowed = [path.as_posix() for path in (*files(), *(table.path for table in self._tables), *self._events)]
        self._connection.execute("SET allowed_paths = ?", [allowed])
        for setting in _LOCKS:
            self._connection.execute(f"SET {setting}")
        self._views_made = False

    def figures(self, indicator: str, where: str, values: list[str], order: str) -> list[tuple[Any, ...]]:
        """Current figures of one registered indicator; `where` holds question marks for `values`."""
        told = relations.figures_sql(self._tables, indicator)
        return self._connection.execute(f"SELECT * FROM ({told}) WHERE {where} ORDER BY {order}", values).fetchall()

    def revisions(self, indicator: str | None, columns: str, where: str, values: list[str]) -> list[tuple[Any, ...]]:
        """Replaced figures, of one registered indicator or all."""
        told = relations.revisions_sql(self._tables, indicator)
        return self._connection.execute(f"SELECT {columns} FROM ({told}) WHERE {where} ORDER BY ALL", values).fetchall()

    def events(self) -> list[tuple[Any, ...]]:
        """Every event by date."""
        return self._connection.execute(f"{relations.events_sql(self._events)} ORDER BY date, title").fetchall()

    def ask(self, text: str, read: Callable[[duckdb.DuckDBPyRelation], T], *, seconds: float = SECONDS) -> T:
        """Run one SELECT of a user and read its answer.

        Raises
        ------
        QueryError
            If it is not one SELECT statement, names what does not exist or is forbidden, or takes too long.
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
        self._make_views()
        timer = threading.Timer(seconds, self._connection.interrupt)
        timer.start()
        try:
            return read(self._connection.sql(statements[0].query))
        except duckdb.InterruptException as error:
            raise QueryError(f"sql {_short(text)!r}", f"was stopped after {seconds:.0f} s") from error
        except duckdb.PermissionException as error:
            raise _refused(text, "asks for a file or an address outside the observatory", error) from error
        except duckdb.Error as error:
            raise _refused(text, "cannot be answered", error) from error
        finally:
            timer.cancel()

    def _make_views(self) -> None:
        if self._views_made:
            return
        named = {
            "figures": relations.figures_sql(self._tables),
            "revisions": relations.revisions_sql(self._tables),
            "events": relations.events_sql(self._events),
            **dict(relations.other_views()),
        }
        for name, select in named.items():
            self._connection.execute(f"CREATE VIEW {name} AS {select}")
        self._put("indicators", Indicator.__slots__, self.indicators.values())
        self._put("sources", Source.__slots__, self.sources.values())
        self._views_made = True

    def _put(self, name: str, columns: tuple[str, ...], rows: Iterable[Indicator | Source]) -> None:
        records = [
            dict(zip(columns, (", ".join(v) if isinstance(v, tuple) else v for v in astuple(row)), strict=True))
            for row in rows
        ]
        layout = json.dumps([dict.fromkeys(columns, "VARCHAR")])
        select = f"SELECT unnest(from_json(?, '{layout}'), recursive := true)"
        self._connection.execute(f"CREATE TABLE {name} AS {select}", [json.dumps(records)])


def _refused(text: str, problem: str, error: Exception) -> QueryError:
    message = " ".join(str(error).split())
    remedy = f"Tables: {', '.join(relations.TABLES)}."
    return QueryError(f"sql {_short(text)!r}", problem, evidence=message[:400], remedy=remedy)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 60 else plain[:57] + "..."
