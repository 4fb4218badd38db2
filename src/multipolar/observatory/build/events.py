"""One timeline: collected measures, the vote on ES-11/1, exercises, accessions to blocs, and a hand-kept list.

What only memory supports is unverified, in the collected facts as in the hand-kept list.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from multipolar.codes.blocs import blocs, memberships
from multipolar.observatory.build.tidy import checked
from multipolar.observatory.build.write import write_parquet
from multipolar.observatory.records import EVENT_KINDS, Event

FILE = "events.parquet"
CURATED = Path(__file__).parents[1] / "curated_events.csv"
COLUMNS = ("date", "end", "kind", "actors", "targets", "title", "source", "status")
SINCE = "2001-01-01"
"""Accessions before this day stay in the table of memberships and are not put on the timeline."""
_KINDS = {"price cap": "cap", "tariff": "tariff"}


def build_events(folder: Path, target: Path) -> int:
    """Write the timeline from the folder of collected facts; the number of events."""
    import pandas as pd

    found = [*curated(), *measures(folder / "russia_measures.csv"), *vote(), *exercises(folder), *accessions()]
    rows = [[_cell(getattr(event, name)) for name in COLUMNS] for event in found]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return write_parquet(frame, target / FILE, key=("date", "title", "actors", "targets"))


def curated() -> Iterator[Event]:
    """The hand-kept list."""
    for row in _rows(CURATED):
        yield Event(
            row["date"], row["end"], row["kind"], tuple(row["actors"].split()), tuple(row["targets"].split()),
            row["title"], row["source"], row["status"],
        )  # fmt: skip


def measures(path: Path) -> Iterator[Event]:
    """Collected measures against Russia and tariffs on China; the hand-kept list has the better words for some."""
    told = {(event.date, event.kind, event.targets) for event in curated()}
    for row in _rows(path):
        kinds = [kind for word, kind in _KINDS.items() if word in row["type"]]
        kind = kinds[0] if kinds else "sanction"
        senders, targets = tuple(row["sender"].split("+")), (row["target"],)
        if (row["date"], kind, targets) not in told:
            title = f"{row['sender'].replace('+', ', ')}: {row['measure'].replace(chr(39), '')}"
            yield Event(row["date"], "", kind, senders, targets, title, row["source"], _status(row["check"]))


def vote() -> Iterator[Event]:
    """The vote of the General Assembly on the aggression against Ukraine."""
    title = "General Assembly votes 141 to 5, 35 abstaining, against the aggression (ES-11/1)"
    yield Event("2022-03-02", "", "vote", (), ("RUS",), title, "United Nations, roll call of ES-11/1", "official")


def exercises(folder: Path) -> Iterator[Event]:
    """Joint exercises, counted by year."""
    for row in _rows(folder / "goods_and_exercises.csv"):
        if "joint exercises" in row["item"]:
            first, second = sorted(row["item"].split()[0].split("-"))
            title = f"{row['value']} joint exercises in the year"
            span = (f"{row['year']}-01-01", f"{row['year']}-12-31")
            yield Event(*span, "exercise", (first, second), (), title, row["source"], checked(row["check"]))


def accessions() -> Iterator[Event]:
    """Who joined or left a bloc, from the table of memberships."""
    for bloc in blocs().values():
        for spell in memberships(bloc.code):
            if spell.bloc != bloc.code:
                continue
            source = spell.confirmed_by or "table of memberships"
            joins = "is invited to" if spell.status == "invited" else "joins"
            leaves = "is suspended from" if spell.status == "suspended" else "leaves"
            for day, word in ((spell.joined, joins), (spell.left, leaves)):
                if day is not None and day.isoformat() >= SINCE:
                    status = "unverified" if spell.unverified_on(day) else "official"
                    title = f"{spell.economy} {word} {bloc.code}"
                    date, who, what = day.isoformat(), (spell.economy,), (bloc.code,)
                    yield Event(date, "", "accession", who, what, title, source, status)


def _cell(value: str | tuple[str, ...]) -> str:
    return " ".join(value) if isinstance(value, tuple) else value


def _status(check: str) -> str:
    return "unverified" if check.startswith("recall") else checked(check)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert all(row.get("kind", "war") in EVENT_KINDS for row in rows)
    return rows
