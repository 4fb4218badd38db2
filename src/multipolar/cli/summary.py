"""Terminal tables of outcomes: headline economies with their ranges, what trade does, what to beware of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from rich.console import Group
from rich.text import Text

from multipolar.analysis.horizons import title_of
from multipolar.analysis.outcome import HOME, DiversionAccount, DiversionLine, Outcome
from multipolar.cli.satellites import satellite_lines
from multipolar.cli.screen import between, table
from multipolar.codes.economies import economy_name
from multipolar.report.groups import aggregate, glance, outside, touched
from multipolar.report.view import View
from multipolar.report.words import capital
from multipolar.simulation.labels import economy_measures
from multipolar.wording import NO_DATUM, signed

SHOWN_ENDS = 6
SHOWN_PARTNERS = 5
SHOWN_FLIPS = 4
SIDES = ("sellers", "buyers")


def outcome_tables(outcome: Outcome, focus: Sequence[str] = ()) -> Iterator[Group | Text]:
    """What `run` prints, part by part."""
    result = outcome.result
    yield Text(f"{result.title}", style="bold")
    yield Text(
        f"{capital(title_of(result.baseline, result.assumptions))}; deficits {result.closure.deficit}; elasticities "
        f"{result.assumptions.label}; baseline {result.baseline.name}. Real income is exact; ranges are spreads over "
        "variants, no confidence bands."
    )
    yield economies_table(outcome, _chosen(outcome, focus))
    yield from groups_table([outcome])
    yield from diversion_tables(outcome)
    for line in satellite_lines(result):
        yield Text(line)
    if outcome.contributions is not None and len(outcome.contributions.players) > 1:
        yield _contributions_table(outcome)
    asked = {*outcome.headline[:1], *outcome.focus}
    for flip in [entry for entry in outcome.flips if entry.economy in asked or entry.turns][:SHOWN_FLIPS]:
        turns = ", ".join(flip.turns) or f"none of {len(flip.tried)} variants tried"
        yield Text(f"What turns the sign for {economy_name(flip.economy)}: {turns}.")
    quality = result.quality
    yield Text(
        f"Solved in {quality.sweeps} sweeps, {1e3 * quality.seconds:.0f} ms; largest residual "
        f"{quality.largest_residual:.0e}, Walras {abs(quality.walras):.0e}."
    )
    for line in dict.fromkeys((*result.warnings, *outcome.notes)):
        yield Text(f"Note: {line}", style="yellow")


def comparison_tables(outcomes: Sequence[Outcome], focus: Sequence[str] = ()) -> Iterator[Group | Text]:
    """What `compare` prints, part by part."""
    codes = list(dict.fromkeys(code for outcome in outcomes for code in _chosen(outcome, focus)))
    first = outcomes[0].result
    index = {code: number for number, code in enumerate(first.economies)}
    values = [outcome.result.real_income_pct() for outcome in outcomes]
    columns = [("economy", False), *((o.result.name, True) for o in outcomes)]
    columns += [(f"{o.result.name} minus {first.name}", True) for o in outcomes[1:]]
    rows = []
    for code in sorted(codes, key=lambda c: float(values[0][index[c]])):
        n = index[code]
        row = [f"{economy_name(code)} ({code})", *(signed(float(v[n])) for v in values)]
        row += [signed(float(v[n] - values[0][n])) for v in values[1:]]
        rows.append(row)
    yield table("Real income, exact change, %", columns, rows)
    yield from groups_table(outcomes)
    for outcome in outcomes:
        yield economies_table(outcome, _known(outcome, focus))
    quality = [outcome.result.quality for outcome in outcomes]
    yield Text(f"Largest residual over all solves: {max(q.largest_residual for q in quality):.0e}.")
    said = {outcome.result.name: dict.fromkeys((*outcome.result.warnings, *outcome.notes)) for outcome in outcomes}
    shared = [line for line in said[first.name] if all(line in lines for lines in said.values())]
    for line in shared:
        yield Text(f"Note: {line}", style="yellow")
    for name, lines in said.items():
        for line in lines:
            if line not in shared:
                yield Text(f"Note on {name}: {line}", style="yellow")


def economies_table(outcome: Outcome, codes: Sequence[str]) -> Group:
    """Real income with ranges, real wage, balanced-trade variant, dollars."""
    result = outcome.result
    measures = economy_measures(result)
    balanced = None if outcome.balanced is None else outcome.balanced.real_income_pct()
    main = f"real income %, {result.assumptions.horizon}" if outcome.horizons else "real income %"
    columns = [("economy", False), (main, True)]
    columns += [(f"{spread.label} %", True) for spread in outcome.ranges[:1]]
    for other in outcome.horizons:
        columns.append((f"{other.name} run %" if other.name != "impact" else "impact %", True))
        columns += [(f"{other.name} range %", True)] if other.range is not None else []
    columns += [(f"{spread.label} %", True) for spread in outcome.ranges[1:]]
    columns += [("real wage %", True), ("balanced trade %", True), ("USD bn", True), ("USD a head", True)]
    rows = []
    for code in codes:
        n = result.economies.index(code)
        row = [f"{economy_name(code)} ({code})", signed(float(measures["real_income_pct"][n]))]
        row += [between(float(spread.low[n]), float(spread.high[n])) for spread in outcome.ranges[:1]]
        for other in outcome.horizons:
            row.append(NO_DATUM if other.result is None else signed(float(other.result.real_income_pct()[n])))
            row += [] if other.range is None else [between(float(other.range.low[n]), float(other.range.high[n]))]
        row += [between(float(spread.low[n]), float(spread.high[n])) for spread in outcome.ranges[1:]]
        row.append(signed(float(measures["real_wage_pct"][n])))
        row.append("" if balanced is None else signed(float(balanced[n])))
        row.append(signed(float(measures["real_income_usd_bn"][n]), 1))
        row.append(signed(float(measures["real_income_usd_per_head"][n]), 0))
        rows.append(row)
    return table(f"{result.name}: what it does to real income", columns, rows)


def groups_table(outcomes: Sequence[Outcome]) -> Iterator[Group]:
    """Sums over the economies whose borders the measures touch, and over all others; the target itself in neither.

    A later scenario that touches others also tells of the first one's group, so that the same economies stand beside
    each other.
    """
    rows = []
    base = View.of(outcomes[0])
    for outcome in outcomes:
        view = View.of(outcome)
        groups = [("under the measures", touched(view)), ("outside", outside(view))]
        if outcome is not outcomes[0] and set(touched(view)) != set(touched(base)) and view.lead == base.lead:
            groups.insert(1, (f"under the measures of {base.outcome.result.name}", touched(base)))
        for where, codes in groups:
            if codes:
                money, share = aggregate(view, codes)
                count = "1 economy" if len(codes) == 1 else f"{len(codes)} economies"
                name = f"{count} {where}, {economy_name(view.lead)} apart"
                rows.append([outcome.result.name, name, signed(share), signed(money, 1)])
    if rows:
        columns = [("scenario", False), ("together", False), ("real income %", True), ("USD bn", True)]
        yield table("Groups", columns, rows)


def diversion_tables(outcome: Outcome) -> Iterator[Group]:
    """Who sells to and buys from the economy of the headline instead; the report has all accounts."""
    lead = outcome.headline[0] if outcome.headline else ""
    concerned = [account for account in outcome.diversion if lead in account.group] or list(outcome.diversion)
    largest = {side: max((a for a in concerned if a.side == side), key=_hit_value, default=None) for side in SIDES}
    for account in largest.values():
        if account is None:
            continue
        hit = [line for line in account.lines if line.hit]
        traded = (line for line in account.lines if not line.hit and (line.value_before or line.value_after))
        others = sorted(traded, key=lambda line: -abs(line.value_change))
        rows = [_diversion_row("partners hit, together", hit)]
        rows += [_diversion_row(_partner(line.partner), [line]) for line in others[:SHOWN_PARTNERS]]
        if rest := others[SHOWN_PARTNERS:]:
            rows.append(_diversion_row("1 other" if len(rest) == 1 else f"{len(rest)} others", rest))
        rows.append(_diversion_row("sum", account.lines))
        verb = "buys from" if account.side == "buyers" else "sells to"
        title = f"{account.instrument}: whom {_named(account.group)} {verb}"
        columns = [
            ("partner", False),
            ("before", True),
            ("change", True),
            ("of it volume", True),
            ("of it price", True),
        ]
        yield table(f"{title}, USD bn", columns, rows)


def _hit_value(account: DiversionAccount) -> float:
    return sum(line.value_before for line in account.lines if line.hit)


def _partner(code: str) -> str:
    return "home" if code == HOME else economy_name(code)


def _named(codes: Sequence[str]) -> str:
    return economy_name(codes[0]) if len(codes) == 1 else f"the group of {len(codes)} economies"


def _diversion_row(name: str, lines: Sequence[DiversionLine]) -> list[str]:
    parts = ("value_change", "volume_change", "price_change")
    before = sum(line.value_before for line in lines) / 1e3
    return [name, f"{before:,.1f}", *(signed(sum(getattr(line, part) for line in lines) / 1e3, 1) for part in parts)]


def _contributions_table(outcome: Outcome) -> Group:
    contribution = outcome.contributions
    assert contribution is not None
    codes = outcome.headline[:5]
    where = [outcome.result.economies.index(code) for code in codes]
    rows = [
        [player, *(signed(float(values[n])) for n in where)]
        for player, values in zip(contribution.players, contribution.values, strict=True)
    ]
    rows.append(["sum", *(signed(float(contribution.total[n])) for n in where)])
    return table(
        f"Contribution of each instrument (Shapley), {contribution.unit}",
        [("instrument", False), *((code, True) for code in codes)],
        rows,
    )


def _known(outcome: Outcome, focus: Sequence[str] = ()) -> list[str]:
    """Headline, focus, and the largest economies on each side, which every reader looks for; sorted by change."""
    return _by_change(outcome, (*outcome.headline, *focus, *glance(View.of(outcome))))


def _chosen(outcome: Outcome, focus: Sequence[str]) -> list[str]:
    """The same with the largest losers and gainers of any size."""
    order = [outcome.result.economies[n] for n in np.argsort(outcome.result.real_income_pct())]
    return _by_change(outcome, (*_known(outcome, focus), *order[:SHOWN_ENDS], *order[-SHOWN_ENDS:]))


def _by_change(outcome: Outcome, codes: Sequence[str]) -> list[str]:
    """Each once, largest loss first."""
    change = outcome.result.real_income_pct()
    return sorted(dict.fromkeys(codes), key=lambda code: float(change[outcome.result.economies.index(code)]))
