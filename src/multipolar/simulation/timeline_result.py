"""The Timeline: real incomes year by year along several paths, with ages, assumptions and quality of every year."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from multipolar.arrays import Array
from multipolar.model.settings import Assumptions, Closure
from multipolar.simulation.timeline_ages import AGE_RULES, Ages, Measure

if TYPE_CHECKING:
    import pandas as pd

BAND = ("low", "central", "high")


@dataclass(frozen=True, slots=True)
class YearQuality:
    """How one year was solved.

    Attributes
    ----------
    solved : whether every equation holds to the tolerance; a year before any measure holds by definition.
    message : what went wrong, else empty. kinds : different trade elasticities in a sector, at most.
    rounding : largest change of a trade elasticity by rounding of ages.
    """

    solved: bool
    largest_residual: float
    sweeps: int
    methods: tuple[str, ...]
    seconds: float
    kinds: int = 1
    rounding: float = 0.0
    message: str = ""


@dataclass(frozen=True, slots=True)
class YearPath:
    """One path through the years.

    Attributes
    ----------
    real_income_pct : (Y, N) change against a world without the measures, per cent; NaN in a year that was not solved.
    assumptions : of each year, None where no measure is in force.
    """

    real_income_pct: Array
    assumptions: tuple[Assumptions | None, ...]
    quality: tuple[YearQuality, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A scenario year by year, each year as its last day finds it.

    Attributes
    ----------
    name, title : of the scenario. years : calendar years. economies : codes, on the last axis of the paths.
    baseline_name, baseline_title, baseline_year : the world that the measures are added to.
    expenditure : (J, N) USD mn of purchases in it, the weights of mean ages.
    paths : ``central``, ``low``, ``high`` by the path of the trade elasticity; ``oldest``, ``youngest`` by whose age
        counts where measures meet. Those that were not asked for are absent.
    ages : of each year, by the mean rule. measures : all of the scenario, with their starts and sizes.
    seconds : wall time of all paths.
    """

    name: str
    title: str
    years: tuple[int, ...]
    economies: tuple[str, ...]
    baseline_name: str
    baseline_title: str
    baseline_year: int
    expenditure: Array
    closure: Closure
    paths: Mapping[str, YearPath]
    ages: tuple[Ages, ...]
    measures: tuple[Measure, ...]
    warnings: tuple[str, ...]
    seconds: float

    @property
    def real_income_pct(self) -> Array:
        """(Y, N) the central path, per cent."""
        return self.paths["central"].real_income_pct

    @property
    def age_rules(self) -> tuple[str, ...]:
        """Names of the paths that differ in whose age counts, the mean as ``central``."""
        return tuple(name for name in ("central", *AGE_RULES) if name in self.paths)

    def days(self) -> tuple[datetime.date, ...]:
        """The day of each year on which measures count and their age is taken."""
        return tuple(last_day(year) for year in self.years)

    def of(self, code: str, path: str = "central") -> Array:
        """(Y,) real income of one economy, per cent."""
        return self.paths[path].real_income_pct[:, self.economies.index(code)]

    def band(self, code: str, paths: Sequence[str] = BAND) -> tuple[Array, Array]:
        """(Y,) lowest and highest of the paths that were solved in each year; NaN where none was."""
        known = [self.of(code, name) for name in paths if name in self.paths]
        stack = np.stack(known)
        gone = np.isnan(stack).all(axis=0)
        low = np.where(gone, np.nan, np.where(np.isnan(stack), np.inf, stack).min(axis=0))
        high = np.where(gone, np.nan, np.where(np.isnan(stack), -np.inf, stack).max(axis=0))
        return low, high

    def mean_age(self, code: str | None = None) -> Array:
        """(Y,) mean age of the measures in force, years; NaN without any.

        Parameters
        ----------
        code : an economy, whose own imports under measures count by their shocks; where it has none, and by default,
            the mean of the year.
        """
        means = np.array([ages.mean for ages in self.ages])
        if code is None:
            return means
        n = self.economies.index(code)
        for y, ages in enumerate(self.ages):
            forced = set(ages.measures)
            sizes = [m.size[:, n] for m in self.measures if str(m.instrument.id) in forced]
            weight = np.sum(sizes, axis=0) * self.expenditure[:, n] if sizes else np.zeros(1)
            if weight.any():
                means[y] = float(np.average(ages.by_importer[:, n], weights=weight))
        return means

    def failures(self) -> tuple[str, ...]:
        """A sentence for every year of every path that was not solved."""
        return tuple(
            f"{year}, {name}: {quality.message}"
            for name, path in self.paths.items()
            for year, quality in zip(self.years, path.quality, strict=True)
            if not quality.solved
        )

    def leading(self, count: int = 3) -> tuple[str, ...]:
        """Economies whose real income moves most in any year of the central path, most first."""
        largest = np.nan_to_num(np.abs(self.real_income_pct)).max(axis=0)
        return tuple(self.economies[n] for n in np.argsort(-largest, kind="stable")[:count])

    def frame(self) -> pd.DataFrame:
        """Tidy: year, day, economy, path, real_income_pct, mean_age, solved."""
        import pandas as pd

        parts = []
        for code in self.economies:
            age = self.mean_age(code)
            for name, path in self.paths.items():
                parts.append(
                    pd.DataFrame(
                        {
                            "year": self.years,
                            "day": [day.isoformat() for day in self.days()],
                            "economy": code,
                            "path": name,
                            "real_income_pct": self.of(code, name),
                            "mean_age": age,
                            "solved": [quality.solved for quality in path.quality],
                        }
                    )
                )
        return pd.concat(parts, ignore_index=True)

    def payload(self, focus: Sequence[str] | None = None) -> dict[str, Any]:
        """Plain values for JSON; a number that is not known is None.

        Parameters
        ----------
        focus : economies whose ages are told; paths are of all.
        """
        return {
            "scenario": {"name": self.name, "title": self.title},
            "baseline": {"name": self.baseline_name, "title": self.baseline_title, "year": self.baseline_year},
            "measure": "real income against a world without the measures, per cent, on the last day of each year",
            "years": list(self.years),
            "measures": [
                {"id": str(m.instrument.id), "from": m.start.isoformat(), "dated": m.dated} for m in self.measures
            ],
            "mean_age": _plain(self.mean_age()),
            "mean_age_of": {code: _plain(self.mean_age(code)) for code in focus or self.leading()},
            "real_income_pct": {
                name: {code: _plain(path.real_income_pct[:, n]) for n, code in enumerate(self.economies)}
                for name, path in self.paths.items()
            },
            "assumptions": [_beliefs(beliefs) for beliefs in self.paths["central"].assumptions],
            "quality": {
                name: [
                    {
                        "solved": q.solved,
                        "largest_residual": q.largest_residual if np.isfinite(q.largest_residual) else None,
                        "sweeps": q.sweeps,
                        "elasticities_in_a_sector": q.kinds,
                        "rounding_of_elasticity": q.rounding,
                        "message": q.message,
                    }
                    for q in path.quality
                ]
                for name, path in self.paths.items()
            },
            "warnings": list(self.warnings),
            "seconds": self.seconds,
        }


def last_day(year: int) -> datetime.date:
    """On which a year is evaluated."""
    return datetime.date(year, 12, 31)


def _plain(values: Array) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]


def _beliefs(beliefs: Assumptions | None) -> dict[str, Any] | None:
    if beliefs is None:
        return None
    theta = beliefs.trade_elasticity
    resource = beliefs.resource
    return {
        "trade_elasticity": {"lowest": float(theta.min()), "highest": float(theta.max())},
        "factor_mobility": beliefs.factor_mobility,
        "value_added_elasticity": beliefs.value_added_elasticity,
        "input_elasticity": beliefs.input_elasticity,
        "final_elasticity": beliefs.final_elasticity,
        "supply_elasticity_of_extraction": (
            None
            if resource is None
            else sorted({float(value) for value in resource.supply_elasticity[resource.rent_share > 0]})
        ),
    }
