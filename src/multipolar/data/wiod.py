"""Reader of a year of the World Input-Output Database, 2013 release, as stored in `wiod<year>_full.npz`.

Source: Timmer, Dietzenbacher, Los, Stehrer and de Vries (2015), Review of International Economics 23(3). The files are
country-major: row (origin economy, industry), column (using economy, industry) or final category.
Use: a prior and a test of methods. No table of it is shipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from multipolar.arrays import Array
from multipolar.errors import DataError


@dataclass(frozen=True, slots=True)
class OldTable:
    """Flows of an older world table, by destination, that lend their pattern to a newer one.

    Attributes
    ----------
    economies, sectors : codes of the old classification.
    intermediate : (J, N, N) USD mn, sector, importer, exporter.
    final : (J, N, N) USD mn; negative where inventories fall by more than is sold.
    """

    year: int
    economies: tuple[str, ...]
    sectors: tuple[str, ...]
    intermediate: Array
    final: Array


def read_wiod(path: Path, year: int) -> OldTable:
    """Read one year; `ROM` and `RoW` become `ROU` and `ROW`.

    Raises
    ------
    DataError
        If the file is absent or does not hold the arrays `Z`, `FD`, `countries` and `industries` in matching shapes.
    """
    if not path.exists():
        raise DataError(str(path), "is absent", remedy="Set MULTIPOLAR_DATA to the folder of source tables.")
    with np.load(path, allow_pickle=False) as archive:
        missing = {"Z", "FD", "countries", "industries"} - set(archive.files)
        if missing:
            raise DataError(str(path), "lacks arrays", evidence=", ".join(sorted(missing)))
        economies = tuple(_RENAMED.get(str(code), str(code)) for code in archive["countries"])
        sectors = tuple(str(code) for code in archive["industries"])
        size, count = len(economies), len(sectors)
        between = np.asarray(archive["Z"], dtype=np.float64)
        demanded = np.asarray(archive["FD"], dtype=np.float64)
    if between.shape != (size * count, size * count) or demanded.shape != (size * count, size):
        raise DataError(str(path), "arrays do not match its labels", evidence=f"Z {between.shape}, FD {demanded.shape}")
    intermediate = between.reshape(size, count, size, count).sum(axis=3).transpose(1, 2, 0)
    final = demanded.reshape(size, count, size).transpose(1, 2, 0)
    return OldTable(year, economies, sectors, np.ascontiguousarray(intermediate), np.ascontiguousarray(final))


_RENAMED = {"ROM": "ROU", "RoW": "ROW"}
