r"""The nest of routes of one cargo: sea paths below, modes above, and what it adds to the cost of delivery.

Carriage by path ``c`` costs ``t_c`` of the goods' value: freight, days, tolls and what a measure adds. Sea paths are close
substitutes, modes are not::

    T_sea    = (sum_c t_c**-phi) ** (-1/phi)                        s_c = (t_c / T_sea)**-phi
    T_hat    = (sum_m s_m T_hat_m**-psi) ** (-1/psi)                s'_m = s_m (T_hat_m / T_hat)**-psi
    cost_hat = (1 + T_0 T_hat) / (1 + T_0)

over modes ``m``: sea, overland, corridors, air. A closed path costs infinitely much; when all that a pair has are closed
the cost ratio is infinite and the trade stops. Route shares follow from costs, mode shares ``s_m`` are given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import Array
from multipolar.codes.passages import NORTHERN_SEA_ROUTE, passages
from multipolar.model.nest import channel_log_cost, channel_shares
from multipolar.scenario.route_cargo import Cargo, RouteAssumptions
from multipolar.scenario.route_layout import RouteLayout
from multipolar.scenario.route_states import PassageMeasures, RouteState

SEA, LAND = 0, 1
"""Positions on the mode axis: sea, overland, then the corridors, last air."""


@dataclass(frozen=True, slots=True)
class StateRoutes:
    """How one cargo travels in one state.

    Attributes
    ----------
    weight : share of the goods that find the state.
    cost_ratio : (R,) delivered cost over the baseline's, infinite where no way is left.
    path_share : (R, C) of what goes by sea. mode_share : (R, M).
    days : (R,) mean days at sea of what goes by sea; NaN where nothing does.
    km : (R,) mean length of the sea voyage, likewise.
    """

    weight: float
    cost_ratio: Array
    path_share: Array
    mode_share: Array
    days: Array
    km: Array


def mode_shares(layout: RouteLayout, cargo: Cargo, held: RouteAssumptions, corridor_share: Array) -> Array:
    """(R, 3 + K - 1) baseline shares of sea, overland, corridors and air; they sum to one.

    Parameters
    ----------
    corridor_share : (R, K) of the pair's value.
    """
    sea_km = layout.km.min(axis=1)
    by_sea = np.isfinite(sea_km)
    by_land = np.isfinite(layout.land_km)
    surface_km = np.minimum(np.where(by_sea, sea_km, np.inf), layout.land_km)
    surface_km = np.minimum(surface_km, layout.corridor_km.min(axis=1, initial=np.inf))
    air = cargo.air_share * surface_km / (surface_km + held.air_km)
    # A corridor carries what it carries; the rest divides by distance.
    corridor = corridor_share * np.minimum(1.0, (1 - air) / np.maximum(corridor_share.sum(axis=1), 1e-300))[:, None]
    rest = np.maximum(1 - air - corridor.sum(axis=1), 0.0)
    decay = held.land_share * np.exp(-np.where(by_land, layout.land_km, np.inf) / held.land_decay_km)
    land = np.where(by_land, np.where(by_sea, decay, 1.0), 0.0)
    neither = ~by_sea & ~by_land
    shares = np.column_stack([rest * (1 - land), rest * land, corridor, air])
    # Where a corridor is the only way on the ground, it carries all that does not fly.
    stuck = neither & (corridor.sum(axis=1) > 0)
    shares[stuck, SEA] = 0.0
    shares[neither & ~stuck] = 0.0
    shares[neither & ~stuck, -1] = 1.0
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


class CargoNest:
    """The nest of one cargo on a layout, ready for any state.

    Attributes
    ----------
    mode_share : (R, M) of the baseline.
    level : (R,) cost of carriage in the baseline, share of the goods' value.
    base : the baseline state.
    """

    def __init__(self, layout: RouteLayout, cargo: Cargo, held: RouteAssumptions, corridor_share: Array) -> None:
        self.layout, self.cargo, self.held = layout, cargo, held
        self.mode_share = mode_shares(layout, cargo, held, corridor_share)
        exists = np.isfinite(layout.km)
        self._weight = exists / np.maximum(exists.sum(axis=1, keepdims=True), 1)
        self._by_sea = self.mode_share[:, SEA] > 0
        none = PassageMeasures()
        self._log_path = self._log_path_cost(none, RouteState(1.0))
        self._log_sea = self._sea_level(self._log_path)
        km = np.minimum(layout.land_km, layout.corridor_km.min(axis=1, initial=np.inf))
        ground = held.land_freight_per_km * km + cargo.day_cost * km / held.land_km_a_day
        ground = np.where(np.isfinite(ground), ground, cargo.freight_share)
        self.level: Array = np.where(self._by_sea, np.exp(self._log_sea), ground)
        self.base = self.state(RouteState(1.0), none)

    def _log_path_cost(self, measures: PassageMeasures, state: RouteState) -> Array:
        """(R, C) log cost of carriage by each sea path, infinite where it is closed."""
        layout, cargo, held = self.layout, self.cargo, self.held
        known = np.isfinite(layout.km)
        km = np.where(known, layout.km, 1.0)
        freight = cargo.freight_share * held.freight_factor(km)
        days = self._days(state)
        arctic = layout.uses(passages()[NORTHERN_SEA_ROUTE].bit)
        cost = cargo.day_cost * days
        for code, found in passages().items():
            share = found.toll_usd_per_transit / (1e6 * held.goods_per_transit_usd_mn)
            share += measures.added.get(found.bit, 0.0)
            if code == NORTHERN_SEA_ROUTE and state.arctic is not None:
                share += state.arctic.toll_share
                freight = np.where(arctic, freight * (1 + state.arctic.ice_cost), freight)
            if share:
                cost = cost + share * layout.uses(found.bit)
        cost = cost + freight
        shut = layout.uses(state.closed)
        if state.arctic is None:
            shut |= arctic
        else:
            shut |= arctic & (state.arctic.users[layout.pair, None] == 0)
        # A subsidy can make carriage cheap, never free.
        return np.where(known & ~shut, np.log(np.maximum(cost, 1e-6)), np.inf)

    def _days(self, state: RouteState) -> Array:
        layout, held = self.layout, self.held
        ice_knots = held.ice_knots if state.arctic is None else state.arctic.ice_knots
        known = np.isfinite(layout.km)
        open_km = np.where(known, layout.km - layout.ice_km, 0.0)
        ice_km = np.where(known, layout.ice_km, 0.0)
        return np.asarray(open_km / held.sea_km_a_day + ice_km / (held.sea_km_a_day * ice_knots / held.sea_knots))

    def _sea_level(self, log_cost: Array) -> Array:
        """(R,) log of the cost of going by sea, infinite where no path is open; equal for equal path costs."""
        # A pair all of whose paths are closed has an infinite level, which the nest reaches through log(0).
        with np.errstate(divide="ignore"):
            return channel_log_cost(self._weight, log_cost, self.held.route_elasticity)

    def state(self, state: RouteState, measures: PassageMeasures, corridor_log_hat: Array | None = None) -> StateRoutes:
        """How the cargo travels in a state.

        Parameters
        ----------
        corridor_log_hat : (R, K) change of the corridors' cost, log; none by default.
        """
        layout, held = self.layout, self.held
        log_path = self._log_path_cost(measures, state)
        # Rows that nothing touches keep the baseline to the last digit.
        changed = (log_path != self._log_path).any(axis=1)
        log_sea = self._sea_level(log_path)
        log_hat = np.zeros_like(self.mode_share)
        touched = changed & self._by_sea
        log_hat[touched, SEA] = log_sea[touched] - self._log_sea[touched]
        if corridor_log_hat is not None:
            log_hat[:, LAND + 1 : -1] = corridor_log_hat
        changed = (log_hat != 0).any(axis=1)
        with np.errstate(divide="ignore", over="ignore"):
            total = channel_log_cost(self.mode_share, log_hat, held.mode_elasticity)
            ratio = 1 + self.level / (1 + self.level) * np.expm1(np.where(changed, total, 0.0))
        with np.errstate(divide="ignore"):
            path_share = channel_shares(self._weight, log_path, held.route_elasticity)
            mode = channel_shares(self.mode_share, log_hat, held.mode_elasticity)
        sums = path_share.sum(axis=1)
        going = sums > 0
        path_share[going] /= sums[going, None]
        mode = np.where(changed[:, None], mode, self.mode_share)
        days = (path_share * self._days(state)).sum(axis=1)
        km = (path_share * np.where(np.isfinite(layout.km), layout.km, 0.0)).sum(axis=1)
        return StateRoutes(
            weight=state.weight,
            cost_ratio=ratio,
            path_share=path_share,
            mode_share=mode,
            days=np.where(going, days, np.nan),
            km=np.where(going, km, np.nan),
        )
