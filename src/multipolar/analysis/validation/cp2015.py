"""Caliendo and Parro (2015), "Estimates of the Trade and Welfare Effects of NAFTA": their tables beside ours.

Review of Economic Studies 82(1). The experiment: tariffs of 2005 among Mexico, Canada and the United States in place of
those of 1993, all else as in 1993; first aggregate deficits are removed, then tariffs change from that balanced world.
Tables 5 and 6 are on flows net of tariffs; `Welfare` in their tables is the first-order formula, not real income.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from multipolar.analysis.validation.comparison import Comparison, ComparisonTable
from multipolar.analysis.validation.cp2015_world import NAFTA, TIGHT, calibrated, nafta
from multipolar.analysis.welfare_first_order import first_order_welfare_of
from multipolar.arrays import Array
from multipolar.data.caliendo_parro import ECONOMIES, TRADED_SECTORS, read_caliendo_parro
from multipolar.errors import DataError
from multipolar.model.settings import Closure
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import simulate

PAPER = "Caliendo and Parro (2015), Review of Economic Studies 82(1)"
NAMES = {"MEX": "Mexico", "CAN": "Canada", "USA": "United States"}
PLACE = [ECONOMIES.index(code) for code in NAFTA]
FOOTNOTE_47 = {"MEX": 1.17, "CAN": -0.04, "USA": 0.09}


@dataclass(frozen=True, slots=True)
class NaftaResults:
    """NAFTA under three closures: balanced first, deficits fixed in world value added, proportional to value added."""

    balanced: Result
    fixed: Result
    proportional: Result


def solve_nafta(folder: Path) -> NaftaResults:
    """Run the paper's experiment from its data in `folder`.

    Raises
    ------
    DataError
        If a file is malformed.
    SolveError
        If an equilibrium was not found.
    """
    data = read_caliendo_parro(folder)
    wedges = nafta(data)
    with_deficits = calibrated(data, deficits=True)
    return NaftaResults(
        balanced=simulate(calibrated(data, deficits=False), wedges, settings=TIGHT),
        fixed=simulate(with_deficits, wedges, settings=TIGHT),
        proportional=simulate(with_deficits, wedges, closure=Closure(deficit="proportional"), settings=TIGHT),
    )


def validate_cp2015(folder: Path) -> tuple[ComparisonTable, ...]:
    """All tables, theirs beside ours.

    Parameters
    ----------
    folder : holds the replication files and ``published_tables.json``.

    Raises
    ------
    DataError, SolveError
        As `solve_nafta`.
    """
    published = _published(folder / "published_tables.json")
    results = solve_nafta(folder)
    return (
        table_2(results.balanced, published),
        exact_welfare(results.balanced),
        table_3(results.balanced, published),
        table_5(results.balanced, published),
        table_6(results.balanced, published),
        concentration(results.balanced, published),
        footnote_47(results),
    )


def table_2(result: Result, published: Mapping[str, Any]) -> ComparisonTable:
    """Welfare, terms of trade, volume of trade, real wages."""
    ours = first_order_welfare_of(result)
    columns = {
        "Welfare (first order)": ours.welfare_by_economy,
        "Terms of trade": ours.terms_of_trade_by_economy,
        "Volume of trade": ours.volume_of_trade_by_economy,
        "Real wages": result.real_wage_pct(),
    }
    return ComparisonTable(
        name="table2",
        title="Welfare effects of NAFTA's tariff reductions",
        source=f"{PAPER}, Table 2",
        unit="per cent",
        cells=_by_country(columns, published["table2"]),
        note="Welfare is the first-order formula with discrete changes at initial tariffs, not real income.",
    )


def exact_welfare(result: Result) -> ComparisonTable:
    """The exact change in real income, from the same equilibrium; the paper does not print it."""
    exact = result.real_income_pct()
    return ComparisonTable(
        name="exact",
        title="Exact change in real income, same equilibrium",
        source="not printed in the paper",
        unit="per cent",
        cells=tuple(
            Comparison(NAMES[code], "Real income (exact)", None, float(exact[place]), 3)
            for code, place in zip(NAFTA, PLACE, strict=True)
        ),
        note="Large tariff cuts make the first-order formula overstate the gain from volume.",
    )


def table_3(result: Result, published: Mapping[str, Any]) -> ComparisonTable:
    """Terms and volume of trade with NAFTA partners and with the rest of the world."""
    ours = first_order_welfare_of(result)
    elsewhere = [place for place in range(len(ECONOMIES)) if place not in PLACE]
    terms_inside, volume_inside = ours.with_partners(PLACE)
    terms_outside, volume_outside = ours.with_partners(elsewhere)
    columns = {
        "Terms of trade, NAFTA": terms_inside,
        "Terms of trade, rest of world": terms_outside,
        "Volume of trade, NAFTA": volume_inside,
        "Volume of trade, rest of world": volume_outside,
    }
    return ComparisonTable(
        name="table3",
        title="Bilateral welfare effects of NAFTA's tariff reductions",
        source=f"{PAPER}, Table 3",
        unit="per cent",
        cells=_by_country(columns, published["table3"]),
    )


def table_5(result: Result, published: Mapping[str, Any]) -> ComparisonTable:
    """Growth of imports from NAFTA partners."""
    before, after = result.before.flow.sum(axis=0), result.after.flow.sum(axis=0)
    growth = 100.0 * (after / np.where(before > 0, before, np.nan) - 1.0)
    place = dict(zip(NAFTA, PLACE, strict=True))
    return ComparisonTable(
        name="table5",
        title="Import growth from NAFTA partners",
        source=f"{PAPER}, Table 5",
        unit="per cent",
        cells=tuple(
            Comparison(f"Imports of {NAMES[buyer]}", f"from {NAMES[seller]}", printed, float(growth[n, i]), 2)
            for buyer, n in place.items()
            for seller, i in place.items()
            if buyer != seller
            for printed in (float(published["table5_import_growth"][buyer][seller]),)
        ),
        note="Flows at current prices, net of tariffs.",
    )


def table_6(result: Result, published: Mapping[str, Any]) -> ComparisonTable:
    """Export shares by sector before and after."""
    shares = {"before": _export_share(result.before.flow), "after": _export_share(result.after.flow)}
    cells = []
    for j, (sector, row) in enumerate(zip(TRADED_SECTORS, published["table6_export_shares"].values(), strict=True)):
        printed = iter(row)
        for code, place in zip(NAFTA, PLACE, strict=True):
            for moment, share in shares.items():
                cells.append(Comparison(sector, f"{code} {moment}", float(next(printed)), 100 * share[j, place], 2))
    return ComparisonTable(
        name="table6",
        title="Export shares by sector before and after NAFTA's tariff reductions",
        source=f"{PAPER}, Table 6",
        unit="per cent of exports",
        cells=tuple(cells),
        note="Flows net of tariffs.",
    )


def concentration(result: Result, published: Mapping[str, Any]) -> ComparisonTable:
    """Normalised Herfindahl index of export shares, over all 40 sectors."""
    cells = []
    for moment, flow in (("before", result.before.flow), ("after", result.after.flow)):
        share = _export_share(flow)
        sectors = share.shape[0]
        index = ((share**2).sum(axis=0) - 1 / sectors) / (1 - 1 / sectors)
        for code, place in zip(NAFTA, PLACE, strict=True):
            printed = published["table6_norm_herfindahl_N40"][code][moment == "after"]
            cells.append(Comparison(NAMES[code], moment, float(printed), float(index[place]), 3))
    return ComparisonTable(
        name="herfindahl",
        title="Normalised Herfindahl index of exports",
        source=f"{PAPER}, Table 6, last row",
        unit="index, 0 to 1",
        cells=tuple(cells),
    )


def footnote_47(results: NaftaResults) -> ComparisonTable:
    """First-order welfare when aggregate deficits stay."""
    cells = []
    for label, result in (
        ("Deficits proportional to value added", results.proportional),
        ("Deficits fixed in world value added", results.fixed),
    ):
        welfare = first_order_welfare_of(result).welfare_by_economy
        for code, place in zip(NAFTA, PLACE, strict=True):
            cells.append(Comparison(NAMES[code], label, FOOTNOTE_47[code], float(welfare[place]), 2))
    return ComparisonTable(
        name="footnote47",
        title="First-order welfare with aggregate deficits kept",
        source=f"{PAPER}, footnote 47",
        unit="per cent",
        cells=tuple(cells),
        note=(
            "A deficit that is kept is kept in some unit, and the answer depends on it: the United States has 0.08496 "
            "in units of world value added and 0.0857 in units of its own wage, on the two sides of a rounding."
        ),
    )


def _by_country(columns: Mapping[str, Array], published: Mapping[str, list[float]]) -> tuple[Comparison, ...]:
    """Cells of a country-by-measure table whose published rows stand in the order Mexico, Canada, United States."""
    return tuple(
        Comparison(NAMES[code], label, float(printed), float(values[place]), 2)
        for code, place, row in zip(NAFTA, PLACE, published.values(), strict=True)
        for (label, values), printed in zip(columns.items(), row, strict=True)
    )


def _export_share(flow: Array) -> Array:
    """(J, N) share of each sector in what an economy sells abroad."""
    exports = flow.sum(axis=1) - np.einsum("jnn->jn", flow)
    return np.asarray(exports / exports.sum(axis=0))


def _published(path: Path) -> Mapping[str, Any]:
    try:
        tables: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(path.name, "cannot be read as JSON", evidence=str(error)) from error
    needed = ("table2", "table3", "table5_import_growth", "table6_export_shares", "table6_norm_herfindahl_N40")
    missing = [name for name in needed if name not in tables]
    if missing:
        raise DataError(path.name, "lacks tables", evidence=", ".join(missing))
    return tables
