"""Tables and figures of the documentation page on energy, computed; a test holds the page to them.

``python -m multipolar.report.energy_page docs`` rewrites them.
"""

from __future__ import annotations

import datetime
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from multipolar.analysis.energy import EnergyFlows, energy_flows
from multipolar.analysis.validation.pages import with_tables
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.bundled import load_bundled
from multipolar.baseline.energy import Energy, energy_of
from multipolar.baseline.energy_cells import EnergyStatus
from multipolar.codes.energy_products import energy_product
from multipolar.data.energy_trade import load_energy_trade
from multipolar.data.urals import ChinaCrude, load_china_crude, load_urals_discount
from multipolar.report.energy_figures import buyers_figure, revenue_figure
from multipolar.report.figure import Figure
from multipolar.report.numbers import number
from multipolar.report.view import name_of
from multipolar.simulation.simulate import simulate

PAGE = "explanation/energy.md"
YEARS = (2021, 2022, 2023, 2024)
SCENARIO, DAY = "eu-crude-embargo", datetime.date(2023, 6, 1)
SHOWN = 14
EXPORTERS = {"B06": ("RUS", "SAU", "NOR", "USA", "CAN"), "B05": ("RUS", "AUS", "IDN", "USA")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def page_tables() -> dict[str, str]:
    """Every table of the page in Markdown, by name."""
    world = load_bundled()
    by_year = {year: energy_of(world, year) for year in YEARS}
    return {
        "russia-crude": _russia_crude(by_year),
        "china-crude": _china(),
        "russia-price": _prices(by_year),
        "coverage": _coverage(by_year[world.year]),
        "sectors": _sectors(world, by_year[world.year]),
        "gaps": _gaps(by_year),
    }


def page_figures() -> dict[str, Figure]:
    """Figures of the page by file stem."""
    flows = example()
    source = "Source: Multipolar on the bundled world of 2022; tonnes and unit values CEPII BACI; Brent EIA."
    return {
        "energy-buyers": buyers_figure(flows, "crude", "RUS", source=source, horizon="long run"),
        "energy-revenue": revenue_figure(flows, "crude", "RUS", source=source, horizon="long run"),
    }


def example() -> EnergyFlows:
    """The library's embargo of the European Union on crude, which names its product."""
    return energy_flows(simulate(load_bundled(), SCENARIO, date=DAY))


def refresh(docs: Path) -> None:
    """Write the tables into the page and the figures beside the others."""
    path = docs / PAGE
    path.write_text(with_tables(path.read_text(encoding="utf-8"), page_tables()), encoding="utf-8", newline="\n")
    for stem, figure in page_figures().items():
        (docs / "figures" / f"{stem}.svg").write_text(figure.svg, encoding="utf-8", newline="\n")


def _russia_crude(by_year: dict[int, Energy]) -> str:
    first = by_year[YEARS[0]]
    p, i = first.position("crude"), first.economies.index("RUS")
    mt = np.array([energy.quantity[p, :, i] for energy in by_year.values()])
    largest = np.nan_to_num(mt).max(axis=0)
    order = np.argsort(-largest, kind="stable")[:SHOWN].tolist()
    turkey = first.economies.index("TUR")
    order = [*order, turkey] if turkey not in order else order
    rows = [(name_of(first.economies[n]), *(_mt(value) for value in mt[:, n].tolist())) for n in order]
    totals = [float(energy.exports("crude")[i]) for energy in by_year.values()]
    shown = np.nan_to_num(mt[:, order]).sum(axis=1)
    rows.append(("all others", *(_mt(t - s) for t, s in zip(totals, shown.tolist(), strict=True))))
    rows.append(("**all with known tonnes**", *(f"**{_mt(total)}**" for total in totals)))
    found = energy_product("crude")
    daily = (found.million_barrels_a_day(t, y, "RUS") for t, y in zip(totals, YEARS, strict=True))
    rows.append(("the same, mb/d", *(number(value, 2) for value in daily)))
    return _table(("Mt", *map(str, YEARS)), rows)


def _china() -> str:
    rows = []
    for fact in load_china_crude():
        name = "all suppliers" if fact.supplier == "TOTAL" else name_of(fact.supplier)
        rows.append((str(fact.year), name, _mt(_baci_to_china(fact)), _mt(fact.mt), fact.status))
    return _table(("year", "supplier", "BACI, Mt", "China Customs, Mt", "customs figure"), rows)


def _baci_to_china(fact: ChinaCrude) -> float:
    """Mt of crude that BACI has for the same flow, also of suppliers that the bundled world does not list."""
    trade = load_energy_trade()
    chosen = trade.of("crude", fact.year)
    rows, codes = trade.rows, trade.rows.codes
    here = (rows.importer[chosen] == codes.index("CHN")) & (rows.quantity[chosen] >= 0)
    if fact.supplier != "TOTAL":
        here &= rows.exporter[chosen] == codes.index(fact.supplier)
    return float(rows.quantity[chosen][here].sum() / 1e6) if here.any() else math.nan


def _prices(by_year: dict[int, Energy]) -> str:
    rows = []
    for year, energy in by_year.items():
        p, i = energy.position("crude"), energy.economies.index("RUS")
        mean, brent = float(energy.mean_price("crude")[i]), float(energy.benchmark[p])
        published = "; ".join(
            f"{number(fact.usd_per_barrel, 1)} ({_when(fact.period)})"
            for fact in load_urals_discount()
            if fact.year == year
        )
        rows.append((str(year), number(mean, 1), number(brent, 1), number(brent - mean, 1), published or "none here"))
    head = ("year", "Russia's unit value", "Brent", "difference", "published discount of Urals")
    return _table(head, rows)


def _coverage(energy: Energy) -> str:
    rows = []
    for p, key in enumerate(energy.products):
        status, mt = energy.status[p], np.nan_to_num(energy.quantity[p])
        abroad = ~np.eye(len(energy.economies), dtype=bool)
        doubtful = status == EnergyStatus.DOUBTFUL
        rows.append(
            (
                energy_product(key).title,
                number(float(mt.sum()), 0),
                number(float(energy.value[p].sum() / 1e3), 0),
                str(int((energy.usable[p] & (mt > 0)).sum())),
                f"{int(doubtful.sum())} ({number(float(mt[doubtful].sum()), 1)} Mt)",
                str(int(((status == EnergyStatus.MISSING) & abroad).sum())),
            )
        )
    head = ("product", "Mt", "USD bn", "pairs with tonnes", "doubtful", "missing pairs")
    return _table(head, rows)


def _sectors(world: Baseline, energy: Energy) -> str:
    rows = []
    abroad = ~np.eye(len(world.economies), dtype=bool)
    for sector, exporters in EXPORTERS.items():
        own = [p for p, code in enumerate(energy.sector) if code == sector]
        customs = np.where(abroad, energy.value[own].sum(axis=0), 0.0)
        table = np.where(abroad, world.flow[world.sector_index()[sector]], 0.0)
        for code in ("", *exporters):
            pick = slice(None) if not code else world.economies.index(code)
            sums = [float(side[:, pick].sum() / 1e3) for side in (customs, table)]
            name = name_of(code) if code else "all"
            rows.append(
                (sector, name, number(sums[0], 0 if not code else None), number(sums[1]), number(sums[1] / sums[0], 2))
            )
    return _table(("sector", "exporter", "customs, USD bn", "table, USD bn", "ratio"), rows)


def _gaps(by_year: dict[int, Energy]) -> str:
    gaps = {gap for energy in by_year.values() for gap in energy.gaps}
    status = {"recall": "unverified"}
    rows = [
        (
            energy_product(g.product).title,
            f"{name_of(g.exporter)} to {name_of(g.importer)}",
            f"{g.first_year} to {g.last_year}",
            g.reason,
            g.evidence,
            status.get(g.check, "confirmed"),
        )
        for g in sorted(gaps, key=lambda g: (by_year[YEARS[0]].products.index(g.product), g.importer))
    ]
    return _table(("product", "flow", "years", "why", "evidence", "status"), rows)


def _when(period: str) -> str:
    year, _, month = period.partition("-")
    return f"{_MONTHS[int(month) - 1]}" if month else f"mean of {year}"


def _mt(value: float) -> str:
    return "missing" if not math.isfinite(value) else number(value, 1)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    numeric = "|".join("---" if n == 0 else "---:" if name not in _TEXT else "---" for n, name in enumerate(head))
    return "\n".join([f"| {' | '.join(head)} |", f"|{numeric}|", *(f"| {' | '.join(row)} |" for row in rows)])


_TEXT = frozenset({"supplier", "exporter", "flow", "years", "why", "evidence", "status", "customs figure"})

if __name__ == "__main__":
    refresh(Path(sys.argv[1]))
