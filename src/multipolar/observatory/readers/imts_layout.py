"""Layouts in which the IMF hands out IMTS: long csv, wide csv with a column a period, SDMX-CSV, SDMX-ML messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar.errors import DataError
from multipolar.observatory.readers.opened import Member
from multipolar.observatory.readers.periods import period
from multipolar.observatory.readers.problems import Problems
from multipolar.observatory.readers.reading import Notify
from multipolar.observatory.readers.sheet import Block, blocks

if TYPE_CHECKING:
    import pandas as pd

MOST_MESSAGE_BYTES = 1 << 30
#: Our name of a column -> what the IMF has called it, most certain first. A code column wins over one of labels.
NAMES: dict[str, tuple[str, ...]] = {
    "country": ("COUNTRY.ID", "COUNTRY_ID", "REF_AREA", "COUNTRY", "REPORTER"),
    "indicator": ("INDICATOR.ID", "INDICATOR_ID", "INDICATOR", "FLOW"),
    "partner": (
        "COUNTERPART_COUNTRY.ID",
        "COUNTERPART_COUNTRY_ID",
        "COUNTERPART_AREA",
        "COUNTERPART_COUNTRY",
        "PARTNER",
    ),
    "scale": ("SCALE.ID", "SCALE_ID", "UNIT_MULT", "SCALE"),
    "status": ("OBS_STATUS.ID", "OBS_STATUS", "STATUS.ID", "STATUS"),
    "confidential": ("CONF_STATUS", "OBS_CONF"),
    "period": ("TIME_PERIOD",),
    "value": ("OBS_VALUE",),
}
NEEDED = ("country", "indicator", "partner", "scale")
SERIES = "SERIES_CODE"
_SERIES = re.compile(r"(?P<country>[^.]+)\.(?P<indicator>[^.]+)\.(?P<partner>[^.]+)\.(?P<frequency>[AQM])")


def csv_rows(member: Member, problems: Problems, notify: Notify) -> Iterator[Block]:
    """Rows of a csv of either layout as blocks with the columns of `NAMES`, one observation a row.

    Raises
    ------
    DataError
        If columns lack or the file is broken.
    """
    layout: dict[str, str] = {}
    wide: list[str] = []

    def wanted(names: Sequence[str]) -> Sequence[str]:
        layout.update(_layout(names))
        if "value" not in layout:
            wide.extend(name for name in names if period(name))
        by_series = SERIES in names
        lacking = [name for name in NEEDED if name not in layout and (name == "scale" or not by_series)]
        if not wide and ("value" not in layout or "period" not in layout):
            lacking += [name for name in ("period", "value") if name not in layout]
        if lacking:
            raise DataError(
                member.name,
                f"row 1 lacks columns for {', '.join(lacking)}",
                evidence=f"looked for {'; '.join(' or '.join(NAMES[name]) for name in lacking)}",
                remedy="Download IMTS from data.imf.org with codes and with the scale.",
            )
        return [*dict.fromkeys(layout.values()), *([SERIES] if by_series else []), *wide]

    for block in blocks(member, wanted, problems, notify):
        columns = {ours: block.columns[theirs] for ours, theirs in layout.items()}
        if SERIES in block.columns:
            columns |= _from_series(block, problems)
        if not wide:
            yield Block(block.lines, columns, layout)
            continue
        for name in wide:
            cells = block.columns[name]
            # a wide table is a rectangle: an empty corner was never observed, and is no row
            there = (cells != "").to_numpy()
            kept = {ours: column[there] for ours, column in columns.items()}
            kept["value"] = cells[there]
            kept["period"] = kept["value"].map(lambda _, name=name: name)
            if there.any():
                yield Block(block.lines[there], kept, layout | {"value": name, "period": name})


def message_rows(member: Member, problems: Problems) -> tuple[Block, str]:
    """Observations of an SDMX-ML message as one block, numbered from 1, and the day it was prepared.

    Raises
    ------
    DataError
        If sdmx1 is not installed, or the message is not SDMX-ML data.
    """
    import io

    import pandas as pd

    try:
        import sdmx
    except ImportError as error:
        raise DataError(
            member.name,
            "is an SDMX-ML message, and the package that reads those is not installed",
            remedy="Install it: pip install 'multipolar[readers]'. Or download the csv from data.imf.org.",
        ) from error
    import logging

    logging.getLogger("sdmx").setLevel(logging.ERROR)
    content = member.read(MOST_MESSAGE_BYTES)
    try:
        message: Any = sdmx.read_sdmx(io.BytesIO(content), format="XML")
        sets = list(message.data)
        prepared = message.header.prepared
    # the parser raises whatever its parts raise on a message that is not one
    except Exception as error:
        raise DataError(
            member.name,
            "is not an SDMX-ML data message to its end",
            evidence=f"{type(error).__name__}: {error}",
            remedy="Download it again as SDMX-ML 2.1 structure-specific or generic data, or as csv.",
        ) from error
    rows: list[dict[str, str]] = []
    for data in sets:
        for seen in data.obs:
            keys = {} if seen.series_key is None else dict(seen.series_key.values)
            cells = {name: str(key.value) for name, key in (keys | dict(seen.dimension.values)).items()}
            given = dict(seen.attached_attribute) | (
                dict(seen.series_key.attrib) if seen.series_key is not None else {}
            )
            cells |= {name: str(attribute.value) for name, attribute in given.items()}
            rows.append(cells | {"OBS_VALUE": "" if seen.value is None else str(seen.value)})
    frame = pd.DataFrame(rows, dtype="str").fillna("")
    layout = _layout(list(frame.columns))
    lacking = [name for name in (*NEEDED, "period", "value") if name not in layout]
    if frame.empty or lacking:
        raise DataError(
            member.name,
            "holds no observation" if frame.empty else f"names no {' and no '.join(lacking)}",
            evidence=f"found {', '.join(map(str, frame.columns))}" if lacking else "",
            remedy="Ask for the data of IMTS (dataflow IMF.STA:IMTS) with all attributes.",
        )
    problems.stop_if_any()
    columns = {ours: frame[theirs].str.strip() for ours, theirs in layout.items()}
    return Block(np.arange(1, len(frame) + 1), columns, layout), prepared.date().isoformat() if prepared else ""


def _layout(names: Sequence[str]) -> dict[str, str]:
    return {ours: found for ours, theirs in NAMES.items() if (found := next((n for n in theirs if n in names), ""))}


def _from_series(block: Block, problems: Problems) -> dict[str, pd.Series]:
    """Codes from the series code, where the other columns may be labels."""
    parts = block.columns[SERIES].str.extract(f"^{_SERIES.pattern}$")
    wrong = parts["country"].isna().to_numpy()
    for n in np.flatnonzero(wrong):
        problems.add(int(block.lines[n]), SERIES, "must be such as RUS.XG_FOB_USD.CHN.A", block.columns[SERIES].iloc[n])
    return {name: parts[name].fillna("") for name in ("country", "indicator", "partner")}
