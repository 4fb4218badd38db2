"""How goods travelled and how they travel: transits by passage, modes, tonne-kilometres, and what detours cost.

Everything is in the value of goods at the border, which the model has; ships and tonnes are proxies. A passage's
transits are taken to change as the value of the goods that the same kind of ship carries through it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from multipolar.arrays import Array
from multipolar.codes.passages import passages
from multipolar.errors import AssumptionError
from multipolar.scenario.route_cargo import CARGOES, SHIPS
from multipolar.scenario.route_nest import SEA, StateRoutes
from multipolar.scenario.route_states import blend

if TYPE_CHECKING:
    from multipolar.scenario.routes import RouteChannels
    from multipolar.simulation.result import Result

CHANNEL = "routes"
NEGLIGIBLE_USD_MN = 0.5


@dataclass(frozen=True, slots=True)
class PassageChange:
    """Goods through one passage, by one kind of ship or ``all``.

    Attributes
    ----------
    before_usd_mn, after_usd_mn : value a year at the border, in units of world value added.
    change_pct : per cent; NaN where nothing passed before.
    tonnes_before_mn, tonnes_after_mn : by assumed worth of a tonne, at baseline prices of the goods' mix.
    """

    passage: str
    name: str
    ships: str
    before_usd_mn: float
    after_usd_mn: float
    change_pct: float
    tonnes_before_mn: float
    tonnes_after_mn: float


@dataclass(frozen=True, slots=True)
class PairChange:
    """Carriage between two economies.

    Attributes
    ----------
    trade_usd_mn : goods in the baseline at the border.
    cost_pct : change of the delivered cost of what still travels, weighted by trade; NaN where nothing does.
    cost_usd_mn : that change times the trade.
    cut_share : share of the goods that is left without any way.
    days_before, days_after : mean at sea of what goes by sea; NaN where nothing does.
    """

    exporter: str
    importer: str
    trade_usd_mn: float
    cost_pct: float
    cost_usd_mn: float
    cut_share: float
    days_before: float
    days_after: float

    @property
    def extra_days(self) -> float:
        """Days at sea more than before."""
        return self.days_after - self.days_before


@dataclass(frozen=True, slots=True)
class Carriage:
    """How the goods of one equilibrium travel.

    Attributes
    ----------
    passage_usd_mn : (passages, ships) value through each passage by kind of ship, in the order of codes and `SHIPS`.
    mode_usd_mn : (M,) by sea, overland, each corridor, air.
    tonne_km_bn : (G,) by sea and cargo.
    passage_tonnes_mn : (passages, ships) by assumed worth of a tonne.
    """

    passage_usd_mn: Array
    mode_usd_mn: Array
    tonne_km_bn: Array
    passage_tonnes_mn: Array


@dataclass(frozen=True, slots=True)
class RouteAccounts:
    """Routes before and after: passages, pairs, modes."""

    modes: tuple[str, ...]
    before: Carriage
    after: Carriage
    passages: tuple[PassageChange, ...]
    pairs: tuple[PairChange, ...]

    def passage(self, code: str, ships: str = "all") -> PassageChange:
        """The row of a passage."""
        return next(row for row in self.passages if row.passage == code and row.ships == ships)

    @property
    def delivery_usd_mn(self) -> float:
        """What delivery costs more, a year at the trade of before, of all that still has a way."""
        return float(np.nansum([row.cost_usd_mn for row in self.pairs]))

    @property
    def without_way_usd_mn(self) -> float:
        """Goods left without any way, a year before; no part of `delivery_usd_mn`."""
        return float(sum(row.cut_share * row.trade_usd_mn for row in self.pairs))

    def dearest(self, count: int = 10) -> tuple[PairChange, ...]:
        """Pairs with the largest extra cost in dollars."""
        ranked = sorted(self.pairs, key=lambda row: -np.nan_to_num(row.cost_usd_mn))
        return tuple(row for row in ranked[:count] if row.cost_usd_mn > 0)

    def cut(self) -> tuple[PairChange, ...]:
        """Pairs that lost all ways for some of their goods, the largest loss first."""
        found = [row for row in self.pairs if row.cut_share > 0]
        return tuple(sorted(found, key=lambda row: -row.cut_share * row.trade_usd_mn))


def route_accounts(result: Result) -> RouteAccounts:
    """Routes of a result's goods before and after.

    Raises
    ------
    AssumptionError
        If no measure of the scenario concerns routes.
    """
    channel = result.channels.get(CHANNEL)
    if channel is None:
        raise AssumptionError(
            f"scenario {result.name}",
            "has no measure on routes",
            remedy="Add close_passage, northern_sea_route or corridor.",
        )
    theta = result.assumptions.trade_elasticity
    return accounts_of(channel, result.before.flow, result.after.flow, theta)


def accounts_of(channel: RouteChannels, before: Array, after: Array, trade_elasticity: Array) -> RouteAccounts:
    """Routes before and after, from flows.

    Parameters
    ----------
    channel : finished.
    before, after : (J, N, N) USD mn at the border.
    trade_elasticity : (J,) under which the scenario was compiled.
    """
    old = [(nest.base,) for nest in channel.nests]
    carriage = carriage_of(channel, old, before, trade_elasticity)
    now = carriage_of(channel, channel.states, after, trade_elasticity)
    return RouteAccounts(
        modes=("sea", "land", *(link.code for link in channel.corridors), "air"),
        before=carriage,
        after=now,
        passages=tuple(_passage_rows(carriage, now)),
        pairs=tuple(_pair_rows(channel, trade_elasticity)),
    )


def carriage_of(
    channel: RouteChannels, states: Iterable[tuple[StateRoutes, ...]], flow: Array, trade_elasticity: Array
) -> Carriage:
    """How goods travel: flows of one equilibrium over the routes of some states.

    Parameters
    ----------
    states : by cargo.
    flow : (J, N, N) USD mn at the border. trade_elasticity : (J,).
    """
    layout = channel.layout
    bits = [found.bit for found in passages().values()]
    value, tonnes = (np.zeros((len(bits), len(SHIPS))) for _ in range(2))
    modes = np.zeros(channel.nests[0].mode_share.shape[1])
    work = np.zeros(len(CARGOES))
    uses = np.stack([layout.uses(bit) for bit in bits]).astype(np.float64)
    for g, (cargo, by_state) in enumerate(zip(CARGOES, states, strict=True)):
        sent = sent_by_row(channel, g, by_state, flow, trade_elasticity)
        ship = SHIPS.index(cargo.ship)
        for s, state in enumerate(by_state):
            modes += sent[:, s] @ state.mode_share
            at_sea = sent[:, s] * state.mode_share[:, SEA]
            by_path = at_sea[layout.row] * state.path_share
            through = uses @ by_path
            value[:, ship] += through
            tonnes[:, ship] += through / cargo.usd_per_tonne
            work[g] += float((by_path * layout.km).sum()) / cargo.usd_per_tonne / 1e3
    return Carriage(value, modes, work, tonnes)


def sent_by_row(
    channel: RouteChannels, g: int, states: tuple[StateRoutes, ...], flow: Array, trade_elasticity: Array
) -> Array:
    """(R, S) USD mn of a cargo by row and state."""
    layout = channel.layout
    weight = layout.weight[:, None] * np.array([state.weight for state in states])
    ratio = np.stack([state.cost_ratio for state in states], axis=1)
    found = np.zeros(weight.shape)
    for j in np.flatnonzero(channel.cargo == g):
        share = blend(layout.pair, weight, ratio, layout.elasticity_of(trade_elasticity, int(j)))[2]
        found += share * flow[j, layout.importer, layout.exporter][layout.pair][:, None]
    return found


def _passage_rows(before: Carriage, after: Carriage) -> Iterable[PassageChange]:
    for p, (code, found) in enumerate(passages().items()):
        for ships, pick in [("all", slice(None)), *((ship, slice(k, k + 1)) for k, ship in enumerate(SHIPS))]:
            old, new = float(before.passage_usd_mn[p, pick].sum()), float(after.passage_usd_mn[p, pick].sum())
            yield PassageChange(
                passage=code,
                name=found.name,
                ships=ships,
                before_usd_mn=old,
                after_usd_mn=new,
                change_pct=100 * (new / old - 1) if old > NEGLIGIBLE_USD_MN else float("nan"),
                tonnes_before_mn=float(before.passage_tonnes_mn[p, pick].sum()),
                tonnes_after_mn=float(after.passage_tonnes_mn[p, pick].sum()),
            )


def _pair_rows(channel: RouteChannels, trade_elasticity: Array) -> Iterable[PairChange]:
    layout, codes = channel.layout, channel.baseline.economies
    size = layout.pairs
    trade, still, cost, cut = (np.zeros(size) for _ in range(4))
    days, at_sea = np.zeros((2, size)), np.zeros((2, size))
    changed = np.zeros(size, dtype=bool)
    for j in np.flatnonzero(channel.cargo >= 0):
        value = channel.flow[j]
        ratio, weight = channel.ratios(int(j))
        price, _, _ = blend(layout.pair, weight, ratio, layout.elasticity_of(trade_elasticity, int(j)))
        lost = np.bincount(layout.pair, (weight * np.isinf(ratio)).sum(axis=1), minlength=size)
        trade += value
        still += value * (1 - lost)
        cost += value * (1 - lost) * (price - 1)
        cut += value * lost
        changed |= (value > 0) & ((price != 1) | (lost > 0))
        g = int(channel.cargo[j])
        for k, states in enumerate(((channel.nests[g].base,), channel.states[g])):
            for state in states:
                part = value[layout.pair] * layout.weight * state.weight * state.mode_share[:, SEA]
                at_sea[k] += np.bincount(layout.pair, part, minlength=size)
                days[k] += np.bincount(layout.pair, part * np.nan_to_num(state.days), minlength=size)
    mean_days = np.divide(days, at_sea, out=np.full_like(days, np.nan), where=at_sea > 0)
    for pair in np.flatnonzero(changed & (trade > NEGLIGIBLE_USD_MN)):
        yield PairChange(
            exporter=codes[layout.exporter[pair]],
            importer=codes[layout.importer[pair]],
            trade_usd_mn=float(trade[pair]),
            cost_pct=100 * float(cost[pair] / still[pair]) if still[pair] > 0 else float("nan"),
            cost_usd_mn=float(cost[pair]),
            cut_share=float(cut[pair] / trade[pair]),
            days_before=float(mean_days[0, pair]),
            days_after=float(mean_days[1, pair]),
        )
