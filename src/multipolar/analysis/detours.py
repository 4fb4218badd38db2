"""What came through hubs: leakage as an outcome, the hubs' transit and income, and the view of customs statistics.

All values are USD mn of the baseline year in units of world value added. For a cell with the buyers' value ``V`` after
(tariff and margin in), and the part ``f_h`` of it through hub ``h`` (`multipolar.model.hubs`):

    margin_h   = V * f_h * margin / (1 + margin)               income of the hub; the rent in the ledger
    border_h   = V * f_h / ((1 + margin) * (1 + tariff))       goods and transit, before tariff
    to_hub_h   = border_h / (1 + transit * p_h)                what the origin's customs book as exports to the hub
    transit_h  = border_h - to_hub_h                           a real cost, nobody's income
    to_buyer_h = border_h + margin_h                           what customs book as the hub's exports to the buyer

The border values of all hubs and of the direct way sum to the flow of the cell. Leakage is what left the origin for the
hubs over what bans stopped, the stopped part of the baseline flow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from multipolar.analysis.horizons import number_rows
from multipolar.arrays import Array, BoolArray, IntArray
from multipolar.model.hubs import response_names
from multipolar.scenario import CompiledScenario
from multipolar.scenario.hubs import HubChannels
from multipolar.simulation.result import Result
from multipolar.simulation.simulate import Prepared, simulate

CHANNEL = "hubs"
KIND = "detour"


@dataclass(frozen=True, slots=True)
class DetourAccount:
    """What came through hubs in one result; arrays over hubs (H,) and cells (M,), USD mn.

    Attributes
    ----------
    hubs : codes. cells : flat positions into (J, N, N).
    sector, importer, exporter : (M,) positions of the cells.
    before, after : (M,) flow of the cell at the border. stopped : (M,) what bans stop of the flow before.
    before_by_hub : (H, M) part of the flow before that came through each hub, by its baseline share.
    to_hub, transit, margin : (H, M), see the head of this module.
    kernel_leak : (M,) share of the stopped flow that would get through at unchanged prices of sellers.
    service_price_hat : (H,) price of each hub's services, ratio.
    """

    hubs: tuple[str, ...]
    cells: IntArray
    sector: IntArray
    importer: IntArray
    exporter: IntArray
    before: Array
    after: Array
    stopped: Array
    before_by_hub: Array
    to_hub: Array
    transit: Array
    margin: Array
    kernel_leak: Array
    service_price_hat: Array

    @property
    def to_buyer(self) -> Array:
        """(H, M) USD mn: the hub's exports to the buyer as customs book them."""
        return np.asarray(self.to_hub + self.transit + self.margin)

    def leakage(self, chosen: BoolArray | None = None) -> float:
        """What left the origin for hubs over what bans stopped, in chosen cells (M,) or all; else NaN."""
        take = np.ones(self.cells.size, dtype=bool) if chosen is None else chosen
        stopped = float(self.stopped[take].sum())
        return float(self.to_hub[:, take].sum()) / stopped if stopped > 0 else float("nan")

    def hub_totals(self) -> tuple[dict[str, Any], ...]:
        """One row a hub: what it takes in and sends on, transit, margin, and the price of its services."""
        return tuple(
            {
                "hub": code,
                "before_usd_mn": float(self.before_by_hub[row].sum()),
                "to_hub_usd_mn": float(self.to_hub[row].sum()),
                "to_buyer_usd_mn": float(self.to_buyer[row].sum()),
                "transit_usd_mn": float(self.transit[row].sum()),
                "margin_usd_mn": float(self.margin[row].sum()),
                "service_price_pct": float(100.0 * (self.service_price_hat[row] - 1.0)),
            }
            for row, code in enumerate(self.hubs)
        )


@dataclass(frozen=True, slots=True)
class DetourStudy:
    """A scenario with its detours, and the same with every hub closed.

    Attributes
    ----------
    with_hubs, without_hubs : results. account : of the first; None where nothing is stopped or nothing is open.
    """

    with_hubs: Result
    without_hubs: Result
    account: DetourAccount | None

    @property
    def real_income_gain_pct(self) -> Array:
        """(N,) percentage points that detours add to the change in each economy's real income."""
        return np.asarray(self.with_hubs.real_income_pct() - self.without_hubs.real_income_pct())


def detour_account(result: Result) -> DetourAccount | None:
    """The account of a result; None where no detour is in force, nothing is stopped, or every hub is closed."""
    channel = result.channels.get(CHANNEL)
    if not isinstance(channel, HubChannels) or channel.nest is None:
        return None
    nest = channel.nest
    log_price = result.responses[response_names(channel.codes)[0]].unknown
    sector, importer, exporter = np.unravel_index(nest.cells, result.before.flow.shape)
    paid = result.after.trade_share.ravel()[nest.cells] * result.after.expenditure[sector, importer]
    tariff = result.after.tariff_rate.ravel()[nest.cells]
    before = result.before.flow.ravel()[nest.cells]
    through = nest.paid_through(log_price) * paid
    border = through / ((1.0 + nest.margin) * (1.0 + tariff))
    to_hub = border / (1.0 + nest.transit_cost * np.exp(log_price)[:, None])
    return DetourAccount(
        hubs=channel.codes,
        cells=nest.cells,
        sector=sector,
        importer=importer,
        exporter=exporter,
        before=before,
        after=result.after.flow.ravel()[nest.cells],
        stopped=before * (1.0 - nest.open_share),
        before_by_hub=nest.share * before,
        to_hub=to_hub,
        transit=border - to_hub,
        margin=through * (nest.margin / (1.0 + nest.margin)),
        kernel_leak=nest.leak(log_price),
        service_price_hat=np.exp(log_price),
    )


def compare_detours(prepared: Prepared, compiled: CompiledScenario) -> DetourStudy:
    """Solve a compiled scenario with its detours and with every hub closed.

    Raises
    ------
    SolveError
        If either has no equilibrium; without hubs an airtight ban may leave a buyer without any seller.
    """
    from multipolar.scenario import compile_scenario

    kept = tuple(entry.instrument for entry in compiled.touched if entry.kind != KIND)
    closed = compile_scenario(
        compiled.scenario, prepared.baseline, compiled.trade_elasticity, date=compiled.date, instruments=kept
    )
    with_hubs = simulate(prepared, compiled)
    return DetourStudy(with_hubs, simulate(prepared, closed), detour_account(with_hubs))


def by_sector(account: DetourAccount, sectors: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    """One row a sector: what bans stop, what comes through hubs, leakage; the largest stopped flow first."""
    rows = []
    for j in np.unique(account.sector):
        chosen = account.sector == j
        rows.append({"sector": sectors[int(j)]} | _line(account, chosen))
    return tuple(sorted(rows, key=lambda row: -row["stopped_usd_mn"]))


def by_pair(account: DetourAccount, economies: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    """One row a pair of origin and buyer, as `by_sector`."""
    rows = []
    for i, n in sorted(set(zip(account.exporter.tolist(), account.importer.tolist(), strict=True))):
        chosen = (account.exporter == i) & (account.importer == n)
        rows.append({"origin": economies[i], "destination": economies[n]} | _line(account, chosen))
    return tuple(sorted(rows, key=lambda row: -row["stopped_usd_mn"]))


def customs_view(account: DetourAccount, economies: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    """Flows as customs statistics would report them: origin to hub, and hub to buyer, added by detours; USD mn."""
    rows: list[dict[str, Any]] = []
    for row, hub in enumerate(account.hubs):
        for side, places, value in (
            ("to hub", account.exporter, account.to_hub[row]),
            ("to buyer", account.importer, account.to_buyer[row]),
        ):
            total = np.bincount(places, weights=value, minlength=len(economies))
            for place in np.flatnonzero(total > 0):
                code = economies[int(place)]
                seller, buyer = (code, hub) if side == "to hub" else (hub, code)
                rows.append({"leg": side, "exporter": seller, "importer": buyer, "added_usd_mn": float(total[place])})
    return tuple(sorted(rows, key=lambda entry: -entry["added_usd_mn"]))


def detour_payload(result: Result) -> dict[str, Any] | None:
    """What came through hubs, for JSON; None where the result has no detour that is open."""
    account = detour_account(result)
    if account is None:
        return None
    return {
        "parameters": number_rows(result.channels[CHANNEL].numbers),
        "leakage": account.leakage(),
        "stopped_usd_mn": float(account.stopped.sum()),
        "hubs": list(account.hub_totals()),
        "sectors": list(by_sector(account, result.sectors)),
        "pairs": list(by_pair(account, result.economies)),
        "customs": list(customs_view(account, result.economies)),
    }


def _line(account: DetourAccount, chosen: BoolArray) -> dict[str, Any]:
    stopped = float(account.stopped[chosen].sum())
    weight = account.stopped[chosen]
    leak = float((account.kernel_leak[chosen] * weight).sum() / stopped) if stopped > 0 else float("nan")
    return {
        "before_usd_mn": float(account.before[chosen].sum()),
        "stopped_usd_mn": stopped,
        "to_hubs_usd_mn": float(account.to_hub[:, chosen].sum()),
        "margin_usd_mn": float(account.margin[:, chosen].sum()),
        "leakage": account.leakage(chosen),
        "kernel_leakage": leak,
    }
