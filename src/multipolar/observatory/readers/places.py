"""Country columns of a block: economies by code, everything else counted, unknown codes named and refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from multipolar.codes.foreign_codes import Place
from multipolar.observatory.readers.problems import Problems
from multipolar.observatory.readers.reading import Tally
from multipolar.observatory.readers.sheet import Block

if TYPE_CHECKING:
    import pandas as pd

    from multipolar.arrays import BoolArray

Lookup = Callable[[str], "Place | None"]
REASONS = {
    "group": "a group",
    "former": "a former state",
    "unspecified": "not an economy",
    "non-state": "no state",
    "world": "the world",
}


def ends(
    block: Block, name: str, lookup: Lookup, problems: Problems, *, remedy: str = ""
) -> tuple[pd.Series, pd.Series]:
    """Code and kind of each cell; a code that nobody knows is a problem, its kind is ``unknown``."""
    cells = block.columns[name]
    known = {text: lookup(text) for text in cells.unique()}
    kind = cells.map({text: place.kind if place else "unknown" for text, place in known.items()})
    code = cells.map({text: place.code if place else "" for text, place in known.items()})
    for n in np.flatnonzero((kind == "unknown").to_numpy()):
        problems.add(int(block.lines[n]), block.label(name), "must be a known country code", cells.iloc[n], remedy)
    return code, kind


def put_aside(block: Block, name: str, kind: pd.Series, lookup: Lookup, tally: Tally) -> BoolArray:
    """Count the rows whose place is no economy, by code and name; True where the row can be kept."""
    kept = kind.isin(["economy", "bloc", "world"]).to_numpy(copy=True)
    cells = block.columns[name]
    lost = cells[~kept & (kind != "unknown").to_numpy()]
    for text, count in lost.value_counts().items():
        place = lookup(str(text))
        if place is None:
            continue
        if place.kind == "confidential":
            tally.confidential[f"{text} {place.name}"] += int(count)
        else:
            label = str(text) if place.name == text else f"{text} {place.name}"
            tally.aside[f"{label} ({REASONS[place.kind]})"] += int(count)
    return kept
