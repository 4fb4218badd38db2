"""Tables of outcomes as a workbook for spreadsheet users."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from multipolar.analysis.outcome import Outcome
from multipolar.analysis.tables import economies_table, horizons_table
from multipolar.errors import RunError
from multipolar.simulation.labels import ECONOMY_MEASURES, tidy_frame

SHEET_ROWS = 1_000_000
SMALLEST_FLOW_USD_BN = 0.001


def check_workbook(path: Path | None) -> None:
    """Refuse a workbook that could not be written, before anything is solved.

    Raises
    ------
    RunError
        If the name does not end in .xlsx, or its folder does not exist.
    """
    if path is None:
        return
    if path.suffix.lower() != ".xlsx":
        raise RunError(str(path), "must end in .xlsx", remedy=f"Try {path.with_suffix('.xlsx')}.")
    if not path.resolve().parent.is_dir():
        raise RunError(str(path), "cannot be written: its folder does not exist", remedy="Make the folder first.")


def write_workbook(path: Path, outcomes: Sequence[Outcome]) -> None:
    """Write one sheet of economies, one of horizons and one of flows a scenario, and one that explains the columns.

    Flows below USD 1 million before and after are left out, and the sheet says so.

    Raises
    ------
    RunError
        If the file cannot be written.
    """
    import pandas as pd

    try:
        with pd.ExcelWriter(path, engine="xlsxwriter") as book:
            about = pd.DataFrame(
                [(name, text, unit) for name, (text, unit) in ECONOMY_MEASURES.items()],
                columns=["column", "meaning", "unit"],
            )
            about.to_excel(book, sheet_name="about", index=False)
            for number, outcome in enumerate(outcomes, 1):
                result = outcome.result
                frame = economies_table(outcome)
                short = result.name[:20]
                frame.to_excel(book, sheet_name=f"{number} {short}")
                if outcome.horizons:
                    horizons_table(outcome).to_excel(book, sheet_name=f"{number} horizons")
                tidy = tidy_frame(result)
                flows = tidy[tidy["measure"].isin(["flow_before", "flow_after"])].pivot_table(
                    index=["economy", "partner", "sector"],
                    columns="measure",
                    values="value",
                    fill_value=0.0,
                    observed=True,
                )
                large = flows[(flows >= SMALLEST_FLOW_USD_BN).any(axis=1)].reset_index()
                large = large.rename(columns={"economy": "importer", "partner": "exporter"})
                name = f"{number} flows USD bn, 1 mn or more"[:31]
                large.head(SHEET_ROWS).to_excel(book, sheet_name=name, index=False)
    except OSError as error:
        raise RunError(str(path), "cannot be written", evidence=str(error)) from error
