"""Keep the page of reading scores, and the standing of each language, at what the rules score now.

``python -m multipolar.claims.scores_page docs`` reads all labelled passages, writes the tables of the page and
`corpus/standing.csv`. A test holds both to what it would write. Rows: precision and recall.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from multipolar.analysis.validation.pages import with_tables
from multipolar.claims.claim import FIGURES, WHAT_IFS
from multipolar.claims.document import LANGUAGES
from multipolar.claims.evaluate import Evaluation, Passage, evaluate, read_passages
from multipolar.claims.standing import BAR, DEVELOPMENT, DEVELOPMENT_2, HELD_OUT, STANDING_FILE

PAGE = "explanation/claims-scores.md"
_COLUMNS = ("figures", "figures with kind", "what-ifs", "events")


def standing_text(held_out: Evaluation) -> str:
    """The table of standings as CSV: scores of each language in each group that has a bar."""
    lines = ["language,group,precision,recall,labels"]
    for language in LANGUAGES:
        for group in BAR:
            count = held_out.count(group, language)
            precision, recall = (0.0 if math.isnan(value) else value for value in (count.precision, count.recall))
            lines.append(f"{language},{group},{precision:.4f},{recall:.4f},{count.labelled}")
    return "\n".join(lines) + "\n"


def scores_tables(held_out: Evaluation, development: Evaluation) -> dict[str, str]:
    """The tables of the page by name, in Markdown."""
    return {
        "held-out": _by_language(held_out, experimental=True),
        "kinds": _by_kind(held_out, development),
        "development": _by_language(development, experimental=False),
    }


def development_passages() -> tuple[Passage, ...]:
    """All passages that the rules may be made on."""
    return read_passages(DEVELOPMENT) + read_passages(DEVELOPMENT_2)


def _by_language(found: Evaluation, *, experimental: bool) -> str:
    heads = [f"{name}: labels, precision, recall" for name in _COLUMNS]
    last = ["experimental for"] if experimental else []
    lines = [f"| language | {' | '.join([*heads, *last])} |", "|---|" + "---:|" * len(heads) + "---|" * len(last)]
    for language in (*LANGUAGES, "all"):
        cells = []
        for name in _COLUMNS:
            count = found.count(name, language)
            cells.append(f"{count.labelled}, {_share(count.precision)}, {_share(count.recall)}")
        if experimental:
            cells.append(", ".join(found.experimental(language)) or "nothing")
        lines.append(f"| {language} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _by_kind(held_out: Evaluation, development: Evaluation) -> str:
    lines = ["| kind | held out: labels, precision, recall | development |", "|---|---:|---:|"]
    for kind in (*FIGURES, *WHAT_IFS, "event", "position"):
        cells = []
        for found in (held_out, development):
            count = found.count(kind)
            cells.append(f"{count.labelled}, {_share(count.precision)}, {_share(count.recall)}")
        lines.append(f"| `{kind}` | {' | '.join(cells)} |")
    for row, words in (("actors", "actors exactly right"), ("period", "period exactly right")):
        cells = [f"{_share(found.count(row).recall)} of figures found" for found in (held_out, development)]
        lines.append(f"| {words} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}"


def refresh(docs: Path) -> tuple[Path, ...]:
    """Score all passages and write page and standings; the files that changed."""
    held_out, development = evaluate(read_passages(HELD_OUT)), evaluate(development_passages())
    page = docs / PAGE
    wanted = {
        page: with_tables(page.read_text(encoding="utf-8"), scores_tables(held_out, development)),
        STANDING_FILE: standing_text(held_out),
    }
    changed = [path for path, text in wanted.items() if path.read_text(encoding="utf-8") != text]
    for path in changed:
        path.write_text(wanted[path], encoding="utf-8", newline="\n")
    return tuple(changed)


if __name__ == "__main__":
    refresh(Path(sys.argv[1]))
