"""Turning outcomes into run folders: the files, the manifest, the report. Shared by `run` and `compare`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from multipolar import __version__
from multipolar.analysis.compare import comparison_frame
from multipolar.analysis.outcome import Outcome
from multipolar.analysis.payments import CHANNEL as PAYMENTS
from multipolar.analysis.ranges import IMPUTATION_SEED
from multipolar.analysis.tables import assumptions_csv, economies_table, horizons_table
from multipolar.cli.options import DRAWS, ModelOptions
from multipolar.data.catalog import SourceCard, card
from multipolar.data.payment_rules import RULES
from multipolar.report import figures, render_report
from multipolar.runs.beliefs import beliefs_record, elasticities_record
from multipolar.runs.content import citation_bib, diagnostics_json, elasticities_csv, results_parquet, trace_parquet
from multipolar.runs.folder import DIAGNOSTICS, RESULTS, SCENARIO, RunRequest, now_utc, run_name, write_run
from multipolar.scenario import dump_scenario
from multipolar.simulation.result import Result

USUAL: dict[str, Any] = {"report": True, "draws": DRAWS, "focus": [], "beside": False}
"""What a run tells when nothing is said; what differs gives the folder another name."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where a run was written, and under what name."""

    folder: Path
    run: str


def command_line() -> str:
    """The command as the user can paste it again."""
    return shlex.join(["multipolar", *sys.argv[1:]])


def record(
    outcomes: Sequence[Outcome],
    options: ModelOptions,
    out: Path,
    *,
    with_report: bool = True,
    draws: int = DRAWS,
    focus: Sequence[str] = (),
) -> Recorded:
    """Write the run folder of one outcome, or of several: then each has a run folder of its own inside."""
    told = {"report": with_report, "draws": draws, "focus": list(focus), "beside": options.horizon == "all"}
    shown = {key: value for key, value in told.items() if value != USUAL[key]}
    if len(outcomes) == 1:
        return _record_one(outcomes[0], options, out, shown=shown, with_report=with_report)
    texts = [dump_scenario(outcome.scenario) for outcome in outcomes if outcome.scenario is not None]
    joined = "compare-" + "-and-".join(outcome.result.name for outcome in outcomes)
    run = run_name(joined, "\n".join(texts), _request(outcomes[0], options), now_utc(), shown)
    files: dict[str, bytes | str] = {"comparison.csv": comparison_frame(outcomes).to_csv(lineterminator="\n")}
    if with_report:
        files["report.html"] = _report(outcomes, run)
    manifest = _stamp(run) | {"members": [outcome.result.name for outcome in outcomes]}
    folder = write_run(out, run, files, manifest)
    for outcome in outcomes:
        _record_one(outcome, options, folder, name=outcome.result.name, with_report=False)
    return Recorded(folder, run)


def _record_one(
    outcome: Outcome,
    options: ModelOptions,
    out: Path,
    *,
    name: str = "",
    shown: Mapping[str, Any] | None = None,
    with_report: bool = True,
) -> Recorded:
    result = outcome.result
    text = dump_scenario(outcome.scenario) if outcome.scenario is not None else ""
    request = _request(outcome, options)
    run = name or run_name(result.name, text, request, now_utc(), shown)
    files: dict[str, bytes | str] = {
        SCENARIO: text,
        RESULTS: results_parquet(result),
        "economies.csv": economies_table(outcome).to_csv(lineterminator="\n"),
        DIAGNOSTICS: diagnostics_json(result),
        "trace.parquet": trace_parquet(result),
        "elasticities.csv": elasticities_csv(result),
        "assumptions.csv": assumptions_csv(outcome),
        "CITATION.bib": citation_bib(result, __version__, run, _cards(result)),
    }
    if PAYMENTS in result.channels:
        files["currency-shares.csv"] = RULES.read_text(encoding="utf-8")
    if outcome.horizons:
        files["horizons.csv"] = horizons_table(outcome).to_csv(lineterminator="\n")
    for key, figure in figures(outcome, run_id=run).items():
        files[f"figures/{key}.svg"] = figure.svg
        files[f"figures/{key}.csv"] = figure.csv
    if with_report:
        files["report.html"] = _report([outcome], run)
    manifest = _stamp(run) | {
        "request": asdict(request),
        "baseline_checksum": result.baseline.provenance.checksum,
        "sources": list(result.baseline.provenance.sources),
        "seed": IMPUTATION_SEED,
        "residuals": result.quality.residuals,
        "solve_seconds": result.quality.seconds,
        "warnings": list(result.warnings),
        "notes": list(outcome.notes),
    }
    return Recorded(write_run(out, run, files, manifest), run)


def _request(outcome: Outcome, options: ModelOptions) -> RunRequest:
    result = outcome.result
    name, _, variant = result.name.partition("@")
    return RunRequest(
        scenario=name,
        variant=variant,
        baseline=result.baseline.name,
        date=result.date,
        deficit=result.closure.deficit,
        revenue=result.closure.revenue,
        elasticities=result.assumptions.label,
        elasticity_values=elasticities_record(result.assumptions, result.sectors, result.economies),
        tolerance=options.tolerance,
        solver=options.solver,
        command=command_line(),
        beliefs=beliefs_record(result.assumptions, result.sectors),
    )


def _stamp(run: str) -> dict[str, Any]:
    return {"run": run, "version": __version__, "created": now_utc().isoformat(), "command": command_line()}


def _cards(result: Result) -> list[SourceCard]:
    return [card(key) for key in result.baseline.provenance.sources]


def _report(outcomes: Sequence[Outcome], run: str) -> str:
    sources = _cards(outcomes[0].result)
    return render_report(outcomes, command=command_line(), run_id=run, version=__version__, sources=sources)
