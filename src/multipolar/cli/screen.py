"""What a terminal shows: progress while solving, tables after. Results go to stdout, all else to stderr."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.table import Table
from rich.text import Text

from multipolar.wording import NO_DATUM, signed

PIPED_WIDTH = 140
GAP = 2
SHORTEST_TEXT = 18


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Whoever read our output has gone: `multipolar.cli.main` takes it as an end, not as a failure."""
        raise BrokenPipeError


def out() -> Console:
    """Console on stdout; plain when piped, wide enough then to keep every row on one line."""
    return _Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)


def err() -> Console:
    """Console on stderr; as wide as `out` when nobody watches."""
    return Console(stderr=True, highlight=False, width=None if sys.stderr.isatty() else PIPED_WIDTH)


def print_json(payload: Any) -> None:
    """JSON on stdout; refuses anything that is not JSON."""
    sys.stdout.write(json.dumps(payload, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def between(low: float, high: float, digits: int = 2) -> str:
    """A range in words."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return NO_DATUM
    return f"{signed(low, digits)} to {signed(high, digits)}"


@dataclass(frozen=True, slots=True)
class FittedTable:
    """A table that keeps its numbers whole: on a narrow terminal it goes on below, with the rows named again.

    Words go to the screen as they are, brackets too; a cell with a style is a `Text`.
    """

    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[str | Text]]

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        for chosen in self._parts(options.max_width):
            drawn = Table(box=None, pad_edge=False)
            for heading, numeric in (self.columns[n] for n in chosen):
                drawn.add_column(
                    Text(heading), justify="right" if numeric else "left", no_wrap=numeric, overflow="fold"
                )
            for row in self.rows:
                drawn.add_row(*(_plain(row[n]) for n in chosen))
            yield drawn

    def _parts(self, width: int) -> list[list[int]]:
        """Positions of the columns that stand side by side; columns of text open every part and may wrap."""
        needs = [
            GAP + max(_plain(text).cell_len for text in (heading, *(row[n] for row in self.rows)))
            for n, (heading, _) in enumerate(self.columns)
        ]
        text = [n for n, (_, numeric) in enumerate(self.columns) if not numeric]
        numbers = [n for n, (_, numeric) in enumerate(self.columns) if numeric]
        room = width + GAP - sum(min(needs[n], SHORTEST_TEXT) for n in text)
        if sum(needs[n] for n in numbers) <= room:
            return [[*range(len(self.columns))]]
        room = width + GAP - min(sum(needs[n] for n in text), max(width // 2, SHORTEST_TEXT * len(text)))
        parts: list[list[int]] = []
        left = 0
        for n in numbers:
            if not parts or needs[n] > left:
                parts.append([*text])
                left = room
            parts[-1].append(n)
            left -= needs[n]
        return parts


def _plain(cell: str | Text) -> Text:
    return cell if isinstance(cell, Text) else Text(cell)


def table(title: str, columns: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str | Text]]) -> Group:
    """A titled table; each column is (heading, numeric). The title may be wider than the table."""
    return Group(Text(title, style="bold"), FittedTable(columns, rows), Text(""))


@contextmanager
def progress(enabled: bool) -> Iterator[Callable[[str, float], None]]:
    """A progress bar on a terminal: call with what is being done and the share done in [0, 1]."""
    console = err()
    if not (enabled and console.is_terminal):
        yield lambda _text, _share: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda text, share: bar.update(task, description=text, completed=share)
