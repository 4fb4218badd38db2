"""Reader of Eurostat Comext: bulk tables (csv in zip or gz) and SDMX-CSV of the data browser.

Members count exports (FOB) and imports (CIF); trade between members has both, each a source of its own. Values are in
euro; dollars only at a stated yearly rate. Source: Eurostat, International trade in goods, detailed data.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from multipolar.errors import DataError
from multipolar.observatory.readers.comext_layout import Layout, comext_rows
from multipolar.observatory.readers.euro import usd_per_euro
from multipolar.observatory.readers.opened import day_of, members
from multipolar.observatory.readers.problems import Problems
from multipolar.observatory.readers.products import ALL_GOODS, Product, product_of, products
from multipolar.observatory.readers.reading import Notify, Reading, Tally, finished, quiet

if TYPE_CHECKING:
    import pandas as pd

SOURCE = "eurostat-comext"
FUELS, FUELS_CODE = "fuels", "27"
TOTAL = "TOTAL"
KG_PER_TONNE = 1000.0
#: A cell whose lines without a mass make more than this part of its value has only a part of its tonnes.
WITHOUT_MASS = 0.05
_KEY = ["declarant", "partner", "side", "period", "whole"]
_SUMS = ["eur", "kg"]


def read_comext(path: Path, notify: Notify = quiet, *, vintage: str = "", usd: bool = False) -> Reading:
    """All goods, fuels and the products of interest by exporter, importer and period.

    Parameters
    ----------
    path : csv, also gz or zip (of one or more tables), with the columns of the bulk files or of SDMX-CSV.
    vintage : edition; by default the day of Eurostat's last update, else the day of the file.
    usd : dollars at the average rate of the year instead of euro, where there is a rate.

    Raises
    ------
    DataError
        If a row breaks a rule, a country is unknown, or nothing can be kept.
    """

    tables = [member for member in members(path) if member.name.lower().endswith((".csv", ".dat", ".txt"))]
    if not tables:
        raise DataError(path.name, "holds no csv table", remedy="Unpack the .7z file, then give the .dat or .csv file.")
    tally = Tally()
    layout = Layout()
    parts: list[pd.DataFrame] = []
    bulk = True
    for member in tables:
        problems = Problems(member.name, "Download the table again from Eurostat.")
        for rows in comext_rows(member, layout, problems, tally, notify):
            parts.append(_picked(rows, bulk=layout.bulk))
            if len(parts) > 16:
                parts = [_summed(parts)]
        problems.stop_if_any()
        bulk &= layout.bulk
    if not parts:
        raise DataError(path.name, "has a heading and no row")
    lines = _one_regime(_summed(parts), tally)
    rows = _figures(lines, tally, bulk=bulk)
    return finished(
        _in_dollars(rows, tally) if usd else rows,
        file=path.name,
        source=SOURCE,
        vintage=vintage or layout.updated or day_of(path),
        retrieved=day_of(path),
        tally=tally,
    )


def _picked(rows: pd.DataFrame, *, bulk: bool) -> pd.DataFrame:
    """Rows that matter: totals, the chapter of fuels, products of interest; in bulk tables the sum of all codes."""

    codes = rows["product"]
    wanted = {
        code: code == TOTAL or code.startswith(FUELS_CODE) or product_of(code) is not None for code in codes.unique()
    }
    picked = rows[codes.map(wanted).to_numpy(dtype=bool)]
    if not bulk:
        return _summed([picked])
    every = rows[(codes.str.len() == 8).to_numpy()].assign(product="*")
    return _summed([picked, every])


def _summed(parts: list[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    grouped = pd.concat(parts).groupby([*_KEY, "product"], sort=False)
    return grouped[_SUMS].sum(min_count=1).reset_index()


def _one_regime(lines: pd.DataFrame, tally: Tally) -> pd.DataFrame:
    """Where a table has rows of all regimes together beside rows by regime, the former are put aside."""
    whole = lines["whole"].to_numpy(dtype=bool)
    if whole.any() and not whole.all():
        tally.aside["rows of all regimes together, beside rows by regime"] += int(whole.sum())
        lines = lines[~whole]
    return lines.drop(columns="whole")


def _figures(lines: pd.DataFrame, tally: Tally, *, bulk: bool) -> pd.DataFrame:
    """Figures in EUR and tonnes from sums by code; made only of products whose codes all occur."""
    import pandas as pd

    key = [name for name in _KEY if name != "whole"]
    lines = lines.assign(lost=lines["eur"].where(lines["kg"].isna() | ((lines["kg"] == 0) & (lines["eur"] > 0)), 0.0))
    levels = _levels(lines, key) if bulk else {}
    goods = lines[lines["product"].isin([TOTAL, "*"])].sort_values("product", ascending=False)
    parts = [goods.drop_duplicates(key).assign(indicator=f"{ALL_GOODS}-eur", unit="EUR", value=lambda f: f["eur"])]
    for product in (Product(FUELS, (FUELS_CODE,), in_tonnes=False), *products()):
        of_product = levels[len(product.codes[0])] if bulk else lines
        found = of_product[of_product["product"].isin(product.codes)]
        if not set(product.codes) <= set(found["product"]):
            # An extract need not hold every part of a product, and codes of HS 1992 end with revisions of the CN: what
            # is absent from the whole table cannot be told from what was not traded.
            some = int(lines["product"].str.startswith(product.codes).sum())
            tally.aside[f"{product.indicator}: the table lacks some of {' '.join(product.codes)}"] += some
            continue
        summed = found.groupby(key)[[*_SUMS, "lost"]].sum(min_count=1).reset_index()
        parts.append(summed.assign(indicator=f"{product.value_indicator}-eur", unit="EUR", value=summed["eur"]))
        if product.in_tonnes:
            partial = summed["kg"].isna() | (summed["lost"] > WITHOUT_MASS * summed["eur"])
            if partial.any():
                tally.missing["tonnes of a pair and product (no mass for over 5 % of its value)"] += int(partial.sum())
            mass = summed[~partial]
            parts.append(mass.assign(indicator=product.indicator, unit="t", value=mass["kg"] / KG_PER_TONNE))
    rows = pd.concat(parts).dropna(subset=["value"])
    exporter = (rows["side"] == "exporter").to_numpy()
    return pd.DataFrame(
        {
            "indicator": rows["indicator"].to_numpy(),
            "reporter": np.where(exporter, rows["declarant"], rows["partner"]),
            "partner": np.where(exporter, rows["partner"], rows["declarant"]),
            "period": rows["period"].to_numpy(),
            "value": rows["value"].to_numpy(),
            "unit": rows["unit"].to_numpy(),
            "source": np.where(exporter, f"{SOURCE}-exporter", f"{SOURCE}-importer"),
            "status": "official",
            "note": np.where(exporter, "FOB, counted by the exporter", "CIF, counted by the importer"),
        }
    )


def _levels(lines: pd.DataFrame, key: list[str]) -> dict[int, pd.DataFrame]:
    """Sums by codes of six, four and two digits: the publisher's own row where there is one, else its parts."""
    import pandas as pd

    codes = lines[lines["product"].str.len().isin([2, 4, 6, 8]) & lines["product"].str[:2].str.isdigit()]
    size = codes["product"].str.len()
    below = codes[size == 8]
    result: dict[int, pd.DataFrame] = {}
    for length in (6, 4, 2):
        parts = below.assign(product=below["product"].str[:length]).groupby([*key, "product"])[[*_SUMS, "lost"]]
        own = codes[size == length]
        both = pd.concat([own, parts.sum(min_count=1).reset_index()])
        below = both.groupby([*key, "product"], sort=False)[[*_SUMS, "lost"]].first().reset_index()
        result[length] = below
    return result


def _in_dollars(rows: pd.DataFrame, tally: Tally) -> pd.DataFrame:
    rates = usd_per_euro()
    year = rows["period"].str[:4]
    rate = year.map(dict(rates)).astype("float64")
    euro = (rows["unit"] == "EUR").to_numpy()
    known = euro & rate.notna().to_numpy() & (rows["indicator"] != f"{FUELS}-eur").to_numpy()
    without = sorted(set(year[euro & rate.isna().to_numpy()]))
    if without:
        tally.notes.append(f"No rate for {', '.join(without)}: kept in euro.")
    used = sorted(set(year[known]))
    if used:
        stated = ", ".join(f"{name}: {rates[name]:.4f}" for name in used)
        tally.notes.append(f"US dollars a euro, average of the year (card euro-rates): {stated}.")
    text = "; converted from euro at " + rate.map("{:.4f}".format) + " dollars, average of the year"
    return rows.assign(
        indicator=rows["indicator"].where(~known, rows["indicator"].str.removesuffix("-eur")),
        value=rows["value"].where(~known, rows["value"] * rate),
        unit=rows["unit"].where(~known, "USD"),
        status=rows["status"].where(~known, "estimate"),
        note=rows["note"].where(~known, rows["note"] + text),
    )
