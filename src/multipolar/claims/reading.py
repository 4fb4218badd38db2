"""One article, read and tested: its claims with their verdicts, kept so that a claim can be argued with."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from multipolar.claims.check import Checker
from multipolar.claims.claim import Claim
from multipolar.claims.document import LANGUAGE_NAMES, Document
from multipolar.claims.extract import extraction
from multipolar.claims.records import claim_from
from multipolar.claims.standing import experimental_groups
from multipolar.claims.verdict import WORDS, Checked
from multipolar.data.store import home
from multipolar.errors import DataError, RunError

Progress = Callable[[str, float], None]
LAST = "last-reading.json"


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its claims, each tested.

    Attributes
    ----------
    notes : what a reader must know of the whole: language without rules or under the bar, no date, claims cut.
    """

    document: Document
    checked: tuple[Checked, ...]
    notes: tuple[str, ...] = ()

    def summary(self) -> dict[str, int]:
        """How many claims have each verdict, in the usual order; verdicts that none has are left out."""
        counted = Counter(entry.verdict.word for entry in self.checked)
        return {word: counted[word] for word in WORDS if counted[word]}

    def summary_line(self) -> str:
        """``11 claims: 5 supported, 1 depends on definition, ...``"""
        number = len(self.checked)
        parts = ", ".join(f"{count} {word}" for word, count in self.summary().items())
        return f"{number} claim{'s' if number != 1 else ''}" + (f": {parts}" if parts else "")

    def as_record(self) -> dict[str, Any]:
        """As the published JSON has it (docs/reference/claims.schema.json)."""
        document = self.document
        return {
            "document": {
                "title": document.title,
                "source": document.source,
                "language": document.language,
                "language_share": document.language_share,
                "date": document.date.isoformat() if document.date else None,
                "date_basis": document.date_basis,
                "characters": len(document.original),
                "sentences": len(document.sentences),
                "notes": [*document.notes, *self.notes],
            },
            "claims": [entry.as_record() for entry in self.checked],
            "summary": {"claims": len(self.checked), "verdicts": self.summary()},
        }


def read_claims(
    document: Document,
    checker: Checker,
    *,
    proposed: Sequence[Claim] = (),
    progress: Progress | None = None,
) -> Reading:
    """Find and test the claims of a document.

    Parameters
    ----------
    checker : what the claims are set beside. proposed : claims from another extractor, tested like the others.
    """
    tell = progress or (lambda _text, _share: None)
    tell("finding claims", 0.05)
    found = extraction(document)
    claims = sorted((*found.claims, *proposed), key=lambda claim: (claim.span.start, claim.mark.start))
    checked = []
    for number, claim in enumerate(claims):
        tell(f"testing {claim.id}", 0.1 + 0.9 * number / max(len(claims), 1))
        checked.append(checker.check(claim, document))
    return Reading(document, tuple(checked), (*_notes(document), *found.notes))


def _notes(document: Document) -> tuple[str, ...]:
    notes = []
    short = experimental_groups(document.language)
    if short:
        name = LANGUAGE_NAMES.get(document.language, document.language)
        notes.append(
            f"Reading {name} is experimental for {' and '.join(short)}: on the held-out "
            "passages it falls short of the bar (multipolar claims --evaluate)."
        )
    if document.date is None:
        notes.append("The date of the article is not known: relative times stay undetermined. Give it with --date.")
    return tuple(notes)


def keep(reading: Reading, store: Path | None = None) -> Path:
    """Keep the newest reading, so that `multipolar claims show` and `claims test` can go on from it.

    Raises
    ------
    RunError
        If the file cannot be written.
    """
    path = (store or home()) / "claims" / LAST
    kept = reading.as_record() | {"text": reading.document.text}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(kept, ensure_ascii=False, allow_nan=False), encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise RunError(str(path), f"cannot be written: {error.strerror}", remedy="Set MULTIPOLAR_HOME.") from error
    return path


@dataclass(frozen=True, slots=True)
class Kept:
    """A claim of the newest reading with what its test needs, and its record with the old verdict."""

    claim: Claim
    language: str
    date: datetime.date | None
    source: str
    record: dict[str, Any]


def kept_claim(name: str, store: Path | None = None) -> Kept:
    """A claim of the newest reading by its id.

    Raises
    ------
    DataError
        If nothing was read yet, what was kept cannot be understood, or no claim has that id; the message lists the ids.
    """
    path = (store or home()) / "claims" / LAST
    if not path.is_file():
        raise DataError("claims", "nothing was read yet", remedy="Read an article first: multipolar claims ARTICLE.")
    try:
        return _kept(json.loads(path.read_text(encoding="utf-8")), name)
    except (OSError, ValueError, KeyError, TypeError) as error:
        # Cut off, edited, or written by another version.
        raise DataError(
            str(path),
            "the newest reading cannot be understood",
            remedy="Read the article again: multipolar claims ARTICLE.",
        ) from error


def _kept(kept: dict[str, Any], name: str) -> Kept:
    known = {record["id"]: record for record in kept["claims"]}
    if name not in known:
        raise DataError(
            f"claim '{name}'",
            "is not in the newest reading",
            evidence=f"{kept['document']['source'] or 'the text'} has {', '.join(known) or 'no claims'}",
            remedy="Read the article again, or give one of these ids.",
        )
    document = kept["document"]
    day = datetime.date.fromisoformat(document["date"]) if document["date"] else None
    return Kept(claim_from(known[name]), document["language"], day, document["source"], known[name])
