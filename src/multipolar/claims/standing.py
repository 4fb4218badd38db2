"""How far each language can be trusted: scores on the held-out passages, recorded beside the rules.

`multipolar claims --evaluate --record` writes the table; a test checks that it is what the rules score now.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).with_name("corpus")
HELD_OUT = CORPUS / "claims_held_out.jsonl"
DEVELOPMENT = CORPUS / "claims_development.jsonl"
DEVELOPMENT_2 = CORPUS / "claims_development_2.jsonl"
STANDING_FILE = CORPUS / "standing.csv"
BAR = {"figures": (0.90, 0.80), "what-ifs": (0.75, 0.60)}
"""Precision and recall under which a language is called experimental."""
_GROUPS = {
    "level": "figures",
    "change": "figures",
    "rank": "figures",
    "share": "figures",
    "multiple": "figures",
    "date": "figures",
    "causal": "what-ifs",
    "conditional": "what-ifs",
    "forecast": "what-ifs",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Scores of one language in one group of kinds on the held-out passages."""

    language: str
    group: str
    precision: float
    recall: float
    labels: int

    @property
    def experimental(self) -> bool:
        """Whether it falls short of the bar."""
        precision, recall = BAR[self.group]
        return not (self.precision >= precision and self.recall >= recall)


def group_of(kind: str) -> str:
    """The group of kinds that scores are kept for; empty for events and positions, which have no bar."""
    return _GROUPS.get(kind, "")


@cache
def standings() -> tuple[Standing, ...]:
    """The recorded scores."""
    with STANDING_FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Standing(row["language"], row["group"], float(row["precision"]), float(row["recall"]), int(row["labels"]))
            for row in csv.DictReader(stream)
        )


def experimental_groups(language: str) -> tuple[str, ...]:
    """Groups in which a language falls short of the bar; all of them for a language without scores."""
    known = {entry.group: entry for entry in standings() if entry.language == language}
    return tuple(group for group in BAR if group not in known or known[group].experimental)
