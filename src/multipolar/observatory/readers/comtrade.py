"""Reader of UN Comtrade: JSON answers of the API (schema v1 ``final``) and csv of the data portal.

Exports are FOB and the exporter's, imports CIF and the importer's; each is a source of its own. Only the whole of a
flow is read: rows by second partner, customs procedure or transport are parts of it. Source: United Nations, UN
Comtrade.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from multipolar.codes.foreign_codes import Place, iso_code, un_number
from multipolar.errors import DataError
from multipolar.observatory.readers.opened import Member, day_of, members
from multipolar.observatory.readers.periods import periods
from multipolar.observatory.readers.places import ends, put_aside
from multipolar.observatory.readers.problems import Problems
from multipolar.observatory.readers.products import ALL_GOODS, products
from multipolar.observatory.readers.reading import Notify, Reading, Tally, finished, quiet
from multipolar.observatory.readers.sheet import Block, matched, numbers
from multipolar.observatory.readers.small_tables import block_of, block_of_records, csv_lines, json_of, text_of

if TYPE_CHECKING:
    import pandas as pd

    from multipolar.arrays import BoolArray

SOURCE = "un-comtrade"
NEEDED = ("period", "flowCode", "cmdCode", "primaryValue")
PLACES = ("reporterCode", "reporterISO", "partnerCode", "partnerISO")
OPTIONAL = (
    "partner2Code", "customsCode", "motCode", "netWgt", "isNetWgtEstimated", "isReported", "isAggregate",
    "classificationCode",
)  # fmt: skip
#: Codes of the whole of a flow; any other is a part of it.
WHOLE: Mapping[str, frozenset[str]] = {
    "partner2Code": frozenset({"", "0"}),
    "customsCode": frozenset({"", "C00"}),
    "motCode": frozenset({"", "0"}),
}
FLOWS = {"X": "exporter", "M": "importer"}
OTHER_FLOWS = frozenset({"DX", "FM", "RX", "RM", "MIP", "MOP", "XIP", "XOP"})
#: Rows at which the API cuts an answer off, by kind of access.
LIMITS = frozenset({500, 100_000, 250_000})
KG_PER_TONNE = 1000.0
TRUE = frozenset({"true", "1", "yes"})
_KEY = ["reporter", "partner", "side", "period"]


def read_comtrade(path: Path, notify: Notify = quiet, *, vintage: str = "") -> Reading:
    """All goods and the products of interest by exporter, importer and period.

    Parameters
    ----------
    path : ``.json`` with an object that has ``data``, or csv with the same names; also gz, or a zip of one.
    vintage : edition; the day of the file by default, for answers do not tell.

    Raises
    ------
    DataError
        If a record breaks a rule, a country is unknown, or the answer is an error.
    """
    given = [m for m in members(path) if m.name.lower().endswith((".json", ".csv", ".txt"))]
    if len(given) != 1:
        raise DataError(path.name, f"holds {len(given)} tables", remedy="Give one json or csv file.")
    member = given[0]
    notify(f"reading {member.name}", 0.1)
    problems = Problems(member.name, "Ask for the data again; names are those of the API's schema v1.")
    tally = Tally()
    block = _json(member, problems, tally) if member.name.lower().endswith(".json") else _csv(member, problems)
    problems.stop_if_any()
    tally.rows = len(block)
    if tally.rows in LIMITS:
        tally.notes.append(f"Exactly {tally.rows:,} rows, where the API cuts an answer off: there may be more.")
    lines = _lines(block, problems, tally)
    problems.stop_if_any()
    return finished(
        _figures(lines, tally),
        file=path.name,
        source=SOURCE,
        vintage=vintage or day_of(path),
        retrieved=day_of(path),
        tally=tally,
        added_up=False,
    )


def _json(member: Member, problems: Problems, tally: Tally) -> Block:
    answer = json_of(member)
    if isinstance(answer, Mapping):
        if answer.get("error"):
            raise DataError(member.name, "is an answer that says it failed", evidence=str(answer["error"])[:200])
        records = answer.get("data")
        count = answer.get("count")
        if isinstance(records, list) and isinstance(count, int) and count != len(records):
            tally.notes.append(f"The answer says {count:,} rows and holds {len(records):,}.")
    else:
        records = answer
    if not isinstance(records, list) or not records:
        raise DataError(member.name, "holds no record", remedy="The answer must have a list named data.")
    names = {name for record in records if isinstance(record, Mapping) for name in record}
    return block_of_records(records, problems, wanted=_wanted(member.name, names))


def _csv(member: Member, problems: Problems) -> Block:
    rows = csv_lines(text_of(member), member.name)
    if len(rows) < 2:
        raise DataError(member.name, "has no heading and rows")
    names = rows[0][1]
    return block_of(names, rows[1:], problems, wanted=_wanted(member.name, set(names)))


def _wanted(file: str, names: set[str]) -> list[str]:
    lacking = [name for name in NEEDED if name not in names]
    lacking += [
        f"{side}Code or {side}ISO" for side in ("reporter", "partner") if not {f"{side}Code", f"{side}ISO"} & names
    ]
    if lacking:
        raise DataError(
            file,
            f"lacks {', '.join(lacking)}",
            evidence=f"found {', '.join(sorted(names)[:12])}",
            remedy="Give an answer of comtradeapi.un.org/data/v1 or a csv of comtradeplus.un.org, with all columns.",
        )
    return [name for name in (*NEEDED, *PLACES, *OPTIONAL) if name in names]


def _lines(block: Block, problems: Problems, tally: Tally) -> pd.DataFrame:
    """Rows that are whole flows, with exporter's or importer's side."""
    import pandas as pd

    matched(block, "cmdCode", r"TOTAL|[0-9A-Z]{2,6}", "must be a commodity code such as TOTAL or 270900", problems)
    value = numbers(block, "primaryValue", problems, rule="must be a value in USD")
    mass = numbers(block, "netWgt", problems) if "netWgt" in block.columns else np.full(len(block), np.nan)
    flow = block.columns["flowCode"].str.upper()
    for n in np.flatnonzero(~flow.isin([*FLOWS, *OTHER_FLOWS]).to_numpy()):
        problems.add(int(block.lines[n]), "flowCode", "must be X or M, or another code of a flow", flow.iloc[n])
    kept = flow.isin(list(FLOWS)).to_numpy(copy=True)
    tally.aside["re-exports, re-imports and other flows"] += int(flow.isin(list(OTHER_FLOWS)).sum())
    part = np.zeros(len(block), dtype=bool)
    for name, whole in WHOLE.items():
        if name in block.columns:
            part |= ~block.columns[name].isin(list(whole)).to_numpy()
    tally.aside["parts by second partner, customs procedure or transport"] += int((part & kept).sum())
    kept &= ~part
    when = periods(block, "period", problems)
    reporter, inside = _place(block, "reporter", problems, tally)
    kept &= inside
    partner, inside = _place(block, "partner", problems, tally)
    kept &= inside
    inner = (reporter == partner).to_numpy() & kept
    tally.aside["flows of an economy to itself (re-imports)"] += int(inner.sum())
    kept &= ~inner
    tally.missing["primaryValue"] += int((np.isnan(value) & kept).sum())
    tally.zero += int(((value == 0) & kept).sum())
    # the UN writes a mass of nought where none is known
    mass = np.where((mass == 0) & (value > 0), np.nan, mass)
    tally.missing["netWgt"] += int((np.isnan(mass) & kept).sum())
    lines = pd.DataFrame(
        {
            "line": block.lines,
            "reporter": reporter,
            "partner": partner,
            "side": flow.map(FLOWS),
            "period": when,
            "code": block.columns["cmdCode"].str.upper(),
            "usd": value,
            "kg": mass,
            "made": ~(_true(block, "isReported") | _true(block, "isAggregate")),
            "weighed": ~_true(block, "isNetWgtEstimated"),
        }
    )[kept]
    twice = lines[lines.duplicated([*_KEY, "code"])]
    for row in twice.head(20).to_dict("records"):
        problems.add(
            int(row["line"]),
            "cmdCode",
            "a flow of a code must stand once",
            f"{row['reporter']} {row['partner']} {row['period']} {row['code']}",
        )
    return lines


def _place(block: Block, side: str, problems: Problems, tally: Tally) -> tuple[pd.Series, BoolArray]:
    """UN numbers where given, else ISO codes."""
    by_number = f"{side}Code" in block.columns and (block.columns[f"{side}Code"] != "").all()
    name = f"{side}Code" if by_number or f"{side}ISO" not in block.columns else f"{side}ISO"

    def lookup(text: str) -> Place | None:
        return (un_number if by_number else iso_code)(text) if text else None

    codes, kind = ends(block, name, lookup, problems)
    return codes, put_aside(block, name, kind, lookup, tally)


def _true(block: Block, name: str) -> BoolArray:
    if name not in block.columns:
        # a file without the column does not say that anything was estimated
        return np.full(len(block), name != "isNetWgtEstimated")
    return block.columns[name].str.lower().isin(TRUE).to_numpy()


def _figures(lines: pd.DataFrame, tally: Tally) -> pd.DataFrame:
    import pandas as pd

    parts = []
    total = lines[lines["code"] == "TOTAL"]
    parts.append(total.assign(indicator=ALL_GOODS, unit="USD", value=total["usd"], estimated=total["made"]))
    for product in products():
        found = lines[lines["code"].isin(product.codes)]
        if not set(product.codes) <= set(found["code"]):
            some = lines["code"].str.startswith(product.codes)
            if some.any():
                tally.aside[f"{product.indicator}: the file lacks some of {' '.join(product.codes)}"] += int(some.sum())
            continue
        grouped = found.assign(weighed=found["weighed"] & found["kg"].notna()).groupby(_KEY)
        summed = grouped.agg(usd=("usd", "sum"), kg=("kg", "sum"), made=("made", "any"), weighed=("weighed", "all"))
        summed["whole"] = grouped["kg"].count() == grouped["code"].count()
        summed = summed[grouped["usd"].count() == grouped["code"].count()].reset_index()
        parts.append(
            summed.assign(indicator=product.value_indicator, unit="USD", value=summed["usd"], estimated=summed["made"])
        )
        if product.in_tonnes:
            mass = summed[summed["whole"]]
            parts.append(
                mass.assign(
                    indicator=product.indicator,
                    unit="t",
                    value=mass["kg"] / KG_PER_TONNE,
                    estimated=mass["made"] | ~mass["weighed"],
                )
            )
    rows = pd.concat(parts).dropna(subset=["value"])
    exporter = (rows["side"] == "exporter").to_numpy()
    return pd.DataFrame(
        {
            "indicator": rows["indicator"].to_numpy(),
            "reporter": np.where(exporter, rows["reporter"], rows["partner"]),
            "partner": np.where(exporter, rows["partner"], rows["reporter"]),
            "period": rows["period"].to_numpy(),
            "value": rows["value"].to_numpy(dtype=np.float64),
            "unit": rows["unit"].to_numpy(),
            "source": np.where(exporter, f"{SOURCE}-exporter", f"{SOURCE}-importer"),
            "status": np.where(rows["estimated"].to_numpy(dtype=bool), "estimate", "official"),
            "note": np.where(exporter, "FOB, as the exporter reports", "CIF, as the importer reports"),
        }
    )
