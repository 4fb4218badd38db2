"""What a reader of a result on routes must know, from what the measures do at the baseline's trade."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from multipolar.arrays import Array
from multipolar.codes.economies import economy_name
from multipolar.codes.passages import NORTHERN_SEA_ROUTE, passages
from multipolar.scenario.place import Notice
from multipolar.scenario.route_capacity import LARGEST
from multipolar.scenario.route_cargo import SHIPS
from multipolar.scenario.route_conflicts import contradictions
from multipolar.scenario.route_effects import DEAR, NOTABLE, RouteEffects
from multipolar.scenario.words import percent, words

if TYPE_CHECKING:
    from multipolar.scenario.routes import RouteChannels

NAMED_CONCERNED, NOTABLE_SHARE = 6, 0.02
"""Economies named at most, and the part of an economy's goods trade from which what hits it is worth a name."""
NAMED_PAIRS = 6
NAMED_PORTS = 3
COVERED = 0.8
LEAST_USD_MN = 1000.0
"""Trade from which goods on a way that is not credible are worth a notice."""
LEAST_QUEUE_PCT = 0.05
"""Surcharge of a full corridor, in percent of carriage, below which it is none in print."""
BEHIND = {"hormuz": ("BHR", "IRN", "IRQ", "KWT", "QAT")}
"""Economies whose sea trade all lies behind a passage; those without a row are in the rest of the world."""


def route_notices(channel: RouteChannels, effects: RouteEffects) -> Iterator[Notice]:
    """All that apply, after the nest was solved."""
    yield from contradictions(channel)
    yield from _dear(channel, effects)
    yield from _without_way(channel, effects)
    yield from _ports(channel, effects)
    yield from _unknown(channel)
    yield from _assumed(channel)
    yield from _passing(channel, effects)
    yield from _corridors(channel)


def _passing(channel: RouteChannels, effects: RouteEffects) -> Iterator[Notice]:
    """What passes where ships are kept out or pay more."""
    told = []
    for code, found in passages().items():
        ships = [ship for ship in SHIPS if channel.touches(ship, found.bit)]
        value = sum(channel.passing_usd_mn(found.bit, ship) for ship in ships)
        if value > 0 and code != NORTHERN_SEA_ROUTE:
            told.append(f"USD {value / 1e3:,.0f} bn through {found.name}")
    if told:
        text = f"Goods that the ships concerned carry in the baseline, a year: {words(tuple(told))}. "
        least = percent(NOTABLE)
        if (np.abs(effects.log_cost) >= NOTABLE).any():
            text += (
                f"Flows count as hit where delivery gets dearer or cheaper by at least {least}, with all that they are"
            )
            several = len({terms.instrument for terms in channel.passage_terms}) > 1
            text += " worth; of a measure that moves none so much, all that it moves." if several else " worth."
        else:
            text += f"No delivery gets dearer or cheaper by {least}: all flows count as hit that move at all."
        yield Notice("passing", text)


def _without_way(channel: RouteChannels, effects: RouteEffects) -> Iterator[Notice]:
    cut = effects.without_way
    if cut.any():
        yield Notice(
            "no-path",
            f"{np.count_nonzero(cut):,} pairs are left without any way for some goods, worth "
            f"{cut.sum() / 1e3:,.1f} bn USD in the baseline: that part of their trade is banned, not made dear "
            f"({_pairs(channel, cut)}).",
        )


def _ports(channel: RouteChannels, effects: RouteEffects) -> Iterator[Notice]:
    """Ports have no capacity: what a port that stays open ships after is not held to what it can."""
    value = effects.other_port
    if not value.any():
        return
    yield Notice(
        "ports",
        f"Ports have no capacity in this model. Of the goods without a way, USD {value.sum() / 1e3:,.1f} bn belong to "
        f"economies with another port that stays open ({_with_ports(channel, value)}): what those ports ship after is "
        "not held to what they can, so sales, tonnes and income after are too high there. Experimental.",
    )


def _with_ports(channel: RouteChannels, value: Array) -> str:
    """Economies with several ports that together stand behind most of the value, largest first."""
    routes, layout = channel.routes, channel.layout
    pair, size = layout.pair[layout.row], len(routes.ports)
    sides = (layout.importer, routes.importer_port), (layout.exporter, routes.exporter_port)
    used = np.unique(np.concatenate([economy[pair] * size + port[layout.entry] for economy, port in sides]))
    ports = np.bincount(used // size, minlength=len(routes.economies))
    left = value.copy()
    named: list[str] = []
    while left.sum() > (1 - COVERED) * value.sum() and len(named) < NAMED_PORTS:
        by_economy = np.bincount(layout.importer, left, ports.size) + np.bincount(layout.exporter, left, ports.size)
        first = int(np.argmax(np.where(ports > 1, by_economy, -1.0)))
        if by_economy[first] <= 0:
            break
        named.append(routes.economies[first])
        left[(layout.importer == first) | (layout.exporter == first)] = 0.0
    return words((*named, "others") if left.any() else tuple(named))


def _dear(channel: RouteChannels, effects: RouteEffects) -> Iterator[Notice]:
    """Ways so long that in the world goods would land somewhere else."""
    dear = effects.dear
    if dear.sum() < LEAST_USD_MN:
        return
    layout, codes = channel.layout, channel.baseline.economies
    largest = np.argsort(-dear)[:NAMED_PAIRS]
    named = ", ".join(
        f"{codes[layout.exporter[k]]} to {codes[layout.importer[k]]} +{100 * effects.extra[k] / dear[k]:,.0f} % on USD "
        f"{dear[k] / 1e3:,.1f} bn"
        for k in largest
        if dear[k] > 0
    )
    amount = np.count_nonzero(dear)
    hit = words(_concerned(channel, dear))
    end = f"What happens to {hit} is not credible." if hit else "It is a small part of any economy's trade."
    yield Notice(
        "not-credible",
        f"For {amount:,} pairs the way that is left makes delivery at least {percent(DEAR - 1)} dearer, on USD "
        f"{dear.sum() / 1e3:,.1f} bn of goods ({named}{' ...' if amount > NAMED_PAIRS else ''}). Goods cannot change "
        f"port or come through another economy here; in the world they would. {end}",
    )


def _concerned(channel: RouteChannels, value: Array) -> tuple[str, ...]:
    """Economies of whose trade by routes a notable part is that of `value` (N,), the hardest hit first."""
    layout, codes = channel.layout, channel.baseline.economies

    def of_economies(by_pair: Array) -> Array:
        sums = [np.bincount(side, by_pair, minlength=len(codes)) for side in (layout.importer, layout.exporter)]
        return np.asarray(sums[0] + sums[1])

    trade = of_economies(channel.flow[channel.cargo >= 0].sum(axis=0))
    share = np.divide(of_economies(value), trade, out=np.zeros_like(trade), where=trade > 0)
    found = [n for n in np.argsort(-share)[:NAMED_CONCERNED].tolist() if share[n] >= NOTABLE_SHARE]
    return tuple(economy_name(codes[n]) for n in found)


def _assumed(channel: RouteChannels) -> Iterator[Notice]:
    if channel.at_sea:
        yield Notice(
            "assumed",
            f"Route shares follow from an assumed elasticity ({channel.held.route_elasticity:g}), mode shares from "
            "assumed rules.",
        )


def _unknown(channel: RouteChannels) -> Iterator[Notice]:
    unknown = channel.routes.without_data
    if not unknown:
        return
    yield Notice("routes-unknown", f"No routes are known for {', '.join(unknown)}: their trade keeps its cost.")
    for code, members in BEHIND.items():
        found = passages()[code]
        lost = tuple(economy_name(member) for member in members if member not in channel.baseline.economies)
        if lost and "ROW" in unknown and any(channel.touches(ship, found.bit) for ship in SHIPS):
            yield Notice(
                "routes-unknown",
                f"{words(lost)} lie behind the {found.name} and have no row of their own: they are in ROW, so their "
                "oil and gas go on as if nothing had happened, at higher prices. The result of ROW is not credible, "
                "not even in its sign; losses of buyers and gains of other sellers are lower bounds.",
            )


def _corridors(channel: RouteChannels) -> Iterator[Notice]:
    for link, price in zip(channel.corridors, channel.surcharge, strict=True):
        cost, capacity = channel.corridor_change(link.code)
        queue = 100 * np.expm1(price)
        if queue < LEAST_QUEUE_PCT:
            if capacity > 1 and cost >= 1:
                text = f"{link.name} can carry more, and no more goods want to go: lower cost_percent as well."
                yield Notice("capacity", text)
            continue
        if price >= LARGEST:
            text = (
                f"{link.name} would have to carry more than it can: for some goods it is the only way that is left. It "
                f"costs them {np.exp(LARGEST):.0f} times its carriage, and what is above its capacity is not cut: "
                "experimental."
            )
        elif cost < 1:
            text = (
                f"{link.name} gets cheaper, but it is full: the queue costs {queue:.1f} % of carriage on top, and no "
                "more goods go than it can carry."
            )
            text += " Raise capacity_percent to let more through." if capacity <= 1 else ""
        else:
            text = (
                f"{link.name} is full: its capacity binds at baseline volumes and costs {queue:.1f} % of carriage on "
                "top."
            )
        yield Notice("capacity", text)


def _pairs(channel: RouteChannels, value: Array) -> str:
    """The pairs with the largest value in words."""
    layout, codes = channel.layout, channel.baseline.economies
    largest = [k for k in np.argsort(-value)[:NAMED_PAIRS] if value[k] > 0]
    named = ", ".join(f"{codes[layout.exporter[k]]} to {codes[layout.importer[k]]}" for k in largest)
    return named + (" ..." if np.count_nonzero(value) > NAMED_PAIRS else "")
