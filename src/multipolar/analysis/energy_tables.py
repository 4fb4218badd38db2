"""Energy before and after as tables: a tidy frame, the buyers of one exporter, and a plain dictionary for JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar.analysis.energy import EnergyFlows, status_words
from multipolar.analysis.energy_accounts import revenue_account
from multipolar.codes.energy_products import EnergyProduct, energy_product
from multipolar.data.urals import china_customs

if TYPE_CHECKING:
    import pandas as pd

#: Flows smaller than this before and after stay out of tables, Mt.
SMALLEST_MT = 0.005
OTHERS = "others"
_UNKNOWN = (math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, math.nan, math.nan)
UNITS = {
    "mt": "million tonnes a year",
    "bcm": "billion cubic metres a year, 1 Mt of gas = 1.36 bcm",
    "mbd": "million barrels a day",
    "price": "dollars per quoted unit at the seller's border",
    "discount": "benchmark less price at the seller's border, dollars per quoted unit",
    "usd_mn": "million dollars, nominal world income held",
}


@dataclass(frozen=True, slots=True)
class BuyerLine:
    """One buyer of one exporter's product. Prices are dollars per quoted unit, quantities Mt and million barrels a day.

    `importer` is ``others`` for the sum of the small ones, whose prices are means. `status` says what is known of the
    tonnes before; with ``missing`` quantities are NaN.
    """

    importer: str
    mt_before: float
    mt_after: float
    mbd_before: float
    mbd_after: float
    price_before: float
    price_after: float
    discount_before: float
    discount_after: float
    status: str

    @property
    def change(self) -> float:
        """Mt after less before."""
        return self.mt_after - self.mt_before


def energy_frame(flows: EnergyFlows, exporters: Sequence[str] | None = None) -> pd.DataFrame:
    """One row for each product, exporter and importer with tonnes before or after, or with tonnes that are missing.

    Columns: product, exporter, importer, mt_before, mt_after, bcm_before, bcm_after, mbd_before, mbd_after, price_unit,
    price_before, price_after, benchmark_before, benchmark_after, discount_before, discount_after, transport_before,
    transport_after, price_basis (``pair``, or ``mean`` where the pair has no sound unit value), status.
    """
    import pandas as pd

    energy, words = flows.energy, status_words(flows)
    before, after = np.nan_to_num(energy.quantity), np.nan_to_num(flows.quantity)
    abroad = ~np.eye(len(energy.economies), dtype=bool)
    wanted = ((before >= SMALLEST_MT) | (after >= SMALLEST_MT) | np.isnan(energy.quantity)) & abroad
    if exporters is not None:
        wanted &= np.isin(energy.economies, list(exporters))[None, None, :]
    p, n, i = np.nonzero(wanted)
    products = [energy_product(key) for key in energy.products]
    codes = np.array(energy.economies)
    bcm = np.array([product.bcm(1.0) for product in products])
    daily = np.array([[x.million_barrels_a_day(1.0, energy.year, code) for code in energy.economies] for x in products])
    columns: dict[str, Any] = {"product": np.array(energy.products)[p], "exporter": codes[i], "importer": codes[n]}
    for when, mt in (("before", energy.quantity[wanted]), ("after", flows.quantity[wanted])):
        columns |= {f"mt_{when}": mt, f"bcm_{when}": mt * bcm[p], f"mbd_{when}": mt * daily[p, i]}
    columns |= {
        "price_unit": np.array([product.price_unit for product in products])[p],
        "price_before": flows.price[wanted],
        "price_after": flows.price_after[wanted],
        "benchmark_before": flows.benchmark[p],
        "benchmark_after": flows.benchmark_after[p],
        "discount_before": flows.discount[wanted],
        "discount_after": flows.discount_after[wanted],
        "transport_before": flows.transport[wanted],
        "transport_after": flows.transport_after[wanted],
        "price_basis": np.where(flows.own_price[wanted], "pair", "mean"),
        "status": words[wanted],
    }
    return pd.DataFrame(columns)


def buyers(flows: EnergyFlows, product: str, exporter: str, top: int = 10) -> tuple[BuyerLine, ...]:
    """Who buys one exporter's product: the `top` largest before or after, the rest as ``others``, then missing ones.

    Tonnes of the lines sum to the exporter's known total before and after.
    """
    energy = flows.energy
    p, i = energy.position(product), energy.economies.index(exporter)
    known = flows.known[p, :, i]
    before, after = (np.where(known, side[p, :, i], 0.0) for side in (energy.quantity, flows.quantity))
    words = status_words(flows)[p, :, i]
    order = [n for n in np.argsort(-np.maximum(before, after), kind="stable").tolist() if before[n] + after[n] > 0]
    groups = [([n], energy.economies[n], str(words[n])) for n in order[:top]]
    if order[top:]:
        groups.append((order[top:], OTHERS, "sum"))
    found = energy_product(product)

    def line(members: list[int], name: str, status: str) -> BuyerLine:
        mt = [float(side[members].sum()) for side in (before, after)]
        mean = [
            float(np.average(price[p, members, i], weights=side[members])) if total > 0 else math.nan
            for price, side, total in zip((flows.price, flows.price_after), (before, after), mt, strict=True)
        ]
        mbd = [found.million_barrels_a_day(value, energy.year, exporter) for value in mt]
        return BuyerLine(
            importer=name,
            mt_before=mt[0],
            mt_after=mt[1],
            mbd_before=mbd[0],
            mbd_after=mbd[1],
            price_before=mean[0],
            price_after=mean[1],
            discount_before=float(flows.benchmark[p]) - mean[0],
            discount_after=float(flows.benchmark_after[p]) - mean[1],
            status=status,
        )

    lines = [line(*group) for group in groups]
    absent = set(energy.unknown(product, exporter)) | {
        energy.economies[n] for n in np.flatnonzero(flows.unmodelled[p, :, i]).tolist()
    }
    for n, code in enumerate(energy.economies):
        if code in absent:
            lines.append(BuyerLine(code, *_UNKNOWN, str(words[n])))
    return tuple(lines)


def energy_payload(
    flows: EnergyFlows, exporters: Sequence[str], products: Sequence[str] | None = None
) -> dict[str, Any]:
    """Plain dictionary for JSON: units, and for each exporter and product its buyers and its revenue account.

    Numbers that are not known are None. Products that an exporter does not sell are absent.
    """
    energy = flows.energy
    chosen = [energy_product(key).key for key in (products or energy.products)]
    sold = []
    for exporter in exporters:
        for key in chosen:
            lines = buyers(flows, key, exporter, top=len(energy.economies))
            if not any(line.mt_before > 0 for line in lines):
                continue
            account = revenue_account(flows, key, exporter)
            sold.append(
                {
                    "exporter": exporter,
                    "product": key,
                    "price_unit": account.price_unit,
                    "buyers": [_buyer(line, energy_product(key)) for line in lines],
                    "account_usd_mn": {
                        "before": _plain(asdict(account.before)),
                        "after": _plain(asdict(account.after)),
                    },
                    "left_out": list(account.left_out),
                    "other_sources": _other_sources(flows, key, exporter),
                }
            )
    return {
        "scenario": flows.scenario,
        "year_of_tonnes": energy.year,
        "units": UNITS,
        "transport_margin": {"value": flows.transport_margin, "status": "assumed"},
        "benchmarks": {
            key: {
                "unit": energy_product(key).price_unit,
                "name": energy_product(key).benchmark_title,
                "before": float(flows.benchmark[energy.position(key)]),
                "after": float(flows.benchmark_after[energy.position(key)]),
            }
            for key in chosen
        },
        "sold": sold,
        "notes": list(flows.notes),
    }


def _other_sources(flows: EnergyFlows, product: str, exporter: str) -> list[dict[str, Any]]:
    """Tonnes before that another source has for a pair, beside the ones used; nothing is averaged."""
    found = china_customs(flows.energy.year, exporter) if product == "crude" else None
    if found is None:
        return []
    return [{"importer": "CHN", "mt_before": found.mt, "source": found.source, "status": found.status}]


def _buyer(line: BuyerLine, product: EnergyProduct) -> dict[str, Any]:
    row = asdict(line)
    if product.bcm_per_mt is not None:
        row |= {"bcm_before": product.bcm(line.mt_before), "bcm_after": product.bcm(line.mt_after)}
    return _plain(row)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in values.items()}
