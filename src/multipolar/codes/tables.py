"""Reading of the small CSV tables that ship with this package, and the one way to compare names."""

from __future__ import annotations

import csv
import difflib
import unicodedata
from collections.abc import Iterable
from importlib import resources

from multipolar.errors import MultipolarError


class UnknownCodeError(MultipolarError):
    """A text that names nothing known. `kind` is `economy`, `sector` or `bloc`; `candidates` are the nearest codes."""

    exit_code = 2

    def __init__(self, kind: str, text: str, *, remedy: str = "", candidates: tuple[str, ...] = ()) -> None:
        self.kind = kind
        self.text = text
        self.candidates = candidates
        super().__init__(f"{text!r}", f"unknown {kind}", remedy=remedy)


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of `codes/<name>.csv` as text."""
    text = resources.files("multipolar.codes").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def fold(text: str) -> str:
    """A name without case, accents and punctuation, so that `Cote d'Ivoire` finds `Côte d’Ivoire`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(mark if mark.isalnum() or mark == "+" else " " for mark in plain if not unicodedata.combining(mark))
    return " ".join(kept.split())


def nearest(text: str, names: Iterable[str], count: int = 1, cutoff: float = 0.72) -> tuple[str, ...]:
    """The names closest to `text` by spelling, best first; empty when none is close."""
    return tuple(difflib.get_close_matches(text, list(names), n=count, cutoff=cutoff))
