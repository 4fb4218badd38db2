"""A what-if as a plan: the scenario that it means, the outcome and the threshold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from multipolar.claims.verdict import Setting, Tested
from multipolar.claims.what_ifs.features import group_names
from multipolar.claims.what_ifs.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Plan:
    """What would have to be solved to answer a what-if.

    Attributes
    ----------
    archetype : name of the pattern that the sentence was recognised by.
    question : what is asked, in words. scenario, against : YAML; `against` empty compares with the world as it was.
    outcome : what is measured. threshold, relation, reason : what the claim needs, and why there.
    notes : what must be said of the mapping: what was assumed, what the sentence did not say.
    """

    archetype: str
    question: str
    scenario: str
    outcome: Outcome
    threshold: float
    relation: Literal["at least", "at most"]
    reason: str
    against: str = ""
    notes: tuple[str, ...] = ()

    def met(self, value: float) -> bool:
        """Whether an outcome is what the claim needs."""
        return value >= self.threshold if self.relation == "at least" else value <= self.threshold


def as_tested(
    plan: Plan, settings: tuple[Setting, ...] = (), failed: tuple[str, ...] = (), notes: tuple[str, ...] = ()
) -> Tested:
    """The plan with what came out of it, as a verdict keeps it; without settings it is only mapped."""
    return Tested(
        plan.archetype,
        plan.question,
        plan.scenario,
        plan.against,
        plan.outcome.in_words(group_names(plan.outcome.economies), group_names(plan.outcome.partners)),
        plan.outcome.unit,
        plan.threshold,
        plan.relation,
        plan.reason,
        settings,
        failed,
        (*plan.notes, *notes),
    )


def with_threshold(plan: Plan, threshold: float) -> Plan:
    """The same plan with a threshold of the user's own."""
    return replace(plan, threshold=threshold, reason=f"{plan.reason} (set by the user)")
