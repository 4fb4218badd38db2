"""How near a figure must come to a claim, from the precision of the claim's own wording."""

from __future__ import annotations

from multipolar.claims.claim import Claim
from multipolar.claims.verdict import Compared, Fit, Verdict, Word

EXACT_SHARE = 0.01
"""A figure within this share of the claimed value holds, as does one that rounds to the written digits."""
ROUGH_SHARE = 0.10
ROUGH_SHARE_HEDGED = 0.15
"""A figure within this share is roughly what is claimed; more is allowed where the text hedges. Assumed."""


def fit(claim: Claim, claimed: float, found: float) -> Fit:
    """Whether a figure agrees with a claimed value, in the same unit.

    It holds within half a unit of the last written digit, or 1 % of the value; within a range that the text gives; and
    on the right side of "more than" and "at most". It is rough within 10 %, or 15 % where the text hedges.
    """
    slack = EXACT_SHARE * abs(claimed)
    if claim.low is not None and claim.high is not None:
        if claim.low - slack <= found <= claim.high + slack:
            return "holds"
    elif claim.bound == "at least":
        if found >= claimed - slack and found <= 2 * claimed + slack:
            return "holds"
    elif claim.bound == "at most" and claimed + slack >= found >= 0.5 * claimed - slack:
        return "holds"
    # Half a digit plus a hair: 63.5 is written as 64 by one and as 63 by another.
    if abs(found - claimed) <= max(0.5000001 * (claim.step or 0.0), slack):
        return "holds"
    rough = ROUGH_SHARE_HEDGED if claim.hedges else ROUGH_SHARE
    return "roughly" if abs(found - claimed) <= max(rough * abs(claimed), claim.step or 0.0) else "does not hold"


_SAID: dict[Fit, str] = {"holds": "agrees", "roughly": "near", "does not hold": "does not agree"}


def judge(meanings: dict[str, list[Compared]], nothing: str) -> Verdict:
    """The verdict over the meanings that a claim can have.

    Parameters
    ----------
    meanings : for each reading of the claim (which base, which scope) the figures set beside it, the most direct
        statistics first. A reading stands or falls with the first of them; the others are shown.
    nothing : what to say when there is no figure.
    """
    told = {meaning: found for meaning, found in meanings.items() if found}
    if not told:
        return Verdict("no data", nothing)
    compared = tuple(entry for found in told.values() for entry in found)
    fits = {meaning: found[0].fit for meaning, found in told.items()}
    return Verdict(_word(set(fits.values())), _reason(told, fits), compared)


def _word(fits: set[Fit]) -> Word:
    if fits == {"holds"}:
        return "supported"
    if "holds" in fits:
        return "depends on definition" if "does not hold" in fits else "supported"
    if "roughly" in fits:
        return "roughly"
    return "contradicted"


def _reason(told: dict[str, list[Compared]], fits: dict[str, Fit]) -> str:
    if len(told) == 1:
        found = next(iter(told.values()))
        line = f"{_source(found[0])}: {found[0].arithmetic}"
        for other in found[1:]:
            if other.fit != found[0].fit:
                # Whose figure it is goes without saying what is counted, unless that differs too.
                what = "" if _counted(other) == _counted(found[0]) else f" ({_counted(other)})"
                line += f"; {_SAID[other.fit]}: {_source(other)}{what} {other.arithmetic}"
        return line
    parts = {"holds": [], "roughly": [], "does not hold": []}  # type: dict[Fit, list[str]]
    for meaning, found in told.items():
        parts[fits[meaning]].append(f"{meaning} ({found[0].arithmetic})")
    words: dict[Fit, str] = {"holds": "holds", "roughly": "roughly holds", "does not hold": "does not hold"}
    return "; ".join(f"{words[name]} {' and '.join(entries)}" for name, entries in parts.items() if entries)


def _counted(entry: Compared) -> str:
    """What a figure counts, without its source."""
    return entry.definition.rpartition("; ")[0] or entry.definition


def _source(entry: Compared) -> str:
    return ", ".join(entry.sources)
