"""Where the trade goes: one figure for each diversion account, a Sankey or, for a small part of a large trade, bars."""

from __future__ import annotations

from multipolar.analysis.outcome import HOME, DiversionAccount
from multipolar.report.charts.accounts import Node, combined_account, crossing, goods_name, group_name, nodes_of
from multipolar.report.charts.bars import Bar, draw_bars
from multipolar.report.charts.sankey import draw_sankey
from multipolar.report.figure import NARROW, WIDE, Cell, Column, Figure
from multipolar.report.numbers import dollars, number
from multipolar.report.svg import Drawing
from multipolar.report.view import View
from multipolar.report.words import capital, subtitle

MOST = 4
MOST_ACCOUNTS = 12
# Below this share of the trade that is drawn, what is hit would be a hairline: its change is shown instead.
SMALL = 0.12
# Changes below half a million dollars go untold; USD bn.
LEAST = 0.0005


def diversion_figures(view: View) -> tuple[Figure, ...]:
    """Accounts of the leading economy first, what it sells before what it buys; then the largest of the others."""
    known = view.outcome.diversion
    accounts = [found for side in ("sellers", "buyers") if (found := _of_lead(view, side)) is not None]
    others = [account for account in known if view.lead not in account.group]
    if accounts and all(_all_hit(account) for account in accounts):
        others = [account for account in others if account.hit != (view.lead,)]  # the same flows from the other end
    if len(known) <= MOST_ACCOUNTS:
        others.sort(key=lambda account: -sum(abs(line.value_change) for line in account.lines))
        accounts += others[: MOST - len(accounts)]
    return tuple(_figure(view, account, serial) for serial, account in enumerate(accounts, start=1))


def _of_lead(view: View, side: str) -> DiversionAccount | None:
    """The leading economy's account over all measures together; None when none touches its trade on this side."""
    own = [account for account in view.outcome.diversion if account.side == side and account.group == (view.lead,)]
    if len(own) == 1 and len(view.outcome.compiled.touched) == 1:
        return own[0]
    return combined_account(view, side)


def _all_hit(account: DiversionAccount) -> bool:
    """Whether every partner across the border that trades is hit."""
    inside = {*account.group, HOME}
    return not any(
        line.value_before or line.value_after for line in account.lines if not line.hit and line.partner not in inside
    )


def _figure(view: View, account: DiversionAccount, serial: int) -> Figure:
    sells = account.side == "sellers"
    nodes = nodes_of(account)
    across = crossing(nodes)
    hit = sum(node.before for node in across if node.kind == "hit")
    # Where all partners are hit nobody is left to turn to, and flows would be one plain block.
    small = hit < SMALL * sum(node.before for node in across) or _all_hit(account)
    if small:
        nodes = nodes_of(account, by_change=True)
    who, goods = group_name(account.group), goods_name(account.sectors)
    hub = capital(group_name(account.group, bound=False))
    role = "buyer" if sells else "seller"
    what = f"{capital(goods)} {'sold' if sells else 'bought'}{'' if small else ' abroad'} by {who}, by {role}"
    title = _title(account, nodes, who, goods)
    before, after = account.total.value_before / 1e3, account.total.value_after / 1e3
    rows: list[tuple[Cell, ...]] = [(n.label, n.before, n.after, n.change) for n in nodes]
    kind = "Bars of the change" if small else "Two flow diagrams of one scale, before and after"
    name = f"diversion-{serial}"
    if small:
        wide, narrow = (_bars(nodes, after - before, width, f"{name}-{width:g}") for width in (WIDE, NARROW))
    else:
        wide, narrow = (draw_sankey(across, hub, width, f"{name}-{width:g}", sells=sells) for width in (WIDE, NARROW))
    return Figure(
        name=name,
        title=title,
        subtitle=subtitle(view, f"{what}, {'change in ' if small else ''}USD bn a year at the border", banded=False),
        description=f"{kind}, {what}. {title}.",
        source=view.source_line(),
        wide=wide,
        narrow=narrow,
        columns=(
            Column("partner", role),
            Column("before", "before", "USD bn"),
            Column("after", "after", "USD bn"),
            Column("change", "change", "USD bn"),
        ),
        rows=(*rows, ("total", before, after, after - before)),
        note=_note(account, nodes, before, after),
    )


def _bars(nodes: list[Node], total: float, width: float, name: str) -> Drawing:
    bars = [Bar(n.label, n.change, number(n.before), tip=f"{n.label}: {dollars(n.change, signed=True)}") for n in nodes]
    bars.sort(key=lambda bar: bar.value)
    bars.append(Bar("total", total, number(sum(n.before for n in nodes)), bold=True))
    return draw_bars(bars, width, name, unit="$bn", extra_heading="before, $bn", left=170)


def _title(account: DiversionAccount, nodes: list[Node], who: str, goods: str) -> str:
    sells = account.side == "sellers"
    lost = sum(node.change for node in nodes if node.kind == "hit")
    free = sum(node.change for node in nodes if node.kind in ("free", "rest"))
    near = sum(node.change for node in nodes if node.kind in ("home", "each-other"))
    one = len(account.group) == 1
    verb = f"{'sell' if sells else 'buy'}{'s' if one else ''}"
    to = "to" if sells else "from"
    among = set(account.hit) == set(account.group)
    whom = f"{to} each other" if among else f"{to} {group_name(account.hit)}"
    text = f"{capital(who)} {verb} {_change(lost)} in {goods} {whom}"
    inside = "at home" if one or among else "at home and among themselves"
    rest = [(free, f"{to} others"), (near, inside)]
    tail = ", ".join(f"{_change(amount)} {where}" for amount, where in rest if abs(amount) >= LEAST)
    return f"{text}; {tail}" if tail else text


def _change(usd_bn: float) -> str:
    return f"{dollars(usd_bn)} {'less' if usd_bn < 0 else 'more'}"


def _note(account: DiversionAccount, nodes: list[Node], before: float, after: float) -> str:
    across = crossing(nodes)
    parts = [
        f"with others {dollars(sum(n.before for n in across))} before, {dollars(sum(n.after for n in across))} after"
    ]
    names = {"each-other": "among themselves", "home": "at home"}
    parts += [f"{names[n.kind]} {dollars(n.before)}, {dollars(n.after)}" for n in nodes if n.kind in names]
    text = f"Sums: {'; '.join(parts)}; in all {dollars(before)} before and {dollars(after)} after."
    text += " Values move with prices as well as with quantities."
    imputed = account.imputed_share
    if imputed is not None:
        text += f" Of the flows hit, {number(100 * imputed, 0)}\u00a0% by value is imputed, not published."
    return text
