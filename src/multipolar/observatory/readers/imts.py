"""Reader of IMF International Merchandise Trade Statistics (IMTS; Direction of Trade until 2025), csv or SDMX.

Both sides report a flow, and both are kept: the exporter's figure (FOB) under the source `imf-imts-exporter`, the
importer's (CIF) under `imf-imts-importer`. Neither is averaged away. Source: IMF, data.imf.org, dataflow IMF.STA:IMTS.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from multipolar.codes.foreign_codes import iso_code
from multipolar.errors import DataError
from multipolar.observatory.readers.imts_layout import csv_rows, message_rows
from multipolar.observatory.readers.opened import Member, day_of, members
from multipolar.observatory.readers.periods import periods
from multipolar.observatory.readers.places import ends, put_aside
from multipolar.observatory.readers.problems import Problems
from multipolar.observatory.readers.products import ALL_GOODS
from multipolar.observatory.readers.reading import Notify, Reading, Tally, finished, quiet
from multipolar.observatory.readers.sheet import MISSING, Block, numbers

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "imf-imts"
#: The reporter of these is the exporter, of those the importer.
EXPORTS = frozenset({"XG_FOB_USD", "TXG_FOB_USD", "XG"})
IMPORTS = frozenset({"MG_CIF_USD", "TMG_CIF_USD", "MG"})
ASIDE = {
    "MG_FOB_USD": "imports FOB, derived from CIF by the IMF",
    "TMG_FOB_USD": "imports FOB, derived from CIF by the IMF",
    "TBG_USD": "balances",
}
SCALES = {"UNITS": 0, "THOUSANDS": 3, "MILLIONS": 6, "BILLIONS": 9}
#: OBS_STATUS of SDMX: estimated, imputed, and values that were not given.
STATUS = {"E": "estimate", "F": "estimate", "I": "imputed", "N": "imputed"}
CONFIDENTIAL = frozenset({"C", "N", "S", "D"})
MISSING_VALUES = MISSING | {"...", "..", "-", "n/a"}


def read_imts(path: Path, notify: Notify = quiet, *, vintage: str = "") -> Reading:
    """Goods trade by exporter, importer and period, in USD, each report under its own source.

    Parameters
    ----------
    path : csv of the data portal (long or wide), SDMX-CSV or SDMX-ML of the API; also gz, or a zip of one table.
    vintage : edition; by default the day the message was prepared, else the day of the file.

    Raises
    ------
    DataError
        If a row breaks a rule, a country is unknown, or an SDMX-ML message cannot be read.
    """
    tables = [member for member in members(path) if member.name.lower().endswith((".csv", ".xml", ".txt", ".sdmx"))]
    if len(tables) != 1:
        raise DataError(path.name, f"holds {len(tables)} tables", remedy="Give one csv or xml file.")
    member = tables[0]
    problems = Problems(member.name, "Download the extract again from data.imf.org.")
    tally = Tally()
    prepared = ""
    parts: list[pd.DataFrame] = []
    if _is_message(member):
        block, prepared = message_rows(member, problems)
        parts.append(_rows(block, problems, tally))
    else:
        parts.extend(_rows(block, problems, tally) for block in csv_rows(member, problems, notify))
    problems.stop_if_any()
    import pandas as pd

    return finished(
        pd.concat(parts) if parts else pd.DataFrame(),
        file=path.name,
        source=SOURCE,
        vintage=vintage or prepared or day_of(path),
        retrieved=day_of(path),
        tally=tally,
        added_up=False,
    )


def _is_message(member: Member) -> bool:
    with member.open() as (stream, _):
        return stream.read(64).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def _rows(block: Block, problems: Problems, tally: Tally) -> pd.DataFrame:
    import pandas as pd

    tally.rows += len(block)
    flow = block.columns["indicator"]
    side = flow.map({code: _side(code) for code in flow.unique()})
    for n in np.flatnonzero((side == "").to_numpy()):
        rule = f"must be one of {', '.join(sorted([*EXPORTS, *IMPORTS, *ASIDE]))}"
        problems.add(int(block.lines[n]), block.label("indicator"), rule, flow.iloc[n])
    for reason, count in side[~side.isin(["exporter", "importer", ""])].value_counts().items():
        tally.aside[str(reason)] += int(count)
    of_trade = side.isin(["exporter", "importer"]).to_numpy()
    kept_columns = {name: column[of_trade] for name, column in block.columns.items()}
    block = Block(block.lines[of_trade], kept_columns, block.labels)
    side = side[of_trade]
    value = numbers(_negative_aside(block, tally), "value", problems, missing=MISSING_VALUES | {_ASIDE})
    scale = _scale(block, problems)
    when = periods(block, "period", problems)
    country, country_kind = ends(block, "country", iso_code, problems)
    partner, partner_kind = ends(block, "partner", iso_code, problems)
    kept = put_aside(block, "country", country_kind, iso_code, tally) & put_aside(
        block, "partner", partner_kind, iso_code, tally
    )
    if "confidential" in block.columns:
        secret = block.columns["confidential"].str.upper().isin(CONFIDENTIAL).to_numpy()
        tally.confidential["marked by CONF_STATUS"] += int(secret.sum())
        kept &= ~secret
    absent = np.isnan(value)
    tally.missing["OBS_VALUE"] += int((absent & kept & (block.columns["value"] != _ASIDE).to_numpy()).sum())
    tally.zero += int(((value == 0) & kept).sum())
    inner = (country == partner).to_numpy() & kept
    tally.aside["flows of an economy to itself"] += int(inner.sum())
    kept &= ~absent & ~inner
    exporter = (side == "exporter").to_numpy()
    rows = pd.DataFrame(
        {
            "indicator": ALL_GOODS,
            "reporter": np.where(exporter, country, partner),
            "partner": np.where(exporter, partner, country),
            "period": when.to_numpy(),
            "value": value * 10.0**scale,
            "unit": "USD",
            "source": np.where(exporter, f"{SOURCE}-exporter", f"{SOURCE}-importer"),
            "status": _status(block),
            "note": np.where(exporter, "FOB, as the exporter reports", "CIF, as the importer reports"),
        }
    )
    return rows[kept]


_ASIDE = "put aside"


def _negative_aside(block: Block, tally: Tally) -> Block:
    """Corrections below zero are no trade flows; they are counted, not booked."""
    value = block.columns["value"]
    below = value.str.startswith("-") & (value.str.len() > 1)
    if not below.any():
        return block
    tally.aside["values below zero (corrections)"] += int(below.sum())
    block.columns["value"] = value.where(~below, _ASIDE)
    return block


def _side(code: str) -> str:
    return "exporter" if code in EXPORTS else "importer" if code in IMPORTS else ASIDE.get(code, "")


def _scale(block: Block, problems: Problems) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Powers of ten; the IMF publishes millions, but the file must say so."""
    cells = block.columns["scale"]
    known = {
        text: SCALES.get(text.upper(), int(text) if text.isdigit() and int(text) <= 12 else -1)
        for text in cells.unique()
    }
    powers = cells.map(known).to_numpy(dtype=np.float64)
    for n in np.flatnonzero(powers < 0):
        rule = "must say the power of ten, such as 6 or Millions"
        problems.add(int(block.lines[n]), block.label("scale"), rule, cells.iloc[n])
    return powers


def _status(block: Block) -> np.ndarray[tuple[int], np.dtype[np.object_]] | str:
    if "status" not in block.columns:
        return "official"
    cells = block.columns["status"].str.upper()
    return cells.map({code: STATUS.get(code, "official") for code in cells.unique()}).to_numpy()
