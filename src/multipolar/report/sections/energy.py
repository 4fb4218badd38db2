"""Section: energy in tonnes and dollars, shown where tonnes of some exporter change hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from multipolar.analysis.energy import EnergyFlows, energy_flows, less_at_home
from multipolar.analysis.energy_accounts import RevenueAccount, revenue_account
from multipolar.analysis.energy_named import CAPPED
from multipolar.analysis.price_cap import CapOutcome, cap_outcomes
from multipolar.analysis.ranges import first_line
from multipolar.baseline.energy import energy_of
from multipolar.codes import whole_of
from multipolar.codes.energy_products import energy_product
from multipolar.errors import DataError
from multipolar.report.energy_figures import UNIT_WORDS, buyers_figure, revenue_figure
from multipolar.report.horizons import at_horizons
from multipolar.report.measures import spoken
from multipolar.report.numbers import SPACE, number, percent
from multipolar.report.palette import side
from multipolar.report.section import Cell, Note, Section, Table
from multipolar.report.terms import WHEN
from multipolar.report.view import View, name_of
from multipolar.report.words import capital, listed
from multipolar.simulation.result import Result

SECTORS = ("B05", "B06")
#: A flow is told of if some buyer's tonnes change by this many Mt, and this share of the exporter's exports moves.
LEAST_MT, LEAST_SHARE = 2.0, 0.10
#: Exporters of less are not told of, Mt.
SMALL_MT = 5.0
#: Tonnes without a flow in the tables are told of from here on, Mt.
LEAST_LOST_MT = 0.05
DRAWN, LISTED = 2, 8
#: A second flow is drawn if it moves this share of the money of the first.
BESIDE = 0.25
REST = "ROW"


@dataclass(frozen=True, slots=True)
class Told:
    """One exporter's product whose buyers change; `moved` is Mt gained and lost by buyers, `usd_mn` its worth."""

    product: str
    exporter: str
    moved: float
    usd_mn: float


def energy_section(view: View) -> Section | None:
    """Buyers and revenue; None where no exporter's tonnes change hands noticeably."""
    result = view.outcome.result
    if not any(whole_of(code) in SECTORS for code in result.sectors):
        return None
    try:
        flows = energy_flows(result)
    except DataError as error:
        return _unknown(view, first_line(error))
    flows = replace(flows, scenario=f"‘{view.title}’")
    capped = cap_outcomes(result)
    caps = [spoken(found.sentence).replace(" %", f"{SPACE}%") for found in capped]
    told = told_of(flows, [found.seller for found in capped])
    if not told and not caps:
        return None
    source = f"{view.source_line()} Tonnes and unit values: CEPII BACI {flows.energy.year}."
    when = WHEN.get(result.assumptions.horizon, result.assumptions.horizon)
    rising = _rising(flows, told)
    drawn = []
    for n, one in enumerate(told[:DRAWN]):
        if n and one.usd_mn < BESIDE * told[0].usd_mn:
            continue
        figure = buyers_figure(flows, one.product, one.exporter, source=source, horizon=when)
        if one in rising:
            figure = replace(figure, subtitle=f"{figure.subtitle} Experimental, no forecast: see the notes below.")
        drawn.append(figure)
        if not n:
            drawn.append(revenue_figure(flows, one.product, one.exporter, source=source, horizon=when))
    tables = [_summary(flows, told[:LISTED], rising)] if told else []
    if told and len(at_horizons(view)) > 1:
        tables.append(_by_horizon(view, told[0]))
    return Section(
        name="energy",
        title="Energy in tonnes and dollars",
        place="trade",
        lead=tuple(caps),
        figures=tuple(drawn),
        tables=tuple(tables),
        notes=(
            *_cap_notes(flows, capped),
            *_other_product(rising),
            *_refined_at_home(result, flows, told),
            *_notes(view, flows, {one.product for one in told}),
        ),
        rule=(
            f"Shown are exporters of at least {SMALL_MT:g} Mt of which some buyer takes {LEAST_MT:g} Mt more or less, "
            f"and {100 * LEAST_SHARE:g}{SPACE}% of whose exports go elsewhere or stop, and sellers under a price cap; "
            f"drawn is the flow that moves most money, and a second one if it moves a quarter "
            "of that. The rest of the world, which is no seller, is left out."
        ),
    )


def told_of(flows: EnergyFlows, capped: Sequence[str] = ()) -> tuple[Told, ...]:
    """Flows that a reader must see: products that a measure names first, then by the money that moves.

    Parameters
    ----------
    capped : sellers whose crude is under a price cap; they are told of even if little moves.
    """
    energy, found = flows.energy, []
    change = np.where(flows.known, flows.quantity - energy.quantity, 0.0)
    for p, key in enumerate(energy.products):
        sold, units = energy.exports(key), energy_product(key)
        for i, exporter in enumerate(energy.economies):
            moved, largest = float(np.abs(change[p, :, i]).sum()), float(np.abs(change[p, :, i]).max())
            if exporter == REST or sold[i] == 0:
                continue
            large = sold[i] >= SMALL_MT and largest >= LEAST_MT and moved >= LEAST_SHARE * float(sold[i])
            if large or (key == CAPPED and exporter in capped):
                worth = float(np.abs(change[p, :, i]) @ flows.price[p, :, i]) * units.quoted_units_per_tonne(exporter)
                found.append(Told(key, exporter, moved, worth))
    return tuple(sorted(found, key=lambda one: (one.product not in flows.named, -one.usd_mn)))


def _summary(flows: EnergyFlows, told: Sequence[Told], rising: Sequence[Told]) -> Table:
    rows = []
    for one in told:
        found = energy_product(one.product)
        account = revenue_account(flows, one.product, one.exporter)
        before, after = account.before, account.after
        rows.append(
            (
                Cell(f"{name_of(one.exporter)}, {found.short_title}"),
                Cell(_pair(before.mt, after.mt)),
                Cell(
                    percent(100 * (after.mt / before.mt - 1)),
                    side=side(after.mt - before.mt),
                    status="experimental" if one in rising else "",
                ),
                Cell(f"{_pair(before.price, after.price)}{SPACE}a{SPACE}{UNIT_WORDS[found.price_unit]}"),
                Cell(number(_gap(account), signed=False)),
                Cell(_pair(before.receipts / 1e3, after.receipts / 1e3)),
                Cell(
                    number((after.receipts - before.receipts) / 1e3, signed=True),
                    side=side(after.receipts - before.receipts),
                ),
            )
        )
    return Table(
        "Energy exports that change hands",
        (
            "seller",
            "Mt, before → after",
            "change",
            "dollars a unit",
            "below benchmark",
            "USD bn, before → after",
            "change",
        ),
        tuple(rows),
        note="Dollars a unit: at the seller's border. Below benchmark: the benchmark after less that price; negative "
        "is a premium. Dollars are such that nominal world income is unchanged.",
    )


def _by_horizon(view: View, one: Told) -> Table:
    """The flow that matters most at every horizon: how fast volume and price part company."""
    found, rows = energy_product(one.product), []
    energy = energy_of(view.outcome.result.baseline)
    accounts = [
        (at, revenue_account(energy_flows(at.result, energy=energy), one.product, one.exporter))
        for at in at_horizons(view)
        if at.result is not None and at.result.economies == view.economies
    ]
    base = accounts[0][1].before
    rows.append(("before", base))
    rows += [(at.when, account.after) for at, account in accounts]
    unit = UNIT_WORDS[found.price_unit]
    return Table(
        f"{name_of(one.exporter)}, {found.short_title}: at each horizon",
        ("", "Mt", f"price, dollars a {unit}", f"{found.benchmark_title}, dollars a {unit}", "receipts, USD bn"),
        tuple(
            (
                Cell(when),
                Cell(number(lines.mt)),
                Cell(number(lines.price)),
                Cell(number(lines.benchmark)),
                Cell(number(lines.receipts / 1e3)),
            )
            for when, lines in rows
        ),
        note="The nearer the horizon, the less extraction responds to its price.",
    )


def _notes(view: View, flows: EnergyFlows, products: set[str]) -> list[Note]:
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


def _cap_notes(flows: EnergyFlows, caps: Sequence[CapOutcome]) -> list[Note]:
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


def _rising(flows: EnergyFlows, told: Sequence[Told]) -> list[Told]:
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


def _other_product(rising: Sequence[Told]) -> list[Note]:
    """That such a rise is no forecast."""
    if not rising:
        return []
    which = listed([f"{energy_product(one.product).short_title} from {name_of(one.exporter)}" for one in rising])
    return [
        Note(
            f"That {which} rises is no forecast. Oil and gas are one good in the tables, so buyers who may not have "
            "the one take more of the other, which pipelines and contracts would not allow; it also holds up the "
            "price of what is capped or banned. On the baseline icio-2022-crude they are apart.",
            "experimental",
        )
    ]


def _refined_at_home(result: Result, flows: EnergyFlows, told: Sequence[Told]) -> list[Note]:
    """Why a seller under measures can ship more crude: its refineries lose buyers of their own."""
    notes = []
    for one in told[:DRAWN]:
        less = less_at_home(result, flows, one.product, one.exporter)
        if less is not None:
            notes.append(
                Note(
                    f"{name_of(one.exporter)} ships more {energy_product(one.product).short_title} because it uses "
                    f"{percent(-100 * less)} at home: those who buy what is made of it buy less."
                )
            )
    return notes


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


def _unknown(view: View, reason: str) -> Section | None:
    """A sentence in place of tonnes, where the measures touch energy."""
    sectors, size = view.outcome.result.sectors, len(view.economies) ** 2
    hit = {sectors[j] for entry in view.outcome.compiled.touched for j in np.unique(entry.cells // size).tolist()}
    if not {whole_of(code) for code in hit} & set(SECTORS):
        return None
    lead = (f"The measures touch energy, but tonnes are not known: {reason}",)
    return Section(name="energy", title="Energy in tonnes and dollars", place="trade", lead=lead)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _pair(before: float, after: float) -> str:
    return f"{number(before)} → {number(after)}"


def _gap(account: RevenueAccount) -> float:
    return account.after.benchmark - account.after.price
