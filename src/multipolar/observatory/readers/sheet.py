"""Large csv files in blocks of text columns with their row numbers; never the whole file in memory."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.errors import DataError
from multipolar.observatory.readers.opened import Member
from multipolar.observatory.readers.problems import Problems, damage
from multipolar.observatory.readers.reading import Notify, quiet

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

BLOCK_BYTES = 8 << 20
LONGEST_HEADING = 1 << 20
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
MISSING = frozenset({"", "NA", "NaN", "nan", "null", "NULL"})


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a file.

    Attributes
    ----------
    lines : their row numbers, the heading is 1. columns : cells as trimmed text. labels : what the file calls a column,
    where we call it otherwise; errors name the file's.
    """

    lines: IntArray
    columns: dict[str, pd.Series]
    labels: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def label(self, name: str) -> str:
        """The file's own name of a column."""
        return self.labels.get(name, name)


def read_heading(stream: IO[bytes], file: str, delimiter: str = ",") -> list[str]:
    """Names of the columns in the next line of the stream.

    Raises
    ------
    DataError
        If there is no line, it is endless, or it is not UTF-8 text.
    """
    with damage(file):
        line = stream.readline(LONGEST_HEADING)
    if not line.strip():
        raise DataError(file, "is empty: row 1 should name the columns")
    try:
        text = line.decode("utf-8-sig")
        names = [name.strip() for name in next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter, strict=True))]
    except (UnicodeDecodeError, csv.Error, StopIteration) as error:
        raise DataError(
            file, "row 1 does not name columns in UTF-8 text", evidence=str(error), remedy="Give the csv file itself."
        ) from error
    return names


def blocks(
    member: Member,
    wanted: Callable[[Sequence[str]], Sequence[str]],
    problems: Problems,
    notify: Notify = quiet,
    *,
    block_bytes: int = BLOCK_BYTES,
) -> Iterator[Block]:
    """The wanted columns of a csv member, block by block.

    Parameters
    ----------
    wanted : given the names in row 1, the names to read; raises where needed ones lack.
    problems : takes rows with too few or too many cells and text that is not UTF-8.

    Raises
    ------
    DataError
        If the file breaks off, has no heading, or twenty problems are found.
    """
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    with member.open() as (stream, share):
        names = read_heading(stream, member.name)
        chosen = list(wanted(names))
        doubled = [name for name in chosen if names.count(name) > 1]
        if doubled:
            raise DataError(member.name, f"names the column {doubled[0]} twice in row 1")
        skipped: list[int] = []

        def skip(row: Any) -> str:
            line = (row.number or 0) + 1
            skipped.append(line)
            problems.add(line, "", f"a row must have {len(names)} cells", f"{row.actual_columns} cells")
            return "skip"

        try:
            reader = arrow_csv.open_csv(
                pa.PythonFile(_Widened(stream), mode="r"),
                read_options=arrow_csv.ReadOptions(
                    block_size=block_bytes, use_threads=False, column_names=_unique(names)
                ),
                parse_options=arrow_csv.ParseOptions(invalid_row_handler=skip, ignore_empty_lines=False),
                convert_options=arrow_csv.ConvertOptions(
                    column_types={name: pa.string() for name in chosen},
                    include_columns=chosen,
                    strings_can_be_null=False,
                ),
            )
        except pa.ArrowInvalid as error:
            if "mpty CSV" in str(error):
                problems.stop_if_any()
                raise DataError(member.name, "has a heading and no row") from error
            raise _broken(member.name, error, problems) from error
        line = 2
        with damage(member.name):
            while True:
                try:
                    batch = reader.read_next_batch()
                except StopIteration:
                    break
                except pa.ArrowInvalid as error:
                    raise _broken(member.name, error, problems) from error
                lines = np.arange(line, line + batch.num_rows)
                for passed in skipped:
                    lines[lines >= passed] += 1
                skipped.clear()
                if len(lines):
                    line = int(lines[-1]) + 1
                notify(f"reading {member.name}", share())
                found = _block(lines, batch, problems)
                if len(found):
                    yield found


def _block(lines: IntArray, batch: pa.RecordBatch, problems: Problems) -> Block:
    """Cells as trimmed text; empty lines are no rows."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns: dict[str, pa.Array] = {}
    empty = np.ones(batch.num_rows, dtype=bool)
    for name, cells in zip(batch.schema.names, batch.columns, strict=True):
        text = cells
        if not pc.all(pc.string_is_ascii(cells)).as_py():
            pairs = zip(lines, cells.to_pylist(), strict=True)
            text = pa.array([_narrowed(cell, int(line), name, problems) for line, cell in pairs], pa.string())
        columns[name] = pc.utf8_trim_whitespace(text)
        empty &= pc.equal(columns[name], "").to_numpy(zero_copy_only=False)
    keep = ~empty
    if keep.all():
        return Block(lines, {name: cells.to_pandas() for name, cells in columns.items()})
    kept = pa.array(keep)
    return Block(lines[keep], {name: cells.filter(kept).to_pandas() for name, cells in columns.items()})


class _Widened:
    """A stream whose every byte is a character: what is not UTF-8 must reach us, where Arrow's parser would fail."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._rest = b""
        self.closed = False

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; a byte above 127 becomes two, and what is too much waits for the next call."""
        part = b"" if 0 <= size <= len(self._rest) else self._stream.read(size)
        self._rest += part if part.isascii() else part.decode("latin-1").encode()
        if size < 0:
            size = len(self._rest)
        given, self._rest = self._rest[:size], self._rest[size:]
        return given

    def close(self) -> None:
        """The stream belongs to whoever opened it."""
        self.closed = True


def _narrowed(cell: str, line: int, name: str, problems: Problems) -> str:
    """The text that the bytes of a widened cell are."""
    if cell.isascii():
        return cell
    try:
        return cell.encode("latin-1").decode()
    except UnicodeDecodeError:
        problems.add(line, name, "text must be UTF-8", cell)
        return ""


def _unique(names: Sequence[str]) -> list[str]:
    """Arrow wants each name once; columns nobody reads may be called anything."""
    seen: set[str] = set()
    result = []
    for n, name in enumerate(names):
        result.append(name if name not in seen else f"{name} (column {n + 1})")
        seen.add(result[-1])
    return result


def _broken(file: str, error: Exception, problems: Problems) -> DataError:
    problems.stop_if_any()
    return DataError(
        file, "is not a csv table to its end", evidence=str(error), remedy="Download it again, as csv with commas."
    )


def numbers(
    block: Block, name: str, problems: Problems, *, missing: frozenset[str] = MISSING, rule: str = "must be a number"
) -> Array:
    """A column as numbers, NaN where the cell says that nothing is known; anything else is a problem.

    Numbers are written with a point; ``inf`` is none. A negative number is a problem as well.
    """
    import pandas as pd

    cells = block.columns[name]
    absent = cells.isin(missing).to_numpy()
    known = cells.where(~absent)
    try:
        values = known.astype("float64").to_numpy()
        wrong = ~absent & ~np.isfinite(values)
    except (ValueError, TypeError):
        values = pd.to_numeric(known, errors="coerce").astype("float64").to_numpy()
        wrong = ~absent & ~np.isfinite(values)
    if not wrong.all() and not absent.all():
        # what float() takes and no publisher writes: 1_000, 0x10, True
        odd = ~absent & ~wrong & ~cells.str.fullmatch(NUMBER.pattern).fillna(False).to_numpy(dtype=bool)
        wrong |= odd
    with np.errstate(invalid="ignore"):
        negative = ~absent & ~wrong & (values < 0)
    for n in np.flatnonzero(wrong):
        problems.add(int(block.lines[n]), block.label(name), rule, cells.iloc[n])
    for n in np.flatnonzero(negative):
        problems.add(int(block.lines[n]), block.label(name), "must not be below zero", cells.iloc[n])
    return np.where(wrong | absent | negative, np.nan, values)


def matched(block: Block, name: str, pattern: str, rule: str, problems: Problems) -> IntArray:
    """Positions of the rows whose cell has this form; the others are problems."""
    fits = block.columns[name].str.fullmatch(pattern).fillna(False).to_numpy(dtype=bool)
    for n in np.flatnonzero(~fits):
        problems.add(int(block.lines[n]), block.label(name), rule, block.columns[name].iloc[n])
    return np.flatnonzero(fits)
