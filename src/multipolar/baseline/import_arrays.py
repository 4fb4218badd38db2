"""Read arrays under the exported names back: our own exports, benchmark cases, and the cases of other solvers."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline, Provenance
from multipolar.baseline.elasticities import ElasticityTable
from multipolar.baseline.export import KEYS_FILE
from multipolar.baseline.export_keys import BY_NAME, SCENARIO_KEYS, inward
from multipolar.errors import DataError

NEEDED = ("pi_nij", "X_nj", "Y_nj", "gamma_nj", "gamma_nkj", "tau_nij", "theta_j")
ACCOUNT_TOLERANCE = 1e-6
"""Accounts of a file may miss each other by this share of the largest economy or cell."""


@dataclass(frozen=True, slots=True)
class ScenarioArrays:
    """The scenario in a file, (J, N, N) in our axis order. Unchanged cells: ratio and survival 1, tax 0, old tariff."""

    kappa_hat: Array
    tariff_rate: Array
    survival_share: Array
    export_tax_rate: Array


def import_arrays(path: str | Path, *, name: str | None = None, year: int | None = None) -> Baseline:
    """Make a baseline of the arrays in a file.

    Parameters
    ----------
    path : npz, parquet or folder of csv files with the names of `export_keys.KEYS`.
    name, year : in place of those in the file. A file that says no year gets 0 and a note.

    Raises
    ------
    DataError
        Every problem at once: arrays that are absent, of another shape or not finite, shares that do not sum to one,
        sales that are not output, value added or deficits that do not follow from the other arrays.
    """
    path = Path(path)
    arrays, economies, sectors, facts = _read(path)
    problems = _shapes(arrays, economies, sectors) or _accounts(arrays, economies, sectors)
    if problems:
        raise DataError(path.name, f"has {len(problems)} problems", evidence="\n  ".join(problems[:10]))
    theta = np.ascontiguousarray(arrays["theta_j"])
    known_year = year if year is not None else facts.get("year")
    notes = [f"Read from {path.name}. Trade elasticities are the file's, without a range."]
    if known_year is None:
        notes.append("The file does not say its year.")
    imputed = arrays.get("imputed_nij")
    baseline = Baseline.from_shares(
        name=name or str(facts.get("name") or path.stem),
        year=int(known_year or 0),
        economies=economies,
        sectors=sectors,
        trade_share=inward(arrays["pi_nij"]),
        expenditure=inward(arrays["X_nj"]),
        gross_output=inward(arrays["Y_nj"]),
        value_added_share=inward(arrays["gamma_nj"]),
        input_share=arrays["gamma_nkj"],
        tariff_rate=inward(arrays["tau_nij"]),
        elasticities=ElasticityTable(
            sectors=sectors,
            central=theta,
            low=theta,
            high=theta,
            standard_error=np.full(theta.shape, np.nan),
            source=(path.name,) * len(sectors),
            status=("assumed",) * len(sectors),
        ),
        provenance=Provenance(
            sources=(path.name,), notes=tuple(notes), imputed_share=None if imputed is None else inward(imputed)
        ),
    )
    follow = {"wL_n": baseline.value_added, "D_n": baseline.deficit, "alpha_nj": baseline.final_share.T}
    for key, values in follow.items():
        if key in arrays:
            scale = 1.0 if key == "alpha_nj" else float(baseline.value_added.max())
            gap = np.abs(arrays[key] - values) * (baseline.income[:, None] > 0 if key == "alpha_nj" else 1.0)
            if not (gap <= ACCOUNT_TOLERANCE * scale).all():
                worst = np.unravel_index(int(np.argmax(gap)), gap.shape)
                code = economies[int(worst[0])]
                problems.append(f"{key}: {code} has {arrays[key][worst]:.8g}, the accounts give {values[worst]:.8g}")
    if problems:
        raise DataError(path.name, "does not follow from its own accounts", evidence="\n  ".join(problems))
    return baseline


def import_scenario(path: str | Path) -> ScenarioArrays:
    """Read the scenario arrays of a file.

    Raises
    ------
    DataError
        If the file holds none.
    """
    path = Path(path)
    arrays, economies, sectors, _ = _read(path)
    if not any(key in arrays for key in SCENARIO_KEYS):
        raise DataError(path.name, "holds no scenario", evidence=f"none of {', '.join(SCENARIO_KEYS)}")
    shape = (len(economies), len(economies), len(sectors))
    old = arrays["tau_nij"] if "tau_nij" in arrays else np.zeros(shape)
    tariff = arrays.get("tau_new_nij", old)
    return ScenarioArrays(
        kappa_hat=inward(arrays.get("kappa_hat_nij", (1 + tariff) / (1 + old))),
        tariff_rate=inward(tariff),
        survival_share=inward(arrays.get("survive_nij", np.ones(shape))),
        export_tax_rate=inward(arrays.get("export_tax_nij", np.zeros(shape))),
    )


_Content = tuple[dict[str, Array], tuple[str, ...], tuple[str, ...], dict[str, Any]]


def _read(path: Path) -> _Content:
    if not path.exists():
        raise DataError(str(path), "there is no such file")
    reader: Callable[[Path], _Content]
    reader = _read_folder if path.is_dir() else _read_parquet if path.suffix == ".parquet" else _read_npz
    try:
        return reader(path)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        raise DataError(
            path.name, "cannot be read as exported arrays", evidence=f"{type(error).__name__}: {error}"
        ) from error


def _read_npz(path: Path) -> _Content:
    with np.load(path, allow_pickle=False) as archive:
        arrays = {key: np.asarray(archive[key], dtype=np.float64) for key in archive.files if key in BY_NAME}
        economies = tuple(str(code) for code in archive["countries"])
        sectors = tuple(str(code) for code in archive["sectors"])
        facts = {key: archive[key].item() for key in ("name", "year") if key in archive.files}
    return arrays, economies, sectors, facts


def _read_parquet(path: Path) -> _Content:
    from pyarrow import compute, parquet

    table = parquet.read_table(path)
    facts = json.loads((table.schema.metadata or {})[b"multipolar.keys"])
    economies, sectors = tuple(facts["economies"]), tuple(facts["sectors"])
    arrays = {}
    for entry in facts["arrays"]:
        rows = table.filter(compute.equal(table["array"].cast("string"), entry["name"]))
        arrays[entry["name"]] = _dense(entry["name"], rows, economies, sectors)
    return arrays, economies, sectors, facts


def _read_folder(path: Path) -> _Content:
    from pyarrow import csv as pa_csv

    facts = json.loads((path / KEYS_FILE).read_text(encoding="utf-8"))
    economies, sectors = tuple(facts["economies"]), tuple(facts["sectors"])
    names = [entry["name"] for entry in facts["arrays"]]
    text = pa_csv.ConvertOptions(strings_can_be_null=False)
    arrays = {
        name: _dense(name, pa_csv.read_csv(path / f"{name}.csv", convert_options=text), economies, sectors)
        for name in names
    }
    return arrays, economies, sectors, facts


def _dense(name: str, rows: Any, economies: tuple[str, ...], sectors: tuple[str, ...]) -> Array:
    """Rows of a long table back into an array."""
    import pyarrow as pa
    from pyarrow import compute

    key = BY_NAME[name]
    codes = {"n": economies, "i": economies, "j": sectors, "k": sectors}
    columns = {"n": "economy", "i": "partner", "j": "sector", "k": "input"}
    index = []
    for axis in key.axes:
        place = compute.index_in(rows[columns[axis]].cast("string"), value_set=pa.array(codes[axis]))
        if place.null_count:
            raise ValueError(f"{name}: a code of column {columns[axis]} is not among the labels")
        index.append(np.asarray(place))
    absent = np.nan if key.absent is None else key.absent
    values = np.full([len(codes[axis]) for axis in key.axes], absent)
    values[tuple(index)] = np.asarray(rows["value"], dtype=np.float64)
    return values


def _shapes(arrays: dict[str, Array], economies: tuple[str, ...], sectors: tuple[str, ...]) -> list[str]:
    problems = [f"{key} is absent" for key in NEEDED if key not in arrays]
    size = {"n": len(economies), "i": len(economies), "j": len(sectors), "k": len(sectors)}
    for key, values in arrays.items():
        expected = tuple(size[axis] for axis in BY_NAME[key].axes)
        if values.shape != expected:
            problems.append(f"{key} has shape {values.shape}, expected {expected} ({BY_NAME[key].axes})")
        elif not np.isfinite(values).all():
            problems.append(f"{key} holds {int((~np.isfinite(values)).sum())} values that are not finite or not there")
    return problems


def _accounts(arrays: dict[str, Array], economies: tuple[str, ...], sectors: tuple[str, ...]) -> list[str]:
    spent, output, share = arrays["X_nj"], arrays["Y_nj"], arrays["pi_nij"]
    cost = arrays["gamma_nj"] + arrays["gamma_nkj"].sum(axis=1)
    sales = np.einsum("nij,nj->ij", share / (1.0 + arrays["tau_nij"]), spent)
    negative = [f"{key} is negative somewhere" for key in NEEDED if (arrays[key] < 0).any() and key != "tau_nij"]
    rules: tuple[tuple[str, Array, Array, NDArray[np.bool_]], ...] = (
        ("pi_nij does not sum to one over exporters", share.sum(axis=1), np.ones_like(spent), spent > 0),
        ("gamma_nj + gamma_nkj do not sum to one", cost, np.ones_like(cost), output > 0),
        ("Y_nj is not what is sold (pi X / (1 + tau))", output, sales, np.ones_like(output, dtype=np.bool_)),
    )
    problems = negative
    for text, left, right, where in rules:
        scale = np.maximum(np.abs(right), ACCOUNT_TOLERANCE * np.abs(right).max())
        gap = np.where(where, np.abs(left - right) / scale, 0.0)
        if gap.max() > ACCOUNT_TOLERANCE:
            n, j = (int(a) for a in np.unravel_index(int(np.argmax(gap)), gap.shape))
            problems.append(f"{text}: {economies[n]} {sectors[j]} has {left[n, j]:.8g}, expected {right[n, j]:.8g}")
    return problems
