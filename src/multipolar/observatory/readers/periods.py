"""Periods as publishers write them, to the observatory's text: 2023, 2023-05, 2023Q1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from multipolar.observatory.readers.problems import Problems
from multipolar.observatory.readers.sheet import Block

if TYPE_CHECKING:
    import pandas as pd

FIRST_YEAR, LAST_YEAR = 1800, 2100
RULE = "must be a year, quarter or month such as 2023, 2023-Q1, 2023-05"
_PERIOD = re.compile(
    r"(?P<year>\d{4})"
    r"(-?[Mm]?(?P<month>0[1-9]|1[0-2])|-?[Qq](?P<quarter>[1-4])|-?[SsHh](?P<half>[12])|-?[Aa]1?)?"
)


def period(text: str) -> str:
    """The observatory's form of a period; empty where the text is none. ``202352`` of Comext is a whole year."""
    cell = text.strip()
    if len(cell) == 6 and cell.isdigit() and cell.endswith("52"):
        cell = cell[:4]
    found = _PERIOD.fullmatch(cell)
    if found is None or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        return ""
    if found["month"]:
        return f"{found['year']}-{found['month']}"
    if found["quarter"]:
        return f"{found['year']}Q{found['quarter']}"
    if found["half"]:
        return f"{found['year']}H{found['half']}"
    return found["year"]


def periods(block: Block, name: str, problems: Problems) -> pd.Series:
    """A column of periods; what is none is a problem and comes back empty."""
    cells = block.columns[name]
    result = cells.map({text: period(text) for text in cells.unique()})
    for n in np.flatnonzero((result == "").to_numpy()):
        problems.add(int(block.lines[n]), block.label(name), RULE, cells.iloc[n])
    return result
