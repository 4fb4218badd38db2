"""`multipolar flip`: what would have to be believed for the sign to turn."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from cyclopts import Parameter

from multipolar.analysis.flip import SMALLEST
from multipolar.analysis.outcome import Flip
from multipolar.cli.given import outcome_of, refuse_beside_folders
from multipolar.cli.options import DRAWS, Draws, ModelOptions, economies_named
from multipolar.cli.payload import plain
from multipolar.cli.screen import between, out, print_json, progress, table
from multipolar.codes.economies import economy_name
from multipolar.wording import signed


def flip(
    run: str,
    /,
    *,
    focus: Annotated[list[str], Parameter(consume_multiple=True, negative=())] | None = None,
    draws: Draws = DRAWS,
    json: Annotated[bool, Parameter(negative=())] = False,
    model: ModelOptions | None = None,
) -> int:
    """Name the assumption, within its range, that would turn the sign of the headline, or say that none does.

    Tried are elasticities (together, and the most important sectors one by one), the horizon and what it assumes,
    leakage, the closures, and the imputed part of the tables; each within the range that its source gives or that is
    stated.

    Parameters
    ----------
    run
        A run folder, a scenario of the library, or a YAML file.
    focus
        Economies whose sign is asked about; the headline's by default.
    draws
        Draws of the imputed final demand.
    json
        Print JSON.
    """
    model = model or ModelOptions()
    refuse_beside_folders([run], model)
    wanted = economies_named(focus)
    with progress(not json) as notify:
        outcome = outcome_of(run, model, focus=wanted, draws=draws, progress=notify)
    chosen = [entry for entry in outcome.flips if not wanted or entry.economy in wanted]
    if json:
        print_json(plain([asdict(entry) | {"turns": list(entry.turns)} for entry in chosen]))
        return 0
    console = out()
    for entry in chosen:
        if abs(entry.value) < SMALLEST:
            console.print(f"{economy_name(entry.economy)}: real income does not change, so there is no sign to turn.")
            continue
        name = economy_name(entry.economy)
        rows = [
            [assumption, span, _over(entry, assumption), "turns the sign" if turned else ""]
            for assumption, span, _, turned in entry.tried
        ]
        columns = [("assumption", False), ("range tried", False), ("real income over it, %", True), ("", False)]
        console.print(table(f"{outcome.result.name}: {name}, real income {signed(entry.value, 3)} %", columns, rows))
        verdict = ", ".join(entry.turns)
        console.print(f"{name}: the sign turns with {verdict}.\n" if verdict else f"{name}: none turns the sign.\n")
        for failure in entry.failed:
            console.print(f"Not solved: {failure}", style="yellow", markup=False)
    return 0


def _over(entry: Flip, assumption: str) -> str:
    """Lowest and highest value over the range of an assumption, the headline's own among them."""
    values = [entry.value, *(value for name, _, value in entry.variants if name == assumption)]
    return between(min(values), max(values), 3)
