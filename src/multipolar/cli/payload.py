"""The JSON that the verbs print. The schema is in docs/reference/run.schema.json and is tested against real output."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from multipolar import __version__
from multipolar.analysis.horizons import elasticities_text, number_rows, title_of
from multipolar.analysis.numbers import numbers_in_force
from multipolar.analysis.outcome import Contribution, DiversionAccount, HorizonOutcome, Outcome
from multipolar.analysis.welfare_first_order import first_order_welfare_of
from multipolar.cli.satellites import satellite_payloads
from multipolar.codes.economies import economy_name
from multipolar.simulation.labels import economy_measures, imputed_trade_share
from multipolar.simulation.result import Result

FORMAT = 1
BALANCED = "balanced_trade_real_income_pct"


def plain(value: Any) -> Any:
    """JSON-ready: NumPy scalars become numbers, anything that is not a number becomes null."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (np.floating, float)):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, np.bool_):
        return bool(value)
    return value


def outcome_payload(outcome: Outcome, *, command: str, run: str, folder: str) -> dict[str, Any]:
    """Everything about one scenario, ready for `json.dumps`."""
    result = outcome.result
    quality = result.quality
    payload = {
        "format": FORMAT,
        "multipolar": __version__,
        "run": run,
        "folder": folder,
        "command": command,
        "scenario": {"name": result.name, "title": result.title, "date": result.date or None},
        "baseline": {
            "name": result.baseline.name,
            "title": result.baseline.title,
            "year": result.baseline.year,
            "checksum": result.baseline.provenance.checksum,
        },
        "closure": {
            "deficit": result.closure.deficit,
            "revenue": result.closure.revenue,
            "numeraire": result.closure.numeraire,
        },
        "elasticities": result.assumptions.label,
        "horizon": title_of(result.baseline, result.assumptions),
        "assumptions": _assumptions(result),
        "horizons": [_horizon(other, outcome) for other in outcome.horizons],
        "quality": {
            "converged": quality.converged,
            "largest_residual": quality.largest_residual,
            "tolerance": quality.tolerance,
            "walras": quality.walras,
            "sweeps": quality.sweeps,
            "methods": quality.methods,
            "solve_seconds": quality.seconds,
        },
        "headline": outcome.headline,
        "economies": _economies(outcome),
        "contributions": _contributions(outcome.contributions, result.economies),
        "diversion": [_account(account) for account in outcome.diversion],
        "flips": [
            {
                "economy": flip.economy,
                "measure": flip.measure,
                "value": flip.value,
                "turns": flip.turns,
                "tried": [
                    {"assumption": name, "range": tried, "value": value, "turns_the_sign": turned}
                    for name, tried, value, turned in flip.tried
                ],
            }
            for flip in outcome.flips
        ],
        "warnings": result.warnings,
        "notes": outcome.notes,
    }
    satellites = satellite_payloads(result)
    if "price_caps" in satellites:
        satellites["price_caps"] = [_as_written(cap, outcome) for cap in satellites["price_caps"]]
    payload |= satellites
    ready: dict[str, Any] = plain(payload)
    return ready


def _as_written(cap: dict[str, Any], outcome: Outcome) -> dict[str, Any]:
    """A cap with the scenario's own dollars: on the way through ratios they lose their last digit."""
    instruments = outcome.scenario.instruments if outcome.scenario else ()
    written = [value for i in instruments for value in (getattr(i, "cap", None), getattr(i, "price", None)) if value]
    prices = {key: cap[key] for key in ("cap", "price_before")}
    for key, price in prices.items():
        prices[key] = next((value for value in written if math.isclose(value, price, rel_tol=1e-12)), price)
    return cap | prices


def _assumptions(result: Result) -> dict[str, Any]:
    return {
        "horizon": result.assumptions.horizon,
        "trade_elasticities": elasticities_text(result.baseline, result.assumptions),
        "parameters": number_rows(numbers_in_force(result)),
    }


def _horizon(other: HorizonOutcome, outcome: Outcome) -> dict[str, Any]:
    economies = outcome.result.economies
    income = None if other.result is None else other.result.real_income_pct()
    told: dict[str, Any] = {}
    for code in outcome.headline:
        n = economies.index(code)
        spread = None if other.range is None else [other.range.low[n], other.range.high[n]]
        told[code] = {"real_income_pct": None if income is None else income[n], "elasticity_range": spread}
    return {
        "name": other.name,
        "title": other.title,
        "trade_elasticities": other.elasticities,
        "economies": told,
        "range_failed": [] if other.range is None else other.range.failed,
        "failed": other.failed,
    }


def _economies(outcome: Outcome) -> dict[str, Any]:
    result = outcome.result
    measures = economy_measures(result)
    first_order = first_order_welfare_of(result)
    imputed = imputed_trade_share(result)
    balanced = None if outcome.balanced is None else outcome.balanced.real_income_pct()
    economies: dict[str, Any] = {}
    for index, code in enumerate(result.economies):
        entry: dict[str, Any] = {"name": economy_name(code)}
        entry |= {name: values[index] for name, values in measures.items()}
        for spread in outcome.ranges:
            key = spread.label.replace(" ", "_")
            entry[key] = {spread.measure: [spread.low[index], spread.high[index]], "failed": spread.failed}
        entry[BALANCED] = None if balanced is None else balanced[index]
        entry["first_order"] = {
            "terms_of_trade_pct": first_order.terms_of_trade_by_economy[index],
            "volume_of_trade_pct": first_order.volume_of_trade_by_economy[index],
        }
        entry["imputed_share_of_trade"] = imputed[index]
        economies[code] = entry
    return economies


def _contributions(contribution: Contribution | None, economies: tuple[str, ...]) -> dict[str, Any] | None:
    if contribution is None:
        return None
    return {
        "measure": contribution.measure,
        "unit": contribution.unit,
        "method": "Shapley value, exact" if contribution.exact else "Shapley value, sampled",
        "instruments": {
            player: dict(zip(economies, values, strict=True))
            for player, values in zip(contribution.players, contribution.values, strict=True)
        },
    }


def _account(account: DiversionAccount) -> dict[str, Any]:
    return {
        "instrument": account.instrument,
        "side": account.side,
        "group": account.group,
        "hit": account.hit,
        "sectors": account.sectors,
        "unit": "USD mn",
        "total_change": account.total.value_change,
        "lines": {
            line.partner: {
                "before": line.value_before,
                "after": line.value_after,
                "change": line.value_change,
                "volume": line.volume_change,
                "price": line.price_change,
            }
            for line in account.lines
        },
    }
