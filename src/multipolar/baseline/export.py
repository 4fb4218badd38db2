"""Write a baseline, and a scenario on it, as plain arrays with a key file: npz, parquet or a folder of csv files.

The names are those of published solvers, so that anyone can check us with another one (see `export_keys`).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.export_keys import BY_NAME, export_arrays, keys_text
from multipolar.data.store import replace_folder
from multipolar.errors import DataError

if TYPE_CHECKING:
    import pyarrow as pa

KEYS_FILE = "keys.json"
_COLUMNS = {"n": "economy", "i": "partner", "j": "sector", "k": "input"}

Log = Callable[[str], None]


def export_baseline(
    baseline: Baseline,
    path: str | Path,
    trade_elasticity: Array,
    *,
    kappa_hat: Array | None = None,
    tariff_rate_new: Array | None = None,
    survival_share: Array | None = None,
    export_tax_rate: Array | None = None,
    log: Log | None = None,
) -> tuple[Path, ...]:
    """Write the arrays and their key file; the format follows the suffix.

    Parameters
    ----------
    path : ``x.npz`` (arrays under their names), ``x.parquet`` (one long table: array, economy, partner, sector, input,
        value), or a folder to be made (one csv an array).
    trade_elasticity, kappa_hat, tariff_rate_new, survival_share, export_tax_rate : see `export_keys.export_arrays`.
    log : told each file as it is written.

    Returns
    -------
    The files written, the key file last.

    Raises
    ------
    DataError
        If the suffix is unknown or the folder exists and is not empty.
    ShapeError
        If an array does not have the axes of the baseline.
    """
    path = Path(path)
    arrays = export_arrays(
        baseline,
        trade_elasticity,
        kappa_hat=kappa_hat,
        tariff_rate_new=tariff_rate_new,
        survival_share=survival_share,
        export_tax_rate=export_tax_rate,
    )
    keys = keys_text(baseline, arrays)
    say = log or (lambda _: None)
    if path.suffix == ".npz":
        written = _write_beside(path, keys, _as_npz(baseline, arrays, keys))
    elif path.suffix == ".parquet":
        written = _write_beside(path, keys, _as_parquet(baseline, arrays, keys))
    elif path.suffix in {"", ".csv"} and not path.is_file():
        written = _write_folder(path, baseline, arrays, keys)
    else:
        raise DataError(
            str(path), "is no format that can be written", remedy="Name it .npz, .parquet, or give a folder."
        )
    for file in written:
        say(str(file))
    return written


def _as_npz(baseline: Baseline, arrays: dict[str, Array], keys: str) -> bytes:
    buffer = io.BytesIO()
    content: dict[str, Any] = {
        "countries": np.array(baseline.economies),
        "sectors": np.array(baseline.sectors),
        **arrays,
        "name": np.array(baseline.name),
        "year": np.array(baseline.year),
        "keys": np.array(keys),
    }
    np.savez_compressed(buffer, **content)
    return buffer.getvalue()


def _as_parquet(baseline: Baseline, arrays: dict[str, Array], keys: str) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    parts = [_long(baseline, name, values) for name, values in arrays.items()]
    whole = pa.concat_tables(parts).unify_dictionaries().combine_chunks()
    buffer = io.BytesIO()
    parquet.write_table(whole.replace_schema_metadata({"multipolar.keys": keys}), buffer, compression="zstd")
    return buffer.getvalue()


def _write_folder(path: Path, baseline: Baseline, arrays: dict[str, Array], keys: str) -> tuple[Path, ...]:
    from pyarrow import csv as pa_csv

    if path.is_dir() and any(path.iterdir()):
        raise DataError(str(path), "exists and is not empty", remedy="Name a new folder, or a file .npz or .parquet.")
    with replace_folder(path) as partial:
        for name, values in arrays.items():
            columns = [_COLUMNS[axis] for axis in BY_NAME[name].axes]
            pa_csv.write_csv(_long(baseline, name, values).select([*columns, "value"]), partial / f"{name}.csv")
        for name, codes in (("countries", baseline.economies), ("sectors", baseline.sectors)):
            (partial / f"{name}.csv").write_text("\n".join(("code", *codes)) + "\n", encoding="utf-8")
        (partial / KEYS_FILE).write_text(keys, encoding="utf-8")
    return (*(path / f"{name}.csv" for name in (*arrays, "countries", "sectors")), path / KEYS_FILE)


def _long(baseline: Baseline, name: str, values: Array) -> pa.Table:
    """One array as rows; cells that hold the documented absent value are left out."""
    import pyarrow as pa

    key = BY_NAME[name]
    keep = np.ones(values.shape, dtype=np.bool_) if key.absent is None else values != key.absent
    where = dict(zip(key.axes, np.nonzero(keep), strict=True))
    columns: dict[str, Any] = {
        "array": pa.DictionaryArray.from_arrays(np.zeros(int(keep.sum()), dtype=np.int32), pa.array([name]))
    }
    for axis, column in _COLUMNS.items():
        labels = pa.array(baseline.economies if axis in "ni" else baseline.sectors, type=pa.string())
        index = pa.array(where[axis].astype(np.int32)) if axis in where else pa.nulls(int(keep.sum()), pa.int32())
        columns[column] = pa.DictionaryArray.from_arrays(index, labels)
    columns["value"] = pa.array(values[keep])
    return pa.table(columns)


def _write_beside(path: Path, keys: str, content: bytes) -> tuple[Path, ...]:
    """Write a file and its key file, each complete or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key_path = path.with_name(path.name + "." + KEYS_FILE)
    for target, data in ((path, content), (key_path, keys.encode())):
        partial = target.with_name(f".{target.name}.part")
        try:
            partial.write_bytes(data)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    return path, key_path
