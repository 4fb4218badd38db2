"""`multipolar data build-observatory`: the observatory's tables made anew from the source tables."""

from __future__ import annotations

import os
from pathlib import Path

from multipolar.cli.screen import out, progress
from multipolar.errors import DataError


def build_observatory(*, source: Path | None = None, quiet: bool = False) -> int:
    """Make the tables of the observatory from the source tables, and refresh the recorded checksums.

    The same sources give the same bytes. Solving the breaks of all 3,240 pairs takes some minutes.

    Parameters
    ----------
    source
        Folder of the source tables; by default the one that the environment variable MULTIPOLAR_DATA names.
    quiet
        No progress.
    """
    from multipolar.data.catalog import refresh_checksums
    from multipolar.observatory.build.run import build_observatory as build

    folder = source or (Path(os.environ["MULTIPOLAR_DATA"]) if "MULTIPOLAR_DATA" in os.environ else None)
    if folder is None:
        raise DataError(
            "data build-observatory",
            "does not know where the source tables are",
            remedy="Give --source or set MULTIPOLAR_DATA.",
        )
    with progress(not quiet) as notify:
        report = build(folder, notify=notify)
        changed = refresh_checksums()
    if not quiet:
        dropped = report.materials
        out().print(f"Built {len(report.sizes)} files, {report.total / 1e6:.2f} MB.")
        out().print(
            f"Raw materials: {dropped.rows} rows kept; {dropped.dropped} pairs below USD 50,000 a year dropped, "
            f"{dropped.dropped_value_pct:.4f} % of the value, kept in the totals.",
            soft_wrap=True,
        )
        out().print(f"Pairs without an equilibrium: {report.model_gaps}.")
        out().print(f"Files that changed: {', '.join(changed) or 'none'}.", soft_wrap=True)
    return 0
