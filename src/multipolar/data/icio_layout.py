"""Labels of the official OECD ICIO file: which column and row is what, and what is wrong with them.

Layout (2025 edition, "SML" files): a first column of row labels headed ``V1``; columns ``CCC_SSS`` (using economy and
sector), ``CCC_HFCE`` … ``CCC_DPABR`` (final demand), ``OUT``; rows ``CCC_SSS`` (producing economy and sector), then
``TLS`` (taxes less subsidies on products), ``VA`` (value added), ``OUT``. Values in USD mn at current basic prices.
Older editions differ in names only; `ALIASES` and `PARTS` hold those differences.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np

from multipolar.arrays import IntArray

FINAL_CATEGORIES = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")
"""Households, non-profits, government, fixed capital, change in inventories, direct purchases abroad by residents."""

ALIASES = {"VALU": "VA", "OUTPUT": "OUT", "TOTAL": "OUT", "TAXSUB": "TLS", "TXS": "TLS"}
"""Names of the closing rows and the total column in earlier editions."""

PARTS = {"CN1": "CHN", "CN2": "CHN", "MX1": "MEX", "MX2": "MEX"}
"""Extended files split China and Mexico by export regime; the parts are added up again."""

CLOSING_ROWS = ("TLS", "VA", "OUT")
_LABEL = re.compile(r"^([A-Z][A-Z0-9]{2})_([A-Z0-9][A-Z0-9_]*)$")


@dataclass(frozen=True, slots=True)
class IcioLayout:
    """Where everything stands in one file.

    Attributes
    ----------
    columns : labels as printed, without the label column, aliases resolved.
    blocks : economies of the inter-industry columns as printed (``CN1`` is one), in file order.
    economies, sectors : codes of the table to be made; parts merged, file order.
    intermediate : (blocks x sectors,) position of each inter-industry column, block-major.
    block_economy : (blocks,) position of the block's economy in `economies`.
    final : (M,) positions of the final-demand columns; `final_economy` (M,) the buying economy of each.
    total : position of the column ``OUT``.
    """

    columns: tuple[str, ...]
    blocks: tuple[str, ...]
    economies: tuple[str, ...]
    sectors: tuple[str, ...]
    intermediate: IntArray
    block_economy: IntArray
    final: IntArray
    final_economy: IntArray
    total: int

    @property
    def producers(self) -> tuple[str, ...]:
        """Labels that the rows must carry, block-major."""
        return tuple(f"{block}_{sector}" for block in self.blocks for sector in self.sectors)


def normalise(label: str) -> str:
    """A printed label in the names of the 2025 edition."""
    label = label.strip().strip('"')
    return ALIASES.get(label, label)


def read_layout(header: list[str]) -> tuple[IcioLayout | None, list[str]]:
    """Understand the header line (label column first).

    Returns
    -------
    The layout, or None when the labels do not make one, and a list of problems, each naming the column and the rule.
    """
    columns = [normalise(label) for label in header[1:]]
    problems = _duplicates(columns)
    split: dict[str, tuple[str, str]] = {}
    for position, label in enumerate(columns, start=2):
        if label == "OUT":
            continue
        match = _LABEL.match(label)
        if match is None:
            problems.append(f"column {position} '{label}': not a label of the form CCC_SSS, nor OUT")
        else:
            split[label] = (match[1], match[2])
    if "OUT" not in columns:
        problems.append("column OUT is missing: the header is cut off or of another edition")
    inter = {label: parts for label, parts in split.items() if parts[1] not in FINAL_CATEGORIES}
    final = {label: parts for label, parts in split.items() if parts[1] in FINAL_CATEGORIES}
    if not inter or not final:
        problems.append("no inter-industry columns" if not inter else "no final-demand columns (CCC_HFCE …)")
        return None, problems
    blocks, sectors, odd = _grid(inter)
    problems += odd
    economies = tuple(dict.fromkeys(PARTS.get(block, block) for block in blocks))
    problems += [
        f"column {code}_{category} is missing"
        for code in economies
        for category in FINAL_CATEGORIES
        if not any(PARTS.get(e, e) == code and c == category for e, c in final.values())
    ]
    problems += [
        f"column {label}: final demand of '{parts[0]}', which has no inter-industry columns"
        for label, parts in final.items()
        if PARTS.get(parts[0], parts[0]) not in economies
    ]
    if problems:
        return None, problems
    place = {label: index for index, label in enumerate(columns)}
    where = {code: index for index, code in enumerate(economies)}
    return (
        IcioLayout(
            columns=tuple(columns),
            blocks=blocks,
            economies=economies,
            sectors=sectors,
            intermediate=np.array([place[f"{b}_{s}"] for b in blocks for s in sectors], dtype=np.int64),
            block_economy=np.array([where[PARTS.get(b, b)] for b in blocks], dtype=np.int64),
            final=np.array([place[label] for label in final], dtype=np.int64),
            final_economy=np.array([where[PARTS.get(e, e)] for e, _ in final.values()], dtype=np.int64),
            total=place["OUT"],
        ),
        [],
    )


def check_rows(layout: IcioLayout, rows: list[str]) -> list[str]:
    """Problems of the row labels (normalised, in file order): unknown, repeated, missing, cut off."""
    expected = set(layout.producers)
    problems = [
        f"row {label!r} (line {line}): no column of this name, and not one of {', '.join(CLOSING_ROWS)}"
        for line, label in enumerate(rows, start=2)
        if label not in expected and not is_closing(label)
    ]
    problems += [
        f"row {label} appears {count} times" for label, count in Counter(rows).items() if count > 1 and label != "TLS"
    ]
    seen = set(rows)
    closing = {"TLS" if is_closing(label) and label.endswith("TAXSUB") else label for label in rows}
    lost = [label for label in CLOSING_ROWS if label not in closing]
    missing = [label for label in layout.producers if label not in seen]
    if missing and len(lost) == len(CLOSING_ROWS):
        last = rows[-1] if rows else "the header"
        problems.append(
            f"the file ends after {last}: {len(missing)} of {len(expected)} producer rows (from {missing[0]}) and the "
            f"rows {', '.join(lost)} are missing; it is truncated"
        )
    else:
        problems += [f"row {label} is missing" for label in missing]
        problems += [f"row {label} is missing: the accounts cannot be checked" for label in lost]
    return problems


def is_closing(label: str) -> bool:
    """True for TLS, VA, OUT and the taxes by economy (``AUS_TAXSUB``) of early editions."""
    return label in CLOSING_ROWS or label.endswith("_TAXSUB")


def _duplicates(columns: list[str]) -> list[str]:
    first: dict[str, int] = {}
    problems = []
    for position, label in enumerate(columns, start=2):
        if label in first:
            problems.append(f"column {label} appears twice (columns {first[label]} and {position})")
        first.setdefault(label, position)
    return problems


def _grid(inter: dict[str, tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
    """Economies and sectors of the inter-industry columns, and the holes in their grid.

    A code with less than half as many columns as is typical, or a sector of one economy only, is taken for a misprint:
    one wrong label makes one or two problems and not a missing column in every economy.
    """
    economies = list(dict.fromkeys(e for e, _ in inter.values()))
    sectors = list(dict.fromkeys(s for _, s in inter.values()))
    per_economy = Counter(e for e, _ in inter.values())
    per_sector = Counter(s for _, s in inter.values())
    typical_economy = float(np.median(list(per_economy.values())))
    typical_sector = float(np.median(list(per_sector.values())))
    rare_economies = {e for e in economies if 2 * per_economy[e] < typical_economy}
    rare_sectors = {s for s in sectors if 2 * per_sector[s] < typical_sector or per_sector[s] < min(typical_sector, 2)}
    problems = [
        f"column {label}: {f'economy {e}' if e in rare_economies else f'sector {s}'} stands nowhere else; mislabelled?"
        for label, (e, s) in inter.items()
        if e in rare_economies or s in rare_sectors
    ]
    kept_economies = tuple(e for e in economies if e not in rare_economies)
    kept_sectors = tuple(s for s in sectors if s not in rare_sectors)
    problems += [f"column {e}_{s} is missing" for e in kept_economies for s in kept_sectors if f"{e}_{s}" not in inter]
    return kept_economies, kept_sectors, problems
