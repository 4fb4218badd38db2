"""Where payment instruments write: one object for all of a scenario, which becomes one Response.

A nest is a pair of economies and a class of sectors that the same measures hit; fuels are always a class of their own,
since they are paid in other currencies. Pairs respond that have a party to a measure on one of their sides; under
``network: world`` all pairs do. What does not respond keeps its shares and values in the usage of currencies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from multipolar.arrays import Array, BoolArray, IntArray
from multipolar.baseline.baseline import Baseline
from multipolar.baseline.payments import PaymentBaseline, ShareSource, payment_baseline
from multipolar.codes.currencies import currency_codes
from multipolar.data.invoicing import load_boz
from multipolar.errors import Problem, ScenarioError
from multipolar.model.payments import PaymentNests, PaymentParameters
from multipolar.scenario.border import Border
from multipolar.scenario.model_numbers import ModelNumber
from multipolar.scenario.payment_numbers import NUMBERS as NUMBERS
from multipolar.scenario.place import Notice
from multipolar.scenario.words import words

Network = Literal["parties", "world"]


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """What one instrument does to the cost of currencies.

    Attributes
    ----------
    instrument : id. pairs : (N, N, C) currencies hit, by importer and exporter. sectors : positions.
    log_cost : change of the hit currencies' cost; ``inf`` closes them, negative makes them cheaper.
    coverage : share of the banks, in [0, 1].
    parties : economies all of whose pairs respond.
    """

    instrument: str
    pairs: BoolArray
    sectors: IntArray
    log_cost: float
    coverage: float
    parties: IntArray

    @property
    def closes(self) -> bool:
        """Whether no bank is left for the currencies hit."""
        return bool(np.isinf(self.log_cost)) and self.coverage == 1.0


@dataclass(frozen=True, slots=True)
class PaymentChoices:
    """What an instrument says of all payments; None leaves it to the others or to the default."""

    substitution: float | None = None
    network_effect: float | None = None
    usage_floor: float | None = None
    network: Network | None = None
    shares: ShareSource | None = None


class PaymentChannels:
    """All payment measures of a scenario.

    Attributes
    ----------
    payments : baseline shares, once finished.
    nests : the Response, None where nothing responds. banned : flat cells where no currency is left.
    notices : what a reader of the result must know.
    """

    def __init__(self, baseline: Baseline) -> None:
        self.baseline = baseline
        self.terms: list[PaymentTerms] = []
        self.choices: dict[str, tuple[str, float | str]] = {}
        self._numbers: dict[str, ModelNumber] = dict(NUMBERS)
        self.payments: PaymentBaseline | None = None
        self.nests: PaymentNests | None = None
        self.banned: IntArray = np.zeros(0, dtype=np.int64)
        self.notices: list[Notice] = []

    @property
    def network(self) -> Network:
        """Which pairs respond."""
        return "world" if self.choices.get("network", ("", ""))[1] == "world" else "parties"

    @property
    def numbers(self) -> tuple[ModelNumber, ...]:
        """Elasticities in force, each with its standing."""
        return tuple(replace(found, name=f"payments: {found.name}") for found in self._numbers.values())

    @property
    def parameters(self) -> PaymentParameters:
        """Elasticities in force."""
        given = {
            ours: float(self.choices[theirs][1])
            for ours, theirs in (
                ("substitution", "substitution"),
                ("network", "network_effect"),
                ("usage_floor", "usage_floor"),
            )
            if theirs in self.choices
        }
        return replace(PaymentParameters(), **given)

    def add(
        self,
        terms: PaymentTerms,
        choices: PaymentChoices,
        subject: str,
        standing: Mapping[str, ModelNumber] | None = None,
    ) -> None:
        """Take in one instrument.

        Parameters
        ----------
        standing : by name, numbers of `NUMBERS` as the instrument has them.

        Raises
        ------
        ScenarioError
            If it wants another value than an earlier one of what holds for all payments of the scenario.
        """
        for name in ("substitution", "network_effect", "usage_floor", "network", "shares"):
            value = getattr(choices, name)
            if value is None:
                continue
            if name not in self.choices and standing and name in standing:
                self._numbers[name] = standing[name]
            owner, known = self.choices.setdefault(name, (terms.instrument, value))
            if known != value:
                raise ScenarioError(
                    subject,
                    [
                        Problem(
                            None,
                            f"{terms.instrument}.{name}",
                            f"{value} differs from {known} of {owner}; it holds for all payments of a scenario.",
                            "Write it once, or the same everywhere.",
                        )
                    ],
                )
        self.terms.append(terms)

    def shut_pairs(self) -> BoolArray:
        """(N, N) pairs, by importer and exporter, in which measures so far leave no currency in some sector."""
        closing = [t for t in self.terms if t.closes and t.sectors.size]
        count = len(self.baseline.economies)
        shut = np.zeros((count, count), dtype=bool)
        for sector in {int(j) for t in closing for j in t.sectors}:
            hit = [t.pairs for t in closing if sector in t.sectors]
            shut |= np.any(np.stack(hit), axis=0).all(axis=2)
        return shut

    def _closed_all_the_same(self) -> Iterator[Notice]:
        """Measures on the cost of a currency that another one closes to the same pairs and sectors."""
        for closing in self.terms:
            for other in self.terms:
                if not closing.closes or np.isinf(other.log_cost):
                    continue
                both = closing.pairs & other.pairs
                if both.any() and np.intersect1d(closing.sectors, other.sectors).size:
                    amount = both.sum(axis=(0, 1))
                    for pairs in sorted({int(count) for count in amount if count}, reverse=True):
                        named = words(tuple(np.array(currency_codes())[amount == pairs]))
                        text = (
                            f"{closing.instrument} closes {named} on {pairs:,} pairs of economies: what it does to the "
                            f"cost of {named} counts for nothing there."
                        )
                        yield Notice("conflict", text, other.instrument)

    def finish(self, border: Border) -> None:
        """Write bans, and append the Response."""
        self.notices += self._closed_all_the_same()
        source: ShareSource = "boz" if self.choices.get("shares", ("", ""))[1] == "boz" else "rules"
        self.payments = payment_baseline(self.baseline, source, load_boz() if source == "boz" else ())
        layout = _Layout.of(self.baseline, self.payments, self.terms, self.network == "world")
        phi = self.parameters.substitution
        log_channel = layout.log_channel(self.terms, phi)
        open_unit: BoolArray = np.any(np.isfinite(log_channel) & (layout.share > 0), axis=1)
        unit = layout.unit
        self.banned = layout.cells[~open_unit[unit]]
        if self.banned.size:
            border.ban(self.banned, coverage=1.0, leakage=0.0)
        kept = open_unit[unit]
        if not kept.any():
            return
        number = np.cumsum(open_unit) - 1
        cells = layout.cells[kept]
        flow = self.baseline.flow
        paid_all = self.payments.paid(flow)
        responding = np.zeros_like(paid_all)
        value = np.bincount(unit, flow.ravel()[layout.cells], len(layout.share))
        np.add.at(responding, (layout.importer, layout.exporter), value[:, None] * layout.share)
        rest = np.maximum(paid_all - responding, 0.0)
        self.nests = PaymentNests(
            cells=cells,
            unit=number[unit[kept]],
            importer=layout.importer[open_unit],
            exporter=layout.exporter[open_unit],
            share=layout.share[open_unit],
            log_channel=log_channel[open_unit],
            fixed_paid=rest.sum(axis=0) + rest.sum(axis=1),
            parameters=self.parameters,
        )
        border.responses.append(self.nests)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Nests and cells: (U,) importer, exporter, class; (U, C) share; (M,) cells and their nest."""

    classes: tuple[IntArray, ...]  # sectors of each class
    unit_class: IntArray
    importer: IntArray
    exporter: IntArray
    share: Array
    cells: IntArray
    unit: IntArray

    @classmethod
    def of(cls, baseline: Baseline, payments: PaymentBaseline, terms: list[PaymentTerms], world: bool) -> _Layout:
        count = len(baseline.economies)
        signature: dict[tuple[int, ...], list[int]] = {}
        for sector in range(len(baseline.sectors)):
            hit = tuple(int(sector in term.sectors) for term in terms)
            if any(hit):
                signature.setdefault((int(payments.kind[sector]), *hit), []).append(sector)
        classes = tuple(np.array(sectors, dtype=np.int64) for sectors in signature.values())
        responds = np.zeros((count, count), dtype=bool)
        for term in terms:
            responds[term.parties] = True
            responds[:, term.parties] = True
            responds |= term.pairs.any(axis=2)
        if world:
            responds[:] = True
        np.fill_diagonal(responds, False)
        importer, exporter = np.nonzero(responds)
        pairs = importer.size
        traded = baseline.trade_share > 0
        cells, unit = [], []
        for at, sectors in enumerate(classes):
            flat = (sectors[:, None] * (count * count) + importer * count + exporter).ravel()
            nest = np.broadcast_to(at * pairs + np.arange(pairs), (sectors.size, pairs)).ravel()
            used = traded.ravel()[flat]
            cells.append(flat[used])
            unit.append(nest[used])
        joined = np.concatenate(cells) if cells else np.zeros(0, dtype=np.int64)
        order = np.argsort(joined)
        kinds = [int(payments.kind[sectors[0]]) for sectors in classes]
        blank = np.zeros((0, payments.share.shape[-1]))
        return cls(
            classes=classes,
            unit_class=np.repeat(np.arange(len(classes)), pairs),
            importer=np.tile(importer, len(classes)),
            exporter=np.tile(exporter, len(classes)),
            share=np.concatenate([blank, *(payments.share[kind][importer, exporter] for kind in kinds)]),
            cells=joined[order],
            unit=(np.concatenate(unit) if unit else joined)[order],
        )

    def log_channel(self, terms: list[PaymentTerms], phi: float) -> Array:
        """(U, C) log costs of all measures; covered and spared banks of a measure are channels of the same nest."""
        total = np.zeros(self.share.shape)
        for term in terms:
            weight = (1.0 - term.coverage) + term.coverage * float(np.exp(-phi * term.log_cost))
            cost = float("inf") if weight == 0.0 else -float(np.log(weight)) / phi
            hit_class = np.array([sectors[0] in term.sectors for sectors in self.classes], dtype=bool)
            hit = term.pairs[self.importer, self.exporter] & hit_class[self.unit_class][:, None]
            total[hit] += cost
        return total


def currency_mask(codes: tuple[str, ...]) -> BoolArray:
    """(C,) which currencies are meant; all of them when `codes` is empty."""
    return np.array([not codes or code in codes for code in currency_codes()])
