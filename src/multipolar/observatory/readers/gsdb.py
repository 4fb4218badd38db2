"""Reader of the Global Sanctions Data Base: cases as events, and who sanctions whom by year and kind as flags.

Columns of the case file: case_id, sanctioned_state, sanctioning_state, begin, end, trade, descr_trade, arms, military,
financial, travel, other, target_mult, sender_mult, objective, success. The dyadic file has a year instead of begin and
end. The base gives years, no days. Source: Felbermayr and others (2020), European Economic Review 129.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from multipolar.codes.foreign_codes import Place, register_name
from multipolar.errors import DataError
from multipolar.observatory.readers.opened import day_of, members
from multipolar.observatory.readers.problems import Problems
from multipolar.observatory.readers.reading import EVENT_COLUMNS, Notify, Reading, Tally, finished, quiet
from multipolar.observatory.readers.sheet import Block, matched
from multipolar.observatory.readers.small_tables import block_of, csv_lines, text_of

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "gsdb"
MOST_BYTES = 256 << 20
KINDS = ("trade", "arms", "military", "financial", "travel", "other")
NEEDED = ("case_id", "sanctioned_state", "sanctioning_state", *KINDS)
OPTIONAL = ("descr_trade", "objective", "success")
_VINTAGE = re.compile(r"GSDB[_ -]?V?(?P<edition>\d+(\.\d+)?)", re.IGNORECASE)
_YEARS = ("begin", "end")


@dataclass(frozen=True, slots=True)
class Case:
    """One row: who sanctions whom, from the first to the last year, by which kinds."""

    line: int
    number: str
    senders: tuple[Place, ...]
    targets: tuple[Place, ...]
    names: tuple[str, str]
    begin: int
    end: int
    kinds: tuple[str, ...]
    about: str


def read_gsdb(path: Path, notify: Notify = quiet, *, vintage: str = "") -> Reading:
    """Cases as events, and flags ``sanction-<kind>`` from the sanctioning to the sanctioned economy by year.

    Parameters
    ----------
    path : csv of cases or of dyads by year.
    vintage : edition; from the file name (``GSDB_V4.csv``) by default, else the day of the file.

    Raises
    ------
    DataError
        If a row breaks a rule or a state is unknown.
    """
    import pandas as pd

    given = [m for m in members(path) if m.name.lower().endswith((".csv", ".txt"))]
    if len(given) != 1:
        raise DataError(path.name, f"holds {len(given)} tables", remedy="Give one csv file; save a .dta file as csv.")
    member = given[0]
    notify(f"reading {member.name}", 0.1)
    problems = Problems(member.name, "Compare the row with the file that the authors sent.")
    tally = Tally()
    text = text_of(member, MOST_BYTES)
    rows = csv_lines(text, member.name, ";" if text[:400].count(";") > text[:400].count(",") else ",")
    if len(rows) < 2:
        raise DataError(member.name, "has no heading and rows")
    names = [name.lower() for name in rows[0][1]]
    years = ("year", "year") if "year" in names and "begin" not in names else _YEARS
    lacking = [name for name in (*NEEDED, *years) if name not in names]
    if lacking:
        raise DataError(
            member.name,
            f"row 1 lacks {', '.join(dict.fromkeys(lacking))}",
            evidence=f"found {', '.join(names[:12])}",
            remedy="Give the case file or the dyadic file of the Global Sanctions Data Base as csv.",
        )
    wanted = [name for name in dict.fromkeys((*NEEDED, *years, *OPTIONAL)) if name in names]
    block = block_of(names, rows[1:], problems, wanted=wanted)
    tally.rows = len(block)
    cases = _cases(block, years, problems, tally)
    problems.stop_if_any()
    named = _VINTAGE.search(path.name)
    edition = vintage or (named["edition"] if named else "") or day_of(path)
    flags = _flags(cases, tally)
    reading = finished(
        flags, file=path.name, source=SOURCE, vintage=edition, retrieved=day_of(path), tally=tally, added_up=False
    )
    events = pd.DataFrame(_events(cases, edition, day_of(path)), columns=list(EVENT_COLUMNS))
    return Reading(SOURCE, edition, reading.figures, tally, events.sort_values(["date", "title"], ignore_index=True))


def _cases(block: Block, years: tuple[str, str], problems: Problems, tally: Tally) -> list[Case]:
    for name in dict.fromkeys(years):
        matched(block, name, r"(19|20)\d{2}", "must be a year", problems)
    for kind in KINDS:
        matched(block, kind, "[01]", "must be 0 or 1", problems)
    problems.stop_if_any()
    cases = []
    column = {name: list(cells) for name, cells in block.columns.items()}
    for n, line in enumerate(map(int, block.lines)):
        begin, end = (int(column[name][n]) for name in years)
        if end < begin:
            problems.add(line, "end", "must not lie before begin", f"{begin} to {end}")
        kinds = tuple(kind for kind in KINDS if column[kind][n] == "1")
        if not kinds:
            tally.aside["cases of no kind"] += 1
        senders, targets = (
            _states(column[name][n], line, name, problems) for name in ("sanctioning_state", "sanctioned_state")
        )
        about = "; ".join(f"{name} {column[name][n]}" for name in OPTIONAL if name in column and column[name][n])
        cases.append(
            Case(
                line,
                column["case_id"][n],
                senders,
                targets,
                names=(column["sanctioning_state"][n], column["sanctioned_state"][n]),
                begin=begin,
                end=end,
                kinds=kinds,
                about=about,
            )
        )
    return cases


def _states(text: str, line: int, name: str, problems: Problems) -> tuple[Place, ...]:
    """States of a cell; names are parted by commas and may hold commas themselves (``Korea, North``)."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    found: list[Place] = []
    while parts:
        for size in range(min(len(parts), 4), 0, -1):
            place = register_name(", ".join(parts[:size]))
            if place is not None:
                found.append(place)
                parts = parts[size:]
                break
        else:
            problems.add(line, name, "must name states that are known", parts[0], "Names are English.")
            parts = parts[1:]
    if not text.strip():
        problems.add(line, name, "must name a state")
    return tuple(found)


def _flags(cases: Sequence[Case], tally: Tally) -> pd.DataFrame:
    """One for each sender, target, year and kind; groups other than the Union have no code and are counted."""
    import pandas as pd

    rows = set()
    for case in cases:
        for place in (*case.senders, *case.targets):
            if not place.is_flow_end:
                tally.aside[f"{place.name} (no economy; its events stay)"] += 1
        pairs = [(s.code, t.code) for s in case.senders for t in case.targets if s.code and t.code and s.code != t.code]
        rows |= {
            (f"sanction-{kind}", sender, target, str(year))
            for sender, target in pairs
            for kind in case.kinds
            for year in range(case.begin, case.end + 1)
        }
    frame = pd.DataFrame(sorted(rows), columns=["indicator", "reporter", "partner", "period"])
    return frame.assign(value=1.0, unit="flag", status="official")


def _events(cases: Sequence[Case], vintage: str, retrieved: str) -> list[tuple[str, ...]]:
    """One event a case; the dyadic file's rows of a case and pair become one."""
    spans: dict[tuple[str, tuple[str, str]], list[Case]] = {}
    for case in cases:
        spans.setdefault((case.number, case.names), []).append(case)
    found: list[tuple[str, ...]] = []
    for (number, (sender, target)), rows in spans.items():
        kinds = [kind for kind in KINDS if any(kind in row.kinds for row in rows)]
        begin, end = min(row.begin for row in rows), max(row.end for row in rows)
        about = f" ({rows[0].about})" if rows[0].about else ""
        title = f"Sanctions of {sender} on {target}: {', '.join(kinds) or 'no kind given'}; case {number}, year only"
        actors, targets = (
            " ".join(sorted({place.code for row in rows for place in getattr(row, side) if place.code}))
            for side in ("senders", "targets")
        )
        span = (f"{begin}-01-01", f"{end}-12-31")
        found.append((*span, "sanction", actors, targets, title + about, SOURCE, vintage, "official", retrieved))
    return found
