"""Questions in SQL are read-only, cannot leave the observatory, and fail with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from multipolar.observatory import Observatory, QueryError, open_observatory
from multipolar.observatory.database import Database


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Observatory:
    return open_observatory(tmp_path_factory.mktemp("empty"))


def test_a_question_is_answered_as_rows_and_as_a_table(store: Observatory) -> None:
    text = (
        "SELECT source, value FROM figures WHERE indicator = 'crude' AND reporter = 'RUS' AND partner = 'CHN' "
        "AND period = '2023' ORDER BY source"
    )
    names, rows = store.rows(text)
    assert names == ("source", "value")
    assert rows[1] == ("china-customs", 107.0e6)
    assert store.sql(text).column("value").to_pylist() == [value for _, value in rows]
    assert len(store.rows("FROM sources", limit=3)[1]) == 3


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM read_parquet('https://example.org/a.parquet')",
    ],
)
def test_files_and_addresses_are_out_of_reach(store: Observatory, text: str) -> None:
    with pytest.raises(QueryError, match=r"outside the observatory|cannot be answered"):
        store.rows(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SELECT 1; SELECT 2",
        "COPY (SELECT 1) TO 'stolen.csv'",
        "CREATE TABLE mine AS SELECT 1",
        "DELETE FROM indicators",
        "INSERT INTO sources SELECT * FROM sources",
        "DROP VIEW figures",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ],
)
def test_only_one_select_passes(store: Observatory, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QueryError, match=r"is not one question"):
        store.rows(text)
    assert list(tmp_path.iterdir()) == []


def test_variables_of_the_caller_are_not_tables(store: Observatory) -> None:
    import pandas as pd

    secret = pd.DataFrame({"a": [1]})
    assert len(secret) == 1
    with pytest.raises(QueryError, match="does not exist"):
        store.rows("SELECT * FROM secret")


def test_errors_name_the_tables(store: Observatory) -> None:
    with pytest.raises(QueryError, match="Tables: figures"):
        store.rows("SELECT * FROM figure")
    with pytest.raises(QueryError, match="cannot be read as SQL"):
        store.rows("SELEC 1")


def test_a_question_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    endless = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7"
    database = Database(tmp_path)
    with pytest.raises(QueryError, match="stopped"):
        database.ask(endless, lambda answer: answer.fetchall(), seconds=0.2)
    assert database.ask("SELECT 1", lambda answer: answer.fetchall()) == [(1,)]
