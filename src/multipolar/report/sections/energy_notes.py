"""Notes of the section on energy: what is assumed, what is no forecast, and why more is shipped under measures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from multipolar.analysis.energy import EnergyFlows, less_at_home
from multipolar.analysis.energy_accounts import revenue_account
from multipolar.analysis.price_cap import CapOutcome
from multipolar.codes import sector_index, whole_of
from multipolar.codes.energy_products import energy_product
from multipolar.report.energy_told import Told
from multipolar.report.numbers import SPACE, number, percent
from multipolar.report.section import Note
from multipolar.report.view import View, name_of
from multipolar.report.words import capital, listed
from multipolar.simulation.result import Result

#: Tonnes without a flow in the tables are told of from here on, Mt.
LEAST_LOST_MT = 0.05
#: A rise in tonnes although measures ban some of them that is worth a word, ratio.
LEAST_RISE = 0.25
BANS = frozenset({"import_ban", "export_ban", "embargo"})


def plain_notes(view: View, flows: EnergyFlows, products: set[str]) -> list[Note]:
    notes = [
        Note(
            f"Transport before is {100 * flows.transport_margin:g}{SPACE}% of the price at the seller's border.",
            "assumed",
        )
    ]
    partial = _partial(view)
    if partial:
        notes.append(
            Note(
                f"{capital(listed(partial))} {'covers' if len(partial) == 1 else 'cover'} a part of a sector; that "
                "part is spread evenly over crude oil, liquefied and pipeline gas, although the measure may name one.",
                "assumed",
            )
        )
    lost = np.where(flows.unmodelled, np.nan_to_num(flows.energy.quantity), 0.0).sum(axis=(1, 2))
    parts = [
        f"{number(mt)} Mt of {_lower(energy_product(key).title)}"
        for key, mt in zip(flows.energy.products, lost.tolist(), strict=True)
        if key in products and mt >= LEAST_LOST_MT
    ]
    if parts:
        notes.append(Note(f"{listed(parts)} were shipped where the tables have no flow; their fate is not known."))
    return notes


def cap_notes(flows: EnergyFlows, caps: Sequence[CapOutcome]) -> list[Note]:
    """Why the price in the sentence on a cap is not that of the figures."""
    notes = []
    for found in caps:
        mean = float(flows.energy.mean_price("crude")[flows.energy.economies.index(found.seller)])
        notes.append(
            Note(
                f"The cap of {found.cap:g} dollars is held against the price before that the scenario states, "
                f"{number(found.price_before)} dollars a barrel; the figures use the mean of customs values, "
                f"{number(mean)}. What moves between buyers moves the mean too."
            )
        )
    return notes


def rising_beside(flows: EnergyFlows, told: Sequence[Told]) -> list[Told]:
    """What the tables let buyers take in the place of a product that a measure names."""
    energy = flows.energy
    sectors = {energy.sector[energy.position(key)] for key in flows.named}
    sellers = {one.exporter for one in told if one.product in flows.named}
    return [
        one
        for one in told
        if one.product not in flows.named
        and energy.sector[energy.position(one.product)] in sectors
        and one.exporter in sellers
        and revenue_account(flows, one.product, one.exporter).after.mt
        > revenue_account(flows, one.product, one.exporter).before.mt
    ]


def other_product(flows: EnergyFlows, rising: Sequence[Told]) -> list[Note]:
    """That such a rise is no forecast."""
    energy, notes = flows.energy, []
    for sector in dict.fromkeys(energy.sector[energy.position(one.product)] for one in rising):
        here = [one for one in rising if energy.sector[energy.position(one.product)] == sector]
        kinds = [_short(key) for key, own in zip(energy.products, energy.sector, strict=True) if own == sector]
        which = listed([f"{_short(one.product)} from {name_of(one.exporter)}" for one in here])
        text = (
            f"That {which} rises is no forecast. {capital(listed(kinds))} are one good in the tables, so buyers who "
            "may not have the one take more of the other, which pipelines and contracts would not allow; it also holds "
            "up the price of what is capped or banned."
        )
        if energy_product("crude").part and sector == energy_product("crude").sector:
            text += " On the baseline icio-2022-crude crude is apart."
        notes.append(Note(text, "experimental"))
    return notes


def refined_at_home(result: Result, flows: EnergyFlows, told: Sequence[Told]) -> list[Note]:
    """Why a seller under measures can ship more crude: its refineries sell less."""
    notes = []
    for one in told:
        less = less_at_home(result, flows, one.product, one.exporter)
        if less is not None:
            what = sector_index()[flows.energy.sector[flows.energy.position(one.product)]].short_name
            notes.append(
                Note(
                    f"{name_of(one.exporter)} ships more {_short(one.product)} because its refineries sell less: at "
                    f"home {percent(100 * less).lstrip('+')} less of {_lower(what)} is used."
                )
            )
    return notes


def more_although_banned(view: View, flows: EnergyFlows, told: Sequence[Told]) -> list[Note]:
    """Why tonnes can rise much although measures ban a part of them."""
    result, notes = view.outcome.result, []
    size = len(result.economies)
    banned = [entry.cells for entry in view.outcome.compiled.touched if entry.kind in BANS]
    cells = np.concatenate(banned) if banned else np.zeros(0, dtype=np.int64)
    hit = set(zip((cells // size**2).tolist(), (cells % size).tolist(), strict=True))
    for one in told:
        p, i = flows.energy.position(one.product), result.economies.index(one.exporter)
        j = int(flows.energy.sector_index[p])
        account = revenue_account(flows, one.product, one.exporter)
        rise = account.after.mt / account.before.mt - 1.0 if account.before.mt > 0 else 0.0
        if (j, i) in hit and rise > LEAST_RISE:
            theta = float(np.mean(result.assumptions.trade_elasticity[j]))
            price = 100.0 * (float(result.after.cost_hat[j, i]) - 1.0)
            moves = f"{'rises' if price > 0 else 'falls'} by {number(abs(price), 1)}{SPACE}%"
            notes.append(
                Note(
                    f"{name_of(one.exporter)} ships {number(100 * rise, 0)}{SPACE}% more {_short(one.product)} "
                    f"although measures ban a part of it: its price {moves}, and buyers whom no ban binds turn to it "
                    f"with a trade elasticity of {number(theta, 1)}. That ports, wagons and mines can follow is not "
                    "checked.",
                    "experimental",
                )
            )
    return notes


def _short(product: str) -> str:
    return energy_product(product).short_title


def _partial(view: View) -> list[str]:
    """Instruments that cover a part of oil and gas, caps apart: which product they mean is not known here."""
    scenario, sectors = view.outcome.scenario, view.outcome.result.sectors
    rows = [j for j, code in enumerate(sectors) if whole_of(code) == "B06"]
    if scenario is None or not rows:
        return []
    size = len(view.economies) ** 2
    touched = view.outcome.compiled.touched
    hit = {entry.instrument for entry in touched if np.isin(entry.cells // size, rows).any()}
    entry_kind = {entry.instrument: entry.kind for entry in touched}
    return [
        f"‘{found.id}’"
        for found in scenario.instruments
        if str(found.id) in hit
        and entry_kind.get(str(found.id)) != "price_cap"
        and 0 < float(getattr(found, "coverage", 1.0)) < 1
    ]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
