"""How a claim was read, in the words of a reader: names in place of codes, digits as the text has them."""

from __future__ import annotations

from multipolar.claims.claim import Claim
from multipolar.claims.facts.amounts import stated_amount
from multipolar.claims.mentions import Period
from multipolar.codes.economies import economy_name
from multipolar.codes.tables import UnknownCodeError

_GROUPS = {"WEST": "the West", "GLOBAL_SOUTH": "the Global South"}


def read_as(claim: Claim) -> str:
    """One line: ``+64 % · trade · China, Russia · 2023, since 2022-02 · hedged: estimated``."""
    parts = [value_in_words(claim), _spaced(claim.measure), _spaced(claim.commodity), actors_in_words(claim)]
    parts += [when_in_words(claim), f"hedged: {', '.join(claim.hedges)}" if claim.hedges else ""]
    return " · ".join(part for part in parts if part)


def value_in_words(claim: Claim) -> str:
    """The figure, with the sign of a change and the words ``at least`` or ``at most``; empty without a figure."""
    if claim.value is None:
        return ""
    return f"{claim.bound} {sign_of(claim)}{stated_amount(claim.value, claim.unit or '')}".strip()


def sign_of(claim: Claim) -> str:
    """Plus or minus of a change; empty for all else."""
    return {"up": "+", "down": "−"}.get(claim.direction or "", "") if claim.kind == "change" else ""


def actors_in_words(claim: Claim) -> str:
    """``Russia to China`` for a flow, ``United States on China`` for a measure, else the names in order of mention."""
    told: list[str] = []
    left = list(claim.actors)
    for first, word, second in (("exporter", "to", "importer"), ("issuer", "on", "target")):
        ends = [[actor for actor in left if actor.role == role] for role in (first, second)]
        if all(ends):
            names = [" and ".join(actor_name(actor.code) for actor in end) for end in ends]
            told.append(f"{names[0]} {word} {names[1]}")
            left = [actor for actor in left if actor.role not in {first, second}]
    told += [f"{'ahead of ' if actor.role == 'rival' else ''}{actor_name(actor.code)}" for actor in left]
    return ", ".join(told)


def actor_name(code: str) -> str:
    """Name of an economy or of a loose group; blocs keep their code, which is what they are known by."""
    try:
        return _GROUPS.get(code) or economy_name(code)
    except UnknownCodeError:
        return code


def when_in_words(claim: Claim) -> str:
    """Period and base: ``2023``, ``2022, from 2021``, ``2023, since 2022-02``."""
    parts = [_period(claim.period)]
    if claim.base_period is not None and claim.base_period.code():
        base = _period(claim.base_period)
        parts.append(base if base.startswith("since") else f"from {base}")
    return ", ".join(part for part in parts if part)


def _period(period: Period | None) -> str:
    code = period.code() if period is not None else ""
    first, slash, last = code.partition("/")
    if not slash:
        return code
    return f"{first} to {last}" if last else f"since {first}"


def _spaced(text: str | None) -> str:
    return (text or "").replace("_", " ")
