"""The files of a run that come from its Result: tidy table, diagnostics, elasticities, citation."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from multipolar.data.catalog import SourceCard
from multipolar.simulation.labels import tidy_frame
from multipolar.simulation.result import Result


def results_parquet(result: Result) -> bytes:
    """`tidy_frame` as parquet: measure, economy, partner, sector, value, unit, imputed_share."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(tidy_frame(result), preserve_index=False), sink, compression="zstd")
    return sink.getvalue()


def trace_parquet(result: Result) -> bytes:
    """Residual of each sweep as parquet: stage, method, shock_size, sweep, residual."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    pq.write_table(pa.table(result.quality.trace), sink, compression="zstd")
    return sink.getvalue()


def diagnostics(result: Result) -> dict[str, Any]:
    """How far to trust the numbers: residuals, Walras, imputed shares, warnings."""
    quality, baseline = result.quality, result.baseline
    imputed = baseline.provenance.imputed_share
    flow = result.before.flow
    foreign = ~np.eye(len(baseline.economies), dtype=bool)[None, :, :]
    share = None if imputed is None else float((imputed * flow * foreign).sum() / (flow * foreign).sum())
    return {
        "converged": quality.converged,
        "largest_residual": quality.largest_residual,
        "tolerance": quality.tolerance,
        "residuals": quality.residuals,
        "walras": quality.walras,
        "ledger_imbalance": result.after.ledger.imbalance(),
        "sweeps": quality.sweeps,
        "methods": list(quality.methods),
        "solve_seconds": quality.seconds,
        "imputed_share_of_foreign_trade": share,
        "tariff_rule_pairs": None
        if baseline.provenance.tariff_imputed is None
        else int(baseline.provenance.tariff_imputed.sum()),
        "quota_log_rates": {name: list(rates) for name, rates in result.response_unknowns.items()},
        "warnings": list(result.warnings),
    }


def diagnostics_json(result: Result) -> str:
    """`diagnostics` as text."""
    return json.dumps(diagnostics(result), indent=2, ensure_ascii=False) + "\n"


def elasticities_csv(result: Result) -> str:
    """The trade elasticities used, by sector; `--elasticities` reads this file back.

    With values by importing economy there is a column ``economy`` too, and `--elasticities` does not take the file.
    """
    theta = result.assumptions.trade_elasticity
    if theta.ndim == 2:
        lines = [
            f"{sector},{economy},{float(theta[j, n])!r}\n"
            for j, sector in enumerate(result.sectors)
            for n, economy in enumerate(result.economies)
        ]
        return "sector,economy,trade_elasticity\n" + "".join(lines)
    rows = zip(result.sectors, theta, strict=True)
    return "sector,trade_elasticity\n" + "".join(f"{sector},{float(theta)!r}\n" for sector, theta in rows)


def citation_bib(result: Result, version: str, run: str, sources: Sequence[SourceCard]) -> str:
    """BibTeX entries for the program, the method and every table that the numbers came from."""
    entries = [
        f"""@software{{multipolar,
  title = {{Multipolar: a laboratory for the world economy under power politics}},
  author = {{{{The Multipolar developers}}}},
  version = {{{version}}},
  note = {{Run {run}, baseline {result.baseline.name}}}
}}""",
        """@article{caliendo_parro_2015,
  title = {Estimates of the Trade and Welfare Effects of {NAFTA}},
  author = {Caliendo, Lorenzo and Parro, Fernando},
  journal = {Review of Economic Studies},
  volume = {82}, number = {1}, pages = {1--44}, year = {2015}
}""",
        *(_table_entry(source) for source in sources),
    ]
    return "\n\n".join(entries) + "\n"


def _table_entry(source: SourceCard) -> str:
    """One table; the catalogue's citation stands in the note, since publishers ask for their own wording."""
    fields = {
        "title": source.title,
        "author": f"{{{source.publisher}}}",
        "howpublished": source.address,
        "note": f"{source.citation} Licence: {source.licence}",
    }
    lines = ",\n".join(f"  {name} = {{{_latex(text)}}}" for name, text in fields.items())
    return f"@misc{{{source.key.replace('-', '_')},\n{lines}\n}}"


def _latex(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "&%$#_" else letter for letter in text)
