"""Section: now and later. Horizons side by side, what each assumes, and which trade elasticities it uses."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import get_args

import numpy as np

from multipolar.analysis.horizons import Belief, beliefs_in_force
from multipolar.baseline.baseline import Baseline
from multipolar.codes import sector_index, whole_of
from multipolar.report.charts.horizons import horizon_dots
from multipolar.report.horizons import AtHorizon, at_horizons
from multipolar.report.numbers import number
from multipolar.report.section import Cell, Note, Section, Table
from multipolar.report.terms import in_the
from multipolar.report.view import View
from multipolar.report.words import capital, listed
from multipolar.simulation.horizons import HORIZONS, Member, Parameter, parameter, parameters, trade_elasticities

WHY = (
    "The two sets of trade elasticities answer different questions. Fontagné, Guimbard and Orefice (2022) compare "
    "tariffs and trade across countries that have had decades to adapt, sector by sector: the long run. Boehm, "
    "Levchenko and Pandalai-Nayar (2023) follow the same goods for ten years after a tariff changed: small at first, "
    "and still smaller after a decade than differences across countries suggest. Neither is wrong; which one counts "
    "depends on the year that is asked about."
)
LABELS = {
    "factor_mobility": "mobility of labour between sectors (m; 1 is none)",
    "value_added_elasticity": "substitution of labour and materials",
    "input_elasticity": "substitution among materials",
    "final_elasticity": "substitution in final demand",
}
OWN = "set for this run"
Known = dict[tuple[str, str], Parameter]


def horizons_section(view: View) -> Section | None:
    """Horizons side by side; None where the run has one only."""
    ats = at_horizons(view)
    if len(ats) < 2:
        return None
    main = next(at for at in ats if at.main)
    lead = (
        f"The same measures {listed(in_the(at.name) for at in ats)}: other assumptions, the same equations. The rest "
        f"of this page is about the {main.when}.",
    )
    failed = tuple(Note(f"No equilibrium {in_the(at.name)}: {at.failed}") for at in ats if at.result is None)
    return Section(
        name="horizons",
        title="Next winter, and later",
        place="first",
        lead=lead,
        figures=(horizon_dots(view),),
        tables=(_assumed(view, ats), _sources(view, ats)),
        notes=(Note(_elasticities(ats)), Note(WHY), *failed),
        rule="",
    )


def _elasticities(ats: tuple[AtHorizon, ...]) -> str:
    return f"Which trade elasticities: {'; '.join(f'{in_the(at.name)} {at.elasticities}' for at in ats)}."


def _assumed(view: View, ats: tuple[AtHorizon, ...]) -> Table:
    known: Known = {(entry.horizon, entry.name): entry for entry in parameters()}
    rows = [(Cell("trade elasticity"), *(_trade(view.outcome.result.baseline, at) for at in ats))]
    for field, label in LABELS.items():
        rows.append((Cell(label), *(_scalar(at, field, known) for at in ats)))
    sectors = view.outcome.result.sectors
    held = sorted({int(j) for at in ats if at.assumptions.resource for j in at.assumptions.resource.sectors})
    for j in held:
        name = _sector(sectors[j])
        rows.append((Cell(f"supply elasticity, {name}"), *(_supply(at, j, sectors[j], known) for at in ats)))
    return Table(
        "What each horizon assumes",
        ("", *(at.when for at in ats)),
        tuple(rows),
        note="Substitution of 1 keeps shares of value, near 0 keeps proportions. Point at a number for its source, or "
        "open the list below.",
    )


def _sector(code: str) -> str:
    found = sector_index().get(code)
    return found.short_name[:1].lower() + found.short_name[1:] if found else code


def _trade(baseline: Baseline, at: AtHorizon) -> Cell:
    theta = at.assumptions.trade_elasticity
    low, high = float(theta.min()), float(theta.max())
    entry = _usual_trade(at)
    if entry is not None:
        return replace(_cell(low, entry), text=number(low, 2))
    ends = (trade_elasticities(at.name, baseline, end) for end in get_args(Member)) if at.name in HORIZONS else ()
    usual = any(np.array_equal(theta, end) for end in ends)
    text = number(low, 2) if math.isclose(low, high) else f"{number(low, 1)} to {number(high, 1)} by sector"
    return Cell(text, "sourced" if usual else OWN, tip=capital(at.elasticities))


def _usual_trade(at: AtHorizon) -> Parameter | None:
    """The one number behind the trade elasticities of all sectors; None where sectors differ, or it is another."""
    theta = at.assumptions.trade_elasticity
    if at.name not in HORIZONS or at.name == "long":
        return None
    entry = parameter(at.name, "trade_elasticity")
    return entry if np.allclose(theta, entry.value, rtol=1e-9, atol=0.0) else None


def _scalar(at: AtHorizon, field: str, known: Known) -> Cell:
    value = float(getattr(at.assumptions, field))
    found = _cell(value, known.get((at.name, field)))
    return replace(found, text="moves freely") if math.isinf(value) else found


def _supply(at: AtHorizon, j: int, code: str, known: Known) -> Cell:
    resource = at.assumptions.resource
    entry = known.get((at.name, f"supply_elasticity {whole_of(code)}"))
    if resource is None or not resource.rent_share[j] > 0:
        return replace(_cell(math.inf, entry), text="nothing is scarce")
    return _cell(float(resource.supply_elasticity[j]), entry)


def _cell(value: float, entry: Parameter | None) -> Cell:
    """A value with its standing; one that is not the horizon's own was set by the user."""
    if entry is None or not (entry.value == value or math.isclose(entry.value, value)):
        return Cell(_plain(value), OWN)
    return Cell(_plain(value), entry.status, tip=f"{_range(entry)}{capital(entry.source)}")


def _plain(value: float) -> str:
    return f"{value:g}" if math.isfinite(value) else "∞"


def _range(entry: Parameter | Belief) -> str:
    return f"{_plain(entry.low)} to {_plain(entry.high)}. " if entry.low != entry.high else ""


def _sources(view: View, ats: tuple[AtHorizon, ...]) -> Table:
    """Every number in force at any of the horizons, once; with whose it is where it is not that of all."""
    baseline = view.outcome.result.baseline
    whose: dict[tuple[Cell, ...], list[str]] = {}
    for at in ats:
        rows = [_trade_source(baseline, at), *(_source(entry) for entry in beliefs_in_force(baseline, at.assumptions))]
        for row in rows:
            whose.setdefault(row, []).append(at.name)
    weak = sum(row[4].status in ("assumed", "unverified") for row in whose)
    return Table(
        f"Sources of these assumptions ({len(whose)} numbers, {weak} of them assumed or unverified)",
        ("horizon", "number", "value", "range", "unit", "standing", "source"),
        tuple((Cell("all" if len(names) == len(ats) else listed(names)), *row) for row, names in whose.items()),
        texts=(0, 1, 4, 5, 6),
        folded=True,
    )


def _source(entry: Belief) -> tuple[Cell, ...]:
    return (
        Cell(entry.name.replace("_", " ")),
        Cell(_plain(entry.value)),
        Cell(_range(entry).removesuffix(". ")),
        Cell(entry.unit),
        Cell("", OWN if entry.status == "own" else entry.status),
        Cell(capital(entry.source)),
    )


def _trade_source(baseline: Baseline, at: AtHorizon) -> tuple[Cell, ...]:
    found = _trade(baseline, at)
    entry = _usual_trade(at)
    span, unit, source = "", "", capital(at.elasticities)
    if entry is not None:
        span, unit, source = _range(entry).removesuffix(". "), entry.unit, capital(entry.source)
    elif at.name == "long" and found.status != OWN:
        kinds = Counter(baseline.elasticities.status)
        told = listed(f"{amount} {status}" for status, amount in kinds.most_common())
        source = f"{source}; of {len(baseline.sectors)} sectors: {told}"
    return Cell("trade elasticity"), Cell(found.text), Cell(span), Cell(unit), Cell("", found.status), Cell(source)
