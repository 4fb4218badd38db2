"""Results with labels: xarray Dataset with units and long names, and flat frames for people and files."""

from __future__ import annotations

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
    "income_before_usd_bn": ("final expenditure in the baseline", "USD bn"),
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
        "exports_pct": 100.0 * exports_change / exports,
        "exports_usd_bn": exports_change / 1e3,
        "imports_pct": 100.0 * imports_change / imports,
        "imports_usd_bn": imports_change / 1e3,
        "tariff_revenue_usd_bn": (ledger.tariff_revenue - ledger_before.tariff_revenue) / 1e3,
        "export_tax_revenue_usd_bn": (ledger.export_tax_revenue - ledger_before.export_tax_revenue) / 1e3,
        "rent_usd_bn": rent / 1e3,
        "income_before_usd_bn": ledger_before.income / 1e3,
    }


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


def _population(result: Result) -> Array:
    """(N,) persons in the baseline year; NaN where the source has none."""
    from multipolar.data.population import population

    known = population(result.baseline.year)
    return np.array([known.get(code, np.nan) for code in result.economies])


def dataset_of(result: Result) -> xr.Dataset:
    """Every measure of a result with dimensions economy, sector, importer, exporter."""
    import xarray as xr

    variables: dict[str, Any] = {}
    for name, values in economy_measures(result).items():
        long_name, unit = ECONOMY_MEASURES[name]
        variables[name] = ("economy", values, {"long_name": long_name, "units": unit})
    cell, pair = ("sector", "economy"), ("sector", "importer", "exporter")
    output = np.where(result.before.sales > 0, result.before.sales, np.nan)
    bought = result.before.expenditure > 0
    variables |= {
        "value_added_before": (
            cell,
            result.value_added_by_sector(result.before) / 1e3,
            {"long_name": "value added before", "units": "USD bn"},
        ),
        "value_added_after": (
            cell,
            result.value_added_by_sector(result.after) / 1e3,
            {"long_name": "value added after, in units of world value added", "units": "USD bn"},
        ),
        "output_pct": (
            cell,
            100.0 * (result.after.sales / output / result.after.cost_hat - 1.0),
            {"long_name": "output volume, change", "units": "%"},
        ),
        "sector_price_pct": (
            cell,
            np.where(bought, 100.0 * (result.after.price_hat - 1.0), np.nan),
            {"long_name": "buyers' price index of the sector's goods, change", "units": "%"},
        ),
        "flow_before": (pair, result.before.flow / 1e3, {"long_name": "flow at the border before", "units": "USD bn"}),
        "flow_after": (pair, result.after.flow / 1e3, {"long_name": "flow at the border after", "units": "USD bn"}),
    }
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

    Zero flows are left out. `imputed_share` is the part of the baseline flow that is imputed rather than published, on
    rows of flows; on rows of economies it is the part of the economy's foreign trade.
    """
    import pandas as pd

    parts = []
    imputed_of_economy, imputed = imputed_trade_share(result), result.baseline.provenance.imputed_share
    for name, values in economy_measures(result).items():
        unit = ECONOMY_MEASURES[name][1]
        columns = {"measure": name, "economy": result.economies, "value": values, "unit": unit}
        parts.append(pd.DataFrame({**columns, "imputed_share": imputed_of_economy}))
    data = dataset_of(result)
    for name in ("value_added_before", "value_added_after", "output_pct", "sector_price_pct"):
        sector, economy = (axis.ravel() for axis in np.indices(data[name].shape))
        parts.append(
            pd.DataFrame(
                {
                    "measure": name,
                    "economy": np.asarray(result.economies)[economy],
                    "sector": np.asarray(result.sectors)[sector],
                    "value": data[name].to_numpy().ravel(),
                    "unit": data[name].attrs["units"],
                }
            )
        )
    for name in ("flow_before", "flow_after"):
        values = data[name].to_numpy()
        sector, importer, exporter = np.nonzero(values)
        parts.append(
            pd.DataFrame(
                {
                    "measure": name,
                    "economy": np.asarray(result.economies)[importer],
                    "partner": np.asarray(result.economies)[exporter],
                    "sector": np.asarray(result.sectors)[sector],
                    "value": values[sector, importer, exporter],
                    "unit": data[name].attrs["units"],
                    "imputed_share": np.nan if imputed is None else imputed[sector, importer, exporter],
                }
            )
        )
    frame = pd.concat(parts, ignore_index=True)
    return frame[["measure", "economy", "partner", "sector", "value", "unit", "imputed_share"]]
