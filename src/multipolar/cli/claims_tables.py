"""What the terminal shows of an article's claims: a line or two for each, and one claim in full.

Texts of articles and of sources go to the screen as they are: brackets in them are no markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from multipolar.claims.claim import Claim
from multipolar.claims.reading import Reading
from multipolar.claims.records import claim_from
from multipolar.claims.verdict import Checked
from multipolar.cli.screen import err, out, table
from multipolar.report.claims_page import SIGNS, UNTESTED
from multipolar.report.claims_words import read_as, value_in_words, when_in_words

WIDE = 120
"""Columns from which a claim fits on one line."""
MOST_ACTORS = 4
STYLES = {"good": "bold cyan", "near": "cyan", "mixed": "bold yellow", "bad": "bold red", "none": "dim"}


def show_reading(reading: Reading) -> None:
    """The claims of an article with their verdicts, in the order of the text; notes go to stderr."""
    console = out()
    document = reading.document
    day = document.date.isoformat() if document.date else "no date"
    title = f"{document.title or document.source or 'text'} ({document.language}, {day})"
    console.print(Text(title, style="bold"), soft_wrap=True)
    if reading.checked and console.width >= WIDE:
        console.print(_wide(reading, console.width))
    else:
        for entry in reading.checked:
            _narrow(console, entry)
    if reading.checked:
        console.print()
    console.print(f"{reading.summary_line()}.", markup=False)
    if reading.checked:
        first = next((e for e in reading.checked if e.verdict.word not in UNTESTED), reading.checked[0])
        console.print(f"One in full: multipolar claims show {first.claim.id}", markup=False, soft_wrap=True)
    for note in (*document.notes, *reading.notes):
        err().print(f"Note: {note}", style="yellow", markup=False)


def _wide(reading: Reading, width: int) -> Table:
    rows = []
    for entry in reading.checked:
        claim = entry.claim
        cells = [claim.id, claim.kind, value_in_words(claim), _who(claim), when_in_words(claim)]
        rows.append((cells, _verdict(entry.verdict.word), entry))
    drawn = Table(box=None, pad_edge=False)
    heads = ("id", "kind", "value", "who", "when")
    for number, head in enumerate(heads):
        drawn.add_column(head, no_wrap=True, justify="right" if head == "value" else "left")
        width -= 2 + max([len(head), *(len(cells[number]) for cells, _, _ in rows)])
    drawn.add_column("verdict", no_wrap=True)
    drawn.add_column("words", no_wrap=True, overflow="ellipsis")
    room = max(width - 2 - max([7, *(len(word) for _, word, _ in rows)]), 20)
    for cells, word, entry in rows:
        drawn.add_row(*(Text(cell) for cell in cells), word, Text(around(entry.claim, room)))
    return drawn


def _narrow(console: Console, entry: Checked) -> None:
    """Id, verdict and parse, then the words: readable at any width."""
    head = Text.assemble((f"{entry.claim.id:<4}", "bold"), " ", _verdict(entry.verdict.word))
    parse = " · ".join(
        part for part in (value_in_words(entry.claim), _who(entry.claim), when_in_words(entry.claim)) if part
    )
    head.append(f"  {parse}" if parse else "")
    console.print(head)
    console.print(Text(f"     {around(entry.claim, console.width - 5)}"), no_wrap=True, overflow="ellipsis")


def _verdict(word: str) -> Text:
    sign, css = SIGNS[word]  # type: ignore[index]
    return Text(f"{sign} {word}", style=STYLES[css])


def _who(claim: Claim) -> str:
    codes = claim.codes()
    return " ".join(codes[:MOST_ACTORS]) + (" …" if len(codes) > MOST_ACTORS else "")


def around(claim: Claim, room: int) -> str:
    """The words of a claim on one line: for a figure, those around it; else the sentence from its beginning."""
    line = " ".join(claim.quote.split())
    if len(line) <= room:
        return line
    if claim.value is None or claim.mark == claim.span:
        return f"{line[: room - 1].rstrip()}…"
    before = " ".join(claim.quote[: max(claim.mark.start - claim.span.start, 0)].split())
    start = max(min(len(before) - room // 2, len(line) - room), 0)
    # A word that would be cut at the front is left out.
    start = line.find(" ", start) + 1 if start else 0
    piece = line[start:]
    head = "…" if start else ""
    return head + (piece if len(piece) + len(head) <= room else f"{piece[: room - len(head) - 1].rstrip()}…")


def show_claim(record: Mapping[str, Any]) -> None:
    """One claim in full: quote, parse, data or scenario, verdict."""
    console = out()
    claim = claim_from(record)

    def say(text: str) -> None:
        console.print(text, markup=False, soft_wrap=True)

    head = Text.assemble((claim.id, "bold"), f" {claim.kind}: ", _verdict(record["verdict"]))
    console.print(head, soft_wrap=True)
    say(f"  “{' '.join(claim.quote.split())}”")
    say(f"  {record['reason']}")
    for mark in record["marks"]:
        say(f"  marked: {mark}")
    say(f"  read as: {read_as(claim) or 'nothing but its words'}")
    say(f"  parse, to be corrected with multipolar claims test {claim.id} --as FIELD=VALUE:")
    say(f"      {' '.join(_assignments(claim))}")
    for name, text in record["parts"].items():
        say(f"  {name}: {text}")
    for entry in record["evidence"]:
        if entry["type"] == "figure":
            say(f"  {entry['fit']}: {entry['definition']}")
            say(f"      {entry['arithmetic']}")
            say(f"      source: {', '.join(entry['sources'])} ({entry['status']})")
        else:
            _show_scenario(console, entry, claim.id)


def _assignments(claim: Claim) -> list[str]:
    """The parse, field by field, as `claims test --as` takes it."""
    told = {
        "kind": claim.kind,
        "value": f"{claim.value:.10g}" if claim.value is not None else None,
        "unit": claim.unit,
        "measure": claim.measure,
        "commodity": claim.commodity,
        "direction": claim.direction,
        "actors": ",".join(f"{actor.code}:{actor.role}" for actor in claim.actors),
        "period": claim.period.code() if claim.period else None,
        "base_period": claim.base_period.code() if claim.base_period else None,
    }
    return [f"{name}={text}" for name, text in told.items() if text]


def _show_scenario(console: Console, entry: Mapping[str, Any], name: str) -> None:
    def say(text: str) -> None:
        console.print(text, markup=False, soft_wrap=True)

    say(f"  {entry['question']}")
    needed = f"{entry['outcome']}; needed: {entry['relation']} {entry['threshold']:g} {entry['unit']}"
    if entry["settings"]:
        rows = [
            [f"{s['horizon']} run", s["elasticities"], s["closure"], f"{s['value']:+.3g}", "yes" if s["met"] else "no"]
            for s in entry["settings"]
        ]
        heads = [("horizon", False), ("elasticities", False), ("deficits", False)]
        console.print(table(f"  {needed}", [*heads, (entry["unit"], True), ("reached", False)], rows))
    else:
        say(f"  {needed}")
    say(f"  why there: {entry['reason']}")
    for note in (*entry["failed"], *entry["notes"]):
        say(f"  note: {note}")
    say(f"  scenario (save it with multipolar claims show {name} --save FILE, edit it, and solve it again with")
    say(f"  multipolar claims test {name} --scenario FILE):")
    for line in entry["scenario"].splitlines():
        say(f"    {line}")
    if entry["against"]:
        say("  compared with:")
        for line in entry["against"].splitlines():
            say(f"    {line}")
