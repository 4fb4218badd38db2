"""What a run believed, as plain values in its manifest, and back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.errors import RunError
from multipolar.model.settings import Assumptions, ResourceFactor
from multipolar.simulation.horizons import NESTS

SCALARS = ("factor_mobility", *NESTS)
NO_LIMIT = "inf"
# What `beliefs_record` gives for Caliendo and Parro (2015).
PLAIN = {"horizon": "long", "factor_mobility": NO_LIMIT, **dict.fromkeys(NESTS, 1.0), "resource": None}


def beliefs_record(assumptions: Assumptions, sectors: tuple[str, ...]) -> dict[str, Any]:
    """Everything that assumptions hold beside trade elasticities; infinity is the text ``inf``.

    Keys: ``horizon``, the four scalars, and ``resource``: by sector, ``rent_share`` and ``supply_elasticity``, or None.
    """
    resource = assumptions.resource
    found: dict[str, Any] = {"horizon": assumptions.horizon}
    for name in SCALARS:
        value = float(getattr(assumptions, name))
        found[name] = value if math.isfinite(value) else NO_LIMIT
    found["resource"] = None
    if resource is not None:
        found["resource"] = {
            sectors[j]: {
                "rent_share": float(resource.rent_share[j]),
                "supply_elasticity": float(resource.supply_elasticity[j]),
            }
            for j in resource.sectors.tolist()
        }
    return found


def elasticities_record(
    assumptions: Assumptions, sectors: tuple[str, ...], economies: tuple[str, ...]
) -> dict[str, float | dict[str, float]]:
    """Trade elasticity by sector; by sector and importing economy where importers differ."""
    theta = assumptions.trade_elasticity
    if theta.ndim == 1:
        return dict(zip(sectors, theta.tolist(), strict=True))
    return {sector: dict(zip(economies, row, strict=True)) for sector, row in zip(sectors, theta.tolist(), strict=True)}


def beliefs_of_request(request: Mapping[str, Any], sectors: tuple[str, ...], economies: tuple[str, ...]) -> Assumptions:
    """The assumptions of a run's request; one without horizons, of an earlier version, is a long run.

    Raises
    ------
    RunError
        If a sector or economy of the baseline has no elasticity there, or a value cannot be read.
    """
    try:
        values = request["elasticity_values"]
        theta = np.array([_row(values[sector], economies) for sector in sectors], dtype=np.float64)
        held = request.get("beliefs") or {}
        scalars: dict[str, Any] = {name: float(held[name]) for name in SCALARS if name in held}
        known = held.get("resource")
        resource = None if known is None else _resource(known, sectors)
        return Assumptions(
            theta, str(request["elasticities"]), resource=resource, horizon=held.get("horizon", "long"), **scalars
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RunError(
            "the run's request", "has assumptions that cannot be read", evidence=repr(error), remedy="Run it again."
        ) from error


def _row(value: Any, economies: tuple[str, ...]) -> Any:
    return [value[code] for code in economies] if isinstance(value, Mapping) else value


def _resource(known: Mapping[str, Mapping[str, float]], sectors: tuple[str, ...]) -> ResourceFactor:
    rent, supply = np.zeros(len(sectors)), np.ones(len(sectors))
    for code, entry in known.items():
        j = sectors.index(code)
        rent[j], supply[j] = entry["rent_share"], entry["supply_elasticity"]
    return ResourceFactor(rent, supply)
