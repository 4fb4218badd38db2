"""Levels, changes, multiples and shares set beside published figures, under every reading that the words allow."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

from multipolar.claims.claim import Claim
from multipolar.claims.facts.amounts import amount, signed_amount
from multipolar.claims.facts.assumed import on_guess
from multipolar.claims.facts.definitions import ISSUERS, WORLD, WORLD_SHARES, Definition, definitions_of
from multipolar.claims.facts.figures import (
    YEAR_DIGITS,
    Level,
    candidate_years,
    code_of,
    levels,
    parts_of_year,
    periods_known,
    year_before,
)
from multipolar.claims.facts.fit import fit, judge
from multipolar.claims.mentions import Period
from multipolar.claims.verdict import Compared, Verdict
from multipolar.observatory import Observatory

MOST_SOURCES = 4
# What is published for months or quarters is contradicted for a year only where its end is known.
LAST_OF_YEAR = ("-12", "Q4")


def check_figure(claim: Claim, observatory: Observatory, article: datetime.date | None) -> Verdict:
    """The verdict on a level, change, multiple or share."""
    found = definitions_of(claim)
    if not found:
        return Verdict("no data", _nothing_for(claim))
    if claim.value is None:
        return Verdict("no data", "the claim has no number")
    if claim.period is not None and claim.period.start is None and article is not None:
        return Verdict(
            "no data", "the sentence gives the period of what this changed to, and none of the figure itself"
        )
    periods = _periods(claim, article)
    if not periods:
        return Verdict("no data", "the text gives no period, and the date of the article is not known")
    if claim.kind == "level":
        meanings = _levels(claim, observatory, found, periods)
    elif claim.kind in {"change", "multiple"}:
        meanings = _changes(claim, observatory, found, periods[:1])
    else:
        meanings = _shares(claim, observatory, found, periods)
    verdict = judge(meanings, _lacking(claim, observatory, found, periods))
    parts = parts_of_year(observatory, found[0], periods[0])
    if parts and parts != periods[:1] and not parts[-1].endswith(LAST_OF_YEAR):
        verdict = on_guess(verdict, f"of {periods[0]} only {' and '.join(parts)} can be compared")
    return _with_guesses(claim, verdict, periods[0])


def _with_guesses(claim: Claim, verdict: Verdict, period: str) -> Verdict:
    """The verdict with the period and the base that were taken because the sentence gives none."""
    if claim.kind in {"change", "multiple"} and claim.base_period is None:
        taken = f"the sentence names no base, so that {year_before(period)} is taken"
        # "Rose by 4 per cent in 2023" is on the year; "doubled" may be over any time.
        if claim.kind == "multiple":
            verdict = on_guess(verdict, taken)
        elif verdict.compared:
            verdict = replace(verdict, reason=f"{taken}: {verdict.reason}")
    if claim.period is not None and claim.period.start is not None:
        return verdict
    return on_guess(
        verdict, f"the sentence gives no period, so that {period}, the last whole year before the article, is taken"
    )


def _periods(claim: Claim, article: datetime.date | None) -> tuple[str, ...]:
    """Codes of the periods that the claim may mean: the stated one as it is, else whole years."""
    period = claim.period
    if period is not None and period.start is not None and period.precision not in {"open", "year"}:
        return (code_of(period),)
    return tuple(str(year) for year in candidate_years(period, article))


def _dated(
    observatory: Observatory, found: tuple[Definition, ...], periods: tuple[str, ...]
) -> Iterator[tuple[Definition, str]]:
    """Each definition with each period; a year of which months or quarters are published is each of them in turn."""
    for definition in found:
        for period in periods:
            for part in parts_of_year(observatory, definition, period):
                yield (definition if part == period else replace(definition, scope=f"in {part}")), part


def _levels(
    claim: Claim, observatory: Observatory, found: tuple[Definition, ...], periods: tuple[str, ...]
) -> dict[str, list[Compared]]:
    meanings: dict[str, list[Compared]] = {}
    for definition, period in _dated(observatory, found, periods):
        if definition.unit != claim.unit:
            continue
        for level in levels(observatory, definition, period)[:MOST_SOURCES]:
            line = f"{amount(level.value, definition.unit)} ({period})"
            entry = _compared(claim, definition, level, level.value, line)
            meanings.setdefault(definition.scope or "as published", []).append(entry)
    return {meaning: _direct_first(entries) for meaning, entries in meanings.items()}


def _changes(
    claim: Claim, observatory: Observatory, found: tuple[Definition, ...], periods: tuple[str, ...]
) -> dict[str, list[Compared]]:
    meanings: dict[str, list[Compared]] = {}
    for definition, period in _dated(observatory, found, periods):
        after = {level.source: level for level in levels(observatory, definition, period)}
        for base, words in _bases(claim.base_period, period):
            same = base + period[YEAR_DIGITS:] if definition.within_year and len(base) == YEAR_DIGITS else base
            before = {level.source: level for level in levels(observatory, definition, same)}
            for source in after:
                if source not in before:
                    continue
                entry = _change(claim, definition, before[source], after[source])
                if entry is not None:
                    meaning = ", ".join(part for part in (words, definition.scope) if part)
                    meanings.setdefault(meaning, []).append(entry)
    return {meaning: _direct_first(entries) for meaning, entries in meanings.items()}


def _bases(base: Period | None, period: str) -> tuple[tuple[str, str], ...]:
    """Periods that a change may be counted from, with the reading in words.

    "Since February 2022" can mean against 2021, the last whole year before, against 2022, the year that it lies in, or
    against that month itself; a base year can only mean that year; a part of a year is compared with a part; without a
    base it is the same time of the year before.
    """
    if base is None or base.start is None:
        before = year_before(period)
        return ((before, f"against {before}"),)
    start = base.start
    if base.precision == "year" or (base.precision == "open" and (start.month, start.day) == (1, 1)):
        return ((str(start.year), f"against {start.year}"),)
    month = f"{start:%Y-%m}"
    if base.precision == "span" or len(period) > YEAR_DIGITS:
        code = month if base.precision == "open" else code_of(base)
        return ((code, f"against {code}"),)
    return (
        (str(start.year - 1), f"against {start.year - 1}, the last whole year before {month}"),
        (str(start.year), f"against {start.year}, the year of {month}"),
        (month, f"against {month} itself"),
    )


def _change(claim: Claim, definition: Definition, before: Level, after: Level) -> Compared | None:
    if claim.value is None or before.value <= 0:
        return None
    sign = -1.0 if claim.direction == "down" else 1.0
    first, last = (f"{amount(level.value, definition.unit)} ({level.period})" for level in (before, after))
    steps = f"{first} to {last}"
    if claim.kind == "multiple":
        found = after.value / before.value
        return _compared(claim, definition, after, found, f"{steps}: {amount(found, 'x')}", before, unit="x")
    if claim.unit == "%":
        found = 100.0 * (after.value / before.value - 1.0)
        line = f"{steps}: {signed_amount(found, '%')}"
        return _compared(claim, definition, after, sign * found, line, before, unit="%")
    unit = "pp" if definition.unit == "%" else definition.unit
    if claim.unit == unit:
        found = after.value - before.value
        line = f"{steps}: {signed_amount(found, unit)}"
        return _compared(claim, definition, after, sign * found, line, before, unit=unit)
    return None


def _shares(
    claim: Claim, observatory: Observatory, found: tuple[Definition, ...], periods: tuple[str, ...]
) -> dict[str, list[Compared]]:
    """A share is a flow over the same flow with the world, or a figure published as a share."""
    meanings: dict[str, list[Compared]] = {}
    for definition, period in _dated(observatory, found, periods):
        for level in levels(observatory, definition, period):
            if definition.unit == "%":
                line = f"{amount(level.value, '%')} ({period})"
                entry = _compared(claim, definition, level, level.value, line)
                meanings.setdefault(definition.scope or "as published", []).append(entry)
                continue
            for whole_words, whole in _wholes(definition):
                total = next((w for w in levels(observatory, whole, period) if w.source == level.source), None)
                if total is None or total.value <= 0:
                    continue
                share = 100.0 * level.value / total.value
                line = (
                    f"{amount(level.value, definition.unit)} of {amount(total.value, definition.unit)} ({period}): "
                    f"{amount(share, '%')}"
                )
                entry = _compared(claim, definition, level, share, line, total, unit="%")
                meaning = ", ".join(part for part in (whole_words, definition.scope) if part)
                meanings.setdefault(meaning, []).append(entry)
    return {meaning: _direct_first(entries) for meaning, entries in meanings.items()}


def _wholes(definition: Definition) -> tuple[tuple[str, Definition], ...]:
    """What a flow can be a share of: all that the origin sells, or all that the destination buys."""
    if len(definition.parts) != 1:
        return ()
    indicator, origin, destination = definition.parts[0]
    made = []
    for words, ends in (
        (f"of what {origin} sells abroad", (origin, WORLD)),
        (f"of what {destination} buys abroad", (WORLD, destination)),
    ):
        if WORLD in {origin, destination}:
            continue
        made.append((words, Definition(words, ((indicator, *ends),), definition.unit, definition.factor)))
    return tuple(made)


def _compared(
    claim: Claim,
    definition: Definition,
    level: Level,
    found: float,
    line: str,
    other: Level | None = None,
    *,
    unit: str = "",
) -> Compared:
    claimed = claim.value or 0.0
    used = level.as_used() + (other.as_used() if other is not None else ())
    statuses = {level.status} | ({other.status} if other is not None else set())
    status = level.status if len(statuses) == 1 else ", ".join(sorted(statuses))
    words = f"{definition.words}, {' + '.join(f'{part[1]} to {part[2]}' for part in definition.parts if part[2])}"
    return Compared(
        definition=f"{words.rstrip(', ')}; {level.source}",
        claimed=claimed,
        found=found,
        unit=unit or definition.unit,
        fit=fit(claim, claimed, found),
        arithmetic=line,
        sources=(level.source,),
        status=status,
        figures=used,
    )


def _direct_first(entries: list[Compared]) -> list[Compared]:
    """Official statistics before compilers; of equals the better fit first, and all of them are shown."""
    order = {"official": 0, "reconciled": 1, "estimate": 2, "unverified": 3, "imputed": 4}
    fits = {"holds": 0, "roughly": 1, "does not hold": 2}
    once: dict[tuple[str, ...], Compared] = {}
    for entry in entries:
        # A source that publishes the sum is not asked for its parts as well.
        once.setdefault((*entry.sources, entry.definition.split(",")[0]), entry)
    return sorted(once.values(), key=lambda entry: (order.get(entry.status, 2), fits[entry.fit]))[:MOST_SOURCES]


def _nothing_for(claim: Claim) -> str:
    what = claim.commodity.replace("_", " ") if claim.commodity else claim.measure or "this measure"
    if claim.measure == "length":
        return "texts of statements are not in the observatory, so that nothing can be counted"
    if claim.measure in WORLD_SHARES:
        return f"shares of this kind are known for the world as a whole, and for {', '.join(ISSUERS)}"
    if not claim.codes():
        return f"no economy was recognised that {what.replace('_', ' ')} could be looked up for"
    return f"the observatory has no figures of {what.replace('_', ' ')} for {' and '.join(claim.codes())}"


def _lacking(claim: Claim, observatory: Observatory, found: tuple[Definition, ...], periods: tuple[str, ...]) -> str:
    """What was looked for and not found, and what there is instead."""
    known = sorted({period for definition in found for period in periods_known(observatory, definition)})
    ends = ", ".join(" to ".join(filter(None, part[1:])) for part in found[0].parts)
    looked = f"{found[0].words}, {ends}, {' or '.join(periods)}"
    if claim.unit not in {definition.unit for definition in found} | {"%", "x", "pp"}:
        return f"looked for {looked} in {claim.unit}; the observatory has it in {found[0].unit} only"
    there = f"; there are figures for {known[0]} to {known[-1]}" if known else ""
    return f"no figure of {looked}{there}"
