"""Scenarios that have no equilibrium whatever the prices: read off the trade graph before anything is solved.

Three cases. A buyer may have no seller left. An economy may have no buyer left, at home or abroad. And money may have
no way to return: in a group of economies that buys nothing from the rest, purchases beyond sales are minus its exports,
whatever prices are, and a deficit or transfer that does not fit cannot be financed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.arrays import BoolArray, IntArray
from multipolar.model.settings import Closure
from multipolar.model.wedges import Wedges
from multipolar.model.world import World

# Below the tolerance of any solve: a mismatch this small, over the group's value added, is rounding in the accounts.
ROUNDING = 1e-10


@dataclass(frozen=True, slots=True)
class Unfinanced:
    """A group of economies whose external balance cannot be what the closure asks.

    Attributes
    ----------
    members : positions of the economies.
    buys_abroad, sells_abroad : whether any trade with the rest is open; never both.
    external : USD mn of purchases beyond sales that the closure asks; NaN where it depends on the answer.
    """

    members: tuple[int, ...]
    buys_abroad: bool
    sells_abroad: bool
    external: float


def open_cells(world: World, wedges: Wedges) -> BoolArray:
    """(J, N, N) True where trade exists in the baseline and the scenario leaves some of it."""
    is_open: BoolArray = world.trade_share > 0
    is_open.ravel()[wedges.index[wedges.survival_share <= 0]] = False
    return is_open


def cut_off_buyers(world: World, is_open: BoolArray) -> BoolArray:
    """(J, N) True where an economy buys a good in the baseline and no seller is left."""
    return np.asarray(world.active_price & ~is_open.any(axis=2))


def live_output(world: World, is_open: BoolArray) -> BoolArray:
    """(J, N) True where a producer still sells, directly or as an input, to some final user."""
    uses = world.input_by_input > 0  # (N, K, J)
    wanted = world.final_share > 0
    while True:
        sold = np.einsum("jn,jni->ji", wanted, is_open) & world.active_output
        more = wanted | np.einsum("nkj,jn->kn", uses, sold)
        if (more == wanted).all():
            return np.asarray(sold)
        wanted = more


def trade_graph(world: World, is_open: BoolArray) -> BoolArray:
    """(N, N) True where importer n buys anything from exporter i that somebody wants."""
    sold = live_output(world, is_open)
    wanted = (world.final_share > 0) | np.einsum("nkj,jn->kn", world.input_by_input > 0, sold)
    graph = (is_open & wanted[:, :, None]).any(axis=0)
    np.fill_diagonal(graph, False)
    return np.asarray(graph)


def unfinanced_groups(world: World, wedges: Wedges, closure: Closure, is_open: BoolArray) -> list[Unfinanced]:
    """Groups of economies whose deficits and transfers cannot be financed by the trade that is left.

    A group that buys nothing outside has purchases minus sales equal to minus its exports: below zero if it sells
    anything outside, else exactly zero. Likewise above zero for a group that only buys. Smallest groups first.
    """
    graph = trade_graph(world, is_open)
    external = wedges.transfer.copy()
    if closure.deficit == "fixed":
        external = external + world.deficit
    unequal = bool((np.abs(world.deficit) > ROUNDING * world.value_added).any())
    depends = closure.deficit == "proportional" and unequal
    whole = np.ones(world.value_added.size, dtype=bool)
    before = trade_graph(world, world.trade_share > 0) if depends else graph
    found: dict[tuple[int, ...], Unfinanced] = {}
    for group in _closed_groups(graph):
        if (group == whole).all():
            continue
        buys, sells = bool(graph[group][:, ~group].any()), bool(graph[~group][:, group].any())
        members = tuple(int(n) for n in np.flatnonzero(group))
        if depends:
            # Isolated by this scenario: its balance would have to be zero, and so would that of the rest, by one
            # number (the income share of deficits) that serves all; no wage can bring that about.
            traded = before[group][:, ~group].any() or before[~group][:, group].any()
            if not buys and not sells and traded:
                found[members] = Unfinanced(members, buys, sells, float("nan"))
            continue
        asked, slack = float(external[group].sum()), ROUNDING * float(world.value_added[group].sum())
        fits = abs(asked) <= slack
        if buys or sells:
            fits = asked > slack if buys else asked < -slack
        if not fits:
            found[members] = Unfinanced(members, buys, sells, asked)
    return sorted(found.values(), key=lambda group: len(group.members))


def separate_parts(graph: BoolArray) -> list[IntArray]:
    """Groups of economies that trade with each other only, smallest first; one group when all are connected."""
    rows = np.unique(_reach(graph | graph.T), axis=0)
    return sorted((np.flatnonzero(row).astype(np.int64) for row in rows), key=lambda part: int(part.size))


def _closed_groups(graph: BoolArray) -> list[BoolArray]:
    """Sets that nothing enters or nothing leaves: upstream and downstream of each economy, and connected parts."""
    upstream, connected = _reach(graph), _reach(graph | graph.T)
    rows = np.unique(np.concatenate([upstream, upstream.T, connected]), axis=0)
    return list(rows)


def _reach(graph: BoolArray) -> BoolArray:
    """(N, N) True where a path leads from row to column; the diagonal is True."""
    reach = graph | np.eye(graph.shape[0], dtype=bool)
    for middle in range(graph.shape[0]):
        # Whoever reaches the middle reaches all that it reaches (Warshall); booleans, so that no thread is woken.
        reach |= reach[:, middle, None] & reach[middle]
    return np.asarray(reach)
