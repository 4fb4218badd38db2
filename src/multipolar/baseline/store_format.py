"""A baseline as one file: flows, tariffs, elasticities, labels and provenance in a compressed npz.

Flows are stored in single precision. Accounting is rebuilt in double precision when they are read: gross output is the
sum of sales, inputs are scaled to purchases, value added is the remainder; so rounding breaks no identity.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from multipolar.arrays import Array, BoolArray, frozen
from multipolar.baseline.baseline import Baseline, Provenance
from multipolar.baseline.elasticities import ElasticityTable
from multipolar.data.world_table import CellState, WorldTable
from multipolar.errors import DataError

FORMAT = "multipolar-baseline"
FORMAT_VERSION = 1
_REQUIRED = (
    *("intermediate_flow", "final_flow", "input_use", "net_taxes_on_inputs", "final_state", "intermediate_state"),
    *("final_log_error", "tariff_rate", "tariff_imputed", "elasticity"),
)


def write_baseline(
    path: Path,
    table: WorldTable,
    tariff_rate: Array,
    elasticities: ElasticityTable,
    provenance: Provenance,
) -> None:
    """Write the file in full or not at all: a temporary file beside it is renamed when it is complete.

    Raises
    ------
    DataError
        If the table breaks an accounting rule; nothing is written then.
    """
    table.check()
    size = len(table.economies)
    imputed = provenance.tariff_imputed if provenance.tariff_imputed is not None else np.zeros((size, size), dtype=bool)
    arrays: dict[str, NDArray[Any]] = {
        "intermediate_flow": table.intermediate_flow.astype(np.float32),
        "final_flow": table.final_flow.astype(np.float32),
        "input_use": table.input_use.astype(np.float32),
        "net_taxes_on_inputs": table.net_taxes_on_inputs.astype(np.float32),
        "final_state": table.final_state,
        "intermediate_state": table.intermediate_state,
        "final_log_error": table.final_log_error.astype(np.float32),
        "tariff_rate": np.asarray(tariff_rate, dtype=np.float32),
        "tariff_imputed": np.asarray(imputed, dtype=np.bool_),
        "elasticity": np.stack(
            [elasticities.central, elasticities.low, elasticities.high, elasticities.standard_error]
        ).astype(np.float64),
    }
    labels = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "name": table.name,
        "title": table.title,
        "year": table.year,
        "economies": list(table.economies),
        "sectors": list(table.sectors),
        "elasticity_source": list(elasticities.source),
        "elasticity_status": list(elasticities.status),
        "sources": list(provenance.sources),
        "notes": list(provenance.notes),
        "digest": _digest(arrays),
    }
    text = np.frombuffer(json.dumps(labels, ensure_ascii=False, sort_keys=True).encode(), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            np.savez_compressed(stream, labels=text, **arrays)  # type: ignore[arg-type]
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read_baseline(path: Path) -> Baseline:
    """Read a stored baseline; the checksum in its provenance is the SHA-256 of the file.

    Raises
    ------
    DataError
        If the file is absent, truncated, of another format or version, changed since it was written, or inconsistent.
    """
    if not path.exists():
        raise DataError(f"baseline {path.name}", "is absent", remedy="See 'multipolar data list'.")
    content = path.read_bytes()
    labels, arrays = _load(path, content)
    sectors, economies = tuple(labels["sectors"]), tuple(labels["economies"])
    table = _rebuild(labels, arrays, economies, sectors)
    central, low, high, error = (np.ascontiguousarray(row) for row in arrays["elasticity"])
    elasticities = ElasticityTable(
        sectors, central, low, high, error, tuple(labels["elasticity_source"]), tuple(labels["elasticity_status"])
    )
    tariff = arrays["tariff_rate"].astype(np.float64)
    provenance = Provenance(
        sources=tuple(labels["sources"]),
        notes=tuple(labels["notes"]),
        imputed_share=_imputed_share(table),
        tariff_imputed=_frozen_mask(arrays["tariff_imputed"]),
        net_tax_share=_net_tax_share(table),
        checksum=hashlib.sha256(content).hexdigest(),
    )
    return Baseline.from_table(table, tariff, elasticities, provenance)


def _load(path: Path, content: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            missing = [name for name in ("labels", *_REQUIRED) if name not in archive.files]
            if missing:
                raise DataError(f"baseline {path.name}", "lacks arrays", evidence=", ".join(missing))
            labels: dict[str, Any] = json.loads(archive["labels"].tobytes().decode())
            if labels.get("format") != FORMAT or labels.get("format_version") != FORMAT_VERSION:
                raise DataError(
                    f"baseline {path.name}",
                    f"is not format {FORMAT} version {FORMAT_VERSION}",
                    evidence=f"format {labels.get('format')!r}, version {labels.get('format_version')!r}",
                    remedy="Build or add it again with this version of multipolar.",
                )
            arrays = {name: archive[name] for name in _REQUIRED}
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        raise DataError(
            f"baseline {path.name}", "cannot be read: truncated or not a stored baseline", evidence=str(error)
        ) from error
    if _digest(arrays) != labels["digest"]:
        raise DataError(f"baseline {path.name}", "was changed after it was written: its digest does not match")
    return labels, arrays


def _rebuild(
    labels: dict[str, Any], arrays: dict[str, NDArray[Any]], economies: tuple[str, ...], sectors: tuple[str, ...]
) -> WorldTable:
    intermediate = arrays["intermediate_flow"].astype(np.float64)
    final = arrays["final_flow"].astype(np.float64)
    use = arrays["input_use"].astype(np.float64)
    taxes = arrays["net_taxes_on_inputs"].astype(np.float64)
    bought = intermediate.sum(axis=2).T
    total = use.sum(axis=2)
    use *= np.divide(bought, total, out=np.zeros_like(total), where=total > 0)[:, :, None]
    output = intermediate.sum(axis=1) + final.sum(axis=1)
    return WorldTable(
        name=labels["name"],
        title=labels["title"],
        year=int(labels["year"]),
        economies=economies,
        sectors=sectors,
        intermediate_flow=intermediate,
        final_flow=final,
        input_use=use,
        value_added=output - use.sum(axis=1).T - taxes,
        net_taxes_on_inputs=taxes,
        final_state=arrays["final_state"],
        intermediate_state=arrays["intermediate_state"],
        final_log_error=arrays["final_log_error"].astype(np.float64),
    )


def _imputed_share(table: WorldTable) -> Array:
    flow = table.intermediate_flow + table.final_flow
    imputed = table.final_flow * (table.final_state == CellState.IMPUTED)
    imputed += table.intermediate_flow * (table.intermediate_state == CellState.IMPUTED)
    return frozen(np.divide(imputed, flow, out=np.zeros_like(flow), where=flow > 0))


def _net_tax_share(table: WorldTable) -> Array:
    output = table.gross_output
    return frozen(np.divide(table.net_taxes_on_inputs, output, out=np.zeros_like(output), where=output > 0))


def _frozen_mask(mask: NDArray[Any]) -> BoolArray:
    answer = np.asarray(mask, dtype=np.bool_).copy()
    answer.setflags(write=False)
    return answer


def _digest(arrays: dict[str, NDArray[Any]]) -> str:
    total = hashlib.sha256()
    for name in sorted(arrays):
        total.update(f"{name}{arrays[name].shape}{arrays[name].dtype.str}".encode())
        total.update(np.ascontiguousarray(arrays[name]).tobytes())
    return total.hexdigest()
