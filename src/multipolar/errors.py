"""One hierarchy of errors. Each says its subject, what is wrong, the evidence, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class MultipolarError(Exception):
    """Base of every error that Multipolar raises on purpose.

    Parameters
    ----------
    subject : what the error is about: a file, a scenario, an economy and a sector by code.
    problem : what is wrong with it, one clause.
    evidence : the values or lines that show it.
    remedy : what the reader can do next.
    """

    exit_code = 1

    def __init__(self, subject: str, problem: str, *, evidence: str = "", remedy: str = "") -> None:
        self.subject = subject
        self.problem = problem
        self.evidence = evidence
        self.remedy = remedy
        super().__init__(self.message())

    def message(self) -> str:
        """The whole error as text, one part a line."""
        parts = [f"{self.subject}: {self.problem}"]
        if self.evidence:
            parts.append(self.evidence)
        if self.remedy:
            parts.append(self.remedy)
        return "\n  ".join(parts)


class ShapeError(MultipolarError):
    """Arrays whose axes do not agree."""


class DataError(MultipolarError):
    """A source file, a catalogue entry or a stored baseline that cannot be used as it is."""

    exit_code = 3


class AssumptionError(MultipolarError):
    """Elasticities, closures or options outside their domain."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: the line (1-based, None when unknown), the field, the message, the fix."""

    line: int | None
    field: str
    message: str
    remedy: str = ""

    def as_text(self) -> str:
        where = f"line {self.line:<4d} " if self.line is not None else ""
        text = f"{where}{self.field}: {self.message}" if self.field else f"{where}{self.message}"
        return f"{text} {self.remedy}".rstrip()


class ScenarioError(MultipolarError):
    """A scenario that cannot be understood. Carries every problem of the file at once."""

    exit_code = 2

    def __init__(self, subject: str, problems: list[Problem]) -> None:
        self.problems = problems
        count = len(problems)
        super().__init__(subject, f"has {count} problem{'s' if count != 1 else ''}.")

    def message(self) -> str:
        if len(self.problems) == 1 and self.problems[0].line is None:
            return f"{self.subject}: {self.problems[0].as_text()}"
        lines = [f"{self.subject} {self.problem}"]
        lines += [f"  {problem.as_text()}" for problem in self.problems]
        return "\n".join(lines)


class SolveError(MultipolarError):
    """No equilibrium was found. `solution` is the failed Solution, for whoever wants to look at it."""

    exit_code = 4

    def __init__(
        self, subject: str, problem: str, *, evidence: str = "", remedy: str = "", solution: Any | None = None
    ) -> None:
        super().__init__(subject, problem, evidence=evidence, remedy=remedy)
        self.solution = solution


class NoSellerError(SolveError):
    """A buyer is left with no seller at all of a good that it needs: no finite price exists."""


class InfeasibleError(SolveError):
    """No equilibrium exists under this scenario and closure, whatever prices are; known before anything is solved."""


class RunError(MultipolarError):
    """A run folder that is incomplete, changed, or does not verify."""

    exit_code = 5
