"""`multipolar validate`: our numbers next to published ones, and next to what happened."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from multipolar.cli.screen import out, print_json, progress
from multipolar.cli.validation_detours import detours_part
from multipolar.cli.validation_oil import oil
from multipolar.cli.validation_payments import validate_payments
from multipolar.cli.validation_routes import red_sea
from multipolar.cli.validation_screen import show_range, show_tables, show_trade
from multipolar.errors import DataError

if TYPE_CHECKING:
    from multipolar.analysis.validation.comparison import ComparisonTable

Part = Literal["caliendo-parro", "russia-trade", "published-range", "oil", "red-sea", "payments", "detours"]
Backtest = Literal["oil", "russia-trade", "red-sea", "detours"]
Step = Callable[[str, float], None]
ABSENT = (
    "The data of Caliendo and Parro (2015) carry no licence, so they are not shipped. Set MULTIPOLAR_DATA to the "
    "folder of source tables; their files are read from reference/cp2015 beside it."
)


def validate(
    what: Literal[Part, "all"] | None = None,
    /,
    *,
    backtest: Backtest | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Set our numbers next to published ones and next to what happened.

    `caliendo-parro` needs the authors' data (MULTIPOLAR_DATA); the others work from the package alone. Exit code 0
    unless a published decimal that can be checked is missed, then 1; 3 when `caliendo-parro` is asked for by name and
    its data are absent.

    Examples
    --------
    multipolar validate
    multipolar validate russia-trade
    multipolar validate --backtest oil
    multipolar validate caliendo-parro --json

    Parameters
    ----------
    what
        caliendo-parro: their Tables 2, 3, 5 and 6. russia-trade: trade by partner after 2022, forecast and happened.
        published-range: Russia's loss in the literature and here. oil: Russian crude by buyer, and its discount.
        red-sea: transits of straits and canals in 2024, forecast and counted. payments: the currencies of Russia's
        trade, fitted and predicted. detours: EU exports of sanctioned goods to Russia's neighbours.
    backtest
        This comparison with what happened: alone, or beside what is named.
    json
        Print JSON.
    """
    makers: dict[Part, Callable[[Step], tuple[dict[str, Any], Callable[[], None]]]] = {
        "caliendo-parro": _caliendo_parro,
        "russia-trade": _russia_trade,
        "published-range": _published_range,
        "oil": oil,
        "red-sea": red_sea,
        "payments": validate_payments,
        "detours": detours_part,
    }
    named = {name for name in (what, backtest) if name is not None} or {"all"}
    chosen = [part for part in makers if named & {part, "all"}]
    payload: dict[str, Any] = {}
    shown = []
    with progress(not json) as tell:
        for part in chosen:
            payload[part], show = makers[part](tell)
            shown.append(show)
    if json:
        print_json(payload)
    else:
        for show in shown:
            show()
    replication = payload.get("caliendo-parro", {})
    if what == "caliendo-parro" and not replication["available"]:
        return DataError.exit_code
    return 1 if replication.get("missed") else 0


def reference_folder() -> Path | None:
    """Where the data of Caliendo and Parro (2015) lie, or None."""
    named = os.environ.get("MULTIPOLAR_DATA", "")
    if not named:
        return None
    found = Path(named).resolve().parent / "reference" / "cp2015"
    return found if (found / "published_tables.json").is_file() else None


def _caliendo_parro(tell: Step) -> tuple[dict[str, Any], Callable[[], None]]:
    folder = reference_folder()
    if folder is None:
        return {"available": False, "why": ABSENT}, lambda: out().print(f"caliendo-parro: not run. {ABSENT}")
    from multipolar.analysis.validation.cp2015 import validate_cp2015

    tell("Caliendo and Parro", 0.0)
    tables = validate_cp2015(folder)
    missed = [name for found in tables for name in missed_cells(found)]
    payload = {
        "available": True,
        "missed": missed,
        "tables": [
            {key: getattr(found, key) for key in ("name", "title", "source", "unit", "note")}
            | {"cells": [_cell(cell) for cell in found.cells]}
            for found in tables
        ],
    }
    return payload, lambda: show_tables(tables, missed)


def missed_cells(found: ComparisonTable) -> list[str]:
    """Published numbers of a table that ours do not round to.

    A statement that the source leaves open, such as the unit in which deficits are kept (footnote 47), counts as missed
    only if no reading of it gives the printed number.
    """
    if found.name != "footnote47":
        return [f"{found.name}: {cell.row}, {cell.column}" for cell in found.disagreements]
    reached = {cell.row for cell in found.cells if cell.agrees}
    return [f"{found.name}: {row}" for row in found.rows if row not in reached]


def _cell(cell: Any) -> dict[str, Any]:
    keys = ("row", "column", "published", "ours", "decimals", "agrees")
    return {key: getattr(cell, key) for key in keys}


def _russia_trade(tell: Step) -> tuple[dict[str, Any], Callable[[], None]]:
    from multipolar.analysis.validation.forecast_scores import MEASURES
    from multipolar.analysis.validation.russia_trade import OUTCOMES, study_russia_trade
    from multipolar.data.russia_trade import FLOWS

    study = study_russia_trade(on_step=tell)
    scores = []
    for found in study.forecasts:
        for flow in FLOWS:
            for year in OUTCOMES:
                if year <= found.start_year:
                    continue
                for measure in MEASURES:
                    score = study.score(found.name, flow, year, measure)
                    key = {"forecast": found.name, "role": found.role, "flow": flow, "year": year, "measure": measure}
                    fields = ("error", "explained", "rank", "sign_hits", "signs", "partners")
                    scores.append(key | {field: _plain(getattr(score, field)) for field in fields})
    partners = [
        {"partner": code, "flow": flow}
        | {f"{year}_usd_mn": _plain(study.published[flow, year][n]) for year in (2021, *OUTCOMES)}
        | {f"{found.name}_usd_mn": _plain(found.value[flow][n]) for found in study.forecasts if found.role != "variant"}
        for flow in FLOWS
        for n, code in enumerate(study.economies)
        if code != "RUS"
    ]
    return {"scores": scores, "partners": partners}, lambda: show_trade(study)


def _published_range(tell: Step) -> tuple[dict[str, Any], Callable[[], None]]:
    from dataclasses import asdict

    from multipolar.analysis.validation.published_range import compare_range, our_results

    ours = our_results(on_step=tell)
    rows = compare_range(ours)
    payload = {
        "published": [
            asdict(row.published)
            | {"ours": dict(row.ours.real_income_pct) if row.ours else None, "verdict": row.verdict}
            for row in rows
        ],
        "ours": [
            {
                "key": found.setting.key,
                "title": found.setting.title,
                "real_income_pct": dict(found.real_income_pct),
                "real_wage_pct": dict(found.real_wage_pct),
                "exports_pct": found.exports_pct,
                "imports_pct": found.imports_pct,
            }
            for found in ours
        ],
    }
    return payload, lambda: show_range(rows, ours)


def _plain(value: float) -> float | None:
    return value if isinstance(value, int) else (float(value) if math.isfinite(value) else None)
