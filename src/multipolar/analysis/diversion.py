"""Diversion accounts: for the flows that an instrument hits, who sells and who buys instead.

Values are at the border: import tariffs out, export taxes in. For each flow with value ``V``, quantity change ``q`` and
border-price change ``p`` (``V' = V q p``), quantities are valued at old prices, and the split has no remainder:

    volume = V'/p - V        price = V' - V'/p        volume + price = V' - V

What is no longer sold is then at most what was sold, ``volume >= -V``, however high the price rises of what is left.

The flows hit are first grouped so that every economy of a group faces the same partners: an embargo both ways gives
one group on each side. Each group has a buyers' account (where do they turn?) and a sellers' account (who takes the
goods?).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

from multipolar.analysis.outcome import HOME, DiversionAccount, DiversionLine
from multipolar.arrays import Array, IntArray
from multipolar.simulation.result import Result

Side = Literal["buyers", "sellers"]
MOST_GROUPS = 4
_Group = tuple[tuple[int, ...], tuple[int, ...]]  # members, partners


def diversion(result: Result, cells: Mapping[str, IntArray]) -> tuple[DiversionAccount, ...]:
    """Accounts of every instrument, buyers before sellers.

    Parameters
    ----------
    cells : flat (J, N, N) positions that each instrument touches; cells without trade before are passed over.
    """
    split = flow_changes(result)
    accounts = []
    for instrument, touched in cells.items():
        traded = touched[result.before.flow.ravel()[touched] > 0]
        if traded.size == 0:
            continue
        sector, importer, exporter = np.unravel_index(traded, result.before.flow.shape)
        for side, own, other in (("buyers", importer, exporter), ("sellers", exporter, importer)):
            for members, partners in groups(own, other):
                mine = np.isin(own, members) & np.isin(other, partners)
                sectors = np.unique(sector[mine])
                # mypy cannot see that the loop only takes the two literals.
                where: Side = "buyers" if side == "buyers" else "sellers"
                imputed = _imputed_share(result, traded[mine])
                accounts.append(_account(result, split, instrument, where, members, partners, sectors, imputed))
    return tuple(accounts)


def flow_changes(result: Result) -> tuple[Array, Array, Array, Array]:
    """Value before, value after, and the volume and price parts of the change, each (J, N, N) USD mn at the border.

    Volume is at old prices.
    """
    before, after = result.before.flow, result.after.flow
    log_price = np.broadcast_to(np.log(result.after.cost_hat)[:, None, :], before.shape)
    if result.after.log_price_factor is not None:
        log_price = log_price + result.after.log_price_factor
    price_hat = np.exp(log_price)
    at_old_prices = after / price_hat
    return before, after, at_old_prices - before, after - at_old_prices


def groups(own: IntArray, other: IntArray) -> list[_Group]:
    """Economies that face the same partners, with these partners; the group with most partners first.

    Parameters
    ----------
    own, other : (M,) positions of the economies on this side and on the other, flow by flow.

    When most economies differ only in that none trades with itself, as inside a bloc, they make one group.
    """
    partners: dict[int, frozenset[int]] = {}
    for member in np.unique(own).tolist():
        partners[member] = frozenset(np.unique(other[own == member]).tolist())
    by_partners: dict[frozenset[int], list[int]] = {}
    for member, faced in partners.items():
        by_partners.setdefault(faced, []).append(member)
    if len(by_partners) > MOST_GROUPS:
        by_partners = {}
        for member, faced in partners.items():
            by_partners.setdefault(faced | {member}, []).append(member)
    if len(by_partners) > MOST_GROUPS:
        # Flows missing here and there would make many small groups: one account then tells more than twenty.
        by_partners = {frozenset().union(*partners.values()): list(partners)}
    made = [(tuple(members), tuple(sorted(faced))) for faced, members in by_partners.items()]
    return sorted(made, key=lambda group: (-len(group[1]), group[0]))


def _account(
    result: Result,
    split: tuple[Array, Array, Array, Array],
    instrument: str,
    side: Side,
    members: tuple[int, ...],
    partners: tuple[int, ...],
    sectors: IntArray,
    imputed_share: float | None,
) -> DiversionAccount:
    columns = [_by_partner(part, side, members, sectors) for part in split]
    names = (*result.economies, HOME)
    faced = set(partners)
    lines = [
        DiversionLine(name, before, after, volume + price, volume, price, position in faced)
        for position, (name, before, after, volume, price) in enumerate(
            zip(names, *(column.tolist() for column in columns), strict=True)
        )
    ]
    before, after, volume, price = (float(column.sum()) for column in columns)
    return DiversionAccount(
        instrument=instrument,
        side=side,
        group=tuple(result.economies[n] for n in members),
        hit=tuple(result.economies[n] for n in partners),
        sectors=tuple(result.sectors[j] for j in sectors.tolist()),
        lines=tuple(lines),
        total=DiversionLine("total", before, after, volume + price, volume, price),
        imputed_share=imputed_share,
    )


def _by_partner(values: Array, side: Side, members: tuple[int, ...], sectors: IntArray) -> Array:
    """(N + 1,) sums over the group's flows by partner; what each member trades with itself comes last."""
    rows = np.array(members, dtype=np.int64)
    by_partner = values if side == "buyers" else values.swapaxes(1, 2)
    table = by_partner[sectors[:, None], rows].sum(axis=0)
    diagonal = (np.arange(rows.size), rows)
    home = float(table[diagonal].sum())
    table[diagonal] = 0.0
    return np.append(table.sum(axis=0), home)


def _imputed_share(result: Result, cells: IntArray) -> float | None:
    imputed = result.baseline.provenance.imputed_share
    if imputed is None:
        return None
    flow = result.before.flow.ravel()[cells]
    return float(imputed.ravel()[cells] @ flow / flow.sum())
