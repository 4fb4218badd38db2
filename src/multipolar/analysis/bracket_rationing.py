"""Rationing without prices: shortage runs downstream, lost sales run upstream, each to its fixed point.

Quantities only, as in supply-constrained input-output models (Miller and Blair 2009, chapter 13). Losses are shares of
the base year, in [0, 1]; zero everywhere is the base year, exactly. Nobody finds another seller or another buyer.

*Downstream.* An economy's industries miss of input k what is banned and what its sellers cannot deliver. What a sector
can still make follows one of two rules:

* ``bottleneck``: fixed proportions. The scarcest input decides, however little of it is used.
* ``linear``: a dollar of missing input takes away a dollar of output. This is the supply-driven input-output model
  (Ghosh; the supply side of the inoperability model, Santos and Haimes 2004), the mildest reading.

A seller that falls short serves its customers by one of two rules (Pichler and Farmer 2022 compare such rules; serving
industries first is also the rule of Hallegatte 2008):

* ``proportional``: all lose the same share.
* ``industry``: industries first; households lose first. With fixed proportions only this rule has an answer: a seller
  that passes every shortage on to every industry, which passes it on in turn, leaves no fixed point but zero output.

*Upstream.* What a sector does not make it does not order, and what is banned is not sold: the open Leontief model with
final use given, as in the demand side of the inoperability model (Haimes and Jiang 2001) and in hypothetical extraction
(Dietzenbacher and Lahr 2013), of which a ban is the extraction of single flows.

Both maps are monotone on [0, 1]**(J N) and are iterated from no loss, so they climb to their least fixed point.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from multipolar.analysis.bracket_network import Network, ratio
from multipolar.arrays import Array
from multipolar.errors import SolveError

Production: TypeAlias = Literal["bottleneck", "linear"]
Ration: TypeAlias = Literal["industry", "proportional"]

#: Losses are settled when a sweep, with all that would follow it at its pace, moves none by more.
SETTLED = 1e-10
#: A sweep that moves less than this only rounds.
ROUNDING = 1e-13
SWEEPS = 5_000


@dataclass(frozen=True, slots=True)
class Rule:
    """How production and sales respond to shortage.

    Attributes
    ----------
    least_input : an input with a smaller share in a sector's output never stops it; only for ``bottleneck``.
    """

    production: Production
    ration: Ration
    least_input: float = 0.0


BOTTLENECK = Rule("bottleneck", "industry")
LINEAR = Rule("linear", "proportional")


@dataclass(frozen=True, slots=True)
class Rationing:
    """Where rationing ends. All losses are shares of the base year.

    Attributes
    ----------
    missing : (K, N) share of input k that industries of n do not get.
    shortage : (J, N) loss of output that missing inputs force.
    loss : (J, N) loss of output with the orders that are lost as well; at least `shortage`.
    industry_gap, final_gap : (K, N) share of its open orders that node (k, i) does not deliver.
    final_missing : (K, N) share of good k that final users of n do not get.
    sweeps : downstream and upstream.
    """

    rule: Rule
    missing: Array
    shortage: Array
    loss: Array
    industry_gap: Array
    final_gap: Array
    final_missing: Array
    sweeps: tuple[int, int]


def ration(network: Network, rule: Rule) -> Rationing:
    """Losses of every node under a rule.

    Raises
    ------
    SolveError
        If the losses have not settled after `SWEEPS` sweeps.
    """
    needed = network.use > rule.least_input

    def shortage_of(missing: Array) -> Array:
        if rule.production == "linear":
            return np.asarray(np.matmul(missing.T[:, None, :], network.use)[:, 0, :].T)
        return np.asarray(np.where(needed, missing.T[:, :, None], 0.0).max(axis=1).T)

    def downstream(shortage: Array) -> Array:
        return shortage_of(_missing(network, _gaps(network, rule, shortage)[0]))

    leap = (lambda shortage: _leap(network, rule, shortage)) if rule.production == "bottleneck" else None
    shortage, down = _climb(downstream, np.zeros_like(network.sales), "shortages", leap)
    industry_gap, final_gap = _gaps(network, rule, shortage)
    missing = _missing(network, industry_gap)
    short_sales = network.sales_banned + industry_gap * network.open_industry + final_gap * network.open_final
    spent = network.spent()

    def upstream(loss: Array) -> Array:
        unordered = _unordered(network, rule, spent, missing, shortage, loss)
        fewer = np.matmul((network.industry * unordered)[:, None, :], network.open_sale)[:, 0, :]
        return np.maximum(ratio(short_sales + (1.0 - industry_gap) * fewer, network.sales), shortage)

    loss, up = _climb(upstream, shortage, "lost sales")
    return Rationing(rule, missing, shortage, loss, industry_gap, final_gap, _missing(network, final_gap), (down, up))


def _gaps(network: Network, rule: Rule, shortage: Array) -> tuple[Array, Array]:
    """(K, N) twice: share of open orders of industries, and of final users, that a node does not deliver."""
    if rule.ration == "proportional":
        return shortage, shortage
    short = shortage * network.sales
    return (
        ratio(short - network.spare, network.open_industry),
        ratio(short - network.sales_banned, network.open_final),
    )


def _unordered(network: Network, rule: Rule, spent: Array, missing: Array, shortage: Array, loss: Array) -> Array:
    """(K, N) share of the deliveries that are there for industries which they do not take, for want of orders."""
    if rule.production == "linear":
        idle = ratio(loss - shortage, 1.0 - shortage)
        return ratio(np.matmul(spent, idle.T[:, :, None])[:, :, 0].T, network.industry)
    used_less = np.matmul(spent, loss.T[:, :, None])[:, :, 0].T
    return ratio(used_less - missing * network.industry, (1.0 - missing) * network.industry)


def _leap(network: Network, rule: Rule, shortage: Array) -> Array:
    """(J, N) where shortages settle if the scarcest inputs remain so, and no further seller runs short.

    Under fixed proportions the shortage of a sector is that of its scarcest input, so the unknowns are the few
    (input, economy) pairs that are the scarcest somewhere. The map is the largest of many linear ones; the fixed
    point of one of them lies at or below the fixed point of all (policy iteration of Howard 1960).
    """
    economies = shortage.shape[1]
    gap = _gaps(network, rule, shortage)[0]
    missing = _missing(network, gap)
    scarcest = np.where(network.use > rule.least_input, missing.T[:, :, None], -1.0).argmax(axis=1).T
    pair_of_node = scarcest * economies + np.arange(economies)
    pairs, which = np.unique(pair_of_node[shortage > 0], return_inverse=True)
    number = np.zeros(shortage.shape, dtype=np.int64)
    number[shortage > 0] = which
    if rule.ration == "industry":
        whole = np.where(gap > 0, network.open_industry, 1.0)
        slope, spare = network.sales / whole * (gap > 0), network.spare / whole * (gap > 0)
    else:
        slope, spare = (gap > 0).astype(np.float64), np.zeros_like(gap)
    k, n = np.divmod(pairs, economies)
    bought = network.open_share[k, n]
    feeds = np.zeros((pairs.size, pairs.size))
    np.add.at(feeds, (np.arange(pairs.size)[:, None], number[k]), bought * slope[k])
    base = network.banned[k, n] - (bought * spare[k]).sum(axis=1)
    try:
        settled = np.linalg.solve(np.eye(pairs.size) - feeds, base)
    except np.linalg.LinAlgError:
        return shortage
    if not (np.isfinite(settled).all() and (settled >= missing[k, n] - ROUNDING).all() and (settled <= 1.0).all()):
        return shortage
    return np.where(shortage > 0, np.maximum(settled[number], shortage), shortage)


def _missing(network: Network, gap: Array) -> Array:
    """(K, N) share of each input that its buyers do not get when sellers leave gaps (K, N)."""
    passed_on = np.matmul(network.open_share, gap[:, :, None])[:, :, 0]
    return np.asarray(np.minimum(network.banned + passed_on, 1.0))


def _climb(
    step: Callable[[Array], Array], start: Array, what: str, leap: Callable[[Array], Array] | None = None
) -> tuple[Array, int]:
    """The least fixed point of a monotone map above a point that the map does not lower.

    `leap` goes further up from a point, and never beyond that fixed point.
    """
    here, moved_before = start, np.inf
    for sweep in range(1, SWEEPS + 1):
        there = step(here)
        moved = float(np.abs(there - here).max(initial=0.0))
        here = there
        pace = moved / moved_before if 0 < moved_before < np.inf else 0.0
        if moved <= ROUNDING or (leap is None and pace < 1.0 and moved < SETTLED * (1.0 - pace)):
            return here, sweep
        moved_before = moved
        if leap is not None:
            here = leap(here)
    raise SolveError(
        "bracket",
        f"{what} have not settled after {SWEEPS} sweeps",
        evidence=f"the last sweep moved a loss by {moved:.1e}",
        remedy="Report the scenario: both maps only climb and are bounded, so this should not be.",
    )
