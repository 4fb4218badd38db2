"""A claim: one sentence's worth of what a text says, typed so that it can be tested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from multipolar.claims.document import Span
from multipolar.claims.mentions import Period

Kind = Literal[
    "level", "change", "rank", "share", "multiple", "date", "event", "position", "causal", "forecast", "conditional"
]
FIGURES: tuple[Kind, ...] = ("level", "change", "rank", "share", "multiple", "date")
"""Kinds that carry a number."""
WHAT_IFS: tuple[Kind, ...] = ("causal", "conditional", "forecast")
"""Kinds that only a counterfactual can answer."""

Role = Literal["subject", "exporter", "importer", "partner", "issuer", "target", "rival", "other"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes part in a claim: an economy, bloc or loose group by code, its part in it, the words that name it."""

    code: str
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What a text says, in a form that data or a scenario can be set beside.

    Attributes
    ----------
    id : stable for the same text: the kind's first letter and the place in the text.
    quote, span : the sentence, and where it stands in the original text.
    mark : where in the original the words stand that carry the claim: a figure, or the whole sentence.
    value, low, high, unit, step : see `multipolar.claims.mentions.Quantity`; None for claims without a figure.
    of_unit : for a change, share or multiple, the unit of the amount that the sentence gives beside it, so that tonnes
        are not tested in dollars; None where it gives none.
    measure : what is measured: ``trade``, ``exports``, ``imports``, ``production``, ``tariff``, ``gdp``, ``price``,
        ``investment``, ``settlement``, ``reserves``, ``world_reserves``, ``swift``, ``discount``, ``transits``,
        ``duration``, ``length``, ``anniversary`` and so on; None if undetermined.
    commodity : ``crude``, ``gas``, ``lng``, ``coal``, ``cars``, ``semiconductors`` and so on; None for all goods.
        For ``world_reserves`` and ``swift`` the currency whose share it is, as its ISO 4217 code.
    direction : ``up`` or ``down`` for a change.
    period, base_period : when, and since when or against what a change is counted.
    hedges : the words by which the text qualifies it.
    parts : for what-ifs, the words of ``condition`` (or cause) and of ``outcome``.
    supposed : a figure inside a condition or a forecast, which is tested with the sentence and not by itself.
    proposed_by : empty for what our rules found, else the extractor that proposed it.
    """

    id: str
    kind: Kind
    quote: str
    span: Span
    mark: Span
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    step: float | None = None
    bound: str = ""
    of_unit: str | None = None
    measure: str | None = None
    commodity: str | None = None
    direction: Literal["up", "down"] | None = None
    actors: tuple[Actor, ...] = ()
    period: Period | None = None
    base_period: Period | None = None
    hedges: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    supposed: bool = False
    proposed_by: str = ""

    def codes(self, *roles: Role) -> tuple[str, ...]:
        """Codes of the actors in these roles, in order of mention; of all actors without an argument."""
        return tuple(actor.code for actor in self.actors if not roles or actor.role in roles)

    def as_record(self) -> dict[str, Any]:
        """As the published JSON has it, without the verdict."""
        return {
            "id": self.id,
            "kind": self.kind,
            "quote": self.quote,
            "start": self.span.start,
            "end": self.span.end,
            "mark": {"start": self.mark.start, "end": self.mark.end},
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "step": self.step,
            "bound": self.bound,
            "of_unit": self.of_unit,
            "measure": self.measure,
            "commodity": self.commodity,
            "direction": self.direction,
            "actors": [{"code": actor.code, "role": actor.role, "text": actor.text} for actor in self.actors],
            "period": _period_record(self.period),
            "base_period": _period_record(self.base_period),
            "hedges": list(self.hedges),
            "parts": dict(self.parts),
            "supposed": self.supposed,
            "proposed_by": self.proposed_by,
        }


def _period_record(period: Period | None) -> dict[str, Any] | None:
    if period is None:
        return None
    return {
        "code": period.code(),
        "start": period.start.isoformat() if period.start else None,
        "end": period.end.isoformat() if period.end else None,
        "text": period.text,
        "precision": period.precision,
        "basis": period.basis,
    }
