"""Array types shared by all layers. Axis order everywhere: sector, importer, exporter."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]
ByteArray: TypeAlias = NDArray[np.uint8]


def frozen(values: NDArray[np.generic] | list[float]) -> Array:
    """Return a C-contiguous float64 copy that nobody can write to: frozen objects hold frozen arrays."""
    array = np.array(values, dtype=np.float64, order="C", copy=True)
    array.setflags(write=False)
    return array


def read_only(*arrays: NDArray[Any]) -> None:
    """Forbid writing to arrays that are shared from here on."""
    for array in arrays:
        array.setflags(write=False)
