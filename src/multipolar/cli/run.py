"""`multipolar run`: one scenario, everything about it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from multipolar.analysis.study import study
from multipolar.baseline.registry import load
from multipolar.cli.options import DRAWS, Draws, ModelOptions, OutputOptions, economies_named
from multipolar.cli.payload import outcome_payload
from multipolar.cli.record import command_line, record
from multipolar.cli.screen import err, out, print_json, progress
from multipolar.cli.summary import outcome_tables
from multipolar.cli.workbook import check_workbook, write_workbook


def run(
    scenario: str,
    /,
    *,
    focus: Annotated[list[str], Parameter(consume_multiple=True, negative=())] | None = None,
    draws: Draws = DRAWS,
    xlsx: Path | None = None,
    report: bool = True,
    model: ModelOptions | None = None,
    output: OutputOptions | None = None,
) -> int:
    """Solve one scenario and write a run folder with its report.

    Parameters
    ----------
    scenario
        A library scenario (see `multipolar scenario list`), NAME@VARIANT, or a YAML file.
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
    wanted = economies_named(focus)
    check_workbook(xlsx)
    with progress(not output.quiet and not output.json) as notify:
        notify("loading the baseline", 0.02)
        baseline = load(model.baseline)
        outcome = study(
            baseline,
            scenario,
            closure=model.closure_of(),
            elasticities=model.beliefs_of(baseline),
            beside=model.beside,
            date=model.date,
            focus=wanted,
            draws=draws,
            settings=model.settings(),
            progress=notify,
        )
        notify("writing the run folder", 0.95)
        recorded = record([outcome], model, output.out, with_report=report, draws=draws, focus=wanted)
        if xlsx is not None:
            write_workbook(xlsx, [outcome])
    if output.json:
        payload = outcome_payload(outcome, command=command_line(), run=recorded.run, folder=str(recorded.folder))
        print_json(payload)
        return 0
    if not output.quiet:
        console = out()
        for part in outcome_tables(outcome, focus=wanted):
            console.print(part)
        if report:
            console.print(f"\nReport: {recorded.folder / 'report.html'}", soft_wrap=True)
        console.print(f"Check it later: multipolar verify {recorded.folder}", soft_wrap=True)
    elif outcome.result.warnings:
        err().print("\n".join(outcome.result.warnings))
    return 0
