"""The routes of a baseline as the nest takes them, built once: layout, flows, corridors, the nests of all cargoes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from multipolar.arrays import Array, IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.routes import Routes, routes_of
from multipolar.latest import Latest, Same
from multipolar.scenario.route_cargo import CARGOES, RouteAssumptions, cargo_of_sectors
from multipolar.scenario.route_corridors import CorridorLink, corridor_links
from multipolar.scenario.route_layout import Alternatives, RouteLayout, lay_out
from multipolar.scenario.route_nest import CargoNest, StateRoutes

KEPT = 2
"""Sets of measures whose routes a baseline remembers."""
Solved = tuple[tuple[tuple[StateRoutes, ...], ...], Array]
"""By cargo, how it travels in each state of the passages; and the log surcharge of each corridor."""


@dataclass(frozen=True, slots=True)
class RouteSystem:
    """What scenarios on routes start from.

    Attributes
    ----------
    layout : alternatives by pair.
    cargo : (J,) position in `CARGOES` of each sector, -1 for what does not travel as goods.
    flow : (J, N) USD mn at the border in the baseline, by sector and pair.
    nests : one for each of `CARGOES`.
    solved : how goods travel and what corridors cost under the measures asked for last; `RouteChannels` keeps it.
    passing : USD mn through a passage, by its bit and kind of ship, where it was asked for; likewise.
    """

    baseline: Baseline = field(repr=False)
    held: RouteAssumptions
    routes: Routes = field(repr=False)
    layout: RouteLayout = field(repr=False)
    cargo: IntArray
    flow: Array = field(repr=False)
    corridors: tuple[CorridorLink, ...]
    nests: tuple[CargoNest, ...]
    solved: Latest[Solved] = field(default_factory=lambda: Latest(KEPT), repr=False, compare=False)
    passing: dict[tuple[int, str], float] = field(default_factory=dict, repr=False, compare=False)


def build_route_system(
    baseline: Baseline, held: RouteAssumptions | None = None, routes: Routes | None = None
) -> RouteSystem:
    """Lay the routes of a baseline out.

    Parameters
    ----------
    held : assumptions of the nest. routes : by default those of the baseline's economies.
    """
    held, routes = held or RouteAssumptions(), routes or routes_of(baseline)
    codes = tuple(kind for kind in routes.kinds if kind not in ("sea", "land"))
    layout, cargo = lay_out(alternatives_of(routes), codes), cargo_of_sectors(baseline.sectors)
    pairs = (slice(None), layout.importer, layout.exporter)
    spent = baseline.trade_share[pairs] / (1 + baseline.tariff_rate[pairs])
    flow = spent * baseline.expenditure[:, layout.importer]
    by_cargo = np.stack([flow[cargo == g].sum(axis=0) for g in range(len(CARGOES))])
    links = corridor_links(codes, layout.importer, layout.exporter, baseline.economies, by_cargo)

    def corridor_share(g: int) -> Array:
        shares = [link.share[g] * link.served[layout.pair] for link in links]
        return np.column_stack(shares) if shares else np.zeros((layout.rows, 0))

    nests = tuple(CargoNest(layout, entry, held, corridor_share(g)) for g, entry in enumerate(CARGOES))
    return RouteSystem(baseline, held, routes, layout, cargo, flow, links, nests)


def route_system(baseline: Baseline) -> RouteSystem:
    """The routes of a baseline under the default assumptions; the last two are kept."""
    return _LATEST.get(Same(baseline), lambda: build_route_system(baseline))


_LATEST: Latest[RouteSystem] = Latest(2)


def alternatives_of(routes: Routes) -> Alternatives:
    """The baseline's alternatives as the nest takes them; pipelines, whose days are unknown, get none."""
    return Alternatives(
        importer=routes.pair_importer,
        exporter=routes.pair_exporter,
        branch=routes.lane,
        share=routes.lane_share,
        mask=routes.mask,
        km=routes.km,
        ice_km=routes.northern_km,
        overland_km=routes.overland_km,
        days=np.nan_to_num(routes.days_open_water),
        kind=tuple(routes.kinds[k] for k in routes.kind),
    )
