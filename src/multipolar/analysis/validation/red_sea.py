"""The Red Sea crisis of 2024: transits of every passage, forecast and counted.

From December 2023 ships kept away from Bab el-Mandeb. The forecast multiplies what IMF PortWatch counted in 2023 by
the change of the goods' value through each passage in the model, by kind of ship. How many ships stay away is not the
model's to say. The main forecast takes it from what was known in January 2024 without counting a transit: which lines
had announced to stay away, and what war-risk insurance cost. A second one fits one share of ships to the count of Suez,
and forecasts the other passages; fitted and predicted numbers are kept apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from multipolar.analysis.routes import RouteAccounts, accounts_of
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.registry import load
from multipolar.codes.passages import passage_mask, passages
from multipolar.data.portwatch import counted_passages, yearly_transits
from multipolar.scenario.border import Border
from multipolar.scenario.route_cargo import SHIPS, RouteAssumptions, Ship
from multipolar.scenario.routes import RouteChannels
from multipolar.simulation.simulate import Prepared, prepare_baseline, simulate

START, OUTCOME = 2023, 2024
CLOSED = "bab-el-mandeb"
FITTED_TO = "suez"
MAIN, NO_CHANGE, FITTED, FITTED_BY_SHIP, ROUND_THE_CAPE = (
    "announced and insured",
    "no change",
    "one share fitted",
    "a share for each kind fitted",
    "what Suez lost goes round the Cape",
)

# Lines that said by 5 January 2024 that they stay away (Reuters list): the ten largest but CMA CGM, which kept some
# ships in the Red Sea under escort. Of the world's container fleet: top ten 84 % (Alphaliner), CMA CGM about 13 %.
ANNOUNCED: Mapping[Ship, float] = {"container": 0.71}
# War-risk cover rose from 0.7 to 1 % of a ship's value in January 2024 (Reuters, Flexport): the middle.
PREMIUM_PCT_OF_SHIP = 0.85
SHIP_OVER_GOODS: Mapping[Ship, float] = {
    "container": 0.3,
    "dry_bulk": 1.5,
    "general_cargo": 1.0,
    "roro": 0.5,
    "tanker": 1.0,
}
"""Worth of a ship over that of the goods on board; assumed: a Suezmax and its oil are worth about the same."""
SEVERITIES = (0.25, 0.5, 0.75, 1.0)
ELASTICITIES = (5.0, 10.0, 20.0)
FIT_ROUNDS = 8
FIT_TOLERANCE = 1e-4

Role = Literal["main", "null", "fitted", "sensitivity"]


@dataclass(frozen=True, slots=True)
class TransitForecast:
    """One forecast of the transits of 2024.

    Attributes
    ----------
    role : ``main`` and ``null`` know no count of 2024; ``fitted`` knows that of Suez; ``sensitivity`` is never chosen.
    fitted : number of parameters set to an outcome.
    shares : of ships kept out, by kind.
    transits : (passages, ships) in the order of `RedSeaStudy.passages` and `SHIPS`.
    """

    name: str
    role: Role
    note: str
    fitted: int
    shares: Mapping[Ship, float]
    transits: Array


@dataclass(frozen=True, slots=True)
class RedSeaStudy:
    """Forecasts and counts.

    Attributes
    ----------
    passages : codes, all that PortWatch counts and the model knows.
    before, outcome : (passages, ships) counted in 2023 and 2024.
    accounts : routes of the main forecast. through_usd_bn : goods through each passage in the baseline.
    trade_elasticity_to_days : of the main forecast's trade, weighted; see `implied_elasticity`.
    real_income_pct : by economy, of the main forecast.
    """

    passages: tuple[str, ...]
    before: Array
    outcome: Array
    forecasts: tuple[TransitForecast, ...]
    accounts: RouteAccounts
    elasticity_to_days: float
    real_income_pct: Mapping[str, float]

    def forecast(self, name: str) -> TransitForecast:
        """The forecast of this name."""
        return next(found for found in self.forecasts if found.name == name)

    def error(self, name: str, without: tuple[str, ...] = ()) -> float:
        """Sum of |forecast - outcome| over the sum of outcomes, all ships, over passages."""
        take = np.array([code not in without for code in self.passages])
        guess = self.forecast(name).transits.sum(axis=1)[take]
        actual = self.outcome.sum(axis=1)[take]
        return float(np.abs(guess - actual).sum() / actual.sum())

    def signs(self, name: str, without: tuple[str, ...] = ()) -> tuple[int, int]:
        """Right directions, of passages whose count changed by more than 2 per cent."""
        start, actual = self.before.sum(axis=1), self.outcome.sum(axis=1)
        guess = self.forecast(name).transits.sum(axis=1)
        take = np.array([code not in without for code in self.passages]) & (np.abs(actual / start - 1) > 0.02)
        return int((np.sign(guess - start) == np.sign(actual - start))[take].sum()), int(take.sum())


def counts(year: int) -> Array:
    """(passages, ships) transits of a year."""
    return np.array([[yearly_transits(code, ship)[year] for ship in SHIPS] for code in counted_passages()], dtype=float)


def study_red_sea(baseline: Baseline | None = None, on_step: Callable[[str, float], None] | None = None) -> RedSeaStudy:
    """Make all forecasts and set them beside the counts.

    Parameters
    ----------
    baseline : of 2022; the bundled one by default.
    on_step : told what is being done and the share done, for a progress bar.

    Raises
    ------
    SolveError
        If a forecast's equilibrium was not found.
    """
    prepared = prepare_baseline(baseline or load())
    tell = on_step or (lambda _text, _share: None)
    before, outcome = counts(START), counts(OUTCOME)
    tell("announced and insured", 0.0)
    nests = RouteChannels(prepared.baseline)
    main, result_income, elasticity = _run(prepared, nests, ANNOUNCED, insured=True)
    note = "71 % of container ships stay away as announced, all pay war-risk cover"
    forecasts = [
        TransitForecast(MAIN, "main", note, 0, ANNOUNCED, before * _growth(main)),
        TransitForecast(NO_CHANGE, "null", "2023 again", 0, {}, before),
    ]
    tell("fit to Suez", 0.2)
    forecasts += _fitted(prepared, nests, before, outcome)
    tell("sensitivity", 0.6)
    note = "changes in dollars times ships a dollar at Suez, instead of per cent of the count"
    forecasts.append(TransitForecast("ships a dollar", "sensitivity", note, 0, ANNOUNCED, _by_dollar(main, before)))
    forecasts += _sensitivity(prepared, nests, before)
    return RedSeaStudy(
        passages=counted_passages(),
        before=before,
        outcome=outcome,
        forecasts=tuple(forecasts),
        accounts=main,
        elasticity_to_days=elasticity,
        real_income_pct=result_income,
    )


def _run(
    prepared: Prepared, nests: RouteChannels, shares: Mapping[Ship, float], *, insured: bool
) -> tuple[RouteAccounts, dict[str, float], float]:
    baseline, theta = prepared.baseline, prepared.assumptions.trade_elasticity
    channel = nests.without_measures()
    bits = passage_mask([CLOSED])
    for ship in SHIPS:
        channel.close(bits, shares.get(ship, 0.0), (ship,))
        if insured:
            channel.add_cost(bits, PREMIUM_PCT_OF_SHIP / 100 * SHIP_OVER_GOODS[ship], (ship,))
    border = Border(baseline, theta)
    channel.finish(border)
    result = simulate(prepared, border.wedges())
    accounts = accounts_of(channel, result.before.flow, result.after.flow, theta)
    income = dict(zip(baseline.economies, (float(x) for x in result.real_income_pct()), strict=True))
    return accounts, income, implied_elasticity(accounts, baseline.economies, result.before.flow, result.after.flow)


def implied_elasticity(accounts: RouteAccounts, economies: tuple[str, ...], before: Array, after: Array) -> float:
    """Log change of goods trade over that of days at sea, weighted by trade; pairs that go over 2 % longer."""
    position = {code: n for n, code in enumerate(economies)}
    goods = [row for row in accounts.pairs if row.days_after > 1.02 * row.days_before and row.cut_share == 0]
    at = np.array([(position[row.importer], position[row.exporter]) for row in goods], dtype=np.int64).reshape(-1, 2)
    trade = np.array([row.trade_usd_mn for row in goods])
    old, new = (flow.sum(axis=0)[at[:, 0], at[:, 1]] for flow in (before, after))
    days = np.array([np.log(row.days_after / row.days_before) for row in goods])
    return float((trade * np.log(new / old)).sum() / (trade * days).sum())


def _growth(accounts: RouteAccounts) -> Array:
    """(passages, ships) value after over before; one where nothing passes in the model."""
    order = list(passages())
    rows = [order.index(code) for code in counted_passages()]
    old, new = accounts.before.passage_usd_mn[rows], accounts.after.passage_usd_mn[rows]
    return np.divide(new, old, out=np.ones_like(old), where=old > 0)


def _by_dollar(accounts: RouteAccounts, before: Array) -> Array:
    """(passages, ships) counts moved by the change in dollars times the ships a dollar that Suez had."""
    order = list(passages())
    rows = [order.index(code) for code in counted_passages()]
    old, new = accounts.before.passage_usd_mn[rows], accounts.after.passage_usd_mn[rows]
    at = counted_passages().index(FITTED_TO)
    return np.asarray(np.maximum(before + (new - old) * before[at] / old[at], 0.0))


def _fitted(prepared: Prepared, nests: RouteChannels, before: Array, outcome: Array) -> list[TransitForecast]:
    at = counted_passages().index(FITTED_TO)

    def transits(shares: Mapping[Ship, float]) -> Array:
        return np.asarray(before * _growth(_run(prepared, nests, shares, insured=False)[0]))

    share = _fit(lambda x: float(transits(_all(x))[at].sum()), float(outcome[at].sum()), float(before[at].sum()))
    shares = _all(share)
    for _ in range(FIT_ROUNDS):
        guess = transits(shares)[at]
        gap = guess - outcome[at]
        if np.abs(gap).max() < 1:
            break
        # What staying away altogether would take from each kind, if the count is linear in the share.
        kept_out = np.maximum([shares[ship] for ship in SHIPS], 1e-6)
        moved = kept_out + gap / np.maximum((before[at] - guess) / kept_out, 1e-6)
        shares = {ship: float(np.clip(x, 1e-6, 1.0)) for ship, x in zip(SHIPS, moved, strict=True)}
    rule = before.copy()
    lost = before[at] - outcome[at]
    for code, sign in (("cape-of-good-hope", 1), (FITTED_TO, -1), (CLOSED, -1)):
        rule[counted_passages().index(code)] += sign * lost
    text = f"{100 * share:.0f} % of all ships stay away, fitted to Suez"
    return [
        TransitForecast(FITTED, "fitted", text, 1, _all(share), transits(_all(share))),
        TransitForecast(FITTED_BY_SHIP, "fitted", "fitted to Suez by kind", len(SHIPS), shares, transits(shares)),
        TransitForecast(ROUND_THE_CAPE, "fitted", "no model; knows the count of Suez", len(SHIPS), {}, rule),
    ]


def _all(share: float) -> dict[Ship, float]:
    return dict.fromkeys(SHIPS, share)


def _fit(count: Callable[[float], float], target: float, start: float) -> float:
    """The share at which the count is the target; by secants, since the count is nearly linear in it."""
    low, high = (0.0, start), (1.0, count(1.0))
    guess = 0.5
    for _ in range(FIT_ROUNDS):
        value = count(guess)
        if abs(value - target) < FIT_TOLERANCE * start:
            break
        if value > target:
            low = (guess, value)
        else:
            high = (guess, value)
        guess = low[0] + (high[0] - low[0]) * (low[1] - target) / (low[1] - high[1])
    return guess


def _sensitivity(prepared: Prepared, nests: RouteChannels, before: Array) -> list[TransitForecast]:
    found = []
    runs: list[tuple[str, str, Mapping[Ship, float], bool, RouteAssumptions | None]] = [
        ("announced only", "no insurance", ANNOUNCED, False, None),
        ("insured only", "no line stays away", {}, True, None),
    ]
    runs += [(f"{share:.0%} of all ships", "no insurance", _all(share), False, None) for share in SEVERITIES]
    runs += [
        (
            f"route elasticity {value:g}",
            "as the main forecast",
            ANNOUNCED,
            True,
            RouteAssumptions(route_elasticity=value),
        )
        for value in ELASTICITIES
        if value != RouteAssumptions().route_elasticity
    ]
    for name, note, shares, insured, held in runs:
        own = nests if held is None else RouteChannels(prepared.baseline, held)
        growth = _growth(_run(prepared, own, shares, insured=insured)[0])
        found.append(TransitForecast(name, "sensitivity", note, 0, shares, before * growth))
    return found
