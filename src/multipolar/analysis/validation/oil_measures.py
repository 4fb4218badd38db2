"""The measures of 2022 on Russian crude, laid on a world whose crude shares are known, day by day.

The library scenario `russian-oil-2022` gives dates, destinations and what leaks, with bans on crude. Here each buyer
has a ban of its own, on its own share of crude in the sector of the world at hand, so that the crude part of every
cell can be followed exactly; in a world with crude apart that share is one. With ``survive`` the part of a buyer's
crude that no ban stops, ``reach`` the part that the price cap covers and ``t`` its log rate, the tonnes that a buyer
takes change by

    X_hat * (c_hat / P_hat)**-theta / c_hat * survive * (1 - reach + reach * exp(-(theta + 1) t))

where ``c_hat`` is the seller's price, ``P_hat`` the buyer's price index of the sector and ``X_hat`` what it spends.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from multipolar.analysis.price_cap import caps_of
from multipolar.analysis.validation.oil_pattern import SELLER, OilWorld, crude_sector
from multipolar.arrays import Array
from multipolar.baseline.baseline import Baseline
from multipolar.data.energy_prices import load_energy_prices
from multipolar.scenario.base import Instrument
from multipolar.scenario.instruments import ImportBan
from multipolar.scenario.instruments.price_cap import PriceCap
from multipolar.scenario.place import members
from multipolar.scenario.scenario import Scenario
from multipolar.simulation.result import Result

SCENARIO = "russian-oil-2022"
PREWAR_DISCOUNT = 1.5


@dataclass(frozen=True, slots=True)
class Span:
    """Days between two changes of what is in force; `last` counts."""

    first: datetime.date
    last: datetime.date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def spans(scenario: Scenario, year: int) -> tuple[Span, ...]:
    """The year cut wherever a measure starts or ends."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    one = datetime.timedelta(days=1)
    cuts = {first}
    for instrument in scenario.instruments:
        if instrument.from_ is not None:
            cuts.add(instrument.from_)
        if instrument.until is not None:
            cuts.add(instrument.until + one)
    starts = sorted(day for day in cuts if first <= day <= last)
    return tuple(
        Span(start, end) for start, end in zip(starts, [day - one for day in starts[1:]] + [last], strict=True)
    )


def brent(first: datetime.date, last: datetime.date) -> float:
    """Mean of the monthly Brent prices from the month of one day to that of another, dollars a barrel."""
    prices = load_energy_prices()
    months = [n for n, m in enumerate(prices.months) if first.isoformat()[:7] <= m <= last.isoformat()[:7]]
    return float(np.mean(prices.price["brent"][months]))


def on_world(scenario: Scenario, world: OilWorld, price: float, *, with_cap: bool = True) -> Scenario:
    """The scenario with each ban on the buyer's own crude share, and the cap held against `price`, dollars a barrel."""
    instruments: list[Instrument] = []
    for instrument in scenario.instruments:
        if isinstance(instrument, ImportBan):
            for code in _buyers(instrument, world.baseline):
                share = float(world.crude_share[world.baseline.economies.index(code)])
                if share > 0:
                    changes = {
                        "id": f"{instrument.id}-{code.lower()}",
                        "destination": (code,),
                        "exclude_destination": (),
                        "product": None,
                        "sectors": (world.sector,),
                        "coverage": min(share * instrument.coverage, 1.0),
                        "assumed": {**instrument.assumed, "coverage": "crude in the buyer's oil and gas (CEPII BACI)"},
                    }
                    instruments.append(instrument.model_copy(update=changes))
        elif isinstance(instrument, PriceCap):
            if with_cap:
                shares = {
                    code: float(s)
                    for code, s in zip(world.baseline.economies, world.crude_share, strict=True)
                    if code != SELLER
                }
                instruments.append(instrument.model_copy(update={"price": price, "product_share": shares}))
        else:
            instruments.append(instrument)
    return scenario.model_copy(update={"instruments": tuple(instruments)})


def _buyers(ban: ImportBan, baseline: Baseline) -> Iterator[str]:
    """Codes that a ban names."""
    day = ban.from_ or datetime.date(baseline.year, 12, 31)
    dropped = set(members((*ban.exclude, *ban.exclude_destination), day, baseline.economies))
    for code in members(ban.destination, day, baseline.economies):
        if code in baseline.economies and code not in dropped:
            yield code


def survival(scenario: Scenario, baseline: Baseline, day: datetime.date) -> Array:
    """(N,) part of each buyer's crude from Russia that no ban in force on the day stops."""
    left = np.ones(len(baseline.economies))
    for ban in scenario.in_force(day):
        if isinstance(ban, ImportBan):
            for code in _buyers(ban, baseline):
                left[baseline.economies.index(code)] *= 1.0 - ban.coverage * (1.0 - ban.leakage)
    return left


def tonnes_hat(result: Result, survive: Array, crude_share: Array) -> Array:
    """(N,) ratio of tonnes of Russian crude by buyer; one where none was bought."""
    baseline, after = result.baseline, result.after
    j, i = baseline.sectors.index(crude_sector(baseline)), baseline.economies.index(SELLER)
    theta = np.broadcast_to(np.asarray(result.assumptions.trade_elasticity)[j], crude_share.shape)
    cost = float(after.cost_hat[j, i])
    spent, before = after.expenditure[j], result.before.expenditure[j]
    spent_hat = np.divide(spent, before, out=np.ones_like(spent), where=before > 0)
    common = spent_hat * (cost / after.price_hat[j]) ** -theta / cost
    return np.asarray(common * survive * _kept(result, crude_share, theta))


def _kept(result: Result, crude_share: Array, theta: Array) -> Array:
    """(N,) part of each buyer's crude that the cap leaves at given prices."""
    kept = np.ones_like(crude_share)
    for cap, unknown in caps_of(result):
        importer = np.unravel_index(cap.cells, result.after.flow.shape)[1]
        reach = cap.coverage / crude_share[importer]
        kept[importer] *= 1.0 - reach * -np.expm1(-(theta[importer] + 1.0) * cap.log_rate(unknown))
    return kept


def sector_use(result: Result, survive: Array, crude_share: Array) -> Array:
    """(2, 3) where Russia's oil and gas go, before and after: crude abroad, the rest abroad, home.

    In per cent of all that was sold before; quantities, so that the sums are output before and after.
    """
    j, i = result.sectors.index(crude_sector(result.baseline)), result.economies.index(SELLER)
    before, ratio = result.before.flow[j, :, i], result.quantity_hat()[j, :, i]
    after = np.where(before > 0, before * np.where(before > 0, ratio, 0.0), 0.0)
    crude = np.array([before * crude_share, before * crude_share * tonnes_hat(result, survive, crude_share)])
    whole = np.array([before, after])
    home = whole[:, i]
    parts = np.stack([crude.sum(axis=1), (whole - crude).sum(axis=1) - home, home], axis=1)
    return np.asarray(100.0 * parts / before.sum())
