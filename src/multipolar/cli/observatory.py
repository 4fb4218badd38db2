"""`multipolar data sql | indicators | figures | ranks | events | revisions`: questions to the observatory."""

from __future__ import annotations

import csv
import datetime
import decimal
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from rich.markup import escape

from multipolar.cli.screen import out, print_json, table
from multipolar.errors import DataError
from multipolar.observatory import Observatory, open_observatory
from multipolar.observatory.indicators import DIMENSIONS
from multipolar.observatory.observatory import place_code
from multipolar.observatory.records import Figure
from multipolar.wording import NO_DATUM

Flag = Annotated[bool, Parameter(negative=())]


def sql(question: str, /, *, rows: int = 200, csv_file: Path | None = None, json: Flag = False) -> int:
    """Ask the observatory in SQL (DuckDB). Read-only: no file and no address outside it can be reached.

    Tables: figures, indicators, sources, events, revisions, gaps, bloc_memberships, model_gaps.

    Parameters
    ----------
    question
        One SELECT, FROM, DESCRIBE or SUMMARIZE.
    rows
        At most this many rows.
    csv_file
        Write the answer here instead.
    json
        Print JSON.
    """
    if rows < 1:
        raise DataError("data sql", f"cannot show {rows} rows", remedy="Give --rows 1 or more.")
    names, found = open_observatory().rows(question, limit=rows + 1)
    more, found = len(found) > rows, found[:rows]
    if csv_file is not None:
        with csv_file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(names)
            writer.writerows(found)
        out().print(f"Wrote {csv_file}: {len(found)} rows{', more were left out' if more else ''}.", soft_wrap=True)
        return 0
    if json:
        print_json({"columns": names, "rows": [[_plain(value) for value in row] for row in found], "more": more})
        return 0
    numeric = [bool(found) and all(isinstance(row[n], int | float) for row in found) for n in range(len(names))]
    columns = list(zip(names, numeric, strict=True))
    out().print(table(_counted(len(found), "row"), columns, [[_shown(value) for value in row] for row in found]))
    if more:
        out().print(f"More rows were left out. Show them: --rows {10 * rows}, or --csv-file FILE.", soft_wrap=True)
    return 0


def indicators(text: str = "", /, *, dimension: str | None = None, json: Flag = False) -> int:
    """List the indicators of the observatory; with a text, those whose id, title or definition contains it.

    Parameters
    ----------
    text
        A word, such as gas; of a single indicator the definition is printed too.
    dimension
        trade, energy, materials, payments, routes, alignment, alliances, arms, capabilities, economy or model.
    json
        Print JSON.
    """
    if dimension is not None and dimension not in DIMENSIONS:
        raise DataError(f"dimension '{dimension}'", "is not known", remedy=f"Known: {', '.join(DIMENSIONS)}.")
    word = text.lower()
    store = open_observatory()
    exact = [indicator for indicator in store.indicators() if indicator.id == word]
    chosen = exact or [i for i in store.indicators() if word in f"{i.id} {i.title} {i.definition}".lower()]
    chosen = [indicator for indicator in chosen if dimension in {None, indicator.dimension}]
    if not chosen:
        store.indicator(text)
    if json:
        print_json([asdict(indicator) for indicator in chosen])
        return 0
    if len(chosen) == 1:
        only = asdict(chosen[0])
        lines = [f"{name:>12}  {escape(', '.join(v) if isinstance(v, tuple) else v)}" for name, v in only.items() if v]
        for key in chosen[0].sources:
            said_by = store.source(key)
            lines.append(f"{key:>12}  {escape(f'{said_by.citation} Licence: {said_by.licence}.')}")
        out().print("\n".join(lines), soft_wrap=True)
        return 0
    columns = [(name, False) for name in ("dimension", "indicator", "title", "unit", "kind", "sources")]
    rows = [[i.dimension, i.id, i.title, i.unit, i.kind, ", ".join(i.sources)] for i in chosen]
    out().print(table(_counted(len(chosen), "indicator"), columns, rows))
    out().print("Figures of one: multipolar data figures INDICATOR --from RUS --to CHN", soft_wrap=True)
    return 0


def figures(
    indicator: str,
    /,
    *,
    origin: Annotated[str | None, Parameter(name=["--from", "--of"])] = None,
    destination: Annotated[str | None, Parameter(name="--to")] = None,
    since: str | None = None,
    until: str | None = None,
    json: Flag = False,
) -> int:
    """Show figures of one indicator, all sources side by side, each with its status.

    Parameters
    ----------
    indicator
        Id, as `multipolar data indicators` lists it.
    origin
        Economy or bloc where the flow begins, or of which the figure is; WLD for the world.
    destination
        Economy or bloc where the flow ends; WLD for the world.
    since
        First period, such as 2015 or 2022-02.
    until
        Last period.
    json
        Print JSON.
    """
    store = open_observatory()
    about = store.indicator(indicator)
    if about.kind == "world" and (origin or destination):
        raise DataError(
            f"indicator '{about.id}'", "is of the world, not of places", remedy="Leave --from and --to out."
        )
    found = store.figures(about.id, origin, destination, since, until)
    if json:
        print_json({"indicator": asdict(about), "figures": [asdict(figure) for figure in found]})
        return 0
    if not found:
        out().print(f"{about.title}: {NO_DATUM} for that question. A gap is not zero.", soft_wrap=True)
        _print_gaps(store, about.id, {place_code(place) for place in (origin, destination) if place})
        return 0
    out().print(table(f"{about.title}, {about.unit}", _columns(found), _rows(found)))
    out().print(escape(about.definition), soft_wrap=True)
    for key in dict.fromkeys(figure.source for figure in found):
        said_by = store.source(key)
        edition = f"Vintage: {said_by.vintage}. Retrieved: {said_by.retrieved}."
        out().print(escape(f"{key}: {said_by.publisher}. {said_by.citation} {edition}"), soft_wrap=True)
    return 0


def ranks(
    indicator: str,
    /,
    *,
    destination: Annotated[str, Parameter(name="--to")],
    period: str,
    json: Flag = False,
) -> int:
    """Rank the suppliers of a destination in a period, each source in a list of its own.

    Parameters
    ----------
    indicator
        A flow, such as crude or rare-earths-value.
    destination
        Economy where the flow ends; WLD ranks suppliers of the world.
    period
        Such as 2023.
    json
        Print JSON.
    """
    store = open_observatory()
    found = store.ranks(indicator, destination=destination, period=period)
    if json:
        print_json([asdict(rank) for rank in found])
        return 0
    if not found:
        out().print(f"{store.indicator(indicator).title}: {NO_DATUM} for that question. A gap is not zero.")
        return 0
    for key in dict.fromkeys(rank.source for rank in found):
        mine = [rank for rank in found if rank.source == key][:15]
        rows = [
            [str(r.rank), r.reporter, _number(r.value), "" if r.share_pct is None else f"{r.share_pct:.1f}", r.status]
            for r in mine
        ]
        whole = "" if mine[0].complete else "; the source lists only these, others may stand between them"
        columns = [("rank", True), ("supplier", False), (mine[0].unit, True), ("share %", True), ("status", False)]
        out().print(table(f"{store.source(key).title}, {mine[0].of} suppliers{whole}", columns, rows))
    return 0


def events(
    *actors: str,
    since: str | None = None,
    until: str | None = None,
    kind: list[str] | None = None,
    json: Flag = False,
) -> int:
    """Show the timeline: sanctions, caps, tariffs, summits, statements, exercises, votes, accessions, routes, wars.

    Parameters
    ----------
    actors
        Economies or blocs that took part or were the target; all by default.
    since
        First day, such as 2022-02-24.
    until
        Last day.
    kind
        Only this kind; may be repeated.
    json
        Print JSON.
    """
    found = open_observatory().events(actors, since, until, kind or ())
    if json:
        print_json([asdict(event) for event in found])
        return 0
    columns = [(name, False) for name in ("date", "kind", "actors", "targets", "event", "status")]
    rows = [[e.date, e.kind, " ".join(e.actors), " ".join(e.targets), e.title, e.status] for e in found]
    out().print(table(_counted(len(found), "event"), columns, rows))
    return 0


def revisions(indicator: str | None = None, /, *, json: Flag = False) -> int:
    """Show figures that a later vintage of their own source replaced, with the old value and the reason.

    Parameters
    ----------
    indicator
        Only of this one.
    json
        Print JSON.
    """
    found = open_observatory().revisions(indicator)
    if json:
        print_json([asdict(revision) for revision in found])
        return 0
    names = ("indicator", "from", "to", "period", "source", "old", "vintage", "new", "vintage", "reason")
    columns = [(name, name in {"old", "new"}) for name in names]
    rows = []
    for r in found:
        old, new = [_number(r.old_value), r.old_vintage], [_number(r.new_value), r.new_vintage]
        rows.append([r.indicator, r.reporter, r.partner, r.period, r.source, *old, *new, r.reason])
    out().print(table(_counted(len(found), "revision"), columns, rows))
    return 0


def _print_gaps(store: Observatory, indicator: str, places: set[str]) -> None:
    names, rows = store.rows("SELECT product, exporter, importer, first_year, last_year, reason FROM gaps")
    product = {"gas-pipeline": "gas"}.get(indicator.removesuffix("-value"), indicator.removesuffix("-value"))
    chosen = [[str(value) for value in row] for row in rows if row[0] == product and places <= {row[1], row[2]}]
    if chosen:
        columns = [(name, False) for name in names]
        out().print(table("Flows that exist and that CEPII BACI lacks", columns, chosen))


def _columns(found: Sequence[Figure]) -> list[tuple[str, bool]]:
    names = ["from", "to", "period", "value", "source", "status", "note"]
    return [(name, name == "value") for name in names if name != "to" or any(f.partner for f in found)]


def _rows(found: Sequence[Figure]) -> list[list[str]]:
    several = any(f.partner for f in found)
    return [
        [f.reporter, *([f.partner] if several else []), f.period, _number(f.value), f.source, f.status, f.note]
        for f in found
    ]


def _number(value: float) -> str:
    if abs(value) >= 1e4:
        return f"{value:,.0f}"
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return _number(value) if isinstance(value, float) and math.isfinite(value) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool | type(None)) else str(value)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
