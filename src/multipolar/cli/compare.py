"""`multipolar compare`: several scenarios side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from multipolar.analysis.study import study
from multipolar.baseline.registry import load
from multipolar.cli.options import DRAWS, Draws, ModelOptions, OutputOptions, economies_named
from multipolar.cli.payload import FORMAT, outcome_payload
from multipolar.cli.record import command_line, record
from multipolar.cli.screen import out, print_json, progress
from multipolar.cli.summary import comparison_tables
from multipolar.cli.workbook import check_workbook, write_workbook
from multipolar.errors import AssumptionError


def compare(
    first: str,
    second: str,
    /,
    *others: str,
    focus: Annotated[list[str], Parameter(consume_multiple=True, negative=())] | None = None,
    draws: Draws = DRAWS,
    xlsx: Path | None = None,
    report: bool = True,
    model: ModelOptions | None = None,
    output: OutputOptions | None = None,
) -> int:
    """Solve several scenarios and set them side by side.

    Parameters
    ----------
    first
        The scenario that the others are compared with.
    second
        Another scenario.
    others
        More scenarios.
    focus
        Economies to tell more about, by ISO3 code or name.
    draws
        Draws of the imputed final demand for the imputation range; 0 leaves it out.
    xlsx
        Also write the tables to this workbook.
    report
        Write report.html into the run folder.
    """
    model, output = model or ModelOptions(), output or OutputOptions()
    scenarios = (first, second, *others)
    wanted = economies_named(focus)
    check_workbook(xlsx)
    outcomes = []
    with progress(not output.quiet and not output.json) as notify:
        notify("loading the baseline", 0.02)
        baseline = load(model.baseline)
        for number, name in enumerate(scenarios):

            def part(text: str, share: float, done: int = number, name: str = name) -> None:
                notify(f"{name}: {text}", (done + share) / (len(scenarios) + 0.2))

            outcomes.append(
                study(
                    baseline,
                    name,
                    closure=model.closure_of(),
                    elasticities=model.beliefs_of(baseline),
                    beside=model.beside,
                    date=model.date,
                    focus=wanted,
                    draws=draws,
                    settings=model.settings(),
                    progress=part,
                )
            )
        names = [outcome.result.name for outcome in outcomes]
        if len(set(names)) < len(names):
            raise AssumptionError(
                "compare", "needs scenarios of different names", evidence=", ".join(names), remedy="Rename one of them."
            )
        recorded = record(outcomes, model, output.out, with_report=report, draws=draws, focus=wanted)
        if xlsx is not None:
            write_workbook(xlsx, outcomes)
    if output.json:
        members = {
            outcome.result.name: outcome_payload(
                outcome,
                command=command_line(),
                run=f"{recorded.run}/{outcome.result.name}",
                folder=str(recorded.folder / outcome.result.name),
            )
            for outcome in outcomes
        }
        print_json({"format": FORMAT, "run": recorded.run, "folder": str(recorded.folder), "scenarios": members})
        return 0
    if not output.quiet:
        console = out()
        for table in comparison_tables(outcomes, focus=wanted):
            console.print(table)
        if report:
            console.print(f"\nReport: {recorded.folder / 'report.html'}", soft_wrap=True)
        console.print(f"Check it later: multipolar verify {recorded.folder}", soft_wrap=True)
    return 0
