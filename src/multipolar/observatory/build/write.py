"""Writing of Parquet that comes out the same every time: sorted rows, fixed types, no clock and no machine in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from multipolar.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 19
ROW_GROUP = 200_000
TYPES: Mapping[str, str] = {"year": "int16", "usd_k": "int64", "tonnes": "int64", "value": "double", "partial": "bool"}


def write_parquet(
    frame: pd.DataFrame, path: Path, *, key: Sequence[str], types: Mapping[str, str] | None = None
) -> int:
    """Write a table sorted by its key; the number of rows.

    Raises
    ------
    DataError
        If two rows have the same key, or a key is missing.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = list(key)
    if frame[names].isna().to_numpy().any():
        raise DataError(path.name, "has a row without a key", evidence=f"key: {', '.join(names)}")
    doubles = frame[frame.duplicated(names, keep=False)]
    if len(doubles):
        raise DataError(path.name, f"has {len(doubles)} rows with a key twice", evidence=str(doubles.head(4)))
    ordered = frame.sort_values(names, kind="stable", ignore_index=True)
    known = {**TYPES, **(types or {})}
    arrays: list[Any] = []
    for column in ordered.columns:
        if column in known:
            arrays.append(pa.array(ordered[column], type=pa.type_for_alias(known[column]), from_pandas=True))
        else:
            arrays.append(pa.array(ordered[column].astype(object), type=pa.string(), from_pandas=True))
    table = pa.Table.from_arrays(arrays, names=list(ordered.columns))
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table, path, compression="zstd", compression_level=LEVEL, use_dictionary=True, row_group_size=ROW_GROUP,
        write_statistics=True, store_schema=False,
    )  # fmt: skip
    return len(ordered)
