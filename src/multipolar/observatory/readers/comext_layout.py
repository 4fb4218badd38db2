"""Layouts of Comext: bulk tables of both generations, and SDMX-CSV of the data browser, as rows of one shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from multipolar.codes.foreign_codes import geonomenclature
from multipolar.errors import DataError
from multipolar.observatory.readers.opened import Member
from multipolar.observatory.readers.periods import periods
from multipolar.observatory.readers.places import ends, put_aside
from multipolar.observatory.readers.problems import Problems
from multipolar.observatory.readers.reading import Notify, Tally
from multipolar.observatory.readers.sheet import MISSING, Block, blocks, matched, numbers

if TYPE_CHECKING:
    import pandas as pd

#: Our name -> what Eurostat has called it. Letters win over numbers for countries.
BULK: dict[str, tuple[str, ...]] = {
    "declarant": ("DECLARANT_ISO", "REPORTER", "DECLARANT"),
    "partner": ("PARTNER_ISO", "PARTNER"),
    "product": ("PRODUCT_NC", "PRODUCT"),
    "flow": ("FLOW",),
    "regime": ("STAT_REGIME", "STAT_PROCEDURE"),
    "period": ("PERIOD",),
    "eur": ("VALUE_IN_EUROS", "VALUE_EUR"),
    "kg": ("QUANTITY_IN_KG", "QUANTITY_KG"),
}
SDMX: dict[str, tuple[str, ...]] = {
    "declarant": ("reporter",),
    "partner": ("partner",),
    "product": ("product",),
    "flow": ("flow",),
    "regime": ("stat_procedure",),
    "measure": ("indicators",),
    "period": ("TIME_PERIOD",),
    "value": ("OBS_VALUE",),
    "flag": ("OBS_FLAG",),
    "secret": ("CONF_STATUS",),
    "updated": ("LAST UPDATE",),
}
OPTIONAL = frozenset({"regime", "kg", "flag", "secret", "updated"})
#: Measure of the SDMX layout -> column and factor to EUR or kg.
MEASURES = {
    "VALUE_IN_EUROS": ("eur", 1.0),
    "VALUE_EUR": ("eur", 1.0),
    "QUANTITY_IN_100KG": ("kg", 100.0),
    "QUANTITY_IN_KG": ("kg", 1.0),
    "QUANTITY_KG": ("kg", 1.0),
}
NOT_READ = frozenset({"SUPPLEMENTARY_QUANTITY", "SUP_QUANTITY", "QUANTITY_SUPPL_UNIT", "VALUE_NAC"})
FLOWS = {"1": "importer", "2": "exporter", "IMPORT": "importer", "EXPORT": "exporter"}
#: Regime 4 is the sum of the others; a table that has both counts twice.
ALL_REGIMES = "4"
PRODUCT = r"TOTAL|\d{2}(?:\d{2}){0,2}|\d{2}[0-9A-Z]{6}"
MISSING_VALUES = MISSING | {":"}
SECRET = frozenset({"C", "CONFIDENTIAL", "N", "S", "D"})
_UPDATED = re.compile(r"(\d{2})/(\d{2})/(\d{2})")


@dataclass(slots=True)
class Layout:
    """What the reader learns of a table on the way: whether it is bulk, and when it was updated (ISO day)."""

    bulk: bool = True
    updated: str = ""


def comext_rows(
    member: Member, layout: Layout, problems: Problems, tally: Tally, notify: Notify
) -> Iterator[pd.DataFrame]:
    """Rows with declarant, partner, product, side, period, whole (regime 4), eur, kg; NaN is not given.

    Raises
    ------
    DataError
        If the table is of no known layout, or breaks a rule twenty times.
    """
    names: dict[str, str] = {}

    def wanted(heading: Sequence[str]) -> Sequence[str]:
        plain = {name.partition(":")[0].strip().lower(): name for name in heading}
        layout.bulk = "obs_value" not in plain
        known = BULK if layout.bulk else SDMX
        for ours, theirs in known.items():
            found = next((plain[name.lower()] for name in theirs if name.lower() in plain), "")
            if found:
                names[ours] = found
        lacking = [ours for ours in known if ours not in names and ours not in OPTIONAL]
        if lacking:
            raise DataError(
                member.name,
                f"row 1 lacks {', '.join(' or '.join(known[ours]) for ours in lacking)}",
                evidence=f"found {', '.join(heading[:12])}",
                remedy="Give a Comext bulk table, or SDMX-CSV of the data browser.",
            )
        return list(names.values())

    for block in blocks(member, wanted, problems, notify):
        tally.rows += len(block)
        columns = {ours: block.columns[theirs] for ours, theirs in names.items()}
        if not layout.bulk:
            # labelled extracts write "DE: Germany"
            columns = {
                ours: cells if ours in {"value", "updated"} else cells.str.partition(":")[0].str.strip()
                for ours, cells in columns.items()
            }
        yield _checked(Block(block.lines, columns, names), layout, problems, tally)


def _checked(block: Block, layout: Layout, problems: Problems, tally: Tally) -> pd.DataFrame:
    import pandas as pd

    eur, kg, read = (_bulk if layout.bulk else _sdmx)(block, problems, tally)
    matched(block, "product", PRODUCT, "must be TOTAL or a code of 2, 4, 6 or 8 places", problems)
    flow = block.columns["flow"].str.upper()
    side = flow.map({code: FLOWS.get(code, "") for code in flow.unique()})
    for n in np.flatnonzero((side == "").to_numpy()):
        problems.add(int(block.lines[n]), block.label("flow"), "must be 1 (import) or 2 (export)", flow.iloc[n])
    when = periods(block, "period", problems)
    declarant, kind = ends(block, "declarant", geonomenclature, problems)
    kept = put_aside(block, "declarant", kind, geonomenclature, tally)
    partner, kind = ends(block, "partner", geonomenclature, problems)
    kept &= put_aside(block, "partner", kind, geonomenclature, tally)
    if "updated" in block.columns:
        days = {f"20{d[3]}-{d[2]}-{d[1]}" for text in block.columns["updated"].unique() if (d := _UPDATED.match(text))}
        layout.updated = max({layout.updated, *days})
    product = block.columns["product"]
    secret = (product.str.contains("[A-Z]") & (product != "TOTAL")).to_numpy()
    tally.confidential["codes with letters: product kept secret within its chapter"] += int(secret.sum())
    whole = block.columns["regime"] == ALL_REGIMES if "regime" in block.columns else False
    rows = pd.DataFrame(
        {
            "declarant": declarant,
            "partner": partner,
            "product": product,
            "side": side,
            "period": when,
            "whole": whole,
            "eur": eur,
            "kg": kg,
        }
    )
    inner = (declarant == partner).to_numpy() & kept & read
    tally.aside["flows of an economy to itself (re-imports)"] += int(inner.sum())
    chosen: pd.DataFrame = rows[kept & read & ~inner]
    return chosen


def _bulk(block: Block, problems: Problems, tally: Tally) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    eur = numbers(block, "eur", problems, missing=MISSING_VALUES, rule="must be a value in EUR")
    kg = (
        numbers(block, "kg", problems, missing=MISSING_VALUES, rule="must be a quantity in kg")
        if "kg" in block.columns
        else np.full(len(block), np.nan)
    )
    tally.missing["value"] += int(np.isnan(eur).sum())
    tally.missing["kg"] += int(np.isnan(kg).sum())
    tally.zero += int((eur == 0).sum())
    return eur, kg, np.ones(len(block), dtype=bool)


def _sdmx(block: Block, problems: Problems, tally: Tally) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    value = numbers(block, "value", problems, missing=MISSING_VALUES)
    measure = block.columns["measure"].str.upper()
    unknown = ~measure.isin([*MEASURES, *NOT_READ]).to_numpy()
    for n in np.flatnonzero(unknown):
        problems.add(
            int(block.lines[n]), block.label("measure"), f"must be one of {', '.join(MEASURES)}", measure.iloc[n]
        )
    ignored = measure.isin(NOT_READ).to_numpy()
    tally.aside["supplementary units and national currency"] += int(ignored.sum())
    secret = np.zeros(len(block), dtype=bool)
    for name in ("flag", "secret"):
        if name in block.columns:
            secret |= block.columns[name].str.upper().isin(SECRET).to_numpy()
    tally.confidential["marked confidential by Eurostat"] += int((secret & ~ignored).sum())
    read = ~ignored & ~secret
    tally.missing["OBS_VALUE"] += int((np.isnan(value) & read).sum())
    column = measure.map({name: into for name, (into, _) in MEASURES.items()}).to_numpy()
    scaled = value * measure.map({name: factor for name, (_, factor) in MEASURES.items()}).to_numpy(dtype=np.float64)
    tally.zero += int(((value == 0) & read & (column == "eur")).sum())
    eur, kg = (np.where(column == name, scaled, np.nan) for name in ("eur", "kg"))
    return eur, kg, read
