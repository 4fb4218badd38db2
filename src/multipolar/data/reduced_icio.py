"""Reader of the reduced OECD ICIO table of 2022: 80 economies x 50 sectors, final demand by destination not included.

Source: OECD Inter-Country Input-Output tables, 2025 edition (CC BY 4.0). Stored arrays are (sector, exporter,
importer); they are returned in the package's order (sector, importer, exporter).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from multipolar.arrays import Array
from multipolar.errors import DataError


@dataclass(frozen=True, slots=True)
class ReducedIcio:
    """The known part of the world of one year, USD mn at basic prices.

    Attributes
    ----------
    intermediate : (J, N, N) sales of `j` by exporter `i` to industries of importer `n`.
    input_use : (N, K, J) input `k` from the listed economies used by sector `j`.
    gross_output : (J, N), raised to the sum of known sales where the source is short by rounding.
    final_use : (J, N) gross output less known intermediate sales: final demand anywhere and purchases by the industries
        of economies that are not listed. Never negative.
    residual : (J, N) gross output less known inputs: value added, net taxes on inputs, inputs from unlisted economies.
    """

    economies: tuple[str, ...]
    sectors: tuple[str, ...]
    intermediate: Array
    input_use: Array
    gross_output: Array
    final_use: Array
    residual: Array


@dataclass(frozen=True, slots=True)
class RestOfWorldTotals:
    """Totals by sector (J,), USD mn: the unlisted economies alone, and the group of 18 that contains them."""

    output: Array
    group_output: Array
    group_value_added: Array


def read_reduced_icio(path: Path) -> ReducedIcio:
    """Read the table and restore its identities: the rows of the source are off by up to 1.8 USD mn.

    Raises
    ------
    DataError
        If arrays are missing, shapes disagree, a flow is negative, or an identity is off by more than rounding.
    """
    if not path.exists():
        raise DataError(str(path), "is absent", remedy="Set MULTIPOLAR_DATA to the folder of source tables.")
    with np.load(path, allow_pickle=False) as archive:
        try:
            economies = tuple(str(code) for code in archive["countries"])
            sectors = tuple(str(code) for code in archive["sectors"])
            intermediate = np.asarray(archive["intermediates"], dtype=np.float64).transpose(0, 2, 1).copy()
            use = np.asarray(archive["input_use"], dtype=np.float64).transpose(2, 0, 1).copy()
            output = np.asarray(archive["gross_output"], dtype=np.float64).copy()
        except KeyError as error:
            raise DataError(str(path), "lacks an array", evidence=str(error)) from error
    if (intermediate < 0).any() or (use < 0).any() or (output < 0).any():
        raise DataError(str(path), "holds negative flows")
    bought = intermediate.sum(axis=2)
    gap = np.abs(use.sum(axis=2).T - bought)
    if gap.max() > 1.0:
        raise DataError(str(path), "input use and purchases disagree", evidence=f"by up to {gap.max():.3g} USD mn")
    total = use.sum(axis=2, keepdims=True)
    use *= np.divide(bought.T[:, :, None], total, out=np.zeros_like(total), where=total > 0)
    sold = intermediate.sum(axis=1)
    short = sold - output
    if short.max() > 2.0:
        raise DataError(str(path), "intermediate sales exceed output", evidence=f"by up to {short.max():.3g} USD mn")
    output = np.maximum(output, sold)
    return ReducedIcio(
        economies, sectors, intermediate, use, output, np.maximum(output - sold, 0.0), output - use.sum(axis=1).T
    )


def read_rest_of_world_totals(path: Path, sectors: tuple[str, ...]) -> RestOfWorldTotals:
    """Read output of the rest of the world by sector, and output and value added of the group of 18 around it."""
    import csv

    if not path.exists():
        raise DataError(str(path), "is absent", remedy="Set MULTIPOLAR_DATA to the folder of source tables.")
    with path.open(newline="") as handle:
        rows = {row["sector"]: row for row in csv.DictReader(handle)}
    missing = [code for code in sectors if code not in rows]
    if missing:
        raise DataError(str(path), "lacks sectors", evidence=", ".join(missing))

    def column(name: str) -> Array:
        return np.array([float(rows[code][name]) for code in sectors])

    return RestOfWorldTotals(column("OUT_OECD_ROW"), column("OUT_ROW18"), column("VA_ROW18"))
