"""One claim, one verdict: figures against the observatory, events against the timeline, what-ifs against the model."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

from multipolar.claims.claim import WHAT_IFS, Claim
from multipolar.claims.document import Document
from multipolar.claims.facts.assumed import actors_from_before
from multipolar.claims.facts.check_events import check_anniversary, check_duration, check_event, check_position
from multipolar.claims.facts.check_figures import check_figure
from multipolar.claims.facts.check_ranks import check_rank
from multipolar.claims.facts.check_tariffs import check_tariff
from multipolar.claims.standing import experimental_groups, group_of
from multipolar.claims.verdict import Checked, Verdict
from multipolar.claims.what_ifs.plan import as_tested, with_threshold
from multipolar.claims.what_ifs.plans import NoPlan, plan_of
from multipolar.errors import AssumptionError
from multipolar.observatory import Observatory, open_observatory

if TYPE_CHECKING:
    from multipolar.baseline.baseline import Baseline


class Checker:
    """Tests claims. Opens the observatory and the baseline when the first claim needs them.

    Parameters
    ----------
    scenarios : whether what-ifs are solved; otherwise they are mapped and left undecided.
    """

    def __init__(
        self,
        observatory: Observatory | None = None,
        baseline: Baseline | None = None,
        *,
        scenarios: bool = True,
    ) -> None:
        self._observatory = observatory
        self._baseline = baseline
        self.scenarios = scenarios

    @property
    def observatory(self) -> Observatory:
        """The figures."""
        if self._observatory is None:
            self._observatory = open_observatory()
        return self._observatory

    @property
    def baseline(self) -> Baseline:
        """The world that scenarios are solved on."""
        if self._baseline is None:
            from multipolar.baseline.registry import load

            self._baseline = load()
        return self._baseline

    def check(self, claim: Claim, document: Document) -> Checked:
        """Test a claim of a document."""
        return self.check_alone(claim, document.language, document.date)

    def check_alone(
        self,
        claim: Claim,
        language: str,
        date: datetime.date | None,
        *,
        scenario: str | None = None,
        threshold: float | None = None,
    ) -> Checked:
        """Test a claim without its document.

        Parameters
        ----------
        language, date : of the article.
        scenario, threshold : for a what-if, YAML and outcome to use instead of ours.

        Raises
        ------
        AssumptionError
            If a scenario or threshold is given for a claim that is no what-if, or that has no outcome.
        """
        if claim.kind in WHAT_IFS:
            verdict = _with_actors(claim, language, self._what_if(claim, language, scenario, threshold))
            return Checked(claim, verdict, _marks(claim, verdict, language))
        if scenario is not None or threshold is not None:
            raise AssumptionError(
                f"claim {claim.id}",
                f"is a {claim.kind}, which no scenario answers",
                remedy="Use --as to correct its parse.",
            )
        verdict = _with_actors(claim, language, self._fact(claim, date))
        return Checked(claim, verdict, _marks(claim, verdict, language))

    def _fact(self, claim: Claim, date: datetime.date | None) -> Verdict:
        if claim.supposed:
            return Verdict("not testable yet", "a figure inside a condition; it is tested with its sentence")
        observatory = self.observatory
        if claim.kind == "rank":
            return check_rank(claim, observatory, date)
        if claim.kind == "date":
            return check_anniversary(claim, observatory, date)
        if claim.kind == "event":
            return check_event(claim, observatory)
        if claim.kind == "position":
            return check_position(claim, observatory, date)
        if claim.measure == "duration":
            return check_duration(claim, observatory, date)
        if claim.measure == "tariff":
            return check_tariff(claim, observatory, date)
        return check_figure(claim, observatory, date)

    def _what_if(self, claim: Claim, language: str, scenario: str | None, threshold: float | None) -> Verdict:
        plan = plan_of(claim, language)
        if isinstance(plan, NoPlan):
            if scenario is not None or threshold is not None:
                raise AssumptionError(
                    f"claim {claim.id}", "has no outcome that could be measured", evidence=plan.reason
                )
            return Verdict("not testable yet", plan.reason)
        if scenario is not None:
            plan = replace(plan, scenario=scenario, question=f"{plan.question} (scenario of the user)")
        if threshold is not None:
            plan = with_threshold(plan, threshold)
        if not self.scenarios:
            return Verdict("not decidable", f"{plan.question} Left unsolved on request.", tested=as_tested(plan))
        # The model is a second of imports that a text without what-ifs does not need.
        from multipolar.claims.what_ifs.plan_solved import solve_plan

        return solve_plan(plan, self.baseline)


def _with_actors(claim: Claim, language: str, verdict: Verdict) -> Verdict:
    """The verdict with whom the sentence only points to."""
    taken = actors_from_before(claim, language)
    return replace(verdict, reason=f"{taken}: {verdict.reason}") if taken else verdict


def _marks(claim: Claim, verdict: Verdict, language: str) -> tuple[str, ...]:
    """What must stand beside the verdict: a language under the bar, who proposed it, figures that nobody confirmed."""
    unverified = bool(verdict.compared) and all("unverified" in entry.status for entry in verdict.compared)
    found = (
        ("experimental", group_of(claim.kind) in experimental_groups(language)),
        (f"proposed by {claim.proposed_by}", bool(claim.proposed_by)),
        ("unverified source", unverified),
    )
    return tuple(mark for mark, holds in found if holds)
