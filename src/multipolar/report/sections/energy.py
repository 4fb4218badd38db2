"""Section: energy in tonnes and dollars, shown where tonnes of some exporter change hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from multipolar.analysis.energy import EnergyFlows, energy_flows
from multipolar.analysis.energy_accounts import RevenueAccount, revenue_account
from multipolar.analysis.price_cap import cap_outcomes
from multipolar.analysis.ranges import first_line
from multipolar.baseline.energy import energy_of
from multipolar.codes import whole_of
from multipolar.codes.energy_products import energy_product
from multipolar.errors import DataError
from multipolar.report.energy_figures import UNIT_WORDS, buyers_figure, revenue_figure
from multipolar.report.energy_told import LEAST_MT, LEAST_SHARE, SMALL_MT, Told, capped_sellers, told_of
from multipolar.report.horizons import at_horizons
from multipolar.report.measures import spoken
from multipolar.report.numbers import SPACE, number, percent
from multipolar.report.palette import side
from multipolar.report.section import Cell, Section, Table
from multipolar.report.sections.energy_notes import (
    cap_notes,
    more_although_banned,
    other_product,
    plain_notes,
    refined_at_home,
    rising_beside,
)
from multipolar.report.terms import WHEN
from multipolar.report.view import View, name_of

SECTORS = ("B05", "B06")
DRAWN, LISTED = 2, 8
#: A second flow is drawn if it moves this share of the money of the first.
BESIDE = 0.25


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
    told = told_of(flows, capped_sellers(result, flows))
    if not told and not caps:
        return None
    source = f"{view.source_line()} Tonnes and unit values: CEPII BACI {flows.energy.year}."
    when = WHEN.get(result.assumptions.horizon, result.assumptions.horizon)
    rising = rising_beside(flows, told)
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
            *cap_notes(flows, capped),
            *other_product(flows, rising),
            *refined_at_home(result, flows, told[:LISTED]),
            *more_although_banned(view, flows, [one for one in told[:LISTED] if one not in rising]),
            *plain_notes(view, flows, {one.product for one in told}),
        ),
        rule=(
            f"Shown are exporters of at least {SMALL_MT:g} Mt of which some buyer takes {LEAST_MT:g} Mt more or less, "
            f"and {100 * LEAST_SHARE:g}{SPACE}% of whose exports go elsewhere or stop, and sellers under a price cap; "
            f"drawn is the flow that moves most money, and a second one if it moves a quarter "
            "of that. The rest of the world, which is no seller, is left out."
        ),
    )


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


def _unknown(view: View, reason: str) -> Section | None:
    """A sentence in place of tonnes, where the measures touch energy."""
    sectors, size = view.outcome.result.sectors, len(view.economies) ** 2
    hit = {sectors[j] for entry in view.outcome.compiled.touched for j in np.unique(entry.cells // size).tolist()}
    if not {whole_of(code) for code in hit} & set(SECTORS):
        return None
    lead = (f"The measures touch energy, but tonnes are not known: {reason}",)
    return Section(name="energy", title="Energy in tonnes and dollars", place="trade", lead=lead)


def _pair(before: float, after: float) -> str:
    return f"{number(before)} → {number(after)}"


def _gap(account: RevenueAccount) -> float:
    return account.after.benchmark - account.after.price
