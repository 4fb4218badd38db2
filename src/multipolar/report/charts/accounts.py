"""Diversion accounts put into the groups that a picture can show: hit partners, the group itself, others, home."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from multipolar.analysis.diversion import flow_changes
from multipolar.analysis.outcome import HOME, DiversionAccount, DiversionLine
from multipolar.codes import sector_groups, whole_of
from multipolar.report.numbers import count
from multipolar.report.view import View, name_of, sector_label, short_name
from multipolar.report.words import listed

TOP = 6
NAMED = 4
_GROUPS = ("goods", "services", "energy", "technology", "mining", "manufacturing", "agriculture")


@dataclass(frozen=True, slots=True)
class Node:
    """A partner, or several together; USD bn. `kind`: ``hit``, ``free``, ``rest``, ``each-other`` or ``home``."""

    label: str
    before: float
    after: float
    kind: str

    @property
    def change(self) -> float:
        """After less before."""
        return self.after - self.before


def nodes_of(account: DiversionAccount, *, by_change: bool = False) -> list[Node]:
    """All lines of an account, in groups that sum to its total: hit partners first, home last.

    Parameters
    ----------
    by_change : name the partners that change most, not those that trade most.
    """
    hit: list[Node] = []
    free: list[Node] = []
    inside: list[Node] = []
    home: list[Node] = []
    members = set(account.group)
    for line in account.lines:
        before, after = line.value_before / 1e3, line.value_after / 1e3
        if line.partner == HOME:
            home.append(Node("at home", before, after, "home"))
        elif line.hit:
            hit.append(Node(short_name(line.partner), before, after, "hit"))
        elif line.partner in members:
            inside.append(Node(short_name(line.partner), before, after, "each-other"))
        else:
            free.append(Node(short_name(line.partner), before, after, "free"))
    if len(hit) > NAMED:
        hit = [_sum(hit, f"{len(hit)} {'buyers' if account.side == 'sellers' else 'sellers'} hit", "hit")]
    free.sort(key=lambda node: -(abs(node.change) if by_change else max(node.before, node.after)))
    nodes = [*hit, *free[:TOP]]
    if free[TOP:]:
        nodes.append(_sum(free[TOP:], count(len(free) - TOP, "other"), "rest"))
    if len(members) > 1:
        nodes.append(_sum(inside, "each other", "each-other"))
    return [*nodes, *home]


def _sum(nodes: list[Node], label: str, kind: str) -> Node:
    return Node(label, sum(n.before for n in nodes), sum(n.after for n in nodes), kind)


def combined_account(view: View, side: str) -> DiversionAccount | None:
    """Account of the leading economy over the sectors that any measure touches on one side of its trade."""
    result = view.outcome.result
    lead = view.position[view.lead]
    cells = [np.asarray(entry.cells) for entry in view.outcome.compiled.touched if entry.cells.size]
    touched = np.unique(np.concatenate(cells)) if cells else np.zeros(0, dtype=np.int64)
    sector, importer, exporter = np.unravel_index(touched, result.before.flow.shape)
    own, other = (exporter, importer) if side == "sellers" else (importer, exporter)
    mine = (own == lead) & (result.before.flow.ravel()[touched] > 0)
    if not mine.any():
        return None
    sectors, hit = np.unique(sector[mine]), set(np.unique(other[mine]).tolist())
    sums = [
        (part[sectors, :, lead] if side == "sellers" else part[sectors, lead, :]).sum(axis=0)
        for part in flow_changes(result)
    ]
    lines = [
        DiversionLine(HOME if n == lead else code, before, after, volume + price, volume, price, n in hit)
        for n, (code, before, after, volume, price) in enumerate(
            zip(result.economies, *(part.tolist() for part in sums), strict=True)
        )
    ]
    before, after, volume, price = (float(part.sum()) for part in sums)
    return DiversionAccount(
        instrument="all measures",
        side=side,
        group=(view.lead,),
        hit=tuple(result.economies[n] for n in sorted(hit)),
        sectors=tuple(result.sectors[j] for j in sectors.tolist()),
        lines=tuple(lines),
        total=DiversionLine("total", before, after, volume + price, volume, price),
    )


def crossing(nodes: list[Node]) -> list[Node]:
    """Those that a flow diagram draws: trade of the group with others."""
    return [node for node in nodes if node.kind in ("hit", "free", "rest")]


def group_name(codes: tuple[str, ...], *, bound: bool = True) -> str:
    """Up to four names, else a count."""
    if len(codes) <= NAMED:
        return listed(name_of(code, article=bound) for code in codes)
    size = count(len(codes), "economy", "economies")
    return f"the {size} under the measures" if bound else size


def goods_name(codes: tuple[str, ...]) -> str:
    """The sectors in words: a named group, up to three sectors, or a count."""
    hit = {whole_of(code) for code in codes}
    every = sector_groups()
    # Sectors without any trade are missing from an account of everything.
    if len(hit) > 0.8 * len(every["all"].members):
        return "goods and services"
    for name in _GROUPS:
        if name in every and hit == set(every[name].members):
            return name
    if len(codes) <= NAMED:
        return listed(_lower(sector_label(code)) for code in codes)
    return f"products of {count(len(codes), 'sector')}"


def _lower(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
