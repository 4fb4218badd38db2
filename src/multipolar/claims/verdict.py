"""Verdicts: what figures or a counterfactual say of a claim. Never one without a number, a source or a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from multipolar.claims.claim import Claim

Word = Literal[
    "supported",
    "roughly",
    "contradicted",
    "depends on definition",
    "no data",
    "inside",
    "outside",
    "not decidable",
    "not testable yet",
]
WORDS: tuple[Word, ...] = (
    "supported",
    "roughly",
    "depends on definition",
    "contradicted",
    "inside",
    "outside",
    "not decidable",
    "no data",
    "not testable yet",
)
"""In the order in which a summary counts them."""

Fit = Literal["holds", "roughly", "does not hold"]


@dataclass(frozen=True, slots=True)
class Compared:
    """The claim beside one figure, under one definition.

    Attributes
    ----------
    definition : whose statistics, goods or total, calendar year or since a date, volume or value, in words.
    claimed, found : the two numbers, both in `unit`. `found` is None for an event, whose day stands in `arithmetic`.
    arithmetic : how `found` comes about, in one line.
    sources : catalogue keys of the figures used. status : the weakest status among them.
    figures : the figures used, as (indicator, reporter, partner, period, value, unit, source).
    """

    definition: str
    claimed: float | None
    found: float | None
    unit: str
    fit: Fit
    arithmetic: str
    sources: tuple[str, ...]
    status: str
    figures: tuple[tuple[str, str, str, str, float, str, str], ...] = ()

    def as_record(self) -> dict[str, Any]:
        """As the published JSON has it."""
        names = ("indicator", "reporter", "partner", "period", "value", "unit", "source")
        return {
            "type": "figure",
            "definition": self.definition,
            "claimed": self.claimed,
            "found": self.found,
            "unit": self.unit,
            "fit": self.fit,
            "arithmetic": self.arithmetic,
            "sources": list(self.sources),
            "status": self.status,
            "figures": [dict(zip(names, figure, strict=True)) for figure in self.figures],
        }


@dataclass(frozen=True, slots=True)
class Setting:
    """One solve: which horizon, elasticities and closure; the outcome; whether the claim's threshold is met."""

    horizon: str
    elasticities: str
    closure: str
    value: float
    met: bool


@dataclass(frozen=True, slots=True)
class Tested:
    """A counterfactual: two scenarios, one outcome, a threshold, and the outcome in each setting.

    Attributes
    ----------
    question : in words, what the scenario asks.
    scenario, against : YAML of the scenario and of the one that it is compared with (empty: the world as it was).
    outcome : what is measured, in words. unit : of the outcome and the threshold.
    threshold : the outcome that the claim needs; `relation` is ``at least`` or ``at most``; `reason` says why there.
    settings : every solve. failed : settings without an equilibrium, each with the reason.
    notes : what a reader must know: years, assumed numbers, what the model leaves out.
    """

    archetype: str
    question: str
    scenario: str
    against: str
    outcome: str
    unit: str
    threshold: float
    relation: Literal["at least", "at most"]
    reason: str
    settings: tuple[Setting, ...]
    failed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def band(self) -> tuple[float, float]:
        """Lowest and highest outcome over the settings."""
        values = [setting.value for setting in self.settings]
        return min(values), max(values)

    @property
    def central(self) -> dict[str, float]:
        """Outcome with central elasticities by horizon, deficits fixed."""
        return {s.horizon: s.value for s in self.settings if s.elasticities == "central" and s.closure == "fixed"}

    def as_record(self) -> dict[str, Any]:
        """As the published JSON has it."""
        low, high = self.band if self.settings else (None, None)
        return {
            "type": "scenario",
            "archetype": self.archetype,
            "question": self.question,
            "scenario": self.scenario,
            "against": self.against,
            "outcome": self.outcome,
            "unit": self.unit,
            "threshold": self.threshold,
            "relation": self.relation,
            "reason": self.reason,
            "low": low,
            "high": high,
            "central": self.central,
            "settings": [
                {
                    "horizon": s.horizon,
                    "elasticities": s.elasticities,
                    "closure": s.closure,
                    "value": s.value,
                    "met": s.met,
                }
                for s in self.settings
            ],
            "failed": list(self.failed),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one claim, with everything that it rests on.

    Attributes
    ----------
    reason : one line: what was compared and what came out, or why nothing could be.
    compared : figures set beside the claim. tested : the counterfactual, for what-ifs.
    """

    word: Word
    reason: str
    compared: tuple[Compared, ...] = ()
    tested: Tested | None = None

    def evidence(self) -> list[dict[str, Any]]:
        """What the verdict rests on, as the published JSON has it."""
        found = [entry.as_record() for entry in self.compared]
        return [*found, self.tested.as_record()] if self.tested is not None else found


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim with its verdict."""

    claim: Claim
    verdict: Verdict
    marks: tuple[str, ...] = field(default=())

    def as_record(self) -> dict[str, Any]:
        """As the published JSON has it."""
        return self.claim.as_record() | {
            "verdict": self.verdict.word,
            "reason": self.verdict.reason,
            "evidence": self.verdict.evidence(),
            "marks": list(self.marks),
        }
