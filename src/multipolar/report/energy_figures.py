"""Figures of energy in tonnes and dollars: who buys an exporter's product, and what the exporter earns.

Pure functions of `EnergyFlows`; the report and the documentation call the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from multipolar.analysis.energy import EnergyFlows
from multipolar.analysis.energy_accounts import RevenueAccount, revenue_account
from multipolar.analysis.energy_tables import OTHERS, BuyerLine, buyers
from multipolar.codes.energy_products import EnergyProduct, energy_product
from multipolar.data.urals import china_customs
from multipolar.report.energy_drawings import Pair, Step, draw_pairs, draw_steps
from multipolar.report.figure import NARROW, WIDE, Column, Figure
from multipolar.report.numbers import SPACE, count, dollars, number
from multipolar.report.view import name_of, short_name
from multipolar.report.words import capital, listed

TOP = 12
#: Buyers without known tonnes that get a row each; the others share one.
MOST_UNKNOWN = 2
#: A change of less is no finding, Mt.
LEAST_MT = 0.05
UNIT_WORDS = {"USD/bbl": "barrel", "USD/MMBtu": "MMBtu", "USD/t": "tonne"}


def buyers_figure(
    flows: EnergyFlows, product: str, exporter: str, *, source: str, horizon: str = "", top: int = TOP
) -> Figure:
    """Who buys an exporter's product, Mt before and after, largest first; missing tonnes are hatched.

    Parameters
    ----------
    source : what stands underneath. horizon : such as ``long run``, for the subtitle.
    """
    found, lines = energy_product(product), buyers(flows, product, exporter, top)
    known = [line for line in lines if math.isfinite(line.mt_before)]
    missing = [line for line in lines if not math.isfinite(line.mt_before)]
    pairs = [_pair(line) for line in known]
    pairs += [Pair(short_name(line.importer), math.nan, math.nan, "", line.status) for line in missing[:MOST_UNKNOWN]]
    if len(missing) > MOST_UNKNOWN:
        rest = missing[MOST_UNKNOWN:]
        pairs.append(Pair(count(len(rest), "more buyer"), math.nan, math.nan, "", _listed_names(rest)))
    title = _buyers_title(found, exporter, known)
    before, after = sum(line.mt_before for line in known), sum(line.mt_after for line in known)
    barrels = ""
    if found.price_unit == "USD/bbl":
        daily = [found.million_barrels_a_day(mt, flows.energy.year, exporter) for mt in (before, after)]
        barrels = f" ({number(daily[0], 2)} and {number(daily[1], 2)} mb/d)"
    who = name_of(exporter, article=True)
    note = (
        f"Upper bar: before; lower: after. All known buyers: {number(before)} Mt before, {number(after)} "
        f"after{barrels}. A buyer that bought nothing before buys nothing after."
    )
    if missing:
        note += f" Hatched: sold, but the tonnes are not known ({_listed_names(missing)})."
    other = china_customs(flows.energy.year, exporter) if found.key == "crude" else None
    if other is not None:
        note += f" China Customs has {number(other.mt)} Mt for China in {other.year} ({other.status})."
    return Figure(
        name=f"energy-buyers-{found.key}-{exporter.lower()}",
        title=title,
        subtitle=_subtitle(
            f"{found.title} from {who} by buyer, million tonnes a year, {flows.energy.year} and after {flows.scenario}",
            horizon,
        ),
        description=f"Paired bars for {count(len(pairs), 'buyer')}, sorted. {title}.",
        source=source,
        wide=draw_pairs(pairs, WIDE, f"energy-buyers-{found.key}-wide", unit="Mt"),
        narrow=draw_pairs(pairs, NARROW, f"energy-buyers-{found.key}-narrow", unit="Mt"),
        columns=(
            Column("importer", "code"),
            Column("name", "buyer"),
            Column("mt_before", "before", "Mt"),
            Column("mt_after", "after", "Mt"),
            Column("price_before", "price before", found.price_unit),
            Column("price_after", "price after", found.price_unit),
            Column("status", "tonnes before"),
        ),
        rows=tuple(
            (
                line.importer,
                _name(line),
                line.mt_before,
                line.mt_after,
                line.price_before,
                line.price_after,
                line.status,
            )
            for line in lines
        ),
        note=note,
    )


def revenue_figure(flows: EnergyFlows, product: str, exporter: str, *, source: str, horizon: str = "") -> Figure:
    """From the world price to what the exporter receives, USD bn before and after; the steps sum."""
    found, account = energy_product(product), revenue_account(flows, product, exporter)
    steps = _steps(account)
    title = _revenue_title(found, account)
    who = name_of(exporter, article=True)
    unit = UNIT_WORDS[found.price_unit]
    per_unit = (
        "Upper bar: before; lower: after. "
        f"Mean price at {who}'s border: {number(account.before.price)} dollars a {unit} before, "
        f"{number(account.after.price)} after; {found.benchmark_title}: {number(account.before.benchmark)} and "
        f"{number(account.after.benchmark)}. Transport before is assumed "
        f"({100 * flows.transport_margin:g}{SPACE}% of the price)."
    )
    if account.left_out:
        per_unit += f" Without {listed(name_of(code, article=True) for code in account.left_out)}: tonnes not known."
    return Figure(
        name=f"energy-revenue-{found.key}-{exporter.lower()}",
        title=title,
        subtitle=_subtitle(
            f"What {who} earns abroad with {_lower(found.title)}, billion dollars a year, {flows.energy.year} "
            f"and after {flows.scenario}",
            horizon,
        ),
        description=f"Four steps before and after: world price, buyers' discount, transport, receipts. {title}.",
        source=source,
        wide=draw_steps(steps, WIDE, f"energy-revenue-{found.key}-wide"),
        narrow=draw_steps(steps, NARROW, f"energy-revenue-{found.key}-narrow"),
        columns=(
            Column("line", "line"),
            Column("before", "before", "USD bn"),
            Column("after", "after", "USD bn"),
            Column("change", "change", "USD bn"),
        ),
        rows=tuple((s.label, s.value[0], s.value[1], s.value[1] - s.value[0]) for s in steps),
        note=per_unit,
    )


def _listed_names(lines: Sequence[BuyerLine]) -> str:
    return listed(name_of(line.importer, article=True) for line in lines)


def _pair(line: BuyerLine) -> Pair:
    shown = f"{number(line.mt_before)} → {number(line.mt_after)}"
    name = "Others" if line.importer == OTHERS else short_name(line.importer)
    return Pair(name, line.mt_before, line.mt_after, shown, f"{_name(line)}: {shown} Mt")


def _name(line: BuyerLine) -> str:
    return "all others" if line.importer == OTHERS else name_of(line.importer)


def _buyers_title(found: EnergyProduct, exporter: str, lines: list[BuyerLine]) -> str:
    named = [line for line in lines if line.importer != OTHERS]
    what = f"{name_of(exporter, article=True)}'s {_lower(found.title)}"
    parts: list[str] = []
    for line, word in (
        (max(named, key=lambda x: x.change, default=None), "more"),
        (min(named, key=lambda x: x.change, default=None), "less"),
    ):
        if line is not None and (line.change > 0) == (word == "more") and abs(line.change) >= LEAST_MT:
            verb, unit = ("", "") if parts else (" takes", " Mt")
            parts.append(f"{name_of(line.importer, article=True)}{verb} {number(abs(line.change))}{unit} {word}")
    return capital(f"{what}: {', '.join(parts)}" if parts else f"{what} goes where it went")


def _revenue_title(found: EnergyProduct, account: RevenueAccount) -> str:
    change = (account.after.receipts - account.before.receipts) / 1e3
    what = f"{name_of(account.exporter, article=True)}'s receipts from {_lower(found.title)}"
    if abs(change) < 0.0005 * abs(account.before.receipts) / 1e3:
        return capital(f"{what} stay at {dollars(account.before.receipts / 1e3)}")
    verb = "fall" if change < 0 else "rise"
    return capital(f"{what} {verb} by {dollars(abs(change))} to {dollars(account.after.receipts / 1e3)}")


def _steps(account: RevenueAccount) -> list[Step]:
    sides = [account.before, account.after]
    world = [side.at_world_price / 1e3 for side in sides]
    less = [side.buyers_discount / 1e3 for side in sides]
    carried = [side.transport / 1e3 for side in sides]
    got = [side.receipts / 1e3 for side in sides]

    def step(label: str, value: list[float], start: list[float], *, total: bool) -> Step:
        return Step(label, (value[0], value[1]), (start[0], start[1]), total)

    return [
        step("At the world price", world, [0.0, 0.0], total=True),
        step("Buyers' discount", [-x for x in less], world, total=False),
        step("Transport", [-x for x in carried], [w - x for w, x in zip(world, less, strict=True)], total=False),
        step("Receipts", got, [0.0, 0.0], total=True),
    ]


def _subtitle(measure: str, horizon: str) -> str:
    return f"{measure}. {capital(horizon)}." if horizon else f"{measure}."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
