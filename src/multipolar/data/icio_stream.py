"""The body of the official ICIO file, read in blocks of rows and summed on the way: the full matrix is never held.

The fast path is pyarrow's incremental csv reader. When it refuses a file, a slow pass in plain Python finds out which
cells are wrong, so that the message can name row and column.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from multipolar.arrays import Array
from multipolar.data.icio_layout import IcioLayout, check_rows, is_closing, normalise

BLOCK_BYTES = 8 << 20
NEGATIVE_SALES_TOLERANCE_USD_MN = 1.0
"""Negative inter-industry sales down to here are taken for rounding and set to zero; larger ones are an error."""

_NULLS = ["", "NA", "NaN", "nan", "null"]
_GAP = "the cell is empty or not a finite number"

Opener = Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class IcioSums:
    """What the table needs of one file. B blocks (economies as printed), N economies, J sectors; USD mn.

    Attributes
    ----------
    intermediate : (J, N, B) sales by sector and producing block to the industries of each economy.
    final : (J, N, B) sales to final users, net of negative categories.
    input_use : (N, K, J) input ``k`` from everywhere used by sector ``j`` of each economy.
    output_column, output_row : (B, J) gross output as printed on the right and at the foot.
    row_sum, column_sum : (B, J) what the cells of the row and of the column (with TLS and VA) add up to.
    taxes, value_added : (B, J) as printed.
    final_total, final_column_sum : (M,) printed and added-up total of each final-demand column, taxes included.
    final_taxes : USD mn, taxes less subsidies on what final users buy.
    clipped_count, clipped_usd_mn : inter-industry cells below zero by rounding, set to zero.
    """

    intermediate: Array
    final: Array
    input_use: Array
    output_column: Array
    output_row: Array
    row_sum: Array
    column_sum: Array
    taxes: Array
    value_added: Array
    final_total: Array
    final_column_sum: Array
    final_taxes: float
    clipped_count: int
    clipped_usd_mn: float


def read_header(open_file: Opener) -> list[str]:
    """First line of the file as cells; empty when there is none."""
    with open_file() as binary, io.TextIOWrapper(binary, encoding="utf-8-sig", newline="") as text:
        return next(csv.reader(text), [])


def read_body(open_file: Opener, layout: IcioLayout, limit: int) -> tuple[IcioSums | None, list[str]]:
    """Sum the body of the file.

    Returns
    -------
    The sums, or None, and a list of at most `limit` problems, each naming row, column and rule.
    """
    import pyarrow as pa
    from pyarrow import csv as pa_csv

    names = ["", *(str(i) for i in range(len(layout.columns)))]
    types = {name: pa.float64() for name in names[1:]} | {"": pa.string()}
    accumulator = _Accumulator(layout, limit)
    try:
        with (
            open_file() as binary,
            pa_csv.open_csv(
                binary,
                read_options=pa_csv.ReadOptions(column_names=names, skip_rows=1, block_size=BLOCK_BYTES),
                convert_options=pa_csv.ConvertOptions(
                    column_types=types, null_values=_NULLS, strings_can_be_null=False
                ),
            ) as reader,
        ):
            for batch in reader:
                values = np.column_stack([batch.column(c).to_numpy(zero_copy_only=False) for c in range(1, len(names))])
                accumulator.add([normalise(label) for label in batch.column(0).to_pylist()], values)
    except pa.ArrowInvalid as error:
        problems = find_bad_cells(open_file, layout, limit)
        return None, problems or [f"cannot be read as a table of numbers ({error})"]
    problems = (accumulator.problems + check_rows(layout, accumulator.rows))[: limit + 1]
    return (None, problems) if problems else (accumulator.finish(), [])


def find_bad_cells(open_file: Opener, layout: IcioLayout, limit: int) -> list[str]:
    """Slow pass over a file that the fast path refused: lines of the wrong length and cells that are no numbers."""
    width = len(layout.columns)
    problems: list[str] = []
    with open_file() as binary, io.TextIOWrapper(binary, encoding="utf-8-sig", newline="", errors="replace") as text:
        reader = csv.reader(text)
        next(reader, None)
        for row in reader:
            if not row:
                continue
            label, cells = normalise(row[0]), row[1:]
            if len(cells) != width:
                follows = "cut off here" if next(reader, None) is None else "a damaged line"
                problems.append(f"row {label} (line {reader.line_num}): {len(cells)} cells of {width}; {follows}")
            for column, cell in zip(layout.columns, cells, strict=False):
                if not _is_number(cell):
                    problems.append(f"row {label}, column {column}: {cell!r} is not a number")
                elif not is_closing(label) and not _is_finite(cell):
                    problems.append(f"row {label}, column {column}: {_GAP}")
            if len(problems) > limit:
                break
    return problems


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return cell.strip() in _NULLS
    return True


def _is_finite(cell: str) -> bool:
    return cell.strip() not in _NULLS and math.isfinite(float(cell))


class _Accumulator:
    """Running sums over blocks of rows."""

    def __init__(self, layout: IcioLayout, limit: int) -> None:
        blocks, sectors, economies = len(layout.blocks), len(layout.sectors), len(layout.economies)
        self.layout = layout
        self.limit = limit
        self.rows: list[str] = []
        self.problems: list[str] = []
        self.position = {label: divmod(p, sectors) for p, label in enumerate(layout.producers)}
        # (columns of one kind, economies): adds up the parts of an economy and its final categories
        self.merge_blocks = np.zeros((blocks, economies))
        self.merge_blocks[np.arange(blocks), layout.block_economy] = 1.0
        self.whole = bool(np.array_equal(layout.block_economy, np.arange(economies)))
        self.merge_final = np.zeros((len(layout.final), economies))
        self.merge_final[np.arange(len(layout.final)), layout.final_economy] = 1.0
        self.intermediate = np.zeros((sectors, economies, blocks))
        self.final = np.zeros((sectors, economies, blocks))
        self.input_use = np.zeros((economies, sectors, sectors))
        self.output_column = np.zeros((blocks, sectors))
        self.row_sum = np.zeros((blocks, sectors))
        self.column_sum = np.zeros(len(layout.columns))
        self.closing = {label: np.zeros(len(layout.columns)) for label in ("TLS", "VA", "OUT")}
        self.clipped_count = 0
        self.clipped_usd_mn = 0.0

    def add(self, labels: list[str], values: Array) -> None:
        """Take in a block of rows: `values` (rows, columns)."""
        self.rows += labels
        producers = [row for row, label in enumerate(labels) if label in self.position]
        for row, label in enumerate(labels):
            if is_closing(label):
                name = "TLS" if label.endswith("_TAXSUB") else label
                # the corner cells have no use and some editions leave them empty
                line = values[row].copy()
                line[self.layout.total] = np.nan_to_num(line[self.layout.total])
                if name == "VA":
                    line[self.layout.final] = np.nan_to_num(line[self.layout.final])
                self._find_gaps([label], line[None, :])
                self.closing[name] += line
        if not producers:
            return
        block = values[producers] if len(producers) < len(labels) else values
        self._find_gaps([labels[row] for row in producers], block)
        if self.problems:
            return
        self._sum([labels[row] for row in producers], block)

    def _sum(self, labels: list[str], block: Array) -> None:
        layout = self.layout
        where = np.array([self.position[label] for label in labels])
        origin, sector = where[:, 0], where[:, 1]
        inter = block[:, layout.intermediate]
        below = inter < 0
        self.column_sum += block.sum(axis=0)
        self.row_sum[origin, sector] += block.sum(axis=1) - block[:, layout.total]
        self.output_column[origin, sector] += block[:, layout.total]
        if below.any():
            self._clip(labels, inter, below)
        shaped = inter.reshape(len(labels), len(layout.blocks), len(layout.sectors))
        self.intermediate[sector, :, origin] += shaped.sum(axis=2) @ self.merge_blocks
        self.final[sector, :, origin] += block[:, layout.final] @ self.merge_final
        merged = shaped if self.whole else np.einsum("rbj,bn->rnj", shaped, self.merge_blocks, optimize=True)
        which = (np.arange(len(layout.sectors))[:, None] == sector).astype(np.float64)
        used = (which @ merged.reshape(len(labels), -1)).reshape(len(layout.sectors), *merged.shape[1:])
        self.input_use += used.transpose(1, 0, 2)

    def _clip(self, labels: list[str], inter: Array, below: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> None:
        for row, column in np.argwhere(inter < -NEGATIVE_SALES_TOLERANCE_USD_MN)[: self.limit]:
            name = self.layout.columns[self.layout.intermediate[column]]
            self.problems.append(
                f"row {labels[row]}, column {name}: sales to industries below zero, found {inter[row, column]:g}"
            )
        self.clipped_count += int(below.sum())
        self.clipped_usd_mn -= float(inter[below].sum())
        inter[below] = 0.0

    def _find_gaps(self, labels: list[str], block: Array) -> None:
        for row, column in np.argwhere(~np.isfinite(block))[: self.limit]:
            self.problems.append(f"row {labels[row]}, column {self.layout.columns[column]}: {_GAP}")

    def finish(self) -> IcioSums:
        """The sums, once every row has been seen."""
        layout, closing = self.layout, self.closing
        shape = (len(layout.blocks), len(layout.sectors))
        filled = self.column_sum + closing["TLS"] + closing["VA"]
        return IcioSums(
            intermediate=self.intermediate,
            final=self.final,
            input_use=self.input_use,
            output_column=self.output_column,
            output_row=closing["OUT"][layout.intermediate].reshape(shape),
            row_sum=self.row_sum,
            column_sum=filled[layout.intermediate].reshape(shape),
            taxes=closing["TLS"][layout.intermediate].reshape(shape),
            value_added=closing["VA"][layout.intermediate].reshape(shape),
            final_total=closing["OUT"][layout.final],
            final_column_sum=filled[layout.final],
            final_taxes=float(closing["TLS"][layout.final].sum()),
            clipped_count=self.clipped_count,
            clipped_usd_mn=self.clipped_usd_mn,
        )
