r"""The nest of routes of one cargo: sea paths below, modes above, and what it adds to the cost of delivery.

Carriage by path ``c`` costs ``t_c`` of the goods' value: freight, days, tolls and what a measure adds. Variants of one
way (the straits of Indonesia, the sides of Taiwan) are all but the same to a shipper, ways (Suez, Cape, Panama) are
close, and modes are not::

    T_w      = (sum_c t_c**-chi) ** (-1/chi)                        variants c of way w
    T_sea    = (sum_w T_w**-phi) ** (-1/phi)                        s_c = (T_w / T_sea)**-phi (t_c / T_w)**-chi
    T_hat    = (sum_m s_m T_hat_m**-psi) ** (-1/psi)                s'_m = s_m (T_hat_m / T_hat)**-psi
    cost_hat = (1 + T_0 T_hat) / (1 + T_0)

over modes ``m``: sea, overland, corridors, air. A closed path costs infinitely much; when all that a pair has are
closed the cost ratio is infinite and the trade stops. Route shares follow from costs, mode shares ``s_m`` are given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from multipolar.arrays import Array, IntArray, read_only
from multipolar.codes.passages import NORTHERN_SEA_ROUTE, passages
from multipolar.latest import Latest
from multipolar.model.nest import channel_log_cost, channel_shares
from multipolar.scenario.route_cargo import Cargo, RouteAssumptions
from multipolar.scenario.route_layout import RouteLayout
from multipolar.scenario.route_states import PassageMeasures, RouteState

SEA, LAND = 0, 1
"""Positions on the mode axis: sea, overland, then the corridors, last air."""
KM_A_DAY_OF_KNOT = 1.852 * 24
KEPT = 8
"""States of the sea that a nest remembers; each is up to a megabyte."""


def log_level(log_cost: Array, group: IntArray, elasticity: float, groups: int) -> Array:
    """Log of ``(sum_c t_c**-elasticity) ** (-1/elasticity)`` by group; infinite where a group has no open member.

    Parameters
    ----------
    log_cost : (A,) log costs, infinite where closed. group : (A,) group of each member.
    """
    lowest = np.full(groups, np.inf)
    np.minimum.at(lowest, group, log_cost)
    safe = np.where(np.isfinite(lowest), lowest, 0.0)
    total = np.bincount(group, weights=np.exp(-elasticity * (log_cost - safe[group])), minlength=groups)
    with np.errstate(divide="ignore"):
        return np.asarray(np.where(np.isfinite(lowest), safe - np.log(total) / elasticity, np.inf))


@dataclass(frozen=True, slots=True)
class SeaRoutes:
    """How one cargo goes by sea in one state; fields as in `StateRoutes`, `log_hat` (R,) change of the cost by sea."""

    weight: float
    log_hat: Array
    path_share: Array
    days: Array
    km: Array


@dataclass(frozen=True, slots=True)
class StateRoutes:
    """How one cargo travels in one state.

    Attributes
    ----------
    weight : share of the goods that find the state.
    cost_ratio : (R,) delivered cost over the baseline's, infinite where no way is left.
    path_share : (A,) of what a row sends by sea; sums to one by row. mode_share : (R, M).
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
    sea_km = layout.shortest_sea_km()
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
        self._by_sea = self.mode_share[:, SEA] > 0
        self._known: Latest[SeaRoutes] = Latest(KEPT)
        none = PassageMeasures()
        self._log_path = self._log_path_cost(none, RouteState(1.0))
        _, self._log_sea = self._levels(self._log_path)
        km = np.minimum(layout.land_km, layout.corridor_km.min(axis=1, initial=np.inf))
        ground = held.land_freight_per_km * km + cargo.day_cost * km / held.land_km_a_day
        ground = np.where(np.isfinite(ground), ground, cargo.freight_share)
        self.level: Array = np.where(self._by_sea, np.exp(self._log_sea), ground)
        self.base = self.state(self.by_sea(RouteState(1.0), none))

    def _log_path_cost(self, measures: PassageMeasures, state: RouteState) -> Array:
        """(A,) log cost of carriage by each sea path, infinite where it is closed."""
        layout, cargo, held = self.layout, self.cargo, self.held
        freight = cargo.freight_share * held.freight_factor(layout.km - layout.overland_km)
        days = self._days(state)
        arctic = layout.uses(passages()[NORTHERN_SEA_ROUTE].bit)
        cost = cargo.day_cost * days + held.land_freight_per_km * layout.overland_km
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
            shut |= arctic & (state.arctic.users[layout.pair[layout.row]] == 0)
        # A subsidy can make carriage cheap, never free.
        return np.where(~shut, np.log(np.maximum(cost, 1e-6)), np.inf)

    def _days(self, state: RouteState) -> Array:
        ice_knots = self.held.ice_knots if state.arctic is None else state.arctic.ice_knots
        return np.asarray(self.layout.days + self.layout.ice_km / (ice_knots * KM_A_DAY_OF_KNOT))

    def _levels(self, log_path: Array) -> tuple[Array, Array]:
        """Log cost by way, (W,), and by sea, (R,); infinite where nothing is open."""
        layout, held = self.layout, self.held
        way = log_level(log_path, layout.way, held.variant_elasticity, layout.way_row.size)
        return way, log_level(way, layout.way_row, held.route_elasticity, layout.rows)

    def _path_share(self, log_path: Array, log_way: Array, log_sea: Array) -> Array:
        """(A,) shares of the sea paths of each row; zero where closed."""
        layout, held = self.layout, self.held
        open_way, open_path = np.isfinite(log_way), np.isfinite(log_path)
        of_way = np.zeros(log_way.size)
        of_way[open_way] = np.exp(-held.route_elasticity * (log_way[open_way] - log_sea[layout.way_row[open_way]]))
        found = np.zeros(log_path.size)
        within = np.exp(-held.variant_elasticity * (log_path[open_path] - log_way[layout.way[open_path]]))
        found[open_path] = within * of_way[layout.way[open_path]]
        return found

    def by_sea(self, state: RouteState, measures: PassageMeasures) -> SeaRoutes:
        """How the cargo goes by sea in a state."""
        arctic = None if state.arctic is None else state.arctic.key
        # What a closure does to one cargo is asked again for every variant of a scenario.
        key = (state.closed, arctic, tuple(sorted(measures.added.items())))
        known = self._known.get(key, lambda: self._by_sea_anew(state, measures))
        return replace(known, weight=state.weight)

    def _by_sea_anew(self, state: RouteState, measures: PassageMeasures) -> SeaRoutes:
        layout = self.layout
        log_path = self._log_path_cost(measures, state)
        log_way, log_sea = self._levels(log_path)
        # Rows that nothing touches keep the baseline to the last digit.
        touched = (layout.by_row((log_path != self._log_path).astype(np.float64)) > 0) & self._by_sea
        log_hat = np.zeros(layout.rows)
        log_hat[touched] = log_sea[touched] - self._log_sea[touched]
        path_share = self._path_share(log_path, log_way, log_sea)
        going = np.isfinite(log_sea)
        days = np.where(going, layout.by_row(path_share * self._days(state)), np.nan)
        km = np.where(going, layout.by_row(path_share * layout.km), np.nan)
        read_only(log_hat, path_share, days, km)
        return SeaRoutes(state.weight, log_hat, path_share, days, km)

    def mode_log_hat(self, sea: SeaRoutes, corridor_log_hat: Array | None, rows: IntArray) -> Array:
        """(rows, M) change of each mode's cost, log."""
        found = np.zeros((rows.size, self.mode_share.shape[1]))
        found[:, SEA] = sea.log_hat[rows]
        if corridor_log_hat is not None:
            found[:, LAND + 1 : -1] = corridor_log_hat[rows]
        return found

    def modes(self, log_hat: Array, rows: IntArray) -> Array:
        """(rows, M) shares of the modes after a change of their costs; zero where all are closed."""
        with np.errstate(divide="ignore"):
            return channel_shares(self.mode_share[rows], log_hat, self.held.mode_elasticity)

    def state(self, sea: SeaRoutes, corridor_log_hat: Array | None = None) -> StateRoutes:
        """How the cargo travels, all modes together.

        Parameters
        ----------
        corridor_log_hat : (R, K) change of the corridors' cost, log; none by default.
        """
        log_hat = self.mode_log_hat(sea, corridor_log_hat, np.arange(self.layout.rows))
        moved = np.flatnonzero((log_hat != 0).any(axis=1))
        ratio, mode = np.ones(self.layout.rows), self.mode_share.copy()
        mode[moved] = self.modes(log_hat[moved], moved)
        with np.errstate(divide="ignore", over="ignore"):
            total = channel_log_cost(self.mode_share[moved], log_hat[moved], self.held.mode_elasticity)
            level = self.level[moved]
            ratio[moved] = 1 + level / (1 + level) * np.expm1(total)
        read_only(ratio, mode)
        return StateRoutes(
            weight=sea.weight,
            cost_ratio=ratio,
            path_share=sea.path_share,
            mode_share=mode,
            days=sea.days,
            km=sea.km,
        )
