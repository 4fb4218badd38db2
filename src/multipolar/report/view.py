"""What the report needs from an Outcome, looked up once: measures, ranges and names by economy code."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from multipolar.analysis.outcome import Outcome, Range
from multipolar.arrays import Array
from multipolar.codes import sector_index
from multipolar.codes.economies import economies, economy_name
from multipolar.codes.tables import UnknownCodeError
from multipolar.report.numbers import TINY
from multipolar.simulation.labels import economy_measures

INCOME = "real_income_pct"
# With deficits removed first; NaN where that was not solved.
BALANCED_INCOME = "balanced_real_income_pct"
ELASTICITY, IMPUTATION = "elasticity range", "imputation range"
_ARTICLE = frozenset(("USA", "GBR", "NLD", "PHL", "ARE", "COD", "ROW", "CAF", "DOM", "BHS"))
Band = tuple[float, float]
# Measures that leave out at most so many economies touch nearly all.
NEARLY_ALL = 5
OUTDONE = 10.0


@dataclass(frozen=True, slots=True)
class View:
    """An Outcome with its look-ups.

    Attributes
    ----------
    measures : (N,) arrays of `economy_measures`, and of the balanced variant `BALANCED_INCOME` and
        ``BALANCED_INCOME_before``, USD mn of that world. position : of each economy on its axis.
    touched : economies on the borders that the measures touch.
    run_id : printed under each figure.
    """

    outcome: Outcome
    run_id: str = ""
    measures: Mapping[str, Array] = field(default_factory=dict)
    position: Mapping[str, int] = field(default_factory=dict)
    touched: frozenset[str] = frozenset()

    @classmethod
    def of(cls, outcome: Outcome, run_id: str = "") -> View:
        """Compute the measures."""
        with np.errstate(invalid="ignore", divide="ignore"):
            measures = {**economy_measures(outcome.result), **_balanced(outcome)}
        position = {code: n for n, code in enumerate(outcome.result.economies)}
        return cls(outcome, run_id, measures, position, _touched(outcome))

    @property
    def economies(self) -> tuple[str, ...]:
        return self.outcome.result.economies

    @property
    def year(self) -> int:
        return self.outcome.result.baseline.year

    @property
    def title(self) -> str:
        return self.outcome.result.title or self.outcome.result.name

    @property
    def lead(self) -> str:
        """The economy that the headline is about: the first named, else the one whose real income moves most.

        Measures that touch nearly everybody have no target: then the first named gives way to the one of the headline
        that moves most, if it moves `OUTDONE` times as much.
        """
        named = [code for code in self.outcome.headline if code in self.position]
        moved = np.abs(np.nan_to_num(self.measures[INCOME], nan=0.0))
        if not named:
            return self.economies[int(np.argmax(moved))]
        most = max(named, key=lambda code: moved[self.position[code]])
        if self.spread and moved[self.position[most]] > OUTDONE * moved[self.position[named[0]]]:
            return most
        return named[0]

    @property
    def spread(self) -> bool:
        """Whether the measures touch nearly everybody, so that there is no target and no group outside."""
        return len(self.touched) >= len(self.economies) - NEARLY_ALL

    @property
    def still(self) -> bool:
        """Whether no economy's real income moves by what is printed: nothing is there to rank or to take apart."""
        return bool(np.all(np.abs(np.nan_to_num(self.measures[INCOME], nan=0.0)) < TINY))

    @property
    def focus(self) -> tuple[str, ...]:
        """Economies of the headline, the leading one first; by their change where the leading one was not the first."""
        named = [code for code in self.outcome.headline if code in self.position]
        if named and named[0] != self.lead:
            moved = np.abs(np.nan_to_num(self.measures[INCOME], nan=0.0))
            named.sort(key=lambda code: -moved[self.position[code]])
        return tuple(dict.fromkeys([self.lead, *named]))

    @property
    def asked(self) -> tuple[str, ...]:
        """Economies that the user asked about, the leading one left out."""
        return tuple(code for code in self.outcome.focus if code in self.position and code != self.lead)

    def value(self, measure: str, code: str) -> float:
        """One number; NaN where there is no datum."""
        return float(self.measures[measure][self.position[code]])

    def range(self, label: str) -> Range | None:
        """The range with a label, if it was computed and any member of it was solved."""
        for found in self.outcome.ranges:
            if found.label == label and found.measure == INCOME and np.isfinite(found.values).any():
                return found
        return None

    def band(self, label: str, code: str) -> Band | None:
        """Low and high of real income over a range and its central value, which is a member of each range."""
        found = self.range(label)
        if found is None:
            return None
        column = found.values[:, self.position[code]]
        column = column[np.isfinite(column)]
        central = self.value(INCOME, code)
        if not column.size or not math.isfinite(central):
            return None
        return min(float(column.min()), central), max(float(column.max()), central)

    def settled(self, code: str) -> bool:
        """Whether the whole elasticity range has one sign, or there is no range to ask."""
        band = self.band(ELASTICITY, code)
        return band is None or not band[0] < 0 < band[1]

    def source_line(self) -> str:
        """What stands underneath every figure."""
        baseline = self.outcome.result.baseline
        run = f" Run {self.run_id}." if self.run_id else ""
        return f"Source: Multipolar on {baseline.title}.{run}"


def _touched(outcome: Outcome) -> frozenset[str]:
    economies = outcome.result.economies
    size = len(economies)
    found = np.zeros(size, dtype=bool)
    for entry in outcome.compiled.touched:
        cells = np.asarray(entry.cells)
        found[cells % size] = found[cells // size % size] = True
    return frozenset(code for code, there in zip(economies, found.tolist(), strict=True) if there)


def _balanced(outcome: Outcome) -> dict[str, Array]:
    found = outcome.balanced
    economies = outcome.result.economies
    gone = np.full(len(economies), np.nan)
    where = {} if found is None else {code: n for n, code in enumerate(found.economies)}
    if found is None or any(code not in where for code in economies):
        return {BALANCED_INCOME: gone, f"{BALANCED_INCOME}_before": gone}
    order = [where[code] for code in economies]
    income = found.household_income(found.before)
    return {BALANCED_INCOME: found.real_income_pct()[order], f"{BALANCED_INCOME}_before": income[order]}


def name_of(code: str, *, article: bool = False) -> str:
    """English name; in a sentence some take the article."""
    name = economy_name(code)
    if code == "ROW":
        name = name[0].lower() + name[1:] if article else name
    return f"the {name}" if article and code in _ARTICLE else name


def with_names(text: str) -> str:
    """A text with names for the codes of economies; other words of three capitals stay."""

    def named(match: re.Match[str]) -> str:
        try:
            return name_of(match[0], article=True)
        except UnknownCodeError:
            return match[0]

    return re.sub(r"\b[A-Z]{3}\b", named, text)


def short_name(code: str) -> str:
    """At most 14 letters, for charts."""
    return {found.code: found.short_name for found in economies()}.get(code) or economy_name(code)


def sector_label(code: str) -> str:
    """Short English name of a sector; its code when the bundled classification lacks it."""
    found = sector_index().get(code)
    return found.short_name if found else code


def ordered(codes: Iterable[str], values: Mapping[str, float]) -> list[str]:
    """Codes by value, lowest first; those without a datum last."""
    return sorted(codes, key=lambda code: (not math.isfinite(values[code]), values[code], code))
