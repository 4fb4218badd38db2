"""The arrays that go out to other solvers: name, axes, unit and meaning of each, and the way to their axis order.

Outside, the axes are (n importer, i exporter, j sector) as in the published solvers; inside they are (j, n, i).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multipolar.arrays import Array, IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.errors import ShapeError


@dataclass(frozen=True, slots=True)
class ArrayKey:
    """One array of an export.

    Attributes
    ----------
    axes : letters as in the name: n importer or economy, i exporter, j sector, k input sector.
    absent : value of a cell that a long table (parquet, csv) leaves out; None when every cell is written.
    """

    name: str
    axes: str
    unit: str
    meaning: str
    absent: float | None = None


KEYS = (
    ArrayKey(
        "pi_nij", "nij", "share", "exporter i's share of what importer n spends on sector j, tariffs included", 0.0
    ),
    ArrayKey("X_nj", "nj", "USD mn", "expenditure at importers' prices, tariffs included, by industry and final users"),
    ArrayKey("Y_nj", "nj", "USD mn", "gross output at basic prices; zero marks an absent producer"),
    ArrayKey("gamma_nj", "nj", "share", "value added (primary income) per unit of gross output; 1 without output"),
    ArrayKey("gamma_nkj", "nkj", "share", "input k per unit of gross output of sector j, at importers' prices", 0.0),
    ArrayKey("alpha_nj", "nj", "share", "share of sector j in final expenditure"),
    ArrayKey("wL_n", "n", "USD mn", "value added of the economy: sum over j of gamma_nj * Y_nj"),
    ArrayKey("D_n", "n", "USD mn", "deficit: final expenditure minus value added minus tariff revenue; sums to zero"),
    ArrayKey("F_nj", "nj", "USD mn", "final expenditure: alpha_nj * (wL_n + tariff revenue + D_n)"),
    ArrayKey("tau_nij", "nij", "rate", "ad-valorem tariff of the baseline on the border price, 0.25 is 25 %", 0.0),
    ArrayKey("theta_j", "j", "number", "trade elasticity used, positive"),
    ArrayKey("imputed_nij", "nij", "share", "part of the bilateral flow that is imputed instead of published", 0.0),
    ArrayKey("kappa_hat_nij", "nij", "ratio", "scenario: delivered cost over seller's cost, new over old", 1.0),
    ArrayKey("tau_new_nij", "nij", "rate", "scenario: the new ad-valorem tariff, all cells"),
    ArrayKey("survive_nij", "nij", "share", "scenario: factor on the seller's kernel entry; 0 is airtight", 1.0),
    ArrayKey("export_tax_nij", "nij", "rate", "scenario: ad-valorem export tax on the seller's price", 0.0),
)
"""The documented arrays, in the order in which they are written."""

BY_NAME = {key.name: key for key in KEYS}
SCENARIO_KEYS = ("kappa_hat_nij", "tau_new_nij", "survive_nij", "export_tax_nij")


def outward(values: Array) -> Array:
    """(J, N, N) in our order to (n, i, j), or (J, N) to (n, j)."""
    return np.ascontiguousarray(values.transpose(1, 2, 0) if values.ndim == 3 else values.T)


def inward(values: Array) -> Array:
    """(n, i, j) to our order (J, N, N), or (n, j) to (J, N)."""
    return np.ascontiguousarray(values.transpose(2, 0, 1) if values.ndim == 3 else values.T)


def export_arrays(
    baseline: Baseline,
    trade_elasticity: Array,
    *,
    kappa_hat: Array | None = None,
    tariff_rate_new: Array | None = None,
    survival_share: Array | None = None,
    export_tax_rate: Array | None = None,
) -> dict[str, Array]:
    """The arrays of a baseline, and of a scenario on it, under the names of `KEYS`.

    Parameters
    ----------
    trade_elasticity : (J,) positive.
    kappa_hat : (J, N, N) ratio, (1 + new tariff)(1 + export tax) / (1 + old tariff) times the iceberg ratio. With an
        iceberg ratio of one when absent.
    tariff_rate_new, survival_share, export_tax_rate : (J, N, N), as in `multipolar.model.wedges.Wedges`, dense.

    Raises
    ------
    ShapeError
        If an array does not have the axes of the baseline; the message names both shapes.
    """
    shape = baseline.trade_share.shape
    given = {
        "kappa_hat": kappa_hat,
        "tariff_rate_new": tariff_rate_new,
        "survival_share": survival_share,
        "export_tax_rate": export_tax_rate,
    }
    for name, values in given.items():
        if values is not None and values.shape != shape:
            raise ShapeError(f"export of {baseline.name}, {name}", f"has shape {values.shape}, expected {shape}")
    if trade_elasticity.shape != shape[:1]:
        raise ShapeError(
            f"export of {baseline.name}, trade_elasticity", f"has shape {trade_elasticity.shape}, expected {shape[:1]}"
        )
    arrays = {
        "pi_nij": outward(baseline.trade_share),
        "X_nj": outward(baseline.expenditure),
        "Y_nj": outward(baseline.gross_output),
        "gamma_nj": outward(baseline.value_added_share),
        "gamma_nkj": np.ascontiguousarray(baseline.input_share),
        "alpha_nj": outward(baseline.final_share),
        "wL_n": np.array(baseline.value_added),
        "D_n": np.array(baseline.deficit),
        "F_nj": outward(baseline.final_share * baseline.income),
        "tau_nij": outward(baseline.tariff_rate),
        "theta_j": np.array(trade_elasticity),
    }
    if baseline.provenance.imputed_share is not None:
        arrays["imputed_nij"] = outward(baseline.provenance.imputed_share)
    if any(values is not None for values in given.values()):
        tariff = baseline.tariff_rate if tariff_rate_new is None else tariff_rate_new
        survival = np.ones(shape) if survival_share is None else survival_share
        tax = np.zeros(shape) if export_tax_rate is None else export_tax_rate
        taxed = (1.0 + tariff) * (1.0 + tax) / (1.0 + baseline.tariff_rate)
        kappa = taxed if kappa_hat is None else kappa_hat
        scenario = (kappa, tariff, survival, tax)
        arrays |= {name: outward(values) for name, values in zip(SCENARIO_KEYS, scenario, strict=True)}
    return arrays


def dense_scenario(
    baseline: Baseline,
    *,
    index: IntArray,
    iceberg_hat: Array,
    survival_share: Array,
    tariff_rate: Array,
    export_tax_rate: Array,
) -> dict[str, Array]:
    """Sparse cells of a scenario, as `multipolar.model.wedges.Wedges` holds them, as arguments of `export_arrays`.

    Parameters
    ----------
    index : (M,) flat positions into (J, N, N); the others are (M,) values there.
    """
    dense = {
        "kappa_hat": np.ones(baseline.trade_share.shape),
        "survival_share": np.ones(baseline.trade_share.shape),
        "tariff_rate_new": baseline.tariff_rate.copy(),
        "export_tax_rate": np.zeros(baseline.trade_share.shape),
    }
    old = baseline.tariff_rate.ravel()[index]
    dense["kappa_hat"].ravel()[index] = iceberg_hat * (1.0 + tariff_rate) * (1.0 + export_tax_rate) / (1.0 + old)
    dense["survival_share"].ravel()[index] = survival_share
    dense["tariff_rate_new"].ravel()[index] = tariff_rate
    dense["export_tax_rate"].ravel()[index] = export_tax_rate
    return dense


def keys_text(baseline: Baseline, arrays: dict[str, NDArray[Any]]) -> str:
    """The key file as JSON: every array with axes, unit and meaning, the conventions, labels and sources."""
    content = {
        "name": baseline.name,
        "title": baseline.title,
        "year": baseline.year,
        "axes": {"n": "importer or economy", "i": "exporter", "j": "sector", "k": "input sector"},
        "conventions": [
            "Price: P_hat_nj = (sum_i pi_nij * survive_nij * (kappa_hat_nij * c_hat_ij)**-theta_j)**(-1/theta_j).",
            "kappa_hat = (1 + tau_new)(1 + export_tax) / (1 + tau) * iceberg ratio.",
            "Sales of i: sum_n pi'_nij / ((1 + tau_new) * (1 + export_tax)) * X'_nj; tariff revenue is the importer's.",
            "Income: wL + tariff revenue + D. Numeraire of the package: world value added constant.",
        ],
        "arrays": [asdict(BY_NAME[name]) | {"shape": list(values.shape)} for name, values in arrays.items()],
        "economies": list(baseline.economies),
        "sectors": list(baseline.sectors),
        "sources": list(baseline.provenance.sources),
        "notes": list(baseline.provenance.notes),
        "checksum": baseline.provenance.checksum,
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
