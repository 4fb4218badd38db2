"""The Outcome of a study: one scenario's Result with everything that a reader needs beside it. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from multipolar.analysis.case import Case
from multipolar.arrays import Array
from multipolar.model.settings import Assumptions
from multipolar.scenario import CompiledScenario, Scenario
from multipolar.simulation.result import Result

HOME = "home"  # partner of the line that stands for supply by, or sales to, each economy of the group itself


@dataclass(frozen=True, slots=True)
class Range:
    """The spread of a measure over variants of one kind; (N,) arrays in the unit of the measure.

    Attributes
    ----------
    label : such as ``elasticity range``; what the spread is, in the words results must use. Never a confidence band.
    members : names of the variants solved. values : (members, N), NaN rows for those that failed.
    failed : what failed and why, counted and shown.
    """

    label: str
    measure: str
    members: tuple[str, ...]
    values: Array
    failed: tuple[str, ...] = ()

    @property
    def low(self) -> Array:
        return np.asarray(np.nanmin(self.values, axis=0))

    @property
    def high(self) -> Array:
        return np.asarray(np.nanmax(self.values, axis=0))


@dataclass(frozen=True, slots=True)
class DiversionLine:
    """One line of a diversion account: a partner's part in what moved.

    Attributes
    ----------
    partner : economy code, or ``home`` (`HOME`) for what each economy of the group supplies to itself.
    value_before, value_after : USD mn at the border. value_change = volume_change + price_change.
    hit : whether the instrument hits the flows with this partner.
    """

    partner: str
    value_before: float
    value_after: float
    value_change: float
    volume_change: float
    price_change: float
    hit: bool = False


@dataclass(frozen=True, slots=True)
class DiversionAccount:
    """Who buys or sells instead, for the flows that one instrument hits; the lines sum to the total.

    Attributes
    ----------
    side : ``buyers`` (where do the buyers hit turn to?) or ``sellers`` (who takes what they no longer sell?).
    hit : partners whose flows are hit. group : economies on this side.
    sectors : sectors hit. lines : every partner, hit ones included, home included; sums close.
    total : sum of the lines.
    imputed_share : share of the flows hit, before, that is imputed rather than published; None where unknown.
    """

    instrument: str
    side: str
    group: tuple[str, ...]
    hit: tuple[str, ...]
    sectors: tuple[str, ...]
    lines: tuple[DiversionLine, ...]
    total: DiversionLine
    imputed_share: float | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """Shapley value of each instrument for one measure; the parts sum to the total exactly.

    Attributes
    ----------
    exact : all coalitions were solved; otherwise orders were sampled.
    standard_error : (players, N) of a sampled value, in the unit of the measure; None when exact.
    solved : number of coalitions solved.
    """

    measure: str
    unit: str
    players: tuple[str, ...]
    values: Array  # (players, N)
    total: Array  # (N,)
    exact: bool
    standard_error: Array | None = None
    solved: int = 0


@dataclass(frozen=True, slots=True)
class Accounting:
    """Exact accounting of one economy's log change in real income by partner and sector.

    ``prices[i, j]`` is minus the part of the log change of the final price index that comes from partner i and sector
    j; ``sales[m, j]`` the part of the log change of income earned by selling j to m; ``other`` names the rest (revenue
    by source, deficit, transfer). All log points; their sum is `total` to rounding.

    ``tariff_revenue[i, j]`` (by seller and sector) and ``export_tax_revenue[m, j]`` (by buyer and sector) break down
    the entries of the same name in `other`; they are not to be added to it. Zero when revenue is lost.
    """

    economy: str
    partners: tuple[str, ...]
    sectors: tuple[str, ...]
    prices: Array
    sales: Array
    other: dict[str, float]
    total: float
    tariff_revenue: Array | None = None
    export_tax_revenue: Array | None = None

    def by_partner(self) -> Array:
        """(N,) log points through each partner: its prices, what it buys, and revenue on the trade with it."""
        return self._summed(1)

    def by_sector(self) -> Array:
        """(J,) log points through each sector: its prices, its sales, and revenue on its trade."""
        return self._summed(0)

    def rest(self) -> dict[str, float]:
        """What `by_partner` and `by_sector` leave out: rents, deficit, transfer."""
        told = {"tariff revenue": self.tariff_revenue, "export tax revenue": self.export_tax_revenue}
        return {name: value for name, value in self.other.items() if told.get(name) is None}

    def _summed(self, axis: int) -> Array:
        parts = (self.prices, self.sales, self.tariff_revenue, self.export_tax_revenue)
        total = np.zeros(self.prices.shape[1 - axis])
        for part in parts:
            if part is not None:
                total += part.sum(axis=axis)
        return total


@dataclass(frozen=True, slots=True)
class HorizonOutcome:
    """The same scenario at another horizon, shown beside the main one.

    Attributes
    ----------
    name, title : of the horizon. elasticities : which trade elasticities it uses, in words.
    result : None when it has no equilibrium; `failed` says why.
    range : elasticity range at this horizon, None when it was not asked for.
    """

    name: str
    title: str
    elasticities: str
    assumptions: Assumptions
    result: Result | None
    range: Range | None = None
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Flip:
    """Whether some assumption, within its range, turns the sign of a headline.

    Attributes
    ----------
    tried : one line each, ``(assumption, range tried, value at the end nearest to zero, turns the sign)``; a value
        on the other side of zero counts as nearest.
    variants : every variant solved, ``(assumption, setting, value)``.
    failed : variants without an answer, each with the reason.
    """

    economy: str
    measure: str
    value: float
    tried: tuple[tuple[str, str, float, bool], ...]
    variants: tuple[tuple[str, str, float], ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def turns(self) -> tuple[str, ...]:
        """Names of the assumptions that turn the sign."""
        return tuple(name for name, _, _, turned in self.tried if turned)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything about one scenario.

    Attributes
    ----------
    headline : economy codes that the headline is about, most affected target first.
    ranges : by label, ``elasticity range`` first, then ``imputation range``; measure ``real_income_pct``.
    balanced : the same scenario with deficits removed first, or None when that is the closure already or it failed.
    accounting : exact decomposition for the headline economies, focus included.
    notes : sentences that must stand beside the numbers.
    focus : economies that the user asked about. seconds : wall time of the study.
    case : what it came from, so that variants can still be solved.
    horizons : the same scenario at other horizons, in the order in which they follow each other.
    """

    scenario: Scenario | None
    compiled: CompiledScenario
    result: Result
    headline: tuple[str, ...]
    ranges: tuple[Range, ...] = ()
    balanced: Result | None = None
    diversion: tuple[DiversionAccount, ...] = ()
    contributions: Contribution | None = None
    accounting: tuple[Accounting, ...] = ()
    flips: tuple[Flip, ...] = ()
    notes: tuple[str, ...] = field(default=())
    focus: tuple[str, ...] = ()
    seconds: float = 0.0
    case: Case | None = field(default=None, repr=False)
    horizons: tuple[HorizonOutcome, ...] = ()

    def range_of(self, label: str) -> Range | None:
        """The range with that label, or None when it was not made."""
        return next((r for r in self.ranges if r.label == label), None)
