"""Section: in which currencies trade is paid, shown where a scenario has a measure on payments."""

from __future__ import annotations

import math

import numpy as np

from multipolar.analysis.payments import CHANNEL, PaymentOutcome, payment_outcome
from multipolar.report.numbers import SPACE, dollars, number, percent
from multipolar.report.palette import side
from multipolar.report.payment_figures import shares_figure
from multipolar.report.section import Cell, Note, Section, Table
from multipolar.report.terms import WHEN
from multipolar.report.view import View, name_of
from multipolar.report.words import capital

PARTNERS, PAYERS = 5, 8
#: Costs of less are not listed, USD mn.
LEAST_USD_MN = 0.5
EXPLAINED = {
    "substitution": "elasticity of a currency's use to its cost",
    "network_effect": "how much a currency's use feeds itself",
    "usage_floor": "least share of use counted in that",
}


def payments_section(view: View) -> Section | None:
    """Currency shares and the cost of the switch; None without a measure on payments."""
    result = view.outcome.result
    outcome = payment_outcome(result)
    if outcome is None:
        return None
    focus = _focus(view, outcome)
    figure = shares_figure(
        outcome,
        focus,
        _partners(outcome, focus),
        source=view.source_line(),
        horizon=WHEN.get(result.assumptions.horizon, result.assumptions.horizon),
    )
    total = float(outcome.cost.sum()) / 1e3
    world = float(outcome.paid_after.sum()) / 1e3
    verb = "uses up" if total > 0 else "saves"
    used = f"The change in how trade is paid {verb} {dollars(abs(total))} a year in all"
    lead = (f"{used}, {percent(100 * abs(total) / world, signed=False)} of world trade. It is a cost of resources.",)
    channels = result.channels[CHANNEL]
    notes = [
        Note(
            f"Before, the shares of {number(outcome.assumed_pct, 0)}{SPACE}% of world trade rest on rules rather than "
            "on published figures; the totals of Russia are those of its central bank.",
            "assumed",
        )
    ]
    in_force = {
        "substitution": channels.parameters.substitution,
        "network_effect": channels.parameters.network,
        "usage_floor": channels.parameters.usage_floor,
    }
    for key, value in in_force.items():
        given = channels.choices.get(key)
        by = f", set by ‘{given[0]}’" if given else ""
        notes.append(Note(f"{capital(EXPLAINED[key])}: {value:g}{by}.", "" if given else "assumed"))
    if channels.banned.size:
        notes.append(Note(f"On {channels.banned.size:,} flows no currency is left, so that nothing can be paid there."))
    return Section(
        name="payments",
        title="In which money trade is paid",
        place="trade",
        lead=lead,
        figures=(figure,),
        tables=(_costs(outcome),),
        notes=tuple(notes),
    )


def _focus(view: View, outcome: PaymentOutcome) -> str:
    """The economy of the headline whose payments change most, else the one in the world whose do."""
    change = np.abs(outcome.paid_after - outcome.paid_before).sum(axis=2)
    free = np.where(outcome.responding, change, 0.0)
    by_economy = dict(zip(outcome.economies, (free.sum(axis=0) + free.sum(axis=1)).tolist(), strict=True))
    named = [code for code in view.focus if by_economy[code] > 0]
    wide = [code for code in outcome.economies if code != "ROW"]
    most = max(wide, key=lambda code: by_economy[code])
    # A target of the headline comes first unless it hardly takes part.
    return named[0] if named and by_economy[named[0]] >= 0.25 * by_economy[most] else most


def _partners(outcome: PaymentOutcome, focus: str) -> list[str]:
    """Largest partners in trade before, the partner whose payments change most among them."""
    at = outcome.economies.index(focus)
    trade = outcome.paid_before.sum(axis=2)
    value = trade[at] + trade[:, at]
    change = np.abs(outcome.paid_after - outcome.paid_before).sum(axis=2)
    moved = change[at] + change[:, at]
    skip = {at} | ({outcome.economies.index("ROW")} if "ROW" in outcome.economies else set())
    order = [n for n in np.argsort(-value).tolist() if n not in skip]
    most = next(n for n in np.argsort(-moved).tolist() if n not in skip)
    chosen = list(dict.fromkeys([*order[: PARTNERS - 1], most, *order[PARTNERS - 1 :]]))[:PARTNERS]
    return [outcome.economies[n] for n in sorted(chosen, key=lambda n: -float(value[n]))]


def _costs(outcome: PaymentOutcome) -> Table:
    found = [(code, *outcome.cost_of(code)) for code in outcome.economies]
    found = [row for row in found if abs(row[1]) + abs(row[2]) >= LEAST_USD_MN]
    found.sort(key=lambda row: -abs(row[1] + row[2]))
    rows = []
    for code, exports, imports in found[:PAYERS]:
        at = outcome.economies.index(code)
        trade = float(outcome.paid_after[:, at].sum() + outcome.paid_after[at].sum())
        cost = exports + imports
        share = 100 * cost / trade if trade > 0 else math.nan
        rows.append(
            (
                Cell(name_of(code)),
                *(Cell(dollars(value / 1e3, signed=True)) for value in (exports, imports)),
                Cell(percent(share), side=side(-cost)),
            )
        )
    return Table(
        "What the switch costs",
        ("", "exports, a year", "imports, a year", "of its trade after"),
        tuple(rows),
        note="Change in the cost of paying, by economy; plus is dearer. Each flow counts for its seller and its buyer.",
        status="assumed",
    )
