"""The Outcome of a study: one scenario's Result with everything that a reader needs beside it. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field

from multipolar.arrays import Array
from multipolar.scenario import CompiledScenario, Scenario
from multipolar.simulate.result import Result


@dataclass(frozen=True, slots=True)
class Range:
    """The spread of a measure over variants of one kind; (N,) arrays in the unit of the measure.

    Attributes
    ----------
    label : such as ``elasticity range``; what the spread is, in the words results must use.
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
        import numpy as np

        return np.asarray(np.nanmin(self.values, axis=0))

    @property
    def high(self) -> Array:
        import numpy as np

        return np.asarray(np.nanmax(self.values, axis=0))


@dataclass(frozen=True, slots=True)
class DiversionLine:
    """One line of a diversion account: a partner's part in what moved.

    Attributes
    ----------
    partner : economy code, or the buyer itself for home supply.
    value_before, value_after : USD mn at the border. value_change = volume_change + price_change.
    """

    partner: str
    value_before: float
    value_after: float
    value_change: float
    volume_change: float
    price_change: float


@dataclass(frozen=True, slots=True)
class DiversionAccount:
    """Who buys or sells instead, for the flows that one instrument hits; the lines sum to the total.

    Attributes
    ----------
    side : ``buyers`` (where do the buyers hit turn to?) or ``sellers`` (who takes what the sellers hit no longer sell?).
    hit : partners whose flows are hit. group : economies on this side.
    sectors : sectors hit. lines : every partner, hit ones included, home included; sums close.
    total : sum of the lines.
    """

    instrument: str
    side: str
    group: tuple[str, ...]
    hit: tuple[str, ...]
    sectors: tuple[str, ...]
    lines: tuple[DiversionLine, ...]
    total: DiversionLine


@dataclass(frozen=True, slots=True)
class Contribution:
    """Shapley value of each instrument for one measure; the parts sum to the total exactly."""

    measure: str
    unit: str
    players: tuple[str, ...]
    values: Array  # (players, N)
    total: Array  # (N,)
    exact: bool


@dataclass(frozen=True, slots=True)
class Accounting:
    """Exact accounting of one economy's log change in real income by partner and sector.

    ``prices[i, j]`` is minus the part of the log change of the final price index that comes from partner i and sector j;
    ``sales[m, j]`` the part of the log change of income earned by selling j to m; ``other`` names the rest (revenue by
    source, deficit, transfer). All log points; their sum is `total` to rounding.
    """

    economy: str
    partners: tuple[str, ...]
    sectors: tuple[str, ...]
    prices: Array
    sales: Array
    other: dict[str, float]
    total: float


@dataclass(frozen=True, slots=True)
class Flip:
    """Whether some assumption, within its range, turns the sign of a headline.

    Attributes
    ----------
    tried : one line each, ``(assumption, range tried, value at the end nearest to zero, turns the sign)``.
    """

    economy: str
    measure: str
    value: float
    tried: tuple[tuple[str, str, float, bool], ...]

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
    accounting : exact decomposition for the focus economies.
    notes : sentences that must stand beside the numbers.
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
