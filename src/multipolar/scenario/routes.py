"""The routes of a scenario: measures on passages, the Arctic and corridors, gathered and written on the borders.

All instruments of a scenario write on one `RouteChannels`; `finish` then solves the nest of every cargo once and turns
it into trade costs. Everything is known before the solve: capacities bind at the baseline's volumes.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

import numpy as np

from multipolar.arrays import Array, BoolArray, IntArray, read_only
from multipolar.baseline.baseline import Baseline
from multipolar.codes.passages import NORTHERN_SEA_ROUTE, passages
from multipolar.scenario.border import Border
from multipolar.scenario.model_numbers import ModelNumber
from multipolar.scenario.place import Notice
from multipolar.scenario.route_capacity import shadow_prices
from multipolar.scenario.route_cargo import CARGOES, SHIPS, RouteAssumptions, Ship
from multipolar.scenario.route_conflicts import PassageTerms, overruled
from multipolar.scenario.route_corridors import CorridorLink
from multipolar.scenario.route_effects import RouteEffects
from multipolar.scenario.route_layout import RouteLayout
from multipolar.scenario.route_nest import LAND, SEA, CargoNest, SeaRoutes, StateRoutes
from multipolar.scenario.route_notices import route_notices
from multipolar.scenario.route_numbers import route_numbers
from multipolar.scenario.route_states import ArcticTerms, PassageMeasures, blend
from multipolar.scenario.route_system import Solved, build_route_system, route_system


class RouteChannels:
    """Accumulates what instruments do to routes; after `finish`, how every cargo travels.

    Parameters
    ----------
    baseline : whose pairs and flows.
    held : assumptions of the nest; the default ones unless given.

    Attributes
    ----------
    layout : alternatives by pair.
    cargo : (J,) position in `CARGOES` of each sector, -1 for what does not travel as goods.
    flow : (J, N) USD mn at the border in the baseline, by sector and pair.
    nests : one for each of `CARGOES`.
    states : by cargo, how it travels in each state of the passages; the baseline's until `finish`.
    surcharge : (K,) log of the shadow price of each corridor's capacity.
    notices : what a reader of the result must know.
    numbers : what instruments take beside what they change, each with its standing.
    effects : what measures do to pairs, once finished.
    passage_terms : what each instrument writes on passages, in order.
    """

    def __init__(self, baseline: Baseline, held: RouteAssumptions | None = None) -> None:
        system = route_system(baseline) if held is None else build_route_system(baseline, held)
        self.baseline, self.held, self.routes = baseline, system.held, system.routes
        self.layout: RouteLayout = system.layout
        self.cargo: IntArray = system.cargo
        self.flow: Array = system.flow
        self.corridors: tuple[CorridorLink, ...] = system.corridors
        self.nests: tuple[CargoNest, ...] = system.nests
        self._solved, self._passing = system.solved, system.passing
        self._clear()

    def _clear(self) -> None:
        self.states: tuple[tuple[StateRoutes, ...], ...] = tuple((nest.base,) for nest in self.nests)
        self.surcharge: Array = np.zeros(len(self.corridors))
        self.notices: list[Notice] = []
        self.numbers: list[ModelNumber] = []
        self.effects: RouteEffects | None = None
        self.passage_terms: list[PassageTerms] = []
        self.finished = False
        self._closed: dict[tuple[Ship, int], float] = {}
        self._added: dict[tuple[Ship, int], float] = {}
        self._arctic: ArcticTerms | None = None
        self._cost: dict[str, float] = {}
        self._capacity: dict[str, float] = {}

    def without_measures(self) -> RouteChannels:
        """The same nests with nothing written on them."""
        found = copy.copy(self)
        found._clear()
        return found

    # --- what instruments write ---------------------------------------------------------------------------------------

    def close(self, bits: int, share: float, ships: tuple[Ship, ...] = SHIPS, instrument: str = "") -> None:
        """Keep a share of the ships out of passages; several closures of one passage: the largest share counts."""
        self.passage_terms.append(PassageTerms(instrument, bits, ships, closed=share))
        for ship in ships:
            for bit in _single_bits(bits):
                self._closed[ship, bit] = max(share, self._closed.get((ship, bit), 0.0))

    def add_cost(self, bits: int, cost: float, ships: tuple[Ship, ...] = SHIPS, instrument: str = "") -> None:
        """Make passages dearer by a share of the goods' value, for those who still pass."""
        self.passage_terms.append(PassageTerms(instrument, bits, ships, added=cost))
        for ship in ships:
            for bit in _single_bits(bits):
                self._added[ship, bit] = self._added.get((ship, bit), 0.0) + cost

    def open_arctic(self, terms: ArcticTerms, instrument: str = "") -> None:
        """Open the Northern Sea Route to transit; the last terms count."""
        self.passage_terms.append(PassageTerms(instrument, arctic_bit(), arctic=terms))
        self._arctic = terms

    def change_corridor(self, code: str, cost: float = 1.0, capacity: float = 1.0) -> None:
        """Change a corridor's freight and its capacity, each new over old."""
        self._cost[code] = self._cost.get(code, 1.0) * cost
        self._capacity[code] = self._capacity.get(code, 1.0) * capacity

    def cells(self, pairs: BoolArray, ships: Iterable[Ship] = SHIPS) -> IntArray:
        """Sorted flat cells (sector, importer, exporter) of the goods that these ships carry between the pairs.

        Parameters
        ----------
        pairs : (N,) pairs of the layout.
        """
        wanted = set(ships)
        carried = [g for g, cargo in enumerate(CARGOES) if cargo.ship in wanted]
        sectors = np.flatnonzero(np.isin(self.cargo, carried))
        count = len(self.baseline.economies)
        chosen = (self.layout.importer * count + self.layout.exporter)[pairs]
        cells: IntArray = (sectors[:, None] * (count * count) + chosen).ravel()
        return np.sort(cells)

    # --- the nest -----------------------------------------------------------------------------------------------------

    def measures(self, ship: Ship) -> PassageMeasures:
        """What the measures do to the passages for one kind of ship."""
        return PassageMeasures(
            closed={bit: share for (kind, bit), share in self._closed.items() if kind == ship},
            added={bit: cost for (kind, bit), cost in self._added.items() if kind == ship},
            arctic=self._arctic,
        )

    def solve(self) -> None:
        """Find how every cargo travels under the measures, capacities of corridors respected."""
        # Other elasticities or closures do not change how goods travel: the last answers are kept.
        at_sea = tuple(sorted(self._closed.items())), tuple(sorted(self._added.items()))
        by_land = tuple(sorted(self._cost.items())), tuple(sorted(self._capacity.items()))
        key = (*at_sea, *by_land, None if self._arctic is None else self._arctic.key)
        self.states, self.surcharge = self._solved.get(key, self._solve_anew)

    def _solve_anew(self) -> Solved:
        plans = [
            [nest.by_sea(state, measures) for state in measures.states()]
            for nest, measures in ((nest, self.measures(nest.cargo.ship)) for nest in self.nests)
        ]
        hats = [self._corridor_log_hat(nest) for nest in self.nests]
        surcharge = self._surcharges(plans, hats) if self.corridors else np.zeros(0)
        read_only(surcharge)
        states = tuple(
            tuple(nest.state(sea, hat + surcharge) for sea in plan)
            for nest, plan, hat in zip(self.nests, plans, hats, strict=True)
        )
        return states, surcharge

    def _surcharges(self, plans: list[list[SeaRoutes]], hats: list[Array]) -> Array:
        """(K,) shadow prices of the corridors at the baseline's volumes."""
        users = [np.flatnonzero(nest.mode_share[:, LAND + 1 : -1].sum(axis=1) > 0) for nest in self.nests]
        values = [
            (self.flow[self.cargo == g].sum(axis=0)[self.layout.pair] * self.layout.weight)[rows]
            for g, rows in enumerate(users)
        ]

        def carried(price: Array) -> Array:
            found = np.zeros(len(self.corridors))
            for nest, plan, hat, rows, value in zip(self.nests, plans, hats, users, values, strict=True):
                for sea in plan:
                    shares = nest.modes(nest.mode_log_hat(sea, hat + price, rows), rows)
                    found += sea.weight * (value @ shares[:, LAND + 1 : -1])
            return found

        changes = np.array([self._capacity.get(link.code, 1.0) for link in self.corridors])
        room = changes * np.array([link.capacity_usd_mn for link in self.corridors])
        used = np.zeros(len(self.corridors))
        for nest, rows, value in zip(self.nests, users, values, strict=True):
            used += value @ nest.mode_share[rows, LAND + 1 : -1]
        # Rounding must not make a corridor that is just full in the baseline overfull, unless its capacity shrinks.
        limits = np.where(changes < 1, np.maximum(room, 0), np.maximum(room, used))
        return shadow_prices(carried, np.where(used > 0, limits, np.inf), self.held.mode_elasticity)

    def finish(self, border: Border) -> None:
        """Solve the nest and write its trade costs; pairs with no way left are banned."""
        self.solve()
        count = len(self.baseline.economies)
        cell_of = self.layout.importer * count + self.layout.exporter
        effects = RouteEffects(self.layout, len(self.cargo), count)
        for j in np.flatnonzero(self.cargo >= 0):
            ratio, weight = self.ratios(int(j))
            rows = (ratio != 1).any(axis=1)
            hit = self.layout.pairs_of(rows) & (self.flow[j] > 0)
            if not hit.any():
                continue
            theta = self.layout.elasticity_of(border.trade_elasticity, int(j))
            cost, survival, _ = blend(self.layout.pair, weight, ratio, theta)
            cells = j * count * count + cell_of[hit]
            border.change(cells, cost_ratio=cost[hit])
            border.survival_share[cells] *= survival[hit]
            effects.add(int(j), self.flow[j], ratio, weight, theta, cost, survival)
        self.effects = effects
        self.notices += route_notices(self, effects)
        self.numbers += route_numbers(self.held, [link.code for link in self.corridors])
        self.finished = True

    def counted(self, cells: IntArray) -> IntArray:
        """Those of flat cells whose cost of delivery the measures change notably, once finished."""
        return cells if self.effects is None else self.effects.hit(cells)

    def overruled(self, instrument: str) -> bool:
        """Whether other measures leave nothing of what an instrument does to passages."""
        return overruled(self, instrument)

    def ratios(self, j: int) -> tuple[Array, Array]:
        """(R, S) delivered cost over the baseline's by row and state for a sector's goods, and their weights."""
        states = self.states[self.cargo[j]]
        ratio = np.stack([state.cost_ratio for state in states], axis=1)
        return ratio, self.layout.weight[:, None] * np.array([state.weight for state in states])

    def uses_corridor(self, k: int) -> BoolArray:
        """(N,) whether a pair's goods of any kind use a corridor."""
        used = [self.layout.pairs_of(nest.mode_share[:, LAND + 1 + k] > 0) for nest in self.nests]
        return np.asarray(np.any(used, axis=0))

    def _corridor_log_hat(self, nest: CargoNest) -> Array:
        """(R, K) log change of the corridors' cost before any surcharge: freight changes, days stay."""
        found = np.zeros((self.layout.rows, len(self.corridors)))
        for k, link in enumerate(self.corridors):
            change = self._cost.get(link.code, 1.0)
            if change != 1.0:
                km = np.where(np.isfinite(self.layout.corridor_km[:, k]), self.layout.corridor_km[:, k], 0.0)
                freight = self.held.land_freight_per_km * km
                total = freight + nest.cargo.day_cost * km / self.held.land_km_a_day
                part = np.divide(freight, total, out=np.zeros_like(total), where=total > 0)
                found[:, k] = np.log1p(part * (change - 1))
        return found

    # --- what notices ask ---------------------------------------------------------------------------------------------

    @property
    def at_sea(self) -> bool:
        """Whether any measure concerns ships."""
        return bool(self._closed or self._added or self._arctic)

    @property
    def season(self) -> ArcticTerms | None:
        """Terms on which the Northern Sea Route is open."""
        return self._arctic

    def touches(self, ship: Ship, bit: int) -> bool:
        """Whether a kind of ship is kept out of a passage, or pays more there."""
        return self._closed.get((ship, bit), 0.0) > 0 or self._added.get((ship, bit), 0.0) > 0

    def closed_share(self, ship: Ship, bit: int) -> float:
        """Share of a kind of ship that may not pass."""
        return self._closed.get((ship, bit), 0.0)

    def corridor_change(self, code: str) -> tuple[float, float]:
        """Freight and capacity of a corridor, each new over old."""
        return self._cost.get(code, 1.0), self._capacity.get(code, 1.0)

    def passing_usd_mn(self, bit: int, ship: Ship) -> float:
        """Goods that a kind of ship carries through a passage in the baseline, a year."""
        layout, total = self.layout, 0.0
        if (bit, ship) not in self._passing:
            for g, nest in enumerate(self.nests):
                if nest.cargo.ship == ship:
                    sent = self.flow[self.cargo == g].sum(axis=0)[layout.pair] * layout.weight * nest.mode_share[:, SEA]
                    total += float((sent[layout.row] * nest.base.path_share)[layout.uses(bit)].sum())
            self._passing[bit, ship] = total
        return self._passing[bit, ship]


def arctic_bit() -> int:
    """The bit of the Northern Sea Route."""
    return passages()[NORTHERN_SEA_ROUTE].bit


def _single_bits(bits: int) -> tuple[int, ...]:
    return tuple(found.bit for found in passages().values() if bits & found.bit)
