"""How well the rules read: precision and recall on labelled passages, by kind and by language.

A figure counts as found when value and unit agree and the marks overlap; as found *with its kind* when the kind agrees
too. A sentence (causal, conditional, forecast, event, position) counts when kind and place agree. Each label is matched
by one claim at most.
"""

from __future__ import annotations

import datetime
import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from multipolar.claims.claim import FIGURES, WHAT_IFS, Claim
from multipolar.claims.extract import extract
from multipolar.claims.standing import BAR
from multipolar.claims.text.read import read_document
from multipolar.errors import DataError

VALUE_TOLERANCE = 2e-3
"""Relative; a third is labelled 33.33."""
SENTENCE_OVERLAP = 0.5
GROUPS: dict[str, tuple[str, ...]] = {"figures": FIGURES, "what-ifs": WHAT_IFS, "events": ("event", "position")}


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled text. `labels` are records as described on the page of the labelling rules."""

    id: str
    language: str
    date: datetime.date
    text: str
    labels: tuple[dict[str, Any], ...]


@dataclass(slots=True)
class Count:
    """Right claims, claims made, and labels; the sums behind precision and recall."""

    right: int = 0
    made: int = 0
    labelled: int = 0

    @property
    def precision(self) -> float:
        """Of the claims made, how many are right; NaN where none was made."""
        return self.right / self.made if self.made else math.nan

    @property
    def recall(self) -> float:
        """Of the labels, how many were found; NaN where there is none."""
        return self.right / self.labelled if self.labelled else math.nan

    def add(self, right: int, made: int, labelled: int) -> None:
        """Add the counts of one passage."""
        self.right += right
        self.made += made
        self.labelled += labelled


@dataclass(frozen=True, slots=True)
class Miss:
    """A label that no claim matches, or a claim that no label matches."""

    passage: str
    what: str
    kind: str
    value: float | None
    unit: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Counts by (language, row); the language ``all`` sums over languages.

    Rows are the kinds and ``figures`` (value, unit and place), ``figures with kind``, ``what-ifs``, ``events``; for
    figures found, ``actors`` and ``period`` count how many carry exactly the labelled ones.
    """

    passages: int
    counts: dict[tuple[str, str], Count]
    misses: tuple[Miss, ...] = field(default=())

    def count(self, row: str, language: str = "all") -> Count:
        """The count of a row, empty where nothing was labelled or made."""
        return self.counts.get((language, row), Count())

    def experimental(self, language: str) -> tuple[str, ...]:
        """Groups in which a language falls short of the bar."""
        short = []
        for group, (precision, recall) in BAR.items():
            count = self.count(group, language)
            if not (count.precision >= precision and count.recall >= recall):
                short.append(group)
        return tuple(short)


def read_passages(path: Path) -> tuple[Passage, ...]:
    """Labelled passages from a file of JSON Lines.

    Raises
    ------
    DataError
        With the line, where a record lacks a field or a mark is not the text at its place.
    """
    if not path.is_file():
        raise DataError(str(path), "is absent", remedy="Name a file of labelled passages, one JSON record a line.")
    passages = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            labels = tuple(record["claims"])
            for label in labels:
                if record["text"][label["start"] : label["end"]] != label["mark"]:
                    raise ValueError(f"mark {label['mark']!r} is not at {label['start']}")
            day = datetime.date.fromisoformat(record["date"])
            passages.append(Passage(record["id"], record["language"], day, record["text"], labels))
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(f"{path.name}, line {number}", "is not a labelled passage", evidence=repr(error)) from error
    return tuple(passages)


def evaluate(passages: Sequence[Passage], read: Callable[[Passage], Sequence[Claim]] | None = None) -> Evaluation:
    """Read each passage by the rules and count.

    Parameters
    ----------
    read : how a passage becomes claims; by default its text is read in its own language at its own date.
    """
    counts: dict[tuple[str, str], Count] = defaultdict(Count)
    misses: list[Miss] = []
    for passage in passages:
        claims = list((read or read_passage)(passage))
        for language in ("all", passage.language):
            _count_figures(passage, claims, counts, language)
            for kind in (*WHAT_IFS, "event", "position"):
                _count_sentences(passage, claims, counts, language, kind)
        misses += _misses(passage, claims)
    for language in {key[0] for key in counts}:
        for group in ("what-ifs", "events"):
            parts = [counts[language, kind] for kind in GROUPS[group]]
            counts[language, group] = Count(
                sum(part.right for part in parts),
                sum(part.made for part in parts),
                sum(part.labelled for part in parts),
            )
    return Evaluation(len(passages), dict(counts), tuple(misses))


def read_passage(passage: Passage) -> tuple[Claim, ...]:
    """The claims of a passage, read in its own language at its own date."""
    return extract(read_document(passage.text, kind="text", language=passage.language, date=passage.date))


def _count_figures(
    passage: Passage, claims: Sequence[Claim], counts: dict[tuple[str, str], Count], language: str
) -> None:
    labels = [label for label in passage.labels if label["kind"] in FIGURES]
    made = [claim for claim in claims if claim.kind in FIGURES]
    pairs = _matched(labels, made, _same_figure)
    counts[language, "figures"].add(len(pairs), len(made), len(labels))
    typed = [(label, claim) for label, claim in pairs if label["kind"] == claim.kind]
    counts[language, "figures with kind"].add(len(typed), len(made), len(labels))
    for kind in FIGURES:
        right = sum(label["kind"] == kind for label, _ in typed)
        counts[language, kind].add(
            right, sum(claim.kind == kind for claim in made), sum(label["kind"] == kind for label in labels)
        )
    actors = sum(set(claim.codes()) == set(label["actors"]) for label, claim in pairs)
    counts[language, "actors"].add(actors, len(pairs), len(pairs))
    dated = sum((claim.period.code() if claim.period else "") == (label["period"] or "") for label, claim in pairs)
    counts[language, "period"].add(dated, len(pairs), len(pairs))


def _count_sentences(
    passage: Passage, claims: Sequence[Claim], counts: dict[tuple[str, str], Count], language: str, kind: str
) -> None:
    labels = [label for label in passage.labels if label["kind"] == kind]
    made = [claim for claim in claims if claim.kind == kind]
    counts[language, kind].add(len(_matched(labels, made, _same_place)), len(made), len(labels))


def _matched(
    labels: Iterable[dict[str, Any]], claims: Sequence[Claim], same: Callable[[dict[str, Any], Claim], bool]
) -> list[tuple[dict[str, Any], Claim]]:
    free = list(claims)
    pairs = []
    for label in labels:
        found = next((claim for claim in free if same(label, claim)), None)
        if found is not None:
            free.remove(found)
            pairs.append((label, found))
    return pairs


def _same_figure(label: dict[str, Any], claim: Claim) -> bool:
    if claim.value is None or label["value"] is None or claim.unit != label["unit"]:
        return False
    near = abs(claim.value - label["value"]) <= VALUE_TOLERANCE * max(abs(label["value"]), 1e-12)
    return near and bool(label["start"] < claim.mark.end and claim.mark.start < label["end"])


def _same_place(label: dict[str, Any], claim: Claim) -> bool:
    shared = min(label["end"], claim.mark.end) - max(label["start"], claim.mark.start)
    return bool(shared >= SENTENCE_OVERLAP * (label["end"] - label["start"]))


def _misses(passage: Passage, claims: Sequence[Claim]) -> list[Miss]:
    found: list[Miss] = []
    for kinds, same in (
        (FIGURES, _same_figure),
        *(((kind,), _same_place) for kind in (*WHAT_IFS, "event", "position")),
    ):
        labels = [label for label in passage.labels if label["kind"] in kinds]
        made = [claim for claim in claims if claim.kind in kinds]
        pairs = _matched(labels, made, same)
        known = [id(label) for label, _ in pairs]
        right = [id(claim) for _, claim in pairs]
        found += [
            Miss(passage.id, "not found", label["kind"], label["value"], label["unit"], label["mark"])
            for label in labels
            if id(label) not in known
        ]
        found += [
            Miss(
                passage.id,
                "not labelled",
                claim.kind,
                claim.value,
                claim.unit,
                passage.text[claim.mark.start : claim.mark.end],
            )
            for claim in made
            if id(claim) not in right
        ]
        found += [
            Miss(passage.id, f"labelled {label['kind']}", claim.kind, claim.value, claim.unit, label["mark"])
            for label, claim in pairs
            if label["kind"] != claim.kind
        ]
    return found
