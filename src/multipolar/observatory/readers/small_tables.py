"""Small tables read whole: csv rows and JSON records as one block of text columns with row numbers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from multipolar.errors import DataError
from multipolar.observatory.readers.opened import Member
from multipolar.observatory.readers.problems import Problems
from multipolar.observatory.readers.sheet import Block

MOST_BYTES = 1 << 30
LONGEST_CELL = 1 << 20


def text_of(member: Member, most_bytes: int = MOST_BYTES) -> str:
    """The whole text, UTF-8 or, where it is not that, the Windows Latin code page that older exports use.

    Raises
    ------
    DataError
        If it cannot be read or is too long.
    """
    content = member.read(most_bytes)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def csv_lines(text: str, file: str, delimiter: str = ",") -> list[tuple[int, list[str]]]:
    """Rows with the number of the line on which each ends; empty lines are left out.

    Raises
    ------
    DataError
        If a cell is endless or holds a NUL.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    limit = csv.field_size_limit(LONGEST_CELL)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                rows.append((reader.line_num, cells))
    except csv.Error as error:
        raise DataError(file, f"row {reader.line_num} is not csv", evidence=str(error)) from error
    finally:
        csv.field_size_limit(limit)
    return rows


def block_of(
    names: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], problems: Problems, *, wanted: Sequence[str]
) -> Block:
    """Wanted columns of rows with a heading; a row with another number of cells is a problem.

    Some exports end every row, but not the heading, with a separator: where the first row does, all must.
    """
    import pandas as pd

    width = len(names)
    trailing = bool(rows) and len(rows[0][1]) == width + 1 and not rows[0][1][-1]
    kept: list[tuple[int, Sequence[str]]] = []
    for line, cells in rows:
        if len(cells) == width + trailing and not (trailing and cells[-1]):
            kept.append((line, cells))
        else:
            problems.add(line, "", f"a row must have {width + trailing} cells", f"{len(cells)} cells")
    place = {name: list(names).index(name) for name in wanted}
    columns = {name: pd.Series([cells[n] for _, cells in kept], dtype="str") for name, n in place.items()}
    return Block(np.array([line for line, _ in kept], dtype=np.int64), columns)


def json_of(member: Member) -> Any:
    """The JSON of a file.

    Raises
    ------
    DataError
        With the place, if it is not JSON to its end.
    """
    text = text_of(member)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(
            member.name,
            "is not JSON to its end",
            evidence=str(error) or type(error).__name__,
            remedy="Download it again; the answer may have been cut off.",
        ) from error


def block_of_records(records: Sequence[Any], problems: Problems, *, wanted: Sequence[str]) -> Block:
    """Records as a block; the number of a record stands for its row. Null and absent are empty text."""
    import pandas as pd

    lines: list[int] = []
    kept: list[Mapping[str, Any]] = []
    for n, record in enumerate(records, 1):
        if isinstance(record, Mapping):
            lines.append(n)
            kept.append(record)
        else:
            problems.add(n, "", "a record must be an object", record)
    columns = {name: pd.Series([_text(record.get(name)) for record in kept], dtype="str") for name in wanted}
    return Block(np.array(lines, dtype=np.int64), columns)


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
