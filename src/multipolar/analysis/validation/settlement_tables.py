"""Tables of the page on the calibration of payments, in Markdown. Fitted and predicted never share one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from multipolar.analysis.validation.settlement import CLOSE, DAYS, SettlementStudy, ShareCheck
from multipolar.analysis.validation.trade_tables import markdown
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.payments import FUELS, PaymentBaseline, kind_values, side
from multipolar.data.payment_rules import STANDINGS
from multipolar.data.settlement import RUSSIA, load_world_shares

SENSITIVE = (
    ("2022-12", "import", "CNY"),
    ("2023-12", "export", "CNY"),
    ("2023-12", "export", "RUB"),
    ("2023-12", "import", "CNY"),
)
FLOW = {"export": "exports", "import": "imports", "trade": "trade"}


def settlement_tables(
    study: SettlementStudy, variants: Sequence[SettlementStudy], dearer: Sequence[float], world: Baseline
) -> dict[str, str]:
    """All tables of the page by name.

    Parameters
    ----------
    variants : studies under other elasticities.
    dearer : USD mn that paying for Russia's exports and imports uses up at the end of 2022 when the yuan does not get
        cheaper but all others get dearer between Russia and China.
    """
    return {
        "fitted": fitted(study),
        "predicted": predicted(study),
        "score": score(study),
        "cost": cost(study, dearer),
        "sensitivity": sensitivity_table(study, variants),
        "start": start(study.outcomes[2022].shares, world),
    }


def fitted(study: SettlementStudy) -> str:
    """What was chosen, and the number each was chosen to meet."""
    words = (
        "issuers' currencies dearer for Russia's exports",
        "issuers' currencies dearer for Russia's imports",
        "yuan cheaper between Russia and China",
    )
    rows = []
    for year in DAYS:
        costs = study.costs[year]
        values = (costs.receipts, costs.payments, costs.yuan)
        for word, value, check in zip(words, values, study.of("fitted", year), strict=False):
            target = [_what(check), check.published.date]
            rows.append([f"end of {year}", word, *target, f"{check.published.share_pct:g}", f"{value:.1f} %"])
    return markdown(["", "fitted", "to the share of", "in", "published, %", "value"], rows, text_columns=4)


def predicted(study: SettlementStudy) -> str:
    """Published shares that nothing was fitted to, beside the model's and what was there before."""
    rows = [
        [
            check.published.date,
            _what(check),
            f"{check.start_pct:.1f}",
            f"{check.published.share_pct:g}",
            f"{check.ours_pct:.1f}",
            f"{check.miss:+.1f}".replace("-", "\u2212"),
            check.published.check,
        ]
        for check in study.of("predicted")
    ]
    heads = ["date", "share of", "start, %", "published, %", "predicted, %", "miss, points", "check"]
    return markdown(heads, rows, text_columns=2)


def score(study: SettlementStudy) -> str:
    """Mean absolute miss of the predictions against the forecast that nothing changes."""
    rows = []
    for label, year in (("end of 2022", 2022), ("2023", 2023), ("all", None)):
        ours, null = study.mean_miss(year)
        rows.append([label, str(len(study.of("predicted", year))), f"{ours:.1f}", f"{null:.1f}"])
    return markdown(["", "shares", "model, points", "no change, points"], rows)


def cost(study: SettlementStudy, dearer: Sequence[float]) -> str:
    """What the switch uses up of Russia's trade."""
    rows = []
    for year in DAYS:
        exports, imports = study.outcomes[year].cost_of("RUS")
        rows.append([f"end of {year}, yuan cheaper", *_bn((exports, imports)), _share(study, year, exports + imports)])
    rows.insert(1, ["end of 2022, all others dearer", *_bn(dearer), _share(study, 2022, float(sum(dearer)))])
    heads = ["", "exports, USD bn", "imports, USD bn", "of Russia's trade, %"]
    return markdown(heads, rows)


def sensitivity_table(study: SettlementStudy, variants: Sequence[SettlementStudy]) -> str:
    """The same fit under other assumed elasticities, and four predictions."""
    rows = []
    for found in (study, *variants):
        given = found.parameters
        name = f"substitution {given.substitution:g}, network {given.network:g}, floor {given.usage_floor:g}"
        costs = found.costs[2022]
        checks = {
            (c.published.date, c.published.flow, c.published.currency): c
            for c in found.of("predicted")
            if c.published.scope == RUSSIA
        }
        rows.append(
            [
                name + (" (as assumed)" if found is study else ""),
                f"{costs.receipts:.1f}, {costs.payments:.1f}, {costs.yuan:.1f}",
                "yes" if found.largest_gap < CLOSE else f"no, by {found.largest_gap:.1f}",
                *(f"{checks[key].ours_pct:.1f}" for key in SENSITIVE),
                f"{found.mean_miss()[0]:.1f}",
            ]
        )
    heads = [
        "assumed",
        "costs of 2022, %",
        "fit met",
        *(f"{currency} in {FLOW[flow]}, {date}" for date, flow, currency in SENSITIVE),
        "mean miss",
    ]
    return markdown(heads, rows)


def start(payments: PaymentBaseline, world: Baseline) -> str:
    """Where the currency shares of the baseline come from, by value of trade, and what they imply for groups."""
    value = kind_values(world.flow, payments.kind)
    rows = []
    for at, standing in enumerate(STANDINGS):
        share = 100 * float(value[payments.standing == at].sum() / value.sum())
        rows.append([f"standing: {standing}", f"{share:.0f} % of the value of world trade", ""])
    paid = payments.paid(world.flow)
    union = side("EU", world.economies)
    others = np.setdiff1d(np.arange(len(world.economies)), union)
    for label, block, note in (
        ("world trade", paid, _swift()),
        ("exports of the EU to others", paid[np.ix_(others, union)], "Eurostat, 2021, goods: EUR 54, USD 31"),
        ("imports of the EU from others", paid[np.ix_(union, others)], "Eurostat, 2021, goods: USD 51, EUR 39"),
    ):
        total = block.sum(axis=(0, 1))
        shares = dict(zip(payments.currencies, 100 * total / total.sum(), strict=True))
        largest = sorted(shares, key=lambda code: -shares[code])[:4]
        rows.append([label, ", ".join(f"{code} {shares[code]:.0f}" for code in largest), note])
    rows.append(["fuels", f"sectors {', '.join(FUELS)} follow rules of their own", ""])
    return markdown(["", "in the baseline, %", "published, not fitted"], rows, text_columns=3)


def _what(check: ShareCheck) -> str:
    row = check.published
    scope = "Russia's" if row.scope == RUSSIA else f"{row.scope}"
    if row.scope == "Asia":
        return f"{row.currency} in Russia's {FLOW[row.flow]} with Asia"
    if row.scope == RUSSIA:
        return f"{row.currency} in {scope} {FLOW[row.flow]}"
    return f"{row.currency} in trade {scope}"


def _bn(amounts: Sequence[float]) -> list[str]:
    return [f"{amount / 1e3:.0f}".replace("-", "\u2212") for amount in amounts]


def _share(study: SettlementStudy, year: int, amount: float) -> str:
    outcome = study.outcomes[year]
    at = outcome.economies.index("RUS")
    trade = float(outcome.paid_after[:, at].sum() + outcome.paid_after[at].sum())
    return f"{100 * amount / trade:.1f}".replace("-", "\u2212")


def _swift() -> str:
    rows = [row for row in load_world_shares() if row.series == "swift_global_payments" and row.date == "2021-12"]
    named = ", ".join(f"{row.currency} {row.share_pct:.0f}" for row in sorted(rows, key=lambda row: -row.share_pct))
    return f"SWIFT, 2021-12, all payments, finance included: {named}"
