"""Horizons: named bundles of assumptions, nothing else. No equation asks which one is in force.

``impact``, ``short`` and ``medium`` take one trade elasticity for all sectors from the estimates of Boehm, Levchenko
and Pandalai-Nayar (2023) by years since the change, joined by straight lines. ``long`` is Caliendo and Parro (2015)
with the sector values of the baseline's own table (Fontagné, Guimbard and Orefice 2022). They differ because they
answer different questions: how much one good's trade has changed so many years after its tariff did, against how trade
and tariffs differ across countries that have had time for everything. The estimates of the former are of trade values
without the tariff; read strictly, theta is lower by one. Numbers, ranges, sources: ``horizons.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.codes import whole_of
from multipolar.errors import AssumptionError
from multipolar.model.settings import Assumptions, Closure, ResourceFactor

Horizon = Literal["impact", "short", "medium", "long"]
Member = Literal["low", "central", "high"]
HORIZONS: tuple[Horizon, ...] = get_args(Horizon)
NESTS = ("value_added_elasticity", "input_elasticity", "final_elasticity")

TITLES: dict[str, str] = {
    "impact": "impact: the first months, labour stays in its sector, inputs hardly replaceable",
    "short": "short run: about a year, labour hardly moves, inputs hardly replaceable",
    "medium": "medium run: about five years, labour moves slowly",
    "long": "long run: mobile labour, smooth substitution",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number that a horizon assumes.

    Attributes
    ----------
    horizon : whose, or ``all``. name : such as ``factor_mobility`` or ``supply_elasticity B06``.
    low, high : the range that sensitivity shows. status : ``sourced``, ``assumed`` or ``unverified``.
    """

    horizon: str
    name: str
    value: float
    low: float
    high: float
    unit: str
    status: str
    source: str


@cache
def _table() -> dict[str, Any]:
    import tomllib

    text = resources.files("multipolar.simulation").joinpath("horizons.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def parameters() -> tuple[Parameter, ...]:
    """Every number behind the horizons, with its source; those of the long run say what is left out there."""
    found: list[Parameter] = []
    for section, entries in _table().items():
        owner = section if section in HORIZONS else "all"
        for name, entry in entries.items():
            if not isinstance(entry, dict):
                continue  # the points of the path
            label = f"rent_share {name}" if section == "rent_share" else name
            nested = {label: entry} if "value" in entry else {f"{name} {code}": leaf for code, leaf in entry.items()}
            found += [_parameter(owner, key, leaf) for key, leaf in nested.items()]
    return tuple(found)


def _parameter(horizon: str, name: str, leaf: dict[str, Any]) -> Parameter:
    value = float(leaf["value"])
    low, high = float(leaf.get("low", value)), float(leaf.get("high", value))
    return Parameter(horizon, name, value, low, high, leaf["unit"], leaf["status"], leaf["source"])


def parameter(horizon: str, name: str) -> Parameter:
    """One parameter by horizon (or ``all``) and name."""
    return next(entry for entry in parameters() if entry.horizon in (horizon, "all") and entry.name == name)


def elasticity_at_age(age: Array | float, member: Member = "central") -> Array:
    """Trade elasticity of measures `age` years old, the same for all sectors; any shape. Ends: two standard errors."""
    path = _table()["trade_elasticity_path"]
    shift = {"low": -2.0, "central": 0.0, "high": 2.0}[member]
    values = np.asarray(path["values"]) + shift * np.asarray(path["standard_errors"])
    return np.asarray(np.interp(np.asarray(age, dtype=np.float64), path["ages"], values))


def smooth_elasticity_at_age(age: Array | float) -> Array:
    """The same with an exponential approach to the end of the path, for sensitivity; its shape is assumed."""
    start, after, rate = (parameter("all", name).value for name in ("start", "after", "rate"))
    return np.asarray(after - (after - start) * np.exp(-rate * np.asarray(age, dtype=np.float64)))


def check_horizon(name: str) -> Horizon:
    """The name, if it is one.

    Raises
    ------
    AssumptionError
        If there is no such horizon.
    """
    for known in HORIZONS:
        if name == known:
            return known
    raise AssumptionError(f"horizon '{name}'", "is not known", remedy=f"Choose one of: {', '.join(HORIZONS)}.")


def trade_elasticities(name: str, baseline: Baseline, member: Member = "central") -> Array:
    """(J,) trade elasticities of a horizon: the baseline's own table in the long run, else the path by age."""
    if check_horizon(name) == "long":
        return np.asarray(getattr(baseline.elasticities, member))
    theta = float(elasticity_at_age(parameter(name, "age").value, member))
    return np.full(len(baseline.sectors), theta)


def elasticity_source(name: str) -> str:
    """Which set of trade elasticities a horizon uses, in words."""
    if name == "long":
        return "sector values of the baseline's table (Fontagné, Guimbard and Orefice 2022)"
    age = parameter(name, "age").value
    old = "1 year old" if age == 1 else f"{age:g} years old"
    return (
        f"{float(elasticity_at_age(age)):.2f} in all sectors: measures {old}, by the estimates of Boehm, "
        "Levchenko and Pandalai-Nayar (2023)"
    )


def horizon(
    name: str, baseline: Baseline, elasticities: Member | Array = "central", **changes: float
) -> tuple[Assumptions, Closure]:
    """The assumptions and the closure of a horizon.

    Parameters
    ----------
    name : ``impact``, ``short``, ``medium`` or ``long``.
    elasticities : which end of the horizon's own trade elasticities, or (J,) values of the caller.
    changes : other values for ``factor_mobility``, ``value_added_elasticity``, ``input_elasticity``,
        ``final_elasticity``; ``supply_elasticity`` multiplies nothing and replaces that of all extraction, and
        gives the long run a resource factor too.

    Raises
    ------
    AssumptionError
        If the horizon or a parameter is not known.
    """
    chosen = check_horizon(name)
    label = elasticities if isinstance(elasticities, str) else "own"
    if isinstance(elasticities, str):
        theta = trade_elasticities(chosen, baseline, elasticities)
    else:
        theta = np.asarray(elasticities, dtype=np.float64)
    known = {"factor_mobility", "supply_elasticity", *NESTS}
    unknown = sorted(set(changes) - known)
    if unknown:
        raise AssumptionError(
            f"horizon '{name}'", f"has no parameter {unknown[0]}", remedy=f"It has: {', '.join(sorted(known))}."
        )
    supply = changes.pop("supply_elasticity", None)
    beliefs = Assumptions(theta, label, horizon=chosen)
    if chosen != "long":
        values: dict[str, Any] = {key: parameter(chosen, key).value for key in ("factor_mobility", *NESTS)}
        beliefs = replace(beliefs, **values)
    if chosen != "long" or supply is not None:
        beliefs = replace(beliefs, resource=resource_factor(chosen, baseline, supply))
    own: dict[str, Any] = dict(changes)
    return replace(beliefs, **own), Closure()


def resource_factor(name: str, baseline: Baseline, supply: float | None = None) -> ResourceFactor | None:
    """The resources of extraction at a horizon; None where the baseline has no such sectors.

    Parameters
    ----------
    supply : one supply elasticity for all of them; the horizon's own by default.
    """
    rent, elasticity = np.zeros(len(baseline.sectors)), np.ones(len(baseline.sectors))
    # In the long run of this table nothing is scarce: a resource with any finite elasticity is the caller's choice.
    for entry in parameters():
        kind, _, code = entry.name.partition(" ")
        here = [j for j, own in enumerate(baseline.sectors) if kind == "rent_share" and whole_of(own) == code]
        if here:
            rent[here] = entry.value
            elasticity[here] = supply if supply is not None else parameter(name, f"supply_elasticity {code}").value
    return ResourceFactor(rent, elasticity) if rent.any() else None
