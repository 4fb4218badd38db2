"""Reader of SIPRI's arms transfers: the trade register by delivery, by deal, and the TIV tables of exports and imports.

Volumes are trend-indicator values in millions (TIV mn), a measure of military capability. SIPRI revises them every
year, so the edition is the day on which the file was made. Source: SIPRI Arms Transfers Database.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from multipolar.codes.foreign_codes import register_name
from multipolar.errors import DataError
from multipolar.observatory.readers.opened import day_of, members
from multipolar.observatory.readers.periods import periods
from multipolar.observatory.readers.places import ends, put_aside
from multipolar.observatory.readers.problems import Problems
from multipolar.observatory.readers.reading import Notify, Reading, Tally, finished, quiet
from multipolar.observatory.readers.sheet import MISSING, Block, numbers
from multipolar.observatory.readers.sipri_table import TITLE, table_block
from multipolar.observatory.readers.small_tables import block_of, csv_lines, text_of

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "sipri"
INDICATOR, UNIT = "arms-tiv", "TIV mn"
MOST_BYTES = 64 << 20
#: Our name -> names of SIPRI's exports over the years.
NAMES: dict[str, tuple[str, ...]] = {
    "supplier": ("Supplier", "Seller"),
    "recipient": ("Recipient", "Buyer"),
    "year": ("Delivery year", "Year(s) of delivery", "Year(s) of deliveries"),
    "tiv": ("TIV delivery values", "SIPRI TIV of delivered weapons"),
}
BY_DEAL = frozenset({"Year(s) of delivery", "Year(s) of deliveries"})
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DAY = re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]+) (?P<year>\d{4})|(?P<iso>\d{4}-\d{2}-\d{2})")
_YEAR = re.compile(r"\d{4}")


def read_sipri(path: Path, notify: Notify = quiet, *, vintage: str = "") -> Reading:
    """Deliveries by supplier, recipient and year.

    Parameters
    ----------
    path : csv or txt of the trade register (``TIV delivery values``), or of a TIV table; lines above the heading stay.
    vintage : edition; by default the day that the lines above the heading name, else the day of the file.

    Raises
    ------
    DataError
        If a row breaks a rule or a name is unknown.
    """
    given = [m for m in members(path) if m.name.lower().endswith((".csv", ".txt"))]
    if len(given) != 1:
        raise DataError(path.name, f"holds {len(given)} tables", remedy="Give one csv or txt file.")
    member = given[0]
    notify(f"reading {member.name}", 0.1)
    text = text_of(member, MOST_BYTES)
    problems = Problems(member.name, "Download the file again from armstransfers.sipri.org.")
    tally = Tally()
    delimiter = ";" if text.count(";") > text.count(",") else ","
    rows = csv_lines(text, member.name, delimiter)
    heading = next((n for n, (_, cells) in enumerate(rows) if set(NAMES["tiv"]) & set(cells)), None)
    title = next((found for _, cells in rows[:12] if (found := TITLE.search(cells[0]))), None)
    if heading is not None:
        frame = _register(rows[heading:], problems, tally)
        above: Sequence[tuple[int, list[str]]] = rows[:heading]
    elif title is not None:
        block, above = table_block(rows, title, member.name, problems)
        frame = _flows(block, problems, tally)
    else:
        raise DataError(
            member.name,
            "has no row of headings that SIPRI writes",
            evidence=f"looked for {' or '.join(NAMES['tiv'])}, or a title such as TIV of arms exports from Russia",
            remedy="Give the trade register or a TIV table as csv.",
        )
    problems.stop_if_any()
    made = _made(" ".join(cell for _, cells in above for cell in cells))
    return finished(
        frame,
        file=path.name,
        source=SOURCE,
        vintage=vintage or made or day_of(path),
        retrieved=day_of(path),
        tally=tally,
    )


def _register(rows: Sequence[tuple[int, list[str]]], problems: Problems, tally: Tally) -> pd.DataFrame:
    names = rows[0][1]
    found = {ours: next((name for name in theirs if name in names), "") for ours, theirs in NAMES.items()}
    lacking = [" or ".join(NAMES[ours]) for ours, name in found.items() if not name]
    if lacking:
        raise DataError(problems.file, f"row {rows[0][0]} lacks {', '.join(lacking)}", evidence=", ".join(names))
    block = block_of(names, rows[1:], problems, wanted=list(found.values()))
    block = Block(block.lines, {ours: block.columns[theirs] for ours, theirs in found.items()}, found)
    if found["year"] in BY_DEAL:
        block = _by_year(block, problems, tally)
    return _flows(block, problems, tally)


def _by_year(block: Block, problems: Problems, tally: Tally) -> Block:
    """A deal of several years is spread evenly over them, and labelled imputed: SIPRI prints one sum for it."""
    import pandas as pd

    value = numbers(block, "tiv", problems, rule="must be a volume in TIV")
    lines: list[int] = []
    cells: dict[str, list[str]] = {name: [] for name in ("supplier", "recipient", "year", "tiv", "spread")}
    for n, text in enumerate(block.columns["year"]):
        years = _YEAR.findall(text)
        if not years:
            if value[n] > 0:
                rule = "must name a year where there is a volume"
                problems.add(int(block.lines[n]), block.label("year"), rule, text)
            tally.rows += 1
            tally.aside["orders without a delivery"] += 1
            continue
        for year in years:
            lines.append(int(block.lines[n]))
            cells["supplier"].append(block.columns["supplier"].iloc[n])
            cells["recipient"].append(block.columns["recipient"].iloc[n])
            cells["year"].append(year)
            cells["tiv"].append("" if np.isnan(value[n]) else repr(float(value[n] / len(years))))
            cells["spread"].append("yes" if len(years) > 1 else "")
    columns = {name: pd.Series(column, dtype="str") for name, column in cells.items()}
    return Block(np.array(lines, dtype=np.int64), columns, block.labels)


def _flows(block: Block, problems: Problems, tally: Tally) -> pd.DataFrame:
    import pandas as pd

    tally.rows += len(np.unique(block.lines))
    value = numbers(block, "tiv", problems, missing=MISSING | {"?", "-"}, rule="must be a volume in TIV")
    when = periods(block, "year", problems)
    kept = np.ones(len(block), dtype=bool)
    codes: dict[str, pd.Series] = {}
    for name in ("supplier", "recipient"):
        codes[name], kind = ends(block, name, register_name, problems, remedy="Names are SIPRI's, in English.")
        kept &= put_aside(block, name, kind, register_name, tally)
    inner = (codes["supplier"] == codes["recipient"]).to_numpy() & kept
    tally.aside["deliveries of an economy to itself"] += int(inner.sum())
    kept &= ~inner
    tally.missing["volume"] += int((np.isnan(value) & kept).sum())
    tally.zero += int(((value == 0) & kept).sum())
    kept &= ~np.isnan(value)
    spread = block.columns.get("spread")
    imputed = np.zeros(len(block), dtype=bool) if spread is None else (spread == "yes").to_numpy()
    frame = pd.DataFrame(
        {
            "indicator": INDICATOR,
            "reporter": codes["supplier"],
            "partner": codes["recipient"],
            "period": when,
            "value": value,
            "unit": UNIT,
            "imputed": imputed,
        }
    )[kept]
    # one spread deal makes the year's sum imputed
    key = ["indicator", "reporter", "partner", "period", "unit"]
    grouped = frame.groupby(key).agg(value=("value", "sum"), imputed=("imputed", "any")).reset_index()
    some = grouped["imputed"].to_numpy(dtype=bool)
    return grouped.assign(
        status=np.where(some, "imputed", "estimate"),
        note=np.where(some, "deals of several years spread evenly over them", ""),
    ).drop(columns="imputed")


def _made(text: str) -> str:
    """The day named above the heading, ISO; empty where there is none."""
    for found in _DAY.finditer(text):
        try:
            if found["iso"]:
                return date.fromisoformat(found["iso"]).isoformat()
            if found["month"].lower() in _MONTHS:
                month = _MONTHS.index(found["month"].lower()) + 1
                return date(int(found["year"]), month, int(found["day"])).isoformat()
        except ValueError:
            continue
    return ""
