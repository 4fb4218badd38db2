"""Published numbers beside ours: the one form in which every validation is handed on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """One number, theirs and ours.

    Attributes
    ----------
    row, column : where it stands in the table.
    published : as printed, or None where the source prints no such number.
    ours : unrounded. decimals : of the printed number.
    """

    row: str
    column: str
    published: float | None
    ours: float
    decimals: int

    @property
    def agrees(self) -> bool | None:
        """Whether ours, rounded as theirs is, equals theirs; None where nothing is printed."""
        if self.published is None:
            return None
        return abs(round(self.ours, self.decimals) - self.published) < 1e-9

    @property
    def ours_printed(self) -> str:
        """Ours with the printed number of decimals, without a negative zero."""
        return f"{round(self.ours, self.decimals) + 0.0:.{self.decimals}f}"

    @property
    def published_printed(self) -> str:
        """Theirs as printed, or empty."""
        return "" if self.published is None else f"{self.published:.{self.decimals}f}"


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """A published table beside ours.

    Attributes
    ----------
    name : short key, such as ``table2``. source : paper, table, page or section.
    unit : of every number in it. note : what a reader must know to compare.
    """

    name: str
    title: str
    source: str
    unit: str
    cells: tuple[Comparison, ...]
    note: str = ""

    @property
    def rows(self) -> tuple[str, ...]:
        """Row labels in order."""
        return tuple(dict.fromkeys(cell.row for cell in self.cells))

    @property
    def columns(self) -> tuple[str, ...]:
        """Column labels in order."""
        return tuple(dict.fromkeys(cell.column for cell in self.cells))

    @property
    def disagreements(self) -> tuple[Comparison, ...]:
        """Cells whose printed decimals differ."""
        return tuple(cell for cell in self.cells if cell.agrees is False)

    @property
    def summary(self) -> str:
        """How many printed numbers agree, in words."""
        printed = [cell for cell in self.cells if cell.published is not None]
        agreeing = sum(1 for cell in printed if cell.agrees)
        return f"{agreeing} of {len(printed)} published numbers reproduced to the printed decimals"

    def as_markdown(self) -> str:
        """A table of ``published / ours`` cells, for the documentation."""
        by_place = {(cell.row, cell.column): cell for cell in self.cells}
        lines = [f"| | {' | '.join(self.columns)} |", f"|---|{'---:|' * len(self.columns)}"]
        for row in self.rows:
            texts = []
            for column in self.columns:
                cell = by_place.get((row, column))
                if cell is None:
                    texts.append("")
                elif cell.published is None:
                    texts.append(cell.ours_printed)
                else:
                    texts.append(f"{cell.published_printed} / {cell.ours_printed}")
            lines.append(f"| {row} | {' | '.join(texts)} |")
        return "\n".join(lines)
