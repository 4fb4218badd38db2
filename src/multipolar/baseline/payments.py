"""In which currencies each pair of economies paid in January 2022, before the war.

The date is chosen on purpose: the flows of the bundled world are those of 2022, a year in which payments changed from
month to month, while the shares here are those from before the measures. So the whole effect of a payment measure is
asked of the model, and none of it is in the starting point.

Pairs follow documented rules (`multipolar.data.payment_rules`). Russia's rows and columns are then scaled to published
totals: each figure says what share of the economy's exports (or imports) is paid in some currencies; their odds in all
its pairs are multiplied by one factor until the total holds. The panel of Boz et al. enters in the same way.

Axis order: g kind of goods (0 fuels, 1 all others), n importer, i exporter, c currency.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from multipolar.arrays import Array, IntArray, frozen
from multipolar.baseline.baseline import Baseline
from multipolar.codes import bloc_members, blocs, whole_of
from multipolar.codes.currencies import currencies, currency_codes, home_currency
from multipolar.data.invoicing import InvoicingRow
from multipolar.data.payment_rules import STANDINGS, load_rules
from multipolar.data.settlement import published
from multipolar.errors import DataError

DATE = "2022-01"
FUELS = ("B05", "B06", "C19")
KINDS = ("fuels", "all")
SCALED_TO = 1e-8
ROUNDS = 60
NEWTON_STEPS = 40
LARGEST_STEP = 1.5
RULE_DAY = datetime.date(2022, 1, 15)
ShareSource = Literal["rules", "boz"]


@dataclass(frozen=True, slots=True)
class Margin:
    """A published share: of all the economy exports (or imports), `share` is paid in `currencies` together."""

    economy: str
    flow: Literal["export", "import"]
    currencies: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class PaymentBaseline:
    """Currency shares of every pair before a scenario.

    Attributes
    ----------
    date : of the shares. source : ``rules`` or ``boz``.
    currencies : codes on the currency axis.
    kind : (J,) position in `KINDS` of each sector.
    share : (2, N, N, C), sums to one over currencies.
    standing : (2, N, N) position in `STANDINGS` of the rule behind each pair.
    margins : the published totals to which shares were scaled; `margin_gap` their largest error that is left.
    missing : economies of the panel's list without a datum (``boz`` only).
    """

    date: str
    source: ShareSource
    economies: tuple[str, ...]
    currencies: tuple[str, ...]
    kind: IntArray
    share: Array
    standing: IntArray
    margins: tuple[Margin, ...]
    margin_gap: float
    missing: tuple[str, ...] = ()

    def paid(self, flow: Array) -> Array:
        """(N, N, C) USD mn paid in each currency, from (J, N, N) flows; home sales are left out."""
        value = kind_values(flow, self.kind)
        return np.asarray(np.einsum("gni,gnic->nic", value, self.share))

    def usage(self, flow: Array) -> Array:
        """(N, C) share of each currency in an economy's exports and imports together."""
        paid = self.paid(flow)
        total = paid.sum(axis=0) + paid.sum(axis=1)
        whole = total.sum(axis=1, keepdims=True)
        share: Array = np.divide(total, whole, out=np.zeros_like(total), where=whole > 0)
        return share


def kind_values(flow: Array, kind: IntArray) -> Array:
    """(2, N, N) flows summed over the sectors of each kind, without home sales."""
    value = np.stack([flow[kind == g].sum(axis=0) for g in range(len(KINDS))])
    diagonal = np.arange(flow.shape[1])
    value[:, diagonal, diagonal] = 0.0
    return value


def payment_baseline(
    baseline: Baseline, source: ShareSource = "rules", invoicing: tuple[InvoicingRow, ...] = ()
) -> PaymentBaseline:
    """Currency shares on the axes of a baseline.

    Parameters
    ----------
    source : ``rules`` scaled to the Bank of Russia's totals, or ``boz``: scaled besides to the invoicing panel, each
        economy at its newest year. Economies without a row in the panel keep the rules and are named.
    invoicing : the panel's rows; needed for ``boz``.

    Economies are matched by ISO3 code. Regions that a user made, and the rest of the world, follow the rules for all.
    """
    kind = np.array([0 if whole_of(code) in FUELS else 1 for code in baseline.sectors], dtype=np.int64)
    share, standing = _from_rules(baseline.economies)
    margins = list(russian_margins()) if "RUS" in baseline.economies else []
    missing: tuple[str, ...] = ()
    if source == "boz":
        if not invoicing:
            raise DataError("payment shares", "source boz needs the invoicing panel", remedy="Use shares: rules.")
        panel, missing = boz_margins(invoicing, baseline.economies)
        margins = [*panel, *margins]
    gap = scale(share, kind_values(baseline.flow, kind), margins, baseline.economies)
    return PaymentBaseline(
        date=DATE,
        source=source,
        economies=baseline.economies,
        currencies=currency_codes(),
        kind=kind,
        share=frozen(share),
        standing=standing,
        margins=tuple(margins),
        margin_gap=gap,
        missing=missing,
    )


def russian_margins() -> tuple[Margin, ...]:
    """Totals of the Bank of Russia for January 2022."""
    found = []
    for flow, label, codes in (
        ("export", "USD", ("USD",)),
        ("export", "EUR", ("EUR",)),
        ("export", "CNY", ("CNY",)),
        ("export", "RUB", ("RUB",)),
        ("import", "USD+EUR", ("USD", "EUR")),
        ("import", "CNY", ("CNY",)),
    ):
        row = published(DATE, flow, label)
        side: Literal["export", "import"] = "export" if flow == "export" else "import"
        found.append(Margin("RUS", side, codes, row.share_pct / 100.0))
    return tuple(found)


def boz_margins(rows: Iterable[InvoicingRow], economies: tuple[str, ...]) -> tuple[tuple[Margin, ...], tuple[str, ...]]:
    """Totals from the invoicing panel, newest year of each economy; Russia is left to its central bank."""
    newest: dict[tuple[str, str], InvoicingRow] = {}
    for row in rows:
        if row.economy in economies and row.economy != "RUS":
            known = newest.get((row.economy, row.flow))
            if known is None or row.year > known.year:
                newest[row.economy, row.flow] = row
    margins: list[Margin] = []
    for (economy, flow), row in sorted(newest.items()):
        side: Literal["export", "import"] = "export" if flow == "export" else "import"
        home = home_currency(economy)
        shares = {"USD": row.usd, "EUR": row.eur}
        if home not in shares and home != "OTH":
            shares[home] = row.home
        margins += [
            Margin(economy, side, (code,), float(np.clip(value, 1e-4, 1 - 1e-4)))
            for code, value in shares.items()
            if np.isfinite(value)
        ]
    named = {economy for economy, _ in newest}
    return tuple(margins), tuple(code for code in economies if code not in named and code not in {"RUS", "ROW"})


def scale(share: Array, value: Array, margins: Iterable[Margin], economies: tuple[str, ...]) -> float:
    """Scale shares in place until the totals hold; the largest gap that is left, as a share.

    All totals of one economy's exports (or imports), of currencies that do not overlap, are met at once by one factor
    for each of their currencies; where totals of several economies share pairs, they are met in turn.

    Parameters
    ----------
    share : (2, N, N, C), changed. value : (2, N, N) USD mn.
    """
    codes = currency_codes()
    blocks: dict[tuple[str, str], list[Margin]] = {}
    for margin in margins:
        if margin.economy in economies:
            blocks.setdefault((margin.economy, margin.flow), []).append(margin)
    gap = 0.0
    for _ in range(ROUNDS):
        gap = 0.0
        for (economy, flow), held in blocks.items():
            at = economies.index(economy)
            where = np.index_exp[:, :, at] if flow == "export" else np.index_exp[:, at, :]
            member = np.array([[code in margin.currencies for code in codes] for margin in held], dtype=np.float64)
            target = np.array([margin.share for margin in held])
            gap = max(gap, _meet(share[where], value[where], member, target))
        if gap < SCALED_TO or len(blocks) == 1:
            break
    return gap


def _meet(share: Array, value: Array, member: Array, target: Array) -> float:
    """Newton on the logs of the factors of one economy's totals; shares change in place. The gap before.

    Parameters
    ----------
    share : (2, N, C). value : (2, N). member : (M, C) one where a total counts the currency. target : (M,).
    """
    if not value.sum() > 0:
        return 0.0  # an economy without trade has no total to meet
    weight = value / value.sum()
    first = 0.0
    for step in range(NEWTON_STEPS):
        grouped = share @ member.T
        total = np.einsum("gn,gnm->m", weight, grouped)
        gap = total - target
        if step == 0:
            first = float(np.abs(gap).max())
        if np.abs(gap).max() < SCALED_TO:
            break
        slope = np.diag(total) - np.einsum("gn,gnk,gnm->km", weight, grouped, grouped)
        change = -np.linalg.lstsq(slope, gap, rcond=None)[0]
        share *= np.exp(np.clip(change, -LARGEST_STEP, LARGEST_STEP) @ member)
        share /= share.sum(axis=-1, keepdims=True)
    return first


def _from_rules(economies: tuple[str, ...]) -> tuple[Array, IntArray]:
    """Shares (2, N, N, C) and standing (2, N, N) by the first rule that fits."""
    count = len(economies)
    share = np.zeros((len(KINDS), count, count, len(currency_codes())))
    standing = np.zeros((len(KINDS), count, count), dtype=np.int64)
    for rule in reversed(load_rules()):
        pairs = np.ix_(side(rule.importer, economies), side(rule.exporter, economies))
        for g in (0,) if rule.goods == "fuels" else (0, 1):
            share[g][pairs] = rule.share
            standing[g][pairs] = STANDINGS.index(rule.standing)
    return share, standing


def side(text: str, economies: tuple[str, ...]) -> IntArray:
    """Positions of the economies that a side of a rule names."""
    if text == "ALL":
        return np.arange(len(economies))
    if text in currencies():
        members: tuple[str, ...] = currencies()[text].issuers
    elif text in blocs():
        members = bloc_members(text, RULE_DAY)
    else:
        members = (text,)
    return np.array([at for at, code in enumerate(economies) if code in members], dtype=np.int64)
