"""Horizons: named bundles of assumptions, nothing else. No equation asks which one is in force.

``impact``, ``short`` and ``medium`` take the trade elasticity from the path of Boehm, Levchenko and Pandalai-Nayar
(2023), the same for all sectors and growing with the age of the measures::

    theta(age) = end - (end - start) * exp(-age * log(20) / years)         95 % of the way after `years`

``long`` is Caliendo and Parro (2015) with the sector values of the baseline's own table (Fontagné, Guimbard and Orefice
2022). The two sets differ because they answer different questions: how much one good's trade has changed so many years
after its tariff did, against how trade and tariffs differ across countries that have had time for everything. The
estimate of the former is of trade values without the tariff; read strictly its theta is lower by one. Both readings
and all ranges stand in the table of parameters, ``horizons.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

import numpy as np

from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
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
def parameters() -> tuple[Parameter, ...]:
    """Every number behind the horizons, with its source."""
    import tomllib

    text = resources.files("multipolar.simulation").joinpath("horizons.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    found: list[Parameter] = []
    for section, entries in table.items():
        shared = section in ("path", "rent_share")
        for name, entry in entries.items():
            nested = {f"{name} {code}": leaf for code, leaf in entry.items()} if "value" not in entry else {name: entry}
            for label, leaf in nested.items():
                own = f"rent_share {label}" if section == "rent_share" else label
                found.append(_parameter("all" if shared else section, own, leaf))
    return tuple(found)


def _parameter(horizon: str, name: str, leaf: dict[str, Any]) -> Parameter:
    return Parameter(horizon, name, *(leaf[key] for key in ("value", "low", "high", "unit", "status", "source")))


def parameter(horizon: str, name: str) -> Parameter:
    """One parameter by horizon (or ``all``) and name."""
    return next(entry for entry in parameters() if entry.horizon in (horizon, "all") and entry.name == name)


def elasticity_at_age(age: Array | float, member: Member = "central") -> Array:
    """Trade elasticity of measures `age` years old, the same for all sectors; any shape."""
    start, end, years = (parameter("all", name) for name in ("at_once", "in_the_end", "years"))
    low, high = (_pick(entry, member) for entry in (start, end))
    return np.asarray(high - (high - low) * np.exp(-np.asarray(age, dtype=np.float64) * np.log(20.0) / years.value))


def _pick(entry: Parameter, member: Member) -> float:
    return {"low": entry.low, "central": entry.value, "high": entry.high}[member]


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
    return (
        f"{float(elasticity_at_age(age)):.2f} in all sectors: measures {age:g} years old on the path of Boehm, "
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
    if isinstance(elasticities, str):
        theta, label = trade_elasticities(chosen, baseline, elasticities), elasticities
    else:
        theta, label = np.asarray(elasticities, dtype=np.float64), "own"
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
    for entry in parameters():
        kind, _, code = entry.name.partition(" ")
        if kind != "rent_share" or code not in baseline.sectors:
            continue
        j = baseline.sectors.index(code)
        rent[j] = entry.value
        elasticity[j] = supply if supply is not None else parameter(name, f"supply_elasticity {code}").value
    return ResourceFactor(rent, elasticity) if rent.any() else None
