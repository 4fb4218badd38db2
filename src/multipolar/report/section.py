"""A Section of the page about one subject: sentences, figures, tables, notes. Absent where it does not matter."""

from __future__ import annotations

from dataclasses import dataclass

from multipolar.report.figure import Figure

#: Where a section stands: right after the summary, after the diversion of trade, or before the measures.
PLACES = ("first", "trade", "last")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: text, the standing of its number (``assumed``, ``sourced``, …) printed beside it, and its colour.

    Attributes
    ----------
    side : ``loss``, ``gain`` or empty. tip : what a reader sees on pointing at it.
    """

    text: str
    status: str = ""
    side: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A small table.

    Attributes
    ----------
    status : the standing of what all its numbers rest on.
    texts : positions of columns that hold no numbers. folded : closed until the reader opens it.
    total : whether the last row is a sum.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    texts: tuple[int, ...] = (0,)
    note: str = ""
    folded: bool = False
    total: bool = False
    status: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence with the standing of what it says."""

    text: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One subject.

    Attributes
    ----------
    name : anchor, unique in a chapter. lead : what happens, in sentences.
    rule : when such a section is shown; the reader sees why it is here.
    """

    name: str
    title: str
    place: str
    lead: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[Note, ...] = ()
    rule: str = ""


def cells(*texts: str) -> tuple[Cell, ...]:
    """A row of plain cells."""
    return tuple(Cell(text) for text in texts)
