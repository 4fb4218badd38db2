"""Results with labels: xarray Dataset with units and long names, and flat frames for people and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar.arrays import Array
from multipolar.simulation.result import Result

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

# name: (long name, unit); the order is the order of the columns.
ECONOMY_MEASURES: dict[str, tuple[str, str]] = {
    "real_income_pct": ("real income, exact change", "%"),
    "real_income_usd_bn": ("real income, change at baseline prices", "USD bn"),
    "real_income_usd_per_head": ("real income, change a head at baseline prices", "USD a head"),
    "real_wage_pct": ("real wage (value added over final prices), change", "%"),
    "price_pct": ("price of the final basket in units of world value added, change", "%"),
    "exports_pct": ("exports at border prices, change", "%"),
    "exports_usd_bn": ("exports at border prices, change", "USD bn"),
    "imports_pct": ("imports at border prices, change", "%"),
    "imports_usd_bn": ("imports at border prices, change", "USD bn"),
    "tariff_revenue_usd_bn": ("tariff revenue, change", "USD bn"),
    "export_tax_revenue_usd_bn": ("export tax revenue, change", "USD bn"),
    "rent_usd_bn": ("quota rent kept or received, change", "USD bn"),
    "income_before_usd_bn": ("income before: final expenditure, less revenue and rents where these are lost", "USD bn"),
}


def economy_measures(result: Result) -> dict[str, Array]:
    """(N,) arrays by name, in the units of `ECONOMY_MEASURES`. NaN where a measure has no datum."""
    before, after = result.before, result.after
    exports, imports = result.exports(before), result.imports(before)
    exports_change = result.exports(after) - exports
    imports_change = result.imports(after) - imports
    money = result.real_income_usd_mn()
    ledger, ledger_before = after.ledger, before.ledger
    rent = ledger.rent - ledger.rent_paid_abroad + ledger.rent_received_abroad
    return {
        "real_income_pct": result.real_income_pct(),
        "real_income_usd_bn": money / 1e3,
        "real_income_usd_per_head": money * 1e6 / _population(result),
        "real_wage_pct": result.real_wage_pct(),
        "price_pct": result.price_pct(),
        "exports_pct": _pct(exports_change, exports),
        "exports_usd_bn": exports_change / 1e3,
        "imports_pct": _pct(imports_change, imports),
        "imports_usd_bn": imports_change / 1e3,
        "tariff_revenue_usd_bn": (ledger.tariff_revenue - ledger_before.tariff_revenue) / 1e3,
        "export_tax_revenue_usd_bn": (ledger.export_tax_revenue - ledger_before.export_tax_revenue) / 1e3,
        "rent_usd_bn": rent / 1e3,
        "income_before_usd_bn": result.household_income(before) / 1e3,
    }


def _pct(change: Array, before: Array) -> Array:
    """Per cent of what was; NaN where nothing was."""
    return np.asarray(100.0 * change / np.where(before > 0, before, np.nan))


def imputed_trade_share(result: Result) -> Array:
    """(N,) share of the value of an economy's exports and imports before that is imputed; NaN when not recorded."""
    imputed = result.baseline.provenance.imputed_share
    size = len(result.economies)
    if imputed is None:
        return np.full(size, np.nan)
    foreign = result.before.flow * ~np.eye(size, dtype=bool)
    part = foreign * imputed
    traded = foreign.sum(axis=(0, 1)) + foreign.sum(axis=(0, 2))
    return np.asarray((part.sum(axis=(0, 1)) + part.sum(axis=(0, 2))) / np.where(traded > 0, traded, np.nan))


def cell_measures(result: Result) -> dict[str, tuple[str, str, Array]]:
    """(J, N) arrays by name, each with its long name and unit. NaN where nothing is made or bought."""
    output = np.where(result.before.sales > 0, result.before.sales, np.nan)
    volume = 100.0 * (result.after.sales / output / result.after.cost_hat - 1.0)
    price = np.where(result.before.expenditure > 0, 100.0 * (result.after.price_hat - 1.0), np.nan)
    made = result.before.sales > 0
    before, after = (
        np.where(made, result.value_added_by_sector(equilibrium) / 1e3, np.nan)
        for equilibrium in (result.before, result.after)
    )
    return {
        "value_added_before": ("value added before", "USD bn", before),
        "value_added_after": ("value added after, in units of world value added", "USD bn", after),
        "output_pct": ("output volume, change", "%", volume),
        "sector_price_pct": ("buyers' price index of the sector's goods, change", "%", price),
    }


def _population(result: Result) -> Array:
    """(N,) persons in the baseline year; NaN where the source has none."""
    from multipolar.data.population import population

    known = population(result.baseline.year, result.economies)
    return np.array([known.get(code, np.nan) for code in result.economies])


def dataset_of(result: Result) -> xr.Dataset:
    """Every measure of a result with dimensions economy, sector, importer, exporter."""
    import xarray as xr

    variables: dict[str, Any] = {}
    for name, values in economy_measures(result).items():
        long_name, unit = ECONOMY_MEASURES[name]
        variables[name] = ("economy", values, {"long_name": long_name, "units": unit})
    for name, (long_name, unit, values) in cell_measures(result).items():
        variables[name] = (("sector", "economy"), values, {"long_name": long_name, "units": unit})
    pair = ("sector", "importer", "exporter")
    for name, flow in (("before", result.before.flow), ("after", result.after.flow)):
        attributes = {"long_name": f"flow at the border {name}", "units": "USD bn"}
        variables[f"flow_{name}"] = (pair, flow / 1e3, attributes)
    if result.baseline.provenance.imputed_share is not None:
        variables["flow_imputed_share"] = (
            pair,
            result.baseline.provenance.imputed_share,
            {"long_name": "part of the baseline flow that is imputed", "units": "share"},
        )
    codes = list(result.economies)
    return xr.Dataset(
        variables,
        coords={"economy": codes, "importer": codes, "exporter": codes, "sector": list(result.sectors)},
        attrs={
            "scenario": result.name,
            "baseline": result.baseline.name,
            "assumptions": result.assumptions.label,
            "deficit_closure": result.closure.deficit,
            "revenue_closure": result.closure.revenue,
            "numeraire": result.closure.numeraire,
            "converged": int(result.quality.converged),
            "largest_residual": result.quality.largest_residual,
        },
    )


def economies_frame(result: Result) -> pd.DataFrame:
    """One row an economy, one column a measure; the index is the ISO code."""
    import pandas as pd

    return pd.DataFrame(economy_measures(result), index=pd.Index(result.economies, name="economy"))


def tidy_frame(result: Result) -> pd.DataFrame:
    """Everything in long form: measure, economy, partner, sector, value, unit, imputed_share.

    Labels are categories. Zero flows are left out. `imputed_share` is the part of the baseline flow that is imputed
    rather than published, on rows of flows; on rows of economies it is the part of the economy's foreign trade.
    """
    import pandas as pd

    count = len(result.economies)
    blocks: list[_Rows] = []
    own = imputed_trade_share(result)
    for name, values in economy_measures(result).items():
        blocks.append(_Rows(name, ECONOMY_MEASURES[name][1], np.arange(count), values, imputed=own))
    for name, (_, unit, values) in cell_measures(result).items():
        sector, economy = (axis.ravel() for axis in np.indices(values.shape))
        blocks.append(_Rows(name, unit, economy, values.ravel(), sector=sector))
    imputed = result.baseline.provenance.imputed_share
    for name, flow in (("flow_before", result.before.flow), ("flow_after", result.after.flow)):
        sector, importer, exporter = np.nonzero(flow)
        share = None if imputed is None else imputed[sector, importer, exporter]
        values = flow[sector, importer, exporter] / 1e3
        blocks.append(_Rows(name, "USD bn", importer, values, sector=sector, partner=exporter, imputed=share))
    names, units = [rows.measure for rows in blocks], [rows.unit for rows in blocks]
    kinds = list(dict.fromkeys(units))
    sizes = [rows.values.size for rows in blocks]

    def labels(codes: list[Any], categories: Sequence[str]) -> Any:
        return pd.Categorical.from_codes(np.concatenate(codes), categories=pd.Index(categories))

    return pd.DataFrame(
        {
            "measure": labels([np.full(size, n) for n, size in enumerate(sizes)], names),
            "economy": labels([rows.economy for rows in blocks], result.economies),
            "partner": labels([rows.codes(rows.partner) for rows in blocks], result.economies),
            "sector": labels([rows.codes(rows.sector) for rows in blocks], result.sectors),
            "value": np.concatenate([rows.values for rows in blocks]),
            "unit": labels([np.full(size, kinds.index(u)) for u, size in zip(units, sizes, strict=True)], kinds),
            "imputed_share": np.concatenate(
                [np.full(rows.values.size, np.nan) if rows.imputed is None else rows.imputed for rows in blocks]
            ),
        }
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of one measure, with positions in place of labels."""

    measure: str
    unit: str
    economy: Any
    values: Array
    sector: Any = None
    partner: Any = None
    imputed: Array | None = None

    def codes(self, positions: Any) -> Any:
        """Positions, or -1 for rows that have no such label."""
        return np.full(self.values.size, -1) if positions is None else positions
