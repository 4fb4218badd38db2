"""Anniversaries, durations, events and positions set beside the timeline of dated events."""

from __future__ import annotations

import datetime

from multipolar.claims.claim import Claim
from multipolar.claims.facts.assumed import on_guess
from multipolar.claims.verdict import Compared, Fit, Verdict
from multipolar.codes.tables import UnknownCodeError
from multipolar.observatory import Observatory
from multipolar.observatory.observatory import place_code
from multipolar.observatory.records import Event

NEAR = datetime.timedelta(days=45)
"""How far from the article an event without a date of its own may lie. Assumed."""
# Event words of a text -> kinds of the timeline.
KINDS: dict[str, tuple[str, ...]] = {
    "visit": ("summit", "statement"),
    "summit": ("summit", "statement"),
    "meeting": ("summit", "statement"),
    "statement": ("statement", "summit"),
    "agreement": ("statement", "summit"),
    "exercise": ("exercise",),
    "sanctions": ("sanction", "cap"),
    "embargo": ("sanction",),
    "price_cap": ("cap",),
    "tariff": ("tariff",),
    "accession": ("accession",),
    "vote": ("vote",),
    "war": ("war",),
    "invasion": ("war",),
    "route": ("route",),
}


def check_anniversary(claim: Claim, observatory: Observatory, article: datetime.date | None) -> Verdict:
    """The n-th anniversary: is there an event of these actors n years before?"""
    year = claim.period.end.year if claim.period and claim.period.end else article.year if article else None
    if year is None or claim.value is None:
        return Verdict("no data", "the year of the anniversary is not known: give the article's date")
    if unknown := _nobody_known(claim):
        return unknown
    since = year - round(claim.value)
    events = observatory.events(actors=_known(claim), since=f"{since}-01-01", until=f"{since}-12-31")
    found = [event for event in events if _all_take_part(event, claim)]
    if not found:
        return Verdict(
            "no data", f"the timeline has no event of {' and '.join(claim.codes()) or 'the actors'} in {since}"
        )
    event = found[0]
    stated = claim.period is not None and claim.period.end is not None
    line = f"{year} − {event.date[:4]} = {year - int(event.date[:4])} years: {event.title} ({event.date})"
    verdict = Verdict("supported", line, (_compared(claim, event, float(year - int(event.date[:4])), "holds", line),))
    return (
        verdict if stated else on_guess(verdict, f"the sentence gives no year, so that {year}, the article's, is taken")
    )


def check_duration(claim: Claim, observatory: Observatory, article: datetime.date | None) -> Verdict:
    """How many days something took: the event's first and last day."""
    if unknown := _nobody_known(claim):
        return unknown
    event = _nearest(claim, observatory, article)
    if event is None or claim.value is None:
        return Verdict(
            "no data", f"the timeline has no dated event of {' and '.join(claim.codes()) or 'the actors'} near that day"
        )
    first = datetime.date.fromisoformat(event.date)
    last = datetime.date.fromisoformat(event.end) if event.end else first
    days = (last - first).days + 1
    agrees: Fit = "holds" if days == round(claim.value) else "does not hold"
    line = f"{event.title}: {event.date} to {event.end or event.date}, {days} day{'s' if days != 1 else ''}"
    verdict = Verdict(
        "supported" if agrees == "holds" else "contradicted",
        line,
        (_compared(claim, event, float(days), agrees, line),),
    )
    if claim.period is not None and claim.period.start is not None:
        return verdict
    return on_guess(verdict, "the sentence gives no day, so that the event nearest to the article is taken")


def check_event(claim: Claim, observatory: Observatory) -> Verdict:
    """Whether an event of this kind, with these actors, stands on the timeline in the period that the text gives."""
    period = claim.period
    if period is None or period.start is None or not claim.codes():
        return Verdict("no data", "neither a day nor actors were recognised that an event could be looked up by")
    if unknown := _nobody_known(claim):
        return unknown
    start = period.start - datetime.timedelta(days=1)
    end = (period.end or period.start) + datetime.timedelta(days=1)
    events = [
        event
        for event in observatory.events(actors=_known(claim), since=start.isoformat(), until=end.isoformat())
        if event.kind in KINDS.get(claim.measure or "", (event.kind,))
    ]
    if not events:
        return Verdict("no data", f"the timeline has no such event of {' and '.join(claim.codes())} in {period.code()}")
    best = max(events, key=lambda event: len(set(claim.codes()) & {*event.actors, *event.targets}))
    line = f"{best.date}: {best.title}"
    takes_part = {*best.actors, *best.targets}
    whole = _all_take_part(best, claim) or (
        takes_part <= set(claim.codes()) and len(_known(claim)) == len(claim.codes())
    )
    agrees: Fit = "holds" if whole else "roughly"
    return Verdict("supported" if agrees == "holds" else "roughly", line, (_compared(claim, best, None, agrees, line),))


def check_position(claim: Claim, observatory: Observatory, article: datetime.date | None) -> Verdict:
    """A position is on record only where a vote or a statement of the actor is on the timeline near it."""
    until = (article or datetime.date.max).isoformat()
    events = observatory.events(actors=_known(claim), since="1946-01-01", until=until, kinds=("vote", "statement"))
    own = [event for event in events if set(claim.codes()[:1]) & {*event.actors}]
    if not own:
        return Verdict(
            "not testable yet", "positions are tested by votes and statements; none of the actor is on the timeline"
        )
    event = own[-1]
    return Verdict(
        "not testable yet",
        f"what it says is not read yet; newest vote or statement of the actor: {event.title} ({event.date})",
        (_compared(claim, event, None, "roughly", f"{event.date}: {event.title}"),),
    )


def _nearest(claim: Claim, observatory: Observatory, article: datetime.date | None) -> Event | None:
    about = claim.period.start if claim.period and claim.period.start else article
    if about is None:
        return None
    events = observatory.events(
        actors=_known(claim),
        since=(about - NEAR).isoformat(),
        until=(about + NEAR).isoformat(),
        kinds=("summit", "exercise"),
    )
    whole = [event for event in events if _all_take_part(event, claim)]
    return min(whole, key=lambda event: abs(datetime.date.fromisoformat(event.date) - about), default=None)


def _known(claim: Claim) -> tuple[str, ...]:
    """Codes of the actors that the timeline can name; a text also names groups, such as the West, that it cannot."""
    return tuple(code for code in claim.codes() if _is_place(code))


def _is_place(code: str) -> bool:
    try:
        place_code(code)
    except UnknownCodeError:
        return False
    return True


def _nobody_known(claim: Claim) -> Verdict | None:
    """Why no event can be looked up; None where an actor is known, or none is named."""
    if not claim.codes() or _known(claim):
        return None
    names = " and ".join(f"'{text}'" for text in dict.fromkeys(actor.text for actor in claim.actors))
    return Verdict("no data", f"the timeline lists events by economy and bloc; it knows no actor {names}")


def _all_take_part(event: Event, claim: Claim) -> bool:
    return bool(claim.codes()) and set(claim.codes()) <= {*event.actors, *event.targets}


def _compared(claim: Claim, event: Event, found: float | None, agrees: Fit, line: str) -> Compared:
    return Compared(
        definition=f"timeline of events: {event.kind}",
        claimed=claim.value,
        found=found,
        unit=claim.unit or "",
        fit=agrees,
        arithmetic=line,
        sources=(event.source,),
        status=event.status,
    )
