"""`multipolar claims --evaluate`: how well the rules read labelled passages."""

from __future__ import annotations

import math
from pathlib import Path

from multipolar.claims.claim import FIGURES, WHAT_IFS
from multipolar.claims.document import LANGUAGES
from multipolar.claims.evaluate import Evaluation, evaluate, read_passages
from multipolar.claims.standing import BAR, DEVELOPMENT, HELD_OUT
from multipolar.cli.screen import out, print_json, table

_FILES = {"held-out": HELD_OUT, "development": DEVELOPMENT}


def show_evaluation(name: str, *, json: bool) -> int:
    """Print precision and recall by language and by kind; exit code 1 where the whole falls short of the bar.

    Parameters
    ----------
    name : ``held-out``, ``development``, or a file of labelled passages.
    """
    found = evaluate(read_passages(_FILES.get(name, Path(name))))
    languages = [language for language in (*LANGUAGES, "all") if ("figures" in _rows(found, language))]
    if json:
        print_json(_record(found, languages))
    else:
        _show(found, languages, name)
    return 1 if found.experimental("all") else 0


def _rows(found: Evaluation, language: str) -> set[str]:
    return {row for (known, row) in found.counts if known == language}


def _show(found: Evaluation, languages: list[str], name: str) -> None:
    console = out()
    rows = []
    for language in languages:
        cells = [language]
        for group in ("figures", "figures with kind", "what-ifs", "events", "actors", "period"):
            count = found.count(group, language)
            cells += (
                [_share(count.precision), _share(count.recall)]
                if group not in {"actors", "period"}
                else [_share(count.recall)]
            )
        cells.append(", ".join(found.experimental(language)) or "no")
        rows.append(cells)
    heads = ["figures P", "R", "with kind P", "R", "what-ifs P", "R", "events P", "R", "actors right", "period right"]
    columns = [("language", False), *((head, True) for head in heads), ("experimental", False)]
    console.print(table(f"{found.passages} passages, {name}: precision and recall by language", columns, rows))
    rows = []
    for kind in (*FIGURES, *WHAT_IFS, "event", "position"):
        count = found.count(kind)
        rows.append(
            [
                kind,
                str(count.labelled),
                str(count.made),
                str(count.right),
                _share(count.precision),
                _share(count.recall),
            ]
        )
    columns = [("kind", False), *((head, True) for head in ("labels", "found", "right", "precision", "recall"))]
    console.print(table("By kind, all languages", columns, rows))
    bars = ", ".join(f"{group} {low:.2f} and {high:.2f}" for group, (low, high) in BAR.items())
    console.print(f"The bar (precision and recall): {bars}. A language under it is experimental.", soft_wrap=True)


def _record(found: Evaluation, languages: list[str]) -> dict[str, object]:
    return {
        "passages": found.passages,
        "languages": {
            language: {
                row: {
                    "labels": count.labelled,
                    "found": count.made,
                    "right": count.right,
                    "precision": None if math.isnan(count.precision) else count.precision,
                    "recall": None if math.isnan(count.recall) else count.recall,
                }
                for row in sorted(_rows(found, language))
                for count in [found.count(row, language)]
            }
            for language in languages
        },
        "misses": [
            {"passage": m.passage, "what": m.what, "kind": m.kind, "value": m.value, "unit": m.unit, "text": m.text}
            for m in found.misses
        ],
    }


def _share(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.2f}"
