"""Under which beliefs the back-test of oil is run: the main setting, and one thing changed at a time.

Fixed before any score of these settings was seen: main is the short run of `multipolar.simulation.horizons`, with one
exception for all horizons. Crude keeps the trade elasticity of its own sector in Fontagné, Guimbard and Orefice (2022),
which the back-test has had from the start: the elasticity of a horizon is a mean over all goods, and crude oil of
different origins is a closer substitute than the mean of goods. The same horizons with their elasticity for crude as
well, which is what ``--horizon`` gives, stand beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from multipolar.analysis.validation.oil_pattern import crude_sector
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.model.settings import Assumptions, Closure
from multipolar.simulation.horizons import elasticity_at_age, horizon, parameter, trade_elasticities

MAIN = "model"
HORIZONS = ("impact", MAIN, "medium", "long")
"""Names of the settings that differ in the horizon only; the main one is the short run."""
SHORT = "short"
OWN = ", crude too"
"""Ends the name of a horizon whose trade elasticity holds for crude as well."""
APART = ", crude apart"
"""Ends the name of a horizon that is solved on the world with crude apart from gas."""

SUPPLY_ELASTICITIES = (
    (0.05, "supply of crude, low end of the short run"),
    (0.15, "supply of crude: Baumeister and Hamilton (2019)"),
    (0.5, "supply of crude, assumed: some years"),
)
CRUDE_ELASTICITIES = (
    (2.0, "Boehm et al. (2023), after 7 to 10 years"),
    (3.28, "Fontagné et al. (2022), low end of the band"),
    (5.44, "Fontagné et al. (2022), sector B06: the main one"),
    (9.01, "Fontagné et al. (2022), high end of the band"),
    (17.1, "Broda and Weinstein (2006), crude oil; from memory, unverified"),
)
NESTED = (
    ("factor_mobility", 1.0, "factors stay in their sectors"),
    ("factor_mobility", 2.0, "high end of the short run"),
    ("input_elasticity", 0.04, "Bachmann et al. (2022), energy in the first months"),
    ("input_elasticity", 0.3, "high end of the short run"),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to run the back-test.

    Attributes
    ----------
    name, role, note : as in `OilForecast`. pattern : year whose destinations are the start, 2021 or 2022.
    apart : whether crude is a sector of its own, apart from gas.
    with_cap : whether the price cap is in force. discount : whether the discount is predicted with it as well.
    """

    name: str
    role: Literal["main", "variant"]
    note: str
    assumptions: Assumptions
    closure: Closure
    pattern: str = "2021"
    apart: bool = False
    with_cap: bool = True
    discount: bool = False


def horizon_of(name: str) -> str:
    """The horizon of one of the settings in `HORIZONS`."""
    return SHORT if name == MAIN else name


def crude_elasticities(baseline: Baseline, name: str, crude: float | None = None) -> Array:
    """(J,) trade elasticities of a horizon, crude apart: its sector's own long-run value, or another."""
    theta = trade_elasticities(name, baseline).copy()
    j = baseline.sectors.index(crude_sector(baseline))
    theta[j] = float(baseline.elasticities.central[j]) if crude is None else crude
    return theta


def horizon_settings(baseline: Baseline) -> tuple[Setting, ...]:
    """The four horizons, the main one among them."""
    found = []
    for name in HORIZONS:
        chosen = horizon_of(name)
        assumptions, closure = horizon(chosen, baseline, crude_elasticities(baseline, chosen))
        role: Literal["main", "variant"] = "main" if name == MAIN else "variant"
        found.append(Setting(name, role, f"{chosen} run" if chosen != "impact" else chosen, assumptions, closure))
    return tuple(replace(setting, discount=True) for setting in found)


def apart_settings(apart: Baseline) -> tuple[Setting, ...]:
    """The horizons with little time on the world with crude apart; gas has the trade elasticity of all goods."""
    found = []
    for name in ("impact", SHORT, "medium"):
        assumptions, closure = horizon(name, apart, crude_elasticities(apart, name))
        note = "crude and gas are two sectors"
        found.append(Setting(name + APART, "variant", note, assumptions, closure, apart=True, discount=True))
    return tuple(found)


def own_settings(baseline: Baseline) -> tuple[Setting, ...]:
    """The horizons with little time as they come, see `own_setting`."""
    return tuple(own_setting(baseline, name) for name in ("impact", SHORT, "medium"))


def own_setting(baseline: Baseline, name: str) -> Setting:
    """A horizon as it comes, its trade elasticity for crude as well."""
    assumptions, closure = horizon(name, baseline)
    value = float(elasticity_at_age(parameter(name, "age").value))
    note = f"all goods, crude too: {value:.2f}"
    return Setting(name + OWN, "variant", note, assumptions, closure, discount=True)


def settings(baseline: Baseline) -> tuple[Setting, ...]:
    """All settings; the main one, then the other horizons, then the rest."""
    horizons = horizon_settings(baseline)
    main = next(setting for setting in horizons if setting.name == MAIN)
    found = [main, *(setting for setting in horizons if setting is not main)]
    found += own_settings(baseline)
    variant = replace(main, role="variant", discount=False)
    found += [
        replace(variant, name="no cap", note="the bans alone", with_cap=False, discount=True),
        replace(variant, name="tables of 2022", note="starts from the pattern of 2022", pattern="2022"),
    ]
    for value, source in CRUDE_ELASTICITIES:
        changed, _ = horizon(SHORT, baseline, crude_elasticities(baseline, SHORT, value))
        found.append(replace(variant, name=f"elasticity {value:g}", note=source, assumptions=changed))
    theta = crude_elasticities(baseline, SHORT)
    for value, source in SUPPLY_ELASTICITIES:
        changed, _ = horizon(SHORT, baseline, theta, supply_elasticity=value)
        found.append(replace(variant, name=f"supply {value:g}", note=source, assumptions=changed))
    for name, value, source in NESTED:
        changed, _ = horizon(SHORT, baseline, theta, **{name: value})
        label = f"{name.replace('_', ' ')} {value:g}"
        found.append(replace(variant, name=label, note=source, assumptions=changed))
    return tuple(found)
