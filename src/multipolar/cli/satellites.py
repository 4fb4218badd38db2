"""Energy, price caps, payments, routes and detours of a result, as JSON and as single lines: where they matter only."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from multipolar.analysis.detours import detour_payload
from multipolar.analysis.energy import EnergyFlows, energy_flows, less_at_home
from multipolar.analysis.energy_accounts import revenue_account
from multipolar.analysis.energy_tables import energy_payload
from multipolar.analysis.horizons import number_rows
from multipolar.analysis.payments import payment_outcome, payments_payload
from multipolar.analysis.price_cap import cap_outcomes
from multipolar.analysis.routes import CHANNEL, RouteAccounts, route_accounts
from multipolar.codes.economies import economy_name
from multipolar.codes.energy_products import energy_product
from multipolar.errors import DataError
from multipolar.report.energy_told import Told, capped_sellers, told_of
from multipolar.simulation.result import Result
from multipolar.wording import signed

MOST_SELLERS = 4
PAIRS = 30
# Passages that carry less before and after, USD mn, are not told of in a line.
LEAST_PASSAGE = 1000.0


def satellite_payloads(result: Result) -> dict[str, Any]:
    """By key: ``energy``, ``price_caps``, ``payments``, ``routes``, ``detours``; keys that do not matter are absent."""
    found: dict[str, Any] = {
        "energy": _energy(result),
        "price_caps": _caps(result),
        "payments": payments_payload(result),
        "routes": None if CHANNEL not in result.channels else _routes(result),
        "detours": detour_payload(result),
    }
    return {key: value for key, value in found.items() if value}


def satellite_lines(result: Result) -> Iterator[str]:
    """One sentence each for what matters: energy, payments, routes, detours. Caps are among the notes of a study."""
    flows, told = _told(result)
    if flows is not None and told:
        yield _energy_line(result, flows, told[0])
    yield from _payment_lines(result)
    if CHANNEL in result.channels:
        yield _route_line(route_accounts(result))
    detours = detour_payload(result)
    if detours is not None and math.isfinite(detours["leakage"]):
        largest = max(detours["hubs"], key=lambda row: row["to_buyer_usd_mn"])
        yield (
            f"Detours: {100 * detours['leakage']:.1f} % of the USD {detours['stopped_usd_mn'] / 1e3:,.1f} bn that bans "
            f"stop leaves for third economies; most through "
            f"{economy_name(largest['hub'])}, which sends on USD {largest['to_buyer_usd_mn'] / 1e3:,.1f} bn."
        )


def _told(result: Result) -> tuple[EnergyFlows | None, tuple[Told, ...]]:
    """Energy of a result and the flows that change hands; None where there are no tonnes for its baseline."""
    try:
        flows = energy_flows(result)
    except DataError:
        return None, ()
    return flows, told_of(flows, capped_sellers(result, flows))


def _energy(result: Result) -> dict[str, Any] | None:
    flows, told = _told(result)
    if flows is None or not told:
        return None
    sellers = tuple(dict.fromkeys(one.exporter for one in told))[:MOST_SELLERS]
    products = tuple(dict.fromkeys(one.product for one in told if one.exporter in sellers))
    return energy_payload(flows, sellers, products)


def _energy_line(result: Result, flows: EnergyFlows, told: Told) -> str:
    account = revenue_account(flows, told.product, told.exporter)
    before, after = account.before, account.after
    less = less_at_home(result, flows, told.product, told.exporter)
    why = "" if less is None else ", as its refineries sell less and take less at home"
    return (
        f"Energy: {economy_name(told.exporter)} ships {after.mt:,.0f} Mt of {energy_product(told.product).short_title} "
        f"({signed(100 * (after.mt / before.mt - 1), 1)} %{why}); receipts "
        f"USD {before.receipts / 1e3:,.0f} to {after.receipts / 1e3:,.0f} bn."
    )


def _caps(result: Result) -> list[dict[str, Any]]:
    rows = []
    for cap in cap_outcomes(result):
        row = asdict(cap)
        row["rent"] = {
            code: float(value) for code, value in zip(result.economies, cap.rent, strict=True) if abs(value) > 0
        }
        rows.append(row | {"sentence": cap.sentence})
    return rows


def _payment_lines(result: Result) -> Iterator[str]:
    outcome = payment_outcome(result)
    if outcome is None:
        return
    before, after = 100 * outcome.of_world(after=False), 100 * outcome.of_world()
    largest = np.argsort(-np.abs(after - before))[:2]
    moved = ", ".join(f"{outcome.currencies[c]} {before[c]:.1f} to {after[c]:.1f} %" for c in largest)
    yield (
        f"Payments (shares of world trade): {moved}; what paying costs changes by "
        f"USD {signed(float(outcome.cost.sum()) / 1e3, 1)} bn a year, valued at trade after (assumed: the shares "
        f"before of {outcome.assumed_pct:.0f} % of the trade, and how easily they change)."
    )


def _route_line(accounts: RouteAccounts) -> str:
    passed = [row for row in accounts.passages if row.ships == "all" and row.before_usd_mn > LEAST_PASSAGE]
    moved = sorted(passed, key=lambda row: -abs(row.after_usd_mn - row.before_usd_mn))[:3]
    listed = ", ".join(f"{row.name} {signed(row.change_pct, 0)} %" for row in moved)
    lost = accounts.without_way_usd_mn
    cost = signed(accounts.delivery_usd_mn / 1e3, 1)
    apart = f"; USD {lost / 1e3:,.1f} bn of goods have no way left and are not in that sum" if lost > 0 else ""
    return (
        f"Routes (value carried): {listed}; delivery costs USD {cost} bn a year at old trade{apart} "
        "(shares of routes and modes are assumed)."
    )


def _routes(result: Result) -> dict[str, Any]:
    accounts = route_accounts(result)
    shown = tuple(dict.fromkeys((*accounts.dearest(PAIRS), *accounts.cut()[:PAIRS])))
    return {
        "parameters": number_rows(result.channels[CHANNEL].numbers),
        "delivery_usd_mn": accounts.delivery_usd_mn,
        "without_way_usd_mn": accounts.without_way_usd_mn,
        "modes_usd_mn": {
            mode: {"before": float(before), "after": float(after)}
            for mode, before, after in zip(
                accounts.modes, accounts.before.mode_usd_mn, accounts.after.mode_usd_mn, strict=True
            )
        },
        "passages": [asdict(row) for row in accounts.passages if row.before_usd_mn or row.after_usd_mn],
        "pairs": [asdict(row) for row in shown],
    }
