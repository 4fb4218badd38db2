"""What is wrong in a user's file: row, column, rule, value, what to do; up to twenty at once, then nothing is kept."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from multipolar.errors import DataError

MOST_SHOWN = 20
LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One cell or row that breaks a rule. `row` counts from 1, the heading included; None concerns the whole file."""

    row: int | None
    column: str
    rule: str
    value: str = ""
    remedy: str = ""

    def as_text(self) -> str:
        """The problem in a line."""
        place = ", ".join(
            part
            for part in ("" if self.row is None else f"row {self.row}", f"column {self.column}" if self.column else "")
            if part
        )
        shown = self.value if len(self.value) <= LONGEST_VALUE else self.value[: LONGEST_VALUE - 3] + "..."
        text = f"{place}: {self.rule}" if place else self.rule
        if shown:
            text += f", found {shown!r}"
        return f"{text}. {self.remedy}" if self.remedy else f"{text}."


class FormatError(DataError):
    """A file that breaks the rules of its format. Carries the problems; nothing of the file was kept."""

    def __init__(self, file: str, problems: tuple[RowProblem, ...], *, more: bool = False, remedy: str = "") -> None:
        self.problems = problems
        count = f"{len(problems)} or more problems" if more else f"{len(problems)} problem"
        if len(problems) > 1 and not more:
            count += "s"
        super().__init__(
            file,
            f"has {count}; nothing was kept",
            evidence="\n  ".join(problem.as_text() for problem in problems),
            remedy=remedy,
        )


class Problems:
    """Collects the problems of one file; stops the reading when twenty are found."""

    def __init__(self, file: str, remedy: str = "") -> None:
        self.file = file
        self.remedy = remedy
        self._found: list[RowProblem] = []

    def add(self, row: int | None, column: str, rule: str, value: object = "", remedy: str = "") -> None:
        """Note one problem.

        Raises
        ------
        FormatError
            When it is the twentieth.
        """
        self._found.append(RowProblem(row, column, rule, str(value), remedy))
        if len(self._found) >= MOST_SHOWN:
            raise FormatError(self.file, tuple(self._sorted()), more=True, remedy=self.remedy)

    def stop_if_any(self) -> None:
        """Raise what was found, if anything.

        Raises
        ------
        FormatError
            With every problem so far, in the order of rows.
        """
        if self._found:
            raise FormatError(self.file, tuple(self._sorted()), remedy=self.remedy)

    def _sorted(self) -> list[RowProblem]:
        return sorted(self._found, key=lambda problem: problem.row or 0)


@contextmanager
def damage(file: str) -> Iterator[None]:
    """Turn what the system says of an unreadable, cut or locked file into our error.

    Raises
    ------
    DataError
        If the block fails on the file itself, not on its contents.
    """
    try:
        yield
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise DataError(
            file,
            "cannot be read to its end",
            evidence=str(error) or type(error).__name__,
            remedy="Download it again; archives must be zip or gz without a password.",
        ) from error
