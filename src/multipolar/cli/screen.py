"""What a terminal shows: progress while solving, tables after. Results go to stdout, all else to stderr."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from multipolar.wording import NO_DATUM, signed

PIPED_WIDTH = 140


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Whoever read our output has gone: `multipolar.cli.main` takes it as an end, not as a failure."""
        raise BrokenPipeError


def out() -> Console:
    """Console on stdout; plain when piped, wide enough then to keep every row on one line."""
    return _Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)


def err() -> Console:
    """Console on stderr."""
    return Console(stderr=True, highlight=False)


def print_json(payload: Any) -> None:
    """JSON on stdout; refuses anything that is not JSON."""
    sys.stdout.write(json.dumps(payload, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def between(low: float, high: float, digits: int = 2) -> str:
    """A range in words."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return NO_DATUM
    return f"{signed(low, digits)} to {signed(high, digits)}"


def table(title: str, columns: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]]) -> Group:
    """A titled table; each column is (heading, numeric). The title may be wider than the table."""
    drawn = Table(box=None, pad_edge=False)
    for heading, numeric in columns:
        drawn.add_column(heading, justify="right" if numeric else "left", no_wrap=numeric)
    for row in rows:
        drawn.add_row(*row)
    return Group(Text(title, style="bold"), drawn, Text(""))


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
