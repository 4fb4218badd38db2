"""Trade elasticities with their spread: what is believed about substitution, sector by sector."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array
from multipolar.errors import AssumptionError, ShapeError


@dataclass(frozen=True, slots=True)
class ElasticityTable:
    """Trade elasticities by sector.

    Attributes
    ----------
    central, low, high : (J,), positive; ``theta`` of Caliendo and Parro, minus the elasticity of trade with respect to
        one plus the tariff.
    standard_error : (J,), NaN where the source prints none and the spread is assumed.
    source : (J,) key of the source in the catalogue.
    status : (J,) one of ``published``, ``fill-in``, ``placeholder``, ``assumed``.
    """

    sectors: tuple[str, ...]
    central: Array
    low: Array
    high: Array
    standard_error: Array
    source: tuple[str, ...]
    status: tuple[str, ...]

    def __post_init__(self) -> None:
        size = (len(self.sectors),)
        for field in ("central", "low", "high", "standard_error"):
            if getattr(self, field).shape != size:
                raise ShapeError(f"elasticities, {field}", f"has shape {getattr(self, field).shape}, expected {size}")
        for field in ("central", "low", "high"):
            values = getattr(self, field)
            if not (np.isfinite(values).all() and (values > 0).all()):
                worst = int(np.argmin(np.nan_to_num(values, nan=-1.0)))
                raise AssumptionError(
                    f"elasticities, {field}",
                    "must be positive numbers",
                    evidence=f"{self.sectors[worst]} has {values[worst]}",
                    remedy="Write theta > 0, the absolute value of the trade elasticity.",
                )
        if not ((self.low <= self.central) & (self.central <= self.high)).all():
            worst = int(np.argmax(~((self.low <= self.central) & (self.central <= self.high))))
            raise AssumptionError("elasticities", "low, central, high are out of order", evidence=self.sectors[worst])
